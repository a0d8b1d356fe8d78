@echo off
rem Runs Intarsia from the folder that this script stands in. Java 17 or newer: JAVA_HOME, or java on
rem the PATH. INTARSIA_JAVA_OPTIONS is passed to Java (for example -Xmx8g). Jars in lib\plugins are on the
rem class path: readers of further kinds of slides.
setlocal
set JAVA=java
if defined JAVA_HOME set JAVA=%JAVA_HOME%\bin\java
for %%j in ("%~dp0..\lib\intarsia-pipeline-*.jar") do (
  if exist "%~dp0..\lib\plugins\" (
    "%JAVA%" -XX:+UseParallelGC -Djava.awt.headless=true -Dai.djl.offline=true --enable-native-access=ALL-UNNAMED %INTARSIA_JAVA_OPTIONS% -cp "%%j;%~dp0..\lib\plugins\*" org.intarsia.pipeline.cli.Intarsia %*
    exit /b %errorlevel%
  )
  "%JAVA%" -XX:+UseParallelGC -Djava.awt.headless=true -Dai.djl.offline=true %INTARSIA_JAVA_OPTIONS% -jar "%%j" %*
  exit /b %errorlevel%
)

package org.intarsia.pipeline.claims;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ClaimsTest {
  private static final ClaimTimes PATIENT =
      new ClaimTimes(Duration.ofMillis(50), Duration.ofMinutes(10), Duration.ofMillis(10));
  private static final ClaimTimes HASTY =
      new ClaimTimes(Duration.ofMinutes(10), Duration.ofSeconds(2), Duration.ofMillis(10));

  @TempDir private Path folder;

  /**
   * Leaves a folder as a process does that is killed: nothing is released. It gives no second sign
   * of life, which could come while its folder is copied.
   */
  private void dieWith(String name, String content) throws IOException {
    Path alive = folder.resolve("alive");
    Claims claims = Claims.join(alive, "plan", HASTY);
    Claim claim = claims.claim(name).orElseThrow();
    Files.writeString(claim.folder().resolve("work"), content);
    copy(alive, folder.resolve("shared"));
    claim.release();
    claims.close();
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(each)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path each, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(each, to.resolve(from.relativize(each)));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Test
  void whatOneHasNoOtherGets() throws IOException {
    try (Claims one = Claims.join(folder, "plan", PATIENT);
        Claims other = Claims.join(folder, "plan", PATIENT)) {
      Claim claim = one.claim("a").orElseThrow();
      assertThat(other.claim("a")).isEmpty();
      assertThat(one.claim("a")).as("nor the same process twice").isEmpty();
      assertThat(other.claim("b")).isPresent();
      claim.release();
      assertThat(other.claim("a")).isPresent();
    }
  }

  /** Eight processes want the same hundred things: each thing is had by exactly one. */
  @Test
  void ofManyThatWantAThingOneGetsIt() throws Exception {
    Map<String, List<String>> owners = new ConcurrentHashMap<>();
    CountDownLatch together = new CountDownLatch(1);
    ExecutorService pool = Executors.newFixedThreadPool(8);
    List<Claims> all = new ArrayList<>();
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Claims claims = Claims.join(folder, "plan", PATIENT);
        all.add(claims);
        done.add(
            pool.submit(
                () -> {
                  together.await();
                  for (int thing = 0; thing < 100; thing++) {
                    String name = "thing-" + thing;
                    if (claims.claim(name).isPresent()) {
                      owners.computeIfAbsent(name, key -> new ArrayList<>()).add(claims.run());
                    }
                  }
                  return claims;
                }));
      }
      together.countDown();
      for (Future<?> each : done) {
        each.get();
      }
    } finally {
      pool.shutdownNow();
      for (Claims claims : all) {
        claims.close();
      }
    }
    assertThat(owners).hasSize(100);
    assertThat(owners.values()).allMatch(list -> list.size() == 1);
  }

  @Test
  void theDeadAreTakenOverByOneAndTheirWorkIsFound() throws Exception {
    dieWith("a", "half done");
    try (Claims one = Claims.join(folder.resolve("shared"), "plan", HASTY);
        Claims other = Claims.join(folder.resolve("shared"), "plan", PATIENT)) {
      assertThat(one.claim("a")).as("it may be alive").isEmpty();
      assertThat(one.deaths("a")).isZero();
      Optional<Claim> claim = Optional.empty();
      while (claim.isEmpty()) {
        Thread.sleep(50);
        claim = one.claim("a");
      }
      assertThat(claim.get().attempts()).isEqualTo(1);
      assertThat(claim.get().before()).hasSize(1);
      assertThat(claim.get().before().get(0).resolve("work")).hasContent("half done");
      assertThat(other.claim("a")).isEmpty();
      claim.get().release();
      assertThat(other.claim("a").orElseThrow().before()).isEmpty();
    }
  }

  /** A process of this machine whose number nobody has any more needs no waiting for. */
  @Test
  void aProcessThatHasEndedIsDeadAtOnce() throws Exception {
    dieWith("a", "half done");
    Path runs = folder.resolve("shared").resolve("runs");
    try (Stream<Path> files = Files.list(runs)) {
      Path file = files.findFirst().orElseThrow();
      List<String> lines = new ArrayList<>(Files.readAllLines(file));
      Path java = Path.of(System.getProperty("java.home"), "bin", "java");
      Process process = new ProcessBuilder(java.toString(), "-version").start();
      process.waitFor();
      lines.set(3, Long.toString(process.pid()));
      Files.write(file, lines);
    }
    try (Claims claims = Claims.join(folder.resolve("shared"), "plan", PATIENT)) {
      assertThat(claims.claim("a")).isPresent();
    }
  }

  @Test
  void whatIsLeftOnPurposeIsNoDeath() throws IOException {
    try (Claims claims = Claims.join(folder, "plan", PATIENT)) {
      claims.claim("a").orElseThrow().leave();
      assertThat(claims.deaths("a")).isZero();
      Claim again = claims.claim("a").orElseThrow();
      assertThat(again.before()).hasSize(1);
      assertThat(again.attempts()).isZero();
    }
  }

  @Test
  void whatWasTakenOverIsNotPublished() throws IOException {
    Path place = folder.resolve("place");
    try (Claims claims = Claims.join(folder.resolve("work"), "plan", PATIENT)) {
      Claim slow = claims.claim("a").orElseThrow();
      Path made = Files.writeString(slow.folder().resolve("made"), "by the slow one");
      slow.leave();
      Claim quick = claims.claim("a").orElseThrow();
      Path other = Files.writeString(quick.folder().resolve("made"), "by the quick one");
      assertThat(quick.publish(other, place)).isTrue();
      quick.release();
      assertThat(slow.stands()).isFalse();
      assertThat(slow.publish(made, place)).isFalse();
      assertThat(place).hasContent("by the quick one");
    }
  }

  @Test
  void anotherPurposeIsSeen() throws IOException {
    try (Claims one = Claims.join(folder, "plan", PATIENT)) {
      try (Claims other = Claims.join(folder, "another plan", PATIENT)) {
        assertThat(other.strangers())
            .singleElement()
            .asString()
            .startsWith("process " + ProcessHandle.current().pid() + " on ");
        assertThat(one.strangers()).hasSize(1);
      }
      assertThat(one.strangers()).isEmpty();
    }
  }

  @Test
  void theLastToLeaveRemovesTheFolder() throws IOException {
    Path shared = folder.resolve("shared");
    Claims one = Claims.join(shared, "plan", PATIENT);
    Claims other = Claims.join(shared, "plan", PATIENT);
    Files.writeString(one.scratch("table"), "unfinished");
    one.close();
    assertThat(shared).exists();
    other.claim("a").orElseThrow().release();
    other.close();
    assertThat(shared).doesNotExist();
  }
}

package org.intarsia.pipeline.cli;

import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The commands of {@code intarsia}, of which a process makes only those that its arguments can
 * mean: the options of all of them take longer to collect than most commands to answer.
 */
final class Commands implements IFactory {
  private static final List<Class<?>> ALL =
      List.of(
          DemoCommand.class,
          RunCommand.class,
          VerifyCommand.class,
          EvaluateCommand.class,
          FeaturesCommand.class,
          InspectCommand.class,
          ProbeCommand.class,
          SynthesizeCommand.class,
          TrainCommand.class,
          DiagnoseCommand.class,
          RegressCommand.class,
          BenchCommand.class,
          DoctorCommand.class);

  /** Arguments that are answered without any command. */
  private static final Set<String> ABOUT = Set.of("-h", "--help", "-V", "--version");

  /**
   * The root with the command that the first argument names, with the names of all, or with all.
   */
  static CommandLine under(Intarsia root, String... arguments) {
    CommandLine line = new CommandLine(root, new Commands());
    if (ABOUT.containsAll(Arrays.asList(arguments))) {
      for (Class<?> each : ALL) {
        line.addSubcommand(named(each));
      }
      return line;
    }
    for (Class<?> each : ALL) {
      if (name(each).equals(arguments[0])) {
        line.addSubcommand(each);
        return line;
      }
    }
    for (Class<?> each : ALL) {
      line.addSubcommand(each);
    }
    return line;
  }

  private static String name(Class<?> command) {
    return command.getAnnotation(Command.class).name();
  }

  /** What the help of the root shows of a command. */
  private static CommandSpec named(Class<?> command) {
    CommandSpec spec = CommandSpec.create().name(name(command));
    spec.usageMessage().description(command.getAnnotation(Command.class).description());
    return spec;
  }

  /** Picocli's own factory looks for Groovy first, for which Java opens every jar. */
  @Override
  public <K> K create(Class<K> type) throws Exception {
    if (!type.getName().startsWith("org.intarsia.")) {
      return CommandLine.defaultFactory().create(type);
    }
    Constructor<K> constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    return constructor.newInstance();
  }
}

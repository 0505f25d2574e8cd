package dev.tunnelwatch.benchmarks.processes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a JVM with our own class path is started. */
public final class Jvm {
  private static final List<String> NATIVE =
      List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

  private Jvm() {}

  /** One that is soon up and stays small: its speed is not what it is about. */
  public static List<String> small(String... mainAndArguments) {
    return command(
        List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"), mainAndArguments);
  }

  /** One with flags of its own. */
  public static List<String> command(List<String> flags, String... mainAndArguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(NATIVE);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(mainAndArguments));
    return command;
  }
}

package dev.tunnelwatch.benchmarks.streams;

import dev.tunnelwatch.benchmarks.processes.Child;
import dev.tunnelwatch.benchmarks.processes.Jvm;
import java.nio.file.Path;
import java.util.List;

/**
 * How a correlating process of its own is started.
 *
 * @param directory where its state and its log lie, below its name
 * @param standbys copies of its state on others
 * @param patience of its watchdog, seconds
 */
record Correlating(String servers, Path directory, String name, int standbys, int patience) {
  /** So much as a process that is in use has. */
  static final int USUAL_PATIENCE = 90;

  private static final String MAIN = "dev.tunnelwatch.streams.MortalStreams";

  Path state() {
    return directory.resolve(name);
  }

  Path log() {
    return directory.resolve(name + ".log");
  }

  /** It can be told what {@code MortalStreams} understands. */
  Child start() {
    var words =
        Jvm.command(
            List.of("-Xmx384m", "-XX:+UseSerialGC"),
            MAIN,
            servers,
            state().toString(),
            name,
            Integer.toString(standbys),
            Integer.toString(patience));
    return Child.start(words, log());
  }
}

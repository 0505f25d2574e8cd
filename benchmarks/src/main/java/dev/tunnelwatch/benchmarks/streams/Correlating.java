package dev.tunnelwatch.benchmarks.streams;

import dev.tunnelwatch.benchmarks.processes.Child;
import dev.tunnelwatch.benchmarks.processes.Jvm;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How a correlating process of its own is started.
 *
 * @param directory where its state and its log lie, below its name
 * @param standbys copies of its state on others
 * @param patience of its watchdog, seconds
 * @param commitMillis between commits
 * @param heap how much it may have, as the JVM understands it
 */
record Correlating(
    String servers,
    Path directory,
    String name,
    int standbys,
    int patience,
    int commitMillis,
    String heap) {
  private static final int USUAL_PATIENCE = 90;
  private static final int USUAL_COMMIT_MILLIS = 500;
  private static final String USUAL_HEAP = "384m";

  private static final String MAIN = "dev.tunnelwatch.streams.MortalStreams";

  /** As it is in use. */
  Correlating(String servers, Path directory, String name, int standbys) {
    this(servers, directory, name, standbys, USUAL_PATIENCE, USUAL_COMMIT_MILLIS, USUAL_HEAP);
  }

  /** As it is in use, but for a watchdog of so many seconds. */
  Correlating withPatience(int seconds) {
    return new Correlating(servers, directory, name, standbys, seconds, commitMillis, heap);
  }

  /** As it is in use, but for commits that are so far apart. */
  Correlating withCommits(int millis) {
    return new Correlating(servers, directory, name, standbys, patience, millis, heap);
  }

  /** As it is in use, but with so much heap. */
  Correlating withHeap(String most) {
    return new Correlating(servers, directory, name, standbys, patience, commitMillis, most);
  }

  Path state() {
    return directory.resolve(name);
  }

  Path log() {
    return directory.resolve(name + ".log");
  }

  /** It can be told what {@code MortalStreams} understands. */
  Child start() {
    return start(Map.of(), _ -> {});
  }

  /**
   * Likewise.
   *
   * @param environment added to ours
   * @param heard is handed each line that it says
   */
  Child start(Map<String, String> environment, Consumer<String> heard) {
    var words =
        Jvm.command(
            List.of("-Xmx" + heap, "-XX:+UseSerialGC"),
            MAIN,
            servers,
            state().toString(),
            name,
            Integer.toString(standbys),
            Integer.toString(patience),
            Integer.toString(commitMillis));
    return Child.start(words, environment, log(), heard);
  }
}

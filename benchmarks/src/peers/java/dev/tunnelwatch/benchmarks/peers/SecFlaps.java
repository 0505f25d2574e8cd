package dev.tunnelwatch.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Flaps as the Simple Event Correlator finds them, with rules that look nothing up but a context of
 * the tunnel's name. It knows no time but the clock's, so that any loss that the file has is a flap
 * when its return is read soon enough.
 */
final class SecFlaps {
  private static final String RULES =
      """
      type=Single
      ptype=RegExp
      pattern="resourceId":"([^"]+)".*"TunnelDisconnected".*"remoteIP":"([^"]+)".*"instance":"([^"]+)"
      desc=down
      action=create DOWN_$1_$2_$3 180

      type=Single
      ptype=RegExp
      pattern="resourceId":"([^"]+)".*"TunnelConnected".*"remoteIP":"([^"]+)".*"instance":"([^"]+)"
      context=DOWN_$1_$2_$3
      desc=$1 $3 $2 flapped
      action=delete DOWN_$1_$2_$3; write FOUND_FILE %s
      """;

  private SecFlaps() {}

  /** How many were found. */
  static long find(Path file, Path directory) throws IOException, InterruptedException {
    var found = directory.resolve("sec-found.txt");
    Files.deleteIfExists(found);
    var rules =
        Files.writeString(
            directory.resolve("flaps.sec"), RULES.replace("FOUND_FILE", found.toString()));
    var process =
        new ProcessBuilder(
                "sec", "--conf=" + rules, "--input=" + file, "--notail", "--nointcontexts")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("sec.log").toFile())
            .start();
    int status = process.waitFor();
    if (status != 0) {
      throw new IOException("sec ended with " + status + ": see " + directory);
    }
    try (var lines = Files.lines(found)) {
      return lines.count();
    }
  }
}

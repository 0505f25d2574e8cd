package dev.tunnelwatch.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StopSignalTest {
  private static final int OF_A_SIGTERM = 143;

  @Test
  void wishIsSaidAtOnceAndWhatRunsIsStopped() throws Exception {
    var ended = stopped();

    assertThat(ended.code()).isEqualTo(OF_A_SIGTERM);
    assertThat(ended.lines()).containsExactly("tunnelwatch: stopping…", "has stopped");
  }

  @Test
  void whatWasDoneBeforeKeepsItsCode() throws Exception {
    assertThat(stopped("0").code()).isZero();
    assertThat(stopped("1").code()).isEqualTo(1);
    assertThat(stopped("1").lines()).containsExactly("tunnelwatch: stopping…", "has stopped");
  }

  private record Ended(int code, List<String> lines) {}

  /** Started, and stopped by a SIGTERM as soon as it listens. */
  private static Ended stopped(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Dstderr.encoding=UTF-8", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(StopSignalChild.class.getName());
    command.addAll(List.of(arguments));
    var child = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var output = child.inputReader()) {
      assertThat(output.readLine()).isEqualTo("listens");
      child.toHandle().destroy(); // child.destroy() would close what it says
      var lines = output.lines().collect(Collectors.toList());
      assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
      return new Ended(child.exitValue(), lines);
    } finally {
      child.destroyForcibly();
    }
  }
}

package dev.tunnelwatch.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.testing.SystemProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a checker and fails with what it printed. */
final class Program {

  private Program() {}

  static String succeeds(SystemProgram program, String... arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(program.require().toString()));
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("%s\n%s", command, printed).isZero();
    return printed;
  }

  /** A file of this module, or below the top of the repository with {@code ../}. */
  static String file(String name) {
    return Path.of(name).toAbsolutePath().normalize().toString();
  }
}

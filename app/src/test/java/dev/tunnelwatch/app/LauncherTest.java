package dev.tunnelwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code tunnelwatch}, with a Maven that does nothing but fail. */
class LauncherTest {

  @TempDir Path directory;

  @Test
  void logOfABuildThatFailedCanBeOpenedFromWhereOneStands() throws Exception {
    var home = Files.createDirectory(directory.resolve("with blank"));
    Files.copy(Path.of("../tunnelwatch"), home.resolve("tunnelwatch"));
    var programs = Files.createDirectory(directory.resolve("bin"));
    var maven = Files.writeString(programs.resolve("mvn"), "#!/bin/sh\necho no; exit 1\n");
    assertThat(maven.toFile().setExecutable(true)).isTrue();

    var said = run(programs, "with blank/tunnelwatch", "--version");

    var log = home.toRealPath().resolve("target/launcher/build.log");
    assertThat(said)
        .contains("building (the log is in " + log + ")")
        .containsPattern("the build failed after \\d+ s; the whole log is in \\Q" + log + "\\E\n");
    assertThat(log).hasContent("no");
  }

  private String run(Path programs, String... words) throws IOException, InterruptedException {
    var said = directory.resolve("said").toFile();
    var command = new ProcessBuilder(words).directory(directory.toFile()).redirectErrorStream(true);
    command.command().set(0, directory.resolve(words[0]).toString());
    command.environment().merge("PATH", programs + File.pathSeparator, (path, own) -> own + path);
    command.environment().put("TUNNELWATCH_JAVA", System.getProperty("java.home"));
    var process = command.redirectOutput(said).start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(said.toPath());
  }
}

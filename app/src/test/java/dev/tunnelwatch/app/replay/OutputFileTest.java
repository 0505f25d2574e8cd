package dev.tunnelwatch.app.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {

  @TempDir Path directory;
  private Path old;

  @BeforeEach
  void somethingStandsThere() throws IOException {
    old = Files.writeString(directory.resolve("old"), "of yesterday");
  }

  @Test
  void whatStoodThereStaysUntilTheNewIsWhole() throws IOException {
    try (var file = OutputFile.open(old)) {
      write(file, "half");
      assertThat(old).hasContent("of yesterday");
      file.keep();
      assertThat(old).hasContent("half");
    }
    assertThat(directory).isDirectoryNotContaining(path -> !path.equals(old));
  }

  @Test
  void whatIsNotKeptIsRemoved() throws IOException {
    try (var file = OutputFile.open(old);
        var fresh = OutputFile.open(directory.resolve("new"))) {
      write(file, "half");
      write(fresh, "half");
    }
    assertThat(old).hasContent("of yesterday");
    assertThat(directory).isDirectoryNotContaining(path -> !path.equals(old));
  }

  @Test
  void nobodyMayReadTheNewWhoMightNotReadTheOld() throws IOException {
    Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rw-------"));

    kept(old);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(old)))
        .isEqualTo("rw-------");
  }

  @Test
  void linkStaysALinkToTheNew() throws IOException {
    var link = Files.createSymbolicLink(directory.resolve("link"), old);
    var dangling = Files.createSymbolicLink(directory.resolve("far"), directory.resolve("none"));

    kept(link);
    kept(dangling);

    assertThat(link).isSymbolicLink().hasContent("new");
    assertThat(old).hasContent("new");
    assertThat(dangling).isSymbolicLink().hasContent("new");
  }

  @Test
  void deviceIsWrittenToAtOnce() throws IOException {
    var nothing = Path.of("/dev/null");

    kept(nothing);

    assertThat(Files.isRegularFile(nothing)).isFalse();
  }

  private static void kept(Path path) throws IOException {
    try (var file = OutputFile.open(path)) {
      write(file, "new");
      file.keep();
    }
  }

  private static void write(OutputStream to, String text) throws IOException {
    to.write(text.getBytes(StandardCharsets.UTF_8));
  }
}

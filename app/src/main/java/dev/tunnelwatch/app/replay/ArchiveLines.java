package dev.tunnelwatch.app.replay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The lines of a file, compressed or not, as {@code replay} reads it; blank ones are left out. */
public final class ArchiveLines {

  private ArchiveLines() {}

  /** A line, counted from 1. */
  public record Line(long number, String text) {}

  /**
   * Reads a file to its end.
   *
   * @throws IOException when it cannot be read, or not all of it; names the file
   */
  public static List<Line> of(Path file) throws IOException {
    var chunks = new ArrayList<Chunk>();
    var problem = ArchiveReader.read(file, chunks::add);
    if (problem.isPresent()) {
      throw new IOException(file + ": " + problem.get());
    }
    var lines = new ArrayList<Line>(chunks.size());
    for (var chunk : chunks) {
      lines.add(new Line(chunk.line(), text(file, chunk)));
    }
    return lines;
  }

  private static String text(Path file, Chunk chunk) throws IOException {
    if (!chunk.whole()) {
      throw new IOException("%s line %d: is too long".formatted(file, chunk.line()));
    }
    try {
      var bytes = ByteBuffer.wrap(chunk.bytes(), chunk.from(), chunk.length());
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new IOException(file + ": expected UTF-8, got another encoding", e);
    }
  }
}

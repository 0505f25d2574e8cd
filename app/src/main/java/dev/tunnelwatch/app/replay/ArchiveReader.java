package dev.tunnelwatch.app.replay;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads one archived file, compressed or not, piece by piece. */
final class ArchiveReader {

  /** No hub event and no archived line comes near it. */
  static final int MAX_CHUNK = 64 << 20;

  /** First lines of a body that is laid out over many lines; blanks aside. */
  private static final Set<String> LAID_OUT = Set.of("{", "[", "{\"records\":", "{\"records\":[");

  private static final int RAW_HEAD = 32;
  private static final int LONGEST_LAID_OUT = 64;
  private static final byte[] GZIP = {0x1F, (byte) 0x8B};
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  /** How JSON begins. */
  private static final String BEGINS = "{[ \r\n\t";

  private static final byte FE = (byte) 0xFE;
  private static final byte FF = (byte) 0xFF;

  private static final String DAMAGED =
      "its compressed data is damaged or cut: what stood behind line %,d is lost";
  private static final String UTF_16 =
      "looks like UTF-16, as PowerShell's > writes it, so that nothing in it can be read: export it"
          + " as UTF-8 (iconv -f UTF-16 -t UTF-8)";

  private final String name;
  private final InputStream in;
  private final Consumer<Chunk> to;

  private static final int BUFFER = 1 << 18;

  /**
   * What was read and not yet used lies from {@link #at} to {@link #end}; what was handed over
   * before it stays as it is.
   */
  private byte[] buffer = new byte[BUFFER];

  private int at;
  private int end;
  private long line;
  private Optional<String> problem = Optional.empty();

  private ArchiveReader(String name, InputStream in, Consumer<Chunk> to) {
    this.name = name;
    this.in = in;
    this.to = to;
  }

  /**
   * Hands over every chunk of a file in order.
   *
   * @return what is wrong with the file as a whole, for people: damaged compression, which ends it
   *     and is a chunk that is not whole, or an encoding of which nothing can be read
   * @throws IOException when the file cannot be read
   */
  static Optional<String> read(Path file, Consumer<Chunk> to) throws IOException {
    try (var raw = new PushbackInputStream(Files.newInputStream(file), GZIP.length)) {
      try (var in = decompressed(raw)) {
        var reader = new ArchiveReader(file.toString(), in, to);
        reader.read();
        return reader.problem;
      }
    } catch (EOFException | ZipException e) {
      // Not even the head of the compressed data is there, so the bytes as they are.
      to.accept(new Chunk(file.toString(), 1, head(file), false));
      return Optional.of(DAMAGED.formatted(0));
    }
  }

  private static byte[] head(Path file) throws IOException {
    try (var raw = Files.newInputStream(file)) {
      return raw.readNBytes(RAW_HEAD);
    }
  }

  private static InputStream decompressed(PushbackInputStream raw) throws IOException {
    var first = raw.readNBytes(GZIP.length);
    raw.unread(first);
    return Arrays.equals(first, GZIP) ? new GZIPInputStream(raw, 1 << 16) : raw;
  }

  private void read() throws IOException {
    skipByteOrderMark();
    var bytes = new ByteArrayOutputStream(1 << 12);
    boolean more = true;
    while (more) {
      if (line > 0 && handNextOfBuffer()) {
        continue;
      }
      bytes.reset();
      line++;
      long from = line;
      boolean whole;
      try {
        more = readLine(bytes);
        if (line == 1 && isLaidOut(bytes)) {
          while (more && bytes.size() <= MAX_CHUNK) {
            bytes.write('\n');
            more = readLine(bytes);
          }
        }
        whole = bytes.size() <= MAX_CHUNK;
      } catch (EOFException | ZipException e) {
        more = false;
        whole = false;
        problem = Optional.of(DAMAGED.formatted(line - 1));
      }
      hand(new Chunk(name, from, bytes.toByteArray(), whole));
    }
  }

  /** Nearly every line lies wholly in the buffer; false for one that does not. */
  private boolean handNextOfBuffer() {
    int newline = Newlines.next(buffer, at, end);
    if (newline == end) {
      return false;
    }
    line++;
    hand(new Chunk(name, line, buffer, at, newline, true));
    at = newline + 1;
    return true;
  }

  private void hand(Chunk chunk) {
    if (!chunk.whole() || !isBlank(chunk)) {
      to.accept(chunk);
    }
  }

  /** Keeps one byte more than is allowed, so that a cut is seen. False at the end of the file. */
  private boolean readLine(ByteArrayOutputStream bytes) throws IOException {
    while (at < end || fill()) {
      int from = at;
      at = Newlines.next(buffer, at, end);
      bytes.write(buffer, from, Math.min(at - from, Math.max(0, MAX_CHUNK + 1 - bytes.size())));
      if (at < end) {
        at++;
        return true;
      }
    }
    return false;
  }

  private boolean fill() throws IOException {
    buffer = new byte[BUFFER];
    at = 0;
    end = 0; // so that nothing is read twice when reading fails
    end = Math.max(0, in.read(buffer, 0, buffer.length));
    return end > 0;
  }

  private static boolean isLaidOut(ByteArrayOutputStream firstLine) {
    return firstLine.size() <= LONGEST_LAID_OUT
        && LAID_OUT.contains(firstLine.toString(StandardCharsets.UTF_8).replaceAll("\\s", ""));
  }

  private static boolean isBlank(Chunk chunk) {
    for (int i = chunk.from(); i < chunk.to(); i++) {
      byte b = chunk.bytes()[i];
      if (b != ' ' && b != '\r' && b != '\t') {
        return false;
      }
    }
    return true;
  }

  private void skipByteOrderMark() throws IOException {
    while (end < BYTE_ORDER_MARK.length) {
      int read = in.read(buffer, end, buffer.length - end);
      if (read < 0) {
        return;
      }
      end += read;
    }
    problem = looksLikeUtf16() ? Optional.of(UTF_16) : Optional.empty();
    at = Arrays.mismatch(BYTE_ORDER_MARK, 0, 3, buffer, 0, 3) < 0 ? BYTE_ORDER_MARK.length : 0;
  }

  /** By its byte order mark, or by a zero in the first of its characters. */
  private boolean looksLikeUtf16() {
    return (buffer[0] == FE && buffer[1] == FF)
        || (buffer[0] == FF && buffer[1] == FE)
        || (buffer[0] == 0 && BEGINS.indexOf(buffer[1]) >= 0)
        || (buffer[1] == 0 && BEGINS.indexOf(buffer[0]) >= 0);
  }
}

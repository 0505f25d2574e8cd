package dev.tunnelwatch.records;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** What Jackson lets pass and RFC 3629 does not: overlong forms, encoded surrogates. */
final class Utf8 {

  private static final int CHUNK = 2_048;
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private Utf8() {}

  /** Whether every byte from {@code from} to {@code to}, exclusive, belongs to valid UTF-8. */
  static boolean isValid(byte[] bytes, int from, int to) {
    int first = AsciiText.end(bytes, from, to); // mostly all of it, and quickly told
    return first == to || decodes(bytes, first, to);
  }

  private static boolean decodes(byte[] bytes, int from, int to) {
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    var in = ByteBuffer.wrap(bytes, from, to - from);
    var out = CharBuffer.allocate(CHUNK);
    while (true) {
      CoderResult result = decoder.decode(in, out.clear(), true);
      if (result.isError()) {
        return false;
      }
      if (result.isUnderflow()) {
        return true;
      }
    }
  }

  /** The bytes as text; those that are no UTF-8 as {@code \xNN}, and a backslash as two. */
  static String escaped(byte[] bytes) {
    var decoder = StandardCharsets.UTF_8.newDecoder();
    var in = ByteBuffer.wrap(bytes);
    var out = CharBuffer.allocate(CHUNK);
    var text = new StringBuilder(bytes.length);
    while (true) {
      CoderResult result = decoder.decode(in, out.clear(), true);
      out.flip();
      while (out.hasRemaining()) {
        char c = out.get();
        text.append(c);
        if (c == '\\') {
          text.append(c);
        }
      }
      if (result.isUnderflow()) {
        return text.toString();
      }
      for (int i = result.isError() ? result.length() : 0; i > 0; i--) {
        byte b = in.get();
        text.append("\\x").append(HEX.toHighHexDigit(b)).append(HEX.toLowHexDigit(b));
      }
    }
  }
}

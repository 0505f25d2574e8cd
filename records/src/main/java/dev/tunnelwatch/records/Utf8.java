package dev.tunnelwatch.records;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** What Jackson lets pass and RFC 3629 does not: overlong forms, encoded surrogates. */
final class Utf8 {

  private static final int CHUNK = 2_048;

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long HIGHEST_BITS = 0x8080808080808080L;

  private Utf8() {}

  /** Whether every byte from {@code from} to {@code to}, exclusive, belongs to valid UTF-8. */
  static boolean isValid(byte[] bytes, int from, int to) {
    int first = endOfAscii(bytes, from, to);
    return first == to || decodes(bytes, first, to);
  }

  /** Nearly everything is ASCII, and that is quickly told. */
  private static int endOfAscii(byte[] bytes, int from, int to) {
    int at = from;
    while (at + Long.BYTES <= to && ((long) EIGHT_BYTES.get(bytes, at) & HIGHEST_BITS) == 0) {
      at += Long.BYTES;
    }
    while (at < to && bytes[at] >= 0) {
      at++;
    }
    return at;
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

  /** The bytes as text; those that are no UTF-8 as {@code \xNN}. */
  static String escaped(byte[] bytes) {
    var decoder = StandardCharsets.UTF_8.newDecoder();
    var in = ByteBuffer.wrap(bytes);
    var out = CharBuffer.allocate(CHUNK);
    var text = new StringBuilder(bytes.length);
    while (true) {
      CoderResult result = decoder.decode(in, out.clear(), true);
      text.append(out.flip());
      if (result.isUnderflow()) {
        return text.toString();
      }
      for (int i = result.isError() ? result.length() : 0; i > 0; i--) {
        text.append("\\x%02X".formatted(in.get()));
      }
    }
  }
}

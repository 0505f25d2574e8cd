package dev.tunnelwatch.records;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.Writer;
import java.security.MessageDigest;

/**
 * A text that is too long to be looked at whole: its beginning, and a hash that tells it from every
 * other of that beginning. No message of a gateway comes near it, and what reads messages costs
 * many times their length.
 *
 * @param head what is read and shown of it
 * @param hash of all its characters
 */
record LongText(String head, String hash) {

  /** In characters: the prefixes of three hundred routes. */
  static final int MOST = 6_144;

  /** A cut goes between two words where there is a blank so near. */
  private static final int LONGEST_WORD = 256;

  static LongText of(String text) {
    try (var taken = new Taken()) {
      taken.write(text, 0, text.length());
      return taken.text();
    }
  }

  /** Of bytes that are ASCII. */
  static LongText of(byte[] ascii, int from, int to) {
    try (var taken = new Taken()) {
      for (int i = from; i < to; i++) {
        taken.write(ascii[i]);
      }
      return taken.text();
    }
  }

  /** Of the current token, whose whole text is never made. */
  static LongText of(JsonParser json) throws IOException {
    try (var taken = new Taken()) {
      json.getText(taken);
      return taken.text();
    }
  }

  /** In one text, other than that of every other. */
  String whole() {
    return head + '#' + hash;
  }

  /** Keeps the beginning and hashes all. */
  private static final class Taken extends Writer {

    private final MessageDigest sha256 = Digest.sha256();
    private final StringBuilder head = new StringBuilder(MOST);
    private final byte[] chunk = new byte[4_096];
    private int used;

    @Override
    public void write(int c) {
      if (head.length() < MOST) {
        head.append((char) c);
      }
      if (used == chunk.length) {
        flush();
      }
      chunk[used++] = (byte) (c >>> Byte.SIZE);
      chunk[used++] = (byte) c;
    }

    @Override
    public void write(char[] chars, int from, int length) {
      for (int i = from; i < from + length; i++) {
        write(chars[i]);
      }
    }

    @Override
    public void write(String text, int from, int length) {
      for (int i = from; i < from + length; i++) {
        write(text.charAt(i));
      }
    }

    @Override
    public void flush() {
      sha256.update(chunk, 0, used);
      used = 0;
    }

    @Override
    public void close() {}

    LongText text() {
      flush();
      int end = head.length();
      for (int i = end - 1; i > MOST - LONGEST_WORD && end == head.length(); i--) {
        end = Character.isWhitespace(head.charAt(i)) ? i : end;
      }
      if (end > 0 && Character.isHighSurrogate(head.charAt(end - 1))) {
        end--;
      }
      return new LongText(head.substring(0, end), Digest.hex(sha256));
    }
  }
}

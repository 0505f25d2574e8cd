package dev.tunnelwatch.app.replay;

import java.util.Arrays;

/**
 * A stretch of a file that is read on its own: a line, or the whole file.
 *
 * @param line where it begins, from 1
 * @param bytes which stay as they are; it begins at {@code from} and ends at {@code to}, where a
 *     newline is or the bytes end
 * @param whole false when it was cut, being longer than anything that makes sense, or its file
 *     ended in the middle of compressed data
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Chunk(String file, long line, byte[] bytes, int from, int to, boolean whole) {

  Chunk(String file, long line, byte[] bytes, boolean whole) {
    this(file, line, bytes, 0, bytes.length, whole);
  }

  int length() {
    return to - from;
  }

  /** Its first bytes, at most so many. */
  byte[] head(int most) {
    return Arrays.copyOfRange(bytes, from, Math.min(to, from + most));
  }

  /** {@code file:line#index}. */
  String source(int index) {
    return file + ':' + line + '#' + index;
  }
}

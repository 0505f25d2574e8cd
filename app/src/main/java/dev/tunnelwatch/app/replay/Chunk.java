package dev.tunnelwatch.app.replay;

/**
 * A stretch of a file that is read on its own: a line, or the whole file.
 *
 * @param line where it begins, from 1
 * @param whole false when it was cut, being longer than anything that makes sense, or its file
 *     ended in the middle of compressed data
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Chunk(String file, long line, byte[] bytes, boolean whole) {

  /** {@code file:line#index}. */
  String source(int index) {
    return file + ':' + line + '#' + index;
  }
}

package dev.tunnelwatch.records;

/** Knows messages by their words, so that looking for their end and reading them is one walk. */
interface Messages {

  /**
   * Where the plain text that begins there ends, at a quote; -1 when none like it is known.
   *
   * @param limit where the body ends
   */
  int end(byte[] body, int from, int limit);

  /** Another record begins. */
  void forget();
}

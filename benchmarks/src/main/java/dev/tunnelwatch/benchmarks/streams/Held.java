package dev.tunnelwatch.benchmarks.streams;

/** What a process holds, and how much more of it an hour is borne. */
enum Held {
  /** In MiB. */
  HEAP(
      "live objects",
      "MiB",
      8,
      0,
      "8 bytes a record: half an object of each; as much evidence goes as comes"),
  /** In MiB. */
  MEMORY(
      "resident memory",
      "MiB",
      8,
      0,
      "8 bytes a record: half an object of each; RocksDB's buffers come and go"),
  /** In MiB. */
  STATE(
      "state on disk",
      "MiB",
      16,
      0,
      "16 bytes a record: no entry, 100 bytes at least, of one in six"),
  THREADS(
      "threads",
      "",
      0,
      12,
      "one more in ten minutes may be a compiler's of the JVM, not one each five"),
  DESCRIPTORS(
      "file descriptors", "", 0, 300, "one file more of each of 33 databases in ten minutes");

  private static final double SECONDS_AN_HOUR = 3_600;
  private static final double MIB = 1 << 20;

  private final String words;
  private final String unit;
  private final double bytesARecord;
  private final double anHour;
  private final String why;

  Held(String words, String unit, double bytesARecord, double anHour, String why) {
    this.words = words;
    this.unit = unit;
    this.bytesARecord = bytesARecord;
    this.anHour = anHour;
    this.why = why;
  }

  /** So much more of it an hour is too much. */
  double mostAnHour(double recordsPerSecond) {
    return anHour + bytesARecord * recordsPerSecond * SECONDS_AN_HOUR / MIB;
  }

  String words() {
    return words;
  }

  String unit() {
    return unit;
  }

  /** Why no less and no more. */
  String why() {
    return why;
  }
}

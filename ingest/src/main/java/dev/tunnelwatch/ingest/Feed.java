package dev.tunnelwatch.ingest;

/**
 * A source and where to begin with what was never read of it.
 *
 * @param complaints what its partitions have to say they say through this one
 */
record Feed(Source source, StartAt startAt, Complaints complaints, StartUp startUp) {

  Feed(Source source, StartAt startAt) {
    this(source, startAt, new Complaints(System::nanoTime), new StartUp(System::nanoTime));
  }
}

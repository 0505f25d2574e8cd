package dev.tunnelwatch.ingest;

/** A source and where to begin with what was never read of it. */
record Feed(Source source, StartAt startAt) {}

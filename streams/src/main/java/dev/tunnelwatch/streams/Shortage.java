package dev.tunnelwatch.streams;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/**
 * What the machine lacks so that state on disk cannot be used, though nothing is wrong with it: to
 * be mended beside us, and no reason to throw the state away.
 */
enum Shortage {
  SPACE(
      "the disk is full",
      "make room there; its state is kept",
      "no space left on device|disk quota exceeded|not enough space on the disk"),
  HANDLES(
      "there are no more file handles",
      "raise the limit of open files (ulimit -n, LimitNOFILE); its state is kept",
      "too many open files"),
  RIGHTS(
      "the disk cannot be written",
      "check who owns the files and how the disk is mounted; its state is kept",
      "permission denied|read-only file system");

  private static final int DEEPEST = 20;

  private final String what;
  private final String advice;
  private final Pattern words;

  Shortage(String what, String advice, String words) {
    this.what = what;
    this.advice = advice;
    this.words = Pattern.compile(words, Pattern.CASE_INSENSITIVE);
  }

  /** The operating system's own words, wherever in a failure they are, or RocksDB's status. */
  static Optional<Shortage> behind(Throwable failure) {
    return Causes.of(failure)
        .limit(DEEPEST)
        .filter(cause -> cause instanceof IOException || cause instanceof RocksDBException)
        .flatMap(cause -> Stream.of(values()).filter(shortage -> shortage.isIn(cause)))
        .findFirst();
  }

  /** The same, of a failure of state; not all of them say what led to them. */
  static Optional<Shortage> behind(Throwable failure, StateDirectory state) {
    return behind(failure).or(() -> state.refusal().flatMap(Shortage::behind));
  }

  private boolean isIn(Throwable cause) {
    return words.matcher(String.valueOf(cause.getMessage())).find()
        || (this == SPACE && cause instanceof RocksDBException e && isFull(e))
        || (this == RIGHTS && cause instanceof AccessDeniedException);
  }

  private static boolean isFull(RocksDBException failure) {
    var status = Optional.ofNullable(failure.getStatus());
    return status.filter(told -> told.getSubCode() == Status.SubCode.NoSpace).isPresent();
  }

  /** What is wrong and what to do, as a sentence without its end. */
  String sentence(StateDirectory where) {
    return what + " (" + where + "): " + advice;
  }
}

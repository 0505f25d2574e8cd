package dev.tunnelwatch.records;

import java.util.stream.Stream;

/** Passes values of a flat record that nobody looks at, which may hold others. */
final class FlatRest {

  /** Objects and lists inside each other. */
  private static final int DEEPEST = 4;

  private final PlainCursor cursor;
  private final FlatNames[] names =
      Stream.generate(() -> new FlatNames(FlatScan.MOST_NAMES))
          .limit(DEEPEST)
          .toArray(FlatNames[]::new);

  FlatRest(PlainCursor cursor) {
    this.cursor = cursor;
  }

  /** False where there is none, or one that is not flat enough. */
  boolean passed(FlatShape shape) {
    return passedValue(shape, 0);
  }

  private boolean passedValue(FlatShape shape, int depth) {
    return switch (cursor.next()) {
      case '{' -> depth < DEEPEST && passedObject(shape, depth);
      case '[' -> depth < DEEPEST && passedList(shape, depth);
      case '"' -> cursor.passedText() && shape.open(cursor, true);
      default -> cursor.passedSimple() && shape.open(cursor, false);
    };
  }

  private boolean passedObject(FlatShape shape, int depth) {
    names[depth].clear();
    cursor.passed('{');
    if (cursor.next() != '}') {
      do {
        if (!names[depth].passed(cursor) || !passedValue(shape, depth + 1)) {
          return false;
        }
      } while (cursor.passed(','));
    }
    return cursor.passed('}');
  }

  private boolean passedList(FlatShape shape, int depth) {
    cursor.passed('[');
    if (cursor.next() != ']') {
      do {
        if (!passedValue(shape, depth + 1)) {
          return false;
        }
      } while (cursor.passed(','));
    }
    return cursor.passed(']');
  }
}

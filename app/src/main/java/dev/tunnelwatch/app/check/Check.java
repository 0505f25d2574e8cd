package dev.tunnelwatch.app.check;

/** One thing that is looked at by itself, whatever becomes of the others. */
interface Check {

  /** What it is, as findings name it. */
  String subject();

  /** Looks; all that is found goes through {@code steps}. */
  void run(Steps steps) throws InterruptedException;
}

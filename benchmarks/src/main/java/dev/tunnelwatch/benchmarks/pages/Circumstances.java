package dev.tunnelwatch.benchmarks.pages;

import dev.tunnelwatch.app.proof.Proof;

/** How, when and where numbers were made, as it stands beneath them. */
final class Circumstances {

  private Circumstances() {}

  static String of(Proof proof) {
    return "Seed %s, %.0f s; `%s`, commit `%.12s`, on %s.%n"
        .formatted(
            proof.seed(),
            proof.seconds(),
            proof.made().command(),
            proof.made().commit(),
            proof.made().machine());
  }
}

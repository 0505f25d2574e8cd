package dev.tunnelwatch.app.score;

import dev.tunnelwatch.app.score.Account.SiteRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an incident says of a fault, held against the fault. What a label leaves open is right. */
final class Comparison {

  /** Ends when its penalty has decayed (rule 17), which no label says. */
  private static final String UNSTABLE = "path_unstable";

  private Comparison() {}

  static Share one(boolean right) {
    return new Share(right ? 1 : 0, 1);
  }

  static Share cause(Fault fault, Account told) {
    return one(fault.isRight(told.cause()));
  }

  static Share severity(Fault fault, Account told) {
    var severity = fault.account().verdict().severity();
    return severity.isEmpty() ? Share.none() : one(severity.equals(told.verdict().severity()));
  }

  /** Whether both have ended or both have not. */
  static Share end(Fault fault, Account told) {
    return told.cause().equals(UNSTABLE)
        ? Share.none()
        : one(fault.account().span().endedAt().isPresent() == told.span().endedAt().isPresent());
  }

  /** Empty unless both have ended. */
  static Optional<Duration> endsApart(Fault fault, Account told) {
    return fault
        .account()
        .span()
        .endedAt()
        .filter(_ -> !told.cause().equals(UNSTABLE))
        .flatMap(to -> told.span().endedAt().map(other -> apart(to, other)));
  }

  static Duration apart(Instant one, Instant two) {
    return Duration.between(one, two).abs();
  }

  /** One for each row of the label. */
  static Share redundancy(Fault fault, Account told) {
    return fault.account().redundancy().stream()
        .map(row -> one(told.redundancy().stream().anyMatch(other -> agrees(row, other))))
        .reduce(Share.none(), Share::plus);
  }

  private static boolean agrees(SiteRow row, SiteRow told) {
    return row.gateway().equals(told.gateway())
        && row.site().equals(told.site())
        && agrees(row.worst(), told.worst())
        && agrees(row.expected(), told.expected())
        && agrees(row.up(), told.up());
  }

  private static <T> boolean agrees(Optional<T> label, Optional<T> told) {
    return label.isEmpty() || label.equals(told);
  }

  /** One for each line shown. */
  static Share evidence(Fault fault, Account told) {
    return fault.account().evidence().isEmpty()
        ? Share.none()
        : new Share((int) told.linesIn(fault.account()), told.evidence().size());
  }

  /** In words. */
  static List<String> wrong(Fault fault, Account told) {
    var wrong = new ArrayList<String>();
    if (!fault.isRight(told.cause())) {
      wrong.add("called " + told.cause());
    }
    if (severity(fault, told).value() < 1) {
      wrong.add("severity " + told.verdict().severity().orElse("not said"));
    }
    if (redundancy(fault, told).value() < 1) {
      wrong.add("redundancy");
    }
    if (end(fault, told).value() < 1) {
      wrong.add(told.span().endedAt().isPresent() ? "called over" : "called open");
    }
    var evidence = evidence(fault, told);
    if (evidence.value() < 1) {
      wrong.add(
          "%d of %d lines not its own".formatted(evidence.of() - evidence.right(), evidence.of()));
    }
    return wrong;
  }
}

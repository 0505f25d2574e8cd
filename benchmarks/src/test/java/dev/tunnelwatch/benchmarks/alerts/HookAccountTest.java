package dev.tunnelwatch.benchmarks.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.benchmarks.alerts.Crash.Whom;
import dev.tunnelwatch.benchmarks.alerts.Hook.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A proof is worth what its account finds. */
final class HookAccountTest {
  private static final String ID = Outages.id(0);

  @Test
  void pageUpdateAndEndAreClean() {
    assertThat(failures(told("page"), told("update"), told("resolve"))).isEmpty();
    assertThat(failures(told("page"), told("resolve"))).isEmpty();
  }

  @Test
  void oneMoreIsCleanWhereSomethingCrashedInBetween() {
    var twice = List.of(at(1, "page"), at(2, "update"), at(4, "update"), at(6, "resolve"));
    assertThat(failures(twice, crash(Whom.SENDER, 3))).isEmpty();
    assertThat(failures(twice, crash(Whom.WEBHOOK, 3))).isEmpty();
    var failure = List.of("1 came once more after no crash at it");
    assertThat(failures(twice)).isEqualTo(failure);
    assertThat(failures(twice, crash(Whom.SENDER, 1), crash(Whom.SENDER, 5))).isEqualTo(failure);
  }

  @Test
  void twoMoreAfterOneCrashAreTooMany() {
    var twice =
        List.of(at(1, "page"), at(2, "update"), at(4, "page"), at(5, "update"), at(9, "resolve"));
    assertThat(failures(twice, crash(Whom.SENDER, 3)))
        .containsExactly("2 came once more after one crash at it");
    assertThat(failures(twice, crash(Whom.ALERTMANAGER, 3))).isEmpty();
    var thrice = List.of(at(1, "page"), at(3, "page"), at(5, "page"), at(9, "resolve"));
    assertThat(failures(thrice, crash(Whom.SENDER, 2), crash(Whom.SENDER, 4))).isEmpty();
  }

  @Test
  void whatIsMissingIsFound() {
    assertThat(failures()).containsExactly("1 woke nobody at it", "1 never ended at it");
    assertThat(failures(told("page"))).containsExactly("1 never ended at it");
  }

  @Test
  void nothingMayComeBeforeAPageOrAfterAnEnd() {
    var order = List.of("1 came out of order at it");
    assertThat(failures(told("resolve"), told("page"))).isEqualTo(order);
    assertThat(failures(told("update"), told("page"), told("resolve"))).isEqualTo(order);
    assertThat(failures(told("page"), told("resolve"), told("page"))).isEqualTo(order);
    assertThat(failures(told("page"), told("resolve"), told("update"))).isEqualTo(order);
    assertThat(failures(told("page"), told("resolve"), told("resolve"))).isEmpty();
  }

  @Test
  void anotherKeyOtherLabelsAnotherWordAndAForgeryAreFound() {
    Stream.of(
            new Event(ID + '+', "page", ID, "{}", true, 0),
            new Event(ID, "page", Outages.id(1), "{}", true, 0),
            new Event(ID, "update", ID, "{\"site\":\"rome\"}", true, 0),
            new Event(ID, "notify", ID, "{}", true, 0),
            new Event(ID, "update", ID, "{}", false, 0))
        .forEach(
            strange ->
                assertThat(failures(told("page"), strange, told("resolve")))
                    .as(strange.toString())
                    .containsExactly("1 came under another key, or of no fault, at it"));
  }

  private static Event told(String action) {
    return at(0, action);
  }

  private static Event at(long nanos, String action) {
    return new Event(ID, action, ID, "{}", true, nanos);
  }

  private static Crash crash(Whom whom, long nanos) {
    return new Crash(whom, nanos);
  }

  /** Whatever comes twice comes after a crash of its own. */
  private static List<String> failures(Event... events) {
    var apart = new ArrayList<Event>();
    var crashes = new ArrayList<Crash>();
    for (var event : events) {
      long at = 2L * apart.size();
      apart.add(
          new Event(
              event.subject(),
              event.action(),
              event.incident(),
              event.labels(),
              event.genuine(),
              at));
      crashes.add(crash(Whom.SENDER, at + 1));
    }
    return failures(apart, crashes.toArray(Crash[]::new));
  }

  private static List<String> failures(List<Event> events, Crash... crashes) {
    return HookAccount.of(1, events, List.of(crashes)).failures("at it");
  }
}

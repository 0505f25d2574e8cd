package dev.tunnelwatch.benchmarks.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.benchmarks.alerts.Hook.Event;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A proof is worth what its account finds. */
final class HookAccountTest {
  private static final String ID = Outages.id(0);

  @Test
  void pageUpdateAndEndAreClean() {
    assertThat(failures(0, told("page"), told("update"), told("resolve"))).isEmpty();
    assertThat(failures(0, told("page"), told("resolve"))).isEmpty();
  }

  @Test
  void oneMoreIsCleanWhereSomethingCrashed() {
    var twice = new Event[] {told("page"), told("update"), told("update"), told("resolve")};
    assertThat(failures(1, twice)).isEmpty();
    assertThat(failures(0, twice)).containsExactly("1 came once more than crashes allow at it");
  }

  @Test
  void whatIsMissingIsFound() {
    assertThat(failures(9)).containsExactly("1 woke nobody at it", "1 never ended at it");
    assertThat(failures(9, told("page"))).containsExactly("1 never ended at it");
  }

  @Test
  void nothingMayComeBeforeAPageOrAfterAnEnd() {
    var order = List.of("1 came out of order at it");
    assertThat(failures(9, told("resolve"), told("page"))).isEqualTo(order);
    assertThat(failures(9, told("update"), told("page"), told("resolve"))).isEqualTo(order);
    assertThat(failures(9, told("page"), told("resolve"), told("page"))).isEqualTo(order);
    assertThat(failures(9, told("page"), told("resolve"), told("update"))).isEqualTo(order);
    assertThat(failures(9, told("page"), told("resolve"), told("resolve"))).isEmpty();
  }

  @Test
  void anotherKeyOtherLabelsAnotherWordAndAForgeryAreFound() {
    Stream.of(
            new Event(ID + '+', "page", ID, "{}", true),
            new Event(ID, "page", Outages.id(1), "{}", true),
            new Event(ID, "update", ID, "{\"site\":\"rome\"}", true),
            new Event(ID, "notify", ID, "{}", true),
            new Event(ID, "update", ID, "{}", false))
        .forEach(
            strange ->
                assertThat(failures(9, told("page"), strange, told("resolve")))
                    .as(strange.toString())
                    .containsExactly("1 came under another key, or of no fault, at it"));
  }

  private static Event told(String action) {
    return new Event(ID, action, ID, "{}", true);
  }

  private static List<String> failures(int crashes, Event... events) {
    return HookAccount.of(1, List.of(events)).failures("at it", crashes);
  }
}

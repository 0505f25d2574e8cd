package dev.tunnelwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FeedsTest {
  private final List<FakeSource> opened = new ArrayList<>();

  @Test
  void everySourceIsOpenedUnderItsName() {
    var feeds = Feeds.open(List.of(hub("paris"), hub("tokyo")), this::open);

    assertThat(feeds).containsOnlyKeys("paris", "tokyo");
    assertThat(opened).hasSize(2).noneMatch(FakeSource::closed);
  }

  @Test
  void aSourceThatDoesNotOpenLeavesNoOtherOpen() {
    var sources = List.of(hub("paris"), hub("tokyo"), hub("broken"));

    assertThatThrownBy(() -> Feeds.open(sources, this::open))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("broken: connection");

    assertThat(opened).hasSize(2).allMatch(FakeSource::closed);
  }

  private Source open(HubSource source) {
    if (source.name().equals("broken")) {
      throw new IllegalArgumentException("broken: connection");
    }
    var fake = new FakeSource(new HandClock(), "0");
    opened.add(fake);
    return fake;
  }

  private static HubSource hub(String name) {
    return HubSource.of(new Secret("Endpoint=sb://192.0.2.1/"), name);
  }
}

package dev.tunnelwatch.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountedTest {

  @Test
  void oneIsToldApartFromMany() {
    assertThat(Counted.of(0, "record")).isEqualTo("0 records");
    assertThat(Counted.of(1, "record")).isEqualTo("1 record");
    assertThat(Counted.of(2_345, "record")).isEqualTo("2,345 records");
    assertThat(Counted.of(1, "entry", "entries")).isEqualTo("1 entry");
    assertThat(Counted.of(2, "entry", "entries")).isEqualTo("2 entries");
  }
}

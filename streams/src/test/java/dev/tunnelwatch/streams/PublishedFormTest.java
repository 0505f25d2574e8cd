package dev.tunnelwatch.streams;

import static dev.tunnelwatch.model.testing.Incidents.parisUnreachable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.correlation.PublishedIncident;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishedFormTest {

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsWrittenIsReadAgain(boolean due) {
    var pageDue = due ? Optional.of(Story.TEN.plusSeconds(90)) : Optional.<Instant>empty();
    var revision = new PublishedIncident(parisUnreachable(), pageDue, Story.TEN);

    var again = PublishedForm.read(PublishedForm.bytes(revision));

    assertThat(again.pageDue()).isEqualTo(pageDue);
    assertThat(again.at()).isEqualTo(Story.TEN);
    assertThat(again.incident().conditions()).isEqualTo(revision.incident().conditions());
  }
}

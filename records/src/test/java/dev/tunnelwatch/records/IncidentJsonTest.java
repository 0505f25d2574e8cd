package dev.tunnelwatch.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tunnelwatch.model.Flag;
import dev.tunnelwatch.model.Incident;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IncidentJsonTest {

  @Test
  void thePublishedFormIsContract() {
    assertThat(IncidentJson.write(Values.incident("d1")))
        .isEqualTo(resource("incident.golden.json"));
  }

  @Test
  void theRevisionOfWhatIsNotUnderstoodIsRead() {
    var newer =
        "{\"schema\":2,\"id\":\"0123456789abcdef\",\"revision\":7,\"cause\":\"unheard_of\"}";

    assertThatThrownBy(() -> IncidentJson.read(newer)).isInstanceOf(MalformedJsonException.class);
    assertThat(IncidentJson.revision(newer)).isEqualTo(7);
    assertThatThrownBy(() -> IncidentJson.revision("{}"))
        .isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void canonicalFormLeavesOutWhatArrivalMayChange() {
    assertThat(IncidentJson.canonical(Values.incident("d1")))
        .isEqualTo(resource("incident.canonical.golden.json"));
  }

  @Test
  void theSameConclusionFromOtherCopiesIsTheSameCanonicalForm() {
    var one = Values.incident("d1");
    var other =
        new Incident(
            one.id(),
            9,
            one.state(),
            one.judgement(),
            one.wording(),
            one.span(),
            one.scope(),
            one.redundancy(),
            one.conditions(),
            one.proof(),
            Incident.Lineage.NONE,
            one.inventory(),
            Set.of(Flag.AMBIGUOUS_ORDER, Flag.GAP_IN_SOURCE));

    assertThat(IncidentJson.canonical(other)).isEqualTo(IncidentJson.canonical(one));
  }

  @Test
  void readsBackAllButTheDigestThatIsNotPublished() {
    var incident = Values.incident("not published");

    assertThat(IncidentJson.read(IncidentJson.write(incident))).isEqualTo(incident);
  }

  @Test
  void anEmptyListIsPresentAndAnEmptyOptionalIsNull() {
    var one = Values.incident("d1");
    var open =
        new Incident(
            one.id(),
            0,
            one.state(),
            one.judgement(),
            one.wording(),
            new Incident.Span(Values.LOST, Optional.empty()),
            one.scope(),
            List.of(),
            List.of(),
            one.proof(),
            Incident.Lineage.NONE,
            Optional.empty(),
            Set.of());

    assertThat(IncidentJson.write(open))
        .contains("\"endedAt\":null", "\"redundancy\":[]", "\"conditions\":[]")
        .contains("\"replaces\":[],\"mergedInto\":null,\"inventory\":null,\"flags\":[]}");
    assertThat(IncidentJson.read(IncidentJson.write(open)).span().endedAt()).isEmpty();
  }

  @Test
  void unknownFieldsArePassedOver() {
    var newer = IncidentJson.write(Values.incident("d1")).replaceFirst("\\{", "{\"hue\":[1],");

    assertThat(IncidentJson.read(newer).id()).isEqualTo("0123456789abcdef");
  }

  @Test
  void whatIsNotOfTheFormIsRefusedWithoutQuotingIt() {
    var good = IncidentJson.write(Values.incident("d1"));

    for (var bad :
        new String[] {
          "",
          "secret",
          "[\"secret\"]",
          good + "secret",
          good.replace("\"schema\":1", "\"schema\":2"),
          good.replace("\"revision\":3", "\"revision\":\"secret\""),
          good.replace("\"state\":\"recovered\"", "\"state\":\"secret\""),
          good.replace("\"startedAt\":\"2026", "\"startedAt\":\"secret"),
          good.replace("\"expected\":2", "\"expected\":-2"),
          good.replace("\"evidenceTotal\":17", "\"evidenceTotal\":99999999999"),
          good.replace("\"page\":true,", "")
        }) {
      assertThatThrownBy(() -> IncidentJson.read(bad))
          .as(bad)
          .isInstanceOf(MalformedJsonException.class)
          .hasMessageNotContaining("secret");
    }
  }

  private static String resource(String name) {
    try (var in = IncidentJsonTest.class.getResourceAsStream(name)) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

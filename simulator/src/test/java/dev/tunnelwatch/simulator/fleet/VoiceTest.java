package dev.tunnelwatch.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Cause;
import java.util.EnumSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VoiceTest {

  @Test
  void oneReasonInFiveIsUnknownWhenMutatedAndNoneOtherwise() {
    var plain = new Voice(false, Dice.of(7, "plain"));
    var other = new Voice(true, Dice.of(7, "other"));

    assertThat(IntStream.range(0, 1_000).filter(_ -> !plain.say(Reason.REMOTE).tells()).count())
        .isZero();
    assertThat(IntStream.range(0, 1_000).filter(_ -> !other.say(Reason.REMOTE).tells()).count())
        .isBetween(160L, 240L);
  }

  @Test
  void aPlainVoiceUsesTheKnownWords() {
    var voice = new Voice(false, Dice.of(7, "plain"));

    for (var reason : Reason.values()) {
      assertThat(Wordings.known(reason)).contains(voice.say(reason).text());
    }
    assertThat(voice.dressed("[SEND]Sending")).isEqualTo("[SEND]Sending");
    assertThat(voice.key("remoteIP")).isEqualTo("remoteIP");
    assertThat(voice.level("Warning")).isEqualTo("Warning");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void otherWordsLeaveTheTruthAsItIs(long seed) {
    var scenario = Scenario.all(seed, Scenario.DEFAULT_START, 12, 6);
    var plain = Fleet.of(scenario).labels();
    var mutated = Fleet.of(scenario.mutate()).labels();

    assertThat(mutated).as("seed %d", seed).hasSameSizeAs(plain);
    for (int i = 0; i < plain.size(); i++) {
      var one = plain.get(i);
      var other = mutated.get(i);
      assertThat(other.id()).isEqualTo(one.id());
      assertThat(other.cause()).isEqualTo(one.cause());
      assertThat(other.span()).isEqualTo(one.span());
      assertThat(other.scope()).isEqualTo(one.scope());
      assertThat(other.verdict()).isEqualTo(one.verdict());
      assertThat(other.redundancy()).isEqualTo(one.redundancy());
      assertThat(other.acceptable()).containsAll(one.acceptable());
      var more = EnumSet.copyOf(other.acceptable());
      more.removeAll(one.acceptable());
      assertThat(more).isSubsetOf(Cause.UNEXPLAINED, Cause.PEER_UNREACHABLE);
    }
  }

  @Test
  void otherWordsAreOtherWords() {
    var scenario = Scenario.all(2, Scenario.DEFAULT_START, 12, 6);

    assertThat(Fleet.of(scenario.mutate()).labels().stream().map(Label::evidence).toList())
        .isNotEqualTo(Fleet.of(scenario).labels().stream().map(Label::evidence).toList());
  }
}

package dev.tunnelwatch.simulator.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.qpid.proton.amqp.Symbol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SelectorFilterTest {

  static Stream<Arguments> forms() {
    return Stream.of(
        Arguments.of("amqp.annotation.x-opt-offset > '-1'", new StartPosition.Earliest()),
        Arguments.of("amqp.annotation.x-opt-offset >= '-1'", new StartPosition.Earliest()),
        Arguments.of("amqp.annotation.x-opt-offset > '@latest'", new StartPosition.Latest()),
        Arguments.of(
            "amqp.annotation.x-opt-offset > '4096'", new StartPosition.FromOffset(4096, false)),
        Arguments.of(
            "amqp.annotation.x-opt-sequence-number >= '7'",
            new StartPosition.FromSequence(7, true)),
        Arguments.of(
            "amqp.annotation.x-opt-enqueued-time > '1500'",
            new StartPosition.FromTime(Instant.ofEpochMilli(1500), false)));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void everyFormOfTheClientIsRead(String expression, StartPosition position) {
    assertThat(SelectorFilter.parse(expression))
        .isEqualTo(new SelectorFilter.Outcome.Start(position));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "amqp.annotation.x-opt-color > 'red'                 | amqp:not-implemented",
        "amqp.annotation.x-opt-offset < '5'                  | amqp:not-implemented",
        "color = 'red'                                       | amqp:not-implemented",
        "amqp.annotation.x-opt-sequence-number > 'seven'     | com.microsoft:argument-error",
        "amqp.annotation.x-opt-offset > '99999999999999999999' | com.microsoft:argument-error"
      })
  void whatIsNotUnderstoodIsRefusedByName(String expression, String condition) {
    assertThat(SelectorFilter.parse(expression))
        .isInstanceOfSatisfying(
            SelectorFilter.Outcome.Refused.class,
            refused -> assertThat(refused.refusal().condition()).isEqualTo(condition));
  }

  @Test
  void noFilterIsTheBeginningAndAnotherKindOfFilterIsRefused() {
    assertThat(SelectorFilter.of(Map.of()))
        .isEqualTo(new SelectorFilter.Outcome.Start(new StartPosition.Earliest()));
    assertThat(SelectorFilter.of(Map.of(Symbol.valueOf("apache.org:no-local-filter:list"), "x")))
        .isInstanceOf(SelectorFilter.Outcome.Refused.class);
  }
}

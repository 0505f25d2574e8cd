package dev.tunnelwatch.app.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.junit.jupiter.api.Test;

class BrokerFactsTest {
  private static final String CLEANUP =
      "transaction.abort.timed.out.transaction.cleanup.interval.ms";
  private static final String COPIES = "transaction.state.log.replication.factor";
  private static final String IN_SYNC = "transaction.state.log.min.isr";

  @Test
  void kafkasOwnDefaultsOnOneBrokerAreWrongTwice() {
    var verdict = facts(Map.of(CLEANUP, "10000", COPIES, "3", IN_SYNC, "2")).verdict();

    assertThat(verdict.mark()).isEqualTo(Mark.WRONG);
    assertThat(verdict.words())
        .contains("broker 1 has " + CLEANUP + "=10000")
        .contains(COPIES + "=3 and " + IN_SYNC + "=2, with 1 broker: no transaction can begin");
    assertThat(verdict.advice()).startsWith(CLEANUP + "=1000 in server.properties");
  }

  @Test
  void whatMayNotBeReadIsUnknown() {
    assertThat(new BrokerFacts(Map.of()).verdict().mark()).isEqualTo(Mark.UNKNOWN);
    assertThat(facts(Map.of(CLEANUP, "1000", COPIES, "1", IN_SYNC, "1")).verdict().mark())
        .isEqualTo(Mark.OK);
  }

  private static BrokerFacts facts(Map<String, String> settings) {
    List<ConfigEntry> entries =
        settings.entrySet().stream().map(e -> new ConfigEntry(e.getKey(), e.getValue())).toList();
    return new BrokerFacts(Map.of(1, new Config(entries)));
  }
}

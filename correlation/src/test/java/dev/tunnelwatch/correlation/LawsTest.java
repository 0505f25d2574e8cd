package dev.tunnelwatch.correlation;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The laws of rule 2, held as rule 3 says: the engine, driven record by record, is what the naive
 * oracle says after every one of them.
 */
class LawsTest {
  private static final int HISTORIES = 20;
  private static final int IN_A_PROOF = 100;

  /** Order, repeat, split: any permutation with copies, saved and restored at random. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "DAYS.*")
  void inAnyOrderItIsWhatTheRulesSayAfterEveryRecord(Scenario scenario) {
    Laws.inAnyOrder(scenario, Laws.seed(), HISTORIES);
  }

  /** Cut: in order of arrival, with evictions, saved and restored at random. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = "DAYS.*")
  void whatACutLetsGoOfIsNotMissed(Scenario scenario) {
    Laws.withCuts(scenario, Laws.seed(), HISTORIES);
  }

  @Tag("proof")
  @ParameterizedTest
  @EnumSource
  void manyInAnyOrder(Scenario scenario) {
    Laws.inAnyOrder(scenario, Laws.seed() + 1, IN_A_PROOF);
  }

  @Tag("proof")
  @ParameterizedTest
  @EnumSource
  void manyWithCuts(Scenario scenario) {
    Laws.withCuts(scenario, Laws.seed() + 1, IN_A_PROOF);
  }
}

package dev.tunnelwatch.app.score;

import java.util.Set;

/**
 * A label: what really happened.
 *
 * @param kind what was done to the fleet: {@code blip}, else as the cause
 * @param acceptable causes that are no wrong answer
 * @param recoveryLost whether a record that tells of its end never arrived
 */
record Fault(Account account, String kind, Set<String> acceptable, boolean recoveryLost) {

  private static final String BLIP = "blip";
  private static final String UNEXPLAINED = "unexplained";

  Fault {
    acceptable = Set.copyOf(acceptable);
  }

  static Fault read(Fields fields) {
    var labels = fields.without("revision", "labels");
    var account = AccountReader.read(labels, fields.word("cause").orElse(UNEXPLAINED));
    return new Fault(
        account,
        fields.word("kind").orElse(account.cause()),
        Set.copyOf(AccountReader.lowerCase(fields.texts("acceptable"))),
        fields.flag("recoveryLost").orElse(false));
  }

  /** A loss that was over before anybody should have been woken. */
  boolean blip() {
    return kind.equals(BLIP);
  }

  /** Empty page: as the severity has it (rule 34). */
  boolean deservesPage() {
    return account
        .verdict()
        .page()
        .orElse(account.verdict().severity().filter("critical"::equals).isPresent());
  }

  /** {@code unexplained} is wrong wherever there is a cause, whatever is acceptable. */
  boolean isRight(String said) {
    return said.equals(account.cause()) || (acceptable.contains(said) && !said.equals(UNEXPLAINED));
  }

  /** What it is listed under: its cause, blips apart. */
  String group() {
    return blip() ? BLIP : account.cause();
  }
}

package dev.tunnelwatch.ingest;

/**
 * What stands in the way of reading a hub, as far as its client's error tells.
 *
 * @param said what the client or the hub said itself, on one line and without secrets; may be empty
 */
public record HubTrouble(Kind kind, String said) {

  /** Each with what it is and what to look at. */
  public enum Kind {
    HOST_UNKNOWN(
        "the namespace's host has no address",
        "check the namespace's name and this machine's name server; a private endpoint needs its"
            + " private DNS zone here"),
    UNREACHABLE(
        "nobody answers at the namespace's address",
        "let TCP port 5671 out; check the namespace's firewall and private endpoint"),
    TLS(
        "TLS with the namespace failed",
        "look for a proxy that opens TLS, or a certificate authority that this Java does not know"),
    NO_TOKEN(
        "the identity gives no token",
        "check that the configured identity exists where this runs, and its tenant, client and"
            + " secret files"),
    REFUSED(
        "the hub refuses the credential",
        "with a connection string check key name and key, and that the policy may Listen; an"
            + " identity needs the role Azure Event Hubs Data Receiver, which takes some minutes to"
            + " count"),
    NO_HUB("there is no such hub", "check the hub's name, and that it is in this namespace"),
    NO_GROUP(
        "there is no such consumer group",
        "make it (az eventhubs eventhub consumer-group create) or correct the configured name"),
    OWNED(
        "another reader owns the partition in this consumer group",
        "give Tunnelwatch a consumer group that nobody else reads with, or stop the other"),
    CROWDED(
        "five others read the partition in this consumer group already",
        "give Tunnelwatch a consumer group that nobody else reads with"),
    BUSY("the namespace is too busy", "give it more throughput units"),
    SILENT(
        "no answer in time", "check the namespace's name, and that TCP port 5671 is let out to it"),
    ENDED("the link ended", "nothing, if it goes on by itself"),
    OTHER("the hub's client failed", "see what it said");

    private final String words;
    private final String advice;

    Kind(String words, String advice) {
      this.words = words;
      this.advice = advice;
    }

    /** A sentence without its end. */
    public String words() {
      return words;
    }

    /** Whether it stays so until somebody changes a setting, here or there. */
    boolean lasting() {
      return switch (this) {
        case REFUSED, NO_HUB, NO_GROUP -> true;
        case HOST_UNKNOWN, UNREACHABLE, TLS, NO_TOKEN, OWNED, CROWDED, BUSY, SILENT, ENDED, OTHER ->
            false;
      };
    }

    /** What to look at or to do. */
    public String advice() {
      return advice;
    }
  }

  /** What it is and what was said of it. */
  public String words() {
    return said.isEmpty() ? kind.words() : kind.words() + " (" + said + ')';
  }

  /** The same with what to do. */
  public String sentence() {
    return words() + "; " + kind.advice();
  }
}

package dev.tunnelwatch.records;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.GatewayId;
import java.util.regex.Pattern;

/**
 * Takes users' names and addresses out of what a gateway says about its point-to-site clients
 * (design 8.6), before anything else looks at it.
 */
final class Privacy {

  // Username=***some@example.com IP=0.2.0.1:1234   UserName: EXAMPLE\some one, IP=…   CN=some one
  static final Sought NAME =
      new Sought(
          Pattern.compile(
              "(?is)(?<key>\\buser ?(?:name)?[=:] ?|\\bCN=)"
                  + "(?<value>[^\\s,;\\])][^,;\\])=]{0,200}?)(?=\\s\\w{1,20}=|[,;\\])]|\\s*$)"),
          Sought.word("user", "cn="));

  // some@example.com
  private static final Pattern MAIL =
      Pattern.compile("[^\\s@=,;\\[\\]()]{1,64}+@[^\\s@=,;\\[\\]()]{1,190}");

  // IP=198.51.100.9:1234   ClientIP: 0.X.X.X:XXX
  static final Sought KEYED_ADDRESS =
      new Sought(
          Pattern.compile("(?i)(?<key>IP(?: ?address)?[=:] ?)(?<value>[0-9a-fx.:\\[\\]]{2,60})"),
          Sought.word("ip"));

  // [Remote] 198.51.100.9:4500   Remote 198.51.100.9:500: Local …
  static final Sought REMOTE =
      new Sought(
          Pattern.compile(
              "(?i)(?<key>\\[?\\bRemote\\]? )(?<value>[0-9a-fx.:\\[\\]]{2,60}):\\d{1,5}"),
          Sought.word("remote", "[remote"));

  // sharedKey=…   PSK: …
  static final Sought SECRET =
      new Sought(
          Pattern.compile(
              "(?i)(?<key>(?:psk|shared ?key|password|passphrase|secret|token)['\"]?\\s?[=:]\\s?['\"]?)"
                  + "(?<value>[^\\s,;'\"]{1,400})"),
          Sought.word("psk", "shared", "pass", "secret", "token"));

  // … of user zaphod with password …
  static final Sought PROSE =
      new Sought(
          Pattern.compile(
              "(?i)\\b(?<key>(?:user(?: ?name)?|account|caller|client|password|passphrase|psk) )"
                  + "(?<value>[^\\s,;:=\\]]{2,100})"),
          Sought.word("user", "account", "caller", "client", "pass", "psk"));

  private static final Pattern NAME_OF_SECRET =
      Pattern.compile("psk|sharedkey|password|passphrase|secret|token");

  private static final String REDACTED_SECRET = "secret-redacted";

  // [ConnType] IKEv2-P2S
  private static final Pattern CLIENT = Pattern.compile("(?i)\\[ConnType\\][^\\[]{0,40}P2S");

  private final Pseudonyms pseudonyms;

  Privacy(Pseudonyms pseudonyms) {
    this.pseudonyms = pseudonyms;
  }

  Properties mask(Category category, GatewayId gateway, Properties properties) {
    return switch (category) {
      case P2S -> properties.map(this::maskValue);
      case IKE -> {
        boolean onlyClients = isOfClients(gateway);
        yield properties.map(
            (_, value) ->
                withoutMail(
                    onlyClients || isOfClient(value) ? replace(REMOTE, value, ":0") : value));
      }
      case GATEWAY -> properties.map(this::maskChange);
      case TUNNEL, ROUTE -> properties.map((_, value) -> withoutMail(value));
    };
  }

  /** Whether all that dial in there are people. */
  static boolean isOfClients(GatewayId gateway) {
    return gateway.resourceId().contains("/p2svpngateways/");
  }

  /** The pattern is dear, and most lines have nothing that looks like it. */
  private static boolean isOfClient(String value) {
    return value.indexOf('[') >= 0
        && (value.contains("P2") || value.contains("p2"))
        && CLIENT.matcher(value).find();
  }

  private String maskValue(String name, String value) {
    if (name.contains("user") || name.endsWith("ip") || name.endsWith("ipaddress")) {
      return pseudonyms.of(value);
    }
    return bare(replace(KEYED_ADDRESS, prose(withoutMail(replace(NAME, value, ""))), ""));
  }

  /** Whoever changed something is somebody, and what was changed may be a key. */
  private String maskChange(String name, String value) {
    if (NAME_OF_SECRET.matcher(name).find()) {
      return REDACTED_SECRET;
    }
    return SECRET.replaceAll(
        prose(withoutMail(replace(NAME, value, ""))), hit -> hit.group("key") + REDACTED_SECRET);
  }

  /** Behind such a word stands a name, unless it is one of the words that sentences are made of. */
  private String prose(String text) {
    return PROSE.replaceAll(
        text,
        hit ->
            Terms.contains(hit.group("value").replaceAll("[^A-Za-z]", ""))
                ? hit.group()
                : hit.group("key") + pseudonyms.of(hit.group("value")));
  }

  private String withoutMail(String text) {
    return text.indexOf('@') < 0
        ? text
        : MAIL.matcher(text).replaceAll(mail -> pseudonyms.of(mail.group()));
  }

  private String bare(String text) {
    return Addresses.replaceIn(text, address -> pseudonyms.of(address.text()));
  }

  private String replace(Sought sought, String text, String behind) {
    return sought.replaceAll(
        text, hit -> hit.group("key") + pseudonyms.of(hit.group("value")) + behind);
  }
}

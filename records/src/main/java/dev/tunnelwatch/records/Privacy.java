package dev.tunnelwatch.records;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.records.Masking.What;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes users' names and addresses out of what a gateway says about its point-to-site clients
 * (design 8.6), before anything else looks at it.
 */
final class Privacy {

  // some@example.com
  private static final Pattern MAIL =
      Pattern.compile("[^\\s@=,;\\[\\]()]{1,64}+@[^\\s@=,;\\[\\]()]{1,190}");

  private static final Pattern NAME_OF_SECRET =
      Pattern.compile("psk|sharedkey|password|passphrase|secret|token");

  /** Of properties that hold nobody's name. */
  private static final Set<String> USUAL =
      Set.of("message", "instance", "status", "statechangereason", "operationstatus");

  /** In lower case, as names of properties are. */
  private static final Pattern NAME_OF_SOMEBODY =
      Pattern.compile("user|caller|upn|account|operator|principal|login|mail|(?:ied|ed)by$");

  // [ConnType] IKEv2-P2S
  private static final Pattern CLIENT = Pattern.compile("(?i)\\[ConnType\\][^\\[]{0,40}P2S");

  private final Pseudonyms pseudonyms;

  /** Of clients' lines some values that hold nothing to take out: few instances speak. */
  private final @Nullable String[] plain = new String[64];

  Privacy(Pseudonyms pseudonyms) {
    this.pseudonyms = pseudonyms;
  }

  Properties mask(Category category, GatewayId gateway, Properties properties) {
    return switch (category) {
      case P2S -> properties.map(this::maskValue);
      case IKE -> {
        boolean onlyClients = isOfClients(gateway);
        yield properties.map((_, value) -> maskIke(value, onlyClients));
      }
      case GATEWAY -> properties.map(this::maskDeed);
      case TUNNEL, ROUTE -> properties.map((name, value) -> maskChange(name, value, What.NAMES));
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

  /** A message of IKE as it is read and shown. */
  String maskIke(GatewayId gateway, String message) {
    return maskIke(message, isOfClients(gateway));
  }

  /** Nearly all of these lines name nobody, which is quickly seen. */
  private String maskIke(String value, boolean ofClients) {
    if (ofClients || isOfClient(value)) {
      return withoutMail(Masking.of(value, pseudonyms, What.NAMES_AND_REMOTES));
    }
    boolean mayName = value.contains(" by ") || value.contains("ser") || value.contains("perator");
    return withoutMail(mayName ? Masking.of(value, pseudonyms, What.NAMES) : value);
  }

  private String maskValue(String name, String value) {
    boolean mayBeKnown = USUAL.contains(name) && !name.equals("message");
    int place = mayBeKnown ? value.hashCode() & (plain.length - 1) : 0;
    if (mayBeKnown && value.equals(plain[place])) {
      return value;
    }
    var masked = masked(name, value);
    if (mayBeKnown && masked.equals(value)) {
      plain[place] = value;
    }
    return masked;
  }

  private String masked(String name, String value) {
    return !USUAL.contains(name)
            && (isOfSomebody(name) || name.endsWith("ip") || name.endsWith("ipaddress"))
        ? pseudonyms.of(value)
        : withoutMail(Masking.of(value, pseudonyms, What.NAMES_AND_ADDRESSES));
  }

  /** Where somebody is named, an address beside the name is theirs. */
  private String maskDeed(String name, String value) {
    var masked = maskChange(name, value, What.CALLERS);
    boolean names = !masked.equals(value) && masked.contains(Pseudonyms.PREFIX);
    return names && masked.indexOf(' ') >= 0
        ? maskChange(name, value, What.NAMES_AND_ADDRESSES)
        : masked;
  }

  /** Whoever changed something is somebody, and what was changed may be a key. */
  private String maskChange(String name, String value, What what) {
    if (!USUAL.contains(name)) {
      if (NAME_OF_SECRET.matcher(name).find()) {
        return Masking.SECRET;
      }
      if (isOfSomebody(name)) {
        return pseudonyms.of(value);
      }
    }
    return withoutMail(isOneWord(value) ? value : Masking.of(value, pseudonyms, what));
  }

  /** Which names nobody by another word. */
  private static boolean isOneWord(String value) {
    return value.indexOf(' ') < 0 && value.indexOf('=') < 0 && value.indexOf(':') < 0;
  }

  private static boolean isOfSomebody(String name) {
    return NAME_OF_SOMEBODY.matcher(name).find();
  }

  private String withoutMail(String text) {
    return text.indexOf('@') < 0
        ? text
        : MAIL.matcher(text).replaceAll(mail -> pseudonyms.of(mail.group()));
  }
}

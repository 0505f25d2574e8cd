package dev.tunnelwatch.records;

import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One way to protect an SA, as it is offered.
 *
 * @param integrity the cipher itself where it does both
 * @param dhGroup {@code DH14}, {@code ECP384}; empty for a child SA that names none
 * @param pfs the group of a child SA, with the word PFS
 */
record Proposal(String cipher, String integrity, Optional<String> dhGroup, Optional<String> pfs) {

  // Policy1:Cipher=AES-CBC-256 Integrity=SHA1 DhGroup=DhGroup2 Policy2:…
  private static final Pattern POLICY = Pattern.compile("(?i)Policy\\d{1,3}\\s?:");

  // Cipher=DESIntegrity=Md5
  private static final Pattern FIELD =
      Pattern.compile(
          "(?i)(?<name>Cipher|Integrity|DhGroup|PfsGroup|Pfs)\\s?=\\s?"
              + "(?<value>[A-Za-z0-9_-]{1,24}?)"
              + "(?=Cipher|Integrity|DhGroup=|Dh ?Group=|Pfs|[\\s,;.\\]]|$)");

  private static final Pattern DH = Pattern.compile("(?i)(?:DhGroup|Group|DH)?(\\d{1,2})");

  /** All of a text, in its order; one that lacks its cipher or integrity is left out. */
  static Offers.Listed listedIn(String text) {
    var all = new ArrayList<String>();
    var policies = POLICY.split(text, -1);
    for (int i = 1; i < policies.length; i++) {
      of(policies[i]).ifPresent(proposal -> all.add(proposal.label()));
    }
    return new Offers.Listed(all, all.size() == policies.length - 1);
  }

  private static Optional<Proposal> of(String policy) {
    var cipher = Optional.<String>empty();
    var integrity = Optional.<String>empty();
    var dhGroup = Optional.<String>empty();
    var pfs = Optional.<String>empty();
    var fields = FIELD.matcher(policy);
    while (fields.find()) {
      var value = Optional.of(fields.group("value").toUpperCase(Locale.ROOT));
      switch (fields.group("name").toLowerCase(Locale.ROOT)) {
        case "cipher" -> cipher = cipher.or(() -> value);
        case "integrity" -> integrity = integrity.or(() -> value);
        case "dhgroup" -> dhGroup = dhGroup.or(() -> value.map(Proposal::group));
        default -> pfs = pfs.or(() -> value.map(Proposal::pfs));
      }
    }
    return cipher.isPresent() && integrity.isPresent()
        ? Optional.of(new Proposal(cipher.get(), integrity.get(), dhGroup, pfs))
        : Optional.empty();
  }

  private static String group(String written) {
    var number = DH.matcher(written);
    if (number.matches()) {
      return "DH" + number.group(1);
    }
    return written.startsWith("DHGROUP") ? written.substring("DHGROUP".length()) : written;
  }

  /** {@code PFS2048}, {@code PFS-DH14}: never without the word. */
  private static String pfs(String written) {
    return written.startsWith("PFS") ? written : "PFS-" + group(written);
  }

  /** {@code AES-CBC-256/SHA256/DH14}. */
  String label() {
    var label = cipher.equals(integrity) ? cipher : cipher + '/' + integrity;
    return label + dhGroup.map(group -> '/' + group).orElse("") + pfs.map(g -> '/' + g).orElse("");
  }
}

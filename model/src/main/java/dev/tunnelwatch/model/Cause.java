package dev.tunnelwatch.model;

import java.util.Locale;

/**
 * The causes, in order of precedence as the causal table of the correlation rules has them, each
 * with all the words a human reads about it. A cause without words is not recognised yet: it has no
 * row in the table either, and nobody is told of it.
 */
public enum Cause {
  REGION_OUTAGE,
  SITE_OUTAGE(
      "outage of the site itself",
      "Several gateways or several devices lost the site at the same time, so the fault is at the"
          + " site, not in Azure.",
      "no other gateway and no second device of the site lost it at that time",
      "Call the site: power, internet access, firewall; nothing needs to be done in Azure."),
  PLANNED_MAINTENANCE(
      "planned maintenance by Azure",
      "Azure worked on the gateway's hosts; tunnels on the instance being worked on go and come"
          + " back by themselves, and the other instance follows up to 45 min later.",
      "no maintenance record that fits within 2 min of it",
      "Wait 3 min; if tunnels stay down, reset the connection, then open a support case."),
  CONFIGURATION_CHANGE(
      "someone changed the configuration",
      "Someone changed the gateway or the connection around the time of the loss.",
      "no record of a change that explains it within 2 min before",
      "Ask who changed it (Azure activity log) and compare both ends; undo it if it was not"
          + " meant."),
  PEER_RESTARTED(
      "the peer restarted",
      "The peer began anew while it was connected: the device crashed or was restarted.",
      "no line says that the peer began anew",
      "Look at the device's uptime and log; plan nothing in Azure."),
  IKE_AUTHENTICATION(
      "IKE authentication refused",
      "The two ends do not accept each other's credentials: the pre-shared key differs, or a"
          + " certificate is not valid.",
      "no line says that credentials were refused",
      "Compare the pre-shared key on both ends, or the certificates' dates; set it anew."),
  IKE_POLICY_MISMATCH(
      "IKE proposals refused",
      "The two ends have no encryption, integrity or key-exchange group in common.",
      "no line says that proposals do not match",
      "Compare the IPsec/IKE policy of the connection with the device's proposals."),
  IKE_TRAFFIC_SELECTORS(
      "traffic selectors refused",
      "The two ends do not agree on the address ranges the tunnel is for.",
      "no line says that traffic selectors were refused",
      "Compare the address ranges of both ends and whether policy-based traffic selectors are on."),
  GATEWAY_OUTAGE(
      "outage of the gateway itself",
      "All tunnels of the gateway, to peers of several sites, went together.",
      "not all tunnels of the gateway went together",
      "Check Azure Service Health and the gateway's resource health; reset the gateway if it does"
          + " not come back."),
  INSTANCE_FAILOVER(
      "an instance of the gateway handed over",
      "One instance of the gateway lost all its tunnels while the other carried on or took over,"
          + " so the fault is in Azure, not at the peers.",
      "no instance lost all its tunnels while the other carried on or took over",
      "Wait for the tunnels to return; if one stays down, check that the device accepts both of"
          + " the gateway's addresses."),
  PATH_UNSTABLE(
      "unstable tunnel",
      "The tunnel was lost so often that each loss by itself says little.",
      "the tunnel did not go up and down often enough",
      "Look at the internet line between the two ends: loss, delay, an unstable link."),
  PEER_CLOSED(
      "the peer closed the tunnel",
      "The peer deleted the security associations away from any rekey.",
      "no line says that the peer deleted the SAs",
      "Look at the device's log for who or what closed it, and at its idle time-out."),
  REKEY_FAILURE(
      "keys were not renewed in time",
      "The tunnel went when the lifetime of its keys was over: the two ends failed to renew them.",
      "it did not go at the age at which its keys end",
      "Compare lifetimes and PFS of both ends; until they agree it comes back once each lifetime."),
  PEER_UNREACHABLE(
      "the peer stopped answering",
      "The peer no longer answers: its packets, or Azure's to it, do not arrive.",
      "no line says that the peer stopped answering",
      "Check that the device runs and that its internet line is up; ping its address from"
          + " elsewhere."),
  BGP_SESSION_LOST(
      "BGP session lost, tunnel up",
      "The tunnel carries packets but the BGP speakers do not hear each other.",
      "a tunnel to that peer was lost too",
      "Check the device's BGP neighbour: address, ASN, hold timer, prefix limit of 4,000."),
  ROUTES_WITHDRAWN(
      "the peer withdrew routes",
      "The peer still speaks BGP but no longer announces these prefixes.",
      "the BGP session was lost too",
      "Ask the site whether the networks are down or an announcement was filtered."),
  P2S_AUTHENTICATION,
  P2S_POOL_EXHAUSTED,
  P2S_MASS_DISCONNECT,
  TELEMETRY_SILENT,
  UNEXPLAINED(
      "cause unknown",
      "Nothing in the logs tells why.",
      "there is a better explanation",
      "Compare the device's log of the same minute; the lines below are all there is.");

  private final String headline;
  private final String meaning;
  private final String lacking;
  private final String next;

  /** Not recognised yet. */
  Cause() {
    this("", "", "", "");
  }

  Cause(String headline, String meaning, String lacking, String next) {
    this.headline = headline;
    this.meaning = meaning;
    this.lacking = lacking;
    this.next = next;
  }

  /** The word used in JSON, metrics, labels and file names: {@code peer_unreachable}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The word as it is said: {@code IKE authentication}. */
  String spoken() {
    return word().replace('_', ' ').replace("ike", "IKE").replace("bgp", "BGP");
  }

  /** The page a human is sent to, relative to the repository's root. */
  public String runbook() {
    return "docs/runbooks/" + word() + ".md";
  }

  /** Ends the title. Where it says "the peer", a title that is about one peer names it. */
  public String headline() {
    return headline;
  }

  /** The cause in a sentence. */
  public String meaning() {
    return meaning;
  }

  /** Why it was not this one, for a human who suspects it. */
  public String lacking() {
    return lacking;
  }

  /** What to do first, in a sentence. */
  public String next() {
    return next;
  }
}

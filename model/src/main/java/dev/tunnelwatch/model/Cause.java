package dev.tunnelwatch.model;

import java.util.Locale;
import java.util.Optional;

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
      "Call the site: power, internet line, VPN device. Reset nothing in Azure.",
      "Ask the site what failed."),
  PLANNED_MAINTENANCE(
      Category.GATEWAY,
      "planned maintenance by Azure",
      "Azure worked on the gateway's hosts; tunnels on the instance being worked on go and come"
          + " back by themselves, and the other instance follows up to 45 min later.",
      "no maintenance record was read that fits within 2 min of it",
      "Wait 3 min from the loss; have the device of what is still down then start the tunnel anew.",
      "If that happens often, open a support case with these times."),
  CONFIGURATION_CHANGE(
      Category.GATEWAY,
      "someone changed the configuration",
      "Someone changed the gateway or the connection around the time of the loss.",
      "no record of a change was read that explains it within 2 min before",
      "Ask who changed it (Azure activity log): if it was meant, finish the other end, else undo"
          + " exactly that change.",
      "Ask who changed it (Azure activity log), and whether it was meant."),
  PEER_RESTARTED(
      Category.TUNNEL,
      "the peer restarted",
      "The peer began anew while it was connected: the device crashed or was restarted.",
      "no line says that the peer began anew",
      "Look at the device's uptime and log; once it has booted, have it start the tunnel.",
      "Look in the device's log for why it restarted: it may do so again."),
  IKE_AUTHENTICATION(
      "IKE authentication refused",
      "The two ends do not accept each other's credentials: the pre-shared key differs, or a"
          + " certificate is not valid.",
      "no line says that credentials were refused",
      "Compare the pre-shared key of both ends, or the certificates' dates; correct the end that is"
          + " wrong, and make no new key.",
      "Ask who set which key or certificate, and when."),
  IKE_POLICY_MISMATCH(
      "IKE proposals refused",
      "The two ends have no proposal in common.",
      "no line says that proposals do not match",
      "Compare the connection's IPsec/IKE policy with the device's proposals; undo the change that"
          + " made them differ.",
      "Ask who changed which policy, and note what both ends agree on."),
  IKE_TRAFFIC_SELECTORS(
      "traffic selectors refused",
      "The two ends do not agree on the address ranges the tunnel is for.",
      "no line says that traffic selectors were refused",
      "Compare the address ranges of both ends, and whether policy-based traffic selectors are on.",
      "Ask who changed which address range, and whether all ranges of the site work."),
  GATEWAY_OUTAGE(
      "outage of the gateway itself",
      "All tunnels of the gateway, to peers of several sites, went together.",
      "not all tunnels of the gateway went together",
      "Check the gateway's resource health and Azure Service Health; if neither reports anything"
          + " and all is still down after 5 min, reset the gateway, once.",
      "Look in the gateway's resource health and activity log for why; else open a support case."),
  INSTANCE_FAILOVER(
      "an instance of the gateway handed over",
      "One instance of the gateway lost all its tunnels while the other carried on or took over,"
          + " so the fault is in Azure, not at the peers.",
      "no instance lost all its tunnels while the other carried on or took over",
      "Wait 2 min; have the device of what is still down then start the tunnel anew.",
      "If that happens often, open a support case with these times."),
  PATH_UNSTABLE(
      "unstable tunnel",
      "The tunnel was lost so often that each loss by itself says little.",
      "the tunnel did not go up and down often enough",
      "Look for loss, delay and errors on the site's internet line; if the site has a second line"
          + " or device that works, let the traffic go there.",
      "Have the site's internet line looked at, with these times."),
  PEER_CLOSED(
      "the peer closed the tunnel",
      "The peer deleted the security associations away from any rekey.",
      "no line says that the peer deleted the SAs",
      "Look in the device's log for who or what closed it; if it is still down, have the device"
          + " start the tunnel.",
      "Look in the device's log for who or what closed it, and at its idle time-out."),
  REKEY_FAILURE(
      "keys likely not renewed in time",
      "The tunnel went when the lifetime of its keys was over: most likely the two ends failed to"
          + " renew them.",
      "it did not go at the age at which its keys end",
      "If it is still down, have the device start the tunnel; then make lifetimes and PFS of both"
          + " ends the same, or it goes again one lifetime later.",
      "Make lifetimes and PFS of both ends the same, or it goes again one lifetime later."),
  PEER_UNREACHABLE(
      "the peer stopped answering",
      "The peer no longer answers: its packets, or Azure's to it, do not arrive.",
      "no line says that the peer stopped answering",
      "Ask the site whether the device runs and its internet line is up; ping its address from"
          + " elsewhere.",
      "Ask the site what failed: device, internet line or firewall."),
  BGP_SESSION_LOST(
      Category.ROUTE,
      "BGP session lost, tunnel up",
      "The BGP session ended while no loss of its tunnels was seen.",
      "a tunnel to that peer was lost too",
      "Check at the device: does it reach the gateway's BGP address (TCP 179), are neighbour and"
          + " ASN right, does it announce more than 4,000 prefixes?",
      "Look in the device's log for why the session ended."),
  ROUTES_WITHDRAWN(
      Category.ROUTE,
      "the peer withdrew routes",
      "The peer still speaks BGP but no longer announces these prefixes.",
      "the BGP session was lost too",
      "Ask the site whether the networks are down or an announcement was filtered.",
      "Ask the site what took the announcement back."),
  P2S_AUTHENTICATION,
  P2S_POOL_EXHAUSTED,
  P2S_MASS_DISCONNECT,
  TELEMETRY_SILENT,
  UNEXPLAINED(
      "cause unknown",
      "Nothing in the logs tells why.",
      "there is a better explanation",
      "Have the device start what is still down and read what both ends say; compare its log of"
          + " the same minute.",
      "Compare the device's log of the same minute.");

  private final Optional<Category> onlyIn;
  private final String headline;
  private final String meaning;
  private final String lacking;
  private final String next;
  private final String later;

  /** Not recognised yet. */
  Cause() {
    this("", "", "", "", "");
  }

  /** Of what several logs may tell. */
  Cause(String headline, String meaning, String lacking, String next, String later) {
    this(Optional.empty(), headline, meaning, lacking, next, later);
  }

  Cause(
      Category onlyIn, String headline, String meaning, String lacking, String next, String later) {
    this(Optional.of(onlyIn), headline, meaning, lacking, next, later);
  }

  Cause(
      Optional<Category> onlyIn,
      String headline,
      String meaning,
      String lacking,
      String next,
      String later) {
    this.onlyIn = onlyIn;
    this.headline = headline;
    this.meaning = meaning;
    this.lacking = lacking;
    this.next = next;
    this.later = later;
  }

  /** The word used in JSON, metrics, labels and file names: {@code peer_unreachable}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The word as it is said: {@code IKE authentication}. */
  public String spoken() {
    return word().replace('_', ' ').replace("ike", "IKE").replace("bgp", "BGP");
  }

  /** The page a human is sent to, relative to the repository's root. */
  public String runbook() {
    return "docs/runbooks/" + word() + ".md";
  }

  /**
   * The log in which the record would stand that proves it, and without which it cannot be ruled
   * out; empty where several logs may tell.
   */
  public Optional<Category> onlyIn() {
    return onlyIn;
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

  /** What to do first, in a sentence; its page in the runbooks begins with it. */
  public String next() {
    return next;
  }

  /** What to do by day once it is over, in a sentence. */
  public String later() {
    return later;
  }
}

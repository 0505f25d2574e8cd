package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Cause;

/** What a cause means to the human who is woken by it: all texts by cause, in one place. */
final class Advice {

  private Advice() {}

  /**
   * @param headline ends the title
   * @param meaning one sentence that says the cause
   * @param lacking why it was not this one, for a human who suspects it
   * @param next what to do first
   */
  record Text(String headline, String meaning, String lacking, String next) {}

  static Text on(Cause cause) {
    return switch (cause) {
      case REGION_OUTAGE, SITE_OUTAGE, PLANNED_MAINTENANCE, GATEWAY_OUTAGE, INSTANCE_FAILOVER ->
          ofPlaces(cause);
      case CONFIGURATION_CHANGE, IKE_AUTHENTICATION, IKE_POLICY_MISMATCH, IKE_TRAFFIC_SELECTORS ->
          ofSettings(cause);
      case PEER_RESTARTED, PATH_UNSTABLE, PEER_CLOSED, REKEY_FAILURE, PEER_UNREACHABLE ->
          ofPeers(cause);
      case BGP_SESSION_LOST,
          ROUTES_WITHDRAWN,
          P2S_AUTHENTICATION,
          P2S_POOL_EXHAUSTED,
          P2S_MASS_DISCONNECT,
          TELEMETRY_SILENT,
          UNEXPLAINED ->
          ofTheRest(cause);
    };
  }

  private static Text ofPlaces(Cause cause) {
    return switch (cause) {
      case SITE_OUTAGE ->
          new Text(
              "the site itself is out",
              "Several gateways or several devices lost the site at the same time, so the fault is"
                  + " at the site, not in Azure.",
              "no other gateway and no second device of the site lost it at that time",
              "Call the site: power, internet access, firewall; nothing needs to be done in Azure.");
      case PLANNED_MAINTENANCE ->
          new Text(
              "planned maintenance by Azure",
              "Azure worked on the gateway's hosts; tunnels on the instance being worked on go and"
                  + " come back by themselves, and the other instance follows up to 45 min later.",
              "no maintenance record within 2 min of the loss",
              "Wait 3 min; if tunnels stay down, reset the connection, then open a support case.");
      case GATEWAY_OUTAGE ->
          new Text(
              "the gateway itself is out",
              "All tunnels of the gateway, to peers of several sites, went together.",
              "not all tunnels of the gateway went together",
              "Check Azure Service Health and the gateway's resource health; reset the gateway if"
                  + " it does not come back.");
      case INSTANCE_FAILOVER ->
          new Text(
              "an instance of the gateway handed over",
              "One instance of the gateway lost all its tunnels while the other carried on or took"
                  + " over, so the fault is in Azure, not at the peers.",
              "no instance lost all its tunnels while the other carried on or took over",
              "Wait for the tunnels to return; if one stays down, check that the device accepts"
                  + " both of the gateway's addresses.");
      default -> notYet(cause);
    };
  }

  private static Text ofSettings(Cause cause) {
    return switch (cause) {
      case CONFIGURATION_CHANGE ->
          new Text(
              "someone changed the configuration",
              "A change to the gateway or the connection was recorded around the loss.",
              "no record of a change that explains it within 2 min before the loss",
              "Ask who changed it (Azure activity log) and compare both ends; undo it if it was"
                  + " not meant.");
      case IKE_AUTHENTICATION ->
          new Text(
              "IKE authentication refused",
              "The two ends do not accept each other's credentials: the pre-shared key differs, or"
                  + " a certificate is not valid.",
              "no line says that credentials were refused",
              "Compare the pre-shared key on both ends, or the certificates' dates; set it anew.");
      case IKE_POLICY_MISMATCH ->
          new Text(
              "IKE proposals do not match",
              "The two ends have no encryption, integrity or key-exchange group in common.",
              "no line says that proposals do not match",
              "Compare the IPsec/IKE policy of the connection with the device's proposals.");
      case IKE_TRAFFIC_SELECTORS ->
          new Text(
              "traffic selectors do not match",
              "The two ends do not agree on the address ranges the tunnel is for.",
              "no line says that traffic selectors were refused",
              "Compare the address ranges of both ends and whether policy-based traffic selectors"
                  + " are on.");
      default -> notYet(cause);
    };
  }

  private static Text ofPeers(Cause cause) {
    return switch (cause) {
      case PEER_RESTARTED ->
          new Text(
              "the peer restarted",
              "The peer began anew while it was connected: the device crashed or was restarted.",
              "no line says that the peer began anew",
              "Look at the device's uptime and log; plan nothing in Azure.");
      case PATH_UNSTABLE ->
          new Text(
              "the tunnel goes up and down",
              "The tunnel was lost so often that each loss by itself says little.",
              "the tunnel did not go up and down often enough",
              "Look at the internet line between the two ends: loss, delay, an unstable link.");
      case PEER_CLOSED ->
          new Text(
              "the peer closed the tunnel",
              "The peer deleted the security associations away from any rekey.",
              "no line says that the peer deleted the SAs",
              "Look at the device's log for who or what closed it, and at its idle time-out.");
      case PEER_UNREACHABLE ->
          new Text(
              "the peer stopped answering",
              "The peer no longer answers: its packets, or Azure's to it, do not arrive.",
              "no line says that the peer stopped answering",
              "Check that the device runs and that its internet line is up; ping its address from"
                  + " elsewhere.");
      default -> notYet(cause);
    };
  }

  private static Text ofTheRest(Cause cause) {
    return switch (cause) {
      case BGP_SESSION_LOST ->
          new Text(
              "the BGP session is down while its tunnel is up",
              "The tunnel carries packets but the BGP speakers do not hear each other.",
              "a tunnel to that peer was lost too",
              "Check the device's BGP neighbour: address, ASN, hold timer, prefix limit of 4,000.");
      case ROUTES_WITHDRAWN ->
          new Text(
              "the peer withdrew routes",
              "The peer still speaks BGP but no longer announces these prefixes.",
              "the BGP session was lost too",
              "Ask the site whether the networks are down or an announcement was filtered.");
      case UNEXPLAINED ->
          new Text(
              "cause unknown",
              "Nothing in the logs tells why.",
              "there is a better explanation",
              "Compare the device's log of the same minute; the lines below are all there is.");
      default -> notYet(cause);
    };
  }

  private static Text notYet(Cause cause) {
    throw new IllegalArgumentException("cause: expected one with a row, got " + cause);
  }
}

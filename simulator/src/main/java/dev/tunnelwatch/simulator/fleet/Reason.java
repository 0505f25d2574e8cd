package dev.tunnelwatch.simulator.fleet;

/** What a tunnel record can give as its reason. */
enum Reason {
  PEER_SILENT,
  LOCAL,
  REMOTE,
  REMOTE_CRASH,
  STANDBY,
  SETTING,
  REMOVED,
  AUTHENTICATION,
  POLICY,
  SELECTORS,
  TIMED_OUT,
  EXPIRED,
  NOTHING;
}

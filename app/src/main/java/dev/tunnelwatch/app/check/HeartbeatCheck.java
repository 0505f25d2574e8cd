package dev.tunnelwatch.app.check;

import java.net.URI;

/**
 * One dead-man's switch, by the way to it. Nothing is asked of it: to many any request is a
 * heartbeat, and would arm a switch, or hide that heartbeats stay away.
 */
final class HeartbeatCheck implements Check {
  private final URI address;

  HeartbeatCheck(URI address) {
    this.address = address;
  }

  @Override
  public String subject() {
    return "heartbeat " + address.getScheme() + "://" + address.getRawAuthority();
  }

  @Override
  public void run(Steps steps) throws InterruptedException {
    new HttpWay(address, "alerts.heartbeat", "where heartbeats go, and send some").run(steps);
    if (!steps.failed()) {
      steps.tell(
          "answer", Verdict.ok("not asked: a request could pass for a heartbeat; run sends them"));
    }
  }
}

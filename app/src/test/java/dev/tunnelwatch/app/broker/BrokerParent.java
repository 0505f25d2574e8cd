package dev.tunnelwatch.app.broker;

import java.nio.file.Path;

/** A process that owns a broker and is there to be killed. */
final class BrokerParent {
  private BrokerParent() {}

  public static void main(String[] args) throws InterruptedException {
    var kafka = EmbeddedKafka.start(BrokerConfig.in(Path.of(args[0]), 0));
    System.out.println("pid " + kafka.pid());
    Thread.currentThread().join(60_000);
    kafka.close();
  }
}

package dev.tunnelwatch.alerts;

import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Posts CloudEvents to one address, each once unless its answer was lost. The address may hold a
 * secret in path or query, so that neither is ever shown.
 */
final class WebhookReceiver implements Receiver {

  private final HiddenAddress address;
  private final Optional<WebhookKey> key;
  private final CloudEventJson json;
  private final HttpPost http = new HttpPost();

  WebhookReceiver(URI address, Optional<WebhookKey> key, CloudEventJson json) {
    this.address = new HiddenAddress(address);
    this.key = key;
    this.json = json;
  }

  @Override
  public String name() {
    return "webhook-" + address.name();
  }

  /** The address without what may be secret. */
  String shown() {
    return address.shown();
  }

  @Override
  public boolean wantsRepeats() {
    return false;
  }

  @Override
  public boolean remembers() {
    return true;
  }

  @Override
  public Outcome deliver(Send send, Instant since, Instant now) {
    var body = json.write(send);
    return http.post(address.uri(), shown(), headers(send, now, body), body);
  }

  /** Signed anew at each attempt, so that a receiver can turn down what somebody plays back. */
  private Map<String, String> headers(Send send, Instant now, byte[] body) {
    var headers = new LinkedHashMap<String, String>();
    var timestamp = String.valueOf(now.getEpochSecond());
    headers.put("Content-Type", CloudEventJson.CONTENT_TYPE);
    headers.put("Idempotency-Key", CloudEventJson.plain(send.labels().pageKey()));
    headers.put("Tunnelwatch-Revision", String.valueOf(send.incident().revision()));
    headers.put("Tunnelwatch-Timestamp", timestamp);
    key.ifPresent(k -> headers.put("Tunnelwatch-Signature", "v1=" + k.sign(timestamp, body)));
    return headers;
  }

  @Override
  public void close() {
    http.close();
  }
}

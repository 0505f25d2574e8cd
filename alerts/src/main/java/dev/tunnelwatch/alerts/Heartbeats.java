package dev.tunnelwatch.alerts;

import java.net.URI;
import java.util.List;

/**
 * Who is told, outside, that canaries come out.
 *
 * @param addresses of dead-man's switches, each posted to by itself; may be empty, and may hold
 *     secrets, so that nobody may show them whole
 */
public record Heartbeats(List<URI> addresses) {

  /** Nobody. */
  public static final Heartbeats NONE = new Heartbeats(List.of());

  public Heartbeats {
    addresses = addresses.stream().distinct().toList();
  }

  @Override
  public String toString() {
    return addresses.size() + " dead-man's switches";
  }
}

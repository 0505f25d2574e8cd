package dev.tunnelwatch.streams;

import dev.tunnelwatch.correlation.Carry;
import dev.tunnelwatch.correlation.Carry.Stretch;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.TunnelId;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A {@link Carry} in the store, a line for each thing that was learned: its word, then what there
 * is to say of it, a blank between them. {@code carry 1} and the cut come first; nothing is a dash;
 * a name comes last, since it may hold blanks.
 */
final class CarryForm {
  private static final String HEAD = "carry 1";
  private static final String NONE = "-";

  private final GatewayId gateway;
  private Optional<Instant> activeActiveSince = Optional.empty();
  private final SortedMap<TunnelId, Carry.Tunnel> tunnels = new TreeMap<>();
  private final SortedMap<String, Instant> failing = new TreeMap<>();
  private final SortedMap<String, SortedMap<Instant, Long>> merits = new TreeMap<>();
  private final SortedMap<String, List<Stretch>> episodes = new TreeMap<>();

  private Instant judgedUntil = Instant.MIN;
  private final SortedSet<String> refused = new TreeSet<>();

  private CarryForm(GatewayId gateway) {
    this.gateway = gateway;
  }

  static byte[] bytes(Carry carry) {
    var lines = new ArrayList<String>();
    lines.add(HEAD);
    lines.add("cut " + carry.cut());
    carry.activeActiveSince().ifPresent(since -> lines.add("active-active " + since));
    carry
        .tunnels()
        .forEach(
            (id, tunnel) ->
                lines.add(
                    "tunnel %s %s %s %s %s"
                        .formatted(
                            id.instance(),
                            id.remoteIp(),
                            text(tunnel.firstUp()),
                            tunnel.presumed() ? "presumed" : "seen",
                            text(tunnel.upSince()))));
    carry.failing().forEach((name, since) -> lines.add("failing " + since + ' ' + line(name)));
    carry
        .merits()
        .forEach(
            (name, values) ->
                values.forEach(
                    (at, merit) -> lines.add("merit " + at + ' ' + merit + ' ' + line(name))));
    carry
        .episodes()
        .forEach(
            (name, stretches) ->
                stretches.forEach(
                    s -> lines.add("episode " + s.from() + ' ' + s.to() + ' ' + line(name))));
    if (carry.judged().until().isAfter(Instant.MIN)) {
      lines.add("judged " + carry.judged().until());
    }
    carry.judged().refused().forEach(digest -> lines.add("refused " + digest));
    return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads what {@link #bytes} wrote.
   *
   * @throws IllegalArgumentException when it is not of that form
   */
  static Carry read(GatewayId gateway, byte[] bytes) {
    var lines = new String(bytes, StandardCharsets.UTF_8).lines().iterator();
    try {
      var cut = cut(lines);
      var form = new CarryForm(gateway);
      while (lines.hasNext()) {
        form.read(lines.next());
      }
      return new Carry(
          cut,
          form.activeActiveSince,
          form.tunnels,
          form.failing,
          form.merits,
          form.episodes,
          new Carry.Judged(form.judgedUntil, form.refused));
    } catch (DateTimeException | ArrayIndexOutOfBoundsException e) {
      throw new IllegalArgumentException("carry: expected another form, " + e.getMessage(), e);
    }
  }

  private static Instant cut(Iterator<String> lines) {
    var head = lines.hasNext() ? lines.next() : "";
    if (!head.equals(HEAD)) {
      throw new IllegalArgumentException("carry: expected \"" + HEAD + "\", got \"" + head + '"');
    }
    return Instant.parse(lines.hasNext() ? lines.next().split(" ", 2)[1] : "");
  }

  private void read(String line) {
    int blank = line.indexOf(' ');
    var rest = line.substring(blank + 1);
    switch (line.substring(0, Math.max(0, blank))) {
      case "active-active" -> activeActiveSince = Optional.of(Instant.parse(rest));
      case "tunnel" -> tunnel(rest.split(" ", 5));
      case "failing" -> {
        var words = rest.split(" ", 2);
        failing.put(name(words[1]), Instant.parse(words[0]));
      }
      case "merit" -> {
        var words = rest.split(" ", 3);
        merits
            .computeIfAbsent(name(words[2]), _ -> new TreeMap<>())
            .put(Instant.parse(words[0]), Long.valueOf(words[1]));
      }
      case "episode" -> {
        var words = rest.split(" ", 3);
        episodes
            .computeIfAbsent(name(words[2]), _ -> new ArrayList<>())
            .add(new Stretch(Instant.parse(words[0]), Instant.parse(words[1])));
      }
      case "judged" -> judgedUntil = Instant.parse(rest);
      case "refused" -> refused.add(rest);
      default -> throw new IllegalArgumentException("carry: expected a known word, got " + line);
    }
  }

  private void tunnel(String[] words) {
    var id = new TunnelId(gateway, Instance.valueOf(words[0]), new IpAddress(words[1]));
    tunnels.put(id, new Carry.Tunnel(at(words[2]), words[3].equals("presumed"), at(words[4])));
  }

  private static String text(Optional<Instant> at) {
    return at.map(Instant::toString).orElse(NONE);
  }

  private static Optional<Instant> at(String text) {
    return text.equals(NONE) ? Optional.empty() : Optional.of(Instant.parse(text));
  }

  /** A gateway may be called anything. */
  private static String line(String name) {
    return name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
  }

  private static String name(String line) {
    return line.translateEscapes();
  }
}

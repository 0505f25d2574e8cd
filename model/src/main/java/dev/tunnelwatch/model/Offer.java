package dev.tunnelwatch.model;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What one side of a negotiation would agree to, as a line told it.
 *
 * @param choices in the order they were offered, each once, in words that are the same for the same
 *     thing: {@code AES-CBC-256/SHA256/DH14}; of traffic selectors {@code
 *     10.1.0.0/16<>10.52.0.0/16}, the gateway's side first; at most {@value #MOST_CHOICES}
 * @param cut whether there were more, so that nothing can be said of what is not among them
 */
public record Offer(Side side, Kind kind, List<String> choices, boolean cut) {

  /** Total, so that equal sets of offers come out alike. */
  public static final Comparator<Offer> ORDER =
      Comparator.comparing(Offer::side).thenComparing(Offer::kind).thenComparing(Offer::list);

  /** More than any device offers. */
  public static final int MOST_CHOICES = 24;

  private static final Pattern CHOICE = Pattern.compile("[A-Za-z0-9./:+<>_-]{1,400}");

  /** In place of what was cut off. */
  private static final String MORE = "...";

  public Offer {
    var all = choices.stream().distinct().toList();
    cut |= all.size() > MOST_CHOICES;
    choices = all.stream().limit(MOST_CHOICES).toList();
    if ((choices.isEmpty() && !cut)
        || !choices.stream().allMatch(c -> CHOICE.matcher(c).matches())
        || choices.contains(MORE)) {
      throw new IllegalArgumentException("choices: expected words without blanks, got others");
    }
  }

  /** One that was told whole, unless its choices are too many. */
  public Offer(Side side, Kind kind, List<String> choices) {
    this(side, kind, choices, false);
  }

  /** That something else was offered, too. */
  public Offer others() {
    return new Offer(side, kind, List.of(), true);
  }

  /** Whether the same side offers the same sort of thing. */
  public boolean isLike(Offer other) {
    return side == other.side && kind == other.kind;
  }

  /** Who offers. */
  public enum Side {
    GATEWAY,
    PEER
  }

  /** What is offered. */
  public enum Kind {
    /** How the IKE SA is protected. */
    IKE,
    /** How child SAs are. */
    IPSEC,
    /** Which addresses may talk through it. */
    SELECTORS
  }

  /** {@code peer ike AES-CBC-256/SHA256/DH14,AES-CBC-128/SHA1/DH2}; ends in dots where cut. */
  public String text() {
    return (side + " " + kind).toLowerCase(Locale.ROOT) + ' ' + list();
  }

  private String list() {
    var list = String.join(",", choices);
    return cut ? (list.isEmpty() ? MORE : list + ',' + MORE) : list;
  }

  /**
   * Reads a {@link #text}.
   *
   * @throws IllegalArgumentException when it is not of that form
   */
  public static Offer parse(String text) {
    var words = text.split(" ", -1);
    if (words.length != 3) {
      throw new IllegalArgumentException("offer: expected side, kind and choices");
    }
    var list = List.of(words[2].split(",", -1));
    boolean cut = list.getLast().equals(MORE);
    return new Offer(
        Side.valueOf(words[0].toUpperCase(Locale.ROOT)),
        Kind.valueOf(words[1].toUpperCase(Locale.ROOT)),
        cut ? list.subList(0, list.size() - 1) : list,
        cut);
  }
}

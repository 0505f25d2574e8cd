package dev.tunnelwatch.alerts;

import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.OperatorAction;
import dev.tunnelwatch.model.SentAlert;
import dev.tunnelwatch.model.SentAlert.Status;
import dev.tunnelwatch.model.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Decides who is told what, and when: rules 34 to 39 from the receivers' side. It sees neither a
 * clock nor a receiver; the same calls in the same order give the same sends.
 *
 * <p>Not safe for several threads.
 */
public final class AlertBook {

  /** How long what is over is remembered: longer than an incident can reopen (rule 38). */
  static final Duration MEMORY = Duration.ofHours(36);

  /** What is lost again under a page that still fires wakes somebody once more after so long. */
  public static final Duration LASTING = Duration.ofMinutes(10);

  private static final Comparator<Known> BY_ONSET =
      Comparator.comparing((Known k) -> k.incident().span().startedAt())
          .thenComparing(k -> k.incident().id());

  private final Map<String, Known> known = new TreeMap<>();
  private final PageKeys keys = new PageKeys();
  private final Words words;
  private final Judged judged;
  private final SaidAgain saidAgain;
  private final Forgetting forgetting;

  /** What receivers were told last, by page key; nothing of what was said before a restart. */
  private final Map<String, Told> told = new TreeMap<>();

  private final Attention attention = new Attention();
  private final Set<String> healedWhileHeld = new TreeSet<>();

  public AlertBook() {
    this(new Words(), Judged.OR_THROWN);
  }

  /**
   * With words that outlive it.
   *
   * @param judged told of each incident over which it failed; the others go on
   */
  AlertBook(Words words, Judged judged) {
    this.words = words;
    this.judged = judged;
    this.saidAgain = new SaidAgain(known, keys, words, judged);
    this.forgetting = new Forgetting(known, keys, words, judged);
  }

  /** An incident at one instant, with what people said of it that counts then. */
  private record Matter(Known known, Standing standing, Instant now) {
    boolean holdsPages() {
      return standing.holdsPages();
    }
  }

  /** Takes what was sent before a restart. */
  void restore(SentAlert sent) {
    keys.put(sent);
  }

  /** All that was sent before was taken. */
  void restored() {
    keys.settle();
  }

  /** See {@link PageKeys}. */
  Optional<SentAlert> toKeep(Send send, Set<String> receivers) {
    return keys.toKeep(send, receivers);
  }

  /**
   * Takes a revision; one that is not newer than what is known changes nothing.
   *
   * @param pageDue from when on someone may be told of it; empty when nobody is to be
   */
  public void put(Incident incident, Optional<Instant> pageDue) {
    var before = known.get(incident.id());
    if (before != null && before.incident().revision() > incident.revision()) {
      return;
    }
    known.put(incident.id(), new Known(incident, pageDue));
    if (incident.lineage().equals(Incident.Lineage.NONE)) {
      attention.to(incident.id());
    } else {
      attention.toAll(); // heirs and what they took over may go on under another key
    }
    words.follow(incident);
    follow(incident);
  }

  /** See {@link Forgetting}. */
  void letGo(String incident, Instant now) {
    forgetting.letGo(incident, now);
  }

  /**
   * The human sees one page for a lineage: its key moves on with it (rule 39). Of several keys the
   * one that has paged goes on, else the oldest; the others end.
   */
  private void follow(Incident incident) {
    for (var old : incident.lineage().replaces()) {
      keys.inherit(old, incident.id());
    }
    // Revisions of several incidents come in any order, so the heir may have an heir by now.
    var next = Optional.of(incident);
    for (int steps = 0; next.isPresent() && steps <= known.size(); steps++) {
      var heir = next.get().lineage().mergedInto();
      var from = next.get().id();
      heir.ifPresent(id -> keys.inherit(from, id));
      next = heir.map(known::get).map(Known::incident);
    }
  }

  /** Takes what a person said; at which place of the topic, so that the last word counts. */
  void hear(long offset, OperatorAction action) {
    words.take(offset, action);
    attention.toAll();
  }

  /**
   * What is to be sent now.
   *
   * @param now decision time
   * @param held while catching up nothing new is said (rule 37)
   */
  public List<Send> decide(Instant now, boolean held) {
    var sends = new ArrayList<Send>();
    var look = attention.look(now, held);
    for (var each : look.at(known).sorted(BY_ONSET).toList()) {
      sends.addAll(decided(each, now, held));
    }
    if (look.all()) {
      sends.addAll(givenUp(now));
    }
    if (!held) {
      summary(now).ifPresent(sends::add);
    }
    if (look.all()) {
      forget(now);
    }
    return sends;
  }

  private List<Send> decided(Known each, Instant now, boolean held) {
    return Boundary.around(
        () -> {
          var sends = decide(each, now, held);
          judged.decided(each.incident().id());
          return sends;
        },
        why -> {
          judged.failed(each.incident(), why);
          return List.of();
        });
  }

  private List<Send> decide(Known each, Instant now, boolean held) {
    var sent = keys.of(each.incident().id());
    var matter = new Matter(each, standing(each.incident(), sent, now), now);
    boolean fires = sent.filter(s -> s.status() == Status.FIRING).isPresent();
    if (matter.standing().closed().isPresent()) {
      return fires ? List.of(end(matter, sent.get())) : List.of();
    }
    if (!fires) {
      return whileQuiet(matter, sent, held).stream().toList();
    }
    if (matter.standing().expected().isPresent() && isPaging(each, sent.get())) {
      return lower(matter, sent.get());
    }
    boolean mayPage = !held && !matter.holdsPages();
    return mayPage && isLostAgain(each, sent.get(), now)
        ? pageAgain(matter, sent.get())
        : whileFiring(matter, sent.get(), mayPage).stream().toList();
  }

  private Standing standing(Incident incident, Optional<SentAlert> sent, Instant now) {
    return words.of(incident.id()).inEffect(incident, sent, now);
  }

  private Optional<Send> whileQuiet(Matter matter, Optional<SentAlert> sent, boolean held) {
    var each = matter.known();
    if (each.isMerged() || each.tier().isEmpty()) {
      return Optional.empty();
    }
    if (each.isOpen()) {
      return each.isDue(matter.now()) && !held
          ? Optional.of(begin(matter, each.tier().get(), sent))
          : Optional.empty();
    }
    return sent.isEmpty() ? healedUnsaid(matter, held) : Optional.empty();
  }

  /** The end of what fires under a key that its incident does not go on with. */
  private List<Send> givenUp(Instant now) {
    return keys.all().stream()
        .filter(sent -> sent.status() == Status.FIRING)
        .filter(sent -> !keys.goesOnWith(sent, sent.incident()))
        .filter(this::hasKnown)
        .map(sent -> end(new Matter(knownOf(sent), Standing.NONE, now), sent))
        .toList();
  }

  private Optional<Send> whileFiring(Matter matter, SentAlert sent, boolean mayPage) {
    var each = matter.known();
    if (each.isMerged()) {
      var heir = each.incident().lineage().mergedInto().orElseThrow();
      // The heir goes on under this key; only a second page of the same lineage ends here.
      return keys.goesOnWith(sent, heir) ? Optional.empty() : Optional.of(end(matter, sent));
    }
    if (!each.isOpen()) {
      return Optional.of(end(matter, sent));
    }
    var rises = sent.tier() == Tier.NOTIFY && each.tier().equals(Optional.of(Tier.PAGE));
    if (rises && each.isDue(matter.now()) && mayPage) {
      return Optional.of(say(matter, sent.labels(), Tier.PAGE, Send.Action.PAGE));
    }
    return isNews(matter, sent)
        ? Optional.of(say(matter, sent.labels(), sent.tier(), Send.Action.UPDATE))
        : Optional.empty();
  }

  /** Whether it would show the reader something new (rule 40: evidence alone does not). */
  private boolean isNews(Matter matter, SentAlert sent) {
    var incident = matter.known().incident();
    var before = told.get(sent.labels().pageKey());
    return before != null
        ? !before.equals(Told.of(incident, matter.standing()))
        : incident.revision() > sent.revision()
            || !incident.id().equals(sent.incident())
            || !Send.Action.UPDATE.wordsOf(matter.standing()).equals(sent.words());
  }

  private static boolean isPaging(Known each, SentAlert sent) {
    return sent.tier() == Tier.PAGE && each.isOpen() && !each.isMerged();
  }

  /** The tier under one key only rises, so that a page that somebody expects goes on as another. */
  private List<Send> lower(Matter matter, SentAlert sent) {
    return List.of(
        end(matter, sent),
        say(matter, Labels.again(sent.labels()), Tier.NOTIFY, Send.Action.NOTIFY));
  }

  /** Whoever was woken saw it come back, and this is no blip: all that is lost was lost later. */
  private static boolean isLostAgain(Known each, SentAlert sent, Instant now) {
    return sent.tier() == Tier.PAGE
        && each.isOpen()
        && each.lostSince()
            .filter(lost -> lost.isAfter(sent.pagedAt()) && !now.isBefore(lost.plus(LASTING)))
            .isPresent();
  }

  /** A receiver wakes nobody for what already fires, so that this is another alert of its own. */
  private List<Send> pageAgain(Matter matter, SentAlert sent) {
    return List.of(
        end(matter, sent), say(matter, Labels.again(sent.labels()), Tier.PAGE, Send.Action.PAGE));
  }

  private Send begin(Matter matter, Tier tier, Optional<SentAlert> before) {
    var rank = matter.holdsPages() ? Tier.NOTIFY : tier;
    var labels =
        before.map(SentAlert::labels).orElseGet(() -> Labels.of(matter.known().incident()));
    // The tier under one key only rises: what came back as less than a page is another alert.
    boolean falls = before.filter(b -> b.tier().compareTo(rank) > 0).isPresent();
    return say(matter, falls ? Labels.again(labels) : labels, rank, beginning(rank));
  }

  private static Send.Action beginning(Tier tier) {
    return tier == Tier.PAGE ? Send.Action.PAGE : Send.Action.NOTIFY;
  }

  private Send end(Matter matter, SentAlert sent) {
    return say(matter, sent.labels(), sent.tier(), Send.Action.RESOLVE);
  }

  /**
   * Never said, and already over: one notification if it outlasted confirm (rules 33, 35). What
   * closed without an end was withdrawn: later lines say that it never was.
   */
  private Optional<Send> healedUnsaid(Matter matter, boolean held) {
    var incident = matter.known().incident();
    if (!matter.known().hasHealed()
        || matter.known().overAt().isBefore(matter.now().minus(MEMORY))) {
      return Optional.empty();
    }
    if (held || healedWhileHeld.contains(incident.id())) {
      healedWhileHeld.add(incident.id());
      return Optional.empty();
    }
    return Optional.of(say(matter, Labels.of(incident), Tier.NOTIFY, Send.Action.TELL));
  }

  /** What healed while we were held and has neither come back nor been said since. */
  private Optional<Send> summary(Instant now) {
    var healed =
        healedWhileHeld.stream()
            .flatMap(id -> Optional.ofNullable(known.get(id)).stream())
            .filter(Known::hasHealed)
            .filter(each -> keys.of(each.incident().id()).isEmpty())
            .sorted(BY_ONSET)
            .toList();
    healedWhileHeld.clear();
    if (healed.isEmpty()) {
      return Optional.empty();
    }
    for (var each : healed) {
      var labels = Labels.of(each.incident());
      var matter = new Matter(each, Standing.NONE, now);
      record(labels, matter, Tier.NOTIFY, Send.Action.SUMMARY, keys.saidAt(labels).orElse(now));
    }
    var incidents = healed.stream().map(Known::incident).toList();
    var labels = Labels.ofSummary(incidents.getFirst());
    return Optional.of(new Send(now, labels, Tier.NOTIFY, Send.Action.SUMMARY, incidents));
  }

  private Send say(Matter matter, SentAlert.Labels labels, Tier tier, Send.Action action) {
    var incident = matter.known().incident();
    var before = action == Send.Action.PAGE ? Optional.<Instant>empty() : keys.saidAt(labels);
    record(labels, matter, tier, action, before.orElse(matter.now()));
    told.put(labels.pageKey(), Told.of(incident, matter.standing()));
    var heard = words.of(incident.id());
    return new Send(
        matter.now(), labels, tier, action, List.of(incident), matter.standing(), heard);
  }

  private void record(
      SentAlert.Labels labels, Matter matter, Tier tier, Send.Action action, Instant pagedAt) {
    restore(
        new SentAlert(
            labels,
            matter.known().incident().id(),
            tier,
            action.keepsFiring() ? Status.FIRING : Status.RESOLVED,
            matter.known().incident().revision(),
            pagedAt,
            action.takersAfter(keys.takersUnder(labels.pageKey())),
            action.wordsOf(matter.standing())));
  }

  /**
   * Notes that a receiver took something.
   *
   * @return what is to be kept of it; nothing when something newer was said meanwhile
   */
  List<SentAlert> acknowledge(Send send, String receiver) {
    return keys.acknowledge(send, receiver);
  }

  /** See {@link SaidAgain}. */
  List<Send> toSayAgain(Set<String> receivers, Instant now) {
    return saidAgain.to(receivers, now);
  }

  SaidAgain saidAgain() {
    return saidAgain;
  }

  /** Of how many incidents something is kept. */
  int remembered() {
    return known.size();
  }

  /** See {@link Forgetting}. */
  List<String> keysForgotten() {
    return forgetting.keysForgotten();
  }

  private void forget(Instant now) {
    forgetting.round(now);
    told.keySet().removeIf(key -> keys.under(key).isEmpty());
  }

  private Known knownOf(SentAlert sent) {
    return Objects.requireNonNull(known.get(sent.incident()));
  }

  private boolean hasKnown(SentAlert sent) {
    return known.containsKey(sent.incident());
  }
}

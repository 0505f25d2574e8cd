package dev.tunnelwatch.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Conditions with one cause, as told to people. Its JSON is flat (design 6); here what belongs
 * together stands together.
 *
 * @param id first 16 hex digits of a hash of its earliest condition (rule 39)
 * @param revision counts from 1 what was published under this id (rule 40); 0 before that
 * @param inventory hash of the inventory it was concluded with; empty on learned topology
 */
public record Incident(
    String id,
    int revision,
    IncidentState state,
    Judgement judgement,
    Wording wording,
    Span span,
    Scope scope,
    List<Redundancy> redundancy,
    List<Condition> conditions,
    Proof proof,
    Lineage lineage,
    Optional<String> inventory,
    Set<Flag> flags) {

  /** Lists hold at most this many entries; beyond it {@link Flag#TRUNCATED} says so. */
  public static final int MAX_LIST = 500;

  public Incident {
    Require.text(id, "id");
    Require.atLeast(0, revision, "revision");
    redundancy = List.copyOf(redundancy);
    conditions = List.copyOf(conditions);
    flags = flags.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(flags));
  }

  /** How bad, whether a human is woken for it, and why it happened. */
  public record Judgement(Severity severity, boolean page, Cause cause) {}

  /** What people read. The first 80 characters of a title say site, impact, since. */
  public record Wording(String title, String explanation) {}

  /** From the first loss to the end of the last condition, which is empty while one lasts. */
  public record Span(Instant startedAt, Optional<Instant> endedAt) {}

  /** Everything that was touched. Lists are sorted and without repeats. */
  public record Scope(
      List<GatewayId> gateways,
      List<String> sites,
      List<TunnelId> tunnels,
      List<IpAddress> bgpPeers,
      List<Prefix> prefixes,
      int users) {
    public Scope {
      gateways = List.copyOf(gateways);
      sites = List.copyOf(sites);
      tunnels = List.copyOf(tunnels);
      bgpPeers = List.copyOf(bgpPeers);
      prefixes = List.copyOf(prefixes);
    }
  }

  /**
   * The lines shown (rule 41), how many there were in all, and the causes that were looked at and
   * do not fit.
   */
  public record Proof(List<Evidence> evidence, int total, List<RejectedCause> rejectedCauses) {
    public Proof {
      evidence = List.copyOf(evidence);
      rejectedCauses = List.copyOf(rejectedCauses);
    }

    /** The causes a human would suspect first and why they are not it, in a sentence. */
    public Optional<String> ruledOut() {
      return rejectedCauses.isEmpty()
          ? Optional.empty()
          : Optional.of(
              rejectedCauses.stream()
                  .map(other -> "not " + other.cause().spoken() + ": " + other.because())
                  .collect(Collectors.joining("; ", "It is ", ".")));
    }
  }

  /** A cause of higher precedence that was not chosen, with the reason in words. */
  public record RejectedCause(Cause cause, String because) {}

  /** Ids this incident took over, and the id that took it over (rule 39). */
  public record Lineage(List<String> replaces, Optional<String> mergedInto) {
    public static final Lineage NONE = new Lineage(List.of(), Optional.empty());

    public Lineage {
      replaces = List.copyOf(replaces);
    }
  }

  /**
   * What a line of its evidence is about, as the last condition that shows it names it: those that
   * explain others come first. Their gateway where it speaks of several things alike. The instance
   * is the one that the record names, whatever the condition is about: a failover shows by it.
   */
  public String subject(Evidence line) {
    var about = about(line);
    return line.instance().map(by -> named(about, by)).orElse(about);
  }

  /** {@code gateway}, {@code gateway remote} and {@code gateway IN_0 remote} with an instance. */
  private String named(String about, Instance by) {
    var words = new ArrayList<>(List.of(about.split(" ")));
    words.removeAll(List.of("", by.name(), by.other().name()));
    boolean ofGateway =
        !words.isEmpty()
            && scope.gateways().stream().anyMatch(of -> of.name().equals(words.getFirst()));
    words.add(ofGateway ? 1 : words.size(), by.name());
    return String.join(" ", words);
  }

  private String about(Evidence line) {
    int index = proof.evidence().indexOf(line);
    var showing = conditions.stream().filter(c -> c.evidence().contains(index)).toList();
    var named =
        showing.stream()
            .filter(c -> c.kind() == showing.getLast().kind())
            .map(Condition::entity)
            .distinct()
            .toList();
    if (named.size() == 1) {
      return named.getFirst();
    }
    var gateways = named.stream().map(entity -> entity.split(" ", 2)[0]).distinct().toList();
    return gateways.size() == 1 ? gateways.getFirst() : "";
  }

  public Incident withRevision(int number) {
    return new Incident(
        id,
        number,
        state,
        judgement,
        wording,
        span,
        scope,
        redundancy,
        conditions,
        proof,
        lineage,
        inventory,
        flags);
  }

  public Incident withState(IncidentState newState) {
    return new Incident(
        id,
        revision,
        newState,
        judgement,
        wording,
        span,
        scope,
        redundancy,
        conditions,
        proof,
        lineage,
        inventory,
        flags);
  }

  public Incident withLineage(Lineage newLineage) {
    return new Incident(
        id,
        revision,
        state,
        judgement,
        wording,
        span,
        scope,
        redundancy,
        conditions,
        proof,
        newLineage,
        inventory,
        flags);
  }
}

package dev.tunnelwatch.app.score;

import dev.tunnelwatch.app.score.Score.FaultRow;
import dev.tunnelwatch.app.score.Score.Found;
import dev.tunnelwatch.app.score.Score.Group;
import dev.tunnelwatch.app.score.Score.Judged;
import dev.tunnelwatch.app.score.Score.Paged;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Compares incidents, and the pages sent for them, with labels. */
public final class Scoring {

  private final List<Fault> faults;
  private final List<Told> incidents;
  private final Matching matching;
  private final Paging paging;
  private final boolean pagesKnown;

  private Scoring(List<Fault> faults, Collection<Told> revisions, Optional<List<Sent>> sent) {
    this.faults = faults;
    this.incidents = Told.last(revisions);
    this.matching = Matching.of(faults, incidents);
    this.paging = Paging.of(incidents, matching, sent.orElse(List.of()));
    this.pagesKnown = sent.isPresent();
  }

  /**
   * Scores files with one JSON per line.
   *
   * @throws IOException when one cannot be read; names file and line
   */
  public static Score of(Path labels, Path incidents, Optional<Path> pages) throws IOException {
    var sent =
        pages.isPresent()
            ? Optional.of(JsonLines.read(pages.get(), Sent::read))
            : Optional.<List<Sent>>empty();
    return new Scoring(
            JsonLines.read(labels, Fault::read), JsonLines.read(incidents, Told::read), sent)
        .score();
  }

  /**
   * Scores lines as they would stand in files.
   *
   * @throws IOException when one is not of its form
   */
  public static Score of(List<String> labels, List<String> incidents, Optional<List<String>> pages)
      throws IOException {
    var sent =
        pages.isPresent()
            ? Optional.of(JsonLines.read("pages", pages.get(), Sent::read))
            : Optional.<List<Sent>>empty();
    return new Scoring(
            JsonLines.read("labels", labels, Fault::read),
            JsonLines.read("incidents", incidents, Told::read),
            sent)
        .score();
  }

  private Score score() {
    return new Score(found(), judged(), paged(), groups(), confusion(), rows(), spurious());
  }

  private Found found() {
    int matched = matching.pairs().size();
    int spurious = spurious().size();
    int about = incidents.size() - spurious;
    long seen = faults.stream().filter(fault -> matching.mostAbout(fault).isPresent()).count();
    long seers = faults.stream().flatMap(f -> matching.mostAbout(f).stream()).distinct().count();
    double precision = new Share(matched, incidents.size()).value();
    double recall = new Share(matched, faults.size()).value();
    return new Found(
        faults.size(),
        incidents.size(),
        matched,
        about - matched,
        spurious,
        precision,
        recall,
        matched == 0 && faults.size() + incidents.size() > 0
            ? 0
            : 2 * precision * recall / (precision + recall),
        ratio(about, faultsOfIncidents()),
        ratio(seen, seers));
  }

  /** Faults that some incident is most about. */
  private long faultsOfIncidents() {
    return incidents.stream().flatMap(told -> matching.faultOf(told).stream()).distinct().count();
  }

  private static double ratio(long count, long of) {
    return of == 0 ? 0 : (double) count / of;
  }

  private List<String> spurious() {
    return incidents.stream()
        .filter(told -> matching.faultOf(told).isEmpty())
        .map(Told::id)
        .toList();
  }

  private Judged judged() {
    var cause = Share.none();
    var severity = Share.none();
    var redundancy = Share.none();
    var end = Share.none();
    var onset = new ArrayList<Duration>();
    var ends = new ArrayList<Duration>();
    for (var pair : matching.pairs()) {
      var fault = pair.fault();
      var told = pair.incident().account();
      cause = cause.plus(Comparison.cause(fault, told));
      severity = severity.plus(Comparison.severity(fault, told));
      redundancy = redundancy.plus(Comparison.redundancy(fault, told));
      end = end.plus(Comparison.end(fault, told));
      onset.add(Comparison.apart(fault.account().span().startedAt(), told.span().startedAt()));
      Comparison.endsApart(fault, told).ifPresent(ends::add);
    }
    return new Judged(
        cause, severity, evidence(), redundancy, end, Spread.of(onset), Spread.of(ends));
  }

  private Share evidence() {
    return incidents.stream()
        .flatMap(
            told ->
                matching.faultOf(told).stream()
                    .map(fault -> Comparison.evidence(fault, told.account())))
        .reduce(Share.none(), Share::plus);
  }

  private Paged paged() {
    var deserving = faults.stream().filter(Fault::deservesPage).toList();
    var blips = faults.stream().filter(Fault::blip).toList();
    int right = deserving.stream().mapToInt(fault -> paging.of(fault).size()).sum();
    long paged = deserving.stream().filter(fault -> !paging.of(fault).isEmpty()).count();
    return new Paged(
        pagesKnown,
        paging.pages(),
        paging.notifications(),
        faults.stream().mapToInt(paging::falsePages).sum() + paging.forNothing(),
        paging.forNothing(),
        new Share(
            (int) blips.stream().filter(blip -> paging.of(blip).isEmpty()).count(), blips.size()),
        deserving.size(),
        missed(deserving),
        pagesKnown ? (int) deserving.stream().filter(paging::healed).count() : 0,
        ratio(right, paged),
        delays(deserving),
        Spread.of(deserving.stream().flatMap(f -> paging.delayOfLasting(f).stream()).toList()));
  }

  private int missed(List<Fault> some) {
    return pagesKnown ? (int) some.stream().filter(paging::missed).count() : 0;
  }

  private Spread delays(List<Fault> some) {
    return Spread.of(some.stream().flatMap(fault -> paging.delay(fault).stream()).toList());
  }

  private List<Group> groups() {
    var byGroup = new TreeMap<String, List<Fault>>();
    faults.forEach(f -> byGroup.computeIfAbsent(f.group(), _ -> new ArrayList<>()).add(f));
    return byGroup.entrySet().stream().map(e -> group(e.getKey(), e.getValue())).toList();
  }

  private Group group(String name, List<Fault> members) {
    var matched = members.stream().filter(f -> matching.incidentOf(f).isPresent()).toList();
    int right = (int) matched.stream().filter(f -> f.isRight(said(f))).count();
    int about = members.stream().mapToInt(fault -> incidentsOf(fault).size()).sum();
    return new Group(
        name,
        members.size(),
        matched.size(),
        Math.max(0, about - matched.size()),
        new Share(right, matched.size()),
        missed(members),
        members.stream().mapToInt(paging::falsePages).sum(),
        delays(members));
  }

  private String said(Fault fault) {
    return matching.incidentOf(fault).map(told -> told.account().cause()).orElse(Score.NONE);
  }

  /** Those that are about this fault more than about another; the one that stands for it first. */
  private List<String> incidentsOf(Fault fault) {
    return Stream.concat(
            matching.incidentOf(fault).stream(),
            incidents.stream()
                .filter(told -> matching.faultOf(told).filter(fault::equals).isPresent())
                .filter(
                    told -> matching.pairs().stream().noneMatch(p -> p.incident().equals(told))))
        .map(Told::id)
        .toList();
  }

  private SortedMap<String, SortedMap<String, Integer>> confusion() {
    var table = new TreeMap<String, SortedMap<String, Integer>>();
    for (var fault : faults) {
      // What is acceptable stands on the diagonal: the table shows what is wrong.
      var said = fault.isRight(said(fault)) ? fault.account().cause() : said(fault);
      count(table, fault.account().cause(), said);
    }
    incidents.stream()
        .filter(told -> matching.faultOf(told).isEmpty())
        .forEach(told -> count(table, Score.NONE, told.account().cause()));
    return table;
  }

  private static void count(
      SortedMap<String, SortedMap<String, Integer>> table, String cause, String said) {
    table.computeIfAbsent(cause, _ -> new TreeMap<>()).merge(said, 1, Integer::sum);
  }

  private List<FaultRow> rows() {
    return faults.stream()
        .map(
            fault ->
                new FaultRow(
                    fault.account().id(),
                    fault.group(),
                    fault.account().span().startedAt().toString(),
                    said(fault),
                    incidentsOf(fault),
                    paging.of(fault).size(),
                    wrong(fault)))
        .toList();
  }

  private List<String> wrong(Fault fault) {
    var wrong = new ArrayList<String>();
    var told = matching.incidentOf(fault).map(Told::account);
    if (told.isEmpty()) {
      wrong.add(
          matching
              .mostAbout(fault)
              .map(other -> "no incident of its own, part of " + other.id())
              .orElse("no incident"));
    }
    told.ifPresent(account -> wrong.addAll(Comparison.wrong(fault, account)));
    if (incidentsOf(fault).size() > 1) {
      wrong.add(incidentsOf(fault).size() + " incidents");
    }
    if (pagesKnown && paging.missed(fault)) {
      wrong.add("page missed");
    }
    if (paging.falsePages(fault) > 0) {
      wrong.add("paged");
    }
    return wrong;
  }
}

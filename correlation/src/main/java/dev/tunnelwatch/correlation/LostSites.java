package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Incident.Span;
import dev.tunnelwatch.model.Redundancy;
import dev.tunnelwatch.model.SiteState;
import java.util.List;

/**
 * Which of the rows of an incident a human is told of, and from when on (rules 33 and 35): a blip
 * that healed says nothing of what is lost now.
 *
 * @param outages each stretch without a path, those of one row one after the other
 * @param critical whether any site is known to have been lost beyond confirm
 */
record LostSites(List<Redundancy> rows, List<Outage> outages, Confirm confirm, boolean critical) {

  LostSites {
    rows = List.copyOf(rows);
    outages = List.copyOf(outages);
  }

  /** A stretch without any path from a gateway to a site. */
  record Outage(GatewayId gateway, String site, Span span) {
    boolean isOf(Redundancy row) {
      return gateway.equals(row.gateway()) && site.equals(row.site());
    }
  }

  /** Where of each site no more is known than the one outage that its row tells. */
  static LostSites of(List<Redundancy> rows, Confirm confirm, boolean critical) {
    var outages =
        rows.stream()
            .flatMap(
                row ->
                    row
                        .lostFrom()
                        .map(from -> new Span(from, row.lostTo()))
                        .map(span -> new Outage(row.gateway(), row.site(), span))
                        .stream())
            .toList();
    return new LostSites(rows, outages, confirm, critical);
  }

  /** The sites that are lost now; when none is, those that were lost beyond confirm. */
  List<Redundancy> told() {
    var known = rows.stream().filter(row -> !isMoment(row)).toList();
    var now = known.stream().filter(LostSites::isOn).toList();
    return now.isEmpty() ? known.stream().filter(this::outlasted).toList() : now;
  }

  /** What comes and goes is not called lost before it has been for longer than a moment. */
  private boolean isMoment(Redundancy row) {
    return !critical && isOn(row) && row.lostFrom().filter(confirm::isFlap).isPresent();
  }

  /** However short. */
  List<Redundancy> ever() {
    return rows.stream().filter(row -> row.worst() == SiteState.LOST).toList();
  }

  static boolean isOn(Redundancy row) {
    return row.lostFrom().isPresent() && row.lostTo().isEmpty();
  }

  /** The outages of some rows: those that are on or outlasted confirm, or else all. */
  Spells spells(List<Redundancy> of) {
    var all = of.stream().flatMap(row -> spans(row).stream()).toList();
    var lasting = all.stream().filter(this::outlasted).toList();
    return Spells.of(lasting.isEmpty() ? all : lasting);
  }

  /** Of one site, however short. */
  Spells spells(Redundancy row) {
    return Spells.of(spans(row));
  }

  private List<Span> spans(Redundancy row) {
    return outages.stream().filter(outage -> outage.isOf(row)).map(Outage::span).toList();
  }

  private boolean outlasted(Redundancy row) {
    return row.lostFrom().isPresent() && outlasted(new Span(row.lostFrom().get(), row.lostTo()));
  }

  private boolean outlasted(Span span) {
    var from = span.startedAt();
    return span.endedAt().filter(to -> to.isBefore(from.plus(confirm.of(from)))).isEmpty();
  }
}

package dev.tunnelwatch.app.score;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What came out of comparing incidents with labels. Also its JSON, field by field.
 *
 * @param confusion how often each cause (first key) was called what (second key); {@value #NONE}
 *     stands for a fault without an incident and for an incident without a fault
 * @param faults one row per label
 * @param spurious ids of incidents that are about no fault
 */
public record Score(
    Found found,
    Judged judged,
    Paged paged,
    List<Group> causes,
    SortedMap<String, SortedMap<String, Integer>> confusion,
    List<FaultRow> faults,
    List<String> spurious) {

  static final String NONE = "(none)";

  /**
   * One incident per fault.
   *
   * @param matched pairs of a fault and an incident, one to one
   * @param fragments incidents beside the one that stands for their fault
   * @param fragmentsPerFault incidents about a fault, of the faults that were found
   * @param faultsPerIncident faults an incident is most about, of the incidents that found any
   */
  public record Found(
      int faults,
      int incidents,
      int matched,
      int fragments,
      int spurious,
      double precision,
      double recall,
      double f1,
      double fragmentsPerFault,
      double faultsPerIncident) {}

  /**
   * What the incidents say of the faults they stand for.
   *
   * @param evidence shown lines that belong to the fault, those of fragments too
   * @param redundancy rows of labels that the incident has with the same state and numbers
   * @param end whether both have ended or both have not; an unstable path ends when its penalty has
   *     decayed (rule 17), which no label says
   */
  public record Judged(
      Share cause,
      Share severity,
      Share evidence,
      Share redundancy,
      Share end,
      Spread onsetSeconds,
      Spread endSeconds) {}

  /**
   * The pages as they were sent.
   *
   * @param known whether there was a file of them
   * @param falsePages for a fault that deserves none, or for none at all
   * @param blips of so many blips so many stayed without a page
   * @param missed faults that deserve a page and got none, healed ones aside
   * @param healed over before their page was due, and notified of instead (rule 35)
   * @param perFault pages of a fault that deserves one and got one
   * @param delaySeconds from the first loss of the site, else from the beginning, to the first
   *     page; of what flaps, that loss may be a short one that is not to be paged
   * @param delayOfLastingSeconds likewise, from the loss that is to be paged where the label says
   *     when that began ({@code pageFrom}), else from the first
   */
  public record Paged(
      boolean known,
      int sent,
      int notifications,
      int falsePages,
      int forNothing,
      Share blips,
      int deserved,
      int missed,
      int healed,
      double perFault,
      Spread delaySeconds,
      Spread delayOfLastingSeconds) {}

  /** All faults of one cause; blips are a group of their own. */
  public record Group(
      String cause,
      int faults,
      int matched,
      int fragments,
      Share causeRight,
      int missedPages,
      int falsePages,
      Spread delaySeconds) {}

  /**
   * One fault.
   *
   * @param said the cause its incident names; {@value #NONE} without one
   * @param incidents ids, the one that stands for it first
   * @param wrong what is wrong with it, in words; empty when all is right
   */
  public record FaultRow(
      String id,
      String cause,
      String startedAt,
      String said,
      List<String> incidents,
      int pages,
      List<String> wrong) {}

  /** Counts of several runs in one table. */
  public static SortedMap<String, SortedMap<String, Integer>> join(
      List<SortedMap<String, SortedMap<String, Integer>>> tables) {
    var joined = new TreeMap<String, SortedMap<String, Integer>>();
    for (var table : tables) {
      table.forEach(
          (cause, row) ->
              row.forEach(
                  (said, count) ->
                      joined
                          .computeIfAbsent(cause, _ -> new TreeMap<>())
                          .merge(said, count, Integer::sum)));
    }
    return joined;
  }
}

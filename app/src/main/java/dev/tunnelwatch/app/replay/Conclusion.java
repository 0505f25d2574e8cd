package dev.tunnelwatch.app.replay;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.Counted;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The last lines: what came of a replay, and what to look at when little did. */
final class Conclusion {

  private static final String SWITCHED_ON =
      "switched on in the diagnostic setting of each gateway (README, \"Switching the logs on\")";

  /** So long without a line is told where it ends in an {@code --until}. */
  private static final Duration LONG = Duration.ofHours(1);

  private Conclusion() {}

  /**
   * Whether it says anything. Some records may be damaged, some those of other services; when all
   * are, these are no logs of ours, and "nothing found" is no news. Nor is it where nothing was
   * read, as of an export that failed.
   */
  static boolean isOfUse(Counts counts) {
    return counts.lines() > 0 || (counts.records() == 0 && counts.canaries() > 0);
  }

  /**
   * What the command line asked for, as far as it matters here.
   *
   * @param repairs whether it was asked to repair
   * @param rejectsKept whether they stand in a file
   * @param shapesTold whether it has been told what is not understood
   */
  record Asked(
      List<String> paths,
      Optional<Instant> until,
      boolean repairs,
      boolean rejectsKept,
      boolean shapesTold) {}

  /** For people, line by line. */
  static List<String> of(ReplayJob.Result result, Asked asked, Unwatched unwatched) {
    var until = asked.until();
    var counts = result.counts();
    var told = new ArrayList<String>();
    if (counts.canaries() > 0) {
      told.add(Counted.of(counts.canaries(), "record") + " of Tunnelwatch's own canary left out");
    }
    if (counts.records() == 0) {
      told.add(
          "no record found in "
              + Named.of(asked.paths())
              + ": expected hub bodies, or records one per line");
      return told;
    }
    told.add(incidents(counts, result.incidents()) + rejected(counts, asked.rejectsKept()));
    if (counts.repairs() > 0) {
      told.add("repaired: " + Counted.of(counts.repairs(), "record") + ", by a guess");
    }
    if (counts.looksQuoted() > 0 && !asked.repairs()) {
      told.add(
          Counted.of(counts.looksQuoted(), "of what is no JSON looks", "of what is no JSON look")
              + " like"
              + " 'objects in single quotes': --repair reads them, by a guess");
    }
    if (counts.withoutZone() > 0) {
      told.add(
          Counted.of(counts.withoutZone(), "time names no zone", "times name no zone")
              + ": taken for UTC, as Azure writes it, and dates with slashes for month/day/year");
    }
    var shapes = asked.shapesTold() ? "" : "; --unknown 20 shows what they look like";
    if (counts.unrecognised() > 0) {
      var one = "line of gateways was not recognised and is no evidence";
      var many = "lines of gateways were not recognised and are no evidence";
      told.add(Counted.of(counts.unrecognised(), one, many) + shapes);
    }
    if (counts.unsure() > 0) {
      var one = "line of gateways was understood in part";
      var many = "lines of gateways were understood in part";
      told.add(Counted.of(counts.unsure(), one, many) + shapes);
    }
    if (counts.lines() > 0) {
      unheard(counts, unwatched, told);
      until.filter(counts.first()::isAfter).ifPresent(end -> told.add(early(end, counts)));
      if (counts.leftAside() > 0) {
        told.add(leftAside(counts));
      }
      result.asOf().flatMap(asOf -> now(asOf, until)).ifPresent(told::add);
    } else if (counts.foreign() > 0) {
      told.addAll(foreign(counts));
    } else {
      told.add(
          "nothing was understood: expected records as diagnostic settings send them to an event"
              + " hub or a storage account; rows of a Log Analytics query are another form");
    }
    return told;
  }

  private static String incidents(Counts counts, List<Incident> incidents) {
    long critical =
        incidents.stream().filter(i -> i.judgement().severity() == Severity.CRITICAL).count();
    return String.format(
        Locale.ROOT,
        "incidents: %,d (%,d critical); records: %,d",
        incidents.size(),
        critical,
        counts.records());
  }

  private static String rejected(Counts counts, boolean kept) {
    var reasons =
        counts.rejected() == 0
            ? ""
            : ": " + counts.reasons() + (kept ? "" : "; --rejects FILE tells which");
    return String.format(Locale.ROOT, " (%,d could not be read", counts.rejected()) + reasons + ')';
  }

  private static void unheard(Counts counts, Unwatched unwatched, List<String> told) {
    int before = told.size();
    for (var category : Category.values()) {
      boolean isUnwritten = unwatched.all() && Unwatched.UNWRITTEN.contains(category);
      if (counts.lines(category) == 0 && !isUnwritten) {
        var among = "no " + category.azureName() + " among ";
        lack(category)
            .map(lack -> among + Counted.of(counts.records(), "record") + ": " + lack)
            .ifPresent(told::add);
      }
    }
    if (told.size() > before) {
      told.add("logs are " + SWITCHED_ON);
    }
    long dialled = counts.lines(Category.P2S);
    if (dialled > 0) {
      told.add(
          Category.P2S.azureName()
              + ": "
              + Counted.of(dialled, "line was read", "lines were read")
              + ", but what befalls point-to-site users is not told yet");
    }
  }

  /** What cannot be told without it; nothing where users have to dial in to be logged. */
  private static Optional<String> lack(Category category) {
    return switch (category) {
      case GATEWAY ->
          Optional.of("maintenance and changed configuration cannot be told, or there was none");
      case TUNNEL -> Optional.of("lost tunnels cannot be told, or there was none");
      case ROUTE ->
          Optional.of("lost BGP sessions and withdrawn routes cannot be told, or there were none");
      case IKE ->
          Optional.of(
              "causes that it alone shows cannot be told, such as refused keys, mismatching"
                  + " proposals or traffic selectors");
      case P2S -> Optional.empty();
    };
  }

  private static String leftAside(Counts counts) {
    var one = "line of gateways is of later than --until and was left aside: it is of ";
    var many = "lines of gateways are of later than --until and were left aside: the last is of ";
    return Counted.of(counts.leftAside(), one, many) + counts.lastLeftAside();
  }

  private static String early(Instant until, Counts counts) {
    return "--until " + until + " is before all that was read: the first is of " + counts.first();
  }

  /** Whoever takes a page or a judgement for today's must see of when it is. */
  private static Optional<String> now(AsOf asOf, Optional<Instant> until) {
    if (until.isPresent()) {
      var last = asOf.last();
      return until
          .filter(end -> end.isAfter(last.plus(LONG)))
          .map(end -> "as of " + end + ", though nothing was heard since " + last);
    }
    var what =
        asOf.later() == 0
            ? " (the last line; --until sets it)"
            : " (--until sets it); not as of the last line, since what is behind stands alone, as"
                + " by a wrong clock: "
                + Counted.of(asOf.later(), "record")
                + ", the last of "
                + asOf.last();
    return Optional.of("as of " + asOf.at() + what);
  }

  private static List<String> foreign(Counts counts) {
    var all =
        Arrays.stream(Category.values()).map(Category::azureName).collect(Collectors.joining(", "));
    return List.of(
        "NO RECORD OF A VPN GATEWAY was read, so that nothing is known of any: "
            + counts.foreignKinds(Conclusion::foreign),
        "expected are the categories " + all + ": they are " + SWITCHED_ON);
  }

  /** As {@link dev.tunnelwatch.records.Reading.Foreign} has it, for people. */
  private static String foreign(String kind) {
    return switch (kind) {
      case "metric" -> "of metrics";
      case "category" -> "of VPN gateways, but of other categories";
      case "resource" -> "of these categories, but of no VPN gateway";
      default -> "of other Azure services";
    };
  }
}

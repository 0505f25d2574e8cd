package dev.tunnelwatch.app.replay;

import dev.tunnelwatch.app.command.Arguments;
import dev.tunnelwatch.app.command.Command;
import dev.tunnelwatch.app.command.CommandSpec;
import dev.tunnelwatch.app.command.Console;
import dev.tunnelwatch.app.command.Option;
import dev.tunnelwatch.app.inventory.InventoryDirectory;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Inventory;
import dev.tunnelwatch.model.InventoryFinding;
import dev.tunnelwatch.records.IncidentJson;
import dev.tunnelwatch.records.Repair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** {@code replay}: what would have been concluded from these archived logs. */
public final class ReplayCommand implements Command {

  private static final List<String> FORMATS = List.of("jsonl", "text", "markdown");

  /** They come in order of how much depends on them. */
  private static final int FINDINGS_TOLD = 100;

  private static final int MOST_SHAPES_TOLD = 1_000;

  private static final CommandSpec SPEC =
      new CommandSpec(
          "replay",
          "incidents of archived logs, with the same core and without a broker",
          List.of(
              Option.of("--inventory", "DIR", "what az … list -o json printed"),
              Option.of("--out", "FILE", "where the incidents go; else standard output"),
              Option.of(
                  "--format", "FORMAT", "jsonl (the contract's form, default), text or markdown"),
              Option.flag("--canonical", "the form in which equal results are equal files"),
              Option.of("--until", "INSTANT", "as if it were then; else as of the last line"),
              Option.of("--rejects", "FILE", "one JSON per record that could not be read, and why"),
              Option.flag(
                  "--repair",
                  "read records with 'objects in single quotes', too: a guess, marked in evidence"),
              Option.of("--summary", "FILE", "one JSON with what was counted"),
              Option.of(
                  "--unknown", "N", "how much was not understood, and its N commonest shapes"),
              Option.flag("--arrival", "live an export through in the order of arrival"),
              Option.of("--pages", "FILE", "what would have been sent when; with --arrival")),
          Optional.of("PATH…"),
          List.of(
              "PATH: a file, a directory with all that is below it (hidden files aside), or"
                  + " /dev/stdin.",
              "In it, gzipped or not, by whatever name: a storage account's archive"
                  + " (…/PT1H.json), bodies as a hub",
              "holds them ({\"records\": […]}), or records one per line. --arrival needs lines"
                  + " {\"source\":…,",
              "\"enqueuedAt\":…,\"record\":{…}}, as simulate writes below arrival/.",
              "",
              "Exit code 0: read, whatever was found. 1: nothing of a VPN gateway in it, a file that"
                  + " could not be read",
              "to its end, or output that could not be written. 2: wrong usage, nothing was done."));

  private final LongSupplier nanos;

  public ReplayCommand() {
    this(System::nanoTime);
  }

  /** With a clock of its own for what it says while it works. */
  ReplayCommand(LongSupplier nanos) {
    this.nanos = nanos;
  }

  @Override
  public CommandSpec spec() {
    return SPEC;
  }

  @Override
  public int run(Arguments arguments, Console console) throws IOException {
    long started = System.nanoTime();
    var format = arguments.word("--format", "jsonl", FORMATS);
    var until = arguments.instant("--until");
    var repair = arguments.flag("--repair") ? Repair.SINGLE_QUOTES : Repair.NONE;
    if (arguments.flag("--canonical") && !format.equals("jsonl")) {
      throw Arguments.wrong("--canonical", "the format jsonl with it", format);
    }
    if (arguments.path("--pages").isPresent() && !arguments.flag("--arrival")) {
      throw Arguments.wrong("--pages", "--arrival with it", arguments.text("--pages").get());
    }
    int shapes = (int) arguments.number("--unknown", 0, 1, MOST_SHAPES_TOLD);
    var understanding = Optional.of(new Understanding()).filter(_ -> shapes > 0);
    var files = ArchiveFiles.below(existing(arguments));
    if (files.all().isEmpty() && files.troubles().isEmpty()) {
      var nothing = "nothing in " + Named.of(arguments.operands());
      throw Arguments.wrong("PATH", "files, or directories with files", nothing);
    }
    if (arguments.flag("--arrival") && files.archived().isPresent()) {
      throw Arrivals.unfit("a storage archive, which does not say so: " + files.archived().get());
    }
    var inventory = inventory(arguments, console);
    try (var outputs = Outputs.open(arguments, files.all(), console.out())) {
      var progress = new Progress(console.err(), files.all().size(), nanos);
      var job = new ReplayJob(files, repair, inventory, until, outputs, progress, understanding);
      var result = arguments.flag("--arrival") ? job.lived() : job.concluded();
      Outputs.write(outputs.incidents(), form(arguments, format, result));
      double seconds = Duration.ofNanos(System.nanoTime() - started).toMillis() / 1_000.0;
      var summary = result.counts().json(result.incidents().size(), seconds);
      Outputs.write(outputs.summary(), summary + "\n");
      outputs.keep();
      understanding.ifPresent(all -> all.told(shapes).forEach(console.err()::println));
      var asked =
          new Conclusion.Asked(
              arguments.operands(),
              until,
              arguments.flag("--repair"),
              arguments.path("--rejects").isPresent(),
              shapes > 0);
      conclude(result, inventory, asked, console);
      files.troubles().forEach(console.err()::println);
      return files.troubles().isEmpty() && Conclusion.isOfUse(result.counts()) ? DONE : FAILED;
    }
  }

  private static List<Path> existing(Arguments arguments) {
    var paths = arguments.operands().stream().map(Path::of).toList();
    for (var path : paths) {
      if (path.toString().equals("-") && !Files.exists(path)) {
        throw Arguments.wrong("PATH", "/dev/stdin for standard input", "-");
      }
      if (!Files.isReadable(path)) {
        throw Arguments.wrong("PATH", "a file or directory that can be read", path.toString());
      }
    }
    return paths;
  }

  private static Inventory inventory(Arguments arguments, Console console) throws IOException {
    var directory = arguments.path("--inventory");
    if (directory.isEmpty()) {
      console.err().println("inventory: none given; topology is learned from the logs");
      return Inventory.NONE;
    }
    if (!Files.isDirectory(directory.get())) {
      throw Arguments.wrong("--inventory", "a directory", directory.get().toString());
    }
    var read = InventoryDirectory.read(directory.get());
    tell(read.findings(), console);
    return read.inventory();
  }

  private static void tell(List<InventoryFinding> findings, Console console) {
    findings.stream()
        .limit(FINDINGS_TOLD)
        .forEach(finding -> console.err().println("inventory: " + finding));
    if (findings.size() > FINDINGS_TOLD) {
      console.err().printf("inventory: and %,d more%n", findings.size() - FINDINGS_TOLD);
    }
    if (!findings.isEmpty()) {
      console.err().println("inventory: docs/inventory.md says what to do about each");
    }
  }

  private static void conclude(
      ReplayJob.Result result, Inventory inventory, Conclusion.Asked asked, Console console) {
    // Often an export of another subscription, or of before they were there.
    Strangers.of(inventory, result.incidents(), result.uninvited())
        .forEach(line -> console.err().println("inventory: " + line));
    var unwatched = Unwatched.of(inventory, result.counts().heard());
    unwatched.told().ifPresent(line -> console.err().println("inventory: " + line));
    Conclusion.of(result, asked, unwatched).forEach(console.err()::println);
  }

  private static String form(Arguments arguments, String format, ReplayJob.Result result) {
    var incidents = result.incidents();
    var text = new StringBuilder();
    if (arguments.flag("--canonical")) {
      incidents.stream()
          .filter(incident -> incident.lineage().mergedInto().isEmpty())
          .sorted(Comparator.comparing(Incident::id))
          .forEach(incident -> text.append(IncidentJson.canonical(incident)).append('\n'));
      return text.toString();
    }
    var byStart = Comparator.comparing((Incident incident) -> incident.span().startedAt());
    incidents.stream()
        .sorted(byStart.thenComparing(Incident::id))
        .map(
            incident ->
                switch (format) {
                  case "text" -> IncidentText.of(incident, result.counts().heard());
                  case "markdown" -> IncidentMarkdown.of(incident, result.counts().heard());
                  default -> IncidentJson.write(incident);
                })
        .forEach(incident -> text.append(incident).append('\n'));
    return text.toString();
  }
}

package dev.tunnelwatch.app.check;

import dev.tunnelwatch.app.inventory.InventoryDirectory;
import dev.tunnelwatch.model.Counted;
import dev.tunnelwatch.model.InventoryFinding;
import java.nio.file.Path;
import java.util.Locale;

/** What is found in the exported inventory. */
final class InventoryCheck implements Check {
  private final Path directory;

  InventoryCheck(Path directory) {
    this.directory = directory;
  }

  @Override
  public String subject() {
    return "inventory " + directory;
  }

  @Override
  public void run(Steps steps) throws InterruptedException {
    var read = steps.look("files", () -> InventoryDirectory.read(directory), InventoryCheck::sum);
    read.ifPresent(found -> found.findings().forEach(finding -> tell(steps, finding)));
  }

  private static Verdict sum(InventoryDirectory read) {
    int gateways = read.inventory().gateways().size();
    return Verdict.ok(
        Counted.of(gateways, "gateway") + ", " + Counted.of(read.findings().size(), "finding"));
  }

  /** What is damaged is not published over what stands; the rest is of interest only. */
  private static void tell(Steps steps, InventoryFinding finding) {
    var step = finding.kind().name().toLowerCase(Locale.ROOT);
    var words = finding.subject() + ": " + finding.words();
    steps.tell(
        step,
        finding.kind().damages()
            ? Verdict.wrong(words, "export it again (docs/inventory.md)")
            : Verdict.note(words, ""));
  }
}

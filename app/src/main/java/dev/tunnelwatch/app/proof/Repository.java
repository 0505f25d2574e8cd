package dev.tunnelwatch.app.proof;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The history this program was built from, asked by git. */
public final class Repository {

  private final Path directory;

  /** {@code directory} lies anywhere in the working tree. */
  public Repository(Path directory) {
    this.directory = directory;
  }

  /**
   * The commit a measurement is made at: {@code unknown} where there is no history, and with {@code
   * +changes} where a file that is no result differs from it, so that it proves nothing.
   */
  public String head() throws IOException, InterruptedException {
    var commit = git("rev-parse", "HEAD");
    if (commit.isEmpty()) {
      return "unknown";
    }
    var changes = git("status", "--porcelain", "--untracked-files=no", "--", ":/", ":!/docs");
    return commit.get() + (changes.filter(String::isEmpty).isPresent() ? "" : "+changes");
  }

  /** Whether the whole history is at hand. */
  public boolean isKnown() throws IOException, InterruptedException {
    return git("rev-parse", "--is-shallow-repository").filter("false"::equals).isPresent();
  }

  /** Whether a commit is the present one or one before it. */
  public boolean isAncestor(String commit) throws IOException, InterruptedException {
    return git("merge-base", "--is-ancestor", commit, "HEAD").isPresent();
  }

  /** What it says; empty when it fails or there is no git. */
  private Optional<String> git(String... words) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(words));
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      return Optional.empty();
    }
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? Optional.of(said.strip()) : Optional.empty();
  }
}

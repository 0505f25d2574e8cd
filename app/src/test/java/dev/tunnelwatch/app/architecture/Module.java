package dev.tunnelwatch.app.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * One module and what it may use: the table of the modules as data.
 *
 * @param modules other modules of ours
 * @param libraries packages of others, with all below them
 */
record Module(String name, List<String> modules, List<String> libraries) {
  private static final String KAFKA = "org.apache.kafka";
  private static final String JACKSON = "com.fasterxml.jackson";
  private static final String METRICS = "io.micrometer";
  private static final String LOG = "org.slf4j";

  /** Pure: no clock, chance, network, file, log, Kafka or metric. */
  static final List<Module> CORE =
      List.of(
          new Module("model", List.of(), List.of()),
          new Module("records", List.of("model"), List.of(JACKSON)),
          new Module("correlation", List.of("model"), List.of()));

  /** They meet in topics, and in {@code app}. */
  static final List<Module> SHELLS =
      List.of(
          // What two shells need of Kafka beside its clients: they write transactions, both.
          new Module("transactions", List.of(), List.of(KAFKA, LOG)),
          new Module(
              "ingest",
              List.of("model", "records", "transactions"),
              List.of("com.azure", "reactor", "org.reactivestreams", KAFKA, METRICS, LOG)),
          new Module(
              "streams",
              List.of("model", "records", "correlation", "transactions"),
              List.of(KAFKA, "org.rocksdb", METRICS, LOG)),
          new Module("alerts", List.of("model", "records"), List.of(JACKSON, KAFKA, METRICS, LOG)),
          new Module(
              "timeline",
              List.of("model", "records"),
              List.of(JACKSON, KAFKA, "org.eclipse.jetty", METRICS, LOG)),
          // Never records: what writes the logs must not share its texts with what reads them.
          new Module(
              "simulator",
              List.of("model"),
              List.of("com.fasterxml.jackson.core", "io.vertx", "org.apache.qpid.proton", LOG)));

  /** Where all comes together: everything is allowed. */
  static final List<Module> TOP =
      List.of(
          new Module("app", List.of(), List.of()), new Module("benchmarks", List.of(), List.of()));

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  static Stream<Module> restricted() {
    return Stream.concat(CORE.stream(), SHELLS.stream());
  }

  static Stream<Module> all() {
    return Stream.concat(restricted(), TOP.stream());
  }

  Path classes() {
    return ROOT.resolve(name).resolve("target/classes");
  }

  /** The package pattern of the module, as ArchUnit writes it. */
  String packages() {
    return "dev.tunnelwatch." + name + "..";
  }

  String[] allowed() {
    var ours = Stream.concat(Stream.of(name), modules.stream()).map(m -> "dev.tunnelwatch." + m);
    var others = Stream.of("java", "javax", "org.jspecify");
    return Stream.of(ours, others, libraries.stream())
        .flatMap(packages -> packages)
        .map(prefix -> prefix + "..")
        .toArray(String[]::new);
  }

  /** Every Java file of the module's main code. */
  List<Path> sources() {
    try (var files = Files.walk(ROOT.resolve(name).resolve("src/main/java"))) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.tunnelwatch.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tunnelwatch.ingest.CanaryWay;
import dev.tunnelwatch.ingest.Credential;
import dev.tunnelwatch.ingest.Credential.Identity;
import dev.tunnelwatch.ingest.StartAt;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {
  private static final String CONNECTION =
      "Endpoint=sb://example.servicebus.windows.net/;SharedAccessKeyName=read;SharedAccessKey=canary";

  @TempDir Path directory;

  @Test
  void leastConfigurationIsOneHub() throws IOException {
    var config =
        read("sources:\n  - hub: insights-logs\n    connection-string: " + CONNECTION, Map.of());

    assertThat(config.roles())
        .containsExactlyInAnyOrder(Role.INGEST, Role.STREAMS, Role.ALERTS, Role.TIMELINE);
    assertThat(config.kafka().bootstrapServers()).isEmpty();
    assertThat(config.web().host()).isEqualTo("127.0.0.1");
    assertThat(config.sources())
        .singleElement()
        .satisfies(
            source -> {
              assertThat(source.name()).isEqualTo("insights-logs");
              assertThat(source.consumerGroup()).isEqualTo("$Default");
              assertThat(source.startAt()).isEqualTo(new StartAt.Earliest());
            });
  }

  @Test
  void environmentOverridesEveryKeyAndListsToo() throws IOException {
    var config =
        read(
            """
            roles: [streams, alerts]
            kafka:
              bootstrap-servers: kafka:9092
              properties: {security.protocol: PLAINTEXT}
            alerts:
              alertmanagers: [http://a:9093, http://b:9093]
            web: {port: 1234}
            """,
            Map.of(
                "TUNNELWATCH_ROLES", "ingest,alerts",
                "TUNNELWATCH_ALERTS_ALERTMANAGERS", "http://c:9093",
                "TUNNELWATCH_KAFKA_PROPERTIES_SECURITY_PROTOCOL", "SSL",
                "TUNNELWATCH_SOURCES_0_HUB", "insights-logs",
                "TUNNELWATCH_SOURCES_0_CONNECTION_STRING", CONNECTION,
                "TUNNELWATCH_SOURCES_0_START_AT", "2026-03-01T06:00:00Z",
                "TUNNELWATCH_WEB_PORT", "4321",
                "PATH", "/usr/bin"));

    assertThat(config.roles()).containsExactlyInAnyOrder(Role.INGEST, Role.ALERTS);
    assertThat(config.alerting().alertmanagers()).containsExactly(URI.create("http://c:9093"));
    assertThat(config.kafka().properties()).containsEntry("security.protocol", "SSL");
    assertThat(config.kafka().bootstrapServers()).contains("kafka:9092");
    assertThat(config.web().port()).isEqualTo(4321);
    assertThat(config.sources().getFirst().startAt())
        .isEqualTo(new StartAt.From(Instant.parse("2026-03-01T06:00:00Z")));
  }

  @Test
  void everyProblemIsToldWithKeyExpectationAndFinding() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    roles: [ingest, nobody]
                    sources:
                      - hub: insights-logs
                        connection-string: secret-canary
                        start-at: yesterday
                    web: {port: eighty, hots: 127.0.0.1}
                    alerts:
                      alertmanagers: [localhost]
                    """,
                    Map.of("TUNNELWATCH_WEB_PROT", "1")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "roles: expected some of ingest, streams, alerts, timeline, inventory, got \"nobody\"")
        .hasMessageContaining("sources.0.start-at: expected earliest, latest or an instant")
        .hasMessageContaining("got \"yesterday\"")
        .hasMessageContaining("sources.0.connection-string: expected Endpoint=sb://")
        .hasMessageContaining("web.port: expected a port from 0 to 65535, got \"eighty\"")
        .hasMessageContaining("web.hots: expected a key of docs/configuration.md")
        .hasMessageContaining("TUNNELWATCH_WEB_PROT: expected a key")
        .hasMessageContaining("alerts.alertmanagers: expected an address such as")
        .hasMessageNotContaining("secret-canary");
  }

  @Test
  void aProcessHasTheNameItIsGivenAndNoneByDefault() throws IOException {
    assertThat(read("roles: [streams]", Map.of()).identity().instanceId()).isEmpty();
    assertThat(read("roles: [streams]\ninstance-id: tw_1.west", Map.of()).identity().instanceId())
        .contains("tw_1.west");
    assertThat(
            read("roles: [streams]", Map.of("TUNNELWATCH_INSTANCE_ID", "tunnelwatch-0\n"))
                .identity()
                .instanceId())
        .contains("tunnelwatch-0");
  }

  /** It would be another one's after the next loss of its disk, and nobody would know why. */
  @ParameterizedTest
  @ValueSource(strings = {"", " ", "..", "two words", "a/b", "-a"})
  void aNameThatIsNoneIsAMistake(String name) {
    var expected =
        "instance-id: expected letters, digits, dots, _ and - such as tunnelwatch-0, got ";
    var got = name.isBlank() ? "nothing" : '"' + name + '"';

    assertThatThrownBy(() -> read("roles: [streams]", Map.of("TUNNELWATCH_INSTANCE_ID", name)))
        .hasMessageContaining(expected + got);
    assertThatThrownBy(() -> read("roles: [streams]\ninstance-id: '" + name + "'", Map.of()))
        .hasMessageContaining(expected + got);
  }

  @Test
  void tokenOfOperatorsIsTriedAndNeverShown() throws IOException {
    var token = Files.writeString(directory.resolve("token"), "0123456789-canary\n");
    var weak = Files.writeString(directory.resolve("weak"), "canary");
    var yaml = "roles: [timeline]\nweb: {operator-token-file: '%s'}\n";

    assertThat(read(yaml.formatted(token), Map.of()).web().operatorToken()).isPresent();
    assertThatThrownBy(() -> read(yaml.formatted(weak), Map.of()))
        .hasMessageContaining(
            "web.operator-token-file: expected a file with 16 to 1000 visible ASCII characters,"
                + " got one that is shorter or longer")
        .hasMessageNotContaining("canary");
    assertThatThrownBy(() -> read(yaml.formatted(directory.resolve("none")), Map.of()))
        .hasMessageContaining("got none that can be read");
  }

  @Test
  void everyMistakeIsToldOnceWithWhatMayHaveBeenMeant() {
    assertThat(problems("sources:\n  - {hub: h, credential: sass, connection-string: canary}"))
        .singleElement()
        .asString()
        .endsWith("client-certificate, cli, got \"sass\"; do you mean sas?");
    assertThat(problems("sources:\n  - {hubb: h, connection-string: '" + CONNECTION + "'}"))
        .singleElement()
        .asString()
        .endsWith("got one that is not there; do you mean sources.0.hub?");
    assertThat(problems("soruces:\n  - {hub: h, connection-string: canary}"))
        .singleElement()
        .asString()
        .startsWith("soruces: ")
        .endsWith("do you mean sources?");
    assertThat(problems("roles: [ingst]"))
        .singleElement()
        .asString()
        .endsWith("got \"ingst\"; do you mean ingest?");
    assertThat(problems("roles: [streams]\nweather: fine"))
        .singleElement()
        .asString()
        .endsWith("got one that is not there");
  }

  @Test
  void noRoleAtAllIsAProblem() {
    assertThat(problems("roles: []"))
        .containsExactly(
            "roles: expected some of ingest, streams, alerts, timeline, inventory, got none");
  }

  @Test
  void keyThatIsThereTwiceIsAProblem() {
    assertThat(problems("web:\n  port: 1\n  port: 2"))
        .containsExactly("the file: expected YAML, got a key that is there twice in line 3");
  }

  @Test
  void directoryIsNoFile() {
    assertThatThrownBy(() -> ConfigReader.read(directory, Map.of()))
        .hasMessageContaining("the file: expected a file, got a directory");
  }

  private List<String> problems(String yaml) {
    var refusal = catchThrowable(() -> read(yaml, Map.of()));
    assertThat(refusal).isInstanceOf(ConfigException.class);
    return String.valueOf(refusal.getMessage())
        .lines()
        .skip(1)
        .map(line -> line.replaceFirst("^  - ", ""))
        .toList();
  }

  @Test
  void connectionStringOfWhichAPartIsMissingIsToldWithoutItsValue() {
    assertThatThrownBy(
            () -> read(source("Endpoint=sb://example.servicebus.windows.net/"), Map.of()))
        .hasMessageContaining("sources.0.connection-string: expected Endpoint=sb://")
        .hasMessageContaining("got one without SharedAccessKeyName=… and SharedAccessKey=…");
    assertThatThrownBy(() -> read(source(CONNECTION.replace("sb://", "")), Map.of()))
        .hasMessageContaining("got one without Endpoint=sb://…")
        .hasMessageNotContaining("canary");
    assertThatThrownBy(() -> read(source(CONNECTION + ";Password=x"), Map.of()))
        .hasMessageContaining("got something else (not shown)")
        .hasMessageNotContaining("canary");
  }

  @Test
  void connectionStringOfAnotherHubIsAProblem() throws IOException {
    assertThat(read(source(CONNECTION + ";EntityPath=insights-logs"), Map.of()).sources())
        .hasSize(1);
    assertThatThrownBy(() -> read(source(CONNECTION + ";EntityPath=canary"), Map.of()))
        .hasMessageContaining(
            "sources.0.connection-string: expected EntityPath=insights-logs or none,"
                + " as sources.0.hub says, got another (not shown)")
        .hasMessageNotContaining("canary");
  }

  @Test
  void everyWayToBeKnownIsReadByItsName() throws IOException {
    var certificate = Files.writeString(directory.resolve("application.pem"), "a certificate");
    var password = Files.writeString(directory.resolve("password"), "canary\n");
    var namespace = "example.servicebus.windows.net";

    assertThat(credential("credential: managed-identity, namespace: " + namespace))
        .isEqualTo(entra(new Identity.Managed(Optional.empty())));
    assertThat(credential("credential: managed-identity, client-id: c, namespace: " + namespace))
        .isEqualTo(entra(new Identity.Managed(Optional.of("c"))));
    assertThat(credential("credential: workload-identity, tenant-id: t, namespace: " + namespace))
        .isEqualTo(
            entra(new Identity.Workload(Optional.of("t"), Optional.empty(), Optional.empty())));
    assertThat(credential("credential: cli, namespace: " + namespace))
        .isEqualTo(entra(new Identity.Cli()));
    assertThat(
            credential(
                "credential: client-certificate, tenant-id: t, client-id: c, certificate-file: "
                    + certificate
                    + ", certificate-password-file: "
                    + password
                    + ", namespace: "
                    + namespace))
        .isInstanceOfSatisfying(
            Credential.Entra.class,
            entra -> {
              var identity = (Identity.Certificate) entra.identity();
              assertThat(identity.password().orElseThrow().reveal()).isEqualTo("canary");
              assertThat(identity.toString()).doesNotContain("canary").contains("application.pem");
            });
    assertThat(credential("connection-string: '" + CONNECTION + "'"))
        .isInstanceOf(Credential.SharedAccess.class);
  }

  @Test
  void keyOfAnotherWayIsAProblemAndSoIsAMissingOne() {
    assertThatThrownBy(() -> credential("credential: managed-identity, connection-string: canary"))
        .hasMessageContaining(
            "sources.0.connection-string: expected nothing with the credential managed-identity,"
                + " got a value")
        .hasMessageContaining("sources.0.namespace: expected the namespace's host such as")
        .hasMessageNotContaining("canary");
    assertThatThrownBy(() -> credential("credential: client-certificate, namespace: a.b"))
        .hasMessageContaining("sources.0.tenant-id: expected the tenant of the application")
        .hasMessageContaining("sources.0.client-id: expected")
        .hasMessageContaining("sources.0.certificate-file: expected");
    assertThatThrownBy(() -> credential("credential: default"))
        .hasMessageContaining(
            "sources.0.credential: expected one of sas, managed-identity, workload-identity,"
                + " client-certificate, cli, got \"default\"");
    assertThatThrownBy(() -> credential("credential: cli, namespace: 'https://a.b/'"))
        .hasMessageContaining("sources.0.namespace: expected");
  }

  @Test
  void withoutTlsNobodyIsReadButAnEmulatorOnThisMachine() throws IOException {
    var emulator = ";SharedAccessKeyName=a;SharedAccessKey=canary;UseDevelopmentEmulator=true";

    for (var host : List.of("localhost", "127.0.0.1", "[::1]")) {
      assertThat(read(source("Endpoint=sb://" + host + emulator), Map.of()).sources()).hasSize(1);
    }
    for (var host : List.of("eventhubs", "example.servicebus.windows.net", "localhost.example")) {
      assertThatThrownBy(() -> read(source("Endpoint=sb://" + host + emulator), Map.of()))
          .hasMessageContaining("expected an emulator on loopback")
          .hasMessageNotContaining("canary");
    }
  }

  private Credential credential(String keys) throws IOException {
    return read("sources:\n  - {hub: h, " + keys + "}\n", Map.of())
        .sources()
        .getFirst()
        .credential();
  }

  private static Credential entra(Identity identity) {
    return new Credential.Entra("example.servicebus.windows.net", identity);
  }

  @Test
  void connectionStringInAFileIsToldUnderTheKeyOfTheFile() throws IOException {
    var file = Files.writeString(directory.resolve("secret"), "canary\n");

    assertThatThrownBy(
            () -> read("sources:\n  - {hub: h, connection-string-file: " + file + "}\n", Map.of()))
        .hasMessageContaining("sources.0.connection-string-file: expected Endpoint=sb://")
        .hasMessageNotContaining("canary");
  }

  @Test
  void addressWithAPasswordIsRefusedAndNotShown() {
    assertThatThrownBy(
            () ->
                read(
                    source(CONNECTION)
                        + """

                        alerts:
                          alertmanagers: ['http://user:canary@am:9093', 'http://u:canary @am']
                          timeline-address: 'https://user:canary@under_score'
                        """,
                    Map.of()))
        .hasMessageContaining(
            "alerts.alertmanagers: expected an address such as http://127.0.0.1:9093,"
                + " without user and password, got one with @ (not shown)")
        .hasMessageContaining("alerts.timeline-address: expected an address")
        .hasMessageNotContaining("canary");
  }

  @Test
  void unknownKeyIsToldEvenWhenItIsEmpty() {
    assertThatThrownBy(() -> read("soruces: []\nweeb: {}\nrole:\n", Map.of()))
        .hasMessageContaining("soruces: expected a key of docs/configuration.md")
        .hasMessageContaining("weeb: expected a key of docs/configuration.md")
        .hasMessageContaining("role: expected a key of docs/configuration.md");
  }

  @Test
  void knownKeyMayBeEmpty() throws IOException {
    var config =
        read(
            """
            roles: [streams]
            sources: []
            kafka: {properties: {}, topic-prefix: }
            inventory:
            alerts: {alertmanagers: []}
            web: {}
            """,
            Map.of());

    assertThat(config.sources()).isEmpty();
    assertThat(config.roles()).containsExactly(Role.STREAMS);
  }

  @Test
  void ingestWithoutAHubIsAProblem() {
    assertThatThrownBy(() -> read("roles: [ingest]", Map.of()))
        .hasMessageContaining("sources: expected at least one event hub, as role ingest is on");
  }

  @Test
  void canarySetsOutFromIngestUnlessItIsToldAnotherWay() throws IOException {
    var source = source(CONNECTION);

    assertThat(read(source, Map.of()).canary()).isEqualTo(new CanaryWay.Ingest());
    assertThat(read(source + "\ncanary: {through: none}", Map.of()).canary())
        .isEqualTo(new CanaryWay.Off());
    assertThat(read(source, Map.of("TUNNELWATCH_CANARY_THROUGH", "insights-logs")).canary())
        .isEqualTo(new CanaryWay.Hub("insights-logs"));
    assertThat(problems(source + "\ncanary: {through: other}"))
        .containsExactly(
            "canary.through: expected ingest, none or the name of a source, got \"other\"");
    assertThat(problems(source + "\n    name: canary"))
        .containsExactly("sources: expected another name, got \"canary\", which is ours");
  }

  @Test
  void brokenYamlTellsItsLineAndNoContent() {
    assertThatThrownBy(() -> read("web:\n  port: [secret-canary\n", Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("expected YAML, got a list with [ that is not closed by ] (an")
        .hasMessageNotContaining("secret-canary");
  }

  /** Nothing else would tell from where a relative one counts. */
  @Test
  void fileThatCannotBeReadIsToldByItsWholePath() {
    var here = Path.of("").toAbsolutePath();
    assertThat(
            problems(
                """
                roles: [ingest]
                sources:
                  - {hub: a, connection-string-file: no-such/a}
                  - {hub: b, credential: client-certificate, tenant-id: t, client-id: c,
                     namespace: a.b, certificate-file: no-such/b}
                inventory: {directory: no-such/c}
                alerts: {webhook: {key-file: no-such/d}}
                web: {operator-token-file: no-such/e}
                privacy: {pseudonym-key-file: no-such/f}
                """))
        .hasSize(6)
        .allSatisfy(problem -> assertThat(problem).contains("\"" + here + "/no-such/"));
    assertThatThrownBy(() -> ConfigReader.read(Path.of("no-such.yml"), Map.of()))
        .hasMessageStartingWith(here + "/no-such.yml cannot be used:");
  }

  @Test
  void missingFileIsOneMessage() {
    assertThatThrownBy(() -> ConfigReader.read(directory.resolve("none.yml"), Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("none.yml")
        .hasMessageContaining("expected a readable file");
  }

  @Test
  void documentListsEveryKeyAndTheExampleUsesOnlyThose() throws IOException {
    var root = Path.of("..").toAbsolutePath().normalize();
    var document = Files.readString(root.resolve("docs/configuration.md"));

    assertThat(Keys.SINGLE).allSatisfy(key -> assertThat(document).contains("| `" + key + "` |"));
    assertThat(Keys.OF_SOURCE)
        .allSatisfy(key -> assertThat(document).contains("| `sources.N." + key + "` |"));
    assertThatThrownBy(() -> ConfigReader.read(root.resolve("config/example.yml"), Map.of()))
        .hasMessageContaining("/run/secrets/insights-logs")
        .hasMessageNotContaining("docs/configuration.md");
  }

  private static String source(String connection) {
    return "sources:\n  - hub: insights-logs\n    connection-string: " + connection;
  }

  private AppConfig read(String yaml, Map<String, String> environment) throws IOException {
    var file = Files.writeString(directory.resolve("config.yml"), yaml);
    return ConfigReader.read(file, environment);
  }
}

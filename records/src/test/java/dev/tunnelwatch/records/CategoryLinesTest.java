package dev.tunnelwatch.records;

import static dev.tunnelwatch.records.Fixture.event;
import static dev.tunnelwatch.records.Fixture.presence;
import static dev.tunnelwatch.records.Fixture.record;
import static dev.tunnelwatch.records.Fixture.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.GatewayEvent.BgpConnected;
import dev.tunnelwatch.model.GatewayEvent.BgpDisconnected;
import dev.tunnelwatch.model.GatewayEvent.ConfigurationScope;
import dev.tunnelwatch.model.GatewayEvent.ConfigurationSet;
import dev.tunnelwatch.model.GatewayEvent.Maintenance;
import dev.tunnelwatch.model.GatewayEvent.MaintenanceNoted;
import dev.tunnelwatch.model.GatewayEvent.RouteChange;
import dev.tunnelwatch.model.GatewayEvent.RouteOrigin;
import dev.tunnelwatch.model.GatewayEvent.RoutesChanged;
import dev.tunnelwatch.model.GatewayEvent.TunnelConnected;
import dev.tunnelwatch.model.GatewayEvent.TunnelDisconnected;
import dev.tunnelwatch.model.GatewayEvent.Unrecognised;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Prefix;
import dev.tunnelwatch.model.Reason;
import dev.tunnelwatch.model.TunnelId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CategoryLinesTest {

  private static final IpAddress PEER = new IpAddress("10.52.0.1");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DPD timed out | PEER_SILENT",
        "dpd  Timed-Out. | PEER_SILENT",
        "Locally Triggered | LOCALLY_TRIGGERED",
        "RemotelyTriggered | REMOTELY_TRIGGERED",
        "RemoteCrashTriggered | PEER_RESTARTED",
        "GlobalStandby change | STANDBY_CHANGED",
        "Standby changed | STANDBY_CHANGED",
        "Pre-shared Key Changed | SETTING_CHANGED",
        "SALifeKilloBytes changed | SETTING_CHANGED",
        "TunnelRemoved | TUNNEL_REMOVED",
        "Main mode SA assumed to be invalid because peer stopped responding | PEER_SILENT",
        "IKE authentication credentials are unacceptable | AUTHENTICATION",
        "Policy match error | POLICY_MISMATCH",
        "Error processing Notify payload | OTHER_IKE_ERROR",
        "Error 13801 | AUTHENTICATION",
        "Unknown | NOT_STATED",
        "'' | NOT_STATED",
        "the cat sat on it | UNRECOGNISED",
      })
  void aTunnelTellsWhyItChangedState(String written, Reason reason) {
    var tunnel = new TunnelId(Values.GW_WEU, Instance.IN_1, new IpAddress("203.0.113.7"));
    var lost = event(Fixture.tunnel("TunnelDisconnected", written));
    var back = event(Fixture.tunnel("TunnelConnected", written));

    assertThat(lost).isEqualTo(new TunnelDisconnected(tunnel, reason, lost.evidence()));
    assertThat(back).isEqualTo(new TunnelConnected(tunnel, reason, back.evidence()));
  }

  @Test
  void aTunnelRecordThatContradictsItselfIsUnrecognised() {
    var record = Fixture.tunnel("TunnelConnected", "").replace("\"Connected\"", "\"Disconnected\"");

    assertThat(event(record)).isInstanceOf(Unrecognised.class);
  }

  @Test
  void aTunnelsPeerMayBeWrittenWithItsPort() {
    var record = Fixture.tunnel("TunnelDisconnected", "DPD timed out");

    for (var written : new String[] {"203.0.113.7:500", "[203.0.113.7]", " 203.0.113.7 "}) {
      assertThat(event(record.replace("203.0.113.7", written)))
          .isInstanceOfSatisfying(
              TunnelDisconnected.class,
              it -> assertThat(it.tunnel().remoteIp()).isEqualTo(new IpAddress("203.0.113.7")));
    }
  }

  @Test
  void aTunnelRecordThatNamesNoInstanceIsUnrecognisedUnlessItsMessageDoes() {
    var record = Fixture.tunnel("TunnelDisconnected", "DPD timed out");
    var nameless = record.replace("\"instance\":\"GatewayTenantWorker_IN_1\",", "");
    var inWords = nameless.replace("{\"remoteIP", "{\"message\":\"on IN_1\",\"remoteIP");

    assertThat(event(nameless)).isInstanceOf(Unrecognised.class);
    assertThat(Classification.of(Fixture.read(nameless)))
        .isEqualTo(new Classification(Standing.UNRECOGNISED, "fields"));
    assertThat(event(inWords))
        .isInstanceOfSatisfying(
            TunnelDisconnected.class,
            it -> assertThat(it.tunnel().instance()).isEqualTo(Instance.IN_1));
  }

  @ParameterizedTest
  @CsvSource({
    "GATEWAY, SetGatewayConfiguration, configuration.GatewayType",
    "ROUTE, BgpDisconnectedEvent, gatewayType"
  })
  void whatAGatewayOfExpressRouteSaysIsForeign(Category category, String operation, String name) {
    var inside = name.substring(name.indexOf('.') + 1);
    var type = "{\"%s\":\"ExpressRoute\"}".formatted(inside);
    var properties = inside.equals(name) ? type : "{\"configuration\":" + type + "}";

    assertThat(Fixture.read(record(category, operation, properties)))
        .isEqualTo(new Reading.Foreign("resource"));
  }

  @ParameterizedTest
  @CsvSource({
    "GATEWAY, GatewayDreamEvent",
    "TUNNEL, TunnelDreamed",
    "ROUTE, BgpDreamEvent",
    "IKE, IKEDreamEvent",
    "P2S, P2SDreamEvent"
  })
  void anUnknownOperationOfAKnownCategoryIsKeptForTheTimeline(Category category, String operation) {
    var line = said(category, operation, "the moon is full");

    assertThat(event(line)).isInstanceOf(Unrecognised.class);
    assertThat(event(line).evidence().operationName()).isEqualTo(operation);
    assertThat(Classification.of(Fixture.read(line)).reason()).isEqualTo("operation");
  }

  @Test
  void whoChangedAKeyAndWhichKeyIsNotInEvidence() {
    var line =
        said(
            Category.GATEWAY,
            "SetConnectionConfiguration",
            "Connection 'to-paris' set by zaphod@example.com, userName=zaphod, sharedKey=Tr0ub4dor");
    var field =
        record(Category.GATEWAY, "SetConnectionConfiguration", "{\"sharedKey\":\"Tr0ub4dor\"}");

    assertThat(event(line).evidence().text())
        .contains("to-paris", Pseudonyms.REDACTED, "secret-redacted")
        .doesNotContain("zaphod", "Tr0ub4dor");
    assertThat(event(field).evidence().digest())
        .isEqualTo(event(field.replace("Tr0ub4dor", "another")).evidence().digest());
    assertThat(
            event(said(Category.ROUTE, "BgpRouteUpdate", "by zaphod@example.com"))
                .evidence()
                .text())
        .doesNotContain("zaphod");
  }

  @Test
  void maintenanceNamesItsInstanceInAFieldOrInItsWords() {
    var inField = event(said(Category.GATEWAY, "HostMaintenanceEvent", "Upgrade has begun"));
    var inWords =
        event(
            record(
                Category.GATEWAY,
                "GatewayTenantPrimaryChanged",
                "{\"message\":\"Primary is now GatewayTenantWorker_IN_1.\"}"));
    var nowhere = event(record(Category.GATEWAY, "HostMaintenanceEvent", "{}"));

    assertThat(inField)
        .isEqualTo(
            new MaintenanceNoted(
                Values.GW_WEU, Optional.of(Instance.IN_0), Maintenance.HOST, inField.evidence()));
    assertThat(inWords)
        .isEqualTo(
            new MaintenanceNoted(
                Values.GW_WEU,
                Optional.of(Instance.IN_0),
                Maintenance.PRIMARY_CHANGED,
                inWords.evidence()));
    assertThat(((MaintenanceNoted) nowhere).instance()).isEmpty();
  }

  /** Where the role went is not where it was taken away. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Gateway primary changed to GatewayTenantWorker_IN_1 | IN_0",
        "Primary changed to IN_0. | IN_1",
        "Gateway primary changed on GatewayTenantWorker_IN_1 | IN_1",
        "Upgrade gateway started on IN_1 | IN_1",
      })
  void instanceThatTookOverIsNotTheOneThatWasStruck(String message, Instance struck) {
    var noted =
        event(
            record(
                Category.GATEWAY,
                "GatewayTenantPrimaryChanged",
                "{\"message\":\"" + message + "\"}"));

    assertThat(((MaintenanceNoted) noted).instance()).contains(struck);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SetConnectionConfiguration | {\"operationStatus\":\"Success\",\"configuration\":{\"Name\":\"to-paris\"}} | to-paris | true",
        "SetConnectionConfiguration | {\"operationStatus\":\"Failure\",\"Configuration\":{\"name\":\"to-paris\"}} | to-paris | false",
        "SetConnectionConfiguration | {\"operationStatus\":\"succeeded\",\"message\":\"Connection 'to-paris' was set\"} | to-paris | true",
        "SetConnectionConfiguration | {\"message\":\"/x/providers/Microsoft.Network/connections/to-paris\"} | to-paris | true",
        "SetConnectionConfiguration | {\"message\":\"The connection was updated\"} | - | true",
        "SetGatewayConfiguration    | {\"operationStatus\":\"Success\",\"configuration\":{\"Name\":\"gw-weu\"}} | - | true",
      })
  void aChangeTellsWhetherItTookAndWhichConnectionAsFarAsItNamesOne(
      String operation, String properties, String connection, boolean succeeded) {
    assertThat(event(record(Category.GATEWAY, operation, properties)))
        .isInstanceOfSatisfying(
            ConfigurationSet.class,
            it -> {
              assertThat(it.connection().orElse("-")).isEqualTo(connection);
              assertThat(it.succeeded()).isEqualTo(succeeded);
              assertThat(it.scope())
                  .isEqualTo(
                      operation.contains("Gateway")
                          ? ConfigurationScope.GATEWAY
                          : ConfigurationScope.CONNECTION);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"configuration\":{\"RemoteSite\":\"lng-paris\"}} | - | lng-paris",
        "{\"configuration\":{\"RemoteStie\":\"lng-paris\"}} | - | lng-paris",
        "{\"configuration\":{\"RemoteSite\":\"/x/localNetworkGateways/lng-paris\"}} | - | lng-paris",
        "{\"configuration\":{\"Name\":\"to-paris\",\"RemoteSite\":\"lng-paris\"}} | to-paris | -",
        "{\"configuration\":{\"Name\":\" \",\"RemoteSite\":\"lng-paris\"}} | - | lng-paris",
        "{\"configuration\":{\"RemoteSite\":\"\"}} | - | -",
      })
  void aChangeWithoutAConnectionTellsItsLocalNetworkGateway(
      String properties, String connection, String remoteSite) {
    assertThat(event(record(Category.GATEWAY, "SetConnectionConfiguration", properties)))
        .isInstanceOfSatisfying(
            ConfigurationSet.class,
            it -> {
              assertThat(it.connection().orElse("-")).isEqualTo(connection);
              assertThat(it.remoteSite().orElse("-")).isEqualTo(remoteSite);
            });
  }

  @ParameterizedTest
  @CsvSource({"MigrateCustomerSubscription", "GatewayResourceMove", "ValidateGatewayConfiguration"})
  void bookkeepingOfThePlatformIsRoutine(String operation) {
    assertThat(presence(said(Category.GATEWAY, operation, "done")).category())
        .isEqualTo(Category.GATEWAY);
  }

  @Test
  void aBgpSessionNamesItsPeerAsFarAsItsTextDoes() {
    var up = event(said(Category.ROUTE, "BgpConnectedEvent", "session with peer 10.52.0.1: up"));
    var down =
        event(
            said(
                Category.ROUTE,
                "BgpDisconnectedEvent",
                "Local 10.1.0.4 lost neighbor IP: 10.52.0.1. Hold timer expired at 10:02:11"));
    var vague = event(said(Category.ROUTE, "BgpDisconnectedEvent", "10.1.0.4 10.52.0.1"));

    assertThat(up)
        .isEqualTo(
            new BgpConnected(
                Values.GW_WEU, Optional.of(Instance.IN_0), Optional.of(PEER), up.evidence()));
    assertThat(((BgpDisconnected) down).peer()).contains(PEER);
    assertThat(((BgpDisconnected) vague).peer()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Peer 10.52.0.1 announced 10.52.0.0/16, 2001:db8:52::/48 | ANNOUNCED",
        "Routes 10.52.0.0/16 2001:db8:52::/48 learned from 10.52.0.1 | ANNOUNCED",
        "Peer 10.52.0.1 withdrew 10.52.0.0/16 and 2001:db8:52::/48 | WITHDRAWN",
        "Removed [10.52.0.0/16,2001:db8:52::/48] of peer=10.52.0.1 | WITHDRAWN",
        "Update of 10.52.0.0/16 2001:db8:52::/48 by 10.52.0.1 | UNSURE",
        "10.52.0.1: added 10.52.0.0/16, removed 2001:db8:52::/48 | UNSURE",
      })
  void routesTellTheirWayOnlyWhereTheirWordsDo(String message, RouteChange change) {
    assertThat(event(said(Category.ROUTE, "BgpRouteUpdate", message)))
        .isInstanceOfSatisfying(
            RoutesChanged.class,
            it -> {
              assertThat(it.change()).isEqualTo(change);
              assertThat(it.origin()).isEqualTo(RouteOrigin.BGP);
              assertThat(it.peer()).contains(PEER);
              assertThat(it.prefixes())
                  .containsExactly(Prefix.parse("10.52.0.0/16"), Prefix.parse("2001:db8:52::/48"));
            });
  }

  @Test
  void aStaticRouteIsNobodysAnnouncement() {
    assertThat(event(said(Category.ROUTE, "StaticRouteUpdate", "Added 10.60.0.0/16")))
        .isInstanceOfSatisfying(
            RoutesChanged.class, it -> assertThat(it.origin()).isEqualTo(RouteOrigin.STATIC));
  }
}

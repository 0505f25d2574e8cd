package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Cast.LIMA;
import static dev.tunnelwatch.correlation.Cast.NEU;
import static dev.tunnelwatch.correlation.Cast.PARIS;
import static dev.tunnelwatch.correlation.Cast.PARIS_BGP;
import static dev.tunnelwatch.correlation.Cast.WEU;
import static dev.tunnelwatch.model.Instance.IN_0;
import static dev.tunnelwatch.model.Instance.IN_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.GatewayEvent.RouteChange;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Prefix;
import dev.tunnelwatch.model.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the title says of the BGP sessions that a site has left. */
class SessionsTest {
  private static final IpAddress OTHER_BGP = new IpAddress("10.52.0.2");
  private static final Instant BEFORE = Story.TEN.minusSeconds(600);

  private final Story weu = Story.at(Cast.activeActive(WEU));
  private final Story twoDevices =
      Story.at(Cast.topology(NEU, false, Cast.toParis(), toOtherDevice()));

  @Test
  void sessionNobodyEverHeardOfIsNeitherLeftNorLost() {
    weu.bgpDown(IN_0, PARIS_BGP);
    assertThat(title(weu)).startsWith("paris misses a BGP session from gw-weu since 10:00:00:");

    twoDevices.bgpDown(IN_0, PARIS_BGP);
    assertThat(title(twoDevices))
        .startsWith("paris misses a BGP session from gw-neu since 10:00:00:");
  }

  /** Whose site it is nobody knows; whom to look at is known all the same. */
  @Test
  void withoutAnInventoryTheTitleNamesTheBgpPeer() {
    var learned = Story.at(WEU).bgpDown(IN_0, PARIS_BGP);
    assertThat(title(learned))
        .isEqualTo(
            "gw-weu misses a BGP session with 10.52.0.1 since 10:00:00: BGP session lost, tunnel"
                + " up");

    learned.after("5M").bgpUp(IN_0, PARIS_BGP);
    assertThat(title(learned))
        .startsWith("gw-weu missed a BGP session with 10.52.0.1 10:00:00 to 10:05:00:");

    var withdrawn = Story.at(WEU).routes(RouteChange.WITHDRAWN, PARIS_BGP, "10.53.0.0/16");
    assertThat(title(withdrawn))
        .isEqualTo(
            "gw-weu misses routes of 10.52.0.1 since 10:00:00: peer 10.52.0.1 withdrew routes");
  }

  /** It is not the end of the tunnel that took them back. */
  @Test
  void routesAreWithdrawnByTheBgpPeer() {
    weu.routes(RouteChange.WITHDRAWN, PARIS_BGP, "10.53.0.0/16");

    assertThat(title(weu))
        .isEqualTo(
            "paris misses routes from gw-weu since 10:00:00: peer 10.52.0.1 withdrew routes");
  }

  @Test
  void sessionThatIsOverIsToldInThePast() {
    weu.bgpDown(IN_0, PARIS_BGP).after("5M").bgpUp(IN_0, PARIS_BGP);

    assertThat(title(weu))
        .startsWith("paris missed a BGP session from gw-weu 10:00:00 to 10:05:00:");
  }

  @Test
  void sessionThatCameUpBeforeIsLeft() {
    weu.at(BEFORE).bgpUp(IN_1, PARIS_BGP).after("0S").bgpDown(IN_0, PARIS_BGP);

    assertThat(title(weu)).startsWith("paris has fewer BGP sessions from gw-weu since 10:00:00:");
  }

  @Test
  void sessionThatCameUpForTheFirstTimeLaterWasNot() {
    weu.bgpDown(IN_0, PARIS_BGP).after("5M").bgpUp(IN_1, PARIS_BGP);

    assertThat(title(weu)).startsWith("paris misses a BGP session from gw-weu since 10:00:00:");
  }

  @Test
  void routeTellsOfItsPeersOnlySession() {
    twoDevices.at(BEFORE).routes(RouteChange.ANNOUNCED, OTHER_BGP, "10.53.0.0/16");
    twoDevices.after("0S").bgpDown(IN_0, PARIS_BGP);

    assertThat(title(twoDevices))
        .startsWith("paris has fewer BGP sessions from gw-neu since 10:00:00:");
  }

  @Test
  void routeDoesNotTellWhichOfTwoInstancesLearnedIt() {
    weu.at(BEFORE).routes(RouteChange.ANNOUNCED, PARIS_BGP, "10.53.0.0/16");
    weu.after("0S").bgpDown(IN_0, PARIS_BGP);

    assertThat(title(weu)).startsWith("paris misses a BGP session from gw-weu since 10:00:00:");
  }

  @Test
  void tunnelThatIsBackIsToldWithTheSessionThatIsNot() {
    weu.at(BEFORE).bgpUp(IN_1, PARIS_BGP);
    weu.after("0S").down(IN_0, PARIS, Reason.PEER_SILENT).after("10S").bgpDown(IN_0, PARIS_BGP);
    weu.after("5M").up(IN_0, PARIS);

    assertThat(title(weu))
        .startsWith(
            "paris had fewer paths from gw-weu 10:00:00 to 10:05:00, still with fewer BGP"
                + " sessions:");
  }

  private static String title(Story story) {
    return story.incidentAfter("10M").wording().title();
  }

  private static Connection toOtherDevice() {
    return new Connection(
        "to-paris-2",
        "paris",
        new Connection.FarEnd.Device(),
        List.of(LIMA),
        Optional.of(new Connection.Bgp(OTHER_BGP, 65_010)),
        List.of(Prefix.parse("10.52.0.0/16")),
        Connection.Timers.DEFAULT);
  }
}

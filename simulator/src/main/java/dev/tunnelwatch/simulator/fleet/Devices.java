package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.IpAddress;
import java.util.List;
import java.util.Optional;

/** Hands out on-premises devices, each at an address, with networks and an AS number of its own. */
final class Devices {

  private static final List<String> CITIES =
      List.of(
          "paris", "tokyo", "lyon", "osaka", "madrid", "oslo", "porto", "quito", "lima", "cairo",
          "nairobi", "boston", "chicago", "dallas", "seoul", "berlin", "vienna", "zurich", "milan",
          "rome", "athens", "warsaw", "prague", "riga", "turin", "bergen", "malmo", "ghent",
          "bilbao", "sevilla");
  private static final List<String> QUARTERS =
      List.of("", "-north", "-south", "-east", "-west", "-harbour", "-airport", "-park", "-lake");

  /** From the private range; it holds none that Azure reserves. */
  private static final long FIRST_ASN = 64_600;

  private static final int OF_FIRST_RANGE = 254;

  private int sites;
  private int branches;
  private int handedOut;

  /** One without BGP; tagged with its site, or named after it. */
  Far.Device plain(boolean tagged) {
    int n = sites++;
    return device(name(n, tagged ? "-hq" : ""), n, tagged, Optional.empty());
  }

  /** One without BGP or a tag, at a site that has a number for a name. */
  Far.Device branch() {
    return branch(sites++, Optional.empty());
  }

  /** The same, reached by BGP alone. */
  Far.Device speakingBranch() {
    int n = sites++;
    return branch(n, bgp(n, 1, true));
  }

  private Far.Device branch(int n, Optional<Far.Bgp> bgp) {
    var site = "branch-" + ++branches;
    return device("lng-" + site, site, n, false, bgp);
  }

  /** One that speaks BGP. */
  Far.Device speaking(boolean tagged, boolean only) {
    int n = sites++;
    return device(name(n, tagged ? "-hq" : ""), n, tagged, bgp(n, 1, only));
  }

  /** Two of one site: they announce the same networks and differ in both addresses. */
  List<Far.Device> pair(boolean tagged) {
    int n = sites++;
    return List.of(
        device(name(n, tagged ? "-fw-a" : "-1"), n, tagged, bgp(n, 1, true)),
        device(name(n, tagged ? "-fw-b" : "-2"), n, tagged, bgp(n, 2, true)));
  }

  private static Optional<Far.Bgp> bgp(int site, int speaker, boolean only) {
    return Optional.of(new Far.Bgp(FIRST_ASN + site, Block.ofSite(site).host(0, speaker), only));
  }

  private Far.Device device(String name, int site, boolean tagged, Optional<Far.Bgp> bgp) {
    return device(name, siteName(site), site, tagged, bgp);
  }

  private Far.Device device(
      String name, String called, int site, boolean tagged, Optional<Far.Bgp> bgp) {
    int n = handedOut++;
    var ip = n < OF_FIRST_RANGE ? "203.0.113." + (n + 1) : "198.51.100." + (n - OF_FIRST_RANGE + 1);
    return new Far.Device(name, called, tagged, new IpAddress(ip), Block.ofSite(site), bgp);
  }

  private static String name(int site, String rest) {
    return (site % 3 == 2 ? "lgw-" : "lng-") + siteName(site) + rest;
  }

  private static String siteName(int n) {
    return CITIES.get(n % CITIES.size()) + QUARTERS.get(n / CITIES.size());
  }
}

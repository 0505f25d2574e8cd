/**
 * What the evidence means: conditions, causes, incidents, as a pure function of a set. Rules are
 * cited by their numbers in {@code docs/correlation.md}. A walk through it, in the order of a
 * conclusion:
 *
 * <ol>
 *   <li>Evidence (rules 5 to 12): {@link EvidenceSet} keeps what counts, bounded by {@code Repeats}
 *       and {@code PresenceBits}; {@code Admission} judges late records, {@code Horizon} says what
 *       may be let go of and {@link Carry} what it taught.
 *   <li>Layout (rules 29 to 31): {@link Topology} makes an inventory of Azure's resources ({@code
 *       Assembly}, {@code Sites}, {@code InventoryReview}), {@code Layout} says what paths one
 *       gateway has, or learns it.
 *   <li>Conditions (rules 13 to 21): {@code Said} sorts what was said; {@code TunnelFold} and
 *       {@code Histories} make histories of tunnels; {@code TunnelLosses}, {@code Flapping}, {@code
 *       IkeFailures}, {@code BgpLosses}, {@code Withdrawals} and {@code Records} find one kind
 *       each, {@code Shapes} what many have in common. All of it is a {@code Scene} of {@code
 *       Finding}s.
 *   <li>Causes and incidents (rules 22 to 28): {@code CausalTable} has a row for each cause, {@code
 *       Offers} its lags, {@code Telling} the lines that prove one, {@code Linking} makes a {@code
 *       Tree} of each incident. <em>A new cause goes into the table.</em>
 *   <li>How bad (rules 32 to 34): {@code SiteLosses}, {@code OtherWays}, {@code Confirm}, {@code
 *       Judging}.
 *   <li>Words: {@code IncidentWriter} writes a tree down; {@code Words} its title and explanation,
 *       with {@code Impact}, {@code Remarks}, {@code Afterwards} and {@code NextStep}.
 *   <li>Fleet (rule 4): {@link FleetStage} folds the incidents of gateways ({@code SiteOutages}).
 *   <li>Live (rules 11, 35 to 40): {@link GatewayEngine} follows one gateway, {@link Revisions} and
 *       {@link Publication} say what goes out and when ({@link PageTiming}).
 * </ol>
 *
 * <p>{@link GatewayStage} is the door: the first six steps as one function. The tests hold a
 * second, naive reading of the rules beside it, the package {@code oracle}.
 */
@NullMarked
package dev.tunnelwatch.correlation;

import org.jspecify.annotations.NullMarked;

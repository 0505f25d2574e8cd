package dev.tunnelwatch.app.replay;

import java.time.Instant;

/**
 * What a log itself takes for now, and what it leaves out for that.
 *
 * @param at the last time that is believed
 * @param later how many lines are of later times, which nothing bears out
 * @param last the last time of all
 */
record AsOf(Instant at, long later, Instant last) {}

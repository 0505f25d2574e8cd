package dev.tunnelwatch.alerts;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/**
 * Whom a courier works for.
 *
 * @param sends whether this process is still the one that sends; asked before each post, and again
 *     before what was taken is told
 * @param delivered told of first deliveries and to which receiver, on the courier's thread
 */
record Employer(BooleanSupplier sends, BiConsumer<List<Send>, String> delivered) {}

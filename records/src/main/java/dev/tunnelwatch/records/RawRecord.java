package dev.tunnelwatch.records;

import java.util.Optional;

/**
 * The fields of a record that we look at, as they stand in it.
 *
 * @param properties empty when they are a text that pretends to be an object and is none
 */
record RawRecord(
    Heading heading,
    Optional<String> operation,
    Optional<String> time,
    Optional<Properties> properties) {}

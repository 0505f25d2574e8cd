package dev.tunnelwatch.ingest;

import java.util.function.BooleanSupplier;

/**
 * A slot as assigned to this process.
 *
 * @param generation of the group when it was assigned; rises with every assignment
 * @param held whether it is still assigned, as far as this process knows
 */
record Seat(int slot, int generation, BooleanSupplier held) {}

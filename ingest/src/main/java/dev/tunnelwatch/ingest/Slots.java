package dev.tunnelwatch.ingest;

import dev.tunnelwatch.model.SourceId;
import dev.tunnelwatch.model.Topics;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * To which slot a source partition belongs: CRC-32 of {@code source/partition} in UTF-8, modulo
 * {@value Topics#SLOTS}. Fixed for life: another answer would let two slots own one partition.
 */
final class Slots {

  private Slots() {}

  static int of(SourceId source) {
    var crc = new CRC32();
    crc.update(source.toString().getBytes(StandardCharsets.UTF_8));
    return (int) (crc.getValue() % Topics.SLOTS);
  }
}

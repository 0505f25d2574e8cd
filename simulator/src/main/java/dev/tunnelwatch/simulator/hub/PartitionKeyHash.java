package dev.tunnelwatch.simulator.hub;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Maps a partition key to a partition as Event Hubs does, so that events of one key end where they
 * would in Azure: Bob Jenkins' lookup3 ({@code hashlittle2}), both halves folded to 16 bits.
 *
 * @see <a href="https://burtleburtle.net/bob/c/lookup3.c">lookup3</a>
 */
final class PartitionKeyHash {

  private static final int START = 0xdeadbeef;
  private static final int BLOCK = 12;

  private int a;
  private int b;
  private int c;

  private PartitionKeyHash(int length) {
    a = START + length;
    b = a;
    c = a;
  }

  static int partition(String key, int partitions) {
    return Math.abs(hash(key) % partitions);
  }

  /** Public clients fold the 64 bits of lookup3 into a signed 16-bit number. */
  static short hash(String key) {
    var bytes = key.getBytes(StandardCharsets.UTF_8);
    var state = new PartitionKeyHash(bytes.length);
    state.add(bytes);
    return (short) (state.c ^ state.b);
  }

  private void add(byte[] bytes) {
    int at = 0;
    for (; bytes.length - at > BLOCK; at += BLOCK) {
      take(bytes, at, BLOCK);
      mix();
    }
    if (bytes.length > at) {
      take(bytes, at, bytes.length - at);
      finish();
    }
  }

  /** Adds up to 12 bytes as three little-endian words, missing ones as zero. */
  private void take(byte[] bytes, int at, int count) {
    var block = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
    block.put(bytes, at, count).rewind();
    block.limit(BLOCK);
    a += block.getInt();
    b += block.getInt();
    c += block.getInt();
  }

  private void mix() {
    a = (a - c) ^ Integer.rotateLeft(c, 4);
    c += b;
    b = (b - a) ^ Integer.rotateLeft(a, 6);
    a += c;
    c = (c - b) ^ Integer.rotateLeft(b, 8);
    b += a;
    a = (a - c) ^ Integer.rotateLeft(c, 16);
    c += b;
    b = (b - a) ^ Integer.rotateLeft(a, 19);
    a += c;
    c = (c - b) ^ Integer.rotateLeft(b, 4);
    b += a;
  }

  private void finish() {
    c = (c ^ b) - Integer.rotateLeft(b, 14);
    a = (a ^ c) - Integer.rotateLeft(c, 11);
    b = (b ^ a) - Integer.rotateLeft(a, 25);
    c = (c ^ b) - Integer.rotateLeft(b, 16);
    a = (a ^ c) - Integer.rotateLeft(c, 4);
    b = (b ^ a) - Integer.rotateLeft(a, 14);
    c = (c ^ b) - Integer.rotateLeft(b, 24);
  }
}

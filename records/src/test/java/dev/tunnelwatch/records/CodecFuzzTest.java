package dev.tunnelwatch.records;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;

@Tag("proof")
@Tag("fuzz")
class CodecFuzzTest {

  @FuzzTest(maxDuration = "20s")
  void anyBytes(byte[] bytes) {
    Fuzzed.codec(bytes);
  }
}

package dev.tunnelwatch.app.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveReaderTest {

  @TempDir Path directory;

  @Test
  void eachLineIsAChunkUnderItsNumber() throws IOException {
    var chunks = read("\uFEFF{\"a\":1}\r\n\n{\"b\":2}".getBytes(StandardCharsets.UTF_8));

    assertThat(chunks).extracting(Chunk::line).containsExactly(1L, 3L);
    assertThat(chunks.getFirst().bytes()).startsWith('{').endsWith('}', '\r');
    assertThat(chunks.getLast().source(4)).endsWith("logs.json:3#4");
  }

  @Test
  void bodyLaidOutOverManyLinesIsOneChunk() throws IOException {
    var body = "{\n  \"records\": [\n    {\"a\": 1}\n  ]\n}\n";

    assertThat(read(body.getBytes(StandardCharsets.UTF_8)))
        .singleElement()
        .satisfies(chunk -> assertThat(text(chunk)).isEqualTo(body));
  }

  @Test
  void compressedDataThatEndInTheMiddleGiveWhatCameAndSayTheRestIsMissing() throws IOException {
    var text = "{\"a\":1}\n".repeat(10_000);
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }

    assertThat(read(packed.toByteArray())).hasSize(10_000).allMatch(Chunk::whole);
    var cut = read(Arrays.copyOf(packed.toByteArray(), packed.size() / 2));
    assertThat(cut.getLast().whole()).isFalse();
    assertThat(read(Arrays.copyOf(packed.toByteArray(), 5)))
        .singleElement()
        .matches(chunk -> !chunk.whole());
  }

  @Test
  void linesLongerThanWhatIsReadAtOnceStayWhole() throws IOException {
    var lines = IntStream.range(0, 40).mapToObj(n -> "x".repeat(n * 9_973 + 1)).toList();

    var chunks = read(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));

    assertThat(chunks).extracting(ArchiveReaderTest::text).isEqualTo(lines);
  }

  @Test
  void emptyFileHasNoChunk() throws IOException {
    assertThat(read(new byte[0])).isEmpty();
  }

  private static String text(Chunk chunk) {
    return new String(chunk.bytes(), chunk.from(), chunk.length(), StandardCharsets.UTF_8);
  }

  private List<Chunk> read(byte[] content) throws IOException {
    var file = Files.write(directory.resolve("logs.json"), content);
    var chunks = new ArrayList<Chunk>();
    ArchiveReader.read(file, chunks::add);
    return chunks;
  }
}

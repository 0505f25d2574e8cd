package dev.tunnelwatch.records;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tunnelwatch.model.Counted;
import dev.tunnelwatch.model.InventoryFinding.Kind;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The entries of one file of an inventory, as many as can be read: what stands before a cut or a
 * mistake counts. Reads UTF-16 too, which Windows PowerShell makes of {@code az … > file}.
 */
final class InventoryFile {

  /** Entries have the bounds of records, but there may be any number of them. */
  private static final JsonFactory FACTORY =
      StrictJson.FACTORY
          .rebuild()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(StrictJson.MAX_DEPTH)
                  .maxNumberLength(128)
                  .maxStringLength(StrictJson.MAX_RECORD)
                  .maxNameLength(1_024)
                  .build())
          .build();

  private static final JsonMapper MAPPER = new JsonMapper(FACTORY);

  private final List<JsonNode> entries = new ArrayList<>();
  private final BiConsumer<Kind, String> finding;

  private InventoryFile(BiConsumer<Kind, String> finding) {
    this.finding = finding;
  }

  /**
   * The entries of the list, or of {@code value} as the REST interface lists, or the one object.
   *
   * @param finding takes what is wrong with the file as a whole
   */
  static List<JsonNode> entries(byte[] content, BiConsumer<Kind, String> finding) {
    var file = new InventoryFile(finding);
    file.read(utf8(content));
    return file.entries;
  }

  private void read(byte[] utf8) {
    int from = Bytes.afterByteOrderMark(utf8);
    if (!Utf8.isValid(utf8, from, utf8.length)) {
      finding.accept(Kind.NOT_JSON, "expected text in UTF-8 or UTF-16, got other bytes");
      return;
    }
    try (var json = FACTORY.createParser(utf8, from, utf8.length - from)) {
      read(json);
    } catch (JsonEOFException e) {
      finding.accept(Kind.CUT_SHORT, "ends in the middle of an entry" + counted());
    } catch (StreamConstraintsException e) {
      finding.accept(Kind.NOT_JSON, "something in it is too long or too deep" + counted());
    } catch (IOException e) {
      boolean page = Bytes.skipBlanks(utf8, from) < utf8.length && first(utf8, from) == '<';
      finding.accept(
          Kind.NOT_JSON, (page ? "expected JSON, got a web page" : "is no JSON") + counted());
    }
  }

  private static byte first(byte[] utf8, int from) {
    return utf8[Bytes.skipBlanks(utf8, from)];
  }

  private String counted() {
    return entries.isEmpty()
        ? ""
        : "; what stands before that counts: " + Counted.of(entries.size(), "entry", "entries");
  }

  private void read(JsonParser json) throws IOException {
    var token = Optional.ofNullable(json.nextToken());
    if (token.isEmpty()) {
      finding.accept(Kind.NOT_JSON, "is empty");
    } else if (token.get() == JsonToken.START_ARRAY) {
      elements(json);
    } else {
      one(MAPPER.readTree(json));
    }
    if (token.isPresent() && json.nextToken() != null) {
      finding.accept(Kind.NOT_JSON, "goes on behind its end" + counted());
    }
  }

  private void elements(JsonParser json) throws IOException {
    while (json.nextToken() != JsonToken.END_ARRAY) {
      JsonNode entry = MAPPER.readTree(json);
      entries.add(entry);
    }
  }

  private void one(JsonNode root) {
    var listed = root.path("value");
    if (listed.isArray()) {
      listed.forEach(entries::add);
    } else if (root.isObject() && root.path("error").isMissingNode()) {
      entries.add(root);
    } else {
      finding.accept(Kind.NOT_A_LIST, "expected a list of resources, got something else");
    }
  }

  private static byte[] utf8(byte[] content) {
    return utf16(content)
        .map(charset -> new String(content, charset).getBytes(StandardCharsets.UTF_8))
        .orElse(content);
  }

  /** By its byte order mark, or by the zero beside the bracket it begins with. */
  private static Optional<Charset> utf16(byte[] content) {
    if (content.length < 2) {
      return Optional.empty();
    }
    int mark = ((content[0] & 0xFF) << 8) | (content[1] & 0xFF);
    if (mark == 0xFEFF || mark == 0xFFFE) {
      return Optional.of(StandardCharsets.UTF_16);
    }
    if (content[1] == 0 && content[0] != 0) {
      return Optional.of(StandardCharsets.UTF_16LE);
    }
    return content[0] == 0 && content[1] != 0
        ? Optional.of(StandardCharsets.UTF_16BE)
        : Optional.empty();
  }
}

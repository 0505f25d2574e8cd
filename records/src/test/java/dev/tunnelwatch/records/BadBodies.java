package dev.tunnelwatch.records;

import static dev.tunnelwatch.records.BadCase.A;
import static dev.tunnelwatch.records.BadCase.B;
import static dev.tunnelwatch.records.BadCase.body;
import static dev.tunnelwatch.records.BadCase.in;
import static dev.tunnelwatch.records.BadCase.line;
import static dev.tunnelwatch.records.Fixture.bytes;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.stream.Stream;

/** Rows 1 to 18 and some later ones: the body as a whole, and where its records are. */
final class BadBodies {

  private static final int FULL = 100_000;

  private BadBodies() {}

  static Stream<BadCase> cases() {
    return Stream.of(empty(), cut(), forms(), lists(), deep(), encodings(), binary())
        .flatMap(cases -> cases);
  }

  private static Stream<BadCase> empty() {
    return Stream.of(
        body(1, "an empty body", "", "empty_body"),
        body(4, "nothing but blanks", " \t\r\n ", "empty_body"),
        line(4, "a blank line between two others", " \t \r", ""));
  }

  private static Stream<BadCase> cut() {
    return Stream.of(
        body(5, "cut inside a text", list(A, B, "{\"time\":\"2026"), "A B truncated"),
        body(5, "cut inside an object", list(A, B, "{\"time\":"), "A B truncated"),
        body(5, "cut inside an escape", list(A, B, "{\"time\":\"\\u00"), "A B truncated"),
        body(5, "cut behind a record", list(A, B), "A B truncated"),
        line(5, "a line cut inside a text", A.substring(0, 40), "not_json"),
        line(5, "a line cut behind a text", A.substring(0, A.length() - 1), "not_json"),
        body(6, "a word behind the body", list(A, B) + "]}x", "A B not_json"),
        body(6, "a bracket too many", list(A, B) + "]}]", "A B not_json"),
        body(6, "a second body behind the first", list(A) + "]}" + list(B) + "]}", "A B"));
  }

  private static Stream<BadCase> forms() {
    return Stream.of(
        body(7, "lines", A + "\n" + B + "\n", "A B"),
        body(7, "lines of bodies", list(A) + "]}\r\n" + list(B) + "]}\r\n", "A B"),
        body(7, "records without anything between them", A + B, "A B"),
        body(8, "a list of records", "[" + A + "," + B + "]", "A B"),
        body(8, "a list of bodies", "[" + list(A) + "]}," + list(B) + "]}]", "A B"),
        body(9, "one record", A, "A"),
        line(10, "records that are null", "{\"records\":null}", "not_a_record"),
        line(10, "records that are an object", "{\"records\":{}}", "not_a_record"),
        line(10, "records that are a text", "{\"records\":\"none\"}", "not_a_record"),
        line(10, "records that are a number", "{\"records\":0}", "not_a_record"),
        line(11, "no records in the list", "{\"records\":[]}", ""),
        body(11, "no records at all", "{\"records\":[]}", ""),
        body(12, "names beside records", "{\"a\":3," + list(A, B).substring(1) + "]}", "A B"),
        body(12, "names behind records", list(A, B) + "],\"PartitionId\":3,\"x\":{}}", "A B"),
        body(12, "broken names behind records", list(A, B) + "],\"x\":}", "A B not_json"));
  }

  private static Stream<BadCase> lists() {
    var hundred = String.join(",", Collections.nCopies(100, A));
    var tiny = String.join(",", Collections.nCopies(FULL, "{\"time\":1}"));
    return Stream.of(
        body(
            13,
            "one bad among a hundred",
            list(hundred, "{'", B) + "]}",
            "A ".repeat(100) + "not_json B"),
        in(14, "a record that is null", "null", "not_a_record"),
        in(14, "a record that is a number", "17", "not_a_record"),
        in(14, "a record that is a text", "\"{}\"", "not_a_record"),
        in(14, "a record that is a list", "[" + A + "]", "not_a_record"),
        in(14, "a record without anything in it", "{}", "not_a_record"),
        in(15, "records inside of a record", list(A) + "]}", "not_a_record"),
        in(15, "records inside of a record of ours", with("\"records\":[" + A + "]"), "event"),
        in(16, "a hundred thousand tiny records", tiny, "service ".repeat(FULL).strip()));
  }

  private static Stream<BadCase> deep() {
    var open = "[".repeat(FULL);
    return Stream.of(
        in(17, "100 000 lists in each other", with("\"a\":" + open + "]".repeat(FULL)), "too_deep"),
        in(17, "as a record", open + "]".repeat(FULL), "too_deep"),
        in(17, "100 000 brackets that stay open", open, "not_json"),
        body(
            17, "100 000 brackets on a line", A + "\n" + open + "\n" + B, "A not_json B truncated"),
        line(17, "50 000 objects in lists on a line", "[{\"\":".repeat(FULL / 2), "too_deep"),
        line(17, "50 000 objects in each other on a line", "{\"a\":".repeat(FULL / 2), "too_deep"),
        in(
            18,
            "500 lists in each other",
            with("\"a\":" + "[".repeat(500) + "]".repeat(500)),
            "too_deep"),
        in(18, "as deep as it may be", with("\"a\":" + "[".repeat(62) + "]".repeat(62)), "event"));
  }

  private static Stream<BadCase> encodings() {
    return Stream.of(
        in(33, "a byte that only continues", text((byte) 0x80), "not_utf8"),
        in(33, "a character cut short", text((byte) 0xE2, (byte) 0x82), "not_utf8"),
        in(33, "a byte that is in no character", text((byte) 0xFF), "not_utf8"),
        in(34, "an overlong slash", text((byte) 0xC0, (byte) 0xAF), "not_utf8"),
        in(34, "a surrogate as bytes", text((byte) 0xED, (byte) 0xA0, (byte) 0x80), "not_utf8"),
        in(
            34,
            "beyond Unicode",
            text((byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80),
            "not_utf8"),
        body(36, "a byte order mark", "\uFEFF" + list(A, B) + "]}", "A B"),
        body(37, "UTF-16, little end first", A.getBytes(StandardCharsets.UTF_16LE), "not_json"),
        body(37, "UTF-16, big end first", A.getBytes(StandardCharsets.UTF_16BE), "not_json"),
        body(37, "UTF-16 with its mark", A.getBytes(StandardCharsets.UTF_16), "not_utf8"),
        body(37, "UTF-32", A.getBytes(StandardCharsets.UTF_32LE), "not_json"),
        line(37, "UTF-16 on a line", "{\"a\":1}".getBytes(StandardCharsets.UTF_16LE), "not_json"),
        in(38, "Latin 1", text((byte) 0xE9), "not_utf8"));
  }

  private static Stream<BadCase> binary() {
    byte[] zipped = {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, (byte) 0xAB, 0x56, 0x2A};
    byte[] every = new byte[256];
    for (int i = 0; i < every.length; i++) {
      every[i] = (byte) i;
    }
    return Stream.of(
        body(83, "packed bytes", zipped, "not_utf8"),
        body(83, "a message of Protobuf", new byte[] {8, 0x2A, 0x12, 3, 'a', 'b', 'c'}, "not_json"),
        body(83, "a file of Avro", Arrays.copyOf(bytes("Obj\1\4\26avro.schema"), 40), "not_json"),
        line(83, "every byte there is", every, "not_utf8"));
  }

  private static String list(String... records) {
    return "{\"records\":[" + String.join(",", records);
  }

  /** A record of ours with that beside its other fields. */
  static String with(String field) {
    return Fixture.tunnel("TunnelDisconnected", "as it is").replace("\"level\":\"Info\"", field);
  }

  /** One with those bytes in a text. */
  private static byte[] text(byte... bytes) {
    var record = with("\"x\":\"@\"");
    int at = record.indexOf('@');
    var all = new ByteArrayOutputStream();
    all.writeBytes(bytes(record.substring(0, at)));
    all.writeBytes(bytes);
    all.writeBytes(bytes(record.substring(at + 1)));
    return all.toByteArray();
  }
}

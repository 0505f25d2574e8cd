package dev.tunnelwatch.model;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32;

/**
 * Names as label values: letters of any script, digits and a few marks, so that none is active
 * wherever a label is shown, and no longer than Azure's names may be. What was changed bears a mark
 * that keeps it apart from others.
 */
public final class LabelValue {

  public static final int LONGEST = 80;

  private static final String MARKS = " ._()-";

  private LabelValue() {}

  public static String of(String name) {
    var inert = inert(name);
    return inert.equals(name) ? name : marked(name, name);
  }

  /**
   * The one that series of metrics bear, so that a link to them finds them.
   *
   * @param known whether the inventory has it, and nobody else under that name: nobody else passes
   *     for one of ours
   */
  public static String of(GatewayId gateway, boolean known) {
    return known ? of(gateway.name()) : marked(gateway.name(), gateway.resourceId());
  }

  /** The name, and a mark that depends on what else tells it apart. */
  private static String marked(String name, String apart) {
    var crc = new CRC32();
    crc.update(apart.getBytes(StandardCharsets.UTF_8));
    var mark = '~' + HexFormat.of().toHexDigits((int) crc.getValue());
    var inert = inert(name);
    int length = inert.codePointCount(0, inert.length());
    int kept = Math.min(length, LONGEST - mark.length());
    return inert.substring(0, inert.offsetByCodePoints(0, kept)) + mark;
  }

  private static String inert(String name) {
    var inert = new StringBuilder();
    name.codePoints()
        .limit(LONGEST)
        .map(c -> Character.isLetterOrDigit(c) || MARKS.indexOf(c) >= 0 ? c : '_')
        .forEach(inert::appendCodePoint);
    return inert.toString();
  }
}

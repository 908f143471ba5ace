package dev.muster.engine.store;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The ways in which a secret value comes up in a text: as it is, as JSON, an address or hex writes
 * it, and inside a base64 text, wherever it begins there.
 */
final class Disguises {
  /** What {@code base64} puts into a line, unless it is told otherwise. */
  private static final int BASE64_LINE = 76;

  /** Shorter ones stand in texts by chance. */
  private static final int SHORTEST = 10;

  private Disguises() {}

  /** All of them, the value itself first. */
  static List<String> of(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    Set<String> all = new LinkedHashSet<>();
    all.add(value);
    String inJson = inJson(value);
    all.add(inJson);
    all.add(inJson(inJson));
    // Bytes that are taken for characters, as in a stream.
    all.add(new String(bytes, StandardCharsets.ISO_8859_1));
    String inAddress = URLEncoder.encode(value, StandardCharsets.UTF_8);
    all.add(inAddress);
    all.add(inAddress.replace("+", "%20"));
    Set<String> others = new LinkedHashSet<>();
    others.add(HexFormat.of().formatHex(bytes));
    others.add(HexFormat.of().withUpperCase().formatHex(bytes));
    for (int before = 0; before < 3; before++) {
      String text = inBase64(bytes, before);
      others.add(text);
      others.add(text.replace('+', '-').replace('/', '_'));
      if (before == 0 && text.length() > BASE64_LINE) {
        String lines = text.replaceAll("(.{" + BASE64_LINE + "})(?=.)", "$1\n");
        others.add(lines);
        others.add(lines.replace("\n", "\\n"));
      }
    }
    others.stream().filter(text -> text.length() >= SHORTEST).forEach(all::add);
    return new ArrayList<>(all);
  }

  /**
   * What base64 makes of these bytes alone, whatever stands before and behind them.
   *
   * @param before how many bytes of a group of three stand before them
   */
  private static String inBase64(byte[] bytes, int before) {
    byte[] group = new byte[before + bytes.length];
    System.arraycopy(bytes, 0, group, before, bytes.length);
    String text = Base64.getEncoder().withoutPadding().encodeToString(group);
    int from = (before * 8 + 5) / 6;
    int to = group.length * 8 / 6;
    return from < to ? text.substring(from, to) : "";
  }

  private static String inJson(String value) {
    return value
        .replace("\\", "\\\\")
        .replace("\"", "\\\"")
        .replace("\n", "\\n")
        .replace("\t", "\\t")
        .replace("\r", "\\r");
  }
}

package dev.muster.engine.store;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A TOML file as its author wrote it: a list of statements that together are the text, so that one
 * value can be changed and every comment, space and unknown key stays. It knows where statements
 * begin and end, not what their values mean; the caller reads the result with a real parser before
 * it trusts it.
 */
final class TomlText {
  private final List<Item> items = new ArrayList<>();

  /** A piece of the text, with its line break. */
  sealed interface Item {
    String text();

    /** Where it begins; 1 is the first line. */
    int line();

    /** Blank lines and comments. */
    record Other(String text, int line) implements Item {}

    /** {@code [name]} or {@code [[name]]}. */
    record Header(String text, int line, String name) implements Item {}

    /**
     * {@code key = value}, perhaps over several lines.
     *
     * @param rest what stands after the value: spaces, a comment, the line break
     */
    record Pair(String text, int line, String key, String rest) implements Item {}
  }

  private TomlText() {}

  static TomlText parse(String text) {
    TomlText parsed = new TomlText();
    int line = 1;
    int at = 0;
    while (at < text.length()) {
      Extent extent = Extent.from(text, at);
      Item item = item(text.substring(at, extent.end()), line, extent.valueEnd() - at);
      parsed.items.add(item);
      line += (int) item.text().chars().filter(c -> c == '\n').count();
      at = extent.end();
    }
    return parsed;
  }

  private static Item item(String text, int line, int valueEnd) {
    String start = text.strip();
    if (start.isEmpty() || start.startsWith("#")) {
      return new Item.Other(text, line);
    }
    if (start.startsWith("[")) {
      String name = start.replaceAll("#.*", "").replaceAll("[\\[\\]\\s\"']", "");
      return new Item.Header(text, line, name);
    }
    int equals = text.indexOf('=');
    if (equals < 0) {
      return new Item.Other(text, line);
    }
    String key = text.substring(0, equals).strip().replaceAll("[\"']", "");
    return new Item.Pair(text, line, key, text.substring(valueEnd));
  }

  /** Where the statement that begins at a place ends, and where its value does. */
  private record Extent(int end, int valueEnd) {
    static Extent from(String text, int start) {
      int depth = 0;
      int valueEnd = start;
      int at = start;
      boolean header = text.substring(start).stripLeading().startsWith("[");
      while (at < text.length()) {
        char c = text.charAt(at);
        if (c == '"' || c == '\'') {
          at = string(text, at, c);
          valueEnd = at;
          continue;
        }
        if (c == '#') {
          int newline = text.indexOf('\n', at);
          at = newline < 0 ? text.length() : newline;
          continue;
        }
        if (c == '\n' && (depth <= 0 || header)) {
          return new Extent(at + 1, valueEnd);
        }
        depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
        if (!Character.isWhitespace(c)) {
          valueEnd = at + 1;
        }
        at++;
      }
      return new Extent(text.length(), valueEnd);
    }

    private static int string(String text, int at, char quote) {
      String triple = String.valueOf(quote).repeat(3);
      boolean multi = text.startsWith(triple, at);
      int i = at + (multi ? 3 : 1);
      while (i < text.length()) {
        char c = text.charAt(i);
        if (c == '\\' && quote == '"') {
          i += 2;
        } else if (multi && text.startsWith(triple, i)) {
          // Up to two quotes may stand right before the closing three.
          i += 3;
          while (i < text.length() && text.charAt(i) == quote) {
            i++;
          }
          return i;
        } else if (!multi && (c == quote || c == '\n')) {
          return c == quote ? i + 1 : i;
        } else {
          i++;
        }
      }
      return text.length();
    }
  }

  /** The places of all headers of a name, in order. */
  List<Integer> headers(String name) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) instanceof Item.Header header && header.name().equals(name)) {
        found.add(i);
      }
    }
    return found;
  }

  /** The place of the header of a name in whose block this id stands; -1 when there is none. */
  int header(String name, String id) {
    for (int header : headers(name)) {
      if (id.equals(word(header, "id"))) {
        return header;
      }
    }
    return -1;
  }

  /** Where the block of a header ends: at the next header. -1 stands for the top of the file. */
  private int blockEnd(int header) {
    for (int i = header + 1; i < items.size(); i++) {
      if (items.get(i) instanceof Item.Header) {
        return i;
      }
    }
    return items.size();
  }

  /** Where a block ends together with the blocks of tables below its own. */
  private int treeEnd(int header) {
    String below = ((Item.Header) items.get(header)).name() + ".";
    int end = blockEnd(header);
    while (end < items.size()
        && items.get(end) instanceof Item.Header next
        && next.name().startsWith(below)) {
      end = blockEnd(end);
    }
    return end;
  }

  /** The line of a key in a block; that of the block where the key is not found. */
  int line(int header, String key) {
    int pair = pair(header, key);
    int place = pair >= 0 ? pair : header;
    return place < 0 ? 1 : items.get(place).line();
  }

  private int pair(int header, String key) {
    for (int i = header + 1; i < blockEnd(header); i++) {
      if (items.get(i) instanceof Item.Pair pair && pair.key().equals(key)) {
        return i;
      }
    }
    return -1;
  }

  /** The value of a key that is a plain text in quotes; null when it is not there or no such. */
  @Nullable String word(int header, String key) {
    int at = pair(header, key);
    if (at < 0 || !(items.get(at) instanceof Item.Pair pair)) {
      return null;
    }
    String value = pair.text().substring(0, pair.text().length() - pair.rest().length());
    value = value.substring(value.indexOf('=') + 1).strip();
    return value.length() >= 2 && (value.startsWith("\"") || value.startsWith("'"))
        ? value.substring(1, value.length() - 1)
        : null;
  }

  /** Sets, adds or (with null) removes a key of a block; -1 is the top of the file. */
  void set(int header, String key, @Nullable String value) {
    int at = pair(header, key);
    if (value == null) {
      if (at >= 0) {
        items.remove(at);
      }
      return;
    }
    String rest = at >= 0 ? ((Item.Pair) items.get(at)).rest() : "\n";
    Item.Pair pair = new Item.Pair(key + " = " + value + rest, 0, key, rest);
    if (at >= 0) {
      items.set(at, pair);
      return;
    }
    int last = header;
    for (int i = header + 1; i < blockEnd(header); i++) {
      if (items.get(i) instanceof Item.Pair) {
        last = i;
      }
    }
    // With no pair yet at the top: below the comments the file begins with.
    int place = last >= 0 ? last + 1 : blockEnd(header);
    endLine(place - 1);
    items.add(place, pair);
  }

  /** Removes the block of a header and those below its name. */
  void removeTree(int header) {
    items.subList(header, treeEnd(header)).clear();
  }

  /** Removes the blocks of a name that belong to a header's block. */
  void removeBelow(int header, String name) {
    for (int i = treeEnd(header) - 1; i > header; i--) {
      if (items.get(i) instanceof Item.Header below && below.name().equals(name)) {
        items.subList(i, blockEnd(i)).clear();
      }
    }
  }

  /** Adds a whole block at the end of a header's tree, or of the file with -1. */
  void append(int header, String block) {
    int place = header < 0 ? items.size() : treeEnd(header);
    endLine(place - 1);
    items.addAll(place, parse((place == 0 ? "" : "\n") + block).items);
  }

  private void endLine(int place) {
    if (place >= 0 && !items.get(place).text().endsWith("\n")) {
      items.add(place + 1, new Item.Other("\n", 0));
    }
  }

  /** The text as it is now. */
  String text() {
    StringBuilder text = new StringBuilder();
    items.forEach(item -> text.append(item.text()));
    return text.toString();
  }

  /** A string as TOML writes it. */
  static String quoted(String value) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          if (c < 0x20 || c == 0x7f) {
            text.append(String.format("\\u%04x", (int) c));
          } else {
            text.append(c);
          }
        }
      }
    }
    return text.append('"').toString();
  }

  /** An array of strings as TOML writes it: on one line, or one line each when there are many. */
  static String array(List<String> values) {
    List<String> quoted = values.stream().map(TomlText::quoted).toList();
    String line = "[" + String.join(", ", quoted) + "]";
    return line.length() <= 80 ? line : "[\n  " + String.join(",\n  ", quoted) + ",\n]";
  }
}

package dev.muster.engine.git;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads the names in a diff's head, which git puts in C quotes when they hold odd characters. */
final class Quoted {
  private Quoted() {}

  /** A name as it stands, quoted or not. */
  static String path(String name) {
    return name.startsWith("\"") ? unquote(name) : name;
  }

  /** The name of one side, null for {@code /dev/null}. */
  static @Nullable String side(String name, String prefix) {
    // After a name with a space in it git adds a tab so that patch(1) finds its end.
    var path = path(name.endsWith("\t") ? name.substring(0, name.length() - 1) : name);
    if (path.equals("/dev/null")) {
      return null;
    }
    return path.startsWith(prefix) ? path.substring(prefix.length()) : path;
  }

  /** Where the quoted name at the start ends, after its closing quote. */
  static int end(String text) {
    for (int i = 1; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == '"') {
        return i + 1;
      }
    }
    return text.length();
  }

  private static String unquote(String quoted) {
    var bytes = new ByteArrayOutputStream();
    int end = end(quoted);
    int last = end > 1 && quoted.charAt(end - 1) == '"' ? end - 1 : end;
    for (int i = 1; i < last; i++) {
      char c = quoted.charAt(i);
      if (c != '\\' || i + 1 >= last) {
        bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
        continue;
      }
      char e = quoted.charAt(++i);
      if (e >= '0' && e <= '3' && i + 2 < last) {
        bytes.write(
            (e - '0') << 6 | (quoted.charAt(i + 1) - '0') << 3 | (quoted.charAt(i + 2) - '0'));
        i += 2;
      } else {
        bytes.write(plain(e));
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static int plain(char escape) {
    return switch (escape) {
      case 'a' -> 7;
      case 'b' -> '\b';
      case 't' -> '\t';
      case 'n' -> '\n';
      case 'v' -> 11;
      case 'f' -> '\f';
      case 'r' -> '\r';
      default -> escape;
    };
  }
}

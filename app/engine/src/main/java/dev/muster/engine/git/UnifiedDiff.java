package dev.muster.engine.git;

import dev.muster.engine.git.DiffLine.Ending;
import dev.muster.engine.git.DiffLine.Kind;
import dev.muster.engine.git.FileDiff.State;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads unified diffs as git writes them (git-diff(1), "GENERATING PATCH TEXT WITH -P"), and plain
 * ones. Lines end at LF only; one that is not UTF-8 is read as Windows-1252; anything it does not
 * know is passed over. One instance reads one diff.
 */
public final class UnifiedDiff {
  private static final Pattern HUNK =
      Pattern.compile("@@ -(\\d+)(?:,(\\d+))? \\+(\\d+)(?:,(\\d+))? @@ ?(.*)", Pattern.DOTALL);

  private final byte[] bytes;
  private final ChangeBounds bounds;

  /** How many characters of a line are missing, by where it ends. */
  private final IntUnaryOperator dropped;

  private final List<FileDiff> files = new ArrayList<>();
  private int at;
  private int lines;

  private @Nullable String oldPath;
  private @Nullable String newPath;
  private State state = State.COMPLETE;
  private boolean open;
  private List<Hunk> hunks = new ArrayList<>();
  private List<String> notes = new ArrayList<>();

  private UnifiedDiff(byte[] bytes, ChangeBounds bounds, IntUnaryOperator dropped) {
    this.bytes = bytes;
    this.bounds = bounds;
    this.dropped = dropped;
  }

  /**
   * Reads a diff of any number of files.
   *
   * @param cut whether the bytes are only the beginning; the last file is marked as cut then
   */
  public static List<FileDiff> parse(byte[] diff, boolean cut, ChangeBounds bounds) {
    return parse(diff, cut, bounds, end -> 0);
  }

  /** Reads a diff of which very long lines were cut when it was taken in. */
  static List<FileDiff> parse(BoundedLines diff, ChangeBounds bounds) {
    return parse(diff.bytes(), diff.cut(), bounds, diff::dropped);
  }

  private static List<FileDiff> parse(
      byte[] diff, boolean cut, ChangeBounds bounds, IntUnaryOperator dropped) {
    var reader = new UnifiedDiff(diff, bounds, dropped);
    reader.readAll();
    if (cut && reader.open) {
      reader.state = State.CUT;
    }
    reader.finish();
    return List.copyOf(reader.files);
  }

  private void readAll() {
    while (at < bytes.length) {
      var line = header();
      if (line.startsWith("diff --git ")) {
        begin();
        paths(line.substring("diff --git ".length()));
      } else if (line.startsWith("diff --cc ") || line.startsWith("diff --combined ")) {
        begin();
        newPath = Quoted.path(line.substring(line.indexOf(' ', 5) + 1));
        oldPath = newPath;
        state = State.COMBINED;
      } else if (line.startsWith("--- ") && next("+++ ")) {
        if (!open || !hunks.isEmpty()) {
          begin();
        }
        oldPath = Quoted.side(line.substring(4), "a/");
        newPath = Quoted.side(header().substring(4), "b/");
      } else if (open) {
        inFile(line);
      }
    }
  }

  private void inFile(String line) {
    if (line.startsWith("@@ ") && state != State.COMBINED) {
      var m = HUNK.matcher(line);
      if (m.matches()) {
        hunk(m);
      }
    } else if (line.startsWith("rename from ") || line.startsWith("copy from ")) {
      oldPath = Quoted.path(line.substring(line.indexOf("from ") + 5));
    } else if (line.startsWith("rename to ") || line.startsWith("copy to ")) {
      newPath = Quoted.path(line.substring(line.indexOf("to ") + 3));
    } else if (line.startsWith("new file mode ")) {
      oldPath = null;
    } else if (line.startsWith("deleted file mode ")) {
      newPath = null;
    } else if (line.startsWith("old mode ")) {
      notes.add("mode " + line.substring(9));
    } else if (line.startsWith("new mode ")) {
      notes.add("→ " + line.substring(9));
    } else if (line.startsWith("Binary files ") || line.equals("GIT binary patch")) {
      state = State.BINARY;
    }
  }

  /** Reads a hunk's lines: as many as its head says, fewer when the diff ends before. */
  private void hunk(Matcher m) {
    int oldStart = number(m.group(1));
    int oldCount = m.group(2) == null ? 1 : number(m.group(2));
    int newStart = number(m.group(3));
    int newCount = m.group(4) == null ? 1 : number(m.group(4));
    var read = new ArrayList<DiffLine>();
    int oldNo = oldStart;
    int newNo = newStart;
    int oldLeft = oldCount;
    int newLeft = newCount;
    while (at < bytes.length && (oldLeft > 0 || newLeft > 0 || bytes[at] == '\\')) {
      byte sign = bytes[at];
      int from = at + 1;
      int end = endOfLine(at);
      if (sign == '\\') {
        at = end + 1;
        withoutEnd(read);
        continue;
      }
      var kind = kind(sign);
      if (kind == null
          || (kind != Kind.ADDED && oldLeft == 0)
          || (kind != Kind.REMOVED && newLeft == 0)) {
        break;
      }
      if (lines++ >= bounds.maxPatchLines()) {
        state = State.CUT;
        at = bytes.length;
        break;
      }
      at = end + 1;
      // An empty context line may come without its leading space (diff.suppressBlankEmpty).
      boolean bare = sign == '\n' || (sign == '\r' && end == from);
      boolean cr = end > (bare ? end - 1 : from) && end > 0 && bytes[end - 1] == '\r';
      int stop = cr ? end - 1 : end;
      var text = bare ? "" : text(from, stop);
      read.add(
          new DiffLine(
              kind,
              kind == Kind.ADDED ? 0 : oldNo,
              kind == Kind.REMOVED ? 0 : newNo,
              text,
              end >= bytes.length ? Ending.NONE : cr ? Ending.CRLF : Ending.LF,
              bare ? 0 : WholeFile.missing(text, bytes, from, stop, dropped.applyAsInt(end))));
      if (kind != Kind.ADDED) {
        oldNo++;
        oldLeft--;
      }
      if (kind != Kind.REMOVED) {
        newNo++;
        newLeft--;
      }
    }
    hunks.add(new Hunk(oldStart, oldCount, newStart, newCount, section(m.group(5)), read));
  }

  private static @Nullable Kind kind(byte sign) {
    return switch (sign) {
      case ' ', '\n', '\r' -> Kind.CONTEXT;
      case '+' -> Kind.ADDED;
      case '-' -> Kind.REMOVED;
      default -> null;
    };
  }

  /** The last line read has no line end in its file; a carriage return is then part of its text. */
  private static void withoutEnd(List<DiffLine> read) {
    if (!read.isEmpty()) {
      var last = read.removeLast();
      var text = last.ending() == Ending.CRLF ? last.text() + "\r" : last.text();
      read.add(
          new DiffLine(last.kind(), last.oldNo(), last.newNo(), text, Ending.NONE, last.more()));
    }
  }

  private void begin() {
    finish();
    open = true;
    oldPath = null;
    newPath = null;
    state = State.COMPLETE;
    hunks = new ArrayList<>();
    notes = new ArrayList<>();
  }

  private void finish() {
    if (open) {
      files.add(new FileDiff(oldPath, newPath, state, hunks, String.join(" ", notes)));
      open = false;
    }
  }

  /** The two names of a {@code diff --git} line; only the later lines are sure about them. */
  private void paths(String names) {
    if (names.startsWith("\"")) {
      int end = Quoted.end(names);
      oldPath = Quoted.side(names.substring(0, end), "a/");
      newPath = end < names.length() ? Quoted.side(names.substring(end + 1), "b/") : oldPath;
      return;
    }
    int quoted = names.indexOf(" \"");
    int middle = quoted >= 0 ? quoted : names.length() / 2;
    if (middle < names.length() && names.charAt(middle) == ' ') {
      oldPath = Quoted.side(names.substring(0, middle), "a/");
      newPath = Quoted.side(names.substring(middle + 1), "b/");
    }
  }

  private boolean next(String prefix) {
    int end = Math.min(bytes.length, at + prefix.length());
    return new String(bytes, at, end - at, StandardCharsets.ISO_8859_1).equals(prefix);
  }

  private String header() {
    int end = endOfLine(at);
    int last = end > at && bytes[end - 1] == '\r' ? end - 1 : end;
    var line = new String(bytes, at, last - at, StandardCharsets.UTF_8);
    at = end + 1;
    return line;
  }

  private int endOfLine(int from) {
    int end = from;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    return end;
  }

  private String text(int from, int end) {
    return WholeFile.cut(bytes, from, end, bounds.maxLineChars());
  }

  private String section(String text) {
    return text.length() > 200 ? text.substring(0, 200) : text;
  }

  private static int number(String digits) {
    return digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
  }
}

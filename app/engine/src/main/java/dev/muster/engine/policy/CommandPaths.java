package dev.muster.engine.policy;

import dev.muster.engine.policy.shell.Word;
import dev.muster.engine.policy.shell.Word.Expansion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the files that the words of a command name. It errs to the careful side: a word counts as a
 * path unless its program is known to take something else there.
 */
final class CommandPaths {
  /** Their words are text, not files. */
  private static final Set<String> TEXT = Set.of("echo", "printf", "true", "false", ":", "exit");

  /** Their first operand is a pattern or a script. */
  private static final Set<String> PATTERN_FIRST =
      Set.of(
          "grep", "egrep", "fgrep", "rg", "ag", "ack", "sed", "gsed", "awk", "gawk", "mawk", "jq",
          "yq", "fd", "fdfind");

  /** Options whose value is a pattern or a message. */
  private static final Set<String> PATTERN_OPTIONS =
      Set.of(
          "-e",
          "--regexp",
          "--expression",
          "-path",
          "-ipath",
          "-wholename",
          "-name",
          "-iname",
          "-regex",
          "-iregex",
          "--exclude",
          "--exclude-dir",
          "--include",
          "--ignore",
          "-g",
          "--glob",
          "--iglob",
          "-m",
          "--message",
          "-d",
          "--delimiter",
          "-F",
          "-t",
          "--format",
          "--grep",
          "--author",
          "-G",
          "-S");

  private static final Set<String> DEVICES =
      Set.of(
          "/dev/null",
          "/dev/zero",
          "/dev/stdin",
          "/dev/stdout",
          "/dev/stderr",
          "/dev/urandom",
          "/dev/random",
          "/dev/tty");

  private final Places places;
  private final Path home;
  private final List<Path> folders;
  private final Map<String, Found> known = new HashMap<>();

  /**
   * Looks from one worktree.
   *
   * @param folders where the command may be when it runs: the worktree, and wherever it changes to
   */
  CommandPaths(Places places, Path home, List<Path> folders) {
    this.places = places;
    this.home = home;
    this.folders = List.copyOf(folders);
  }

  /** What was found: places, and whether something certainly lies outside. */
  record Found(List<Place> places, boolean outside) {}

  /** The files named by the arguments of a program. */
  Found inArguments(String program, List<Word> words) {
    List<Place> found = new ArrayList<>();
    boolean outside = false;
    if (TEXT.contains(program)) {
      return new Found(found, false);
    }
    boolean patternNamed =
        words.stream().anyMatch(w -> w.text().matches("-[a-zA-Z]*[ef]|--(regexp|expression|file)"));
    boolean patternLeft = PATTERN_FIRST.contains(program) && !patternNamed;
    for (int i = 1; i < words.size(); i++) {
      String text = words.get(i).text();
      if (patternLeft && !text.startsWith("-")) {
        patternLeft = false;
        continue;
      }
      boolean value = PATTERN_OPTIONS.contains(words.get(i - 1).text()) && isPatternFor(program);
      if (value
          || text.matches(
              "(?s)--(exclude|include|ignore|glob|format|pretty|grep|message)[a-z-]*=.*")) {
        continue;
      }
      Found here = in(words.get(i));
      found.addAll(here.places());
      outside |= here.outside();
    }
    return new Found(found, outside);
  }

  /** Options mean different things elsewhere: {@code cp -t /etc} names a folder. */
  private static boolean isPatternFor(String program) {
    return PATTERN_FIRST.contains(program) || program.matches("find|git|tree|du|cut|sort|tr|date");
  }

  /** The files one word may name. */
  Found in(Word word) {
    List<Place> found = new ArrayList<>();
    boolean outside = false;
    String known = word.fixed() ? word.text() : word.knownPrefix();
    if (!word.fixed()) {
      outside = leadsOut(word);
      boolean braces = word.pieces().stream().noneMatch(Expansion.class::isInstance);
      if (!braces) {
        known = known.substring(0, known.lastIndexOf('/') + 1);
      }
    }
    outside |= word.glob() && mayMatchParent(word.text());
    if (word.tilde()) {
      known = untilded(known);
    }
    for (String candidate : candidates(known)) {
      Found here = this.known.computeIfAbsent(candidate, this::lookUp);
      found.addAll(here.places());
      outside |= here.outside();
    }
    return new Found(found, outside);
  }

  private Found lookUp(String candidate) {
    List<Place> found = new ArrayList<>();
    boolean outside = false;
    if (DEVICES.contains(candidate) || candidate.matches("/dev/fd/[0-9]+")) {
      return new Found(found, false);
    }
    for (Path folder : folders) {
      Place place = places.find(candidate, folder);
      if (place != null) {
        found.add(place);
      }
      outside |= place == null || !place.inside() || place.gitInternals();
    }
    return new Found(found, outside);
  }

  /** Older shells let {@code .*} match {@code ..}. */
  private static boolean mayMatchParent(String pattern) {
    for (String name : pattern.split("/")) {
      boolean wild = name.indexOf('*') >= 0 || name.indexOf('?') >= 0;
      boolean parent = wild && name.startsWith(".") && Wildcard.matches(name, "..", false);
      if (parent || name.matches("\\.?\\[.*|\\.[^a-zA-Z0-9]*\\[.*")) {
        return true;
      }
    }
    return false;
  }

  private String untilded(String text) {
    // Another user's home folder is as much outside as a path can be.
    return text.equals("~") || text.startsWith("~/") ? home + text.substring(1) : "/" + text;
  }

  /** Whether a word with an expansion certainly, or most likely, leads out of the worktree. */
  private static boolean leadsOut(Word word) {
    String text = word.text();
    if (text.matches("(?s).*(^|[/=:])\\.\\.(/.*|$)")) {
      return true;
    }
    return word.pieces().stream()
        .anyMatch(
            piece ->
                piece instanceof Expansion expansion
                    && expansion
                        .source()
                        .matches("\\$\\{?(HOME|TMPDIR|OLDPWD|XDG_[A-Z_]+|USERPROFILE)\\b.*"));
  }

  /** What in a word may be a path: all of it, an option's value, what stands between colons. */
  private static List<String> candidates(String text) {
    if (text.isEmpty() || text.equals("-")) {
      return List.of();
    }
    if (text.matches("(?s)[a-zA-Z][a-zA-Z0-9+.-]*://.*")) {
      return text.regionMatches(true, 0, "file:", 0, 5)
          ? List.of("/" + text.substring(text.indexOf("://") + 3))
          : List.of();
    }
    List<String> all = new ArrayList<>();
    int equals = text.indexOf('=');
    if (text.startsWith("-")) {
      if (equals > 0) {
        all.add(text.substring(equals + 1));
      } else if (!text.startsWith("--") && text.length() > 2) {
        all.add(text.substring(2));
      }
    } else {
      all.add(text);
      if (equals > 0) {
        all.add(text.substring(equals + 1));
      }
    }
    for (String part : text.split("[:,{}=]")) {
      if (part.startsWith("/") || part.startsWith("..") || part.startsWith("@/")) {
        all.add(part.startsWith("@") ? part.substring(1) : part);
      } else if (part.startsWith("~")) {
        all.add("/" + part);
      }
    }
    all.removeIf(String::isEmpty);
    return all;
  }
}

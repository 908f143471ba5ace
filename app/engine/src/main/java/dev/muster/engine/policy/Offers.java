package dev.muster.engine.policy;

import dev.muster.engine.event.PermissionEvent.Option;
import dev.muster.engine.event.PermissionEvent.Reach;
import dev.muster.engine.policy.shell.ShellCommand;
import dev.muster.engine.policy.shell.Word;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the choices a person is offered; each label says what it will let through. */
final class Offers {
  private static final Set<Risk> GRAVE =
      Set.of(Risk.OUTSIDE, Risk.PRIVILEGED, Risk.DELETES, Risk.HISTORY, Risk.INLINE_CODE);

  /** Programs whose second word says what they do. */
  private static final Set<String> WITH_VERBS =
      Set.of(
          "git",
          "npm",
          "pnpm",
          "yarn",
          "bun",
          "pip",
          "pip3",
          "pipx",
          "uv",
          "poetry",
          "pipenv",
          "cargo",
          "rustup",
          "go",
          "mvn",
          "./mvnw",
          "gradle",
          "./gradlew",
          "make",
          "just",
          "task",
          "gem",
          "bundle",
          "rake",
          "rails",
          "composer",
          "dotnet",
          "docker",
          "podman",
          "apt",
          "apt-get",
          "brew",
          "npx",
          "bunx",
          "deno",
          "mix",
          "sbt",
          "cmake",
          "ninja",
          "bazel",
          "tox",
          "nox",
          "hatch",
          "pdm",
          "terraform",
          "helm",
          "kubectl",
          "python",
          "python3",
          "node",
          "ruby");

  /** And those whose third word does, after these second ones. */
  private static final Map<String, Set<String>> WITH_TWO_VERBS =
      Map.of(
          "npm", Set.of("run", "exec"),
          "pnpm", Set.of("run", "exec"),
          "yarn", Set.of("run"),
          "bun", Set.of("run"),
          "uv", Set.of("run", "pip"),
          "poetry", Set.of("run"),
          "pipenv", Set.of("run"),
          "bundle", Set.of("exec"),
          "python", Set.of("-m"),
          "python3", Set.of("-m"));

  /** Programs that only look, so that their name says enough. */
  private static final Set<String> LOOKERS =
      Set.of(
          "ls",
          "cat",
          "head",
          "tail",
          "wc",
          "grep",
          "egrep",
          "fgrep",
          "rg",
          "find",
          "tree",
          "pwd",
          "which",
          "file",
          "stat",
          "du",
          "df",
          "sort",
          "uniq",
          "cut",
          "diff",
          "cmp",
          "date",
          "jq",
          "nl",
          "basename",
          "dirname",
          "realpath",
          "readlink",
          "ps",
          "pytest",
          "jest",
          "vitest",
          "eslint",
          "prettier",
          "tsc",
          "ruff",
          "mypy",
          "black",
          "rustc",
          "javac",
          "gcc",
          "clang");

  private static final int LONGEST_SHOWN = 60;
  private static final int LONGEST_EXACT = 400;

  private final List<Option> options = new ArrayList<>();

  private Offers() {
    options.add(new Option("once", "Allow once", true, Reach.ONCE, null));
  }

  private List<Option> done() {
    options.add(new Option("deny", "Deny", false, Reach.ONCE, null));
    return options;
  }

  private Offers add(String id, String label, Reach reach, Rule rule) {
    options.add(new Option(id, label, true, reach, rule.toString()));
    return this;
  }

  private Offers everywhere(String what, Rule rule) {
    return add("session", "This session for " + what, Reach.SESSION, rule)
        .add("project", "This project for " + what, Reach.PROJECT, rule)
        .add("always", "Always for " + what, Reach.ALWAYS, rule);
  }

  /** Once or not at all. */
  static List<Option> plain() {
    return new Offers().done();
  }

  /** For the first command in full auto without a sandbox. */
  static List<Option> fullAuto() {
    return new Offers()
        .add(
            "full-auto",
            "All commands and network of this session, without a sandbox",
            Reach.SESSION,
            Rule.FULL_AUTO_UNSANDBOXED)
        .done();
  }

  /** For a command line. */
  static List<Option> run(CommandLine line, CommandRules matcher, List<Rule> allowing) {
    Offers offers = new Offers();
    String text = line.text().strip();
    if (line.unreadable() != null || text.length() > LONGEST_EXACT || text.contains("\n")) {
      return offers.done();
    }
    boolean grave = line.risks().stream().anyMatch(GRAVE::contains);
    Rule prefix = grave ? null : prefix(line, matcher, allowing);
    if (prefix != null) {
      return offers.everywhere(quoted(prefix.pattern()), prefix).done();
    }
    Rule exact = new Rule(true, Rule.Kind.RUN_ONLY, text);
    String what = "exactly " + quoted(text);
    offers.add("session", "This session for " + what, Reach.SESSION, exact);
    if (!line.risks().contains(Risk.PRIVILEGED) && !line.risks().contains(Risk.OUTSIDE)) {
      offers.add("project", "This project for " + what, Reach.PROJECT, exact);
    }
    return offers.done();
  }

  /** The one beginning of a command that, as a rule, would let this command line through. */
  private static @Nullable Rule prefix(
      CommandLine line, CommandRules matcher, List<Rule> allowing) {
    for (CommandPart part : line.parts()) {
      String words = prefix(part.command());
      if (!part.needsRule() || words == null) {
        continue;
      }
      Rule rule = new Rule(true, Rule.Kind.RUN, words);
      List<Rule> more = new ArrayList<>(allowing);
      more.add(rule);
      if (!allowing.contains(rule) && matcher.allowing(line, more, true) != null) {
        return rule;
      }
    }
    return null;
  }

  private static @Nullable String prefix(ShellCommand command) {
    List<Word> words = command.words();
    int count = 0;
    if (words.isEmpty()) {
      return null;
    }
    String program = words.getFirst().text();
    if (LOOKERS.contains(program)) {
      count = 1;
    } else if (words.size() == 1 || !WITH_VERBS.contains(program)) {
      boolean verb = words.size() > 1 && words.get(1).text().matches("[a-z][a-z0-9:_-]*");
      count = verb ? 2 : 1;
    } else {
      Set<String> verbs = WITH_TWO_VERBS.getOrDefault(program, Set.of());
      count = verbs.contains(words.get(1).text()) ? 3 : 2;
    }
    StringBuilder text = new StringBuilder();
    for (Word word : words.subList(0, Math.min(count, words.size()))) {
      if (!word.text().matches("[A-Za-z0-9_@%+=:,./-]+")) {
        return null; // it would have to be quoted; the exact line says it better
      }
      text.append(text.isEmpty() ? "" : " ").append(word.text());
    }
    return text.toString();
  }

  /** For files that are changed. */
  static List<Option> edit(List<Place> places, Path worktree) {
    Offers offers = new Offers();
    if (!places.isEmpty() && places.stream().allMatch(Place::inside)) {
      Path first = places.getFirst().real();
      Path folder = first == null ? null : first.getParent();
      boolean oneFolder =
          folder != null
              && !folder.equals(worktree)
              && places.stream().allMatch(p -> p.real() != null && p.real().startsWith(folder));
      if (oneFolder) {
        String glob = worktree.relativize(folder).toString().replace('\\', '/') + "/**";
        if (plainPattern(glob, 3)) {
          offers.add(
              "session", "This session for edits in " + quoted(glob), Reach.SESSION, edits(glob));
          offers.add(
              "project", "This project for edits in " + quoted(glob), Reach.PROJECT, edits(glob));
        }
      }
      offers.add(
          "session-all", "This session for all edits in the worktree", Reach.SESSION, edits("**"));
    } else if (places.size() == 1) {
      file(offers, Rule.Kind.EDIT, places.getFirst(), "changing ");
    }
    return offers.done();
  }

  /** For files that are read. */
  static List<Option> read(List<Place> places) {
    Offers offers = new Offers();
    if (places.size() == 1) {
      file(offers, Rule.Kind.READ, places.getFirst(), "reading ");
    }
    return offers.done();
  }

  private static Rule edits(String glob) {
    return new Rule(true, Rule.Kind.EDIT, glob);
  }

  private static void file(Offers offers, Rule.Kind kind, Place place, String doing) {
    Path real = place.real();
    if (real != null && plainPattern(real.toString(), 0)) {
      offers.add(
          "session",
          "This session for " + doing + quoted(real.toString()),
          Reach.SESSION,
          new Rule(true, kind, real.toString()));
    }
  }

  /** Whether a name, up to its last characters, means itself when it stands in a pattern. */
  private static boolean plainPattern(String text, int wildcards) {
    String name = text.substring(0, text.length() - wildcards);
    return name.indexOf('*') < 0
        && name.indexOf('?') < 0
        && name.indexOf('\\') < 0
        && name.equals(name.strip())
        && name.chars().noneMatch(Character::isISOControl);
  }

  /** For a host. */
  static List<Option> fetch(String host) {
    return new Offers().everywhere(quoted(host), new Rule(true, Rule.Kind.FETCH, host)).done();
  }

  /** For a tool of the agent's own. */
  static List<Option> tool(String name) {
    return new Offers()
        .everywhere("the tool " + quoted(name), new Rule(true, Rule.Kind.TOOL, name))
        .done();
  }

  private static String quoted(String text) {
    return "“"
        + (text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN - 1) + "…")
        + "”";
  }
}

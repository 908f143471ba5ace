package dev.muster.engine.policy;

import dev.muster.engine.policy.shell.Script;
import dev.muster.engine.policy.shell.ShellCommand;
import java.util.Locale;

/**
 * One standing answer, written as {@code [deny ]subject: pattern}. How far it reaches (session,
 * project, always) is said where it is kept, see {@link Rules}.
 *
 * <ul>
 *   <li>{@code run: npm install} – commands that begin with these words, whatever follows, as long
 *       as they carry no risk that these words alone do not carry
 *   <li>{@code run only: rm -rf build} – exactly this command line
 *   <li>{@code edit: src/**}, {@code read: ../docs/**} – files; relative to the worktree, absolute
 *       or below {@code ~}. A pattern without a slash is for that name in any folder; one that
 *       names a folder is for all that is in it
 *   <li>{@code fetch: example.org} – a host; {@code *.example.org} for all below it
 *   <li>{@code tool: name} – a tool of the agent that is none of the above; may end with {@code *}
 *   <li>{@code full auto: without a sandbox} – see {@link #FULL_AUTO_UNSANDBOXED}
 * </ul>
 *
 * @param allows false for a rule that forbids
 * @param pattern as it was written, without blanks around it
 */
public record Rule(boolean allows, Kind kind, String pattern) {

  /**
   * Says that full auto may run commands in this session although nothing shuts them in. Allowed in
   * the session's own rules only, so that it is asked once per session.
   */
  public static final Rule FULL_AUTO_UNSANDBOXED =
      new Rule(true, Kind.FULL_AUTO, "without a sandbox");

  private static final int MAX_PATTERN = 4_096;

  /** What a rule is about. */
  public enum Kind {
    RUN("run"),
    RUN_ONLY("run only"),
    EDIT("edit"),
    READ("read"),
    FETCH("fetch"),
    TOOL("tool"),
    FULL_AUTO("full auto");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  /** Checks nothing; text from outside goes through {@link #parse}. */
  public Rule {
    pattern = pattern.strip();
  }

  /**
   * Reads a rule.
   *
   * @throws RuleFormatException when it is none, with a sentence for a person
   */
  public static Rule parse(String text) throws RuleFormatException {
    String rest = text.strip();
    boolean allows = true;
    if (rest.toLowerCase(Locale.ROOT).startsWith("deny ")) {
      allows = false;
      rest = rest.substring(5).strip();
    }
    int colon = rest.indexOf(':');
    String subject = colon < 0 ? "" : rest.substring(0, colon).strip().toLowerCase(Locale.ROOT);
    String pattern = rest.substring(colon + 1).strip();
    for (Kind kind : Kind.values()) {
      if (kind.word.equals(subject)) {
        Rule rule = new Rule(allows, kind, pattern);
        rule.check(text);
        return rule;
      }
    }
    throw new RuleFormatException(
        "\"%s\" is no rule. A rule reads like \"run: npm test\", \"edit: src/**\", ".formatted(text)
            + "\"fetch: example.org\" or \"deny run: rm\".");
  }

  private void check(String text) throws RuleFormatException {
    if (pattern.isEmpty()) {
      throw new RuleFormatException("\"%s\" says nothing after the colon.".formatted(text));
    }
    if (pattern.length() > MAX_PATTERN || pattern.indexOf('\0') >= 0) {
      throw new RuleFormatException("A rule is longer than %d characters.".formatted(MAX_PATTERN));
    }
    switch (kind) {
      case RUN -> words();
      case FULL_AUTO -> {
        if (!equals(FULL_AUTO_UNSANDBOXED)) {
          throw new RuleFormatException(
              "\"%s\" is no rule; the only one of its kind is \"%s\"."
                  .formatted(text, FULL_AUTO_UNSANDBOXED));
        }
      }
      case RUN_ONLY, EDIT, READ, FETCH, TOOL -> {}
    }
  }

  /** The one simple command that a {@link Kind#RUN} rule begins with. */
  ShellCommand words() throws RuleFormatException {
    Script script = Script.read(pattern);
    if (script.unreadable() == null && script.commands().size() == 1) {
      ShellCommand only = script.commands().getFirst();
      boolean plain =
          only.redirects().isEmpty()
              && !only.words().isEmpty()
              && !only.words().getFirst().glob()
              && only.words().stream().allMatch(word -> word.fixed())
              && only.assignments().stream().allMatch(set -> set.value().fixed());
      if (plain) {
        return only;
      }
    }
    throw new RuleFormatException(
        "\"%s\" is not the beginning of one plain command. ".formatted(pattern)
            + "Use \"run only: …\" for a whole command line.");
  }

  /** What it lets through or forbids, in one sentence. */
  public String sentence() {
    String does = allows ? "Lets through " : "Forbids ";
    return does
        + switch (kind) {
          case RUN -> "every command that begins with the words “" + pattern + "”.";
          case RUN_ONLY -> "exactly the command line “" + pattern + "”.";
          case EDIT -> "changing files that match “" + pattern + "”.";
          case READ -> "reading files that match “" + pattern + "”.";
          case FETCH -> "fetching from “" + pattern + "”.";
          case TOOL -> "the tool “" + pattern + "”.";
          case FULL_AUTO -> "commands in full auto although there is no sandbox around them.";
        };
  }

  /** The text that {@link #parse} reads back. */
  @Override
  public String toString() {
    return (allows ? "" : "deny ") + kind.word + ": " + pattern;
  }
}

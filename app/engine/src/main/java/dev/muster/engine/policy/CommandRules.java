package dev.muster.engine.policy;

import dev.muster.engine.policy.shell.ShellCommand;
import dev.muster.engine.policy.shell.ShellCommand.Assignment;
import dev.muster.engine.policy.shell.Word;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares command lines with rules, word by word. */
final class CommandRules {
  /** Whether a forbidding rule is meant. */
  enum Hit {
    YES,
    /** A variable or an unknown option hides it: a person must look. */
    MAYBE,
    NO
  }

  /** Commands that do nothing of their own; they may accompany what a rule allows. */
  private static final Set<String> FREE =
      Set.of(
          "cd",
          "pushd",
          "popd",
          "pwd",
          "true",
          "false",
          ":",
          "set",
          "exit",
          "return",
          "break",
          "continue",
          "wait",
          "echo",
          "printf",
          "test",
          "[");

  private final Places places;
  private final Path home;
  private final Map<Rule, Optional<CommandPart>> meant = new HashMap<>();

  /** For one decision on one thread. */
  CommandRules(Places places, Path home) {
    this.places = places;
    this.home = home;
  }

  /** Whether this forbidding rule means the command line or any part of it. */
  Hit forbids(Rule rule, CommandLine line) {
    Hit worst = Hit.NO;
    if (rule.kind() == Rule.Kind.RUN_ONLY && rule.pattern().equals(line.text().strip())) {
      return Hit.YES;
    }
    for (CommandPart part : line.parts()) {
      Hit hit =
          switch (rule.kind()) {
            case RUN -> forbidsWords(rule, part);
            case RUN_ONLY -> part.command().text().equals(rule.pattern()) ? Hit.YES : Hit.NO;
            case EDIT -> forbidsEdit(rule, part);
            case READ -> names(rule, part.touches()) ? Hit.MAYBE : Hit.NO;
            case FETCH -> mentions(rule, part) ? Hit.MAYBE : Hit.NO;
            case TOOL, FULL_AUTO -> Hit.NO;
          };
      if (hit == Hit.YES) {
        return hit;
      }
      worst = hit == Hit.MAYBE ? hit : worst;
    }
    return worst;
  }

  private Hit forbidsEdit(Rule rule, CommandPart part) {
    if (names(rule, part.writes())) {
      return Hit.YES;
    }
    return part.writesUnknown() || names(rule, part.touches()) ? Hit.MAYBE : Hit.NO;
  }

  private boolean names(Rule rule, List<Place> named) {
    PathPattern pattern = new PathPattern(rule.pattern(), places.worktree(), home);
    return named.stream().anyMatch(pattern::denies);
  }

  private static boolean mentions(Rule rule, CommandPart part) {
    String host = rule.pattern().replaceFirst("^\\*\\.", "");
    return part.command().words().stream().anyMatch(word -> word.text().contains(host));
  }

  private static Hit forbidsWords(Rule rule, CommandPart part) {
    List<Word> forbidden = words(rule);
    List<Word> words = part.command().words();
    if (forbidden.isEmpty() || words.isEmpty()) {
      return Hit.NO;
    }
    String program = CommandLine.program(forbidden.getFirst());
    if (!CommandLine.program(words.getFirst()).equals(program)) {
      boolean hidden =
          !part.needsRule() && words.stream().anyMatch(w -> CommandLine.program(w).equals(program));
      return hidden ? Hit.MAYBE : Hit.NO;
    }
    int first = program.equals("git") ? GitRisks.subcommand(words) : 1;
    List<Word> given = words.subList(first, words.size());
    List<Word> operands = given.stream().filter(w -> !isOption(w)).toList();
    List<Word> wanted = forbidden.subList(1, forbidden.size());
    boolean options =
        wanted.stream()
            .filter(CommandRules::isOption)
            .allMatch(option -> given.stream().anyMatch(word -> same(option, word)));
    List<Word> verbs = wanted.stream().filter(w -> !isOption(w)).toList();
    if (options && begins(verbs, operands)) {
      return Hit.YES;
    }
    boolean unknown = words.stream().anyMatch(word -> !word.fixed() || word.glob());
    boolean scattered = options && !verbs.isEmpty() && scattered(verbs, words);
    return unknown || scattered ? Hit.MAYBE : Hit.NO;
  }

  private static boolean isOption(Word word) {
    return word.text().startsWith("-");
  }

  private static boolean scattered(List<Word> wanted, List<Word> words) {
    int at = 0;
    for (Word word : words) {
      if (at < wanted.size() && same(wanted.get(at), word)) {
        at++;
      }
    }
    return at == wanted.size();
  }

  private static boolean begins(List<Word> wanted, List<Word> words) {
    if (wanted.size() > words.size()) {
      return false;
    }
    for (int i = 0; i < wanted.size(); i++) {
      if (!same(wanted.get(i), words.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean same(Word wanted, Word given) {
    return given.fixed()
        && (wanted.glob()
            ? Wildcard.matches(wanted.text(), given.text(), false)
            : wanted.text().equals(given.text()));
  }

  private static List<Word> words(Rule rule) {
    try {
      return rule.words().words();
    } catch (RuleFormatException _) {
      return List.of(); // made by hand instead of by parse(): it matches nothing
    }
  }

  /**
   * The rules that together allow the whole command line; null when a part of it is left over.
   *
   * @param editsAllowed whether files in the worktree may be written anyway
   */
  @Nullable List<Rule> allowing(CommandLine line, List<Rule> rules, boolean editsAllowed) {
    for (Rule rule : rules) {
      if (rule.kind() == Rule.Kind.RUN_ONLY && rule.pattern().equals(line.text().strip())) {
        return List.of(rule);
      }
    }
    if (line.unreadable() != null) {
      return null;
    }
    Set<Rule> used = new LinkedHashSet<>();
    for (CommandPart part : line.parts()) {
      if (!editsAllowed && !writesAllowed(part, rules)) {
        return null;
      }
      if (part.writesUnknown()) {
        return null;
      }
      if (!part.needsRule()) {
        continue;
      }
      Rule covering = covering(part, rules);
      if (covering != null) {
        used.add(covering);
      } else if (!free(part)) {
        return null;
      }
    }
    return used.isEmpty() ? null : new ArrayList<>(used);
  }

  private boolean writesAllowed(CommandPart part, List<Rule> rules) {
    return part.writes().stream()
        .allMatch(
            place ->
                rules.stream()
                    .filter(rule -> rule.kind() == Rule.Kind.EDIT)
                    .anyMatch(
                        rule ->
                            new PathPattern(rule.pattern(), places.worktree(), home)
                                .allows(place)));
  }

  private static boolean free(CommandPart part) {
    ShellCommand command = part.command();
    return part.risks().isEmpty()
        && command.assignments().stream().allMatch(CommandRules::harmless)
        && command.words().stream().allMatch(Word::fixed)
        && (command.words().isEmpty() || FREE.contains(command.words().getFirst().text()));
  }

  private static boolean harmless(Assignment assignment) {
    return assignment.value().fixed() && HarmlessVariables.harmless(assignment.name());
  }

  private @Nullable Rule covering(CommandPart part, List<Rule> rules) {
    for (Rule rule : rules) {
      if (rule.kind() == Rule.Kind.RUN && covers(rule, part)) {
        return rule;
      }
    }
    return null;
  }

  private boolean covers(Rule rule, CommandPart part) {
    CommandPart allowed = meant.computeIfAbsent(rule, this::meant).orElse(null);
    if (allowed == null) {
      return false;
    }
    List<Word> words = part.command().words();
    return begins(allowed.command().words(), words)
        && words.stream().allMatch(Word::fixed)
        && !words.getFirst().glob()
        && allowed.risks().containsAll(part.risks())
        && part.command().assignments().stream()
            .allMatch(set -> harmless(set) || allowed.command().assignments().contains(set));
  }

  /**
   * The one command that a rule is about, with the risks its own words name. What they do when
   * nothing follows does not count: bare "node" runs what it is fed, but "run: node" must not let
   * "node -e …" through.
   */
  private Optional<CommandPart> meant(Rule rule) {
    List<CommandPart> parts =
        CommandLine.read(rule.pattern(), places, home).parts().stream()
            .filter(CommandPart::needsRule)
            .toList();
    if (parts.size() != 1) {
      return Optional.empty();
    }
    CommandPart only = parts.getFirst();
    Set<Risk> named = EnumSet.noneOf(Risk.class);
    for (CommandPart part : CommandLine.read(rule.pattern() + " …", places, home).parts()) {
      named.addAll(part.risks());
    }
    named.retainAll(only.risks());
    return Optional.of(
        new CommandPart(only.command(), named, true, only.writes(), false, only.touches()));
  }
}

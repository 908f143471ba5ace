package dev.muster.engine.policy;

import dev.muster.engine.event.PermissionEvent.DecidedBy;
import dev.muster.engine.event.PermissionEvent.Option;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.policy.CommandRules.Hit;
import dev.muster.engine.policy.Ruling.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an action may go ahead, in this order: a rule that forbids, a rule that allows,
 * the mode, else a person. Rules hold in every mode; where some could not be read, a person is
 * asked about everything that is not forbidden. It remembers nothing: the same action, mode, rules
 * and files give the same ruling. May be called from any thread; looks at the disk to see where
 * paths lead, so not from the JavaFX thread.
 *
 * <p>What it knows of a command is what its words tell. Until commands run in a sandbox, a command
 * that was allowed can do whatever the user can; so full auto asks once per session before the
 * first command ({@link Rule#FULL_AUTO_UNSANDBOXED}), and goes on asking for what names something
 * outside the worktree, needs privileges or cannot be read with certainty.
 */
public final class Policy {
  private static final Set<Risk> ASKED_IN_FULL_AUTO =
      Set.of(Risk.OUTSIDE, Risk.PRIVILEGED, Risk.UNREADABLE);

  /** What is in git's own folder is never an agent's to change, whatever the rules say. */
  private static final Rule GIT_INTERNALS = new Rule(false, Rule.Kind.EDIT, ".git");

  private final Path home;

  /**
   * A policy for one user.
   *
   * @param home what {@code ~} stands for
   */
  public Policy(Path home) {
    this.home = home;
  }

  /**
   * Decides on an action.
   *
   * @param worktree where the session works
   */
  public Ruling decide(ActionRequest action, PermissionMode mode, Rules rules, Path worktree) {
    Ruling ruling = new Case(action, mode, rules, new Places(worktree), home).decide();
    List<String> gaps = rules.gaps();
    if (gaps.isEmpty() || ruling.verdict() == Verdict.DENY) {
      return ruling;
    }
    // What nobody could read may have forbidden it; a person decides, and only for once.
    EnumSet<Risk> risks = EnumSet.of(Risk.RULES_UNKNOWN);
    risks.addAll(ruling.risks());
    return new Ruling(
        Verdict.ASK, null, List.of(), gaps.getFirst(), List.copyOf(risks), Offers.plain());
  }

  /** The files that the rules deny reading, whatever else they allow. */
  public HiddenFiles hidden(Rules rules, Path worktree) {
    Places places = new Places(worktree);
    return new HiddenFiles(
        rules.all().stream()
            .filter(rule -> !rule.allows() && rule.kind() == Rule.Kind.READ)
            .map(rule -> new PathPattern(rule.pattern(), places.worktree(), home))
            .toList(),
        places);
  }

  /** One decision. */
  private static final class Case {
    private final ActionRequest action;
    private final PermissionMode mode;
    private final Rules rules;
    private final List<Rule> allowing;
    private final List<Rule> forbidding;
    private final Places places;
    private final Path home;

    Case(ActionRequest action, PermissionMode mode, Rules rules, Places places, Path home) {
      this.action = action;
      this.mode = mode;
      this.rules = rules;
      this.allowing = rules.all().stream().filter(Rule::allows).toList();
      this.forbidding = rules.all().stream().filter(rule -> !rule.allows()).toList();
      this.places = places;
      this.home = home;
    }

    Ruling decide() {
      for (Rule rule : forbidding) {
        if (rule.kind() == Rule.Kind.TOOL && matchesTool(rule)) {
          return denied(rule, Set.of());
        }
      }
      return switch (action.subject()) {
        case READ -> read();
        case EDIT -> edit();
        case RUN -> run();
        case FETCH -> fetch();
        case OTHER -> other();
      };
    }

    // --- files ---

    private Ruling read() {
      List<Place> named = named();
      Rule forbids = forbidsFile(Rule.Kind.READ, named);
      Set<Risk> risks = fileRisks(named);
      if (forbids != null) {
        return denied(forbids, risks);
      }
      List<Rule> allows = allowsFiles(Rule.Kind.READ, named);
      if (allows != null && !risks.isEmpty()) {
        return allowed(allows, risks);
      }
      if (named.isEmpty()) {
        return ask("It does not say which files it reads.", risks, Offers.plain());
      }
      if (risks.isEmpty()) {
        return allowedByMode("Reading in the worktree is allowed in every mode.", risks);
      }
      return ask("It reads outside the worktree.", risks, Offers.read(named));
    }

    private Ruling edit() {
      List<Place> named = named();
      Set<Risk> risks = fileRisks(named);
      if (named.stream().anyMatch(Place::gitInternals)) {
        return denied(GIT_INTERNALS, risks);
      }
      Rule forbids = forbidsFile(Rule.Kind.EDIT, named);
      if (forbids != null) {
        return denied(forbids, risks);
      }
      List<Rule> allows = allowsFiles(Rule.Kind.EDIT, named);
      if (allows != null) {
        return allowed(allows, risks);
      }
      if (named.isEmpty()) {
        return ask("It does not say which files it changes.", risks, Offers.plain());
      }
      List<Option> options = Offers.edit(named, places.worktree());
      if (!risks.isEmpty()) {
        return ask("It changes something outside the worktree.", risks, options);
      }
      return switch (mode) {
        case SUGGEST -> ask("In suggest mode you are asked before every edit.", risks, options);
        case EDIT, FULL_AUTO ->
            allowedByMode("Edits in the worktree are allowed in " + modeName() + ".", risks);
      };
    }

    private List<Place> named() {
      return action.paths().stream().map(places::find).toList();
    }

    private static Set<Risk> fileRisks(List<Place> named) {
      return named.stream().allMatch(Place::inside) ? Set.of() : Set.of(Risk.OUTSIDE);
    }

    private @Nullable Rule forbidsFile(Rule.Kind kind, List<Place> named) {
      for (Rule rule : forbidding) {
        if (rule.kind() == kind && named.stream().anyMatch(pattern(rule)::denies)) {
          return rule;
        }
      }
      return null;
    }

    /** The rules that together allow all of the files; null where one of them is not allowed. */
    private @Nullable List<Rule> allowsFiles(Rule.Kind kind, List<Place> named) {
      Set<Rule> needed = new LinkedHashSet<>();
      for (Place place : named) {
        Rule first = null;
        for (Rule rule : allowing) {
          if (rule.kind() == kind && pattern(rule).allows(place)) {
            first = rule;
            break;
          }
        }
        if (first == null) {
          return null;
        }
        needed.add(first);
      }
      return needed.isEmpty() ? null : List.copyOf(needed);
    }

    private PathPattern pattern(Rule rule) {
      return new PathPattern(rule.pattern(), places.worktree(), home);
    }

    // --- commands ---

    private Ruling run() {
      String command = action.command();
      if (command == null || command.isBlank()) {
        return ask("It does not say which command.", Set.of(Risk.UNREADABLE), Offers.plain());
      }
      CommandLine line = CommandLine.read(command, places, home);
      CommandRules matcher = new CommandRules(places, home);
      Set<Risk> risks = line.risks();
      if (line.parts().stream().flatMap(p -> p.writes().stream()).anyMatch(Place::gitInternals)) {
        return denied(GIT_INTERNALS, risks);
      }
      Rule doubtful = null;
      for (Rule rule : forbidding) {
        Hit hit = matcher.forbids(rule, line);
        if (hit == Hit.YES) {
          return denied(rule, risks);
        }
        doubtful = hit == Hit.MAYBE ? rule : doubtful;
      }
      if (doubtful != null) {
        return ask(
            "It may be something that the rule “%s” forbids.".formatted(doubtful),
            risks,
            Offers.plain());
      }
      List<Rule> covering = matcher.allowing(line, allowing, mode != PermissionMode.SUGGEST);
      if (covering != null) {
        return allowed(covering, risks);
      }
      List<Option> options = Offers.run(line, matcher, allowing);
      return switch (mode) {
        case SUGGEST ->
            ask(why(line, "In suggest mode you are asked before every command."), risks, options);
        case EDIT ->
            ask(
                why(line, "In edit mode you are asked before a command that no rule allows."),
                risks,
                options);
        case FULL_AUTO -> {
          if (risks.stream().anyMatch(ASKED_IN_FULL_AUTO::contains)) {
            yield ask(why(line, "It reaches beyond the worktree."), risks, options);
          }
          yield rules.fullAutoConfirmed()
              ? allowedByMode("Commands are allowed in full auto.", risks)
              : askFullAuto(risks);
        }
      };
    }

    private static String why(CommandLine line, String otherwise) {
      return line.unreadable() == null
          ? otherwise
          : "It cannot be told for certain what it runs: " + line.unreadable();
    }

    private Ruling askFullAuto(Set<Risk> risks) {
      return ask(
          "There is no sandbox yet: in full auto, commands run with all your rights and your"
              + " network. Muster asks this once per session.",
          risks,
          Offers.fullAuto());
    }

    // --- the rest ---

    private Ruling fetch() {
      Set<Risk> risks = Set.of(Risk.NETWORK);
      String host = host(action.host());
      if (host == null) {
        return ask("It does not say where it fetches from.", risks, Offers.plain());
      }
      for (Rule rule : forbidding) {
        if (rule.kind() == Rule.Kind.FETCH && matchesHost(rule, host)) {
          return denied(rule, risks);
        }
      }
      for (Rule rule : allowing) {
        if (rule.kind() == Rule.Kind.FETCH && matchesHost(rule, host)) {
          return allowed(List.of(rule), risks);
        }
      }
      return switch (mode) {
        case SUGGEST, EDIT ->
            ask(
                "In " + modeName() + " you are asked before anything is fetched.",
                risks,
                Offers.fetch(host));
        case FULL_AUTO ->
            rules.fullAutoConfirmed()
                ? allowedByMode("The network is allowed in full auto.", risks)
                : askFullAuto(risks);
      };
    }

    private static @Nullable String host(@Nullable String host) {
      if (host == null || host.isBlank()) {
        return null;
      }
      String plain = host.strip().toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
      return plain.matches("[\\p{L}\\p{N}._-]+(:[0-9]+)?|\\[[0-9a-f:.]+](:[0-9]+)?") ? plain : null;
    }

    private static boolean matchesHost(Rule rule, String host) {
      String wanted = host(rule.pattern().replaceFirst("^\\*\\.", ""));
      if (wanted == null) {
        return false;
      }
      String name = wanted.contains(":") ? host : host.replaceFirst(":[0-9]+$", "");
      return rule.pattern().startsWith("*.") ? name.endsWith("." + wanted) : name.equals(wanted);
    }

    private boolean matchesTool(Rule rule) {
      return rule.pattern().endsWith("*")
          ? action.tool().startsWith(rule.pattern().substring(0, rule.pattern().length() - 1))
          : action.tool().equals(rule.pattern());
    }

    private Ruling other() {
      List<Place> named = named();
      Set<Risk> risks = fileRisks(named);
      for (Rule rule : allowing) {
        if (rule.kind() == Rule.Kind.TOOL && matchesTool(rule)) {
          return allowed(List.of(rule), risks);
        }
      }
      List<Option> options = Offers.tool(action.tool());
      return switch (mode) {
        case SUGGEST, EDIT ->
            ask(
                "In " + modeName() + " you are asked before a tool that Muster does not know.",
                risks,
                options);
        case FULL_AUTO -> {
          if (!risks.isEmpty()) {
            yield ask("It reaches beyond the worktree.", risks, options);
          }
          yield rules.fullAutoConfirmed()
              ? allowedByMode("Tools are allowed in full auto.", risks)
              : askFullAuto(risks);
        }
      };
    }

    // --- rulings ---

    private String modeName() {
      return switch (mode) {
        case SUGGEST -> "suggest mode";
        case EDIT -> "edit mode";
        case FULL_AUTO -> "full auto";
      };
    }

    private static Ruling denied(Rule rule, Set<Risk> risks) {
      return byRules(Verdict.DENY, List.of(rule), "The rule “" + rule + "” forbids it.", risks);
    }

    private static Ruling allowed(List<Rule> rules, Set<Risk> risks) {
      String named = String.join(", ", rules.stream().map(Rule::toString).toList());
      return byRules(Verdict.ALLOW, rules, "Allowed by the rule “" + named + "”.", risks);
    }

    private static Ruling byRules(
        Verdict verdict, List<Rule> rules, String because, Set<Risk> risks) {
      return new Ruling(verdict, DecidedBy.RULE, rules, because, sorted(risks), List.of());
    }

    private static Ruling allowedByMode(String because, Set<Risk> risks) {
      return new Ruling(
          Verdict.ALLOW, DecidedBy.MODE, List.of(), because, sorted(risks), List.of());
    }

    private static Ruling ask(String because, Set<Risk> risks, List<Option> options) {
      return new Ruling(Verdict.ASK, null, List.of(), because, sorted(risks), options);
    }

    private static List<Risk> sorted(Set<Risk> risks) {
      List<Risk> sorted = new ArrayList<>(risks);
      sorted.sort(null);
      return sorted;
    }
  }
}

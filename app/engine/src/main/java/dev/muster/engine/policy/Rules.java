package dev.muster.engine.policy;

import dev.muster.engine.event.PermissionEvent.Reach;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The standing answers that hold for a session, by how far each reaches. Immutable; each change
 * makes a new one. Kept on disk as lists of strings, one per reach.
 *
 * <p>Lines that are no rules are kept as they are, so that writing the list back loses nothing;
 * {@link #unreadable} names them. They allow nothing; but where one of them was meant to forbid
 * something, or where not even the lines are known, nothing goes ahead without a person: see {@link
 * #gaps}.
 */
public final class Rules {
  /** No rule at all. */
  public static final Rules NONE = new Rules(Map.of(), Map.of(), List.of());

  private final Map<Reach, List<Rule>> rules;
  private final Map<Reach, List<String>> unreadable;
  private final List<String> missing;

  private Rules(
      Map<Reach, List<Rule>> rules, Map<Reach, List<String>> unreadable, List<String> missing) {
    this.rules = rules;
    this.unreadable = unreadable;
    this.missing = missing;
  }

  /**
   * These, knowing that there may be more that could not be read.
   *
   * @param why a sentence that says where and what to do
   */
  public Rules withMissing(String why) {
    List<String> more = new ArrayList<>(missing);
    more.add(why);
    return new Rules(rules, unreadable, List.copyOf(more));
  }

  /**
   * What may be forbidden without that anybody can tell, a sentence each; empty when all that
   * forbids is known.
   */
  public List<String> gaps() {
    List<String> gaps = new ArrayList<>(missing);
    for (List<String> lines : unreadable.values()) {
      for (String line : lines) {
        if (line.strip().toLowerCase(Locale.ROOT).startsWith("deny")) {
          gaps.add("The rule “" + line.strip() + "” cannot be read; mend or remove it.");
        }
      }
    }
    return gaps;
  }

  /** These, with the lines of one reach replaced; blank lines are left out. */
  public Rules withLines(Reach reach, List<String> lines) {
    List<Rule> read = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (String line : lines) {
      if (line.isBlank()) {
        continue;
      }
      try {
        Rule rule = Rule.parse(line);
        if (!mayStand(reach, rule)) {
          others.add(line);
        } else if (!read.contains(rule)) {
          read.add(rule);
        }
      } catch (RuleFormatException _) {
        others.add(line); // told by unreadable()
      }
    }
    return changed(reach, read, others);
  }

  /**
   * These and one more; the same when it is there already.
   *
   * @throws IllegalArgumentException when the rule may not reach so far: {@link
   *     Rule#FULL_AUTO_UNSANDBOXED} holds for a session only, and nothing is kept for once
   */
  public Rules with(Reach reach, Rule rule) {
    if (!mayStand(reach, rule)) {
      throw new IllegalArgumentException("\"" + rule + "\" cannot be kept for " + reach);
    }
    List<Rule> more = new ArrayList<>(of(reach));
    if (!more.contains(rule)) {
      more.add(rule);
    }
    return changed(reach, more, unreadable(reach));
  }

  /** These without that one. */
  public Rules without(Reach reach, Rule rule) {
    List<Rule> fewer = new ArrayList<>(of(reach));
    fewer.remove(rule);
    return changed(reach, fewer, unreadable(reach));
  }

  private static boolean mayStand(Reach reach, Rule rule) {
    return switch (reach) {
      case ONCE -> false;
      case SESSION -> true;
      case PROJECT, ALWAYS -> rule.kind() != Rule.Kind.FULL_AUTO;
    };
  }

  private Rules changed(Reach reach, List<Rule> read, List<String> others) {
    Map<Reach, List<Rule>> newRules = new EnumMap<>(Reach.class);
    newRules.putAll(rules);
    newRules.put(reach, List.copyOf(read));
    Map<Reach, List<String>> newUnreadable = new EnumMap<>(Reach.class);
    newUnreadable.putAll(unreadable);
    newUnreadable.put(reach, List.copyOf(others));
    return new Rules(newRules, newUnreadable, missing);
  }

  /** The rules of one reach, in the order they were added. */
  public List<Rule> of(Reach reach) {
    return rules.getOrDefault(reach, List.of());
  }

  /** How far a rule reaches, the nearest where it stands in several places; null where in none. */
  public @Nullable Reach reachOf(Rule rule) {
    for (Reach reach : Reach.values()) {
      if (of(reach).contains(rule)) {
        return reach;
      }
    }
    return null;
  }

  /** Lines of one reach that are no rules, or none that may reach so far. */
  public List<String> unreadable(Reach reach) {
    return unreadable.getOrDefault(reach, List.of());
  }

  /** The lines to keep on disk for one reach: its rules, then what could not be read. */
  public List<String> lines(Reach reach) {
    List<String> lines = new ArrayList<>();
    of(reach).forEach(rule -> lines.add(rule.toString()));
    lines.addAll(unreadable(reach));
    return lines;
  }

  /** All rules, the nearest reach first. */
  public List<Rule> all() {
    List<Rule> all = new ArrayList<>();
    for (Reach reach : Reach.values()) {
      all.addAll(of(reach));
    }
    return all;
  }

  /** Whether full auto may run commands without a sandbox in this session. */
  public boolean fullAutoConfirmed() {
    return of(Reach.SESSION).contains(Rule.FULL_AUTO_UNSANDBOXED);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Rules that
        && List.of(Reach.values()).stream()
            .allMatch(reach -> lines(reach).equals(that.lines(reach)))
        && missing.equals(that.missing);
  }

  @Override
  public int hashCode() {
    return all().hashCode();
  }

  @Override
  public String toString() {
    return all().toString();
  }
}

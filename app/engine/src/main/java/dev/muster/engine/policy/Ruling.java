package dev.muster.engine.policy;

import dev.muster.engine.event.PermissionEvent.DecidedBy;
import dev.muster.engine.event.PermissionEvent.Option;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What policy says about an action.
 *
 * @param by who decided: a rule or the mode; null when a person must
 * @param rules those that decided; several where a compound command needed several, none where no
 *     rule did
 * @param because why, as a sentence for people and for the agent
 * @param risks what a person may want to look at, the gravest last
 * @param options what to offer a person; empty unless the verdict is {@link Verdict#ASK}
 */
public record Ruling(
    Verdict verdict,
    @Nullable DecidedBy by,
    List<Rule> rules,
    String because,
    List<Risk> risks,
    List<Option> options) {

  /** May it go ahead? */
  public enum Verdict {
    ALLOW,
    DENY,
    ASK
  }

  public Ruling {
    rules = List.copyOf(rules);
    risks = List.copyOf(risks);
    options = List.copyOf(options);
  }

  /** The rules that decided in their notation, with ", " between several; null where none did. */
  public @Nullable String rule() {
    return rules.isEmpty()
        ? null
        : rules.stream().map(Rule::toString).collect(Collectors.joining(", "));
  }

  /** The risks in short words, as {@code ApprovalAsked} takes them. */
  public List<String> riskLabels() {
    return risks.stream().map(Risk::label).toList();
  }
}

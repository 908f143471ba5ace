package dev.muster.engine.policy;

import dev.muster.engine.event.PermissionEvent.DecidedBy;
import dev.muster.engine.event.PermissionEvent.Option;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What policy says about an action.
 *
 * @param by who decided: a rule or the mode; null when a person must
 * @param rule the rule that decided, in its notation (several joined by ", " where a compound
 *     command needed several); null where none did
 * @param because why, as a sentence for people and for the agent
 * @param risks what a person may want to look at, the gravest last
 * @param options what to offer a person; empty unless the verdict is {@link Verdict#ASK}
 */
public record Ruling(
    Verdict verdict,
    @Nullable DecidedBy by,
    @Nullable String rule,
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
    risks = List.copyOf(risks);
    options = List.copyOf(options);
  }

  /** The risks in short words, as {@code ApprovalAsked} takes them. */
  public List<String> riskLabels() {
    return risks.stream().map(Risk::label).toList();
  }
}

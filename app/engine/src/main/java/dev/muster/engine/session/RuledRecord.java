package dev.muster.engine.session;

import dev.muster.engine.event.PermissionEvent.ApprovalAnswered;
import dev.muster.engine.event.PermissionEvent.DecidedBy;
import dev.muster.engine.event.PermissionEvent.Reach;
import dev.muster.engine.event.PermissionEvent.StandingRule;
import dev.muster.engine.event.PermissionEvent.Unasked;
import dev.muster.engine.policy.ActionRequest;
import dev.muster.engine.policy.Rules;
import dev.muster.engine.policy.Ruling;
import dev.muster.engine.policy.Ruling.Verdict;
import java.util.function.UnaryOperator;

/** Puts down what rules decided without that anybody was asked. */
final class RuledRecord {
  private RuledRecord() {}

  /**
   * The event for a ruling that names rules.
   *
   * @param standing the rules it was made with; they say how far each reaches
   * @param masking takes secrets out of a text
   */
  static ApprovalAnswered of(
      ActionRequest action, Ruling ruling, Rules standing, UnaryOperator<String> masking) {
    // Masked before it is cut: of half a secret nobody could tell what it is.
    String exact = masking.apply(action.exact());
    Unasked unasked =
        new Unasked(
            action.callId(),
            action.subject(),
            exact.length() <= Unasked.MOST_EXACT ? exact : exact.substring(0, Unasked.MOST_EXACT),
            ruling.rules().stream()
                .map(rule -> new StandingRule(rule.toString(), standing.reachOf(rule)))
                .toList());
    return new ApprovalAnswered(
        action.requestId(),
        ruling.verdict() == Verdict.ALLOW,
        DecidedBy.RULE,
        Reach.ONCE,
        ruling.rule(),
        null,
        null,
        unasked);
  }
}

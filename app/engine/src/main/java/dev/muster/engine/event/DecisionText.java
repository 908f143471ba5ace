package dev.muster.engine.event;

import dev.muster.engine.event.PermissionEvent.ApprovalAnswered;
import dev.muster.engine.event.PermissionEvent.Reach;
import dev.muster.engine.event.PermissionEvent.StandingRule;
import dev.muster.engine.event.PermissionEvent.Unasked;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in a few words who or what decided a request, the same in the window and in a file. */
public final class DecisionText {
  /** Characters of a rule that are told; the event has all of it. */
  private static final int LONGEST_RULE = 200;

  private DecisionText() {}

  /**
   * Such as "by you, for this project, as the rule “run: npm test”", or "by the rule “run: npm
   * test” of this project". Texts of a rule are as they stand in the event: whoever shows them
   * makes their control characters visible.
   *
   * @param person how the person is called: "you", "the user"
   */
  public static String by(ApprovalAnswered answered, String person) {
    return switch (answered.by()) {
      case USER -> "by " + person + lasting(answered);
      case RULE -> "by " + rules(answered);
      case MODE -> "by the mode";
      case HOOK -> "by a hook";
      case NOBODY -> "by nobody";
    };
  }

  private static String lasting(ApprovalAnswered answered) {
    String choice = answered.choice();
    if (choice != null) {
      return ", with the agent's own answer “" + shortened(choice) + "”";
    }
    String rule = answered.rule();
    return switch (answered.reach()) {
          case ONCE -> "";
          case SESSION -> ", for this session";
          case PROJECT -> ", for this project";
          case ALWAYS -> ", always";
        }
        + (rule == null ? "" : ", as the rule “" + shortened(rule) + "”");
  }

  private static String rules(ApprovalAnswered answered) {
    Unasked unasked = answered.unasked();
    List<StandingRule> rules = unasked == null ? List.of() : unasked.rules();
    if (rules.isEmpty()) {
      String rule = answered.rule();
      return rule == null ? "a rule" : "the rule “" + shortened(rule) + "”";
    }
    return rules.stream()
        .map(each -> "the rule “" + shortened(each.rule()) + "”" + of(each.reach()))
        .collect(Collectors.joining(" and "));
  }

  private static String of(@Nullable Reach reach) {
    return switch (reach) {
      case null -> " of Muster's own";
      case ONCE, SESSION -> " of this session";
      case PROJECT -> " of this project";
      case ALWAYS -> ", which holds everywhere";
    };
  }

  private static String shortened(String text) {
    return text.codePointCount(0, text.length()) <= LONGEST_RULE
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST_RULE)) + "…";
  }
}

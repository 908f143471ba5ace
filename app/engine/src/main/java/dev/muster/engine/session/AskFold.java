package dev.muster.engine.session;

import dev.muster.engine.event.ConversationEvent.QuestionAsked;
import dev.muster.engine.event.PermissionEvent;
import dev.muster.engine.event.PermissionEvent.ApprovalAsked;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The part of a session's fold that knows what a person is asked, and what was granted. */
final class AskFold {
  private final Map<String, ApprovalAsked> approvals = new LinkedHashMap<>();
  private final Map<String, QuestionAsked> questions = new LinkedHashMap<>();
  private final Set<String> rules = new LinkedHashSet<>();

  AskFold() {}

  AskFold(AskFold other) {
    approvals.putAll(other.approvals);
    questions.putAll(other.questions);
    rules.addAll(other.rules);
  }

  void permission(PermissionEvent event) {
    switch (event) {
      case ApprovalAsked asked -> approvals.put(asked.requestId(), asked);
      case PermissionEvent.ApprovalAnswered answered -> {
        approvals.remove(answered.requestId());
        String rule = answered.rule();
        if (rule != null && answered.reach() == PermissionEvent.Reach.SESSION) {
          rules.add(rule);
        }
      }
    }
  }

  void asked(QuestionAsked question) {
    questions.put(question.questionId(), question);
  }

  void answered(String questionId) {
    questions.remove(questionId);
  }

  List<ApprovalAsked> approvals() {
    return List.copyOf(approvals.values());
  }

  List<QuestionAsked> questions() {
    return List.copyOf(questions.values());
  }

  /** Rules granted for the rest of the session. */
  List<String> rules() {
    return List.copyOf(rules);
  }

  /** What is asked first, in a few words; null when nothing is. */
  @Nullable String wanted() {
    if (!approvals.isEmpty()) {
      return "wants: " + approvals.values().iterator().next().exact();
    }
    return questions.isEmpty() ? null : "asks: " + questions.values().iterator().next().text();
  }
}

package dev.muster.engine.session;

import dev.muster.engine.agent.Gate;
import dev.muster.engine.event.ConversationEvent.QuestionAnswered;
import dev.muster.engine.event.ConversationEvent.QuestionAsked;
import dev.muster.engine.event.PermissionEvent.ApprovalAnswered;
import dev.muster.engine.event.PermissionEvent.ApprovalAsked;
import dev.muster.engine.event.PermissionEvent.DecidedBy;
import dev.muster.engine.event.PermissionEvent.Option;
import dev.muster.engine.event.PermissionEvent.Reach;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.policy.ActionRequest;
import dev.muster.engine.policy.Policy;
import dev.muster.engine.policy.Rules;
import dev.muster.engine.policy.Ruling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A session's gate: lets policy decide, asks a person where policy says so, and lets nothing
 * through before its answer is committed. Requests come from the agent's threads; everything else
 * happens on the session's mailbox.
 */
final class GateKeeper implements Gate {
  private final SessionLog log;
  private final Policy policy;
  private final RuleBook rules;
  private final Mailbox mailbox;
  private final Consumer<Boolean> waiting;
  private final Map<String, Open> requests = new LinkedHashMap<>();
  private final Map<String, CompletableFuture<@Nullable String>> questions = new LinkedHashMap<>();
  private volatile PermissionMode mode;

  private record Open(ApprovalAsked asked, CompletableFuture<Decision> answer) {}

  /**
   * @param waiting told, on the mailbox, whenever someone begins or ceases to be asked
   */
  GateKeeper(
      SessionLog log, Policy policy, RuleBook rules, Mailbox mailbox, Consumer<Boolean> waiting) {
    this.log = log;
    this.policy = policy;
    this.rules = rules;
    this.mailbox = mailbox;
    this.waiting = waiting;
    this.mode = log.now().mode();
  }

  @Override
  public PermissionMode mode() {
    return mode;
  }

  void modeChanged(PermissionMode changed) {
    mode = changed;
  }

  @Override
  public CompletableFuture<Decision> request(ActionRequest action) {
    CompletableFuture<Decision> answer = new CompletableFuture<>();
    mailbox.execute(() -> decide(action, answer));
    return answer;
  }

  private void decide(ActionRequest action, CompletableFuture<Decision> answer) {
    SessionSnapshot now = log.now();
    if (!now.state().takesSlot()) {
      answer.complete(new Decision(false, "The session was stopped."));
      return;
    }
    Rules standing =
        Rules.NONE
            .withLines(Reach.SESSION, log.fold().sessionRules())
            .withLines(Reach.PROJECT, rules.ofProject(now.projectId()))
            .withLines(Reach.ALWAYS, rules.ofAlways());
    var worktree = now.worktree();
    if (worktree == null) {
      answer.complete(new Decision(false, "The session has no worktree yet."));
      return;
    }
    Ruling ruling = policy.decide(action, mode, standing, Path.of(worktree.path()));
    switch (ruling.verdict()) {
      case ALLOW -> answer.complete(new Decision(true, null));
      case DENY -> answer.complete(new Decision(false, ruling.because()));
      case ASK -> {
        ApprovalAsked asked =
            new ApprovalAsked(
                action.requestId(),
                action.callId(),
                action.subject(),
                action.title(),
                action.exact(),
                ruling.riskLabels(),
                ruling.options(),
                action.detail());
        requests.put(action.requestId(), new Open(asked, answer));
        log.append(asked);
        waiting.accept(true);
      }
    }
  }

  /** A person's answer; the agent hears of it once it is committed. */
  CompletableFuture<?> answer(
      String requestId, String exact, String optionId, @Nullable String note)
      throws FleetException {
    Open open = requests.get(requestId);
    if (open == null) {
      throw new FleetException("This request is no longer open: it was answered or withdrawn.");
    }
    if (!open.asked().exact().equals(exact)) {
      throw new FleetException(
          "The request has changed since it was shown. Nothing was allowed; look at it again.");
    }
    Option option =
        open.asked().options().stream()
            .filter(o -> o.id().equals(optionId))
            .findFirst()
            .orElseThrow(() -> new FleetException("This request offers no such answer."));
    requests.remove(requestId);
    String rule = option.rule();
    var committed =
        log.append(
            new ApprovalAnswered(
                requestId, option.allows(), DecidedBy.USER, option.reach(), rule, note));
    if (rule != null && option.reach() == Reach.PROJECT) {
      rules.addForProject(log.now().projectId(), rule);
    } else if (rule != null && option.reach() == Reach.ALWAYS) {
      rules.addForAlways(rule);
    }
    waiting.accept(!isEmpty());
    String because = option.allows() ? note : denial(note);
    return committed.thenRun(() -> open.answer().complete(new Decision(option.allows(), because)));
  }

  private static String denial(@Nullable String note) {
    return note == null || note.isBlank()
        ? "The user said no to this."
        : "The user said no to this: " + note;
  }

  @Override
  public CompletableFuture<@Nullable String> ask(
      String questionId, String text, List<String> options, boolean several) {
    CompletableFuture<@Nullable String> answer = new CompletableFuture<>();
    mailbox.execute(
        () -> {
          if (!log.state().takesSlot()) {
            answer.complete(null);
            return;
          }
          questions.put(questionId, answer);
          log.append(new QuestionAsked(questionId, text, List.copyOf(options), several));
          waiting.accept(true);
        });
    return answer;
  }

  CompletableFuture<?> answerQuestion(String questionId, String text) throws FleetException {
    CompletableFuture<@Nullable String> open = questions.remove(questionId);
    if (open == null) {
      throw new FleetException("This question is no longer open: it was answered or withdrawn.");
    }
    var committed = log.append(new QuestionAnswered(questionId, text));
    waiting.accept(!isEmpty());
    return committed.thenRun(() -> open.complete(text));
  }

  @Override
  public void withdraw(String requestOrQuestionId) {
    mailbox.execute(
        () -> {
          withdrawNow(requestOrQuestionId);
          waiting.accept(!isEmpty());
        });
  }

  private void withdrawNow(String id) {
    Open open = requests.remove(id);
    if (open != null) {
      log.append(new ApprovalAnswered(id, false, DecidedBy.NOBODY, Reach.ONCE, null, null));
      open.answer().complete(new Decision(false, "The request was withdrawn."));
    }
    CompletableFuture<@Nullable String> question = questions.remove(id);
    if (question != null) {
      log.append(new QuestionAnswered(id, null));
      question.complete(null);
    }
  }

  /** Takes everything back that is open: the turn is over. On the mailbox. */
  void withdrawAll() {
    List<String> ids = new ArrayList<>(requests.keySet());
    ids.addAll(questions.keySet());
    ids.forEach(this::withdrawNow);
  }

  private boolean isEmpty() {
    return requests.isEmpty() && questions.isEmpty();
  }
}

package dev.muster.engine.session;

import dev.muster.engine.agent.Gate;
import dev.muster.engine.agent.Gate.Choice;
import dev.muster.engine.agent.Gate.Decision;
import dev.muster.engine.agent.wire.Said;
import dev.muster.engine.event.ConversationEvent.QuestionAnswered;
import dev.muster.engine.event.ConversationEvent.QuestionAsked;
import dev.muster.engine.event.OutcomeEvent.Level;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.PermissionEvent;
import dev.muster.engine.event.PermissionEvent.ApprovalAnswered;
import dev.muster.engine.event.PermissionEvent.ApprovalAsked;
import dev.muster.engine.event.PermissionEvent.DecidedBy;
import dev.muster.engine.event.PermissionEvent.Option;
import dev.muster.engine.event.PermissionEvent.Reach;
import dev.muster.engine.event.PermissionEvent.Subject;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.policy.ActionRequest;
import dev.muster.engine.policy.HiddenFiles;
import dev.muster.engine.policy.Policy;
import dev.muster.engine.policy.Risk;
import dev.muster.engine.policy.Rules;
import dev.muster.engine.policy.Ruling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session's gate, with a door for each attempt: lets policy decide, asks a person where policy
 * says so, and lets nothing through before its answer is committed. Requests come from the agent's
 * threads; everything else happens on the session's mailbox.
 */
final class GateKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(GateKeeper.class);

  private final SessionLog log;
  private final Policy policy;
  private final RuleBook rules;
  private final Mailbox mailbox;
  private final Pause pause;
  private final BooleanSupplier atWork;
  private final Consumer<Boolean> waiting;
  private final Map<String, Open> requests = new LinkedHashMap<>();
  private final Map<String, Long> waits = new HashMap<>();
  private final Map<String, CompletableFuture<@Nullable String>> questions = new LinkedHashMap<>();
  private volatile PermissionMode mode;

  /** Before the id of an answer that is a choice of the agent's own. */
  private static final String AGENTS = "agent.";

  /** As of the last request to read something. */
  private volatile HiddenFiles hidden = HiddenFiles.NONE;

  private record Open(ApprovalAsked asked, CompletableFuture<Decision> answer, long sinceNanos) {}

  /**
   * @param atWork whether there is a turn or a start that something can be asked in; asked on the
   *     mailbox
   * @param waiting told, on the mailbox, whenever someone begins or ceases to be asked
   */
  GateKeeper(
      SessionLog log,
      Policy policy,
      RuleBook rules,
      Mailbox mailbox,
      Pause pause,
      BooleanSupplier atWork,
      Consumer<Boolean> waiting) {
    this.log = log;
    this.policy = policy;
    this.rules = rules;
    this.mailbox = mailbox;
    this.pause = pause;
    this.atWork = atWork;
    this.waiting = waiting;
    this.mode = log.now().mode();
  }

  /** The way in for one attempt; shut once that is ended. */
  Gate door(Attempt attempt) {
    return new Door(attempt);
  }

  private final class Door implements Gate {
    private final Attempt attempt;

    Door(Attempt attempt) {
      this.attempt = attempt;
    }

    @Override
    public PermissionMode mode() {
      return mode;
    }

    @Override
    public HiddenFiles hidden() {
      return hidden;
    }

    @Override
    public CompletableFuture<Decision> request(ActionRequest action, List<Choice> choices) {
      CompletableFuture<Decision> answer = new CompletableFuture<>();
      // Nothing goes ahead that could not be stored; its end is heard of in any case.
      pause.after(
          () -> {
            if (!mailbox.offer(() -> requested(action, choices, answer))) {
              requestedTooLate(answer);
            }
          });
      if (pause.holds()) {
        attempt.ending().thenRun(() -> requestedTooLate(answer));
      }
      return answer;
    }

    private void requested(
        ActionRequest action, List<Choice> choices, CompletableFuture<Decision> answer) {
      if (isShut()) {
        requestedTooLate(answer);
      } else if (!answer.isDone()) {
        decide(action, choices, answer);
      }
    }

    private void requestedTooLate(CompletableFuture<Decision> answer) {
      tell(answer, new Decision(false, "The session was stopped, or its turn is over."));
    }

    @Override
    public CompletableFuture<@Nullable String> ask(
        String questionId, String text, List<String> options, boolean several) {
      CompletableFuture<@Nullable String> answer = new CompletableFuture<>();
      boolean taken =
          mailbox.offer(
              () -> {
                if (isShut()) {
                  tellWords(answer, null);
                  return;
                }
                withdrawNow(questionId);
                questions.put(questionId, answer);
                log.append(new QuestionAsked(questionId, text, List.copyOf(options), several));
                waiting.accept(true);
              });
      if (!taken) {
        tellWords(answer, null);
      }
      return answer;
    }

    @Override
    public void withdraw(String requestOrQuestionId) {
      mailbox.execute(
          () -> {
            withdrawNow(requestOrQuestionId);
            waiting.accept(!isEmpty());
          });
    }

    private boolean isShut() {
      return attempt.isEnding() || !atWork.getAsBoolean();
    }
  }

  /** Who waits may do anything with the answer: not on the mailbox, which others wait for. */
  private static void tell(CompletableFuture<Decision> to, Decision answer) {
    Thread.ofVirtual().name("gate answer").start(() -> to.complete(answer));
  }

  private static void tellWords(CompletableFuture<@Nullable String> to, @Nullable String answer) {
    Thread.ofVirtual().name("gate answer").start(() -> to.complete(answer));
  }

  void modeChanged(PermissionMode changed) {
    mode = changed;
  }

  private void decide(
      ActionRequest action, List<Choice> choices, CompletableFuture<Decision> answer) {
    try {
      judge(action, choices, answer);
    } catch (RuntimeException | Error broken) {
      // Without an answer the agent would wait for ever.
      LOG.error("An action could not be judged: {}", action.title(), broken);
      tell(answer, new Decision(false, "Muster could not judge this, so it is not allowed."));
    }
  }

  private void judge(
      ActionRequest action, List<Choice> choices, CompletableFuture<Decision> answer) {
    SessionSnapshot now = log.now();
    Rules standing = standing(now.projectId());
    var worktree = now.worktree();
    if (worktree == null) {
      tell(answer, new Decision(false, "The session has no worktree yet."));
      return;
    }
    Path place = Path.of(worktree.path());
    if (action.subject() == Subject.READ) {
      hidden = policy.hidden(standing, place);
    }
    Ruling ruling = policy.decide(action, mode, standing, place);
    switch (ruling.verdict()) {
      case ALLOW -> decided(action, ruling, standing, new Decision(true, null), answer);
      case DENY -> decided(action, ruling, standing, new Decision(false, ruling.because()), answer);
      case ASK -> {
        ApprovalAsked asked =
            new ApprovalAsked(
                action.requestId(),
                action.callId(),
                action.subject(),
                action.title(),
                action.exact(),
                ruling.riskLabels(),
                options(ruling, choices),
                bounded(action.detail()));
        withdrawNow(action.requestId());
        log.append(asked);
        requests.put(action.requestId(), new Open(asked, answer, System.nanoTime()));
        waiting.accept(true);
      }
    }
  }

  /**
   * Tells the agent what nobody had to be asked about. What a rule decided is put down first: the
   * history says which one let a command through. What the mode decides is not: the history says
   * which mode it was in.
   */
  private void decided(
      ActionRequest action,
      Ruling ruling,
      Rules standing,
      Decision decision,
      CompletableFuture<Decision> answer) {
    if (ruling.rules().isEmpty()) {
      tell(answer, decision);
      return;
    }
    var committed = log.append(RuledRecord.of(action, ruling, standing, log::masked));
    Decision unstored = new Decision(false, "The decision could not be stored.");
    committed.whenComplete(
        (stored, failure) -> tell(answer, failure == null ? decision : unstored));
  }

  private static @Nullable String bounded(@Nullable String detail) {
    return detail == null ? null : Said.boundedLines(detail, PermissionEvent.MOST_DETAIL);
  }

  /** Muster's own answers, then what the agent offers beside them. */
  private static List<Option> options(Ruling ruling, List<Choice> choices) {
    List<Option> all = new ArrayList<>(ruling.options());
    for (Choice choice : choices) {
      // While not all rules are known nothing is let through for more than once.
      if (!choice.allows() || !ruling.risks().contains(Risk.RULES_UNKNOWN)) {
        all.add(
            new Option(AGENTS + choice.id(), choice.label(), choice.allows(), Reach.SESSION, null));
      }
    }
    return all;
  }

  private Rules standing(String projectId) {
    Rules all = Rules.NONE.withLines(Reach.SESSION, log.fold().sessionRules());
    try {
      all = all.withLines(Reach.PROJECT, rules.ofProject(projectId));
    } catch (FleetException unknown) {
      all = all.withMissing(unknown.sentence());
    }
    try {
      all = all.withLines(Reach.ALWAYS, rules.ofAlways());
    } catch (FleetException unknown) {
      all = all.withMissing(unknown.sentence());
    }
    return all;
  }

  /** A person's answer; the agent hears of it once it is committed. */
  CompletableFuture<?> answer(
      String requestId, String exact, String optionId, @Nullable String note)
      throws FleetException {
    Open open = requests.get(requestId);
    if (open == null) {
      throw new FleetException("This request is no longer open: it was answered or withdrawn.");
    }
    // It was shown as it is stored: without secrets.
    if (!log.masked(open.asked().exact()).equals(log.masked(exact))) {
      throw new FleetException(
          "The request has changed since it was shown. Nothing was allowed; look at it again.");
    }
    Option option =
        open.asked().options().stream()
            .filter(o -> o.id().equals(optionId))
            .findFirst()
            .orElseThrow(() -> new FleetException("This request offers no such answer."));
    requests.remove(requestId);
    String call = open.asked().callId();
    if (call != null) {
      waits.merge(call, (System.nanoTime() - open.sinceNanos()) / 1_000_000, Long::sum);
    }
    String rule = option.rule();
    boolean ofAgent = optionId.startsWith(AGENTS);
    var committed =
        log.append(
            new ApprovalAnswered(
                requestId,
                option.allows(),
                DecidedBy.USER,
                option.reach(),
                rule,
                note,
                ofAgent ? option.label() : null,
                null));
    waiting.accept(!isEmpty());
    if (rule != null) {
      keep(rule, option.reach());
    }
    String because = option.allows() ? note : denial(note);
    String chosen = ofAgent ? optionId.substring(AGENTS.length()) : null;
    Decision decision = new Decision(option.allows(), because, chosen);
    Decision unstored = new Decision(false, "The answer could not be stored.");
    return committed.whenComplete(
        (stored, failure) -> tell(open.answer(), failure == null ? decision : unstored));
  }

  /** A rule that cannot be kept must not keep the answer from the agent; it is asked again. */
  private void keep(String rule, Reach reach) {
    try {
      if (reach == Reach.PROJECT) {
        rules.addForProject(log.now().projectId(), rule);
      } else if (reach == Reach.ALWAYS) {
        rules.addForAlways(rule);
      }
    } catch (FleetException | RuntimeException failed) {
      LOG.error("A rule could not be kept: {}", rule, failed);
      String told = "The rule could not be kept, so you will be asked again: " + rule;
      log.append(new Noted(Level.WARNING, told, null));
    }
  }

  /** How long a call has waited for a person since this was asked last, in milliseconds. */
  long waited(String callId) {
    Long millis = waits.remove(callId);
    return millis == null ? 0 : millis;
  }

  private static String denial(@Nullable String note) {
    return note == null || note.isBlank()
        ? "The user said no to this."
        : "The user said no to this: " + note;
  }

  CompletableFuture<?> answerQuestion(String questionId, String text) throws FleetException {
    CompletableFuture<@Nullable String> open = questions.remove(questionId);
    if (open == null) {
      throw new FleetException("This question is no longer open: it was answered or withdrawn.");
    }
    var committed = log.append(new QuestionAnswered(questionId, text));
    waiting.accept(!isEmpty());
    return committed.whenComplete(
        (stored, failure) -> tellWords(open, failure == null ? text : null));
  }

  private void withdrawNow(String id) {
    Open open = requests.remove(id);
    if (open != null) {
      log.append(new ApprovalAnswered(id, false, DecidedBy.NOBODY, Reach.ONCE, null, null));
      tell(open.answer(), new Decision(false, "The request was withdrawn."));
    }
    CompletableFuture<@Nullable String> question = questions.remove(id);
    if (question != null) {
      log.append(new QuestionAnswered(id, null));
      tellWords(question, null);
    }
  }

  /** Takes everything back that is open: the turn is over. On the mailbox. */
  void withdrawAll() {
    List<String> ids = new ArrayList<>(requests.keySet());
    ids.addAll(questions.keySet());
    ids.forEach(this::withdrawNow);
    waits.clear();
    waiting.accept(false);
  }

  private boolean isEmpty() {
    return requests.isEmpty() && questions.isEmpty();
  }
}

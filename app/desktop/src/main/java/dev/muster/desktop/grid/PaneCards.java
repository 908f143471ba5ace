package dev.muster.desktop.grid;

import dev.muster.desktop.control.ActionNodes;
import dev.muster.desktop.control.ActionNodes.Emphasis;
import dev.muster.desktop.control.ApprovalCard;
import dev.muster.desktop.control.ApprovalRequest;
import dev.muster.desktop.control.Banner;
import dev.muster.desktop.control.Question;
import dev.muster.desktop.control.QuestionCard;
import dev.muster.desktop.control.Tone;
import dev.muster.desktop.live.Words;
import dev.muster.engine.event.ConversationEvent.QuestionAsked;
import dev.muster.engine.event.LifeEvent.WorktreeReady;
import dev.muster.engine.event.PermissionEvent.ApprovalAsked;
import dev.muster.engine.event.PermissionEvent.Option;
import dev.muster.engine.event.PermissionEvent.Reach;
import dev.muster.engine.event.PermissionEvent.Subject;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.policy.Risk;
import dev.muster.engine.session.SessionSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * What a session wants of the person, below its log: requests, questions, and why it does not go
 * on. A card stays the same node as long as its request is open, so that nothing moves under a
 * finger.
 */
final class PaneCards extends ScrollPane {
  /** More requests than these wait behind the first ones. */
  private static final int MOST_CARDS = 4;

  /** What the box around the cards takes of the height, in px. */
  private static final double EDGES = 14;

  private final SessionId id;
  private final SessionOps ops;
  private final SessionActions actions;
  private final Consumer<ApprovalRequest> enlarge;
  private final VBox cards = new VBox();
  private final Map<String, Node> known = new HashMap<>();
  private double most = Double.MAX_VALUE;

  /**
   * @param enlarge shows what a request tells where there is more room
   */
  PaneCards(
      SessionId id, SessionOps ops, SessionActions actions, Consumer<ApprovalRequest> enlarge) {
    this.id = id;
    this.enlarge = enlarge;
    this.ops = ops;
    this.actions = actions;
    getStyleClass().add("pane-cards");
    cards.getStyleClass().add("pane-cards-box");
    setContent(cards);
    setFitToWidth(true);
    setHbarPolicy(ScrollBarPolicy.NEVER);
    setFocusTraversable(false);
    cards.heightProperty().subscribe(this::fit);
    visible(false);
  }

  /**
   * Bounds its height; what does not fit is scrolled.
   *
   * @param more so much more it takes where a card cannot be answered without it
   */
  void bound(double height, double more) {
    most = asks() ? height + more : height;
    for (Node card : cards.getChildren()) {
      if (card instanceof ApprovalCard approval) {
        approval.bound(height - EDGES);
      }
    }
    fit();
  }

  /** As high as what is in it, so that the log gives way and not the question. */
  private void fit() {
    double wanted = Math.min(cards.getHeight(), most);
    if (wanted != getMinHeight()) {
      setMinHeight(wanted);
      setPrefHeight(wanted);
      setMaxHeight(wanted);
    }
  }

  private void visible(boolean now) {
    setVisible(now);
    setManaged(now);
  }

  /** Whether something waits for an answer. */
  boolean asks() {
    return cards.getChildren().stream()
        .anyMatch(node -> node instanceof ApprovalCard || node instanceof QuestionCard);
  }

  /** Puts the focus on the first card, so that its keys answer and Enter or Space do nothing. */
  boolean focusFirst() {
    for (Node node : cards.getChildren()) {
      if ((node instanceof ApprovalCard || node instanceof QuestionCard) && !node.isDisabled()) {
        setVvalue(0);
        node.requestFocus();
        return true;
      }
    }
    return false;
  }

  void show(SessionSnapshot s) {
    List<Node> wanted = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    for (ApprovalAsked request : s.approvals()) {
      if (wanted.size() < MOST_CARDS) {
        String key = "approval " + request.requestId();
        keys.add(key);
        wanted.add(known.computeIfAbsent(key, _ -> approval(request, s.worktree())));
      }
    }
    for (QuestionAsked question : s.questions()) {
      if (wanted.size() < MOST_CARDS) {
        String key = "question " + question.questionId();
        keys.add(key);
        wanted.add(known.computeIfAbsent(key, _ -> question(question)));
      }
    }
    String halt = "halt " + s.state() + " " + s.reason();
    Node banner = known.containsKey(halt) ? known.get(halt) : banner(s);
    if (banner != null) {
      keys.add(halt);
      known.put(halt, banner);
      wanted.add(banner);
    }
    known.keySet().retainAll(keys);
    if (!cards.getChildren().equals(wanted)) {
      boolean had = isFocusWithin();
      cards.getChildren().setAll(wanted);
      visible(!wanted.isEmpty());
      if (had && !isFocusWithin()) {
        focusFirst();
      }
    }
  }

  private Node approval(ApprovalAsked request, @Nullable WorktreeReady worktree) {
    return new ApprovalCard(
        toCard(request, worktree == null ? null : worktree.path()),
        answer ->
            ops.answer(
                id, request, answer.optionId(), answer.note().isBlank() ? null : answer.note()),
        enlarge);
  }

  /** The request as the card shows it: the engine's options, first yes on Y, first no on N. */
  static ApprovalRequest toCard(ApprovalAsked request, @Nullable String worktree) {
    List<ApprovalRequest.Option> options = new ArrayList<>();
    boolean yes = false;
    boolean no = false;
    for (Option option : request.options()) {
      KeyCode key = null;
      if (option.allows() && !yes) {
        yes = true;
        key = KeyCode.Y;
      } else if (!option.allows() && !no) {
        no = true;
        key = KeyCode.N;
      }
      options.add(
          new ApprovalRequest.Option(
              option.id(), kind(option), option.label(), explanation(option), key));
    }
    return new ApprovalRequest(
        request.requestId(),
        question(request.subject()),
        request.subject() == Subject.RUN
            ? request.exact()
            : Words.inWorktree(worktree, request.exact()),
        request.subject() == Subject.RUN,
        request.risks().stream().map(word -> new ApprovalRequest.Risk(tone(word), word)).toList(),
        options,
        detail(request));
  }

  /** What it would do, or what the agent says of it; a change that is not told is said to be so. */
  private static ApprovalRequest.@Nullable Detail detail(ApprovalAsked request) {
    String told = request.detail();
    boolean edit = request.subject() == Subject.EDIT;
    if (told == null || told.isBlank()) {
      return edit
          ? new ApprovalRequest.Detail(
              "What will change", "The agent does not tell what it will write.", false)
          : null;
    }
    String title =
        switch (request.subject()) {
          case EDIT -> "What will change";
          case OTHER -> "What it is given";
          case READ, RUN, FETCH -> "What the agent says of it";
        };
    return new ApprovalRequest.Detail(title, told.stripTrailing(), edit);
  }

  private static Tone tone(String word) {
    for (Risk risk : Risk.values()) {
      if (risk.label().equals(word)) {
        return switch (risk) {
          case DELETES, PRIVILEGED, HISTORY -> Tone.DANGER;
          case NETWORK, OUTSIDE, INLINE_CODE, UNREADABLE, RULES_UNKNOWN -> Tone.WARNING;
        };
      }
    }
    return Tone.NEUTRAL;
  }

  private static ApprovalRequest.Kind kind(Option option) {
    if (!option.allows()) {
      return ApprovalRequest.Kind.DENY;
    }
    return option.reach() == Reach.ONCE
        ? ApprovalRequest.Kind.ALLOW
        : ApprovalRequest.Kind.ALLOW_RULE;
  }

  private static String explanation(Option option) {
    if (!option.allows()) {
      return "It will not be done; you can say what to do instead.";
    }
    String rule = option.rule() == null ? "" : " (rule: " + option.rule() + ")";
    return switch (option.reach()) {
      case ONCE -> "Lets exactly this through, this time.";
      case SESSION ->
          option.rule() == null
              ? "A choice of the agent's own: it may not ask about the like again."
              : "Lets this and the like through in this session" + rule + ".";
      case PROJECT -> "Lets this and the like through in this project" + rule + ".";
      case ALWAYS -> "Lets this and the like through everywhere, from now on" + rule + ".";
    };
  }

  private static String question(Subject subject) {
    return switch (subject) {
      case READ -> "Read this?";
      case EDIT -> "Change a file?";
      case RUN -> "Run a command?";
      case FETCH -> "Fetch from the network?";
      case OTHER -> "Let it do this?";
    };
  }

  private Node question(QuestionAsked question) {
    List<Question.Option> options = new ArrayList<>();
    for (String option : question.options()) {
      options.add(new Question.Option("o" + options.size(), option, ""));
    }
    return new QuestionCard(
        new Question(question.questionId(), question.text(), options, true),
        answer -> ops.answerQuestion(id, question.questionId(), answer.text()));
  }

  /** Why it does not go on, with what to do; null while it does. */
  private @Nullable Node banner(SessionSnapshot s) {
    String reason = s.reason();
    String kept = "Its worktree and its log are as they were.";
    return switch (s.state()) {
      case FAILED -> halted(s, Tone.DANGER, reason == null ? "The session failed." : reason, kept);
      case LOST ->
          halted(
              s,
              Tone.DANGER,
              reason == null ? "Muster or the agent died while it ran." : reason,
              kept);
      case STOPPED -> halted(s, Tone.INFO, reason == null ? "Stopped by you." : reason, "");
      case CLOSED, QUEUED, STARTING, WORKING, NEEDS_YOU, READY -> null;
    };
  }

  private Banner halted(SessionSnapshot s, Tone tone, String happened, String kept) {
    return new Banner(
        tone,
        new Banner.Message(happened, kept, ops.continuation(s).sentence()),
        List.of(ActionNodes.button(actions.get("session.resume"), Emphasis.ACCENT)),
        null);
  }

  /** Whether this state stands for something gone wrong, so that the pane's frame says so. */
  static boolean failed(SessionState state) {
    return state == SessionState.FAILED || state == SessionState.LOST;
  }
}

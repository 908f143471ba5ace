package dev.muster.engine.agent.builtin;

import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.agent.Prompt;
import dev.muster.engine.agent.builtin.model.Cancel;
import dev.muster.engine.agent.builtin.model.ContentBlock;
import dev.muster.engine.agent.builtin.model.ModelException;
import dev.muster.engine.agent.builtin.model.ModelFailure;
import dev.muster.engine.agent.builtin.model.ModelTurn;
import dev.muster.engine.agent.builtin.model.StopReason;
import dev.muster.engine.event.OutcomeEvent.Level;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.TurnEvent.Compacted;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One turn: model answers and tools, until the model is done, a limit is reached, something fails
 * or someone stops it. Holds the conversation of the attempt. Used by one thread at a time.
 */
final class TurnLoop {
  /** How a turn ends whose answer must not be sent to the model again. */
  static final String REFUSED = "The model declined to answer. Put the task in other words.";

  private static final int CONTINUATIONS = 3;

  private final Model model;
  private final ToolStage tools;
  private final Conversation conversation;
  private final Meter meter;
  private final LoopSettings settings;
  private final AgentListener out;
  private final Supplier<PermissionMode> mode;
  private PermissionMode toldMode;
  private boolean interruptedBefore;

  TurnLoop(
      Model model,
      ToolStage tools,
      Replay.Past past,
      Meter meter,
      LoopSettings settings,
      AgentListener out,
      Supplier<PermissionMode> mode,
      PermissionMode toldMode) {
    this.model = model;
    this.tools = tools;
    this.conversation = past.conversation();
    this.interruptedBefore = past.interrupted() && !conversation.isEmpty();
    this.meter = meter;
    this.settings = settings;
    this.out = out;
    this.mode = mode;
    this.toldMode = toldMode;
  }

  /** What may go wrong once and be mended, counted over one turn. */
  private static final class Mending {
    private int continuations;
    private boolean shortened;
    private boolean withoutThinking;
  }

  /**
   * Runs the turn to its end. Blocks for as long as it takes.
   *
   * @param steers gives the prompts that came in meanwhile
   */
  Ending run(Prompt prompt, Steers steers, TurnStop stop) throws InterruptedException {
    if (interruptedBefore) {
      conversation.addNote("The turn before this one was interrupted.");
      interruptedBefore = false;
    }
    add(prompt);
    Ending ending = answers(steers, stop);
    interruptedBefore = ending.how() == Ending.INTERRUPTED.how();
    return ending;
  }

  private Ending answers(Steers steers, TurnStop stop) throws InterruptedException {
    Mending mending = new Mending();
    for (int number = 1; ; number++) {
      if (stop.ending() != null) {
        return stop.ending();
      }
      Ending limit = meter.limitReached();
      if (limit != null) {
        return limit;
      }
      if (number > settings.maxAnswers()) {
        return Ending.limit(
            "The model answered "
                + settings.maxAnswers()
                + " times without coming to an end. The work is kept; send a prompt to go on.");
      }
      steers.take().forEach(this::add);
      Tails tails = model.tails();
      ModelTurn answer;
      try {
        if (full()) {
          shorten(stop.cancel());
        }
        answer = model.ask(conversation, tails, stop.cancel());
      } catch (ModelException e) {
        Ending ending = mend(e, mending, tails, stop);
        if (ending != null) {
          return ending;
        }
        continue;
      }
      Ending ending = take(answer, tails, mending, steers, stop);
      if (ending != null) {
        return ending;
      }
    }
  }

  /** Takes an answer in and does its calls; the ending when the turn is over, else null. */
  private @Nullable Ending take(
      ModelTurn raw, Tails tails, Mending mending, Steers steers, TurnStop stop)
      throws InterruptedException {
    long sent = conversation.chars();
    List<ContentBlock> content = conversation.withFreshIds(raw.content());
    ModelTurn answer =
        new ModelTurn(
            raw.model(), content, raw.stop(), raw.stopDetail(), raw.usage(), raw.requestId());
    tails.store(answer);
    meter.count(model.name(), answer, sent);
    if (answer.stop() == StopReason.REFUSAL) {
      // The refused answer stays out of the conversation, or every further one would be refused.
      return Ending.failed(REFUSED);
    }
    conversation.addAnswer(content);
    conversation.takeAddedChars(); // counted in the usage already
    if (!answer.toolCalls().isEmpty()) {
      Ending limit = meter.limitReached();
      if (limit != null) {
        stop.stop(limit); // the calls are then told as cancelled, none begins
      }
      conversation.addUser(tools.run(answer.toolCalls(), stop.cancel()));
      return stop.ending();
    }
    return switch (answer.stop()) {
      case MAX_TOKENS -> {
        if (++mending.continuations > CONTINUATIONS) {
          yield Ending.failed(
              "The answer was cut at its length limit "
                  + CONTINUATIONS
                  + " times in a row. What was said is kept; ask for smaller steps.");
        }
        conversation.addNote("Your answer was cut at the length limit. Go on where it ends.");
        yield null;
      }
      case PAUSED -> null;
      case CONTEXT_FULL -> mend(tooLong(), mending, tails, stop);
      case END, TOOL_USE, OTHER, REFUSAL -> {
        List<Prompt> late = steers.take();
        late.forEach(this::add);
        yield late.isEmpty() ? Ending.DONE : null;
      }
    };
  }

  /** Mends what can be mended; the ending when it cannot. */
  private @Nullable Ending mend(ModelException e, Mending mending, Tails tails, TurnStop stop)
      throws InterruptedException {
    if (stop.ending() != null) {
      List<ContentBlock> words = tails.keepWords();
      conversation.addAnswer(words);
      return stop.ending();
    }
    tails.drop();
    if (e.failure() == ModelFailure.THINKING_REJECTED
        && !mending.withoutThinking
        && conversation.hasThinking()) {
      mending.withoutThinking = true;
      conversation.dropThinking();
      out.event(
          new Noted(
              Level.INFO,
              "The provider does not take back the thinking of earlier turns. The conversation is"
                  + " sent without it.",
              null));
      return null;
    }
    if (e.failure() == ModelFailure.CONTEXT_TOO_LONG && !mending.shortened) {
      mending.shortened = true;
      try {
        shorten(stop.cancel());
        return null;
      } catch (ModelException again) {
        return stop.ending() != null ? stop.ending() : Ending.failed(again.sentence());
      }
    }
    return Ending.failed(e.sentence());
  }

  private static ModelException tooLong() {
    return new ModelException(
        ModelFailure.CONTEXT_TOO_LONG, "The conversation fills the model's context window.");
  }

  private boolean full() {
    long size = meter.contextSize(model.name());
    long used = meter.contextWith(conversation.takeAddedChars());
    return size > 0 && used >= size * settings.compactAt() && conversation.messages().size() > 2;
  }

  private void shorten(Cancel cancel) throws ModelException, InterruptedException {
    long before = meter.context();
    String summary = model.summary(conversation, meter, cancel);
    conversation.shorten(summary);
    long after = conversation.chars() / 4;
    meter.shortened(after);
    out.event(new Compacted(before == 0 ? null : before, after, summary));
  }

  private void add(Prompt prompt) {
    if (mode.get() != toldMode) {
      toldMode = mode.get();
      conversation.addNote("The permission mode is now " + SystemPrompt.mode(toldMode) + ".");
    }
    conversation.addPrompt(
        prompt.promptId(), prompt.text(), PromptContent.of(prompt.text(), prompt.attachments()));
  }

  /** Prompts that come in while a turn runs. */
  interface Steers {
    /** Takes what has come in since this was last asked. */
    List<Prompt> take();
  }
}

package dev.muster.engine.agent.builtin;

import dev.muster.engine.agent.builtin.model.ContentBlock;
import dev.muster.engine.event.ConversationEvent;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.ConversationEvent.ThoughtAdded;
import dev.muster.engine.event.LifeEvent;
import dev.muster.engine.event.MoneyEvent;
import dev.muster.engine.event.ObservedEvent;
import dev.muster.engine.event.OutcomeEvent;
import dev.muster.engine.event.PermissionEvent;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.ReviewEvent;
import dev.muster.engine.event.TurnEvent;
import dev.muster.engine.event.UnknownEvent;
import dev.muster.engine.event.WorkEvent;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolOutput;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds a {@link Conversation} from the journal, so that a session goes on where it ended.
 *
 * <p>An answer of the model stands in the journal as thoughts and messages, then {@code
 * UsageReported}, then its tool calls; that order tells one answer from the next. A call without a
 * result is answered as interrupted.
 */
final class Replay {
  private static final int LONGEST_OUTPUT = 30_000;

  private final Conversation conversation = new Conversation();
  private final List<ContentBlock> answer = new ArrayList<>();
  private final Map<String, ContentBlock> results = new LinkedHashMap<>();
  private final List<PromptSent> prompts = new ArrayList<>();
  private final Map<String, StringBuilder> output = new HashMap<>();
  private boolean called;
  private boolean interrupted;

  private Replay() {}

  /**
   * What was said so far.
   *
   * @param interrupted whether the last turn did not come to its own end
   */
  record Past(Conversation conversation, boolean interrupted) {}

  /** Reads the whole story once. */
  static Past read(List<Recorded> history) {
    Replay replay = new Replay();
    for (Recorded recorded : history) {
      replay.take(recorded);
    }
    replay.flush();
    return new Past(replay.conversation, replay.interrupted);
  }

  private void take(Recorded recorded) {
    switch (recorded.event()) {
      case ConversationEvent said -> conversation(said);
      case WorkEvent work -> work(work);
      case TurnEvent turn -> turn(turn);
      case MoneyEvent money -> {
        if (called && money instanceof MoneyEvent.UsageReported) {
          flush(); // a further answer that had no words
        }
      }
      case LifeEvent _,
          PermissionEvent _,
          ObservedEvent _,
          OutcomeEvent _,
          ReviewEvent _,
          UnknownEvent _ -> {}
    }
  }

  private void conversation(ConversationEvent event) {
    switch (event) {
      case PromptSent prompt -> {
        if (!called) {
          flush();
        }
        prompts.add(prompt); // into the message after the results, where the model saw it
      }
      case MessageAdded message -> {
        if (message.parentCall() == null && !message.text().isBlank()) {
          say(new ContentBlock.Text(message.text()));
        }
      }
      case ThoughtAdded thought -> {
        if (thought.parentCall() == null) {
          say(new ContentBlock.Thinking(thought.text(), OpaqueJson.read(thought.opaque())));
        }
      }
      case ConversationEvent.PromptQueued _,
          ConversationEvent.PromptFailed _,
          ConversationEvent.PromptWithdrawn _,
          ConversationEvent.QuestionAsked _,
          ConversationEvent.QuestionAnswered _ -> {}
    }
  }

  private void work(WorkEvent event) {
    switch (event) {
      case ToolStarted call -> {
        if (!call.byMuster() && call.parentCall() == null) {
          if (!called && !prompts.isEmpty()) {
            flush();
          }
          answer.add(new ContentBlock.ToolCall(call.callId(), call.name(), call.input()));
          called = true;
        }
      }
      case ToolOutput piece -> {
        StringBuilder text = output.computeIfAbsent(piece.callId(), _ -> new StringBuilder());
        text.append(piece.text());
        if (text.length() > LONGEST_OUTPUT) {
          text.delete(0, text.length() - LONGEST_OUTPUT);
        }
      }
      case ToolFinished finished -> {
        StringBuilder printed = output.remove(finished.callId());
        String text =
            finished.result() != null
                ? finished.result()
                : printed != null ? printed.toString() : String.valueOf(finished.summary());
        results.put(
            finished.callId(),
            new ContentBlock.ToolResult(finished.callId(), text, finished.outcome()));
      }
      case WorkEvent.PlanChanged _ -> {}
    }
  }

  private void turn(TurnEvent event) {
    switch (event) {
      case TurnEvent.TurnStarted _ -> interrupted = true; // until its end is found
      case TurnEvent.TurnEnded ended -> {
        if (TurnLoop.REFUSED.equals(ended.reason())) {
          answer.clear(); // left out of the conversation then, and so now
        }
        flush();
        interrupted = ended.end() == TurnEvent.End.INTERRUPTED;
      }
      case TurnEvent.Compacted compacted -> {
        flush();
        if (compacted.summary() != null) {
          conversation.shorten(compacted.summary());
        }
      }
      case TurnEvent.RetryScheduled _ -> {}
    }
  }

  private void say(ContentBlock block) {
    if (called || !prompts.isEmpty()) {
      flush();
    }
    answer.add(block);
  }

  private void flush() {
    // Thinking without anything after it was cut off; providers do not take it back like that.
    boolean spoken = answer.stream().anyMatch(b -> !(b instanceof ContentBlock.Thinking));
    if (spoken) {
      conversation.addAnswer(List.copyOf(answer));
    }
    List<ContentBlock> back = new ArrayList<>();
    for (ContentBlock block : answer) {
      if (block instanceof ContentBlock.ToolCall call && results.containsKey(call.id())) {
        back.add(results.get(call.id()));
      }
    }
    if (called) {
      conversation.addUser(back);
    }
    for (PromptSent prompt : prompts) {
      conversation.addPrompt(
          prompt.promptId(), prompt.text(), PromptContent.of(prompt.text(), prompt.attachments()));
    }
    answer.clear();
    results.clear();
    prompts.clear();
    called = false;
  }
}

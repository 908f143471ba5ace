package dev.muster.engine.agent.claude;

import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.agent.AgentListener.TailKind;
import dev.muster.engine.agent.Prompt;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.ConversationEvent.PromptQueued;
import dev.muster.engine.event.ConversationEvent.ThoughtAdded;
import dev.muster.engine.event.MoneyEvent.UsageReported;
import dev.muster.engine.event.OutcomeEvent.Level;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.TurnEvent.End;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns what Claude Code says, line by line, into events. Knows nothing of processes; what has to
 * be answered or done goes to {@link Wishes}. Used by one thread at a time.
 */
final class ClaudeMapper {
  private final AgentListener out;
  private final Turns turns;
  private final Wishes wishes;
  private final LiveText live;
  private final ToolCalls calls;
  private final ClaudeUsage usage = new ClaudeUsage();
  private final SystemMessages system;
  private final Garbage garbage;
  private long count;
  private String error = "";
  private @Nullable TurnEnded limit;
  private @Nullable String mark;

  /** What the CLI's words ask of the session. Called on the thread that hands the lines in. */
  interface Wishes {
    /** It asks whether a tool may run. */
    void mayUse(String requestId, ObjectNode request);

    /** It takes a request back. */
    void withdrawn(String requestId);

    /** It asks for something that nobody here can answer. */
    void cannotAnswer(String requestId, String subtype);

    /** It answers what it was asked. */
    void answered(JsonNode response);

    /** It began a turn after it was told to stop. */
    void interruptAgain();

    /** A turn that was told of may have nothing left that ends it; look again in a moment. */
    void mayBeIdle();

    /**
     * The turn goes on with a prompt that waits, if the CLI really takes it; look again in a while.
     */
    void mayStall(long results);

    /** The CLI has summed up a turn of its own. */
    void summedUp();

    /** So many tokens were used that no event has told yet. */
    void used(long untold);
  }

  ClaudeMapper(
      AgentListener out,
      Path worktree,
      int attempt,
      InstantSource clock,
      Turns turns,
      Wishes wishes) {
    this.out = out;
    this.turns = turns;
    this.wishes = wishes;
    this.live = new LiveText(out, () -> "c" + attempt + "-" + ++count);
    this.calls = new ToolCalls(out, worktree, attempt, clock);
    this.garbage = new Garbage(out);
    this.system = new SystemMessages(out, clock, live, usage, garbage, wishes, turns);
  }

  ToolCalls calls() {
    return calls;
  }

  /** Takes a line in. */
  void line(String line) {
    ObjectNode message = Messages.read(line);
    if (message == null) {
      garbage.noJson(line);
      return;
    }
    String parent = calls.callId(Messages.textOrNull(message, "parent_tool_use_id"));
    switch (Messages.text(message, "type")) {
      case "system" -> system(message);
      case "stream_event" -> {
        begin(parent != null);
        live.stream(message.path("event"), parent);
        if (parent == null) {
          usage.stream(message.path("event"));
          wishes.used(usage.untold());
        }
      }
      case "assistant" -> {
        mark(message, parent);
        assistant(message, parent);
      }
      case "user" -> {
        mark(message, parent);
        user(message);
      }
      case "result" -> result(message);
      case "control_request" -> request(message);
      case "control_cancel_request" -> wishes.withdrawn(Messages.text(message, "request_id"));
      case "control_response" -> wishes.answered(message.path("response"));
      case "command_lifecycle" -> lifecycle(message);
      case "rate_limit_event" -> {
        var window = ClaudeUsage.window(message.path("rate_limit_info"));
        if (window != null) {
          out.event(window);
        }
      }
      case "keep_alive",
          "tool_progress",
          "tool_use_summary",
          "auth_status",
          "prompt_suggestion" -> {} // nothing in it that is not told otherwise
      default -> garbage.unknown(Messages.text(message, "type"), line);
    }
  }

  private void system(ObjectNode message) {
    if (Messages.text(message, "subtype").equals("init")) {
      turns.init(message);
      begin();
      if (turns.interrupting()) {
        wishes.interruptAgain();
      }
    } else {
      system.take(message);
    }
  }

  /** A sub-agent that was stopped may still tell of its last call, which begins nothing. */
  private void begin(boolean subAgent) {
    if (!subAgent || !system.background().isEmpty()) {
      begin();
    }
  }

  private void begin() {
    Turns.Begin begin = turns.activity();
    if (begin != null) {
      out.event(new TurnStarted(begin.promptId()));
    }
  }

  /** The last entry of the conversation itself: by its id it can be gone back to. */
  private void mark(ObjectNode message, @Nullable String parent) {
    String uuid = Messages.textOrNull(message, "uuid");
    if (parent == null && uuid != null) {
      mark = uuid;
    }
  }

  private void assistant(ObjectNode message, @Nullable String parent) {
    begin(parent != null);
    system.summaryIsMissing();
    String marked = Messages.text(message, "error");
    if (parent == null && !marked.isEmpty()) {
      error = marked;
      live.drop(null);
      return; // the result that follows says the same
    }
    for (JsonNode block : message.path("message").path("content")) {
      switch (Messages.text(block, "type")) {
        case "text" -> {
          String text = Messages.text(block, "text");
          if (text.isBlank()) {
            live.dropOne(TailKind.MESSAGE, parent);
          } else {
            String id = live.whole(TailKind.MESSAGE, parent);
            out.event(new MessageAdded(id, Messages.cut(text, Messages.MOST_TEXT), parent));
          }
        }
        case "thinking" -> {
          String text = Messages.text(block, "thinking");
          if (text.isBlank()) {
            live.dropOne(TailKind.THOUGHT, parent);
          } else {
            String id = live.whole(TailKind.THOUGHT, parent);
            out.event(new ThoughtAdded(id, Messages.cut(text, Messages.MOST_TEXT), null, parent));
          }
        }
        case "tool_use", "server_tool_use" ->
            calls.started(block, Messages.textOrNull(message, "parent_tool_use_id"));
        case "redacted_thinking" -> {} // nobody can read it
        default -> garbage.unknown("block " + Messages.text(block, "type"), block.toString());
      }
    }
  }

  private void user(ObjectNode message) {
    JsonNode content = message.path("message").path("content");
    if (system.isSummary(message, content)) {
      return;
    }
    JsonNode structured = message.path("tool_use_result");
    for (JsonNode block : content) {
      if (Messages.text(block, "type").equals("tool_result")) {
        begin(message.path("parent_tool_use_id").isString());
        JsonNode meta = message.path("tool_result_meta");
        for (JsonNode one : message.path("tool_result_meta")) {
          if (Messages.text(one, "id").equals(Messages.text(block, "tool_use_id"))) {
            meta = one;
          }
        }
        calls.finished(block, structured, meta);
      }
      // Other texts are prompts that come back, or words the CLI puts in for the model.
    }
  }

  private void request(ObjectNode message) {
    String id = Messages.text(message, "request_id");
    if (message.path("request") instanceof ObjectNode request
        && Messages.text(request, "subtype").equals("can_use_tool")) {
      begin();
      wishes.mayUse(id, request);
    } else {
      wishes.cannotAnswer(id, Messages.text(message.path("request"), "subtype"));
    }
  }

  private void lifecycle(ObjectNode message) {
    Prompt late =
        turns.lifecycle(Messages.text(message, "command_uuid"), Messages.text(message, "state"));
    if (late != null) {
      out.event(queued(late));
    }
    if (turns.interrupting() && (turns.hangs() || !turns.busy())) {
      begin();
      ended(new TurnEnded(End.INTERRUPTED, null), turns.end());
    }
  }

  private void result(ObjectNode message) {
    if (!turns.busy()) {
      usage.turnOver(message).forEach(out::event);
      return; // of a turn that has ended already
    }
    begin();
    system.summaryIsMissing();
    live.dropAll();
    usage.turnOver(message).forEach(out::event);
    wishes.used(0);
    TurnEnded how = TurnEndings.of(message, error, turns.interrupting());
    error = "";
    // An agent in the background may be waiting for a person: that must not end with this.
    boolean held = how.end() == End.DONE && !system.background().isEmpty();
    Turns.Result result = turns.result(Messages.number(message, "queued_turn_count"), held);
    wishes.summedUp();
    if (result.over()) {
      ended(how, result);
    } else {
      if (how.end() != End.DONE && how.reason() != null) {
        out.event(new Noted(Level.WARNING, how.reason(), null));
      }
      wishes.mayStall(turns.results());
    }
  }

  private void ended(TurnEnded how, Turns.Result result) {
    live.dropAll();
    calls.turnOver(!system.background().isEmpty());
    result.late().forEach(prompt -> out.event(queued(prompt)));
    TurnEnded because = limit != null && how.end() == End.INTERRUPTED ? limit : how;
    limit = null;
    out.event(because.at(mark));
  }

  static PromptQueued queued(Prompt prompt) {
    return new PromptQueued(
        prompt.promptId(), prompt.text(), prompt.attachments(), PromptOrigin.QUEUE);
  }

  /** The turn is about to be interrupted for this limit. */
  void limitReached(TurnEnded because) {
    limit = because;
  }

  /** The CLI has said it stopped, or has been silent; ends a turn that nothing else will end. */
  void settle(boolean afterInterrupt) {
    if (turns.hangs() && (afterInterrupt || system.background().isEmpty())) {
      boolean interrupted = turns.interrupting();
      ended(new TurnEnded(interrupted ? End.INTERRUPTED : End.DONE, null), turns.end());
    }
  }

  /** Ends a turn that was to go on with a prompt that waits, when it has not for a while. */
  void unstall(long results) {
    if (turns.stalls(results)) {
      ended(new TurnEnded(End.DONE, null), turns.end());
    }
  }

  /** The process is gone. What it used and could not tell is told. */
  void gone() {
    live.dropAll();
    UsageReported rest = usage.died();
    if (rest != null) {
      out.event(rest);
    }
  }
}

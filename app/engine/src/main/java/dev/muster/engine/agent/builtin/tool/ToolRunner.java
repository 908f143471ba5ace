package dev.muster.engine.agent.builtin.tool;

import dev.muster.engine.agent.Gate;
import dev.muster.engine.agent.builtin.model.Cancel;
import dev.muster.engine.agent.builtin.model.ToolArguments;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import dev.muster.engine.policy.ActionRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one way from a model's call to its doing: understand, tell that it starts, ask the gate, do,
 * tell how it ended. A call the gate denies never runs. Safe for any thread; calls of parallel-safe
 * tools may run at the same time, all others one after the other.
 */
public final class ToolRunner {
  private static final Logger LOG = LoggerFactory.getLogger(ToolRunner.class);

  /** The journal keeps at most this many characters of a call's arguments. */
  static final int MAX_INPUT = 256 * 1024;

  private final ToolBox box;
  private final ToolContext context;

  public ToolRunner(ToolBox box, ToolContext context) {
    this.box = box;
    this.context = context;
  }

  /** Whether a call of this tool may run beside other calls of which the same is true. */
  public boolean parallelSafe(String name) {
    return box.find(name).map(Tool::parallelSafe).orElse(false);
  }

  /**
   * Does a call from beginning to end; blocks until it is over, which includes a person's answer.
   * Tells the listener {@code ToolStarted} and, always, {@code ToolFinished}.
   *
   * @param callId unique in the session
   * @param name the tool's name as the model wrote it
   * @param arguments JSON text as the model wrote it
   * @param cancel ends the call early, also while a person is being asked
   */
  public ToolResult run(String callId, String name, String arguments, Cancel cancel)
      throws InterruptedException {
    long start = System.nanoTime();
    Tool tool = box.find(name).orElse(null);
    Optional<ObjectNode> input = ToolArguments.parse(arguments);
    if (tool == null) {
      return refused(
          callId, ToolKind.OTHER, name, input, start, "There is no tool \"" + name + "\".");
    }
    if (input.isEmpty()) {
      return refused(
          callId,
          tool.kind(),
          name,
          input,
          start,
          "The arguments are not a JSON object. Nothing was done; call the tool again.");
    }
    PreparedCall call;
    try {
      call = tool.prepare(new ToolCall(callId, input.get()), context);
    } catch (BadCallException e) {
      return refused(callId, tool.kind(), name, input, start, e.sentence());
    }
    started(callId, tool.kind(), name, call.title(), input, call.paths());
    ToolResult result;
    try {
      result = gated(call, cancel);
    } catch (InterruptedException e) {
      finished(callId, start, ToolResult.cancelled("The call was interrupted."));
      throw e;
    } catch (RuntimeException e) {
      LOG.error("The tool {} broke.", name, e);
      result = ToolResult.failed("The tool broke: " + e + ". Try another way.");
    }
    return finished(callId, start, result);
  }

  private ToolResult gated(PreparedCall call, Cancel cancel) throws InterruptedException {
    ActionRequest action = call.action();
    if (cancel.isCancelled()) {
      return ToolResult.cancelled("Interrupted before it began; nothing was done.");
    }
    if (action != null) {
      Gate.Decision decision = decide(action, cancel);
      if (cancel.isCancelled()) {
        return ToolResult.cancelled("Interrupted before it began; nothing was done.");
      }
      String because = decision.because();
      if (!decision.allowed()) {
        String why = because == null ? "The user did not allow this." : because;
        return ToolResult.denied("Not allowed, so it was not done. " + why, why);
      }
      ToolResult result = call.run(cancel);
      return because == null ? result : withNote(result, because);
    }
    return call.run(cancel);
  }

  /** What the person wrote along with the yes goes to the model in front of the result. */
  private static ToolResult withNote(ToolResult result, String note) {
    String text = "The user allowed this and said: " + note + "\n\n" + result.text();
    return new ToolResult(
        result.outcome(),
        text.substring(0, Math.min(text.length(), ToolResult.MAX_TEXT)),
        result.exitCode(),
        result.summary(),
        result.added(),
        result.removed());
  }

  private Gate.Decision decide(ActionRequest action, Cancel cancel) throws InterruptedException {
    Gate gate = context.gate();
    try (Cancel.Registration _ = cancel.onCancel(() -> gate.withdraw(action.requestId()))) {
      return gate.request(action).get();
    } catch (ExecutionException e) {
      // The gate promises never to fail. If it does, the safe answer is no.
      LOG.error("The gate failed on {}.", action.requestId(), e);
      return new Gate.Decision(false, "Muster could not decide on it.");
    } catch (InterruptedException e) {
      gate.withdraw(action.requestId());
      throw e;
    }
  }

  private ToolResult refused(
      String callId,
      ToolKind kind,
      String name,
      Optional<ObjectNode> input,
      long start,
      String sentence) {
    started(callId, kind, name, name, input, List.of());
    return finished(callId, start, ToolResult.failed(sentence));
  }

  private void started(
      String callId,
      ToolKind kind,
      String name,
      String title,
      Optional<ObjectNode> input,
      List<String> paths) {
    String json = input.map(ObjectNode::toString).orElse("{}");
    if (json.length() > MAX_INPUT) {
      json = "{\"omitted\":\"" + json.length() + " characters\"}";
    }
    context.listener().event(new ToolStarted(callId, kind, name, title, json, paths, false, null));
  }

  private ToolResult finished(String callId, long start, ToolResult result) {
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    context
        .listener()
        .event(
            new ToolFinished(
                callId,
                result.outcome(),
                result.exitCode(),
                millis,
                result.summary(),
                result.added(),
                result.removed(),
                result.text()));
    return result;
  }
}

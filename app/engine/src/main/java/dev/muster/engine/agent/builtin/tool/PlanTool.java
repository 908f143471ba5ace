package dev.muster.engine.agent.builtin.tool;

import dev.muster.engine.agent.builtin.model.ToolDefinition;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.WorkEvent.PlanChanged;
import dev.muster.engine.event.WorkEvent.PlanStep;
import dev.muster.engine.event.WorkEvent.StepState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Tells the user what the agent plans and how far it is. */
final class PlanTool implements Tool {
  private static final int MOST_STEPS = 60;
  private static final int MAX_TEXT = 400;

  private static final ToolDefinition DEFINITION =
      new Schema()
          .steps(
              "steps",
              "The whole plan, in order; it replaces the one before.",
              "text",
              "state",
              List.of("pending", "current", "done", "failed"))
          .tool(
              "update_plan",
              """
              Shows the user your plan and how far you are. Use it for work of three steps or more,
              and again whenever a step begins or ends. At most one step is current.
              """);

  @Override
  public ToolDefinition definition() {
    return DEFINITION;
  }

  @Override
  public ToolKind kind() {
    return ToolKind.OTHER;
  }

  @Override
  public boolean parallelSafe() {
    return false;
  }

  @Override
  public PreparedCall prepare(ToolCall call, ToolContext context) throws BadCallException {
    JsonNode list = new Arguments(call).node("steps");
    if (list == null || !list.isArray() || list.isEmpty() || list.size() > MOST_STEPS) {
      throw Arguments.wrong("steps", "a list of 1 to " + MOST_STEPS + " steps");
    }
    List<PlanStep> steps = new ArrayList<>();
    for (JsonNode step : list) {
      steps.add(new PlanStep(text(step), state(step)));
    }
    long done = steps.stream().filter(step -> step.state() == StepState.DONE).count();
    String progress = done + " of " + steps.size() + " done";
    return new Call(
        "Plan: " + progress,
        List.of(),
        null,
        _ -> {
          context.listener().event(new PlanChanged(List.copyOf(steps)));
          return ToolResult.ok("The plan is shown: " + progress + ".", progress);
        });
  }

  private static String text(JsonNode step) throws BadCallException {
    JsonNode text = step.get("text");
    if (text == null || !text.isString() || text.stringValue().isBlank()) {
      throw Arguments.wrong("steps", "a list in which every step has a \"text\"");
    }
    String plain = text.stringValue().strip().replaceAll("\\s+", " ");
    return plain.length() <= MAX_TEXT ? plain : plain.substring(0, MAX_TEXT) + "…";
  }

  /** Models trained on other tools use their words; they mean the same. */
  private static StepState state(JsonNode step) throws BadCallException {
    JsonNode state = step.get("state");
    String word = state != null && state.isString() ? state.stringValue() : "";
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "pending", "todo" -> StepState.PENDING;
      case "current", "in_progress", "active" -> StepState.CURRENT;
      case "done", "completed" -> StepState.DONE;
      case "failed", "cancelled" -> StepState.FAILED;
      default ->
          throw Arguments.wrong(
              "steps", "a list in which every \"state\" is pending, current, done or failed");
    };
  }
}

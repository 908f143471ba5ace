package dev.muster.engine.agent.claude;

import dev.muster.engine.event.WorkEvent.PlanChanged;
import dev.muster.engine.event.WorkEvent.PlanStep;
import dev.muster.engine.event.WorkEvent.StepState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The agent's to-do list as a plan, from either of its two flavours: single tasks that are made and
 * changed one by one, and the list that is written anew each time. Used by one thread at a time.
 */
final class ClaudePlan {
  private static final int MOST_STEPS = 200;

  private final Map<String, PlanStep> tasks = new LinkedHashMap<>();

  /**
   * Takes the result of a call in, which may come out of order.
   *
   * @param input what the call said
   * @param result what came of it, in the CLI's own structure
   * @return the plan as it now is; null when it is the same as before
   */
  @Nullable PlanChanged done(String tool, JsonNode input, JsonNode result) {
    List<PlanStep> before = List.copyOf(tasks.values());
    switch (tool) {
      case "TaskCreate" -> created(result.path("task"), input);
      case "TaskUpdate" -> updated(input, result);
      case "TaskList" -> result.path("tasks").forEach(task -> created(task, task));
      case "TodoWrite" -> {
        JsonNode todos = result.has("newTodos") ? result.path("newTodos") : input.path("todos");
        if (todos.isArray()) {
          tasks.clear();
          todos.forEach(
              todo -> put(String.valueOf(tasks.size() + 1), Messages.text(todo, "content"), todo));
        }
      }
      default -> {} // TaskGet changes nothing
    }
    List<PlanStep> after = new ArrayList<>(tasks.values());
    return after.equals(before) ? null : new PlanChanged(after);
  }

  private void created(JsonNode task, JsonNode input) {
    String id = Messages.text(task, "id");
    if (!id.isEmpty()) {
      String subject = Messages.text(task, "subject");
      put(id, subject.isEmpty() ? Messages.text(input, "subject") : subject, task);
    }
  }

  private void updated(JsonNode input, JsonNode result) {
    String id = Messages.text(input, "taskId");
    if (id.isEmpty() || !result.path("success").asBoolean(false)) {
      return;
    }
    if (Messages.text(input, "status").equals("deleted")) {
      tasks.remove(id);
      return;
    }
    PlanStep known = tasks.get(id);
    String subject = Messages.text(input, "subject");
    String text = !subject.isEmpty() ? subject : known != null ? known.text() : "Task " + id;
    StepState state = known == null ? StepState.PENDING : known.state();
    tasks.put(id, new PlanStep(text, input.has("status") ? state(input) : state));
  }

  private void put(String id, String text, JsonNode node) {
    if (!text.isBlank() && (tasks.containsKey(id) || tasks.size() < MOST_STEPS)) {
      tasks.put(id, new PlanStep(Messages.oneLine(text), state(node)));
    }
  }

  private static StepState state(JsonNode node) {
    return switch (Messages.text(node, "status")) {
      case "in_progress" -> StepState.CURRENT;
      case "completed" -> StepState.DONE;
      default -> StepState.PENDING;
    };
  }
}

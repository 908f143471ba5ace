package dev.muster.engine.agent.claude;

import dev.muster.engine.agent.Gate;
import dev.muster.engine.agent.Gate.Decision;
import dev.muster.engine.policy.ActionRequest;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers the CLI when it asks whether a tool may run: through the gate, where Muster's policy
 * decides or a person does. Questions and plans come the same way and go to the person. Safe for
 * any thread.
 */
final class Permissions {
  private static final String GO_AHEAD = "Go ahead";
  private static final String KEEP_PLANNING = "Keep planning";

  private final Gate gate;
  private final Path worktree;
  private final ToolCalls calls;
  private final Consumer<ObjectNode> answers;
  private final Consumer<String> aside;

  /** What is open, and how it is taken back. */
  private final Map<String, Runnable> open = new ConcurrentHashMap<>();

  /**
   * @param answers sends an answer
   * @param aside tells the agent something beside an answer
   */
  Permissions(
      Gate gate,
      Path worktree,
      ToolCalls calls,
      Consumer<ObjectNode> answers,
      Consumer<String> aside) {
    this.gate = gate;
    this.worktree = worktree;
    this.calls = calls;
    this.answers = answers;
    this.aside = aside;
  }

  /** A request comes in. Returns at once. */
  void ask(String requestId, ObjectNode request) {
    switch (Messages.text(request, "tool_name")) {
      case "AskUserQuestion" -> {
        Questions questions = new Questions(gate, requestId, request.path("input"));
        open.put(requestId, questions::withdraw);
        questions
            .ask()
            .thenAccept(
                answered -> {
                  if (answered == null) {
                    deny(requestId, "The question was withdrawn before anyone answered.", false);
                  } else {
                    allow(requestId, answered, null);
                  }
                });
      }
      case "ExitPlanMode" -> plan(requestId, request);
      default -> action(requestId, request);
    }
  }

  /** The CLI takes a request back: nobody waits for its answer. Returns at once. */
  void withdrawn(String requestId) {
    Runnable takeBack = open.remove(requestId);
    if (takeBack != null) {
      takeBack.run();
    }
  }

  private void action(String requestId, ObjectNode request) {
    String toolUse = Messages.textOrNull(request, "tool_use_id");
    ActionRequest action = Actions.of(requestId, calls.callId(toolUse), request, worktree);
    Suggestions suggestions = new Suggestions(request.path("permission_suggestions"));
    open.put(requestId, () -> gate.withdraw(requestId));
    CompletableFuture<Decision> decision = gate.request(action, suggestions.choices());
    decision.thenAccept(
        decided -> {
          if (decided.allowed()) {
            allow(requestId, request.path("input"), suggestions.taken(decided.chosen()));
            if (decided.because() != null) {
              aside.accept("The user allowed this and said: " + decided.because());
            }
            return;
          }
          if (toolUse != null && open.containsKey(requestId)) {
            calls.denied(toolUse);
          }
          String because = decided.because();
          deny(
              requestId,
              because == null ? "The user did not allow this." : because,
              Suggestions.STOP.equals(decided.chosen()));
        });
  }

  private void plan(String requestId, ObjectNode request) {
    String plan = Messages.text(request.path("input"), "plan").strip();
    String text =
        plan.isEmpty()
            ? "Claude Code's plan is ready. Shall it go ahead?"
            : "Claude Code's plan:\n\n" + Messages.cut(plan, 16_000) + "\n\nShall it go ahead?";
    open.put(requestId, () -> gate.withdraw(requestId));
    gate.ask(requestId, text, java.util.List.of(GO_AHEAD, KEEP_PLANNING), false)
        .thenAccept(
            answer -> {
              if (GO_AHEAD.equals(answer)) {
                allow(requestId, request.path("input"), null);
              } else if (answer == null || answer.isBlank() || answer.equals(KEEP_PLANNING)) {
                deny(requestId, "The user has not approved the plan. Keep planning.", false);
              } else {
                deny(requestId, "The user has not approved the plan and says: " + answer, false);
              }
            });
  }

  private void allow(String requestId, JsonNode input, @Nullable ObjectNode suggestion) {
    if (open.remove(requestId) == null) {
      return; // it was taken back
    }
    ObjectNode answer = Messages.object();
    answer.put("behavior", "allow");
    answer.set("updatedInput", input);
    if (suggestion != null) {
      answer.putArray("updatedPermissions").add(suggestion);
    }
    answers.accept(response(requestId, answer));
  }

  private void deny(String requestId, String because, boolean stop) {
    if (open.remove(requestId) == null) {
      return; // it was taken back
    }
    ObjectNode answer = Messages.object();
    answer.put("behavior", "deny");
    answer.put("message", because);
    if (stop) {
      answer.put("interrupt", true);
    }
    answers.accept(response(requestId, answer));
  }

  private static ObjectNode response(String requestId, ObjectNode answer) {
    ObjectNode line = Messages.object();
    line.put("type", "control_response");
    ObjectNode response = line.putObject("response");
    response.put("subtype", "success");
    response.put("request_id", requestId);
    response.set("response", answer);
    return line;
  }
}

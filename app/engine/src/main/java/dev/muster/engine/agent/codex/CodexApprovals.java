package dev.muster.engine.agent.codex;

import dev.muster.engine.agent.Gate;
import dev.muster.engine.agent.Gate.Choice;
import dev.muster.engine.agent.Gate.Decision;
import dev.muster.engine.agent.builtin.tool.LineDiff;
import dev.muster.engine.agent.wire.JsonRpc;
import dev.muster.engine.agent.wire.Said;
import dev.muster.engine.agent.wire.TurnKeeper;
import dev.muster.engine.event.PermissionEvent;
import dev.muster.engine.event.PermissionEvent.Subject;
import dev.muster.engine.policy.ActionRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Answers what Codex asks of whoever runs it; what it wants to do goes through the gate. */
final class CodexApprovals {
  private static final int DETAIL = 16_000;
  private static final String AMEND = "amend";
  private static final String STOP = "cancel";

  private final Path worktree;
  private final Gate gate;
  private final TurnKeeper turns;
  private final JsonRpc rpc;
  private final CodexItems items;
  private final Consumer<String> aside;
  private final AtomicLong number = new AtomicLong();
  private final Map<String, Open> open = new ConcurrentHashMap<>();

  /** A request of its own, by the id it has at the gate. */
  private record Open(JsonNode id, String atGate) {}

  /**
   * What stands between the program and the gate.
   *
   * @param aside tells the model something beside an answer, which itself has no room for words
   */
  CodexApprovals(
      Path worktree,
      Gate gate,
      TurnKeeper turns,
      JsonRpc rpc,
      CodexItems items,
      Consumer<String> aside) {
    this.worktree = worktree;
    this.gate = gate;
    this.turns = turns;
    this.rpc = rpc;
    this.items = items;
    this.aside = aside;
  }

  /** A request of the program; returns at once, the answer is sent when there is one. */
  void asked(JsonNode id, String method, JsonNode params) {
    switch (method) {
      case "item/commandExecution/requestApproval" -> command(id, params);
      case "item/fileChange/requestApproval" -> change(id, params);
      case "item/tool/requestUserInput" -> questions(id, params);
      case "item/permissions/requestApproval" ->
          // More rights than a command has are not given wholesale; it asks for the commands.
          rpc.answer(id, rpc.object().put("scope", "turn").set("permissions", rpc.object()));
      default ->
          rpc.refuse(id, JsonRpc.UNKNOWN_METHOD, "This client does not know " + method + ".");
    }
  }

  private void command(JsonNode id, JsonNode params) {
    String command = CodexItems.plain(params.path("command").asString(""));
    String reason = params.path("reason").asString("");
    JsonNode amendment = params.path("proposedExecpolicyAmendment");
    List<Choice> choices = new ArrayList<>();
    if (amendment.isArray() && !amendment.isEmpty()) {
      List<String> words = new ArrayList<>();
      amendment.forEach(word -> words.add(word.asString("")));
      choices.add(
          new Choice(
              AMEND,
              Said.line("Codex: always allow “" + String.join(" ", words) + "”, everywhere"),
              true));
    }
    choices.add(new Choice(STOP, "Deny and stop", false));
    String item = params.path("itemId").asString("");
    request(
        id,
        new ActionRequest(
            gateId(id),
            item.isEmpty() ? null : item,
            "exec",
            Subject.RUN,
            Said.line(command),
            command,
            List.of(),
            null,
            reason.isBlank() ? null : Said.bounded(reason, DETAIL)),
        choices,
        amendment);
  }

  private void change(JsonNode id, JsonNode params) {
    String item = params.path("itemId").asString("");
    JsonNode changes = items.changes(item);
    List<Path> paths = new ArrayList<>();
    StringBuilder detail = new StringBuilder();
    if (changes != null) {
      for (JsonNode change : changes) {
        Path path = Said.path(worktree, change.path("path").asString(""));
        if (path != null) {
          paths.add(path);
        }
        Path moved = Said.path(worktree, change.path("kind").path("move_path").asString(""));
        if (moved != null) {
          paths.add(moved);
        }
        String kind = change.path("kind").path("type").asString("");
        detail.append(Said.shown(worktree, change.path("path").asString(""))).append('\n');
        String diff = change.path("diff").asString("");
        detail.append(
            switch (kind) {
              // Of these it tells the content alone.
              case "add" -> LineDiff.replaced("", diff);
              case "delete" -> LineDiff.replaced(diff, "");
              default -> diff.endsWith("\n") ? diff : diff + "\n";
            });
      }
    }
    request(
        id,
        new ActionRequest(
            gateId(id),
            item.isEmpty() ? null : item,
            "apply_patch",
            Subject.EDIT,
            paths.isEmpty()
                ? "Change files"
                : Said.shown(worktree, paths.getFirst().toString())
                    + (paths.size() > 1 ? " and " + (paths.size() - 1) + " more" : ""),
            null,
            List.copyOf(paths),
            null,
            detail.isEmpty()
                ? null
                : Said.boundedLines(detail.toString(), PermissionEvent.MOST_DETAIL)),
        List.of(new Choice(STOP, "Deny and stop", false)),
        null);
  }

  /** Its own numbers begin anew in every process; at the gate each is new. */
  private String gateId(JsonNode id) {
    return "codex-" + id.asString("") + "-" + number.incrementAndGet();
  }

  private void request(
      JsonNode id, ActionRequest action, List<Choice> choices, @Nullable JsonNode amendment) {
    open.put(id.toString(), new Open(id, action.requestId()));
    turns.asked();
    gate.request(action, choices)
        .thenAccept(
            decision -> {
              if (open.remove(id.toString()) != null) {
                turns.answered();
                ObjectNode answer = decision(decision, amendment);
                rpc.answer(id, answer);
                String because = decision.because();
                if (because != null && !answer.path("decision").asString("").equals("cancel")) {
                  aside.accept(
                      (decision.allowed() ? "This was allowed: " : "This was not allowed: ")
                          + action.title()
                          + "\n"
                          + because);
                }
              }
            });
  }

  private ObjectNode decision(Decision decision, @Nullable JsonNode amendment) {
    ObjectNode answer = rpc.object();
    if (decision.allowed() && AMEND.equals(decision.chosen()) && amendment != null) {
      answer
          .putObject("decision")
          .putObject("acceptWithExecpolicyAmendment")
          .set("execpolicy_amendment", amendment);
      return answer;
    }
    String word =
        decision.allowed() ? "accept" : STOP.equals(decision.chosen()) ? "cancel" : "decline";
    answer.set("decision", StringNode.valueOf(word));
    return answer;
  }

  // ---- questions ------------------------------------------------------------------------------

  private void questions(JsonNode id, JsonNode params) {
    String first = gateId(id);
    open.put(id.toString(), new Open(id, first));
    turns.asked();
    ObjectNode answers = rpc.object();
    next(id, first, params.path("questions").iterator(), answers.putObject("answers"), answers);
  }

  private void next(
      JsonNode id, String atGate, Iterator<JsonNode> left, ObjectNode answers, ObjectNode result) {
    if (!left.hasNext()) {
      if (open.remove(id.toString()) != null) {
        turns.answered();
        rpc.answer(id, result);
      }
      return;
    }
    JsonNode question = left.next();
    List<String> options = new ArrayList<>();
    question.path("options").forEach(option -> options.add(option.path("label").asString("")));
    open.put(id.toString(), new Open(id, atGate));
    gate.ask(atGate, Said.bounded(question.path("question").asString(""), DETAIL), options, false)
        .thenAccept(
            said -> {
              var list = answers.putObject(question.path("id").asString("")).putArray("answers");
              if (said != null) {
                list.add(said);
              }
              if (open.containsKey(id.toString())) {
                next(id, gateId(id), left, answers, result);
              }
            });
  }

  /** The program no longer waits for an answer. */
  void resolved(JsonNode id) {
    Open one = open.remove(id.toString());
    if (one != null) {
      turns.answered();
      gate.withdraw(one.atGate());
    }
  }

  /** The turn is over: nothing waits any more. */
  void withdrawAll() {
    List.copyOf(open.values()).forEach(one -> resolved(one.id()));
  }
}

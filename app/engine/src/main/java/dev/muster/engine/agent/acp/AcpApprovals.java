package dev.muster.engine.agent.acp;

import dev.muster.engine.agent.Gate;
import dev.muster.engine.agent.Gate.Choice;
import dev.muster.engine.agent.Gate.Decision;
import dev.muster.engine.agent.wire.JsonRpc;
import dev.muster.engine.agent.wire.Said;
import dev.muster.engine.agent.wire.TurnKeeper;
import dev.muster.engine.event.PermissionEvent.Subject;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.policy.ActionRequest;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers an agent's requests for leave; what it wants to do goes through the gate. */
final class AcpApprovals {
  private static final int DETAIL = 16_000;

  private final String agent;
  private final Gate gate;
  private final TurnKeeper turns;
  private final JsonRpc rpc;
  private final AcpMapper mapper;
  private final AcpCalls calls;
  private final AcpFiles files;
  private final AcpSteering steering;

  /** What was allowed in this turn: OpenCode asks twice for one command that leaves its folder. */
  private final Set<Same> allowed = ConcurrentHashMap.newKeySet();

  private final AtomicLong number = new AtomicLong();
  private final Map<String, Open> open = new ConcurrentHashMap<>();

  /** What makes two requests about a call the same; what is to be written belongs to it. */
  private record Same(
      String call, Subject subject, String exact, List<Path> paths, @Nullable String detail) {}

  /** A request that waits, by its id on the wire. */
  private record Open(String atGate, Runnable cancelled) {}

  AcpApprovals(
      String agent,
      Gate gate,
      TurnKeeper turns,
      JsonRpc rpc,
      AcpMapper mapper,
      AcpCalls calls,
      AcpFiles files,
      AcpSteering steering) {
    this.agent = agent;
    this.gate = gate;
    this.turns = turns;
    this.rpc = rpc;
    this.mapper = mapper;
    this.calls = calls;
    this.files = files;
    this.steering = steering;
  }

  /** {@code session/request_permission}; returns at once, the answer is sent when there is one. */
  void permission(JsonNode id, JsonNode params) {
    JsonNode said = params.path("toolCall");
    AcpCall call = mapper.asked(said);
    JsonNode questions = call.input().path("questions");
    boolean question =
        said.path("_meta").path("qwenInteractionKind").asString("").equals("user_question");
    if (question && questions.isArray()) {
      ask(id, questions, params.path("options"));
      return;
    }
    JsonNode options = params.path("options");
    ActionRequest action = action(call, gateId(id));
    if (allowed.contains(same(action))) {
      rpc.answer(id, select(picked(new Decision(true, null), options)));
      return;
    }
    wait(
        id,
        action,
        choices(options),
        decision -> {
          if (decision.allowed()) {
            files.granted(action.subject() == Subject.EDIT ? action.paths() : List.of());
            allowed.add(same(action));
          } else {
            calls.denied(call.id);
            String because = decision.because();
            steering.refused(action.title(), because == null ? "" : because);
          }
          return select(picked(decision, options));
        },
        select(null));
  }

  /** {@code fs/write_text_file}: a change of a file that goes through the gate, too. */
  void write(JsonNode id, JsonNode params) {
    AcpFiles.Change change = files.change(params);
    if (change == null) {
      rpc.refuse(id, -32_602, "This file is not in the folder of the session.");
    } else if (files.takeGrant(change)) {
      Thread.ofVirtual().name(agent + " file").start(() -> written(id, change));
    } else {
      String atGate = gateId(id);
      ActionRequest action =
          new ActionRequest(
              atGate,
              null,
              "fs/write_text_file",
              Subject.EDIT,
              "Write " + change.shown(),
              null,
              List.of(change.file()),
              null,
              change.preview());
      hold(id, atGate, () -> rpc.refuse(id, -32_603, "The turn was cancelled."));
      gate.request(action)
          .thenAccept(
              decision -> {
                if (!release(id)) {
                  return;
                }
                if (decision.allowed()) {
                  Thread.ofVirtual().name(agent + " file").start(() -> written(id, change));
                } else {
                  rpc.refuse(id, -32_603, because(decision));
                }
              });
    }
  }

  private static String because(Decision decision) {
    String why = decision.because();
    return why == null ? "It was not allowed." : "It was not allowed: " + why;
  }

  private void written(JsonNode id, AcpFiles.Change change) {
    String failed = files.write(change);
    if (failed == null) {
      rpc.answer(id, rpc.object());
    } else {
      rpc.refuse(id, -32_603, failed);
    }
  }

  // ---- what it wants to do --------------------------------------------------------------------

  private ActionRequest action(AcpCall call, String atGate) {
    ToolKind kind = call.kind();
    Subject subject =
        switch (kind) {
          case READ, SEARCH -> Subject.READ;
          case EDIT -> Subject.EDIT;
          case RUN -> Subject.RUN;
          case FETCH -> Subject.FETCH;
          case MCP, AGENT, OTHER -> Subject.OTHER;
        };
    String words = call.output();
    String preview = call.preview();
    return new ActionRequest(
        atGate,
        call.id.isEmpty() ? null : call.id,
        call.name(),
        subject,
        switch (subject) {
          case READ -> "Read " + call.title();
          case EDIT -> "Edit " + call.title();
          case FETCH -> "Fetch " + call.title();
          case RUN, OTHER -> call.title();
        },
        subject == Subject.RUN ? call.command() : null,
        call.paths(),
        subject == Subject.FETCH ? host(call.input().path("url").asString("")) : null,
        preview != null ? preview : detail(subject, words, call.input()));
  }

  private static Same same(ActionRequest action) {
    return new Same(
        action.callId() == null ? action.requestId() : action.callId(),
        action.subject(),
        action.exact(),
        action.paths(),
        action.subject() == Subject.EDIT ? action.detail() : null);
  }

  private static @Nullable String detail(Subject subject, String words, JsonNode input) {
    String told = words;
    if (told.isBlank() && subject == Subject.RUN) {
      told = input.path("description").asString("");
    } else if (told.isBlank() && subject == Subject.OTHER && !input.isEmpty()) {
      told = input.toPrettyString();
    }
    return told.isBlank() ? null : Said.bounded(told, DETAIL);
  }

  private static @Nullable String host(String url) {
    try {
      return url.isBlank() ? null : URI.create(url.strip()).getAuthority();
    } catch (IllegalArgumentException noAddress) {
      return null; // policy asks a person then
    }
  }

  /** Its own numbers begin anew in every process; at the gate each is new. */
  private String gateId(JsonNode id) {
    return "acp-" + id.asString("") + "-" + number.incrementAndGet();
  }

  // ---- answers --------------------------------------------------------------------------------

  private void wait(
      JsonNode id,
      ActionRequest action,
      List<Choice> choices,
      Function<Decision, ObjectNode> answer,
      ObjectNode cancelled) {
    hold(id, action.requestId(), () -> rpc.answer(id, cancelled));
    gate.request(action, choices)
        .thenAccept(
            decision -> {
              if (release(id)) {
                rpc.answer(id, answer.apply(decision));
              }
            });
  }

  private void hold(JsonNode id, String atGate, Runnable cancelled) {
    if (open.put(id.toString(), new Open(atGate, cancelled)) == null) {
      turns.asked();
    }
  }

  private boolean release(JsonNode id) {
    boolean mine = open.remove(id.toString()) != null;
    if (mine) {
      turns.answered();
    }
    return mine;
  }

  /** What the agent offers beside yes and no for this once. */
  private List<Choice> choices(JsonNode options) {
    List<Choice> all = new ArrayList<>();
    String yes = first(options, "allow_once");
    String no = first(options, "reject_once");
    for (JsonNode option : options) {
      String id = option.path("optionId").asString("");
      if (!id.isEmpty() && !id.equals(yes) && !id.equals(no)) {
        all.add(
            new Choice(
                id,
                agent + ": " + Said.line(option.path("name").asString(id)),
                option.path("kind").asString("").startsWith("allow")));
      }
    }
    return all;
  }

  private static @Nullable String first(JsonNode options, String kind) {
    for (JsonNode option : options) {
      if (option.path("kind").asString("").startsWith(kind)) {
        return option.path("optionId").asString("");
      }
    }
    return null;
  }

  /** The option that says what was decided; null when there is none. */
  private static @Nullable String picked(Decision decision, JsonNode options) {
    String chosen = decision.chosen();
    if (chosen != null) {
      return chosen;
    }
    String kind = decision.allowed() ? "allow" : "reject";
    String once = first(options, kind + "_once");
    return once != null ? once : first(options, kind);
  }

  private ObjectNode select(@Nullable String option) {
    ObjectNode answer = rpc.object();
    ObjectNode outcome = answer.putObject("outcome");
    if (option == null) {
      outcome.put("outcome", "cancelled");
    } else {
      outcome.put("outcome", "selected").put("optionId", option);
    }
    return answer;
  }

  // ---- questions ------------------------------------------------------------------------------

  /** Qwen Code asks the person by asking for leave to ask. */
  private void ask(JsonNode id, JsonNode questions, JsonNode options) {
    ObjectNode answer = select(first(options, "allow"));
    next(id, questions.iterator(), 0, answer, answer.putObject("answers"), options);
  }

  private void next(
      JsonNode id,
      Iterator<JsonNode> left,
      int index,
      ObjectNode answer,
      ObjectNode answers,
      JsonNode options) {
    if (!left.hasNext()) {
      if (release(id)) {
        rpc.answer(id, answers.isEmpty() ? select(first(options, "reject")) : answer);
      }
      return;
    }
    JsonNode question = left.next();
    List<String> offered = new ArrayList<>();
    question.path("options").forEach(option -> offered.add(option.path("label").asString("")));
    String atGate = gateId(id);
    hold(id, atGate, () -> rpc.answer(id, select(null)));
    Consumer<@Nullable String> then =
        said -> {
          if (said != null) {
            answers.put(Integer.toString(index), said);
          }
          if (open.containsKey(id.toString())) {
            next(id, left, index + 1, answer, answers, options);
          }
        };
    gate.ask(
            atGate,
            Said.bounded(question.path("question").asString(""), DETAIL),
            offered,
            question.path("multiSelect").asBoolean(false))
        .thenAccept(then);
  }

  /** The agent no longer waits for an answer. */
  void withdrawn(JsonNode id) {
    Open one = open.remove(id.toString());
    if (one != null) {
      turns.answered();
      gate.withdraw(one.atGate());
    }
  }

  /** The turn is over, or is to be: whatever waits is answered as cancelled. */
  void cancelAll() {
    allowed.clear();
    for (Map.Entry<String, Open> one : List.copyOf(open.entrySet())) {
      if (open.remove(one.getKey()) != null) {
        turns.answered();
        one.getValue().cancelled().run();
        gate.withdraw(one.getValue().atGate());
      }
    }
  }
}

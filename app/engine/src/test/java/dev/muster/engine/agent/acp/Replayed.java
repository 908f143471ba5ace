package dev.muster.engine.agent.acp;

import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.agent.Gate;
import dev.muster.engine.agent.wire.JsonRpc;
import dev.muster.engine.agent.wire.TurnKeeper;
import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.policy.ActionRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Plays a recorded conversation through the mapper and the approvals, and writes down what comes.
 */
final class Replayed implements AgentListener, Gate {
  private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");
  private static final Path WORKTREE = Path.of("/tmp/lab/repo");
  private static final JsonMapper JSON = new JsonMapper();

  private final EventJson json = new EventJson();
  private final List<String> lines = new ArrayList<>();
  private final List<SessionEvent> events = new ArrayList<>();
  private final StringBuilder tail = new StringBuilder();
  private final AcpChoices choices = new AcpChoices("Agent");
  private final AcpUsage usage = new AcpUsage(this, "Agent", 0);
  private final AcpCalls calls;
  private final AcpMapper mapper;
  private final AcpApprovals approvals;
  private final AcpSteering steering = new AcpSteering(false, this);
  private final TurnKeeper turns = new TurnKeeper(this, null, () -> {});
  private final Map<String, String> told = new HashMap<>();
  private final Map<String, JsonNode> options = new HashMap<>();
  private final Deque<CompletableFuture<Decision>> asked = new ArrayDeque<>();
  private final Deque<CompletableFuture<@Nullable String>> questions = new ArrayDeque<>();
  private Instant now = START;
  private boolean interrupting;
  private boolean its;
  private int prompts;
  private int open;

  private Replayed() {
    Clock clock = InstantSource.system().withZone(ZoneId.of("UTC"));
    InstantSource played = () -> now;
    calls = new AcpCalls(WORKTREE, this, played.withZone(clock.getZone()), () -> {});
    mapper =
        new AcpMapper(this, new AcpWords(this, "w"), calls, usage, choices, Duration.ofDays(1));
    JsonRpc rpc = new JsonRpc(true, this::sent, new Nobody());
    AcpFiles files = new AcpFiles(WORKTREE);
    approvals = new AcpApprovals("Agent", this, turns, rpc, mapper, calls, files, steering);
  }

  /** What comes of a recording: a line for each event, tail and request, in order. */
  static List<String> of(Path recording) throws IOException {
    return play(recording).lines;
  }

  static List<SessionEvent> eventsOf(Path recording) throws IOException {
    return play(recording).events;
  }

  private static Replayed play(Path recording) throws IOException {
    Replayed replayed = new Replayed();
    for (String line : Files.readAllLines(recording)) {
      JsonNode entry = JSON.readTree(line);
      replayed.now = START.plusMillis(entry.path("t").asLong());
      String text = entry.path("line").asString("");
      switch (entry.path("dir").asString("")) {
        case "out" -> replayed.said(JSON.readTree(text));
        case "in" -> {
          if (text.startsWith("{")) { // garbage was tried, too
            replayed.heard(JSON.readTree(text));
          }
        }
        case "note" -> {
          if (text.startsWith("exit")) {
            replayed.mapper.turnOver(MissingNode.getInstance());
            replayed.write("> " + text);
          }
        }
        default -> {} // its standard error
      }
    }
    replayed.flush();
    return replayed;
  }

  // ---- what the agent was told ----------------------------------------------------------------

  private void heard(JsonNode message) {
    String method = message.path("method").asString("");
    if (method.isEmpty()) {
      decided(message);
      return;
    }
    if (message.has("id")) {
      told.put(message.path("id").toString(), method);
    }
    switch (method) {
      case "session/prompt" -> {
        write("> prompt " + ++prompts);
        open++;
        turns.begin("p" + prompts);
      }
      case "session/cancel" -> {
        interrupting = true;
        calls.cancelling();
        write("> cancel");
        approvals.cancelAll();
        asked.clear();
      }
      case "session/load", "session/resume" -> {
        mapper.session(message.path("params").path("sessionId").asString(""));
        mapper.replaying(true);
        write("> " + method);
      }
      case "session/set_mode" -> {
        choices.inMode(message.path("params").path("modeId").asString(""));
        write("> " + method);
      }
      default -> write("> " + method);
    }
  }

  /** What was once answered to its request is decided again. */
  private void decided(JsonNode message) {
    JsonNode offered = options.remove(message.path("id").toString());
    if (offered == null) {
      return;
    }
    String option = message.path("result").path("outcome").path("optionId").asString("");
    String kind = "reject_once";
    for (JsonNode one : offered) {
      kind = one.path("optionId").asString("").equals(option) ? one.path("kind").asString() : kind;
    }
    CompletableFuture<@Nullable String> question = questions.poll();
    if (question != null) {
      question.complete("Blue");
      return;
    }
    CompletableFuture<Decision> one = asked.poll();
    if (one != null) {
      boolean allowed = kind.startsWith("allow");
      one.complete(
          new Decision(allowed, allowed ? null : "No.", kind.endsWith("always") ? option : null));
    }
  }

  private boolean sent(String line) {
    write("> " + JSON.readTree(line).path("result"));
    return true;
  }

  // ---- what the agent said --------------------------------------------------------------------

  private void said(JsonNode message) {
    String method = message.path("method").asString("");
    JsonNode params = message.path("params");
    switch (method) {
      case "" -> answered(message);
      case "session/update" -> mapper.update(params);
      case "session/request_permission" -> {
        options.put(message.path("id").toString(), params.path("options"));
        approvals.permission(message.path("id"), params);
      }
      case "_qwencode/start_turn" -> {
        its = true;
        turns.begin(null);
      }
      case "_qwencode/end_turn" -> {
        boolean began = its;
        its = false;
        if (began && open == 0) {
          over(AcpEndings.ofItsOwn(params.path("reason").asString(""), false), params);
        }
      }
      default -> write("< " + method + " " + params.path("path").asString(""));
    }
  }

  private void answered(JsonNode message) {
    String method = told.getOrDefault(message.path("id").toString(), "");
    JsonNode result = message.path("result");
    switch (method) {
      case "session/new", "session/load", "session/resume" -> {
        mapper.replaying(false);
        choices.offered(result);
        usage.model(choices.model());
        usage.size(choices.size());
        if (result.has("sessionId")) {
          mapper.session(result.path("sessionId").asString());
        }
        AcpChoices.Choice wanted = choices.askingMode();
        write(
            "< in mode “%s”, wanted “%s”, model “%s”%s"
                .formatted(
                    choices.mode(),
                    wanted == null ? "" : wanted.id(),
                    choices.model(),
                    message.has("error") ? " refused" : ""));
      }
      case "session/prompt" -> {
        open--;
        over(
            message.has("error")
                ? new TurnEnded(
                    dev.muster.engine.event.TurnEvent.End.FAILED,
                    message.path("error").path("message").asString(""))
                : AcpEndings.of(result, interrupting, calls.anyDenied()),
            result);
      }
      default -> {} // nothing waits for it
    }
  }

  private void over(TurnEnded end, JsonNode answer) {
    interrupting = false;
    boolean stopped = calls.silentSinceDenial();
    mapper.turnOver(answer);
    steering.turnOver(stopped);
    turns.end(end);
    if (its) {
      turns.begin(null);
    }
  }

  // ---- what comes of it -----------------------------------------------------------------------

  private void write(String line) {
    flush();
    lines.add(line.replace("\n", "\\n"));
  }

  private void flush() {
    if (!tail.isEmpty()) {
      lines.add("~ " + tail.toString().replace("\n", "\\n"));
      tail.setLength(0);
    }
  }

  @Override
  public void event(SessionEvent event) {
    events.add(event);
    String line = json.write(event).replaceAll("(\"promptId\":\")[0-9a-f-]{36}", "$1a-new-one");
    write(EventJson.kind(event) + " " + line);
  }

  @Override
  public void tail(String id, TailKind kind, String delta) {
    String head = kind + " " + id + " ";
    if (!tail.toString().startsWith(head)) {
      flush();
      tail.append(head);
    }
    tail.append(delta);
  }

  @Override
  public void tailDropped(String id) {
    write("~ dropped " + id);
  }

  @Override
  public void raw(boolean fromAgent, String line) {}

  // ---- the gate -------------------------------------------------------------------------------

  @Override
  public PermissionMode mode() {
    return PermissionMode.SUGGEST;
  }

  @Override
  public CompletableFuture<Decision> request(ActionRequest action, List<Choice> offered) {
    write("? " + action);
    offered.forEach(choice -> write("?   " + choice.id() + ": " + choice.label()));
    CompletableFuture<Decision> answer = new CompletableFuture<>();
    asked.add(answer);
    return answer;
  }

  @Override
  public CompletableFuture<@Nullable String> ask(
      String questionId, String text, List<String> answers, boolean several) {
    write("? " + text + " " + answers);
    CompletableFuture<@Nullable String> answer = new CompletableFuture<>();
    questions.add(answer);
    return answer;
  }

  @Override
  public void withdraw(String requestOrQuestionId) {
    write("? withdrawn");
  }

  private static final class Nobody implements JsonRpc.Handler {
    @Override
    public void request(JsonNode id, String method, JsonNode params) {}

    @Override
    public void notification(String method, JsonNode params) {}
  }
}

package dev.muster.engine.agent.claude;

import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.agent.Gate.Choice;
import dev.muster.engine.agent.Prompt;
import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.policy.ActionRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Plays a recorded conversation through the mapper and writes down what comes of it. */
final class Replayed implements AgentListener, ClaudeMapper.Wishes {
  private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");
  private static final Path WORKTREE = Path.of("/tmp/lab/repo");

  private final EventJson json = new EventJson();
  private final List<String> lines = new ArrayList<>();
  private final List<SessionEvent> events = new ArrayList<>();
  private final StringBuilder tail = new StringBuilder();
  private final Turns turns = new Turns();
  private final ClaudeMapper mapper;
  private Instant now = START;
  private final Map<String, String> asked = new HashMap<>();
  private int prompts;
  private String unnamed = "";

  private Replayed() {
    mapper = new ClaudeMapper(this, WORKTREE, 1, () -> now, turns, this);
  }

  /** What comes of a recording: a line for each event, tail and wish, in order. */
  static List<String> of(Path recording) throws IOException {
    return play(recording).lines;
  }

  static List<SessionEvent> eventsOf(Path recording) throws IOException {
    return play(recording).events;
  }

  private static Replayed play(Path recording) throws IOException {
    Replayed replayed = new Replayed();
    JsonMapper mapper = new JsonMapper();
    for (String line : Files.readAllLines(recording)) {
      JsonNode entry = mapper.readTree(line);
      replayed.now = START.plusMillis(entry.path("t").asLong());
      String text = entry.path("line").asString("");
      switch (entry.path("dir").asString("")) {
        case "out" -> replayed.said(text);
        case "in" -> replayed.told(text);
        case "note" -> replayed.noted(text);
        default -> {} // its standard error
      }
    }
    replayed.flush();
    return replayed;
  }

  private void said(String line) {
    if (!unnamed.isEmpty() && line.contains("\"subtype\":\"init\"")) {
      turns.lifecycle(unnamed, "started"); // recorded without an id of its own
      unnamed = "";
    }
    mapper.line(line);
  }

  private void told(String line) {
    ObjectNode message = Messages.read(line);
    if (message == null) {
      return;
    }
    switch (Messages.text(message, "type")) {
      case "user" -> {
        String uuid = Messages.text(message, "uuid");
        Prompt prompt = new Prompt("p" + ++prompts, "prompt " + prompts, List.of());
        if (uuid.isEmpty()) {
          uuid = prompt.promptId();
          unnamed = uuid;
        }
        if (!turns.steered(uuid, prompt)) {
          turns.prompted(uuid, prompt);
          write("> prompt " + prompt.promptId());
        } else {
          write("> steer " + prompt.promptId());
        }
      }
      case "control_request" -> {
        if (Messages.text(message.path("request"), "subtype").equals("interrupt")) {
          turns.interrupt();
          write("> interrupt");
        }
      }
      case "control_response" -> {
        JsonNode answer = message.path("response").path("response");
        String behavior = Messages.text(answer, "behavior");
        if (!behavior.isEmpty()) {
          boolean stops = answer.path("interrupt").asBoolean(false);
          write("> " + behavior + (stops ? " and stop" : ""));
          String call = asked.get(Messages.text(message.path("response"), "request_id"));
          if (call != null && behavior.equals("deny")) {
            mapper.calls().denied(call);
          }
        }
      }
      default -> {} // nothing else is said to it
    }
  }

  private void noted(String note) {
    if (note.startsWith("exit")) {
      mapper.gone();
      write("> " + note);
    }
  }

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
    write(EventJson.kind(event) + " " + json.write(event));
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

  @Override
  public void mayUse(String requestId, ObjectNode request) {
    asked.put(requestId, Messages.text(request, "tool_use_id"));
    if (request.path("requires_user_interaction").asBoolean(false)) {
      write("? for a person: " + request.path("input"));
      return;
    }
    ActionRequest action =
        Actions.of("request", Messages.text(request, "tool_use_id"), request, WORKTREE);
    write("? " + action);
    for (Choice choice : new Suggestions(request.path("permission_suggestions")).choices()) {
      write("?   " + choice.id() + ": " + choice.label());
    }
  }

  @Override
  public void withdrawn(String requestId) {
    write("? withdrawn");
  }

  @Override
  public void cannotAnswer(String requestId, String subtype) {
    write("? cannot answer " + subtype);
  }

  @Override
  public void answered(JsonNode response) {}

  @Override
  public void interruptAgain() {
    write("? interrupt again");
  }

  @Override
  public void mayBeIdle() {
    write("? may be idle");
  }

  @Override
  public void mayStall(long results) {}

  @Override
  public void summedUp() {}

  @Override
  public void used(long untold) {}
}

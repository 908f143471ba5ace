package dev.muster.engine.control;

import dev.muster.engine.control.ControlException.Code;
import dev.muster.engine.event.Attachment;
import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.imported.ImportProgress;
import dev.muster.engine.imported.ImportRequest;
import dev.muster.engine.imported.PastAgent;
import dev.muster.engine.imported.Taken;
import dev.muster.engine.session.SessionSpec;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What goes over the socket: one JSON object in each line.
 *
 * <p>A request is {@code {"v":1,"do":"list", …}} with the fields of its kind. It is answered by any
 * number of {@code {"v":1,"accepted":"<session>"}} and {@code {"v":1,"event":{…}}}, or {@code
 * {"v":1,"progress":{…}}} and {@code {"v":1,"taken":{…}}} of an import, and then exactly one {@code
 * {"v":1,"ok":…}} or {@code {"v":1,"error":{"code":…,"message":…}}}. One request at a time on a
 * connection. Unknown fields are ignored, an unknown request is an error.
 *
 * <p>Immutable and safe for any thread.
 */
final class Wire {
  /** Bytes of a request: a prompt as long as a book, and not more. */
  static final int LONGEST_REQUEST = 4 * 1024 * 1024;

  /** Bytes of an answer: an event's parts are bounded, its whole never comes near this. */
  static final int LONGEST_ANSWER = 64 * 1024 * 1024;

  static final String RAISE = "raise";
  static final String ABOUT = "about";
  static final String LIST = "list";
  static final String SHOW = "show";
  static final String FIND = "find";
  static final String SEARCH = "search";
  static final String AGENTS = "agents";
  static final String INSTALLED = "installed";
  static final String RUN = "run";
  static final String NEXT = "next";
  static final String FORK = "fork";
  static final String FORK_AT = "fork-at";
  static final String AFTER = "after";
  static final String POINTS = "points";
  static final String REWIND = "rewind";
  static final String ANSWER = "answer";
  static final String ANSWER_QUESTION = "answer-question";
  static final String INTERRUPT = "interrupt";
  static final String IMPORT = "import";
  static final String KEEP = "keep";
  static final String LAND = "land";

  private final JsonMapper mapper = new ControlJson().mapper();
  private final EventJson events = new EventJson();

  /**
   * @param from the first event wanted, for a part of the story; null for its end
   */
  record Show(String session, int last, @Nullable Long from) {}

  record ListAll(boolean all) {}

  /** What {@link #NEXT} and {@link #FORK} say. */
  record Next(String session, String text, @Nullable PermissionMode mode) {}

  /** What {@link #FORK_AT} says. */
  record ForkAt(String session, String text, @Nullable PermissionMode mode, int turn) {}

  record Points(String session) {}

  /**
   * @param turn null to go forward again
   */
  record Rewind(String session, @Nullable Integer turn) {}

  record Answer(
      SessionId session, String request, String exact, String option, @Nullable String note) {}

  record AnswerQuestion(SessionId session, String question, String answer) {}

  record Interrupt(SessionId session) {}

  /**
   * What {@link #KEEP} and {@link #LAND} say.
   *
   * @param deed the name of the request's record
   * @param of its fields
   */
  record Keep(String deed, JsonNode of) {}

  String keep(KeepRequest<?> request) {
    return request(KEEP, new Keep(request.getClass().getSimpleName(), mapper.valueToTree(request)));
  }

  String land(LandRequest<?> request) {
    return request(LAND, new Keep(request.getClass().getSimpleName(), mapper.valueToTree(request)));
  }

  KeepRequest<?> keep(Keep said) throws ControlException {
    return (KeepRequest<?>) deed(KeepRequest.class, said);
  }

  LandRequest<?> land(Keep said) throws ControlException {
    return (LandRequest<?>) deed(LandRequest.class, said);
  }

  private Object deed(Class<?> family, Keep said) throws ControlException {
    for (Class<?> known : family.getPermittedSubclasses()) {
      if (known.getSimpleName().equals(said.deed())) {
        return fields(said.of(), known);
      }
    }
    throw new ControlException(Code.BAD_REQUEST, "Unknown request \"" + said.deed() + "\".");
  }

  /** An {@link ImportRequest} with paths that any program can write. */
  record Import(List<From> from, @Nullable Instant since, @Nullable String inside, boolean dryRun) {

    /** An agent's own folder. */
    record From(String agent, String folder) {}

    static Import of(ImportRequest request) {
      Path inside = request.inside();
      return new Import(
          request.sources().stream()
              .map(source -> new From(source.agent().id(), source.folder().toString()))
              .toList(),
          request.since(),
          inside == null ? null : inside.toString(),
          request.dryRun());
    }

    ImportRequest request() throws ControlException {
      var sources = new ArrayList<ImportRequest.Source>();
      for (From one : from) {
        sources.add(new ImportRequest.Source(agent(one.agent()), absolute(one.folder())));
      }
      return new ImportRequest(sources, since, inside == null ? null : absolute(inside), dryRun);
    }

    private static PastAgent agent(String id) throws ControlException {
      for (PastAgent known : PastAgent.values()) {
        if (known.id().equals(id)) {
          return known;
        }
      }
      throw new ControlException(
          Code.BAD_REQUEST, "Conversations of \"" + id + "\" cannot be imported.");
    }
  }

  /** Relative to what? The two processes stand in different folders. */
  private static Path absolute(String text) throws ControlException {
    try {
      Path path = Path.of(text);
      if (path.isAbsolute()) {
        return path;
      }
    } catch (InvalidPathException not) {
      throw new ControlException(Code.BAD_REQUEST, "Not a path: " + text, not);
    }
    throw new ControlException(Code.BAD_REQUEST, "A path must be absolute: " + text);
  }

  /** A {@link SessionSpec} with a path that any program can write. */
  record Run(
      String task,
      @Nullable String title,
      String repository,
      String agent,
      @Nullable String model,
      PermissionMode mode,
      @Nullable String startFrom,
      @Nullable Limits limits,
      @Nullable List<Attachment> attachments,
      boolean first,
      @Nullable Map<String, String> options) {

    static Run of(SessionSpec spec) {
      return new Run(
          spec.task(),
          spec.title(),
          spec.repository().toAbsolutePath().toString(),
          spec.agentId(),
          spec.model(),
          spec.mode(),
          spec.startFrom(),
          spec.limits(),
          spec.attachments(),
          spec.first(),
          spec.options());
    }

    SessionSpec spec() throws ControlException {
      Path path;
      try {
        path = Path.of(repository);
      } catch (InvalidPathException not) {
        throw new ControlException(Code.BAD_REQUEST, "Not a path: " + repository, not);
      }
      if (!path.isAbsolute()) {
        // Relative to what? The two processes stand in different folders.
        throw new ControlException(
            Code.BAD_REQUEST, "The repository's path must be absolute: " + repository);
      }
      return new SessionSpec(
          task,
          title,
          path,
          agent,
          model,
          mode,
          startFrom,
          limits == null ? Limits.NONE : limits,
          attachments == null ? List.of() : attachments,
          first,
          options == null ? Map.of() : options);
    }
  }

  String request(String what, Object fields) {
    var line = new LinkedHashMap<String, Object>();
    line.put("v", EngineControl.PROTOCOL);
    line.put("do", what);
    mapper.valueToTree(fields).properties().forEach(e -> line.put(e.getKey(), e.getValue()));
    return mapper.writeValueAsString(line);
  }

  String accepted(SessionId session) {
    return answer("accepted", session.value());
  }

  String event(Recorded recorded) {
    return "{\"v\":" + EngineControl.PROTOCOL + ",\"event\":" + events.line(recorded) + "}";
  }

  String progress(ImportProgress progress) {
    return answer("progress", progress);
  }

  String progress(long done, long of) {
    return answer("progress", Map.of("done", done, "of", of));
  }

  String taken(Taken taken) {
    return answer("taken", taken);
  }

  String ok(Object result) {
    return answer("ok", result);
  }

  String error(Code code, String sentence) {
    var body = new LinkedHashMap<String, String>();
    body.put("code", code.name());
    body.put("message", sentence);
    return answer("error", body);
  }

  private String answer(String key, Object value) {
    var line = new LinkedHashMap<String, Object>();
    line.put("v", EngineControl.PROTOCOL);
    line.put(key, value);
    return mapper.writeValueAsString(line);
  }

  /**
   * Reads a line as an object.
   *
   * @throws ControlException {@code BAD_REQUEST} when it is none
   */
  JsonNode parse(String line) throws ControlException {
    try {
      JsonNode node = mapper.readTree(line);
      if (node.isObject()) {
        return node;
      }
    } catch (JacksonException garbage) {
      throw new ControlException(
          Code.BAD_REQUEST, "Not JSON: " + garbage.getOriginalMessage(), garbage);
    }
    throw new ControlException(Code.BAD_REQUEST, "A request is a JSON object in one line.");
  }

  /** The fields as a record; all that are not nullable must be there. */
  <T> T fields(JsonNode node, Class<T> type, String... needed) throws ControlException {
    for (String field : needed) {
      JsonNode value = node.get(field);
      if (value == null || value.isNull()) {
        throw new ControlException(Code.BAD_REQUEST, "The field \"" + field + "\" is missing.");
      }
    }
    try {
      return mapper.treeToValue(node, type);
    } catch (JacksonException garbage) {
      throw new ControlException(
          Code.BAD_REQUEST, "A field is wrong: " + garbage.getOriginalMessage(), garbage);
    }
  }

  /** A record as it stands in an answer. */
  <T> T value(JsonNode node, Class<T> type) {
    return mapper.treeToValue(node, type);
  }

  /** A list as it stands in an answer. */
  <T> List<T> list(JsonNode node, Class<T> type) {
    return mapper.treeToValue(
        node, mapper.getTypeFactory().constructCollectionType(List.class, type));
  }

  /** An event as it stands in an answer. */
  Recorded recorded(JsonNode line) {
    return new Recorded(
        new SessionId(line.required("session").asString()),
        line.required("seq").asLong(),
        Instant.parse(line.required("at").asString()),
        line.required("turn").asInt(),
        events.read(line.required("kind").asString(), line.required("event").toString()));
  }
}

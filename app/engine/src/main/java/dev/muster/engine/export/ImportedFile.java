package dev.muster.engine.export;

import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.LifeEvent.SessionCreated;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file of Muster's own export that was looked at as a whole and found sound. Used by one thread.
 */
final class ImportedFile implements AutoCloseable {
  private static final int BETWEEN_LOOKS = 1_024;

  /**
   * A session in it.
   *
   * @param offset of its first event, in bytes
   * @param line of its first event, from 1
   * @param chars of its lines
   */
  record Session(
      SessionId id, String title, boolean pruned, long offset, long line, long events, long chars) {
    Session with(Recorded next, long chars) {
      return new Session(id, title, pruned, offset, line, next.seq(), this.chars + chars);
    }
  }

  /** Is told events; says whether it wants more. */
  interface Reader {
    boolean next(Recorded recorded) throws IOException;
  }

  private final String shown;
  private final SeekableByteChannel channel;
  private final EventJson json;
  private final JsonMapper mapper =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private final List<Session> sessions = new ArrayList<>();

  private ImportedFile(String shown, SeekableByteChannel channel, EventJson json) {
    this.shown = shown;
    this.channel = channel;
    this.json = json;
  }

  /**
   * Looks at all of it.
   *
   * @throws ExportException with a sentence that names the line
   */
  static ImportedFile check(Path file, EventJson json, ExportListener listener)
      throws ExportException, IOException {
    SeekableByteChannel channel;
    try {
      if (Files.isDirectory(file)) {
        throw new ExportException(file + " is a folder.");
      }
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        // A pipe can be read once only, and might never say anything.
        throw new ExportException(file + " is no plain file. Nothing was stored.");
      }
      channel = Files.newByteChannel(file);
    } catch (NoSuchFileException missing) {
      throw new ExportException("There is no file " + file + ".", missing);
    }
    return check(file.toString(), channel, json, listener);
  }

  /**
   * Looks at all of what a channel has.
   *
   * @param shown how sentences name it
   * @param channel closed with this
   * @throws ExportException with a sentence that names the line
   */
  static ImportedFile check(
      String shown, SeekableByteChannel channel, EventJson json, ExportListener listener)
      throws ExportException, IOException {
    ImportedFile checked = new ImportedFile(shown, channel, json);
    try {
      checked.check(listener);
      return checked;
    } catch (ExportException | IOException | RuntimeException failed) {
      channel.close();
      throw failed;
    }
  }

  List<Session> sessions() {
    return List.copyOf(sessions);
  }

  private void check(ExportListener listener) throws ExportException, IOException {
    LongLines lines = new LongLines(channel, 0, 0);
    try {
      String first = lines.next();
      JsonNode head = first == null ? null : object(first);
      if (head == null || !"export".equals(head.path("muster").asString(""))) {
        throw bad(
            1,
            "does not begin as an export of Muster does; muster export --format jsonl makes one");
      }
      int version = head.path("version").asInt(0);
      if (version != JsonLinesWriter.VERSION) {
        throw bad(
            1,
            "is of version %d and this Muster reads version %d; a newer Muster may read it"
                .formatted(version, JsonLinesWriter.VERSION));
      }
      long events = 0;
      boolean whole = false;
      long at = lines.offset();
      for (String line = lines.next(); line != null; line = lines.next()) {
        if (whole) {
          throw bad(lines.number(), "stands after the end");
        }
        JsonNode node = object(line);
        if (node.has("muster")) {
          whole = "end".equals(node.path("muster").asString(""));
          if (!whole || node.path("events").asLong(-1) != events) {
            throw bad(lines.number(), "does not end what came before it: a part is missing");
          }
        } else {
          events++;
          add(recorded(node, line), node, at, lines.number(), line.length());
        }
        at = lines.offset();
        if (lines.number() % BETWEEN_LOOKS == 0 && listener.cancelled()) {
          throw new ExportException.Failed("Stopped before the end. Nothing was stored.");
        }
      }
      if (!whole) {
        throw bad(
            lines.number() + 1, "is missing: the file was cut off. Nothing of it was taken in");
      }
    } catch (Broken broken) {
      throw bad(lines.number(), String.valueOf(broken.getMessage()));
    }
  }

  private ExportException bad(long line, String what) {
    return new ExportException(
        "Line " + line + " of " + shown + " " + what + ". Nothing was stored.");
  }

  private void add(Recorded next, JsonNode node, long at, long number, int chars) throws Broken {
    Session last = sessions.isEmpty() ? null : sessions.getLast();
    if (last != null && last.id().equals(next.session())) {
      if (next.seq() != last.events() + 1) {
        throw new Broken("is event " + next.seq() + " and should be event " + (last.events() + 1));
      }
      sessions.set(sessions.size() - 1, last.with(next, chars));
      return;
    }
    if (sessions.stream().anyMatch(known -> known.id().equals(next.session()))) {
      throw new Broken("goes on with session " + next.session() + ", which had ended");
    }
    String kind = EventJson.kind(next.event());
    boolean pruned = SessionImporter.isPruned(kind);
    if (next.seq() != 1 || !(pruned || next.event() instanceof SessionCreated)) {
      throw new Broken("is not the beginning of session " + next.session());
    }
    String title = node.path("event").path("title").asString("");
    sessions.add(new Session(next.session(), title, pruned, at, number, 1, chars));
  }

  /** Tells the events of a session in order, until the reader wants no more. */
  void read(Session session, Reader reader) throws IOException {
    LongLines lines = new LongLines(channel, session.offset(), session.line() - 1);
    try {
      for (long n = 0; n < session.events(); n++) {
        String line = lines.next();
        if (line == null || !reader.next(recorded(object(line), line))) {
          return;
        }
      }
    } catch (Broken changed) {
      throw new IOException(
          "it was changed while it was read, line " + lines.number() + " " + changed.getMessage(),
          changed);
    }
  }

  private JsonNode object(String line) throws Broken {
    try {
      JsonNode node = mapper.readTree(line);
      if (node != null && node.isObject()) {
        return node;
      }
    } catch (JacksonException garbage) {
      throw new Broken("is not JSON (" + garbage.getOriginalMessage() + ")");
    }
    throw new Broken("is not a JSON object");
  }

  private Recorded recorded(JsonNode node, String line) throws Broken {
    try {
      SessionId session = new SessionId(node.path("session").asString(""));
      long seq = node.path("seq").asLong(0);
      int turn = node.path("turn").asInt(-1);
      String kind = node.path("kind").asString("");
      if (seq < 1 || turn < 0 || kind.isEmpty()) {
        throw new Broken("lacks its number, its turn or its kind");
      }
      Instant at = Instant.parse(node.path("at").asString(""));
      return new Recorded(session, seq, at, turn, event(kind, node, line));
    } catch (DateTimeException | IllegalArgumentException wrong) {
      throw new Broken("names no session or no instant: " + wrong.getMessage());
    }
  }

  private SessionEvent event(String kind, JsonNode node, String line) throws Broken {
    JsonNode body = node.get("event");
    if (body == null) {
      JsonNode raw = node.get("raw");
      if (raw == null || !raw.isString()) {
        throw new Broken("has no event");
      }
      return json.read(kind, raw.stringValue());
    }
    if (!body.isObject()) {
      throw new Broken("has an event that is no object");
    }
    String exact = exact(line, body);
    return json.read(kind, exact == null ? mapper.writeValueAsString(body) : exact);
  }

  /** The event to the letter, when the line is as Muster writes it. */
  private @Nullable String exact(String line, JsonNode body) {
    int from = line.indexOf(",\"event\":");
    if (from < 0 || !line.endsWith("}")) {
      return null;
    }
    String text = line.substring(from + 9, line.length() - 1);
    try {
      return mapper.readTree(text).equals(body) ? text : null;
    } catch (JacksonException otherwise) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** What is wrong with a line: goes on the sentence that names it. */
  static final class Broken extends Exception {
    private static final long serialVersionUID = 1;

    Broken(String what) {
      super(what);
    }
  }
}

package dev.muster.engine.export;

import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.Recorded;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Muster's own export: a line that says what it is, then every event of every session as it stands
 * in the journal, then a line that says that it is whole.
 *
 * <pre>
 * {"muster":"export","version":1,"exported":"…","sessions":[{"session":"…","events":12},…],"masked":[]}
 * {"session":"…","seq":1,"at":"…","turn":0,"kind":"SessionCreated","event":{…}}
 * …
 * {"muster":"end","events":12}
 * </pre>
 */
final class JsonLinesWriter implements StoryWriter {
  /** To be raised when an older Muster would misunderstand. */
  static final int VERSION = 1;

  private final Writer out;
  private final EventJson json;
  private final Instant now;
  private final Set<MaskKind> masked;
  private final JsonMapper mapper = JsonMapper.shared();
  private long events;

  JsonLinesWriter(Writer out, EventJson json, Instant now, Set<MaskKind> masked) {
    this.out = out;
    this.json = json;
    this.now = now;
    this.masked = masked;
  }

  @Override
  public void begin(List<StoryHead> sessions) throws IOException {
    Map<String, Object> head = new LinkedHashMap<>();
    head.put("muster", "export");
    head.put("version", VERSION);
    head.put("exported", now.toString());
    head.put(
        "sessions",
        sessions.stream()
            .map(
                session -> {
                  Map<String, Object> one = new LinkedHashMap<>();
                  one.put("session", session.id().value());
                  one.put("title", session.title());
                  one.put("events", session.events());
                  return one;
                })
            .toList());
    head.put("masked", masked.stream().map(Enum::name).sorted().toList());
    line(mapper.writeValueAsString(head));
  }

  @Override
  public void session(StoryHead head) {
    // Every line names its session.
  }

  @Override
  public void event(Recorded recorded) throws IOException {
    events++;
    String body = json.write(recorded.event());
    out.write("{\"session\":\"" + recorded.session() + "\",\"seq\":" + recorded.seq());
    out.write(",\"at\":\"" + recorded.at() + "\",\"turn\":" + recorded.turn());
    out.write(",\"kind\":" + mapper.writeValueAsString(EventJson.kind(recorded.event())));
    if (isObjectInOneLine(body)) {
      // As it stands in the journal, to the letter: what is read and written again may differ.
      line(",\"event\":" + body + "}");
    } else {
      line(",\"raw\":" + mapper.writeValueAsString(body) + "}");
    }
  }

  private boolean isObjectInOneLine(String body) {
    try {
      return body.startsWith("{")
          && body.indexOf('\n') < 0
          && body.indexOf('\r') < 0
          && mapper.readTree(body).isObject();
    } catch (JacksonException damaged) {
      return false;
    }
  }

  @Override
  public void changes(TurnChanges changes) {
    // Only what the journal holds can be taken in again.
  }

  @Override
  public void end() throws IOException {
    line("{\"muster\":\"end\",\"events\":" + events + "}");
  }

  private void line(String line) throws IOException {
    out.write(line);
    out.write('\n');
  }
}

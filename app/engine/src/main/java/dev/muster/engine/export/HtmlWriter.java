package dev.muster.engine.export;

import dev.muster.engine.event.ConversationEvent.ThoughtAdded;
import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * One page that replays sessions in any browser. It loads nothing and may load nothing: its policy
 * lets only its own script and style run, named by their hashes. What was said stands in it as JSON
 * in which no character can end it, and its script shows it as text.
 */
final class HtmlWriter implements StoryWriter {
  private static final int EVENTS_OF_A_PART = 500;
  private static final int CHARS_OF_A_PART = 1 << 20;

  private final Writer out;
  private final EventJson json;
  private final JsonMapper mapper = JsonMapper.shared();
  private final StringBuilder part = new StringBuilder();
  private int inPart;

  HtmlWriter(Writer out, EventJson json) {
    this.out = out;
    this.json = json;
  }

  @Override
  public void begin(List<StoryHead> sessions) throws IOException {
    String style = resource("replay.css");
    String title = sessions.size() == 1 ? sessions.getFirst().title() : "Sessions";
    out.write("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    out.write(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src '");
    out.write(hash(script()) + "'; style-src '" + hash(style));
    out.write("'; base-uri 'none'; form-action 'none'\">\n");
    out.write("<meta name=\"referrer\" content=\"no-referrer\">\n");
    out.write("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.write(
        "<title>" + escaped(title) + "</title>\n<style>" + style + "</style>\n</head>\n<body>\n");
    out.write(resource("replay.html"));
  }

  @Override
  public void session(StoryHead head) throws IOException {
    flush();
    data("session", mapper.writeValueAsString(head));
  }

  @Override
  public void event(Recorded recorded) throws IOException {
    part.append(part.isEmpty() ? "[" : ",\n");
    part.append('[').append(recorded.seq()).append(',').append(recorded.at().toEpochMilli());
    part.append(',').append(recorded.turn()).append(',');
    part.append(mapper.writeValueAsString(EventJson.kind(recorded.event()))).append(',');
    part.append(body(recorded.event())).append(']');
    if (++inPart >= EVENTS_OF_A_PART || part.length() >= CHARS_OF_A_PART) {
      flush();
    }
  }

  private String body(SessionEvent event) {
    // What only the model can read back is nothing to share.
    SessionEvent shown =
        event instanceof ThoughtAdded thought && thought.opaque() != null
            ? new ThoughtAdded(thought.messageId(), thought.text(), null, thought.parentCall())
            : event;
    String body = json.write(shown);
    try {
      return mapper.readTree(body).isObject() ? body : "{}";
    } catch (JacksonException damaged) {
      return "{}";
    }
  }

  @Override
  public void changes(TurnChanges changes) throws IOException {
    flush();
    data("changes", mapper.writeValueAsString(changes));
  }

  @Override
  public void end() throws IOException {
    flush();
    out.write("<script>" + script() + "</script>\n</body>\n</html>\n");
  }

  private void flush() throws IOException {
    if (!part.isEmpty()) {
      data("events", part.append(']').toString());
      part.setLength(0);
      inPart = 0;
    }
  }

  private void data(String what, String text) throws IOException {
    out.write("<script type=\"application/json\" data-muster=\"" + what + "\">");
    out.write(inScript(text));
    out.write("</script>\n");
  }

  /** In JSON these stand only in texts, where they may as well be written by their numbers. */
  private static String inScript(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 64);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '<' || c == '>' || c == '&' || c == 0x2028 || c == 0x2029 || c == 0) {
        safe.append(String.format("\\u%04x", (int) c));
      } else {
        safe.append(c);
      }
    }
    return safe.toString();
  }

  private static String escaped(String text) {
    return MarkdownText.visible(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String script() throws IOException {
    return resource("replay.js");
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = HtmlWriter.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("the part " + name + " of the page is missing in this Muster");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** As a policy names what stands in a page. */
  private static String hash(String content) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException never) {
      throw new IllegalStateException("Every Java has SHA-256.", never);
    }
  }
}

package dev.muster.engine.agent.builtin.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One answer of a {@link ScriptedModelServer}: what the model says, or how the server fails. */
public final class ScriptedReply {
  /**
   * A tool call to be made; {@code arguments} go on the wire as they are, malformed or not.
   *
   * @param freeform whether they are a text of the tool's own instead of JSON (Responses only)
   */
  public record Call(String id, String name, String arguments, boolean freeform) {}

  /** How an answer goes wrong. */
  public enum Fault {
    NONE,
    /** An HTTP error instead of an answer. */
    STATUS,
    /** The stream ends cleanly before its end event. */
    CUT,
    /** The connection is dropped in the middle of an event. */
    DROPPED,
    /** An event that is not JSON. */
    MALFORMED,
    /** An error event after the first words. */
    ERROR_EVENT,
    /** A complete answer without a word. */
    EMPTY,
    /** The first words, then nothing until the server is closed or the client gone. */
    STALL
  }

  final List<Call> calls = new ArrayList<>();
  final List<String> headers = new ArrayList<>();
  @Nullable String thinking;
  String text = "";
  Fault fault = Fault.NONE;
  int status = 200;
  String body = "";
  String contentType = "application/json";
  boolean usage = true;
  long input = 1_000;
  long output = 50;
  long cacheRead;
  long cacheWrite;
  String stop = "";
  Duration pace = Duration.ZERO;

  private ScriptedReply() {}

  /** The model says this. */
  public static ScriptedReply text(String text) {
    return new ScriptedReply().say(text);
  }

  /** The model calls this tool. */
  public static ScriptedReply call(String id, String name, String arguments) {
    return new ScriptedReply().andCall(id, name, arguments);
  }

  /** The server answers with this HTTP status and a JSON error. */
  public static ScriptedReply status(int status) {
    ScriptedReply reply = new ScriptedReply();
    reply.fault = Fault.STATUS;
    reply.status = status;
    reply.body =
        "{\"type\":\"error\",\"error\":{\"type\":\"scripted_error\",\"message\":\"status "
            + status
            + " as scripted\"}}";
    return reply;
  }

  /** The server says these words, then fails in this way. */
  public static ScriptedReply fault(Fault fault, String words) {
    ScriptedReply reply = text(words);
    reply.fault = fault;
    return reply;
  }

  /** Adds text. */
  public ScriptedReply say(String text) {
    this.text = text;
    return this;
  }

  /** Adds a thought before the text. */
  public ScriptedReply think(String thinking) {
    this.thinking = thinking;
    return this;
  }

  /** Adds a tool call after the text. */
  public ScriptedReply andCall(String id, String name, String arguments) {
    calls.add(new Call(id, name, arguments, false));
    return this;
  }

  /** The model calls a tool that takes a text of its own instead of JSON; Responses only. */
  public static ScriptedReply freeform(String id, String name, String input) {
    ScriptedReply reply = new ScriptedReply();
    reply.calls.add(new Call(id, name, input, true));
    return reply;
  }

  /** Sets the token counts: input not cached, output, cache read, cache write. */
  public ScriptedReply tokens(long input, long output, long cacheRead, long cacheWrite) {
    this.input = input;
    this.output = output;
    this.cacheRead = cacheRead;
    this.cacheWrite = cacheWrite;
    return this;
  }

  /** Reports no usage, as some compatible servers do. */
  public ScriptedReply noUsage() {
    this.usage = false;
    return this;
  }

  /** Stops because the answer got too long. */
  public ScriptedReply maxTokens() {
    this.stop = "max";
    return this;
  }

  /** Stops because the model declines. */
  public ScriptedReply refusal() {
    this.stop = "refusal";
    return this;
  }

  /** Adds a response header. */
  public ScriptedReply header(String name, String value) {
    headers.add(name + ": " + value);
    return this;
  }

  /** Sets the body of an error answer. */
  public ScriptedReply body(String contentType, String body) {
    this.contentType = contentType;
    this.body = body;
    return this;
  }

  /** Waits this long before each event. */
  public ScriptedReply pace(Duration pace) {
    this.pace = pace;
    return this;
  }
}

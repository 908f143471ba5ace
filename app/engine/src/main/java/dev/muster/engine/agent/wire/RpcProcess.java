package dev.muster.engine.agent.wire;

import dev.muster.engine.agent.AgentException;
import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.agent.wire.WireProcess.Exit;
import dev.muster.engine.event.OutcomeEvent.Level;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.host.Host;
import dev.muster.engine.host.HostException;
import dev.muster.engine.host.OutputPump.Line;
import dev.muster.engine.host.ProcessSpec;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * An agent's process that speaks JSON-RPC on its standard input and output. Every line goes to the
 * raw log; what is no message is noted and passed over. Safe for any thread.
 */
public final class RpcProcess {
  private static final Logger LOG = LoggerFactory.getLogger(RpcProcess.class);
  private static final int KEPT_RAW = 2_000;
  private static final int RAW = 1 << 20;
  private static final int MOST_NOTES = 20;

  private final String name;
  private final AgentListener out;
  private final CompletableFuture<WireProcess> wire = new CompletableFuture<>();
  private final JsonRpc rpc;
  private int notes;

  private RpcProcess(String name, boolean named, AgentListener out, JsonRpc.Handler handler) {
    this.name = name;
    this.out = out;
    this.rpc = new JsonRpc(named, this::send, handler);
  }

  /**
   * Starts it. Blocks for some milliseconds.
   *
   * @param name the agent's, for people
   * @param named whether messages carry {@code "jsonrpc":"2.0"}
   * @param handler told of what the agent says, on the reading thread
   */
  public static RpcProcess start(
      Host host,
      ProcessSpec spec,
      String name,
      boolean named,
      AgentListener out,
      JsonRpc.Handler handler)
      throws HostException {
    RpcProcess process = new RpcProcess(name, named, out, handler);
    WireProcess wire =
        WireProcess.start(host, spec, name, process::line, line -> LOG.debug("{}: {}", name, line));
    process.wire.complete(wire); // what it has said already waits for this
    wire.exit().thenAccept(exit -> process.rpc.gone(process.reason(exit)));
    return process;
  }

  public JsonRpc rpc() {
    return rpc;
  }

  public WireProcess wire() {
    return wire.join();
  }

  /** Whether it has not ended. */
  public boolean alive() {
    return !wire().exit().isDone();
  }

  /** How it ended, a sentence for a person. */
  public String reason(Exit exit) {
    String how = exit.code() > 128 ? "signal " + (exit.code() - 128) : "exit code " + exit.code();
    String last = Said.lastLine(exit.stderr());
    return name + " ended (" + how + ")." + (last.isEmpty() ? "" : " It said: " + last);
  }

  /**
   * Waits for an answer that the start needs.
   *
   * @throws AgentException with a sentence, when it refuses, ends or is silent
   */
  public JsonNode answer(CompletableFuture<JsonNode> asked, Duration limit) throws AgentException {
    try {
      return asked.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException silent) {
      throw new AgentException(
          name + " did not answer within " + limit.toSeconds() + " seconds.", silent);
    } catch (ExecutionException refused) {
      Throwable why = refused.getCause() == null ? refused : refused.getCause();
      throw new AgentException(
          name + " could not be started: " + Said.bounded(String.valueOf(why.getMessage()), 2_000),
          why);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AgentException("The start was interrupted.", interrupted);
    }
  }

  private boolean send(String line) {
    boolean sent = wire().send(line);
    if (sent) {
      out.raw(false, Said.bounded(line, RAW));
    }
    return sent;
  }

  private void line(Line line) {
    if (line.text().isBlank()) {
      return;
    }
    out.raw(true, Said.bounded(line.text(), RAW));
    try {
      JsonNode message = rpc.read(line.text());
      if (!message.isObject() || !rpc.take(message)) {
        note(name + " said something that is no message.", line.text());
      }
    } catch (JacksonException none) {
      note(
          line.dropped() > 0
              ? name + " sent a line that is too long to be taken in."
              : name + " said something that is no message.",
          line.text());
    } catch (RuntimeException broken) {
      // One message that cannot be taken in must not silence those after it.
      LOG.error("A message of {} could not be taken in.", name, broken);
      note("A message of " + name + " could not be taken in: " + broken, line.text());
    }
  }

  private void note(String text, String raw) {
    if (notes++ < MOST_NOTES) {
      out.event(new Noted(Level.WARNING, text, Said.bounded(raw, KEPT_RAW)));
    }
  }
}

package dev.muster.engine.agent.acp;

import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.event.MoneyEvent.UsageReported;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What was used: in the answer to a prompt, in updates of their own, or beside what is said; each
 * agent tells it in another of these places, or nowhere. One thread at a time.
 */
final class AcpUsage {
  private static final double MICROS = 1_000_000;

  private final AgentListener out;
  private final long before;
  private String model;
  private boolean counted;
  private @Nullable Double cost;
  private double costTold;
  private long used;
  private long usedTold;
  private long size;

  /**
   * Nothing used yet.
   *
   * @param before what the conversation had cost when this run began, in micro-dollars, where the
   *     agent goes on counting; negative where that is not known: then what is told first counts as
   *     before; 0 for a new one
   */
  AcpUsage(AgentListener out, String model, long before) {
    this.out = out;
    this.model = model;
    this.before = before;
  }

  /** The model that is used from now on. */
  void model(String name) {
    model = name;
  }

  /** How much fits into a conversation, where only the list of models tells. */
  void size(long tokens) {
    size = tokens;
  }

  /** How full the conversation is, and what it has cost so far. */
  void update(JsonNode update) {
    if (update.path("used").asLong(0) > 0) { // it is 0 after an interruption
      used = update.path("used").asLong();
      size = Math.max(0, update.path("size").asLong(size));
    }
    JsonNode amount = update.path("cost").path("amount");
    if (amount.isNumber() && update.path("cost").path("currency").asString("USD").equals("USD")) {
      double total = amount.asDouble();
      if (cost == null) {
        costTold = before < 0 ? total : Math.min(total, before / MICROS);
      }
      cost = total;
    }
    String named = update.path("_meta").path("_claude/model").asString("");
    model = named.isEmpty() ? model : named;
    if (size > 0 && Math.abs(used - usedTold) > size / 50) {
      report(0, 0, 0, 0);
    }
  }

  /** Beside a piece of a message: one request to the model. */
  void request(JsonNode usage) {
    if (usage.isObject()) {
      counted = true;
      used = usage.path("totalTokens").asLong(used);
      tokens(usage);
    }
  }

  /** A turn is over. */
  void answer(JsonNode answer) {
    JsonNode usage = answer.path("usage");
    JsonNode quota = answer.path("_meta").path("quota");
    JsonNode named = quota.path("model_usage").path(0).path("model");
    if (named.isString()) {
      model = named.asString();
    }
    if (usage.isObject() && !counted) {
      tokens(usage);
    } else if (quota.path("token_count").has("input_tokens") && !counted) {
      JsonNode count = quota.path("token_count");
      report(count.path("input_tokens").asLong(0), count.path("output_tokens").asLong(0), 0, 0);
    } else if (used != usedTold || costSince() != null) {
      report(0, 0, 0, 0);
    }
  }

  private void tokens(JsonNode usage) {
    long input = usage.path("inputTokens").asLong(0);
    long output = usage.path("outputTokens").asLong(0);
    long thought = usage.path("thoughtTokens").asLong(0);
    long read = usage.path("cachedReadTokens").asLong(0);
    long write = usage.path("cachedWriteTokens").asLong(0);
    long total = usage.path("totalTokens").asLong(0);
    // What is cached is a part of the input with some and beside it with others, and so is what is
    // thought of the output; the sum tells which.
    if (read + write > 0 && total < input + read + write + output) {
      input = Math.max(0, input - read - write);
    }
    if (thought > 0 && total == input + read + write + output + thought) {
      output += thought;
    }
    report(input, output, read, write);
  }

  private @Nullable Long costSince() {
    Double now = cost;
    long micros = now == null ? 0 : Math.round((now - costTold) * MICROS);
    return micros > 0 ? micros : null;
  }

  private void report(long input, long output, long read, long write) {
    Long micros = costSince();
    if (input + output + read + write == 0 && micros == null && used == usedTold) {
      return;
    }
    if (micros != null && cost != null) {
      costTold = cost;
    }
    usedTold = used;
    out.event(
        new UsageReported(
            model,
            input,
            output,
            read,
            write,
            micros,
            used > 0 ? used : null,
            size > 0 ? size : null));
  }
}

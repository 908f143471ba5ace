package dev.muster.engine.agent.claude;

import dev.muster.engine.event.MoneyEvent.LimitSeen;
import dev.muster.engine.event.MoneyEvent.UsageReported;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What was used. The CLI counts up for the life of its process; events hold what was added since
 * the one before, per model, sub-agents included. Money is known only at the end of a turn, so that
 * is when it is told. Used by one thread at a time.
 */
final class ClaudeUsage {
  /** Counts of the process so far, by model. */
  private final Map<String, Counts> told = new HashMap<>();

  /** Of answers that no result has summed up yet; for a process that dies. */
  private Counts open = Counts.NONE;

  private String model = "";
  private @Nullable Long context;

  private record Counts(long input, long output, long cacheRead, long cacheWrite, double cost) {
    static final Counts NONE = new Counts(0, 0, 0, 0, 0);

    Counts minus(Counts other) {
      return new Counts(
          input - other.input,
          output - other.output,
          cacheRead - other.cacheRead,
          cacheWrite - other.cacheWrite,
          cost - other.cost);
    }

    long tokens() {
      return input + output + cacheRead + cacheWrite;
    }

    boolean isNothing() {
      return tokens() == 0 && cost == 0;
    }
  }

  /** Takes in a piece of an answer of the agent itself: how full its window is, what it used. */
  void stream(JsonNode event) {
    switch (Messages.text(event, "type")) {
      case "message_start" -> model = Messages.text(event.path("message"), "model");
      case "message_delta" -> {
        JsonNode usage = event.path("usage");
        Counts counts =
            new Counts(
                Messages.number(usage, "input_tokens"),
                Messages.number(usage, "output_tokens"),
                Messages.number(usage, "cache_read_input_tokens"),
                Messages.number(usage, "cache_creation_input_tokens"),
                0);
        if (counts.tokens() > 0) {
          context = counts.tokens();
          open =
              new Counts(
                  open.input + counts.input,
                  open.output + counts.output,
                  open.cacheRead + counts.cacheRead,
                  open.cacheWrite + counts.cacheWrite,
                  0);
        }
      }
      default -> {} // says nothing of usage
    }
  }

  /** Input and output tokens that no event has told yet. */
  long untold() {
    return open.tokens();
  }

  /** What the turn used, from its result. */
  List<UsageReported> turnOver(JsonNode result) {
    open = Counts.NONE;
    List<UsageReported> events = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : result.path("modelUsage").properties()) {
      JsonNode node = entry.getValue();
      Counts now =
          new Counts(
              Messages.number(node, "inputTokens"),
              Messages.number(node, "outputTokens"),
              Messages.number(node, "cacheReadInputTokens"),
              Messages.number(node, "cacheCreationInputTokens"),
              node.path("costUSD").asDouble(0));
      Counts before = told.put(entry.getKey(), now);
      Counts added = before == null ? now : now.minus(before);
      if (!added.isNothing() && added.tokens() >= 0) {
        // A model may be named with its variant here and without it in the answers.
        boolean own = model.isEmpty() || entry.getKey().startsWith(model);
        long size = Messages.number(node, "contextWindow");
        events.add(
            new UsageReported(
                entry.getKey(),
                added.input,
                added.output,
                added.cacheRead,
                added.cacheWrite,
                Math.max(0, Math.round(added.cost * 1_000_000)),
                own ? context : null,
                own && size > 0 ? size : null));
      }
    }
    return events;
  }

  /** What was used by answers that no result will sum up, because the process has died. */
  @Nullable UsageReported died() {
    Counts rest = open;
    open = Counts.NONE;
    return rest.isNothing()
        ? null
        : new UsageReported(
            model, rest.input, rest.output, rest.cacheRead, rest.cacheWrite, null, context, null);
  }

  /** The conversation was shortened. */
  void compacted(@Nullable Long tokens) {
    context = tokens;
  }

  /** A usage window of the account, as it is told unasked; null where it says too little. */
  static @Nullable LimitSeen window(JsonNode info) {
    String name = Messages.text(info, "rateLimitType");
    JsonNode used = info.path("utilization");
    boolean rejected = Messages.text(info, "status").equals("rejected");
    if (name.isEmpty() || (!used.isNumber() && !rejected)) {
      return null;
    }
    long resets = Messages.number(info, "resetsAt");
    Instant at = resets > 0 ? Instant.ofEpochSecond(Math.min(resets, 1L << 36)) : null;
    return new LimitSeen(named(name), used.isNumber() ? used.doubleValue() : 1, at);
  }

  /** The usage windows of the account, as they are told when asked; used is in percent there. */
  static List<LimitSeen> windows(JsonNode limits) {
    List<LimitSeen> seen = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : limits.properties()) {
      JsonNode used = entry.getValue().path("utilization");
      if (used.isNumber() && seen.size() < 8) {
        Instant resets = instant(Messages.text(entry.getValue(), "resets_at"));
        seen.add(new LimitSeen(named(entry.getKey()), used.doubleValue() / 100, resets));
      }
    }
    return seen;
  }

  private static @Nullable Instant instant(String text) {
    try {
      return text.isEmpty() ? null : java.time.OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException none) {
      return null; // the window is still worth showing
    }
  }

  private static String named(String window) {
    return switch (window) {
      case "five_hour" -> "5 hours";
      case "seven_day" -> "7 days";
      case "seven_day_opus" -> "7 days, Opus";
      case "seven_day_sonnet" -> "7 days, Sonnet";
      default -> window.replace('_', ' ');
    };
  }
}

package dev.muster.bench;

import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.MoneyEvent.UsageReported;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolOutput;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Events as a session has them: of ten, six are output of some 450 characters, the others tool
 * calls with their ends, messages and usage. The same seed gives the same events.
 */
final class SampleEvents {
  private static final String[] WORDS = {
    "order", "stock", "total", "price", "rounds", "passed", "failed", "expected", "limit", "test",
    "src/orders.sh", "customer", "minute", "returns", "checks", "line", "0x1f", "done", "in", "the"
  };

  private final RandomGenerator random;
  private long number;

  SampleEvents(long seed) {
    random = RandomGeneratorFactory.of("Xoroshiro128PlusPlus").create(seed);
  }

  SessionEvent next() {
    long n = number++;
    String call = "call-" + n / 10;
    return switch ((int) (n % 10)) {
      case 0 ->
          new ToolStarted(
              call,
              ToolKind.RUN,
              "run",
              "sh test/run.sh " + text(12),
              "{\"command\":\"sh test/run.sh " + text(12) + "\"}",
              List.of(),
              false,
              null);
      case 7 -> new ToolFinished(call, ToolOutcome.OK, 0, 1_234, "12 lines", null, null, text(200));
      case 8 -> new MessageAdded("message-" + n, text(240), null);
      case 9 -> new UsageReported("scripted", 1_200, 150, 9_000, 0, null, 12_000L, 200_000L);
      default -> new ToolOutput(call, lines(450), null);
    };
  }

  private String text(int length) {
    StringBuilder out = new StringBuilder(length + 16);
    while (out.length() < length) {
      out.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
    }
    return out.substring(0, length);
  }

  private String lines(int length) {
    StringBuilder out = new StringBuilder(length + 80);
    while (out.length() < length) {
      out.append(text(60)).append('\n');
    }
    return out.toString();
  }
}

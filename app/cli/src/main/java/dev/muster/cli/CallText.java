package dev.muster.cli;

import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.WorkEvent;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolOutput;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Tells tool calls and the bounded output of each as lines; remembers those that are open. */
final class CallText {
  private static final int LINE = 160;

  /** Lines of output shown of one call: its beginning as it comes, its end when it is over. */
  private static final int FIRST_LINES = 30;

  private static final int LAST_LINES = 10;

  /** Calls remembered at once; an agent that never ends its calls must not fill the memory. */
  private static final int MOST_CALLS = 256;

  private final Consumer<String> out;
  private final Map<String, Output> outputs =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Output> eldest) {
          return size() > MOST_CALLS;
        }
      };

  private static final class Output {
    private int shown;
    private long hidden;
    private final Deque<String> last = new ArrayDeque<>();
    private final StringBuilder rest = new StringBuilder();
  }

  CallText(Consumer<String> out) {
    this.out = out;
  }

  void started(ToolStarted call) {
    outputs.put(call.callId(), new Output());
    out.accept("* " + verb(call.kind()) + Plain.line(title(call), LINE));
  }

  private static String title(ToolStarted call) {
    return switch (call.kind()) {
      case READ, EDIT, SEARCH -> Plain.path(call.title());
      case RUN, FETCH, MCP, AGENT, OTHER -> call.title();
    };
  }

  private static String verb(ToolKind kind) {
    return switch (kind) {
      case READ -> "read ";
      case EDIT -> "edit ";
      case RUN -> "run ";
      case SEARCH -> "search ";
      case FETCH -> "fetch ";
      case MCP, OTHER -> "";
      case AGENT -> "sub-agent ";
    };
  }

  void output(ToolOutput event) {
    Output output = outputs.computeIfAbsent(event.callId(), unseen -> new Output());
    output.rest.append(event.text());
    int from = 0;
    for (int end = output.rest.indexOf("\n"); end >= 0; end = output.rest.indexOf("\n", from)) {
      line(output, output.rest.substring(from, end));
      from = end + 1;
    }
    output.rest.delete(0, from);
    if (output.rest.length() > WorkEvent.OUTPUT_CHUNK) {
      line(output, output.rest.toString());
      output.rest.setLength(0);
    }
  }

  private void line(Output output, String line) {
    String shown = line.length() <= 400 ? line : line.substring(0, 400) + "…";
    if (output.shown < FIRST_LINES) {
      output.shown++;
      out.accept("    " + Plain.text(shown.stripTrailing()));
      return;
    }
    output.last.addLast(shown);
    if (output.last.size() > LAST_LINES) {
      output.last.removeFirst();
      output.hidden++;
    }
  }

  void finished(ToolFinished finished) {
    Output output = outputs.remove(finished.callId());
    if (output != null && !output.rest.isEmpty()) {
      line(output, output.rest.toString());
    }
    if (output != null && output.hidden > 0) {
      out.accept("    … " + Words.count(output.hidden) + " lines left out …");
    }
    if (output != null) {
      output.last.forEach(line -> out.accept("    " + Plain.text(line.stripTrailing())));
    }
    var text = new StringBuilder("  ").append(outcome(finished.outcome()));
    Integer exit = finished.exitCode();
    if (exit != null && exit != 0) {
      text.append(", exit ").append(exit);
    }
    String summary = finished.summary();
    if (summary != null) {
      text.append(", ").append(Plain.line(summary, LINE));
    }
    Integer added = finished.added();
    Integer removed = finished.removed();
    if (added != null && removed != null) {
      text.append(", +").append(added).append(" −").append(removed);
    }
    out.accept(text.append(", ").append(Words.took(finished.millis())).toString());
  }

  private static String outcome(ToolOutcome outcome) {
    return switch (outcome) {
      case OK -> "ok";
      case FAILED -> "failed";
      case DENIED -> "denied";
      case CANCELLED -> "cancelled";
    };
  }
}

package dev.muster.engine.agent.builtin.model.rehearsal;

import dev.muster.engine.agent.builtin.model.ContentBlock;
import dev.muster.engine.agent.builtin.model.ModelMessage;
import dev.muster.engine.event.ToolOutcome;
import java.util.List;
import java.util.Optional;

/**
 * Finds the place in a script from the conversation alone, so that a session goes on at the right
 * line after a restart. An answer that was interrupted half-way does not count: its line is said
 * again.
 */
final class Position {
  private Position() {}

  /** The line to say now; empty when the script is over. */
  static Optional<Script.Line> find(Script script, List<ModelMessage> messages) {
    Script.Line line = script.lines().getFirst();
    for (int i = 0; i < messages.size(); i++) {
      ModelMessage message = messages.get(i);
      if (message.role() != ModelMessage.Role.ASSISTANT || !said(line, message)) {
        continue;
      }
      ModelMessage answer = i + 1 < messages.size() ? messages.get(i + 1) : ModelMessage.user();
      Optional<Script.Line> next = next(script, line, answer);
      if (next.isEmpty()) {
        return Optional.empty();
      }
      line = next.get();
    }
    return Optional.of(line);
  }

  private static boolean said(Script.Line line, ModelMessage message) {
    StringBuilder text = new StringBuilder();
    int calls = 0;
    for (ContentBlock block : message.content()) {
      if (block instanceof ContentBlock.Text part) {
        text.append(part.text());
      } else if (block instanceof ContentBlock.ToolCall) {
        calls++;
      }
    }
    return text.toString().equals(line.text()) && calls == line.calls().size();
  }

  private static Optional<Script.Line> next(Script script, Script.Line line, ModelMessage answer) {
    String go = line.next();
    boolean denied = false;
    boolean failed = false;
    boolean cancelled = false;
    for (ContentBlock block : answer.content()) {
      if (block instanceof ContentBlock.ToolResult result) {
        denied |= result.outcome() == ToolOutcome.DENIED;
        failed |= result.outcome() == ToolOutcome.FAILED;
        cancelled |= result.outcome() == ToolOutcome.CANCELLED;
      }
    }
    if ((failed || cancelled) && line.onFailure() != null) {
      go = line.onFailure();
    }
    if (cancelled && line.onCancelled() != null) {
      go = line.onCancelled();
    }
    if (denied && line.onDenied() != null) {
      go = line.onDenied();
    }
    for (Script.Branch branch : line.branches()) {
      if (holds(answer, branch.contains())) {
        go = branch.go();
        break;
      }
    }
    return go == null ? script.after(line) : script.line(go);
  }

  private static boolean holds(ModelMessage answer, String wanted) {
    for (ContentBlock block : answer.content()) {
      String text =
          switch (block) {
            case ContentBlock.ToolResult result -> result.text();
            case ContentBlock.Text said -> said.text();
            case ContentBlock.Thinking _, ContentBlock.ToolCall _, ContentBlock.Image _ -> "";
          };
      if (text.contains(wanted)) {
        return true;
      }
    }
    return false;
  }
}

package dev.muster.engine.agent.claude;

import dev.muster.engine.agent.Gate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The questions of one call, asked one after the other; the answers go back by their words. */
final class Questions {
  private static final int MOST = 12;
  private static final int MAX_QUESTION = 8_000;

  private final Gate gate;
  private final String requestId;
  private final JsonNode input;
  private final ObjectNode answers = Messages.object();
  private final AtomicReference<@Nullable String> asking = new AtomicReference<>();
  private volatile boolean withdrawn;

  Questions(Gate gate, String requestId, JsonNode input) {
    this.gate = gate;
    this.requestId = requestId;
    this.input = input;
  }

  /** The call's arguments with the answers in them; null when one of them was withdrawn. */
  CompletableFuture<@Nullable ObjectNode> ask() {
    return next(0);
  }

  /** Takes back what is being asked. */
  void withdraw() {
    withdrawn = true;
    String open = asking.get();
    if (open != null) {
      gate.withdraw(open);
    }
  }

  private CompletableFuture<@Nullable ObjectNode> next(int number) {
    JsonNode question = input.path("questions").path(number);
    if (withdrawn) {
      return CompletableFuture.completedFuture(null);
    }
    if (!question.isObject() || number >= MOST) {
      ObjectNode answered =
          input instanceof ObjectNode given ? given.deepCopy() : Messages.object();
      answered.set("answers", answers);
      return CompletableFuture.completedFuture(answered);
    }
    String words = Messages.text(question, "question");
    List<String> labels = new ArrayList<>();
    StringBuilder text = new StringBuilder(words);
    for (JsonNode option : question.path("options")) {
      String label = Messages.text(option, "label");
      String description = Messages.oneLine(Messages.text(option, "description"));
      if (!label.isBlank() && !labels.contains(label) && labels.size() < MOST) {
        labels.add(label);
        if (!description.isEmpty() && !description.equals(label)) {
          text.append(labels.size() == 1 ? "\n\n" : "\n").append(label).append(": ");
          text.append(description);
        }
      }
    }
    String id = requestId + "-" + (number + 1);
    asking.set(id);
    boolean several = question.path("multiSelect").asBoolean(false);
    return gate.ask(id, Messages.cut(text.toString(), MAX_QUESTION), labels, several)
        .thenCompose(
            answer -> {
              if (answer == null) {
                return CompletableFuture.<@Nullable ObjectNode>completedFuture(null);
              }
              answers.put(words, answer);
              return next(number + 1);
            });
  }
}

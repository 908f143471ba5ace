package dev.muster.engine.agent.builtin.tool;

import dev.muster.engine.agent.Gate;
import dev.muster.engine.agent.builtin.model.Cancel;
import dev.muster.engine.agent.builtin.model.ToolDefinition;
import dev.muster.engine.event.ToolKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Asks the user a question and waits for the answer. */
final class AskTool implements Tool {
  private static final Logger LOG = LoggerFactory.getLogger(AskTool.class);
  private static final int MOST_OPTIONS = 12;
  private static final int MAX_OPTION = 300;
  private static final int MAX_QUESTION = 8_000;

  private static final ToolDefinition DEFINITION =
      new Schema()
          .required("question", "string", "The question, with all that is needed to answer it.")
          .strings("options", "Answers to choose from; the user may always write another one.")
          .optional("several", "boolean", "More than one option may be chosen. Default false.")
          .tool(
              "ask_user",
              """
              Asks the user and waits, perhaps for long. Ask only what you can neither find out nor
              decide by yourself.
              """);

  @Override
  public ToolDefinition definition() {
    return DEFINITION;
  }

  @Override
  public ToolKind kind() {
    return ToolKind.OTHER;
  }

  @Override
  public boolean parallelSafe() {
    return false;
  }

  @Override
  public PreparedCall prepare(ToolCall call, ToolContext context) throws BadCallException {
    Arguments arguments = new Arguments(call);
    String question = arguments.text("question").strip();
    if (question.isEmpty() || question.length() > MAX_QUESTION) {
      throw Arguments.wrong("question", "a text of 1 to " + MAX_QUESTION + " characters");
    }
    List<String> options = options(arguments.node("options"));
    boolean several = arguments.flag("several");
    String title = question.lines().findFirst().orElse(question);
    String questionId = "question-" + call.callId();
    return new Call(
        title,
        List.of(),
        null,
        cancel -> ask(context.gate(), questionId, question, options, several, cancel));
  }

  private static List<String> options(@Nullable JsonNode node) throws BadCallException {
    List<String> options = new ArrayList<>();
    if (node == null || node.isNull()) {
      return options;
    }
    if (!node.isArray() || node.size() > MOST_OPTIONS) {
      throw Arguments.wrong("options", "a list of at most " + MOST_OPTIONS + " texts");
    }
    for (JsonNode option : node) {
      if (!option.isString() || option.stringValue().length() > MAX_OPTION) {
        throw Arguments.wrong(
            "options", "a list of texts of at most " + MAX_OPTION + " characters");
      }
      String text = option.stringValue().strip();
      if (!text.isEmpty() && !options.contains(text)) {
        options.add(text);
      }
    }
    return options;
  }

  private static ToolResult ask(
      Gate gate,
      String questionId,
      String question,
      List<String> options,
      boolean several,
      Cancel cancel)
      throws InterruptedException {
    try (Cancel.Registration _ = cancel.onCancel(() -> gate.withdraw(questionId))) {
      String answer = gate.ask(questionId, question, options, several).get();
      if (answer == null) {
        return ToolResult.cancelled("The question was withdrawn before anyone answered.");
      }
      String text =
          answer.length() <= ToolResult.MAX_TEXT / 2
              ? answer
              : answer.substring(0, ToolResult.MAX_TEXT / 2) + "… (the rest is left out)";
      return ToolResult.ok("The user answered: " + text, "answered");
    } catch (InterruptedException e) {
      gate.withdraw(questionId);
      throw e;
    } catch (ExecutionException e) {
      // The gate promises never to fail; without an answer the agent goes on by itself.
      LOG.error("The gate failed on {}.", questionId, e);
      return ToolResult.failed("The question could not be asked.");
    }
  }
}

package dev.muster.engine.agent.claude;

import dev.muster.engine.event.TurnEvent.End;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * How a turn ended, from the CLI's result. It is a success only when every field says so: an answer
 * of the model's server that failed comes as "success" with an error mark.
 */
final class TurnEndings {
  private TurnEndings() {}

  /**
   * @param error the kind of error that the last answer was marked with; empty when none
   */
  static TurnEnded of(JsonNode result, String error, boolean interrupted) {
    String terminal = Messages.text(result, "terminal_reason");
    String subtype = Messages.text(result, "subtype");
    boolean isError = !result.path("is_error").isBoolean() || result.path("is_error").asBoolean();
    boolean aborted = terminal.startsWith("aborted");
    if (subtype.equals("success")
        && !isError
        && (terminal.isEmpty() || terminal.equals("completed"))) {
      return new TurnEnded(End.DONE, null);
    }
    if (aborted || (interrupted && subtype.equals("error_during_execution"))) {
      return new TurnEnded(End.INTERRUPTED, null);
    }
    String words = words(result);
    return switch (subtype) {
      case "error_max_budget_usd" ->
          new TurnEnded(
              End.LIMIT, "The money limit is reached. The work is kept; raise the limit to go on.");
      case "error_max_turns" ->
          new TurnEnded(
              End.LIMIT,
              "Claude Code reached its limit of answers in one turn. The work is kept; send a"
                  + " prompt to go on.");
      default -> {
        boolean limit =
            error.equals("rate_limit") || Messages.number(result, "api_error_status") == 429;
        yield new TurnEnded(limit ? End.LIMIT : End.FAILED, failure(words, error));
      }
    };
  }

  private static String words(JsonNode result) {
    List<String> all = new ArrayList<>();
    if (result.path("result").isString()) {
      all.add(result.path("result").stringValue());
    }
    for (JsonNode error : result.path("errors")) {
      all.add(error.asString(""));
    }
    return Messages.cut(String.join(" ", all).strip(), 2_000);
  }

  /** What happened, in the CLI's own words, and what to do. */
  private static String failure(String words, String error) {
    String said = words.isEmpty() ? "Claude Code gave no reason." : words;
    String end = said.endsWith(".") || said.endsWith("!") || said.endsWith("…") ? "" : ".";
    String remedy =
        switch (error) {
          case "authentication_failed", "oauth_org_not_allowed" ->
              " Sign in: run “claude” in a terminal and type /login. Then send it again.";
          case "billing_error" -> " Look at the account's billing, then send it again.";
          case "rate_limit" -> " The work is kept; send a prompt when the limit has reset.";
          case "max_output_tokens" -> " What was said is kept; ask for smaller steps.";
          case "invalid_request" -> " The work is kept; put the task in other words.";
          default -> " The work is kept; send a prompt to try again.";
        };
    return said + end + remedy;
  }
}

package dev.muster.engine.agent.acp;

import dev.muster.engine.agent.wire.JsonRpc.RefusedException;
import dev.muster.engine.agent.wire.Said;
import dev.muster.engine.event.TurnEvent.End;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How a turn ended, of what the agent says of it. */
final class AcpEndings {
  private static final JsonMapper JSON = new JsonMapper();

  private AcpEndings() {}

  /**
   * Of the answer to a prompt.
   *
   * @param denied whether something was refused in this turn: some agents then cancel it themselves
   */
  static TurnEnded of(JsonNode answer, boolean interrupting, boolean denied) {
    String reason = answer.path("stopReason").asString("");
    return switch (reason) {
      case "end_turn" -> new TurnEnded(End.DONE, null);
      case "cancelled" ->
          interrupting
              ? new TurnEnded(End.INTERRUPTED, null)
              : denied
                  ? new TurnEnded(End.DONE, null)
                  : new TurnEnded(End.INTERRUPTED, "The agent cancelled its turn.");
      case "max_tokens" ->
          new TurnEnded(
              End.LIMIT,
              "The model reached its limit of tokens. The work is kept; send a prompt to go on.");
      case "max_turn_requests" ->
          new TurnEnded(
              End.LIMIT,
              "The agent reached its limit of requests in one turn. The work is kept; send a prompt"
                  + " to go on.");
      case "refusal" ->
          new TurnEnded(
              End.FAILED,
              "The model refused to go on. The work is kept; say it in other words, or start a new"
                  + " session.");
      default ->
          new TurnEnded(
              End.FAILED,
              reason.isEmpty()
                  ? "The agent ended its turn without a reason."
                  : "The agent ended its turn for a reason that Muster does not know: "
                      + Said.line(reason));
    };
  }

  /** Of a turn that it began by itself. */
  static TurnEnded ofItsOwn(String reason, boolean interrupting) {
    return interrupting
        ? new TurnEnded(End.INTERRUPTED, null)
        : new TurnEnded(End.DONE, reason.equals("error") ? "It ended with an error." : null);
  }

  /** Of a prompt that was answered with an error. */
  static TurnEnded of(
      String agent, Throwable refused, boolean interrupting, Supplier<String> signIn) {
    if (interrupting) {
      return new TurnEnded(End.INTERRUPTED, null);
    }
    Throwable why = refused.getCause() == null ? refused : refused.getCause();
    if (why instanceof RefusedException error && error.code() == AcpHandshake.SIGN_IN) {
      return new TurnEnded(End.FAILED, signIn.get());
    }
    return new TurnEnded(
        End.FAILED, agent + " ended its turn with an error: " + Said.line(words(why)));
  }

  /** Some send the whole answer of a model's server for a message. */
  private static String words(Throwable why) {
    String said = String.valueOf(why.getMessage());
    if (said.startsWith("{")) {
      try {
        String inner = JSON.readTree(said).path("error").path("message").asString("");
        return inner.isBlank() ? said : inner;
      } catch (JacksonException none) {
        return said; // it only looked like JSON
      }
    }
    return said;
  }
}

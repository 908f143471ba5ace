package dev.muster.engine.agent.builtin.model.rehearsal;

import dev.muster.engine.agent.builtin.model.ModelFailure;
import dev.muster.engine.agent.builtin.model.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a played model says and does, answer by answer; read by {@link ScriptReader}.
 *
 * @param id names the script in a session's options
 * @param title one line for people
 * @param pace characters a second at which text appears
 * @param lines the answers, in order; never empty
 */
public record Script(String id, String title, double pace, List<Line> lines) {

  public Script {
    lines = List.copyOf(lines);
  }

  /**
   * One answer of the model. Without calls it ends the turn; the next prompt goes on with the line
   * after it.
   *
   * @param id names the line for jumps
   * @param pause before the first word
   * @param thinking said first; empty for none
   * @param text said next; empty for none
   * @param calls tools to use; they really run
   * @param faults what goes wrong before the answer succeeds, one per attempt
   * @param usage tokens to report; null for an estimate from the length of what is said
   * @param next where to go on; null for the line after this one
   * @param onDenied where to go when a call was not allowed; null for {@code next}
   * @param onFailure where to go when a call failed or was interrupted; null for {@code next}
   * @param onCancelled where to go when a call was interrupted; null for {@code onFailure}. Its own
   *     id says the line again, so that a script goes on after an interruption or a crash
   * @param branches where to go when a result holds a text; looked at first
   */
  public record Line(
      String id,
      Duration pause,
      String thinking,
      String text,
      List<Call> calls,
      List<Fault> faults,
      @Nullable Usage usage,
      @Nullable String next,
      @Nullable String onDenied,
      @Nullable String onFailure,
      @Nullable String onCancelled,
      List<Branch> branches) {

    public Line {
      calls = List.copyOf(calls);
      faults = List.copyOf(faults);
      branches = List.copyOf(branches);
    }
  }

  /** A tool call. */
  public record Call(String tool, ObjectNode input) {}

  /** Goes to a line when the result of a call, or the next prompt, holds this text. */
  public record Branch(String contains, String go) {}

  /**
   * A failure of the played server.
   *
   * @param midway whether half of the text was already said
   */
  public record Fault(
      ModelFailure failure, String sentence, @Nullable Duration retryAfter, boolean midway) {}

  /** Finds a line by its id. */
  public Optional<Line> line(String wanted) {
    return lines.stream().filter(line -> line.id().equals(wanted)).findFirst();
  }

  /** The line after this one; empty at the end. */
  public Optional<Line> after(Line line) {
    int index = lines.indexOf(line) + 1;
    return index < lines.size() ? Optional.of(lines.get(index)) : Optional.empty();
  }
}

package dev.muster.desktop.control;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent asks the person.
 *
 * @param id names the question; the answer carries it back
 * @param text the question
 * @param options answers to choose from; may be empty
 * @param freeText whether the person may write an answer of their own
 */
public record Question(String id, String text, List<Option> options, boolean freeText) {
  public Question {
    options = List.copyOf(options);
  }

  /**
   * An answer to choose.
   *
   * @param id names it in the answer
   * @param title a few words
   * @param description what it means; may be empty
   */
  public record Option(String id, String title, String description) {}

  /**
   * What the person answered.
   *
   * @param questionId the question's id
   * @param optionId what was chosen; null if the person wrote an answer of their own
   * @param text the chosen option's title, or what was written
   */
  public record Answer(String questionId, @Nullable String optionId, String text) {}
}

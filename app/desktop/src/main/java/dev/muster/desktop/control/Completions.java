package dev.muster.desktop.control;

import java.util.List;
import java.util.function.Consumer;

/**
 * What is offered while one writes: files after {@code @}, commands after {@code /} at the
 * beginning. Asked on the JavaFX thread; must return at once.
 */
public interface Completions {
  /** Nothing is offered. */
  Completions NONE = (kind, typed, found) -> found.accept(List.of());

  /** What a sign stands for. */
  enum Kind {
    FILE,
    COMMAND
  }

  /**
   * Something that is offered.
   *
   * @param text what it stands for, without the sign
   * @param matched places in {@code text} of the characters that were typed
   * @param note what it is, in a few words; may be empty
   */
  record Offer(String text, List<Integer> matched, String note) {
    public Offer {
      matched = List.copyOf(matched);
    }
  }

  /**
   * Finds what fits, the best first.
   *
   * @param typed what stands after the sign; may be empty
   * @param found called once, on the JavaFX thread, at once or later; with nothing when it failed
   */
  void find(Kind kind, String typed, Consumer<List<Offer>> found);
}

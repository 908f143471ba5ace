package dev.muster.desktop.review;

/** Asks before something is done that what was typed into a file would be left out of, or lost. */
final class UnsavedEdits {
  private final ReviewEdits edits;
  private final ReviewSurroundings around;

  UnsavedEdits(ReviewEdits edits, ReviewSurroundings around) {
    this.edits = edits;
    this.around = around;
  }

  /** Before the window closes. */
  void closing(Runnable close) {
    ask("Close without saving?", edits.unsavedWords(), "Close without it", close);
  }

  /** Before the work is landed. */
  void landing(Runnable land) {
    ask(
        "Land without what you typed?",
        "What is not stored would not be landed; it stays open in any case.\n"
            + edits.unsavedWords(),
        "Land without it…",
        land);
  }

  private void ask(String title, String sentence, String yes, Runnable does) {
    if (edits.unsaved()) {
      around.confirm(title, sentence, yes, does);
    } else {
      does.run();
    }
  }
}

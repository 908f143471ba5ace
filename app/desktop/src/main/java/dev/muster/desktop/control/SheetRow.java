package dev.muster.desktop.control;

/** A row of a diff sheet. Its height is known without laying anything out. */
sealed interface SheetRow {
  /** Height of a line of code, in px. */
  double LINE = 19;

  /** Height of a file's header, in px. */
  double HEAD = 36;

  /** Height of a hunk's header, in px. */
  double HUNK = 20;

  /** Free space below an open file, in px. */
  double GAP = 12;

  /** In px. */
  double height();

  /** The header of a file. */
  record Head() implements SheetRow {
    @Override
    public double height() {
      return HEAD;
    }
  }

  /**
   * The header of a hunk.
   *
   * @param index which hunk of the file, from 0
   * @param title as git writes it
   * @param hidden unchanged lines above it that are not shown
   */
  record Hunk(HunkText text, int index, String title, int hidden) implements SheetRow {
    @Override
    public double height() {
      return HUNK;
    }
  }

  /**
   * A line, or two side by side.
   *
   * @param hunk which hunk of the file, from 0
   * @param left index in the hunk of the line before the change; -1 for none
   * @param right index in the hunk of the line after the change; -1 for none
   */
  record Line(HunkText text, int hunk, int left, int right) implements SheetRow {
    @Override
    public double height() {
      return LINE;
    }

    /** The line that counts where only one can. */
    int index() {
      return right >= 0 ? right : left;
    }
  }

  /**
   * What comes behind the last hunk.
   *
   * @param hidden number of lines; -1 when that is not known
   */
  record After(int hidden) implements SheetRow {
    @Override
    public double height() {
      return HUNK;
    }
  }

  /** A sentence in place of lines. */
  record Notice(String sentence) implements SheetRow {
    @Override
    public double height() {
      return LINE + 6;
    }
  }

  /** Something that is done when it is clicked. */
  record Offer(String title) implements SheetRow {
    @Override
    public double height() {
      return LINE + 6;
    }
  }

  /** Lines that are still being read. */
  record Waiting(int lines) implements SheetRow {
    @Override
    public double height() {
      return lines * LINE;
    }
  }

  /** A card. */
  record Card(SheetCard card, double height) implements SheetRow {}

  /** Free space. */
  record Space() implements SheetRow {
    @Override
    public double height() {
      return GAP;
    }
  }
}

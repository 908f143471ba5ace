package dev.muster.desktop.live;

import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * What the window has to say that belongs to no pane: the last few sentences. JavaFX thread only.
 */
public final class Notices {
  private static final int MOST = 3;

  /**
   * A sentence.
   *
   * @param problem whether something failed
   */
  public record Notice(String sentence, boolean problem) {}

  private final ObservableList<Notice> shown = FXCollections.observableArrayList();
  private final ObservableList<Notice> view = FXCollections.unmodifiableObservableList(shown);

  /** Newest last; the oldest makes room. */
  public ObservableList<Notice> shown() {
    return view;
  }

  /** Something failed. */
  public void problem(String sentence) {
    add(new Notice(sentence, true));
  }

  /** Something is worth knowing. */
  public void info(String sentence) {
    add(new Notice(sentence, false));
  }

  private void add(Notice notice) {
    shown.remove(notice);
    shown.add(notice);
    if (shown.size() > MOST) {
      shown.removeFirst();
    }
  }

  /** The person has read it. */
  public void dismiss(Notice notice) {
    shown.remove(notice);
  }
}

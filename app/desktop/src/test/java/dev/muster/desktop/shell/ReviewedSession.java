package dev.muster.desktop.shell;

import dev.muster.desktop.Fx;
import dev.muster.desktop.control.DiffSheet;
import dev.muster.desktop.live.FakeLanding;
import dev.muster.desktop.live.FakeReview;
import dev.muster.desktop.review.Changes;
import dev.muster.engine.event.ObservedEvent.TreeChanged;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.FileChange;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javafx.scene.input.KeyCode;

/**
 * A session at work that has changed files, the main window with it, and its review. What a test
 * wants otherwise is set before {@link #open}.
 */
final class ReviewedSession implements AutoCloseable {
  static final String TITLE = "Flaky test";

  final TestWindow window = new TestWindow();
  final FakeReview review = window.backend.review();
  final FakeLanding landing = review.landing;

  /** The review window. */
  final ReviewScene scene = new ReviewScene("Review: " + TITLE);

  private final SessionId id = window.fleet.addWorking(TITLE);

  /** One line of {@code a.txt} is changed. */
  ReviewedSession() {
    changed(Changes.modified("a.txt", 'b', 1, 1));
  }

  SessionId id() {
    return id;
  }

  /** These files are changed, one line of each that is a text. */
  ReviewedSession changed(FileChange... files) {
    review.changed("t1", files);
    for (FileChange file : files) {
      if (file.kind() == FileChange.Kind.TEXT) {
        review.diffs.put(
            file.path(),
            CompletableFuture.completedFuture(Changes.replaced(file.path(), 10, "was", "is")));
      }
    }
    return this;
  }

  /** More has happened in it. */
  ReviewedSession did(SessionEvent... events) {
    window.fleet.emit(id, events);
    return this;
  }

  /** Opens the main window. */
  ReviewedSession open() {
    window.fleet.emit(id, new TreeChanged("t1", List.of(), 2, 2));
    window.openWithProject();
    window.pane(id);
    return this;
  }

  /** Opens the review, as far as its sheet has the keyboard. */
  ReviewedSession openReview() {
    Fx.run(() -> window.view.reviews().open(window.model.fleet().find(id).orElseThrow()));
    Fx.until("the review", () -> scene.stage().isPresent());
    Fx.until("the sheet has the keyboard", () -> scene.focus() instanceof DiffSheet);
    Fx.pulses(3);
    return this;
  }

  /** Asks in the review to land the work. */
  void land() {
    scene.press(KeyCode.M, KeyCode.CONTROL);
  }

  @Override
  public void close() {
    window.close();
  }
}

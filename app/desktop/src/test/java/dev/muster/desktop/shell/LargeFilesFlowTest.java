package dev.muster.desktop.shell;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import dev.muster.desktop.control.DiffSheet;
import dev.muster.desktop.live.FakeReview;
import dev.muster.desktop.review.Changes;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.DiffLine;
import dev.muster.engine.git.DiffLine.Ending;
import dev.muster.engine.git.DiffLine.Kind;
import dev.muster.engine.git.FileDiff;
import dev.muster.engine.git.Hunk;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.text.Text;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the review tells of files and lines that are too large to be shown at once. */
@FxTest
class LargeFilesFlowTest {
  private static final String LINE = "x".repeat(4_000) + "y".repeat(5_000);

  private final TestWindow window = new TestWindow();
  private final ReviewScene scene = new ReviewScene("Review:");
  private final FakeReview review = window.backend.review();

  @AfterEach
  void close() {
    window.close();
  }

  private void open() {
    SessionId id = window.fleet.addWorking("Large files");
    window.openWithProject();
    window.pane(id);
    window.press(KeyCode.R, KeyCode.CONTROL);
    Fx.until("the review window", () -> scene.stage().isPresent());
    Fx.until("it has the keyboard", () -> scene.focus() instanceof DiffSheet);
  }

  private static FileDiff oneLine(String path) {
    List<DiffLine> lines =
        List.of(
            new DiffLine(Kind.REMOVED, 1, 0, "x".repeat(4_000), Ending.LF, 5_000),
            new DiffLine(Kind.ADDED, 0, 1, "x".repeat(4_000), Ending.LF, 5_000));
    return new FileDiff(
        path, path, FileDiff.State.COMPLETE, List.of(new Hunk(1, 1, 1, 1, "", lines)), "");
  }

  @Test
  void files_of_one_long_line_are_counted_and_nothing_more_of_them_is_offered() {
    for (String path : List.of("a.min.js", "b.min.js")) {
      review.diffs.put(path, CompletableFuture.completedFuture(oneLine(path)));
    }
    review.changed(
        "t1", Changes.modified("a.min.js", 'b', -1, -1), Changes.modified("b.min.js", 'c', -1, -1));
    review.countedAdded = 1;
    review.countedRemoved = 1;
    open();
    Fx.until("both are counted", () -> scene.says("+2 −2"));
    Fx.until("both are read", () -> shows("7,000 more characters"));
    assertThat(scene.says("counting…")).isFalse();
    assertThat(shows("Show more")).isFalse();
  }

  @Test
  void a_file_that_cannot_be_counted_is_told_as_such() {
    review.changed("t1", Changes.modified("a.lock", 'b', -1, -1), Changes.modified("b", 'c', 2, 1));
    review.uncountable.add("a.lock");
    open();
    Fx.until("the sum without it", () -> scene.says("+2 −1 without 1 large file"));
  }

  @Test
  void a_long_line_is_read_whole_when_it_is_asked_for() {
    review.changed("t1", Changes.modified("a.min.js", 'b', 1, 1));
    review.diffs.put("a.min.js", CompletableFuture.completedFuture(oneLine("a.min.js")));
    review.contents.put("b".repeat(40), LINE + "\n");
    open();
    Fx.until("it is read", () -> shows("7,000 more characters"));
    scene.press(KeyCode.J);
    scene.press(KeyCode.L);
    Fx.until(
        "all of it",
        () ->
            scene.all().stream()
                .filter(node -> node.getStyleClass().contains("whole-lines"))
                .map(node -> ((ListView<?>) node).getItems())
                .map(pieces -> pieces.stream().map(String::valueOf).collect(joining()))
                .anyMatch(LINE::equals));
  }

  private boolean shows(String words) {
    return Fx.get(
        () ->
            scene.all().stream()
                .anyMatch(node -> node instanceof Text text && text.getText().contains(words)));
  }
}

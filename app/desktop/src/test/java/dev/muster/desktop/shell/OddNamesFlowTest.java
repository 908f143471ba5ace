package dev.muster.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import dev.muster.desktop.control.DiffSheet;
import dev.muster.desktop.live.FakeReview;
import dev.muster.desktop.review.Changes;
import dev.muster.engine.event.ReviewEvent.Place;
import dev.muster.engine.event.ReviewEvent.Side;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.Changeset;
import dev.muster.engine.git.FileChange;
import dev.muster.engine.git.FileChange.Kind;
import dev.muster.engine.git.FileChange.Status;
import dev.muster.engine.git.FileDiff;
import dev.muster.engine.review.Comment;
import dev.muster.engine.review.ReviewState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.control.Control;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.scene.text.Text;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Names of files that break a row or pass for others stand in the review as what they are. */
@FxTest
class OddNamesFlowTest {
  private static final List<String> ODD =
      List.of(
          "src/new\nline.txt",
          "src/exe\u202Etxt.js",
          "src\ttab/a\rb.ts",
          "esc\u001b[31m.ts",
          "iso\u2066late\u2069.ts",
          "zero\u200Bwidth.ts");

  private final TestWindow window = new TestWindow();
  private final ReviewScene scene = new ReviewScene("Review:");
  private final FakeReview review = window.backend.review();

  @AfterEach
  void close() {
    window.close();
  }

  private static FileChange renamed(String from, String to) {
    return new FileChange(
        Status.RENAMED,
        to,
        from,
        Kind.TEXT,
        "100644",
        "100644",
        "1".repeat(40),
        "2".repeat(40),
        1,
        1);
  }

  @Test
  void no_name_breaks_a_row_or_turns_the_direction_wherever_it_stands() {
    List<FileChange> files = new ArrayList<>();
    List<Comment> comments = new ArrayList<>();
    for (String name : ODD) {
      files.add(Changes.modified(name, 'b', 1, 1));
      files.add(renamed("old " + name, "renamed " + name));
      FileDiff plain = Changes.replaced(name, 10, "was", "is");
      FileDiff told = new FileDiff(name, name, plain.state(), plain.hunks(), "About " + name + ".");
      review.diffs.put(name, CompletableFuture.completedFuture(told));
      review.diffs.put("renamed " + name, CompletableFuture.completedFuture(told));
      comments.add(
          new Comment(
              "c" + comments.size(),
              new Place(name + " that went", Side.NEW, 3, 3, "quoted", null),
              "Why?",
              "you",
              null,
              Instant.EPOCH,
              Comment.Status.DRAFT,
              null,
              0));
    }
    review.changes =
        CompletableFuture.completedFuture(
            Optional.of(
                new Changeset(
                    "b".repeat(40),
                    "t1",
                    files,
                    7,
                    List.of("“" + ODD.getFirst() + "” is not part of this."))));
    review.state = new ReviewState(comments, Map.of(), List.of(), List.of());
    SessionId id = window.fleet.addWorking("Odd names");
    window.openWithProject();
    window.pane(id);
    window.press(KeyCode.R, KeyCode.CONTROL);
    Fx.until("the review window", () -> scene.stage().isPresent());
    Fx.until("its rows", () -> scene.says("new⟨U+000A⟩line.txt"));
    Fx.until("its note", () -> scene.says("7 more files"));
    DiffSheet sheet = (DiffSheet) scene.find("review.sheet").orElseThrow();
    List<String> seen = new ArrayList<>();
    for (FileChange file : files) {
      Fx.run(() -> sheet.showFile(file.path()));
      Fx.pulses(3);
      seen.addAll(Fx.get(this::texts));
      seen.add(
          String.valueOf(Fx.get(() -> sheet.queryAccessibleAttribute(AccessibleAttribute.TEXT))));
    }
    assertThat(seen).anyMatch(text -> text.contains("⟨U+202E⟩"));
    assertThat(seen).anyMatch(text -> text.contains("⟨U+000D⟩"));
    for (String odd : List.of("\t", "\r", "\u001b", "\u202E", "\u2066", "\u200B")) {
      assertThat(seen).noneMatch(text -> text.contains(odd));
    }
    assertThat(seen).noneMatch(text -> text.contains("new\nline"));

    Fx.run(
        () ->
            ((javafx.scene.control.Hyperlink) scene.find("review.morefiles").orElseThrow()).fire());
    Fx.until("more files are wanted", () -> review.filesWanted == 40_000);
  }

  private List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (Node node : scene.all()) {
      add(texts, node.getAccessibleText());
      if (node instanceof Labeled label) {
        add(texts, label.getText());
      }
      if (node instanceof Text text) {
        add(texts, text.getText());
      }
      if (node instanceof Control control && control.getTooltip() != null) {
        add(texts, control.getTooltip().getText());
      }
    }
    return texts;
  }

  private static void add(List<String> texts, @org.jspecify.annotations.Nullable String text) {
    if (text != null) {
      texts.add(text);
    }
  }
}

package dev.muster.desktop.grid;

import dev.muster.desktop.control.Action;
import dev.muster.desktop.control.ActionNodes;
import dev.muster.desktop.control.ActionNodes.Emphasis;
import dev.muster.desktop.control.Banner;
import dev.muster.desktop.control.DiffDocument;
import dev.muster.desktop.control.DiffView;
import dev.muster.desktop.control.EmptyState;
import dev.muster.desktop.control.Tone;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;

/** What a session changed against its base, as it is now. */
final class DiffTab extends BorderPane {
  private final DiffModel model;
  private final DiffView view = new DiffView();
  private final HBox bar = new HBox();
  private @Nullable String told;

  /**
   * @param review shows the same in a window of its own
   */
  DiffTab(DiffModel model, Action review) {
    this.model = model;
    getStyleClass().add("diff-tab");
    setMinSize(0, 0);
    setCenter(view);
    Button open = ActionNodes.button(review, Emphasis.FLAT);
    open.getStyleClass().add("small");
    bar.getStyleClass().add("diff-tab-bar");
    bar.getChildren().add(open);
    setBottom(bar);
    model.shownProperty().subscribe(this::show);
    model.problemProperty().subscribe(this::showProblem);
    model.loadingProperty().subscribe(this::showPlaceholder);
  }

  private void show(@Nullable DiffDocument document) {
    showPlaceholder();
    boolean any = document != null && !document.files().isEmpty();
    bar.setVisible(any);
    bar.setManaged(any);
    view.show(document == null ? DiffDocument.EMPTY : document);
  }

  private void showPlaceholder() {
    boolean looking = model.loadingProperty().get() && model.shownProperty().get() == null;
    String title = looking ? "Looking at the worktree…" : "Nothing changed yet";
    if (!title.equals(told)) {
      told = title;
      view.setPlaceholder(
          new EmptyState(
              null,
              title,
              looking ? "" : "What the session changes against its base shows here.",
              List.of()));
    }
  }

  private void showProblem(@Nullable String sentence) {
    setTop(
        sentence == null
            ? null
            : new Banner(
                Tone.DANGER,
                new Banner.Message("The changes cannot be shown.", sentence, ""),
                List.of(),
                null));
  }
}

package dev.muster.desktop.review;

import dev.muster.desktop.control.SheetFile;
import dev.muster.desktop.control.SheetTools;
import dev.muster.engine.git.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;

/** What is offered on the sheet of differences, and what it asks for. JavaFX thread only. */
final class ReviewSheetTools implements SheetTools {
  private final ReviewModel model;
  private final Consumer<String> edit;

  /**
   * @param edit opens a file for editing
   */
  ReviewSheetTools(ReviewModel model, Consumer<String> edit) {
    this.model = model;
    this.edit = edit;
  }

  /** Takes a hunk out of the changes, where that can be done now. */
  void dropHunk(String path, int hunk) {
    if (model.canDrop()) {
      model.file(path).ifPresent(file -> model.work().drop(ReviewParts.hunk(file, hunk)));
    }
  }

  /** Takes all changes of a file back; of one where that cannot be done, why is told. */
  void revert(String path) {
    if (model.canDrop()) {
      model.file(path).ifPresent(file -> model.work().drop(List.of(Part.whole(file.change()))));
    }
  }

  @Override
  public void toggleOpen(String path) {
    model.toggleOpen(path);
  }

  @Override
  public void toggleViewed(String path) {
    model.toggleViewed(path);
  }

  @Override
  public void more(String path, int hunk) {
    model.more(path, hunk);
  }

  @Override
  public void offer(String path) {
    model.offer(path);
  }

  @Override
  public List<Node> ofFile(SheetFile file) {
    List<Node> offered = new ArrayList<>();
    if (model.canDrop()) {
      model
          .file(file.path())
          .ifPresent(
              known -> {
                if (ReviewEdits.canEdit(known.change())) {
                  offered.add(SheetTool.of("Edit", "flat", () -> edit.accept(file.path())));
                }
                if (ReviewParts.canTakeOut(known.change())) {
                  offered.add(SheetTool.of("Revert file", "flat", () -> revert(file.path())));
                }
              });
    }
    return offered;
  }

  @Override
  public List<Node> ofHunk(SheetFile file, int hunk) {
    boolean offered =
        model.canDrop()
            && model
                .file(file.path())
                .filter(known -> ReviewParts.canTakeOut(known.change()))
                .isPresent();
    return offered
        ? List.of(SheetTool.of("Drop hunk", "danger-action", () -> dropHunk(file.path(), hunk)))
        : List.of();
  }

  @Override
  public void inView(List<String> paths) {
    model.inView(paths);
  }
}

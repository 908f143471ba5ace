package dev.muster.desktop.review;

import dev.muster.desktop.control.SheetCard;
import dev.muster.desktop.control.SheetSelection;
import dev.muster.desktop.control.VisibleText;
import dev.muster.engine.git.LandingWay;
import dev.muster.engine.session.Fleet;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;

/** What the keys and buttons of a review window do with it. */
final class ReviewKeys implements ReviewActions.Window {
  private static final List<List<String>> KEYS_OF_CONTROLS =
      List.of(
          List.of("Select lines", "Shift ↑ ↓"),
          List.of("Copy the selected lines", "Ctrl C"),
          List.of("Do what the row offers", "Enter"));

  private final ReviewView view;
  private final ReviewModel model;
  private final ReviewCards cards;
  private final ReviewSurroundings around;
  private final Runnable leave;

  /**
   * @param view whose keys they are; asked only when a key is pressed
   * @param leave closes the window
   */
  ReviewKeys(
      ReviewView view,
      ReviewModel model,
      ReviewCards cards,
      ReviewSurroundings around,
      Runnable leave) {
    this.view = view;
    this.model = model;
    this.cards = cards;
    this.around = around;
    this.leave = leave;
  }

  @Override
  public void filter() {
    view.files().filter().requestFocus();
    view.files().filter().selectAll();
  }

  @Override
  public void escape() {
    if (!view.files().filter().getText().isEmpty()) {
      view.files().filter().clear();
      view.sheet().requestFocus();
    } else if (view.getScene().getFocusOwner() != view.sheet()) {
      view.sheet().requestFocus();
    } else {
      leave.run();
    }
  }

  @Override
  public void close() {
    leave.run();
  }

  @Override
  public void comment() {
    comment(false);
  }

  @Override
  public void commentFile() {
    comment(true);
  }

  @Override
  public void commentAll() {
    cards.begin(null);
  }

  @Override
  public void send() {
    model
        .talk()
        .send(ReviewCards.unsent(model.talk().stateProperty().get().comments()), Fleet.Way.QUEUE);
  }

  @Override
  public void dropHunk() {
    String path = view.sheet().currentProperty().get();
    if (path != null) {
      view.tools().dropHunk(path, view.sheet().hunk());
    }
  }

  @Override
  public void dropLines() {
    SheetSelection at = view.sheet().selection();
    if (at != null && model.canDrop()) {
      model.file(at.path()).ifPresent(file -> model.work().drop(ReviewParts.lines(file, at)));
    }
  }

  @Override
  public void wholeLines() {
    SheetSelection at = view.sheet().selection();
    if (at == null || at.lines().isEmpty()) {
      return;
    }
    model.wholeLines(at, whole -> show(at, whole));
  }

  private void show(SheetSelection at, List<String> whole) {
    WholeLines lines = new WholeLines(whole);
    Button copy = new Button("Copy");
    copy.setOnAction(_ -> Clipboard.getSystemClipboard().setContent(text(whole)));
    Button over = new Button("Close");
    over.setCancelButton(true);
    over.setOnAction(_ -> around.closeDialog());
    String title =
        at.from() == at.to()
            ? "Line %d of %s".formatted(at.from(), at.path())
            : "Lines %d to %d of %s".formatted(at.from(), at.to(), at.path());
    around.dialog(VisibleText.onOneLine(title), lines, List.of(copy, over), lines, () -> {});
  }

  private static ClipboardContent text(List<String> lines) {
    ClipboardContent content = new ClipboardContent();
    content.putString(String.join("\n", lines));
    return content;
  }

  @Override
  public void revert() {
    String path = view.sheet().currentProperty().get();
    if (path != null) {
      view.tools().revert(path);
    }
  }

  @Override
  public void land() {
    view.landing().open(LandingWay.SQUASH);
  }

  @Override
  public void checkpoints() {
    view.checkpoints().takeFocus();
  }

  @Override
  public void forward() {
    RewindCard.forward(model.rewind(), around);
  }

  @Override
  public void edit() {
    SheetSelection at = view.sheet().selection();
    if (at != null) {
      view.edit(at.path(), at.side() == SheetCard.Side.NEW ? at.from() : 0);
    }
  }

  @Override
  public void side() {
    view.shelf().toggle();
  }

  @Override
  public void side(SidePanel.Tab tab) {
    view.shelf().open(tab);
  }

  @Override
  public void undo() {
    model.talk().stateProperty().get().dropped().stream()
        .filter(part -> !part.restored())
        .findFirst()
        .ifPresent(part -> model.work().putBack(part.id()));
  }

  @Override
  public void shortcuts() {
    around.shortcuts(view.actions().withKeys(), KEYS_OF_CONTROLS);
  }

  private void comment(boolean wholeFile) {
    SheetSelection at = view.sheet().selection();
    if (at != null) {
      view.sheet().showCard(cards.begin(wholeFile ? SheetSelection.file(at.path()) : at));
    }
  }
}

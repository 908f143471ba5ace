package dev.muster.desktop.review;

import atlantafx.base.theme.Styles;
import dev.muster.desktop.control.VisibleText;
import dev.muster.desktop.review.ConflictFile.Whole;
import dev.muster.desktop.review.ConflictHunks.Hunk;
import dev.muster.engine.git.RebaseStop;
import java.util.List;
import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * The dialog in which conflicts are resolved: the files, the three sides of one of them, and the
 * result. Ends in a merge on the session's own branch or, for one commit of a rebase, in what is
 * stored of it; nothing else moves.
 */
final class ConflictCard extends VBox {
  private final ConflictModel model;
  private final Runnable resolved;
  private final ListView<ConflictFile> files = new ListView<>();
  private final ConflictPanes panes;
  private final Label why = new Label();
  private final Label count = new Label();
  private final Label problem = new Label();
  private final HBox ofHunk;
  private final HBox ofWhole;
  private final Button resolve = new Button("Resolve");
  private final Button back = new Button("Back");
  private boolean focused;
  private boolean taken;
  private Subscription subscription = Subscription.EMPTY;

  /**
   * @param resolved called when all of it is on the session's branch
   * @param leave called to go back without that; what was done stays
   */
  ConflictCard(ConflictModel model, Runnable resolved, Runnable leave) {
    super(8);
    this.model = model;
    this.resolved = resolved;
    getStylesheets().add(ReviewView.sheetOfStyles());
    getStyleClass().add("conflict-card");
    panes = new ConflictPanes(model, model::edited);
    files.setId("conflict.files");
    files.setAccessibleText("Files that conflict");
    files.getItems().setAll(model.files());
    files.setCellFactory(_ -> new FileCell());
    files.setPrefWidth(220);
    files.setMinWidth(140);
    String target = model.plan().request().target();
    ofHunk =
        new HBox(
            6,
            tool("previous", "Previous", "Alt+↑", () -> step(-1)),
            tool("next", "Next", "Alt+↓", () -> step(1)),
            tool("take-target", "Take " + target, "Alt+←", () -> take(Hunk::target)),
            tool("take-session", "Take the session's", "Alt+→", () -> take(Hunk::session)),
            tool("take-both", "Take both", "Alt+B", () -> take(Hunk::both)));
    ofWhole =
        new HBox(
            6,
            tool("whole-target", "Whole file of " + target, "", () -> whole(Whole.TARGET)),
            tool("whole-session", "Whole file of the session", "", () -> whole(Whole.SESSION)),
            tool("delete", "Delete it", "", () -> whole(Whole.DELETE)));
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    count.setId("conflict.left");
    count.getStyleClass().add("strong");
    count.setMinWidth(USE_PREF_SIZE);
    HBox bar = new HBox(12, why, space, count);
    bar.setAlignment(Pos.CENTER_LEFT);
    FlowPane tools = new FlowPane(16, 6, ofHunk, ofWhole);
    why.setWrapText(true);
    why.setMnemonicParsing(false);
    why.getStyleClass().add("muted");
    problem.setWrapText(true);
    problem.setMnemonicParsing(false);
    problem.getStyleClass().add(Styles.DANGER);
    problem.managedProperty().bind(problem.visibleProperty());
    VBox middle = new VBox(6, bar, tools, panes);
    middle.setMinWidth(0);
    VBox.setVgrow(panes, Priority.ALWAYS);
    HBox.setHgrow(middle, Priority.ALWAYS);
    HBox all = new HBox(10, files, middle);
    VBox.setVgrow(all, Priority.ALWAYS);
    Label tells = new Label(tells());
    tells.setId("conflict.tells");
    tells.setWrapText(true);
    tells.setMnemonicParsing(false);
    tells.setTooltip(new Tooltip(tells.getText()));
    tells.getStyleClass().add("muted");
    getChildren().add(all);
    RebaseStop stop = model.stop();
    if (stop == null) {
      TextField message = new TextField();
      message.setAccessibleText("Message of the merge commit");
      message.textProperty().bindBidirectional(model.messageProperty());
      getChildren().add(message);
    } else if (stop.number() < stop.of()) {
      resolve.setText("Resolve and go on");
    }
    getChildren().addAll(tells, problem);
    resolve.setId("conflict.resolve");
    resolve.getStyleClass().add(Styles.SUCCESS);
    resolve.setOnAction(_ -> model.resolve(this.resolved));
    back.setOnAction(_ -> model.leave(leave));
    addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    addEventFilter(KeyEvent.KEY_TYPED, this::typed);
    sceneProperty().subscribe(this::fit);
  }

  private String tells() {
    String target = model.plan().request().target();
    RebaseStop stop = model.stop();
    return stop == null
        ? ("The result is a merge of %s into the session's own branch. After that the landing is"
                + " shown again; until you agree to it nothing else moves.")
            .formatted(target)
        : ("Commit %,d of %,d, “%s” by %s. What you make of it is stored for this commit; then come"
                + " the others that conflict, then the plan. Nothing moves until you agree to"
                + " that.")
            .formatted(
                stop.number(), stop.of(), VisibleText.onOneLine(stop.subject()), stop.author());
  }

  /** As large as the window allows: three texts beside each other need it. */
  private void fit(@Nullable Scene scene) {
    prefWidthProperty().unbind();
    prefHeightProperty().unbind();
    if (scene != null) {
      prefWidthProperty().bind(scene.widthProperty().subtract(120));
      prefHeightProperty().bind(scene.heightProperty().subtract(280));
    }
  }

  private static Button tool(String id, String title, String key, Runnable does) {
    Button button = new Button(title);
    button.setId("conflict." + id);
    button.setMinWidth(USE_PREF_SIZE);
    button.setMnemonicParsing(false);
    if (!key.isEmpty()) {
      button.setTooltip(new Tooltip(key));
    }
    button.setOnAction(_ -> does.run());
    return button;
  }

  List<Button> buttons() {
    return List.of(back, resolve);
  }

  /** The list: the split pane does not hold the result until it was laid out. */
  Node first() {
    return files;
  }

  /** Begins; ends with {@link #dispose}. */
  void begin() {
    subscription =
        Subscription.combine(
            model.currentProperty().subscribe(_ -> show()),
            model.readProperty().subscribe(_ -> show()),
            model.leftProperty().subscribe(_ -> counted()),
            model.busyProperty().subscribe(_ -> counted()),
            model
                .problemProperty()
                .subscribe(
                    sentence -> {
                      problem.setText(sentence);
                      problem.setVisible(!sentence.isEmpty());
                    }),
            files
                .getSelectionModel()
                .selectedItemProperty()
                .subscribe(
                    file -> {
                      if (file != null) {
                        model.go(file);
                      }
                    }));
    model.read();
  }

  void dispose() {
    subscription.unsubscribe();
    model.leave(() -> {});
  }

  /** The toolkit sends what a key types also when the key was taken for something else. */
  private void typed(KeyEvent event) {
    if (taken) {
      event.consume();
    }
  }

  private void key(KeyEvent event) {
    taken = false;
    if (!event.isAltDown() || event.isControlDown() || event.isMetaDown()) {
      return;
    }
    Runnable does =
        switch (event.getCode()) {
          case UP -> () -> step(-1);
          case DOWN -> () -> step(1);
          case LEFT -> () -> take(Hunk::target);
          case RIGHT -> () -> take(Hunk::session);
          case B -> () -> take(Hunk::both);
          default -> null;
        };
    if (does != null) {
      taken = true;
      event.consume();
      does.run();
    }
  }

  private void show() {
    ConflictFile file = model.currentProperty().get();
    files.getSelectionModel().select(file);
    why.setText(VisibleText.onOneLine(file.conflict().sentence()));
    ofHunk.setVisible(file.editable());
    ofHunk.setManaged(file.editable());
    panes.show(file);
    if (!focused && file.shown() != null && file.editable()) {
      focused = true;
      panes.result().requestFocus();
    }
    counted();
  }

  private void counted() {
    int left = model.leftProperty().get();
    count.setText(
        left == 0 ? "All resolved" : left == 1 ? "1 conflict left" : left + " conflicts left");
    resolve.setDisable(left > 0 || model.busyProperty().get());
    files.refresh();
  }

  /** To the next conflict of the file, else to the next file with one. */
  private void step(int by) {
    List<Hunk> hunks = ConflictHunks.in(panes.result().getText());
    int caret = panes.result().getCaretPosition();
    Hunk next = null;
    for (Hunk hunk : hunks) {
      if (by > 0 && hunk.start() > caret) {
        next = hunk;
        break;
      }
      if (by < 0 && hunk.start() < caret) {
        next = hunk;
      }
    }
    if (next != null) {
      panes.go(next);
    } else {
      model.nextOpen(by).ifPresent(model::go);
    }
  }

  private void take(Function<Hunk, String> what) {
    Hunk hunk = panes.at();
    if (hunk == null || !model.currentProperty().get().editable()) {
      return;
    }
    panes.result().replaceText(hunk.start(), hunk.end(), what.apply(hunk));
    Hunk next = panes.at();
    if (next != null) {
      panes.go(next);
    }
  }

  private void whole(Whole whole) {
    model.choose(whole);
    model.nextOpen(1).ifPresent(model::go);
  }

  /** A file, and whether something is left in it. */
  private static final class FileCell extends ListCell<ConflictFile> {
    @Override
    protected void updateItem(@Nullable ConflictFile file, boolean empty) {
      super.updateItem(file, empty);
      if (empty || file == null) {
        setText(null);
        setTooltip(null);
        return;
      }
      String becomes =
          switch (file.whole()) {
            case TARGET -> " · the target's";
            case SESSION -> " · the session's";
            case DELETE -> " · deleted";
            case NONE -> file.left() > 0 ? " · " + file.left() : "";
          };
      setText((file.left() == 0 ? "✓ " : "") + VisibleText.onOneLine(file.path()) + becomes);
      setTooltip(new Tooltip(VisibleText.onOneLine(file.path())));
    }
  }
}

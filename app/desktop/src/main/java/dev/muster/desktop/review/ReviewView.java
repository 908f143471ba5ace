package dev.muster.desktop.review;

import dev.muster.desktop.control.ActionNodes;
import dev.muster.desktop.control.ActionNodes.Emphasis;
import dev.muster.desktop.control.Banner;
import dev.muster.desktop.control.DiffSheet;
import dev.muster.desktop.control.EmptyState;
import dev.muster.desktop.control.SheetFile;
import dev.muster.desktop.control.SheetSelection;
import dev.muster.desktop.control.SheetTools;
import dev.muster.desktop.control.Tone;
import dev.muster.desktop.live.EventPump;
import dev.muster.engine.git.Changeset;
import dev.muster.engine.git.Part;
import dev.muster.engine.git.SessionForecast;
import dev.muster.engine.review.DroppedPart;
import dev.muster.engine.session.Fleet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/** Everything inside a review window: the bars, the files, the sheet of differences. */
public final class ReviewView extends BorderPane implements AutoCloseable {
  private static final List<List<String>> KEYS_OF_CONTROLS =
      List.of(
          List.of("Select lines", "Shift ↑ ↓"),
          List.of("Copy the selected lines", "Ctrl C"),
          List.of("Do what the row offers", "Enter"));

  private final ReviewModel model;
  private final ObservableValue<Instant> now;
  private final DiffSheet sheet;
  private final ReviewActions actions;
  private final Button send;
  private final FilesPane files;
  private final ReviewCards cards;
  private final ReviewHead head = new ReviewHead();
  private final LandingBar landing;
  private final VBox notes = new VBox();
  private final Label foot = new Label();
  private final Label footRight = new Label();
  private final EventPump pump;
  private final Runnable leave;
  private final ReviewSurroundings around;
  private final Parent root;
  private Subscription subscription = Subscription.EMPTY;
  private Subscription keys = Subscription.EMPTY;

  /**
   * @param now the time, renewed once a second at most
   * @param leave closes the window
   */
  public ReviewView(
      ReviewModel model,
      ObservableValue<Instant> now,
      EventPump pump,
      Runnable leave,
      ReviewSurroundings around) {
    this.model = model;
    this.now = now;
    this.pump = pump;
    this.leave = leave;
    this.around = around;
    root = around.around(this);
    getStyleClass().addAll("window", "review");
    getStylesheets()
        .add(
            Objects.requireNonNull(ReviewView.class.getResource("review.css"), "review.css")
                .toExternalForm());
    sheet = new DiffSheet(new Tools());
    sheet.setId("review.sheet");
    cards = new ReviewCards(model, this::cardsChanged, sheet::requestFocus);
    actions = new ReviewActions(model, sheet, new Keys());
    files = new FilesPane(model, sheet::showFile, actions.escape()::run);
    VBox left = new VBox(files, new CheckpointsPane(model));
    left.getStyleClass().add("review-left");
    VBox.setVgrow(files, Priority.ALWAYS);
    left.setMinWidth(160);
    notes.getStyleClass().add("review-notes");
    VBox middle = new VBox(notes, sheet);
    VBox.setVgrow(sheet, Priority.ALWAYS);
    middle.setMinWidth(240);
    SplitPane parts = new SplitPane(left, middle);
    parts.getStyleClass().add("review-parts");
    SplitPane.setResizableWithParent(left, false);
    parts.setDividerPositions(0.168);
    landing = new LandingBar(model.landing(), around);
    send = ActionNodes.button(actions.send(), Emphasis.PLAIN);
    Button all = ActionNodes.button(actions.commentAll(), Emphasis.FLAT);
    head.tools().getChildren().addAll(all, send, landing.button());
    setTop(new VBox(head, new ReviewBar(model, actions)));
    setCenter(parts);
    setBottom(footer());
    sceneProperty().subscribe(this::installKeys);
  }

  private Node footer() {
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    HBox bar = new HBox(foot, space, footRight);
    bar.getStyleClass().add("review-foot");
    foot.setMnemonicParsing(false);
    return bar;
  }

  /** The root of the window's scene. */
  Parent root() {
    return root;
  }

  /** Begins to follow the session. */
  public void open() {
    subscription =
        Subscription.combine(
            model.item().snapshotProperty().subscribe(s -> head.show(s, now.getValue())),
            now.subscribe(at -> head.show(model.item().now(), at)),
            model.modeProperty().subscribe(sheet::setMode),
            model.staleProperty().subscribe(this::notes),
            model.problemProperty().subscribe(_ -> notes()),
            model.toldProperty().subscribe(_ -> notes()),
            model.talk().stateProperty().subscribe(_ -> talked()),
            model.talk().problemProperty().subscribe(_ -> notes()),
            model.loadingProperty().subscribe(_ -> state()),
            model.changesProperty().subscribe(_ -> state()),
            model
                .item()
                .snapshotProperty()
                .map(session -> session.changes().treeHash())
                .subscribe((before, tree) -> model.landing().foretell()),
            model.landing().landedProperty().subscribe(_ -> notes()),
            model.landing().problemProperty().subscribe(_ -> notes()),
            model.landing().forecastProperty().subscribe(_ -> foretold()),
            sheet.currentProperty().subscribe(files::select));
    model.open(new Listing());
    model.landing().look();
  }

  /** Puts the keyboard on the sheet; to be called once it was laid out. */
  void focusSheet() {
    sheet.requestFocus();
  }

  @Override
  public void close() {
    subscription.unsubscribe();
    subscription = Subscription.EMPTY;
    keys.unsubscribe();
    model.close();
  }

  /** What can be done here. */
  ReviewActions actions() {
    return actions;
  }

  DiffSheet sheet() {
    return sheet;
  }

  FilesPane files() {
    return files;
  }

  private void installKeys(@Nullable Scene scene) {
    keys.unsubscribe();
    keys =
        scene == null
            ? Subscription.EMPTY
            : actions.all().installIn(scene, () -> !around.dialogOpen());
  }

  private void state() {
    Changeset shown = model.changesProperty().get();
    boolean looking = model.loadingProperty().get() && shown == null;
    sheet.setPlaceholder(
        looking
            ? new EmptyState(null, "Looking at the worktree…", "", List.of())
            : new EmptyState(
                null,
                "Nothing changed",
                "There is no difference between the two states that are compared.",
                List.of()));
    if (shown == null) {
      foot.setText("");
      footRight.setText("");
      return;
    }
    List<String> words = new ArrayList<>();
    words.add("base " + shown.base().substring(0, Math.min(7, shown.base().length())));
    words.add("tree " + shown.tree().substring(0, Math.min(7, shown.tree().length())));
    if (shown.moreFiles() > 0) {
      words.add("%,d more files are not listed".formatted(shown.moreFiles()));
    }
    words.addAll(shown.leftOut());
    foot.setText(String.join("     ", words));
    foot.setTooltip(shown.leftOut().isEmpty() ? null : new Tooltip(foot.getText()));
    footRight.setText("+%,d −%,d".formatted(shown.added(), shown.removed()));
  }

  private void notes() {
    notes.getChildren().clear();
    if (model.staleProperty().get()) {
      Button show = ActionNodes.buttonWithKey(actions.reload(), Emphasis.PLAIN);
      Label words = new Label("The files have changed.");
      words.getStyleClass().add("medium");
      HBox bar = new HBox(12, words, show);
      bar.getStyleClass().add("review-stale");
      bar.setAccessibleText("The files have changed. R shows them.");
      notes.getChildren().add(bar);
    }
    dropped();
    problem(model.problemProperty().get());
    problem(model.talk().problemProperty().get());
    notes.getChildren().addAll(landing.notes());
    notes.getChildren().addAll(cards.beside());
  }

  /** What was taken out last can be put back as long as it is out. */
  private void dropped() {
    String told = model.toldProperty().get();
    DroppedPart last =
        model.talk().stateProperty().get().dropped().stream()
            .filter(part -> !part.restored())
            .findFirst()
            .orElse(null);
    if (last != null) {
      Label words = new Label("Taken out: " + last.what() + ". " + told);
      words.setMnemonicParsing(false);
      words.setTooltip(new Tooltip("It stays reachable as " + last.ref()));
      HBox bar = new HBox(12, words, ActionNodes.buttonWithKey(actions.undo(), Emphasis.PLAIN));
      bar.getStyleClass().add("review-dropped");
      notes.getChildren().add(bar);
    } else if (!told.isEmpty()) {
      Label words = new Label(told);
      words.setMnemonicParsing(false);
      HBox bar = new HBox(12, words);
      bar.getStyleClass().add("review-dropped");
      notes.getChildren().add(bar);
    }
  }

  private void foretold() {
    SessionForecast forecast = model.landing().forecastProperty().get();
    head.foretell(forecast == null ? "" : LandingBar.words(forecast), model.item().now());
  }

  private void problem(@Nullable String sentence) {
    if (sentence != null) {
      notes
          .getChildren()
          .add(new Banner(Tone.DANGER, new Banner.Message(sentence, "", ""), List.of(), null));
    }
  }

  private SheetFile listed(ReviewFile file) {
    return new SheetFile(
        file.shown(),
        file.expected(),
        file.offer(),
        file.after(),
        file.open(),
        file.viewed(),
        cards.of(file));
  }

  /** The cards of a file changed; empty for those on the whole. */
  private void cardsChanged(String path) {
    if (path.isEmpty()) {
      notes();
    } else {
      model.file(path).ifPresent(file -> sheet.update(listed(file)));
    }
    pump.post(cards::focusEditor);
  }

  private void comment(boolean wholeFile) {
    SheetSelection at = sheet.selection();
    if (at != null) {
      sheet.showCard(cards.begin(wholeFile ? SheetSelection.file(at.path()) : at));
    }
  }

  private void talked() {
    boolean any = actions.send().enabled();
    send.setVisible(any);
    send.setManaged(any);
    notes();
  }

  private void dropHunk(String path, int hunk) {
    model.file(path).ifPresent(file -> model.drop(ReviewParts.hunk(file, hunk)));
  }

  private void revert(String path) {
    model.file(path).ifPresent(file -> model.drop(List.of(Part.whole(file.change()))));
  }

  private static Button tool(String title, String style, Runnable does) {
    Button button = new Button(title);
    button.getStyleClass().addAll("sheet-tool", style);
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setFocusTraversable(false);
    button.setOnAction(_ -> does.run());
    return button;
  }

  /** Lists the files where they are shown. */
  private final class Listing implements ReviewModel.Output {
    @Override
    public void files(List<ReviewFile> all) {
      sheet.show(all.stream().map(ReviewView.this::listed).toList());
      files.fill();
      files.select(sheet.currentProperty().get());
    }

    @Override
    public void file(ReviewFile one) {
      sheet.update(listed(one));
      files.repaint();
    }
  }

  /** What the sheet asks for. */
  private final class Tools implements SheetTools {
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
      return model.canDrop()
          ? List.of(tool("Revert file", "flat", () -> revert(file.path())))
          : List.of();
    }

    @Override
    public List<Node> ofHunk(SheetFile file, int hunk) {
      return model.canDrop()
          ? List.of(tool("Drop hunk", "danger-action", () -> dropHunk(file.path(), hunk)))
          : List.of();
    }

    @Override
    public void inView(List<String> paths) {
      model.inView(paths);
    }
  }

  /** What keys do with the window. */
  private final class Keys implements ReviewActions.Window {
    @Override
    public void filter() {
      files.filter().requestFocus();
      files.filter().selectAll();
    }

    @Override
    public void escape() {
      if (!files.filter().getText().isEmpty()) {
        files.filter().clear();
        sheet.requestFocus();
      } else if (getScene().getFocusOwner() != sheet) {
        sheet.requestFocus();
      } else {
        leave.run();
      }
    }

    @Override
    public void comment() {
      ReviewView.this.comment(false);
    }

    @Override
    public void commentFile() {
      ReviewView.this.comment(true);
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
      String path = sheet.currentProperty().get();
      if (path != null) {
        ReviewView.this.dropHunk(path, sheet.hunk());
      }
    }

    @Override
    public void dropLines() {
      SheetSelection at = sheet.selection();
      if (at != null) {
        model.file(at.path()).ifPresent(file -> model.drop(ReviewParts.lines(file, at)));
      }
    }

    @Override
    public void revert() {
      String path = sheet.currentProperty().get();
      if (path != null) {
        ReviewView.this.revert(path);
      }
    }

    @Override
    public void undo() {
      model.talk().stateProperty().get().dropped().stream()
          .filter(part -> !part.restored())
          .findFirst()
          .ifPresent(part -> model.putBack(part.id()));
    }

    @Override
    public void shortcuts() {
      around.shortcuts(actions.withKeys(), KEYS_OF_CONTROLS);
    }
  }
}

package dev.muster.desktop.review;

import dev.muster.desktop.control.ActionNodes;
import dev.muster.desktop.control.ActionNodes.Emphasis;
import dev.muster.desktop.control.DiffSheet;
import dev.muster.desktop.control.EmptyState;
import dev.muster.desktop.control.SheetFile;
import dev.muster.desktop.control.SheetTools;
import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.SessionItem;
import dev.muster.engine.git.Changeset;
import dev.muster.engine.git.Part;
import dev.muster.engine.git.SessionForecast;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
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
  private final ReviewModel model;
  private final ObservableValue<Instant> now;
  private final DiffSheet sheet;
  private final ReviewActions actions;
  private final Button send;
  private final FilesPane files;
  private final CheckpointsPane checkpoints;
  private final TouchedPane touched;
  private final ReviewCards cards;
  private final ReviewHead head = new ReviewHead();
  private final ReviewNotes notes;
  private final LandingBar landing;
  private final InterruptedNotes interrupted;
  private final PullRequestBar pullRequest;
  private final Label foot = new Label();
  private final Label footRight = new Label();
  private final EventPump pump;
  private final ReviewSurroundings around;
  private final Parent root;
  private Subscription subscription = Subscription.EMPTY;
  private Subscription keys = Subscription.EMPTY;

  /**
   * @param now the time, renewed once a second at most
   * @param leave closes the window
   * @param other opens the review of another session
   * @param interrupted tells what was left half done of it
   */
  public ReviewView(
      ReviewModel model,
      ObservableValue<Instant> now,
      EventPump pump,
      Runnable leave,
      Consumer<SessionItem> other,
      ReviewSurroundings around,
      InterruptedNotes interrupted) {
    this.model = model;
    this.now = now;
    this.pump = pump;
    this.around = around;
    this.interrupted = interrupted;
    root = around.around(this);
    getStyleClass().addAll("window", "review");
    getStylesheets().add(sheetOfStyles());
    sheet = new DiffSheet(new Tools());
    sheet.setId("review.sheet");
    cards = new ReviewCards(model, this::cardsChanged, sheet::requestFocus);
    actions = new ReviewActions(model, sheet, new ReviewKeys(this, model, cards, around, leave));
    actions.all().add(interrupted.go());
    ReviewersMenu reviewers = new ReviewersMenu(model.work());
    landing = new LandingBar(model.landing(), around);
    pullRequest = new PullRequestBar(model.pullRequest(), model.item().snapshotProperty(), around);
    actions.all().add(pullRequest.action());
    notes = new ReviewNotes(model, cards, landing, actions);
    files = new FilesPane(model, sheet::showFile, actions.escape()::run);
    checkpoints = new CheckpointsPane(model, around, actions.forward());
    touched = new TouchedPane(other);
    VBox left = new VBox(files, touched, checkpoints);
    left.getStyleClass().add("review-left");
    VBox.setVgrow(files, Priority.ALWAYS);
    left.setMinWidth(160);
    VBox middle = new VBox(interrupted, notes, sheet);
    VBox.setVgrow(sheet, Priority.ALWAYS);
    middle.setMinWidth(240);
    SplitPane parts = new SplitPane(left, middle);
    parts.getStyleClass().add("review-parts");
    SplitPane.setResizableWithParent(left, false);
    parts.setDividerPositions(0.168);
    send = ActionNodes.button(actions.send(), Emphasis.PLAIN);
    Button all = ActionNodes.button(actions.commentAll(), Emphasis.FLAT);
    head.tools()
        .getChildren()
        .addAll(all, reviewers.button(), send, pullRequest.button(), landing.button());
    setTop(new VBox(head, new ReviewBar(model, actions)));
    setCenter(parts);
    setBottom(footer());
    sceneProperty().subscribe(this::installKeys);
  }

  /** The review's style sheet, also for its dialogs: they stand beside it in the window. */
  static String sheetOfStyles() {
    return Objects.requireNonNull(ReviewView.class.getResource("review.css"), "review.css")
        .toExternalForm();
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
            model.staleProperty().subscribe(notes::show),
            model.problemProperty().subscribe(_ -> notes.show()),
            model.work().toldProperty().subscribe(_ -> notes.show()),
            model
                .item()
                .snapshotProperty()
                .map(session -> session.changes().treeHash())
                .subscribe((before, tree) -> model.landing().foretell()),
            pullRequest.follow(),
            touched.follow(model.item().outlookProperty()),
            model
                .item()
                .outlookProperty()
                .subscribe((before, outlook) -> model.landing().foretell()),
            model.others().aboutProperty().subscribe(_ -> notes.show()),
            model.landing().landedProperty().subscribe(_ -> notes.show()),
            model.landing().problemProperty().subscribe(_ -> notes.show()),
            model.landing().forecastProperty().subscribe(_ -> foretold()),
            model.talk().stateProperty().subscribe(_ -> talked()),
            model.talk().problemProperty().subscribe(_ -> notes.show()),
            model.loadingProperty().subscribe(_ -> state()),
            model.changesProperty().subscribe(_ -> state()),
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
    interrupted.close();
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

  CheckpointsPane checkpoints() {
    return checkpoints;
  }

  private void installKeys(@Nullable Scene scene) {
    keys.unsubscribe();
    keys =
        scene == null
            ? Subscription.EMPTY
            : actions.all().installIn(scene, () -> !around.dialogOpen());
  }

  private void state() {
    notes.show();
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
    totals();
  }

  /** Lines of all files together, as far as they are counted. */
  private void totals() {
    int added = 0;
    int removed = 0;
    boolean more = false;
    for (ReviewFile file : model.files()) {
      added += Math.max(0, file.change().added());
      removed += Math.max(0, file.change().removed());
      more |= file.change().uncounted();
    }
    footRight.setText((more ? "counting… +%,d −%,d" : "+%,d −%,d").formatted(added, removed));
  }

  LandingBar landing() {
    return landing;
  }

  private void foretold() {
    SessionForecast forecast = model.landing().forecastProperty().get();
    head.foretell(
        forecast == null ? "" : LandingBar.words(forecast),
        model.landing().targetProperty().get(),
        model.item().now());
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
      notes.show();
    } else {
      model.file(path).ifPresent(file -> sheet.update(listed(file)));
    }
    pump.post(cards::focusEditor);
  }

  private void talked() {
    boolean any = actions.send().enabled();
    send.setVisible(any);
    send.setManaged(any);
    notes.show();
  }

  void dropHunk(String path, int hunk) {
    if (model.canDrop()) {
      model.file(path).ifPresent(file -> model.work().drop(ReviewParts.hunk(file, hunk)));
    }
  }

  void revert(String path) {
    if (model.canDrop()) {
      model.file(path).ifPresent(file -> model.work().drop(List.of(Part.whole(file.change()))));
    }
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
      sheet.refresh();
      files.fill();
      files.select(sheet.currentProperty().get());
    }

    @Override
    public void marks() {
      sheet.show(model.files().stream().map(ReviewView.this::listed).toList());
      files.repaint();
    }

    @Override
    public void file(ReviewFile one) {
      sheet.update(listed(one));
      if (one.large()) {
        files.repaint();
        totals();
      }
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
}

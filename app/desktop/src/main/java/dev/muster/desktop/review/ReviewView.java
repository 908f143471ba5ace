package dev.muster.desktop.review;

import dev.muster.desktop.control.Action;
import dev.muster.desktop.control.ActionNodes;
import dev.muster.desktop.control.ActionNodes.Emphasis;
import dev.muster.desktop.control.DiffSheet;
import dev.muster.desktop.control.EmptyState;
import dev.muster.desktop.control.SheetFile;
import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.SessionItem;
import dev.muster.engine.event.ReviewEvent;
import dev.muster.engine.git.Changeset;
import dev.muster.engine.git.SessionForecast;
import dev.muster.engine.review.Comment;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/** Everything inside a review window: the bars, the files, the sheet of differences. */
public final class ReviewView extends BorderPane implements AutoCloseable {
  private static final double ROOM_FOR_ALL = 860;

  private final ReviewModel model;
  private final ObservableValue<Instant> now;
  private final ReviewSheetTools tools;
  private final DiffSheet sheet;
  private final ReviewActions actions;
  private final Button send;
  private final FilesPane files;
  private final CheckpointsPane checkpoints;
  private final TouchedPane touched;
  private final ReviewCards cards;
  private final ReviewEdits edits;
  private final UnsavedEdits unsaved;
  private final AnswerJump jump;
  private final ReviewHead head = new ReviewHead();
  private final ReviewNotes notes;
  private final LandingBar landing;
  private final InterruptedNotes interrupted;
  private final PullRequestBar pullRequest;
  private final ReviewFoot foot;
  private final SidePanel side;
  private final SideShelf shelf;
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
    tools = new ReviewSheetTools(model, path -> edit(path, 0));
    sheet = new DiffSheet(tools);
    sheet.setId("review.sheet");
    edits = new ReviewEdits(model, this::cardsChanged, sheet::requestFocus);
    unsaved = new UnsavedEdits(edits, around);
    jump = new AnswerJump(model, sheet);
    cards = new ReviewCards(model, edits, this::cardsChanged, sheet::requestFocus, jump::go);
    actions =
        new ReviewActions(
            model, sheet, new ReviewKeys(this, model, cards, around, () -> closing(leave)));
    actions.all().add(interrupted.go());
    ReviewersMenu reviewers = new ReviewersMenu(model.work());
    landing = new LandingBar(model.landing(), around);
    landing.setAsking(unsaved::landing);
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
    side = new SidePanel(model, cards.doing(), sheet::showFile, this::jump, around);
    parts.setDividerPositions(0.168);
    shelf = new SideShelf(parts, side, pump);
    send = ActionNodes.button(actions.send(), Emphasis.PLAIN);
    Button all = ActionNodes.button(actions.commentAll(), Emphasis.FLAT);
    // Where there is room for it beside "send"; its key and the list of actions have it always.
    all.visibleProperty().bind(widthProperty().greaterThan(ROOM_FOR_ALL));
    all.managedProperty().bind(all.visibleProperty());
    head.tools()
        .getChildren()
        .addAll(all, reviewers.button(), send, pullRequest.button(), landing.button());
    setTop(new VBox(head, new ReviewBar(model, actions)));
    setCenter(parts);
    foot = new ReviewFoot(model);
    setBottom(foot);
    widthProperty().subscribe((before, wide) -> shelf.widened(before, wide));
    sceneProperty().subscribe(this::installKeys);
  }

  /** The review's style sheet, also for its dialogs: they stand beside it in the window. */
  static String sheetOfStyles() {
    return Objects.requireNonNull(ReviewView.class.getResource("review.css"), "review.css")
        .toExternalForm();
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
            now.subscribe(
                at -> {
                  head.show(model.item().now(), at);
                  model.record().read();
                }),
            side.follow(),
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
            model.landing().takenBackProperty().subscribe(_ -> notes.show()),
            model.landing().problemProperty().subscribe(_ -> notes.show()),
            model.landing().forecastProperty().subscribe(_ -> foretold()),
            model.talk().stateProperty().subscribe(_ -> talked()),
            model.talk().problemProperty().subscribe(_ -> notes.show()),
            model.answers().answersProperty().subscribe((before, now) -> new Listing().marks()),
            model.loadingProperty().subscribe(_ -> state()),
            model.changesProperty().subscribe(_ -> state()),
            model.comparedProperty().subscribe(_ -> notes.show()),
            model.pointsProperty().subscribe(_ -> foot.show()),
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

  /** What is done with the files and hunks of the sheet. */
  ReviewSheetTools tools() {
    return tools;
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
    foot.show();
  }

  /** Does what one of the window's actions does, if that can be done now. */
  void run(String action) {
    actions.all().find(action).ifPresent(Action::run);
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

  /** What shows and hides the right panel. */
  SideShelf shelf() {
    return shelf;
  }

  /** Brings the place of a comment into view, or says that it is not here. */
  private void jump(Comment comment) {
    ReviewEvent.Place place = comment.place();
    ReviewFile file = place == null ? null : model.places().of(place).orElse(null);
    if (file != null) {
      sheet.showFile(file.path());
      sheet.showCard("comment " + comment.id());
    } else if (place != null) {
      PlacelessComment.show(comment, place, around);
      return;
    }
    sheet.requestFocus();
  }

  /** Closes the window, after asking where something typed into a file is not stored. */
  void closing(Runnable close) {
    unsaved.closing(close);
  }

  /** Opens a file for editing at a line. */
  void edit(String path, int line) {
    if (model.comparedProperty().get().toNow()) {
      edits.open(path, line, sheet::showCard);
    }
  }

  /** Lists the files where they are shown. */
  private final class Listing implements ReviewModel.Output {
    @Override
    public void files(List<ReviewFile> all) {
      sheet.show(all.stream().map(ReviewView.this::listed).toList());
      sheet.refresh();
      files.fill();
      files.select(sheet.currentProperty().get());
      jump.arrive();
    }

    @Override
    public void marks() {
      sheet.show(model.files().stream().map(ReviewView.this::listed).toList());
      files.repaint();
      notes.show();
    }

    @Override
    public void file(ReviewFile one) {
      sheet.update(listed(one));
      if (one.large() || one.counted()) {
        files.repaint();
        foot.show();
      }
      jump.arrive();
    }
  }
}

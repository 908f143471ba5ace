package dev.muster.desktop.review;

import dev.muster.desktop.control.SheetMode;
import dev.muster.desktop.control.SheetSelection;
import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.ReviewSource;
import dev.muster.desktop.live.SessionItem;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.ChangeBounds;
import dev.muster.engine.git.Changeset;
import dev.muster.engine.git.CompareOptions;
import dev.muster.engine.git.CompareOptions.WhiteSpace;
import dev.muster.engine.review.Comment;
import dev.muster.engine.review.ComparePoint;
import dev.muster.engine.session.SessionSnapshot;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * What a review window shows of one session: which states are compared, the changed files and how
 * much of each has been read. What git is asked is asked in the background, and an answer to an
 * older question never replaces one to a newer. JavaFX thread only.
 */
public final class ReviewModel implements AutoCloseable {
  /** Unchanged lines that one more step shows. */
  static final int STEP = 20;

  /** Who lists the files. */
  public interface Output {
    /** These are the files now. */
    default void files(List<ReviewFile> all) {}

    /** Marks or comments changed. */
    default void marks() {}

    /** More is known of this one. */
    default void file(ReviewFile one) {}
  }

  private final SessionItem item;
  private final ReviewSource source;
  private final EventPump pump;
  private final ReviewTalk talk;
  private final ReviewFiles files;
  private final ReviewWork work;
  private final LandingModel landing;
  private final PullRequestModel pullRequest;
  private final RewindModel rewind;
  private final CommentAnswers answers;
  private final ReviewWriting writing;
  private final OtherSessions others;
  private final RecordModel record;
  private final ObjectProperty<SheetMode> mode =
      new SimpleObjectProperty<>(this, "mode", SheetMode.SPLIT);
  private final BooleanProperty hideWhiteSpace = new SimpleBooleanProperty(this, "hideWhiteSpace");
  private final ReadOnlyObjectWrapper<Compared> compared =
      new ReadOnlyObjectWrapper<>(this, "compared", Compared.ALL);
  private final ReadOnlyObjectWrapper<List<ComparePoint>> points =
      new ReadOnlyObjectWrapper<>(this, "points", List.of());
  private final ReadOnlyObjectWrapper<@Nullable Changeset> changes =
      new ReadOnlyObjectWrapper<>(this, "changes");
  private final ReadOnlyObjectWrapper<@Nullable String> problem =
      new ReadOnlyObjectWrapper<>(this, "problem");
  private final ReadOnlyBooleanWrapper loading = new ReadOnlyBooleanWrapper(this, "loading");
  private final ReadOnlyBooleanWrapper stale = new ReadOnlyBooleanWrapper(this, "stale");
  private Subscription subscription = Subscription.EMPTY;
  private int asking;
  private int most = ChangeBounds.REVIEW.maxFiles();
  private int pointsAsked;
  private @Nullable String liveTree;

  public ReviewModel(SessionItem item, ReviewSource source, EventPump pump) {
    this.item = item;
    this.source = source;
    this.pump = pump;
    talk = new ReviewTalk(item.id(), source, pump, this::talked);
    files = new ReviewFiles(item.id(), source, pump, talk, this::options, problem::set);
    landing =
        new LandingModel(
            item.id(),
            source.landing(),
            pump,
            id -> source.fleet().session(new SessionId(id)).map(SessionSnapshot::title).orElse(""));
    pullRequest = new PullRequestModel(item, source.pullRequests(), pump);
    rewind = new RewindModel(item, source.fleet(), pump, this::readPoints, this::reload);
    work = new ReviewWork(item.id(), source, pump, this::worked, problem::set);
    record = new RecordModel(item, source, pump, problem::set);
    answers = new CommentAnswers(item, source, pump, talk.stateProperty(), problem::set);
    writing = new ReviewWriting(item.id(), source, pump, problem::set);
    others = new OtherSessions(this, source, pump, problem::set);
    hideWhiteSpace.subscribe((_, _) -> files.again(changes.get()));
  }

  /** Begins to follow the session, for whoever lists the files. */
  public void open(Output to) {
    files.tell(to);
    subscription =
        Subscription.combine(
            pump.feed(item.id(), talk),
            pump.feed(item.id(), new LandingNews(landing::lookAgain)),
            rewind.open(),
            answers.open(),
            item.snapshotProperty().subscribe(now -> tree(now.changes().treeHash())));
    talk.read();
    writing.read(this::talked);
    readPoints();
    load();
  }

  @Override
  public void close() {
    subscription.unsubscribe();
    asking++;
    files.end();
    files.tell(new Output() {});
  }

  public SessionItem item() {
    return item;
  }

  /** Comments, and what becomes of them. */
  public ReviewTalk talk() {
    return talk;
  }

  /** What a person does with the changes themselves. */
  public ReviewWork work() {
    return work;
  }

  /** Going back to a point of the session, and forward again. */
  public RewindModel rewind() {
    return rewind;
  }

  /** Which comments were met by which change. */
  CommentAnswers answers() {
    return answers;
  }

  /** Comments that are being typed. */
  ReviewWriting writing() {
    return writing;
  }

  /** What the session ran and said. */
  RecordModel record() {
    return record;
  }

  /** Comparing it with other sessions. */
  OtherSessions others() {
    return others;
  }

  /** Its pull request. */
  PullRequestModel pullRequest() {
    return pullRequest;
  }

  /** Bringing the work into a branch. */
  public LandingModel landing() {
    return landing;
  }

  /** Whether parts of what is listed can be taken out of the worktree. */
  public boolean canDrop() {
    return compared.get().toNow() && !hideWhiteSpace.get();
  }

  public ObjectProperty<SheetMode> modeProperty() {
    return mode;
  }

  public BooleanProperty hideWhiteSpaceProperty() {
    return hideWhiteSpace;
  }

  /** Which two states are compared. */
  public ReadOnlyObjectProperty<Compared> comparedProperty() {
    return compared.getReadOnlyProperty();
  }

  /** What the changes can be compared with. */
  public ReadOnlyObjectProperty<List<ComparePoint>> pointsProperty() {
    return points.getReadOnlyProperty();
  }

  /** What is listed; null before the first answer. */
  public ReadOnlyObjectProperty<@Nullable Changeset> changesProperty() {
    return changes.getReadOnlyProperty();
  }

  /** Why it cannot be shown, a sentence; null when it can. */
  public ReadOnlyObjectProperty<@Nullable String> problemProperty() {
    return problem.getReadOnlyProperty();
  }

  public ReadOnlyBooleanProperty loadingProperty() {
    return loading.getReadOnlyProperty();
  }

  /** Whether the files have changed since they were listed. */
  public ReadOnlyBooleanProperty staleProperty() {
    return stale.getReadOnlyProperty();
  }

  /** How many files are marked as viewed. */
  public ReadOnlyIntegerProperty viewedProperty() {
    return files.viewedProperty();
  }

  /** How many files there are. */
  public ReadOnlyIntegerProperty countProperty() {
    return files.countProperty();
  }

  /** The files in the order in which they are listed. */
  public List<ReviewFile> files() {
    return files.all();
  }

  public Optional<ReviewFile> file(String path) {
    return files.file(path);
  }

  /** Finds files that may have got another name. */
  FilePlaces places() {
    return files.places();
  }

  /** The comments that count and stand in a file, also when it got its name since. */
  List<Comment> comments(ReviewFile file) {
    FilePlaces now = files.places();
    return talk.placed(place -> now.of(place).filter(one -> one == file).isPresent());
  }

  /** Compares other states. */
  public void compare(Compared now) {
    if (!now.equals(compared.get())) {
      compared.set(now);
      load();
    }
  }

  /** Lists the files as they are now. */
  public void reload() {
    readPoints();
    load();
    landing.lookAgain();
  }

  /** Lists files, too, that were only counted because there are so many. */
  void listMore() {
    most = (int) Math.min(most * 8L, 1 << 24);
    load();
  }

  /** Says which files are looked at. */
  public void inView(List<String> paths) {
    files.inView(paths);
  }

  public void toggleOpen(String path) {
    files.toggleOpen(path);
  }

  /** Marks a file as viewed, or not; the mark is stored. */
  public void toggleViewed(String path) {
    files.toggleViewed(path);
  }

  /** Reads more of a file of which only the beginning was read. */
  public void offer(String path) {
    files.offer(path);
  }

  /**
   * Shows some more unchanged lines above a hunk.
   *
   * @param hunk from 0; the number of hunks for the lines behind the last
   */
  public void more(String path, int hunk) {
    files.grow(path, (hunks, lines) -> ContextLines.more(hunks, lines, hunk, STEP));
  }

  /** Shows a whole file. */
  public void whole(String path) {
    files.grow(path, ContextLines::all);
  }

  /** Reads chosen lines whole, of which the sheet shows the beginning. */
  void wholeLines(SheetSelection chosen, Consumer<List<String>> then) {
    files.wholeLines(chosen, then);
  }

  private void worked() {
    talk.read();
    load();
  }

  private void tree(@Nullable String now) {
    liveTree = now;
    Changeset listed = changes.get();
    stale.set(
        listed != null
            && now != null
            && compared.get().toNow()
            && !loading.get()
            && !Objects.equals(now, listed.tree()));
  }

  private void readPoints() {
    int mine = ++pointsAsked;
    pump.deliver(
        source.points(item.id()),
        found -> {
          if (mine == pointsAsked) {
            points.set(List.copyOf(found));
          }
        },
        this::failed);
  }

  private void load() {
    int mine = ++asking;
    loading.set(true);
    stale.set(false);
    Compared now = compared.get();
    pump.deliver(
        source.changes(item.id(), now.fromCommit(), now.toCommit(), most),
        found -> {
          if (mine == asking) {
            loading.set(false);
            list(found.orElse(null));
          }
        },
        sentence -> {
          if (mine == asking) {
            loading.set(false);
            failed(sentence);
          }
        });
  }

  private void failed(String sentence) {
    problem.set(sentence);
  }

  private void list(@Nullable Changeset found) {
    problem.set(null);
    files.list(found, () -> changes.set(found));
    tree(liveTree);
  }

  private CompareOptions options() {
    return CompareOptions.DEFAULT.with(
        hideWhiteSpace.get() ? WhiteSpace.IGNORED : WhiteSpace.SHOWN);
  }

  private void talked() {
    files.talked();
  }

  SessionId id() {
    return item.id();
  }
}

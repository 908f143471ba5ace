package dev.muster.desktop.review;

import dev.muster.desktop.control.SheetCard;
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
import dev.muster.engine.git.FileChange;
import dev.muster.engine.review.ComparePoint;
import dev.muster.engine.session.SessionSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
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
  private final ReviewWork work;
  private final LandingModel landing;
  private final PullRequestModel pullRequest;
  private final RewindModel rewind;
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
  private final ReadOnlyIntegerWrapper viewed = new ReadOnlyIntegerWrapper(this, "viewed");
  private final ReadOnlyIntegerWrapper count = new ReadOnlyIntegerWrapper(this, "count");
  private List<ReviewFile> files = List.of();
  private List<String> inView = List.of();
  private Output out = new Output() {};
  private @Nullable ReviewReader reader;
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
    others = new OtherSessions(this, source, pump, problem::set);
    hideWhiteSpace.subscribe((_, _) -> again());
  }

  /** Begins to follow the session, for whoever lists the files. */
  public void open(Output to) {
    out = to;
    subscription =
        Subscription.combine(
            pump.feed(item.id(), talk),
            rewind.open(),
            item.snapshotProperty().subscribe(now -> tree(now.changes().treeHash())));
    talk.read();
    readPoints();
    load();
  }

  @Override
  public void close() {
    subscription.unsubscribe();
    asking++;
    ReviewReader old = reader;
    if (old != null) {
      old.end();
    }
    out = new Output() {};
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
    return viewed.getReadOnlyProperty();
  }

  /** How many files there are. */
  public ReadOnlyIntegerProperty countProperty() {
    return count.getReadOnlyProperty();
  }

  /** The files in the order in which they are listed. */
  public List<ReviewFile> files() {
    return files;
  }

  public Optional<ReviewFile> file(String path) {
    return files.stream().filter(file -> file.path().equals(path)).findFirst();
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
  }

  /** Lists files, too, that were only counted because there are so many. */
  void listMore() {
    most = (int) Math.min(most * 8L, 1 << 24);
    load();
  }

  /** Says which files are looked at. */
  public void inView(List<String> paths) {
    if (!paths.equals(inView)) {
      inView = List.copyOf(paths);
      ReviewReader now = reader;
      if (now != null) {
        now.want(inView);
      }
    }
  }

  public void toggleOpen(String path) {
    file(path)
        .ifPresent(
            file -> {
              file.setOpen(!file.open());
              out.file(file);
            });
  }

  /** Marks a file as viewed, or not; the mark is stored. */
  public void toggleViewed(String path) {
    file(path).ifPresent(file -> talk.viewed(path, file.blob(), !file.viewed()));
  }

  /** Reads more of a file of which only the beginning was read. */
  public void offer(String path) {
    file(path)
        .ifPresent(
            file -> {
              file.ask();
              out.file(file);
              ReviewReader now = reader;
              if (now != null) {
                List<String> wanted = new ArrayList<>(List.of(path));
                wanted.addAll(inView);
                now.want(wanted);
              }
            });
  }

  /**
   * Shows some more unchanged lines above a hunk.
   *
   * @param hunk from 0; the number of hunks for the lines behind the last
   */
  public void more(String path, int hunk) {
    grow(path, (hunks, lines) -> ContextLines.more(hunks, lines, hunk, STEP));
  }

  /** Shows a whole file. */
  public void whole(String path) {
    grow(path, ContextLines::all);
  }

  private void grow(String path, ReviewReader.Growth growth) {
    ReviewReader with = reader;
    ReviewFile file = file(path).orElse(null);
    if (file != null && with != null && file.canGrow()) {
      with.grow(file, growth, this::failed);
    }
  }

  /** Reads chosen lines whole, of which the sheet shows the beginning. */
  void wholeLines(SheetSelection chosen, Consumer<List<String>> then) {
    ReviewReader with = reader;
    ReviewFile file = file(chosen.path()).orElse(null);
    if (with != null && file != null) {
      FileChange change = file.change();
      String blob = chosen.side() == SheetCard.Side.OLD ? change.oldId() : change.newId();
      with.whole(blob, chosen.from(), chosen.to() - chosen.from() + 1, then, this::failed);
    }
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
    Map<String, ReviewFile> before = new HashMap<>();
    files.forEach(file -> before.put(file.path(), file));
    List<ReviewFile> now = new ArrayList<>();
    for (FileChange change : found == null ? List.<FileChange>of() : found.files()) {
      ReviewFile known = before.get(change.path());
      ReviewFile file = known != null && known.same(change) ? known : new ReviewFile(change);
      if (known != null && known != file) {
        file.like(known);
      }
      if (file.state() == ReviewFile.State.READING || file.state() == ReviewFile.State.FAILED) {
        file.unread(); // Its answer goes to the reader that is over.
      }
      now.add(file);
    }
    files = FileTree.ordered(now);
    changes.set(found);
    begin(found);
    marks();
    out.files(files);
    tree(liveTree);
  }

  private void begin(@Nullable Changeset found) {
    ReviewReader old = reader;
    if (old != null) {
      old.end();
    }
    reader = null;
    if (found != null) {
      ReviewReader fresh =
          new ReviewReader(item.id(), source, pump, found, options(), files, this::changed);
      reader = fresh;
      fresh.want(inView);
      fresh.count();
    }
  }

  private CompareOptions options() {
    return CompareOptions.DEFAULT.with(
        hideWhiteSpace.get() ? WhiteSpace.IGNORED : WhiteSpace.SHOWN);
  }

  /** Reads every file anew, as after a change of how white space counts. */
  private void again() {
    files.forEach(ReviewFile::unread);
    begin(changes.get());
    out.files(files);
  }

  private void changed(ReviewFile file) {
    out.file(file);
  }

  private void talked() {
    marks();
    out.marks();
  }

  private void marks() {
    int seen = 0;
    for (ReviewFile file : files) {
      file.setViewed(file.blob().equals(talk.seen(file.path())));
      seen += file.viewed() ? 1 : 0;
    }
    viewed.set(seen);
    count.set(files.size());
  }

  SessionId id() {
    return item.id();
  }
}

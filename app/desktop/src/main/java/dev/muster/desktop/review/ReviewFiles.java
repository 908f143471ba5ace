package dev.muster.desktop.review;

import dev.muster.desktop.control.SheetCard;
import dev.muster.desktop.control.SheetSelection;
import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.ReviewSource;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.Changeset;
import dev.muster.engine.git.CompareOptions;
import dev.muster.engine.git.FileChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The files of what is compared: which they are, how much of each has been read, which were viewed.
 * A file that is the same in the next list stays as it is shown. JavaFX thread only.
 */
final class ReviewFiles {
  private final SessionId session;
  private final ReviewSource source;
  private final EventPump pump;
  private final ReviewTalk talk;
  private final Supplier<CompareOptions> options;
  private final Consumer<String> failed;
  private final ReadOnlyIntegerWrapper viewed = new ReadOnlyIntegerWrapper(this, "viewed");
  private final ReadOnlyIntegerWrapper count = new ReadOnlyIntegerWrapper(this, "count");
  private List<ReviewFile> all = List.of();
  private FilePlaces places = new FilePlaces(List.of());
  private List<String> inView = List.of();
  private ReviewModel.Output out = new ReviewModel.Output() {};
  private @Nullable ReviewReader reader;

  /**
   * @param options how lines are compared now
   * @param failed gets a sentence when more of a file could not be read
   */
  ReviewFiles(
      SessionId session,
      ReviewSource source,
      EventPump pump,
      ReviewTalk talk,
      Supplier<CompareOptions> options,
      Consumer<String> failed) {
    this.session = session;
    this.source = source;
    this.pump = pump;
    this.talk = talk;
    this.options = options;
    this.failed = failed;
  }

  /** Who lists them from now on. */
  void tell(ReviewModel.Output to) {
    out = to;
  }

  /** In the order in which they are listed. */
  List<ReviewFile> all() {
    return all;
  }

  Optional<ReviewFile> file(String path) {
    return places.file(path);
  }

  /** Finds them by what they were. */
  FilePlaces places() {
    return places;
  }

  ReadOnlyIntegerProperty viewedProperty() {
    return viewed.getReadOnlyProperty();
  }

  ReadOnlyIntegerProperty countProperty() {
    return count.getReadOnlyProperty();
  }

  /**
   * Lists those of other changes; none for null.
   *
   * @param known called when it is known which they are, before they are read and listed
   */
  void list(@Nullable Changeset found, Runnable known) {
    Map<String, ReviewFile> before = new HashMap<>();
    all.forEach(file -> before.put(file.path(), file));
    List<ReviewFile> now = new ArrayList<>();
    for (FileChange change : found == null ? List.<FileChange>of() : found.files()) {
      ReviewFile was = before.get(change.path());
      ReviewFile file = was != null && was.same(change) ? was : new ReviewFile(change);
      if (was != null && was != file) {
        file.like(was);
      }
      if (file.state() == ReviewFile.State.READING || file.state() == ReviewFile.State.FAILED) {
        file.unread(); // Its answer goes to the reader that is over.
      }
      now.add(file);
    }
    all = FileTree.ordered(now);
    places = new FilePlaces(all);
    known.run();
    begin(found);
    mark();
    out.files(all);
  }

  /** Reads every file anew, as after a change of how white space counts. */
  void again(@Nullable Changeset of) {
    all.forEach(ReviewFile::unread);
    begin(of);
    out.files(all);
  }

  private void begin(@Nullable Changeset found) {
    end();
    if (found != null) {
      ReviewReader fresh =
          new ReviewReader(session, source, pump, found, options.get(), all, this::changed);
      reader = fresh;
      fresh.want(inView);
      fresh.count();
    }
  }

  /** Reads no more. */
  void end() {
    ReviewReader old = reader;
    if (old != null) {
      old.end();
    }
    reader = null;
  }

  private void changed(ReviewFile file) {
    out.file(file);
  }

  void inView(List<String> paths) {
    if (!paths.equals(inView)) {
      inView = List.copyOf(paths);
      ReviewReader now = reader;
      if (now != null) {
        now.want(inView);
      }
    }
  }

  void toggleOpen(String path) {
    file(path)
        .ifPresent(
            file -> {
              file.setOpen(!file.open());
              out.file(file);
            });
  }

  void toggleViewed(String path) {
    file(path).ifPresent(file -> talk.viewed(path, file.blob(), !file.viewed()));
  }

  void offer(String path) {
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

  void grow(String path, ReviewReader.Growth growth) {
    ReviewReader with = reader;
    ReviewFile file = file(path).orElse(null);
    if (file != null && with != null && file.canGrow()) {
      with.grow(file, growth, failed);
    }
  }

  void wholeLines(SheetSelection chosen, Consumer<List<String>> then) {
    ReviewReader with = reader;
    ReviewFile file = file(chosen.path()).orElse(null);
    if (with != null && file != null) {
      FileChange change = file.change();
      String blob = chosen.side() == SheetCard.Side.OLD ? change.oldId() : change.newId();
      with.whole(blob, chosen.from(), chosen.to() - chosen.from() + 1, then, failed);
    }
  }

  /** Marks or comments are others than before. */
  void talked() {
    mark();
    out.marks();
  }

  private void mark() {
    int seen = 0;
    for (ReviewFile file : all) {
      file.setViewed(file.blob().equals(talk.seen(file.path())));
      seen += file.viewed() ? 1 : 0;
    }
    viewed.set(seen);
    count.set(all.size());
  }
}

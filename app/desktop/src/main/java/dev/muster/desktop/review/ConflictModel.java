package dev.muster.desktop.review;

import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.LandingSource;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.LandingPlan;
import dev.muster.engine.git.MergeConflict;
import dev.muster.engine.git.RebaseStop;
import dev.muster.engine.git.Resolution;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/**
 * The conflicts of a landing that a person resolves: which files, what was chosen, how many are
 * left. It outlives its dialog, so that leaving it loses nothing. JavaFX thread only.
 */
final class ConflictModel {
  private final SessionId session;
  private final LandingSource source;
  private final EventPump pump;
  private final LandingPlan plan;
  private final Function<String, String> name;
  private final List<ConflictFile> files;
  private final ReadOnlyObjectWrapper<ConflictFile> current;
  private final ReadOnlyIntegerWrapper left = new ReadOnlyIntegerWrapper(this, "left");
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper(this, "problem", "");
  private final ReadOnlyIntegerWrapper read = new ReadOnlyIntegerWrapper(this, "read");
  private final StringProperty message = new SimpleStringProperty(this, "message", "");
  private boolean kept;

  /**
   * @param plan one with conflicts
   * @param name the title of a session, by its id; empty when it is not known
   * @param before what was made of conflicts until now; what is about the same conflict is taken
   *     over
   */
  ConflictModel(
      SessionId session,
      LandingSource source,
      EventPump pump,
      LandingPlan plan,
      Function<String, String> name,
      @Nullable ConflictModel before) {
    this.session = session;
    this.source = source;
    this.pump = pump;
    this.plan = plan;
    this.name = name;
    files = plan.conflicts().stream().map(conflict -> fileOf(before, plan, conflict)).toList();
    current = new ReadOnlyObjectWrapper<>(this, "current", files.getFirst());
    message.set("Merge " + plan.request().target() + " into " + plan.branch());
    count();
  }

  private static ConflictFile fileOf(
      @Nullable ConflictModel before, LandingPlan plan, MergeConflict conflict) {
    if (before != null && before.sameStates(plan)) {
      for (ConflictFile file : before.files) {
        if (file.conflict().equals(conflict)) {
          return file;
        }
      }
    }
    return new ConflictFile(conflict);
  }

  /** Whether this is about the same states as another plan, so that what was chosen holds. */
  boolean fits(LandingPlan other) {
    return sameStates(other) && plan.conflicts().equals(other.conflicts());
  }

  private boolean sameStates(LandingPlan other) {
    return plan.targetBefore().equals(other.targetBefore())
        && plan.sessionTree().equals(other.sessionTree())
        && plan.request().target().equals(other.request().target())
        && trees(plan).equals(trees(other));
  }

  private static String trees(LandingPlan of) {
    RebaseStop stop = of.stop();
    return stop == null ? "" : stop.trees();
  }

  /** Where a rebase stopped; null when all is resolved at once, as a merge. */
  @Nullable RebaseStop stop() {
    return plan.stop();
  }

  LandingPlan plan() {
    return plan;
  }

  List<ConflictFile> files() {
    return files;
  }

  /** What a session is called. */
  String name(String id) {
    return name.apply(id);
  }

  ReadOnlyObjectProperty<ConflictFile> currentProperty() {
    return current.getReadOnlyProperty();
  }

  /** Conflicts that are left in all files. */
  ReadOnlyIntegerProperty leftProperty() {
    return left.getReadOnlyProperty();
  }

  /** Counts the files that were read. */
  ReadOnlyIntegerProperty readProperty() {
    return read.getReadOnlyProperty();
  }

  ReadOnlyBooleanProperty busyProperty() {
    return busy.getReadOnlyProperty();
  }

  ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /** The message of the merge commit. */
  StringProperty messageProperty() {
    return message;
  }

  /** Begins: reads all files; an answer changes nothing of what was chosen. */
  void read() {
    kept = false;
    busy.set(false);
    for (ConflictFile file : files) {
      if (file.shown() == null) {
        pump.deliver(
            source.conflict(session, plan, file.conflict()),
            shown -> {
              file.show(shown);
              count();
              read.set(read.get() + 1);
            },
            problem::set);
      }
    }
  }

  void go(ConflictFile to) {
    current.set(to);
  }

  /** The text of the file that is shown was changed. */
  void edited(String text) {
    current.get().edit(text);
    count();
  }

  /** A whole side was chosen for the file that is shown. */
  void choose(ConflictFile.Whole whole) {
    current.get().choose(whole);
    count();
  }

  /** The next file with something left, after the one that is shown. */
  Optional<ConflictFile> nextOpen(int step) {
    int at = files.indexOf(current.get());
    for (int i = 1; i <= files.size(); i++) {
      ConflictFile file = files.get(Math.floorMod(at + i * step, files.size()));
      if (file.left() > 0) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  private void count() {
    left.set(files.stream().mapToInt(ConflictFile::left).sum());
  }

  private List<Resolution> resolutions() {
    List<Resolution> all = new ArrayList<>();
    files.forEach(file -> file.resolution().ifPresent(all::add));
    return all;
  }

  /** Puts it on the session's branch or, for a rebase, keeps it for the commit. */
  void resolve(Runnable done) {
    List<Resolution> all = resolutions();
    if (all.size() == files.size() && !busy.get()) {
      give(
          plan.stop() == null
              ? source.resolve(session, plan, all, message.get())
              : source.keep(session, plan, all),
          done);
    }
  }

  /**
   * Before this is left: what was resolved of a commit so far is stored; the rest, and what belongs
   * to a merge, stays here as long as the review is open.
   */
  void leave(Runnable done) {
    List<Resolution> some = resolutions();
    if (plan.stop() == null || some.isEmpty() || kept) {
      done.run();
    } else if (!busy.get()) {
      give(source.keep(session, plan, some), done);
    }
  }

  private void give(CompletableFuture<?> asked, Runnable done) {
    busy.set(true);
    problem.set("");
    pump.deliver(
        asked,
        _ -> {
          kept = true;
          // Of a commit, the next one is looked for now.
          busy.set(plan.stop() != null);
          done.run();
        },
        sentence -> {
          busy.set(false);
          problem.set(sentence);
        });
  }
}

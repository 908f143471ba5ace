package dev.muster.desktop.grid;

import dev.muster.desktop.control.DiffDocument;
import dev.muster.desktop.live.Backend;
import dev.muster.desktop.live.EventPump;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.Changeset;
import dev.muster.engine.git.FileChange;
import dev.muster.engine.git.FileDiff;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * What a pane's diff tab shows: the changed files and the difference of each. Asks the engine only
 * while the tab is shown and when the worktree has changed, one request at a time.
 */
public final class DiffModel {
  /** Files whose difference is read at once; more are named, not shown. */
  static final int MOST_FILES = 60;

  private record Answer(String tree, DiffDocument document) {}

  private final SessionId session;
  private final Backend backend;
  private final EventPump pump;
  private final ReadOnlyObjectWrapper<@Nullable DiffDocument> shown =
      new ReadOnlyObjectWrapper<>(this, "shown");
  private final ReadOnlyObjectWrapper<@Nullable String> problem =
      new ReadOnlyObjectWrapper<>(this, "problem");
  private final ReadOnlyBooleanWrapper loading = new ReadOnlyBooleanWrapper(this, "loading");
  private boolean visible;
  private boolean again;
  private @Nullable String wanted;
  private @Nullable String loaded;

  DiffModel(SessionId session, Backend backend, EventPump pump) {
    this.session = session;
    this.backend = backend;
    this.pump = pump;
  }

  /** Null until the first answer. */
  public ReadOnlyObjectProperty<@Nullable DiffDocument> shownProperty() {
    return shown.getReadOnlyProperty();
  }

  /** Why it cannot be shown, a sentence; null when it can. */
  public ReadOnlyObjectProperty<@Nullable String> problemProperty() {
    return problem.getReadOnlyProperty();
  }

  public ReadOnlyBooleanProperty loadingProperty() {
    return loading.getReadOnlyProperty();
  }

  /** Says whether the tab is looked at. */
  void visible(boolean now) {
    visible = now;
    refresh();
  }

  /**
   * Says what the worktree's content is.
   *
   * @param tree its hash; null as long as Muster has not looked
   */
  void tree(@Nullable String tree) {
    wanted = tree;
    refresh();
  }

  private void refresh() {
    if (!visible || wanted != null && Objects.equals(wanted, loaded)) {
      return;
    }
    if (loading.get()) {
      again = true;
      return;
    }
    loading.set(true);
    pump.deliver(
        backend.changes(session).thenCompose(this::differences), this::arrived, this::failed);
  }

  private CompletableFuture<Optional<Answer>> differences(Optional<Changeset> found) {
    if (found.isEmpty()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    Changeset changes = found.get();
    List<FileDiff> diffs = new ArrayList<>();
    CompletableFuture<?> chain = CompletableFuture.completedFuture(null);
    for (FileChange file : changes.files().stream().limit(MOST_FILES).toList()) {
      chain = chain.thenCompose(_ -> backend.diff(session, changes, file)).thenAccept(diffs::add);
    }
    return chain.thenApply(
        _ -> Optional.of(new Answer(changes.tree(), DiffDocuments.of(changes, diffs))));
  }

  private void arrived(Optional<Answer> now) {
    loaded = now.map(Answer::tree).orElse(wanted);
    problem.set(null);
    shown.set(now.map(Answer::document).orElse(null));
    done();
  }

  private void failed(String sentence) {
    loaded = wanted;
    problem.set(sentence);
    done();
  }

  private void done() {
    loading.set(false);
    if (again) {
      again = false;
      refresh();
    }
  }
}

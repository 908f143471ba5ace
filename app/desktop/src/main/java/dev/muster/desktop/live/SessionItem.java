package dev.muster.desktop.live;

import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.PullRequest;
import dev.muster.engine.session.AgentLoad;
import dev.muster.engine.session.SessionSnapshot;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** One session as the window holds it: always the same object, whose snapshot changes. */
public final class SessionItem {
  private final SessionId id;
  private final ReadOnlyObjectWrapper<SessionSnapshot> snapshot;
  private final ReadOnlyObjectWrapper<AgentLoad> load =
      new ReadOnlyObjectWrapper<>(this, "load", AgentLoad.NONE);

  private final ReadOnlyObjectWrapper<@Nullable SessionOutlook> outlook =
      new ReadOnlyObjectWrapper<>(this, "outlook");

  private final ReadOnlyObjectWrapper<@Nullable PullRequest> pullRequest =
      new ReadOnlyObjectWrapper<>(this, "pullRequest");

  public SessionItem(SessionSnapshot first) {
    id = first.id();
    snapshot = new ReadOnlyObjectWrapper<>(this, "snapshot", first);
  }

  public SessionId id() {
    return id;
  }

  public SessionSnapshot now() {
    return snapshot.get();
  }

  public ReadOnlyObjectProperty<SessionSnapshot> snapshotProperty() {
    return snapshot.getReadOnlyProperty();
  }

  /** What its agent's processes take of the machine. */
  public ReadOnlyObjectProperty<AgentLoad> loadProperty() {
    return load.getReadOnlyProperty();
  }

  /** How its work would come into its branch; null while that is not known. */
  public ReadOnlyObjectProperty<@Nullable SessionOutlook> outlookProperty() {
    return outlook.getReadOnlyProperty();
  }

  /** Its pull request as the server told last; null when there is none, or nobody has asked. */
  public ReadOnlyObjectProperty<@Nullable PullRequest> pullRequestProperty() {
    return pullRequest.getReadOnlyProperty();
  }

  /** The server was asked. */
  public void pullRequest(@Nullable PullRequest now) {
    pullRequest.set(now);
  }

  void outlook(@Nullable SessionOutlook now) {
    outlook.set(now);
  }

  void load(AgentLoad now) {
    load.set(now);
  }

  /** Takes in how it stands now; an older state than the one held is ignored. */
  void update(SessionSnapshot newer) {
    if (newer.lastSeq() >= now().lastSeq()) {
      snapshot.set(newer);
    }
  }

  @Override
  public String toString() {
    return id + " " + now().title() + " " + now().state();
  }
}

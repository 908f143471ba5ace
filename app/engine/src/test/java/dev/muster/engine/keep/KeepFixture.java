package dev.muster.engine.keep;

import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.LifeEvent.SessionCreated;
import dev.muster.engine.event.LifeEvent.StateChanged;
import dev.muster.engine.event.LifeEvent.WorktreeReady;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.git.ChangeBounds;
import dev.muster.engine.git.CreatedWorktree;
import dev.muster.engine.git.Git;
import dev.muster.engine.git.Repository;
import dev.muster.engine.git.WorktreeRequest;
import dev.muster.engine.host.LocalHost;
import dev.muster.engine.session.Workplace;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.SessionRow;
import dev.muster.engine.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A data folder whose sessions have worktrees, checkpoints and files, and what keeps house there.
 */
final class KeepFixture implements AutoCloseable {
  static final SessionId ONE = new SessionId("skeepone1");
  static final SessionId TWO = new SessionId("skeeptwo2");

  final DataFolder folder;
  final Store store;
  final LocalHost host = new LocalHost();
  final Repository repository;
  final Housekeeping house;

  KeepFixture(Path home, Path checkout) throws Exception {
    folder = DataFolder.at(home);
    store = Store.open(folder, Clock.systemUTC());
    Git git = Git.on(host);
    repository = Repository.open(git, checkout);
    house =
        new Housekeeping(
            store.journal(), folder, new Workplace(git, host, folder), Clock.systemUTC());
  }

  Path worktree(SessionId id) {
    return folder.worktrees().resolve("sample").resolve(id.value());
  }

  /** A session with uncommitted work in its worktree, a checkpoint, an output and a raw log. */
  void make(SessionId id, int messages) throws Exception {
    append(
        id,
        new SessionCreated(
            "Session " + id,
            repository.id(),
            repository.name(),
            repository.root().toString(),
            "rehearsal",
            "Rehearsal",
            null,
            PermissionMode.EDIT,
            "HEAD",
            Limits.NONE,
            true,
            Map.of()));
    CreatedWorktree made =
        repository
            .worktrees()
            .create(
                new WorktreeRequest(worktree(id), "work " + id, "HEAD", "Muster session " + id));
    append(id, new WorktreeReady(made.path().toString(), made.branch(), made.base(), null));
    Files.writeString(made.path().resolve("work.txt"), "work of " + id + "\n");
    Files.createDirectories(made.path().resolve("node_modules"));
    Files.write(made.path().resolve("node_modules/big.js"), new byte[50_000]);
    Path session = folder.createSessionFolder(id);
    repository
        .worktrees()
        .live(made.path(), session.resolve("index"), ChangeBounds.DEFAULT)
        .checkpoint(id.value(), 1, "turn 1");
    try (var out = store.spill(id).open("call")) {
      out.append("o".repeat(10_000));
    }
    Files.writeString(session.resolve("wire.log"), "w".repeat(3_000));
    List<SessionEvent> said = new ArrayList<>();
    for (int i = 0; i < messages; i++) {
      said.add(new MessageAdded("m" + i, "needle" + id + " " + i, null));
    }
    store.journal().appendAll(id, 1, said).join();
    append(id, new StateChanged(SessionState.QUEUED, SessionState.READY, null, null));
  }

  void close(SessionId id) {
    append(id, new StateChanged(SessionState.READY, SessionState.CLOSED, null, ClosedAs.DROPPED));
  }

  private void append(SessionId id, SessionEvent event) {
    store.journal().append(id, 0, event).join();
  }

  SessionRow row(SessionId id) {
    return store.journal().session(id).orElseThrow();
  }

  List<String> refs(SessionId id) throws Exception {
    return repository.sessionRefs().of(id.value()).stream().map(r -> r.name()).toList();
  }

  @Override
  public void close() {
    house.close();
    store.close();
    host.close();
  }
}

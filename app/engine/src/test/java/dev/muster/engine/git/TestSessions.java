package dev.muster.engine.git;

import java.nio.file.Path;

/** Makes sessions' worktrees for tests, the way the engine does. */
final class TestSessions {
  private final TestRepository test;
  private final Path data;

  TestSessions(TestRepository test, Path data) {
    this.test = test;
    this.data = data;
  }

  /** A session's worktree on a branch {@code muster/SESSION}, from a commit or branch. */
  SessionWork make(String session, String from) throws GitException {
    var work = work(session);
    test.open().worktrees().create(new WorktreeRequest(work.worktree(), session, from, null));
    return work;
  }

  SessionWork work(String session) {
    return new SessionWork(
        session, data.resolve("trees").resolve(session), data.resolve("index").resolve(session));
  }

  /** Commits in a worktree by plain git, as an agent does. */
  String commit(SessionWork work, String message) {
    test.git(work.worktree(), "add", "-A");
    test.git(work.worktree(), "commit", "-q", "--allow-empty", "-m", message);
    return test.git(work.worktree(), "rev-parse", "HEAD").strip();
  }
}

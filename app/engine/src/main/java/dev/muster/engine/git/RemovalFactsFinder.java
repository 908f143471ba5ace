package dev.muster.engine.git;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds out what decides how one worktree may be removed. Used once. */
final class RemovalFactsFinder {
  private final Repository repository;
  private final Git git;
  private final RemovalRequest request;
  private final List<String> unknown = new ArrayList<>();
  private final List<String> nested = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();
  private int uncommitted;
  private int ownCommits;
  private int dropped;
  private IgnoredFiles.Sorted ignored = new IgnoredFiles.Sorted(List.of(), List.of());

  RemovalFactsFinder(Repository repository, RemovalRequest request) {
    this.repository = repository;
    this.git = repository.git();
    this.request = request;
  }

  RemovalFacts find() throws GitException {
    var all = repository.worktrees().list();
    var worktree = all.stream().filter(w -> isIt(w.path())).findFirst().orElse(null);
    var head = worktree == null ? null : worktree.head();
    if (worktree != null && !worktree.main()) {
      look(worktree, head);
    }
    var locked = worktree == null ? null : worktree.locked();
    boolean own = locked != null && Objects.equals(request.lockReason(), locked);
    var branch = head == null ? null : head.branch();
    return new RemovalFacts(
        request.session(),
        request.worktree(),
        worktree != null,
        worktree == null ? isGone() : worktree.missing(),
        worktree != null && worktree.main(),
        own ? null : locked,
        own,
        request.usedBy(),
        request.running(),
        branch,
        branch != null && isElsewhere(branch, all),
        uncommitted,
        ownCommits,
        dropped,
        nested,
        ignored.worth(),
        ignored.derived(),
        leftOut,
        unknown);
  }

  private boolean isGone() {
    return !Files.exists(request.worktree(), LinkOption.NOFOLLOW_LINKS);
  }

  private void look(Worktree worktree, @Nullable Head head) {
    ask("its commits", () -> commits(worktree, head));
    if (!worktree.missing()) {
      ask("its changes", () -> changes(worktree, head));
      ask(
          "its ignored files",
          () ->
              ignored =
                  new IgnoredFiles(git, repository.root())
                      .sort(
                          GitPlace.worktree(worktree.gitDir(), worktree.path()), worktree.path()));
    }
    if (Files.isDirectory(worktree.gitDir().resolve("modules"))) {
      nested.add("checked-out submodules");
    }
  }

  private void commits(Worktree worktree, @Nullable Head head) throws GitException {
    if (head == null) {
      unknown.add("what it stands on.");
      return;
    }
    var held = new HeldWork(git, GitPlace.store(repository.commonDir()), worktree.gitDir());
    ownCommits = held.ownCommits(head.commit(), head.branch());
    dropped = held.dropped(head.commit()).size();
  }

  private void changes(Worktree worktree, @Nullable Head head) throws GitException {
    if (head == null) {
      return; // already unknown
    }
    var live = repository.worktrees().live(worktree.path(), request.index(), ChangeBounds.DEFAULT);
    var changes = live.changes(head.commit());
    uncommitted = changes.files().size() + changes.moreFiles();
    leftOut.addAll(changes.leftOut());
    for (var entry :
        git.run(
                GitPlace.worktree(worktree.gitDir(), worktree.path()),
                "ls-files",
                "-z",
                "--others",
                "--exclude-standard",
                "--directory")
            .fields()) {
      if (Files.exists(worktree.path().resolve(entry).resolve(".git"))) {
        nested.add(entry);
      }
    }
  }

  private interface Question {
    void ask() throws GitException;
  }

  private void ask(String what, Question question) {
    try {
      question.ask();
    } catch (GitException e) {
      unknown.add(what + ". " + e.getMessage());
    }
  }

  private boolean isIt(Path path) {
    return Worktrees.real(path).equals(Worktrees.real(request.worktree()));
  }

  private boolean isElsewhere(String branch, List<Worktree> all) {
    return all.stream()
        .anyMatch(
            w -> {
              var head = w.head();
              return head != null && branch.equals(head.branch()) && !isIt(w.path());
            });
  }
}

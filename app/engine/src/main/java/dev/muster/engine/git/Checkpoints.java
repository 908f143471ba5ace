package dev.muster.engine.git;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The checkpoints of one repository. Any thread, blocking. */
public final class Checkpoints {
  private final Repository repository;

  Checkpoints(Repository repository) {
    this.repository = repository;
  }

  /** A session's checkpoints by turn. */
  public List<Checkpoint> of(String session) throws GitException {
    var under = MusterRefs.checkpoints(session);
    var fields =
        repository
            .git()
            .run(
                GitPlace.store(repository.commonDir()),
                "for-each-ref",
                "--format=%(refname)%00%(objectname)%00%(tree)%00%(committerdate:unix)%00"
                    + "%(contents:subject)%00",
                under)
            .fields();
    var found = new ArrayList<Checkpoint>();
    for (int i = 0; i + 4 < fields.size(); i += 5) {
      // Each record but the first begins with the line end of the one before.
      var ref = fields.get(i).strip();
      var turn = ref.substring(under.length());
      if (!turn.isEmpty() && turn.length() < 10 && turn.chars().allMatch(Character::isDigit)) {
        found.add(
            new Checkpoint(
                session,
                Integer.parseInt(turn),
                ref,
                fields.get(i + 1),
                fields.get(i + 2),
                Instant.ofEpochSecond(Long.parseLong(fields.get(i + 3))),
                fields.get(i + 4),
                List.of()));
      }
    }
    found.sort(Comparator.comparingInt(Checkpoint::turn));
    return List.copyOf(found);
  }

  /**
   * What changed from one commit or tree to another, for example between two turns.
   *
   * @param from full id of a commit or tree
   * @param to full id of a commit or tree
   */
  public Changeset between(String from, String to, ChangeBounds bounds) throws GitException {
    var store = GitPlace.store(repository.commonDir());
    var tree = repository.git().run(store, "rev-parse", "--verify", to + "^{tree}").text();
    return new DiffReader(repository.git(), repository.commonDir(), CompareOptions.of(bounds))
        .changes(from, tree, List.of());
  }

  /** The lines of one file of such a changeset. */
  public FileDiff diff(Changeset of, FileChange file, ChangeBounds bounds) throws GitException {
    return new DiffReader(repository.git(), repository.commonDir(), CompareOptions.of(bounds))
        .diff(of, file);
  }
}

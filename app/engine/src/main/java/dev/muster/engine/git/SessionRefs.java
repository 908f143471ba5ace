package dev.muster.engine.git;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * All that is kept of one session under {@code refs/muster/}. Any thread, blocking.
 *
 * @see Repository#sessionRefs()
 */
public final class SessionRefs {
  /**
   * A ref.
   *
   * @param name in full
   * @param object full id of the commit
   */
  public record Ref(String name, String object) {}

  private final Repository repository;

  SessionRefs(Repository repository) {
    this.repository = repository;
  }

  /** The refs of a session, checkpoints, archive and all, the oldest first. */
  public List<Ref> of(String session) throws GitException {
    var fields =
        repository
            .git()
            .run(
                GitPlace.store(repository.commonDir()),
                "for-each-ref",
                "--sort=committerdate",
                "--format=%(refname)%00%(objectname)%00",
                MusterRefs.checkpoints(session),
                MusterRefs.archive(session),
                MusterRefs.landed(session),
                MusterRefs.kept(session, ""),
                MusterRefs.dropped(session),
                MusterRefs.doing(session),
                MusterRefs.resolved(session),
                MusterRefs.landing(session))
            .fields();
    var refs = new ArrayList<Ref>();
    for (int i = 0; i + 1 < fields.size(); i += 2) {
      refs.add(new Ref(fields.get(i).strip(), fields.get(i + 1)));
    }
    return List.copyOf(refs);
  }

  /** Whether a ref says that something is being done to the session's work at this moment. */
  public static boolean underWay(String session, Ref ref) {
    return ref.name().equals(MusterRefs.landing(session))
        || ref.name().equals(MusterRefs.doing(session));
  }

  /** Whether a ref holds the work of a session whose worktree was removed. */
  public static boolean isArchive(String session, Ref ref) {
    return ref.name().equals(MusterRefs.archive(session));
  }

  /**
   * Takes refs out, all or none; those that are gone already, or name something else by now, stay
   * as they are. Can be repeated.
   *
   * @return what was taken out
   */
  public List<Ref> remove(String session, Predicate<Ref> which) throws GitException {
    var gone = of(session).stream().filter(which).toList();
    if (!gone.isEmpty()) {
      var lines = new StringBuilder();
      gone.forEach(
          r ->
              lines.append("delete ").append(r.name()).append(' ').append(r.object()).append('\n'));
      repository
          .git()
          .run(
              GitCall.of(GitPlace.store(repository.commonDir()), "update-ref", "--stdin")
                  .reading(lines.toString().getBytes(StandardCharsets.UTF_8)));
    }
    return gone;
  }
}

package dev.muster.engine.git;

import dev.muster.engine.git.ConflictOrigins.Origin;
import dev.muster.engine.git.LandingPlan.Outcome;
import dev.muster.engine.git.LandingRecord.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Shows the conflicts of a plan and takes their resolution: for merge and squash a merge of the
 * target into the session's own branch, after which the landing is clean; for a rebase what becomes
 * of one commit after the other, which is kept and moves nothing.
 *
 * <p>Any thread, blocking. Muster may be killed at any moment: {@link Landings#unfinished} tells
 * about a resolution too.
 */
public final class Conflicts {
  /** As much of a side as is read when nothing else is asked for. */
  public static final int MAX_BYTES = 1 << 20;

  /** As far as git itself looks for a byte that is no text. */
  private static final int FIRST_BYTES = 8_000;

  private static final Pattern OPEN = Pattern.compile("(?m)^(<{7,}) [0-9a-f]{40,64}");
  private static final Pattern CLOSE = Pattern.compile("(?m)^(>{7,}) [0-9a-f]{40,64}");

  private final Repository repository;
  private final Git git;
  private final GitPlace store;
  private final LandingSteps steps;

  Conflicts(Repository repository) {
    this(repository, step -> {});
  }

  /**
   * @param watch told after each step
   */
  Conflicts(Repository repository, LandingSteps.Watch watch) {
    this.repository = repository;
    this.git = repository.git();
    this.store = GitPlace.store(repository.commonDir());
    this.steps = new LandingSteps(repository, watch);
  }

  /**
   * A conflicting file from all sides, for a three-way view. The markers name the branches.
   *
   * @param maxBytes how much of each side is read, such as {@link #MAX_BYTES}
   */
  public ConflictTexts texts(LandingPlan plan, MergeConflict conflict, int maxBytes)
      throws GitException {
    var merged = text(conflict.mergedId(), maxBytes);
    return new ConflictTexts(
        side(conflict.base(), maxBytes),
        side(conflict.target(), maxBytes),
        side(conflict.session(), maxBytes),
        merged == null ? null : named(merged, plan));
  }

  /** Who changed a conflicting file on both sides since they parted. */
  public ConflictOrigins origins(LandingPlan plan, MergeConflict conflict) throws GitException {
    var landed = new HashMap<String, String>();
    for (var all : repository.landings().all().values()) {
      all.forEach(one -> landed.put(one.after(), one.session()));
    }
    var stop = plan.stop();
    if (stop != null) {
      return new ConflictOrigins(
          origins(plan.sessionAfter(), stop.onto(), conflict.path(), landed),
          List.of(new Origin(stop.commit(), stop.subject(), stop.author(), "")));
    }
    return new ConflictOrigins(
        origins(plan.sessionAfter(), plan.targetBefore(), conflict.path(), landed),
        origins(plan.targetBefore(), plan.sessionAfter(), conflict.path(), landed));
  }

  private List<Origin> origins(String from, String to, String path, Map<String, String> landed)
      throws GitException {
    var fields =
        git.run(
                store,
                "--literal-pathspecs",
                "log",
                "-z",
                "--format=%H%x00%s%x00%an",
                "-n",
                Integer.toString(ConflictOrigins.MOST),
                from + ".." + to,
                "--",
                path)
            .fields();
    var found = new ArrayList<Origin>();
    for (int i = 0; i + 2 < fields.size(); i += 3) {
      var commit = fields.get(i).strip();
      found.add(
          new Origin(
              commit, fields.get(i + 1), fields.get(i + 2), landed.getOrDefault(commit, "")));
    }
    return found;
  }

  /**
   * Merges the target into the session's own branch with these resolutions, in its worktree too.
   * What is not committed there is committed first. The session's agent must not be at work.
   *
   * @param plan one whose outcome is {@link Outcome#CONFLICTS}, by merge or squash; for a rebase,
   *     see {@link #keep}
   * @param resolutions one for each conflict of the plan
   * @param message of the merge commit
   * @throws GitException with a sentence when one is missing, or the session or the target is no
   *     longer what it was when the plan was made; then nothing was moved. At most the session's
   *     work is committed on its own branch.
   */
  public SessionCommit resolve(LandingPlan plan, List<Resolution> resolutions, String message)
      throws GitException {
    if (plan.outcome() != Outcome.CONFLICTS || plan.stop() != null) {
      throw new GitException(
          "There is no conflict here that can be resolved at once. Those of a rebase are resolved"
              + " commit by commit.");
    }
    var lock = git.locks().landing(repository.commonDir());
    lock.lock();
    try {
      var work = plan.request().work();
      var files = SessionFiles.of(repository, work);
      if (!files.head().equals(plan.sessionBefore()) || !files.tree().equals(plan.sessionTree())) {
        throw LandingSteps.changed();
      }
      if (!repository.localBranch(plan.request().target()).equals(plan.targetBefore())) {
        throw LandingSteps.moved(plan.request().target());
      }
      String tree;
      try (var room = MergeRoom.open(repository, plan.targetBefore())) {
        tree = new ResolvedTree(room).of(plan, resolutions);
      }
      var merge =
          new CommitWriter(repository)
              .make(tree, List.of(plan.sessionAfter(), plan.targetBefore()), message);
      var blocked =
          new TargetPlaces(repository).blocked(files.worktree(), plan.sessionAfter(), merge);
      if (!blocked.isEmpty()) {
        throw new GitException(
            "The session's worktree has an ignored file where %s has one (%s), so %s was not merged into it. Nothing was changed."
                .formatted(plan.request().target(), blocked.getFirst(), plan.request().target()));
      }
      carryOut(plan, merge);
      return new SessionCommit(
          merge, tree, plan.sessionBefore(), true, files.branch(), files.leftOut());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Keeps what a person made of conflicts of the commit that a rebase stopped at. Nothing moves:
   * the next plan of a rebase has it in it, and stops at the next commit that conflicts, if there
   * is one. What is kept stays until {@link #anew}, also over a restart and when the target moves,
   * and holds wherever the very same conflict comes up again.
   *
   * @param plan one that stopped
   * @param resolutions for some or all conflicts of the plan, at least one
   * @throws GitException with a sentence when one does not belong there; then nothing is kept
   */
  public void keep(LandingPlan plan, List<Resolution> resolutions) throws GitException {
    var stop = plan.stop();
    if (stop == null || resolutions.isEmpty()) {
      throw new GitException("There is no commit here whose conflicts were resolved.");
    }
    var lock = git.locks().landing(repository.commonDir());
    lock.lock();
    try (var room = MergeRoom.open(repository, plan.targetBefore())) {
      var resolved = new ResolvedTree(room);
      var chosen = resolved.choose(plan.conflicts(), resolutions, false);
      var tree = resolved.with(plan.mergedTree(), chosen);
      ConflictAnswers.of(repository, plan.request().work().session())
          .keep(stop.subject(), tree, plan.conflicts(), chosen, stop.trees());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes back all that {@link #keep} kept of a session, so that its commits are resolved anew. It
   * stays reachable under {@code refs/muster/resolved/SESSION}.
   *
   * @return how many conflicts that were
   */
  public int anew(String session) throws GitException {
    var lock = git.locks().landing(repository.commonDir());
    lock.lock();
    try {
      return ConflictAnswers.of(repository, session).takeBack();
    } finally {
      lock.unlock();
    }
  }

  private void carryOut(LandingPlan plan, String merge) throws GitException {
    var work = plan.request().work();
    var record =
        new LandingRecord(
            Kind.RESOLVE,
            work.session(),
            0,
            work.worktree().toString(),
            work.index().toString(),
            plan.sessionBefore(),
            plan.sessionAfter(),
            plan.sessionTree(),
            plan.request().commitMessage().strip().lines().findFirst().orElse(""),
            plan.request().target(),
            plan.sessionAfter(),
            merge,
            LandingWay.MERGE,
            Moving.CHECKOUT,
            System.currentTimeMillis(),
            false);
    steps.begin(record);
    try {
      steps.carryOn(record);
    } catch (GitException e) {
      // With other files than before, git stopped half way: then the note stays, and explains.
      if (SessionFiles.of(repository, work).tree().equals(plan.sessionTree())) {
        steps.forget(work.session());
      }
      throw e;
    }
  }

  private @Nullable ConflictText side(MergeConflict.@Nullable Side side, int maxBytes)
      throws GitException {
    if (side == null) {
      return null;
    }
    // A submodule's side is a commit of another repository.
    return side.mode().equals("160000")
        ? new ConflictText(side.id(), side.id().length(), false, false)
        : text(side.id(), maxBytes);
  }

  private @Nullable ConflictText text(@Nullable String id, int maxBytes) throws GitException {
    if (id == null) {
      return null;
    }
    long size = Long.parseLong(git.run(store, "cat-file", "-s", id).text());
    var bytes = git.run(GitCall.of(store, "cat-file", "blob", id).cutAt(maxBytes)).out();
    boolean cut = bytes.length < size;
    for (int i = 0; i < Math.min(FIRST_BYTES, bytes.length); i++) {
      if (bytes[i] == 0) {
        return new ConflictText("", size, false, false);
      }
    }
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return new ConflictText(text, size, cut, !cut);
    } catch (CharacterCodingException e) {
      // Another encoding, or cut inside a character: to be seen, not to be written back.
      return new ConflictText(new String(bytes, StandardCharsets.UTF_8), size, cut, false);
    }
  }

  private static ConflictText named(ConflictText merged, LandingPlan plan) {
    var target = Matcher.quoteReplacement(plan.request().target());
    var stop = plan.stop();
    var session = Matcher.quoteReplacement(stop == null ? plan.branch() : stop.subject());
    var text = OPEN.matcher(merged.text()).replaceAll("$1 " + target);
    text = CLOSE.matcher(text).replaceAll("$1 " + session);
    return new ConflictText(text, merged.bytes(), merged.cut(), merged.exact());
  }
}

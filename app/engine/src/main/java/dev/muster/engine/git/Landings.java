package dev.muster.engine.git;

import dev.muster.engine.git.LandingRecord.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the work of sessions into a branch: first a plan that moves nothing, then exactly that
 * plan, then perhaps undoing it. Nothing is checked out: merging, squashing and rebasing make
 * objects, and the branch moves by compare-and-set from the commit that was seen. A checkout of the
 * user's moves only when it is clean and this was asked for.
 *
 * <p>Neither a hook nor a merge driver nor a signing program is started while landing, because an
 * agent may have changed what they are; plans say so where there are any. One exception is asked
 * for: bringing a checkout forward runs the user's filters, as any checkout does.
 *
 * <p>Muster may be killed at any moment: {@link #unfinished} tells what was going on, and {@link
 * #finish} or {@link #undo(UnfinishedLanding)} end it.
 *
 * <p>Any thread, blocking. Plans can be made side by side; one thing at a time is carried out per
 * repository.
 */
public final class Landings {
  private static final Logger LOG = LoggerFactory.getLogger(Landings.class);

  private final Repository repository;
  private final Git git;
  private final GitPlace store;
  private final LandingNotes notes;
  private final LandingSteps steps;

  Landings(Repository repository) {
    this(repository, step -> {});
  }

  /**
   * @param watch told after each step
   */
  Landings(Repository repository, LandingSteps.Watch watch) {
    this.repository = repository;
    this.git = repository.git();
    this.store = GitPlace.store(repository.commonDir());
    this.notes = new LandingNotes(repository);
    this.steps = new LandingSteps(repository, watch);
  }

  /**
   * Computes what a landing will do: some thirty git calls, and five more for each commit that is
   * replayed. Moves nothing.
   *
   * @throws GitException with a sentence when it cannot be computed: no such branch, a worktree in
   *     the middle of a merge, no message, an unknown user
   */
  public LandingPlan plan(LandingRequest request) throws GitException {
    return new LandingPlanner(repository).plan(request);
  }

  /**
   * Does exactly what a plan says.
   *
   * @param moving one of {@link LandingPlan#possible()}
   * @throws GitException with a sentence, when the target, its checkout or the session's files are
   *     no longer what they were when the plan was made; then the target is untouched. At most the
   *     session's work is committed on its own branch.
   */
  public Landed land(LandingPlan plan, Moving moving) throws GitException {
    if (!plan.possible().contains(moving)) {
      throw new GitException("This cannot be landed that way. Look at the plan again.");
    }
    var lock = git.locks().landing(repository.commonDir());
    lock.lock();
    try {
      var work = plan.request().work();
      var files = SessionFiles.of(repository, work);
      if (!files.head().equals(plan.sessionBefore()) || !files.tree().equals(plan.sessionTree())) {
        throw LandingSteps.changed();
      }
      boolean fresh = moving == Moving.NEW_BRANCH;
      var target = plan.request().target();
      var now = steps.branch(target);
      if (!now.equals(plan.targetBefore())) {
        throw now.isEmpty() ? steps.gone(target) : LandingSteps.moved(target);
      }
      var record =
          new LandingRecord(
              Kind.LAND,
              work.session(),
              next(work.session()),
              work.worktree().toString(),
              work.index().toString(),
              plan.sessionBefore(),
              plan.sessionAfter(),
              plan.sessionTree(),
              plan.request().commitMessage().strip().lines().findFirst().orElse(""),
              fresh ? freeBranch(plan) : target,
              fresh ? "" : plan.targetBefore(),
              plan.result(),
              plan.request().way(),
              moving,
              System.currentTimeMillis(),
              false);
      steps.begin(record);
      carryOn(record);
      return Landed.of(record);
    } finally {
      lock.unlock();
    }
  }

  /** Whether a landing can be undone now, and what that would do. */
  public UndoPlan undoing(Landed landed) throws GitException {
    var refusals = new ArrayList<String>();
    var tells = new ArrayList<String>();
    boolean movesCheckout = false;
    var now = steps.branch(landed.target());
    if (landed.undone()) {
      refusals.add("This landing was undone already.");
    } else if (now.isEmpty()) {
      refusals.add("The branch %s is gone.".formatted(landed.target()));
    } else if (!now.equals(landed.after())) {
      refusals.add(
          "Something came after this landing on %s, so it stays. Use “git revert” to take it back."
              .formatted(landed.target()));
    } else {
      var to = landed.before().isEmpty() ? landed.after() : landed.before();
      var place = new TargetPlaces(repository).of(landed.target(), landed.after(), to);
      movesCheckout = place.checkedOut();
      if (movesCheckout && landed.before().isEmpty()) {
        refusals.add("%s is checked out in “%s”.".formatted(landed.target(), place.checkout()));
      }
      refusals.addAll(place.inTheWay());
      tells.add(
          landed.before().isEmpty()
              ? "The branch %s is deleted.".formatted(landed.target())
              : "%s goes back to %s.".formatted(landed.target(), landed.before().substring(0, 8)));
      if (movesCheckout) {
        tells.add("Its checkout “%s” goes back with it.".formatted(place.checkout()));
      }
      tells.add("The landed commits stay under %s.".formatted(landed.ref()));
      if (isPushed(landed.after())) {
        tells.add("They were pushed; only your own branch goes back.");
      }
    }
    return new UndoPlan(landed, refusals, movesCheckout, tells);
  }

  /**
   * Moves the target back to where it was before a landing. The landed commits stay under {@link
   * Landed#ref()}, and the session's branch keeps its work.
   *
   * @param withCheckout whether a clean checkout that stands on the target may go back with it
   * @throws GitException with a sentence when something came after it or the checkout is in the way
   */
  public Landed undo(Landed landed, boolean withCheckout) throws GitException {
    var lock = git.locks().landing(repository.commonDir());
    lock.lock();
    try {
      var known = notes.read(landed.ref());
      var plan = undoing(Landed.of(known));
      if (!plan.possible()) {
        throw new GitException(String.join(" ", plan.refusals()));
      }
      if (plan.movesCheckout() && !withCheckout) {
        throw new GitException(
            "%s is checked out, and its checkout would have to go back with it. Ask for that, or switch that checkout to another branch."
                .formatted(landed.target()));
      }
      var moving =
          landed.before().isEmpty()
              ? Moving.NEW_BRANCH
              : plan.movesCheckout() ? Moving.CHECKOUT : Moving.BRANCH;
      var record = known.as(Kind.UNDO, false).by(moving);
      steps.begin(record);
      carryOn(record);
      return Landed.of(known.as(Kind.LAND, true).by(moving));
    } finally {
      lock.unlock();
    }
  }

  /** A session's landings, the first one first. */
  public List<Landed> of(String session) throws GitException {
    var found = new ArrayList<Landed>();
    for (var entry : notes.under(MusterRefs.landed(session))) {
      found.add(Landed.of(LandingRecord.parse(entry.ref(), entry.message())));
    }
    found.sort(Comparator.comparingInt(Landed::number));
    return List.copyOf(found);
  }

  /** The landings of all sessions, by session; what is not one of Muster's notes is left out. */
  public Map<String, List<Landed>> all() throws GitException {
    var found = new HashMap<String, List<Landed>>();
    for (var entry : notes.under(MusterRefs.allLanded())) {
      try {
        var landed = Landed.of(LandingRecord.parse(entry.ref(), entry.message()));
        found.computeIfAbsent(landed.session(), session -> new ArrayList<>()).add(landed);
      } catch (GitException notOurs) {
        LOG.warn("{} is not a note of a landing.", entry.ref(), notOurs);
      }
    }
    found.values().forEach(all -> all.sort(Comparator.comparingInt(Landed::number)));
    return found;
  }

  /** What was being done when Muster ended. Waits for what is being done now. */
  public List<UnfinishedLanding> unfinished() throws GitException {
    var found = new ArrayList<UnfinishedLanding>();
    var lock = git.locks().landing(repository.commonDir());
    lock.lock();
    try {
      for (var entry : notes.under(MusterRefs.landings())) {
        found.add(new UnfinishedFinder(repository, steps).look(entry));
      }
    } finally {
      lock.unlock();
    }
    return List.copyOf(found);
  }

  /**
   * Does the rest of what was being done.
   *
   * @return the landing that came of it, undone or not; for resolved conflicts, a landing of the
   *     target onto the session's own branch
   * @throws GitException with a sentence when that is not possible; then nothing more was moved
   */
  public Landed finish(UnfinishedLanding unfinished) throws GitException {
    var lock = git.locks().landing(repository.commonDir());
    lock.lock();
    try {
      var record = notes.same(unfinished);
      steps.carryOn(record);
      return Landed.of(record.kind() == Kind.UNDO ? record.as(Kind.LAND, true) : record);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes back what was done so far: the target goes back if it had moved. Commits of the session's
   * work stay on its own branch, the landed ones under {@code refs/muster/landed/}, and a
   * resolution of conflicts under {@code refs/muster/kept/}.
   *
   * @throws GitException with a sentence when that is not possible; then nothing more was moved
   */
  public void undo(UnfinishedLanding unfinished) throws GitException {
    var lock = git.locks().landing(repository.commonDir());
    lock.lock();
    try {
      var record = notes.same(unfinished);
      if (record.kind() == Kind.LAND) {
        var now = steps.branch(record.target());
        if (now.equals(record.after())) {
          steps.keepLanded(record);
          steps.carryOn(record.as(Kind.UNDO, false));
          return;
        }
      }
      if (record.kind() != Kind.UNDO) {
        steps.keepUnused(record);
      }
      steps.forget(record.session());
    } finally {
      lock.unlock();
    }
  }

  /** Carries on, and takes the note away when it failed before anything moved. */
  private void carryOn(LandingRecord record) throws GitException {
    try {
      steps.carryOn(record);
    } catch (GitException e) {
      boolean moved =
          record.kind() == Kind.RESOLVE
              || steps
                  .branch(record.target())
                  .equals(record.kind() == Kind.UNDO ? record.before() : record.after());
      if (!moved) {
        steps.forget(record.session());
      }
      throw e;
    }
  }

  private int next(String session) throws GitException {
    return of(session).stream().mapToInt(Landed::number).max().orElse(0) + 1;
  }

  private boolean isPushed(String commit) throws GitException {
    return !git.run(
            store,
            "for-each-ref",
            "--count=1",
            "--format=%(refname)",
            "--contains",
            commit,
            "refs/remotes")
        .text()
        .isEmpty();
  }

  /** A name {@code muster/landed/…} that no branch has and none is a folder of. */
  private String freeBranch(LandingPlan plan) throws GitException {
    var taken =
        git.run(store, "for-each-ref", "--format=%(refname:lstrip=2)", "refs/heads/")
            .text()
            .lines()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    var folder = taken.contains("muster") ? MusterRefs.OTHER_BRANCHES : MusterRefs.BRANCHES;
    folder += taken.contains(folder + "landed") ? "landed-" : "landed/";
    int slash = plan.branch().lastIndexOf('/');
    var slug = Slug.of(plan.branch().substring(slash + 1));
    for (int n = 1; ; n++) {
      var name = folder + (n == 1 ? slug : slug + "-" + n);
      if (!taken.contains(name) && taken.stream().noneMatch(t -> t.startsWith(name + "/"))) {
        return name;
      }
    }
  }
}

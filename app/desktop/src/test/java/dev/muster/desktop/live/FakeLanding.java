package dev.muster.desktop.live;

import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.Changeset;
import dev.muster.engine.git.ConflictOrigins;
import dev.muster.engine.git.ConflictTexts;
import dev.muster.engine.git.Forecast;
import dev.muster.engine.git.Landed;
import dev.muster.engine.git.LandingPlan;
import dev.muster.engine.git.LandingPlan.Outcome;
import dev.muster.engine.git.LandingRequest;
import dev.muster.engine.git.LandingWay;
import dev.muster.engine.git.MergeConflict;
import dev.muster.engine.git.Moving;
import dev.muster.engine.git.PlannedCommit;
import dev.muster.engine.git.RebaseStop;
import dev.muster.engine.git.Resolution;
import dev.muster.engine.git.SessionCommit;
import dev.muster.engine.git.SessionForecast;
import dev.muster.engine.git.SessionWork;
import dev.muster.engine.git.TargetPlace;
import dev.muster.engine.git.UndoPlan;
import dev.muster.engine.review.SessionConflicts;
import dev.muster.engine.review.SessionLandings.Interrupted;
import dev.muster.engine.session.FleetException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** An engine that lands nothing and answers what a test tells it. */
public final class FakeLanding implements LandingSource {
  private static final String BEFORE = "a".repeat(40);
  private static final String AFTER = "c".repeat(40);

  public final List<String> asked = new CopyOnWriteArrayList<>();
  public List<String> targets = List.of("main", "next");
  public List<MergeConflict> conflicts = List.of();
  public Set<Moving> possible = Set.of(Moving.BRANCH, Moving.NEW_BRANCH);
  public List<Landed> landings = List.of();
  public String targetAt = BEFORE;
  public List<Interrupted> interrupted = List.of();
  public final Map<String, ConflictTexts> texts = new HashMap<>();
  public ConflictOrigins origins = new ConflictOrigins(List.of(), List.of());
  public List<Resolution> resolved = List.of();

  /** What was kept of each commit, in order. */
  public final List<List<Resolution>> kept = new CopyOnWriteArrayList<>();

  /** The conflicts of the commits that come after. */
  public final List<List<MergeConflict>> later = new CopyOnWriteArrayList<>();

  public RebaseStop stop =
      new RebaseStop(AFTER, "Say more", "Ada", 1, 2, BEFORE, "the trees of this commit");
  public @Nullable String refusal;

  /** When set, what is landed waits for this and gives it. */
  public @Nullable CompletableFuture<Landed> waiting;

  private <T> CompletableFuture<T> answer(String what, T value) {
    asked.add(what);
    return refusal == null
        ? CompletableFuture.completedFuture(value)
        : CompletableFuture.failedFuture(new FleetException(refusal));
  }

  @Override
  public CompletableFuture<List<String>> targets(SessionId session) {
    return answer("targets", targets);
  }

  @Override
  public CompletableFuture<String> message(SessionId session) {
    return answer("message", "Mend it\n");
  }

  @Override
  public CompletableFuture<LandingPlan> plan(
      SessionId session, String target, LandingWay way, String message) {
    Path worktree = Path.of("/w");
    SessionWork work = new SessionWork(session.value(), worktree, worktree.resolve("index"));
    boolean ready = conflicts.isEmpty();
    return answer(
        "plan " + way + " onto " + target,
        new LandingPlan(
            new LandingRequest(work, target, way, message, message),
            ready ? Outcome.READY : Outcome.CONFLICTS,
            "muster/mend-it",
            BEFORE,
            BEFORE,
            "d".repeat(40),
            0,
            targetAt,
            ready ? AFTER : "",
            ready ? List.of(new PlannedCommit(AFTER, "", "Mend it", "You")) : List.of(),
            0,
            ready ? new Changeset(BEFORE, "d".repeat(40), List.of(), 0, List.of()) : null,
            ready ? "" : "e".repeat(40),
            conflicts,
            ready || way != LandingWay.REBASE ? null : stop,
            kept.size(),
            new TargetPlace(null, false, List.of()),
            ready ? possible : Set.of(),
            List.of("%s gets one commit more.".formatted(target))));
  }

  @Override
  public CompletableFuture<Landed> land(SessionId session, LandingPlan plan, Moving moving) {
    CompletableFuture<Landed> later = waiting;
    if (later != null) {
      asked.add("land " + moving);
      return later;
    }
    return answer(
        "land " + moving + " " + plan.request().message().strip(), landed(session, false));
  }

  public static Landed landed(SessionId session, boolean undone) {
    return new Landed(
        session.value(),
        1,
        "refs/muster/landed/" + session + "/1",
        "main",
        BEFORE,
        AFTER,
        LandingWay.SQUASH,
        Moving.BRANCH,
        Instant.EPOCH,
        undone);
  }

  @Override
  public CompletableFuture<?> handBack(SessionId session, LandingPlan plan) {
    return answer("hand back", "p1");
  }

  @Override
  public CompletableFuture<SessionConflicts.Shown> conflict(
      SessionId session, LandingPlan plan, MergeConflict conflict) {
    return answer(
        "conflict " + conflict.path(),
        new SessionConflicts.Shown(
            conflict,
            texts.getOrDefault(conflict.path(), new ConflictTexts(null, null, null, null)),
            origins));
  }

  @Override
  public CompletableFuture<?> keep(
      SessionId session, LandingPlan plan, List<Resolution> resolutions) {
    if (refusal == null) {
      kept.add(resolutions);
      if (resolutions.size() == plan.conflicts().size()) {
        conflicts = later.isEmpty() ? List.of() : later.removeFirst();
        stop = new RebaseStop(BEFORE, "Say it again", "Ada", 2, 2, AFTER, "other trees");
      }
    }
    return answer("keep", "kept");
  }

  @Override
  public CompletableFuture<?> anew(SessionId session) {
    return answer("anew", 1);
  }

  @Override
  public CompletableFuture<SessionCommit> resolve(
      SessionId session, LandingPlan plan, List<Resolution> resolutions, String message) {
    if (refusal == null) {
      resolved = resolutions;
      conflicts = List.of();
    }
    return answer(
        "resolve " + message.strip(),
        new SessionCommit(AFTER, "d".repeat(40), BEFORE, true, "muster/mend-it", List.of()));
  }

  @Override
  public CompletableFuture<List<Landed>> landings(SessionId session) {
    return answer("landings", landings);
  }

  @Override
  public CompletableFuture<UndoPlan> undoing(SessionId session, Landed landed) {
    return answer("undoing", new UndoPlan(landed, List.of(), false, List.of("main goes back.")));
  }

  @Override
  public CompletableFuture<Landed> undo(SessionId session, Landed landed, boolean withCheckout) {
    return answer("undo", landed(session, true));
  }

  @Override
  public CompletableFuture<Forecast> forecast(SessionId session, String target) {
    SessionForecast mine =
        new SessionForecast(
            session.value(),
            AFTER,
            1,
            1,
            SessionForecast.Outcome.CLEAN,
            List.of(),
            0,
            1,
            "It merges cleanly.");
    return answer(
        "forecast",
        new Forecast(
            target, BEFORE, List.of(mine), List.of(), 0, List.of(session.value()), List.of()));
  }

  @Override
  public CompletableFuture<?> closeAsMerged(SessionId session) {
    return answer("close", session);
  }

  @Override
  public CompletableFuture<List<Interrupted>> interrupted() {
    return answer("interrupted", interrupted);
  }

  @Override
  public CompletableFuture<Landed> finish(Interrupted what) {
    if (refusal == null) {
      interrupted = List.of();
    }
    return answer("finish " + what.session(), landed(what.session(), false));
  }

  @Override
  public CompletableFuture<?> takeBack(Interrupted what) {
    if (refusal == null) {
      interrupted = List.of();
    }
    return answer("take back " + what.session(), what);
  }
}

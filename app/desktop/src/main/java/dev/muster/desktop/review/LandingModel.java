package dev.muster.desktop.review;

import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.LandingSource;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.Landed;
import dev.muster.engine.git.LandingPlan;
import dev.muster.engine.git.LandingWay;
import dev.muster.engine.git.Moving;
import dev.muster.engine.git.SessionForecast;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * Bringing a session's work into a branch: what is proposed, what would happen, what was done. What
 * was asked for last counts; an older answer never replaces it. JavaFX thread only.
 */
public final class LandingModel {
  private final SessionId session;
  private final LandingSource source;
  private final EventPump pump;
  private final ObservableList<String> targets = FXCollections.observableArrayList();
  private final ObjectProperty<@Nullable String> target =
      new SimpleObjectProperty<>(this, "target");
  private final ObjectProperty<LandingWay> way =
      new SimpleObjectProperty<>(this, "way", LandingWay.SQUASH);
  private final StringProperty message = new SimpleStringProperty(this, "message", "");
  private final ReadOnlyObjectWrapper<@Nullable LandingPlan> plan =
      new ReadOnlyObjectWrapper<>(this, "plan");
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy");
  private final ReadOnlyObjectWrapper<@Nullable String> problem =
      new ReadOnlyObjectWrapper<>(this, "problem");
  private final ReadOnlyObjectWrapper<@Nullable Landed> landed =
      new ReadOnlyObjectWrapper<>(this, "landed");
  private final ReadOnlyObjectWrapper<@Nullable Landed> takenBack =
      new ReadOnlyObjectWrapper<>(this, "takenBack");
  private final ReadOnlyObjectWrapper<@Nullable SessionForecast> forecast =
      new ReadOnlyObjectWrapper<>(this, "forecast");
  private final Function<String, String> name;
  private @Nullable ConflictModel conflicts;
  private int asked;
  private int landingsAsked;

  /**
   * @param name the title of a session, by its id; empty when it is not known
   */
  LandingModel(
      SessionId session, LandingSource source, EventPump pump, Function<String, String> name) {
    this.session = session;
    this.name = name;
    this.source = source;
    this.pump = pump;
  }

  /** The branches it can come into. */
  ObservableList<String> targets() {
    return targets;
  }

  ObjectProperty<@Nullable String> targetProperty() {
    return target;
  }

  ObjectProperty<LandingWay> wayProperty() {
    return way;
  }

  StringProperty messageProperty() {
    return message;
  }

  /** What would happen; null while that is not known. */
  ReadOnlyObjectProperty<@Nullable LandingPlan> planProperty() {
    return plan.getReadOnlyProperty();
  }

  /** Whether something is being computed or done. */
  ReadOnlyBooleanProperty busyProperty() {
    return busy.getReadOnlyProperty();
  }

  /** What could not be done, a sentence; null when all could. */
  ReadOnlyObjectProperty<@Nullable String> problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /** The last landing that was not taken back; null when there is none. */
  ReadOnlyObjectProperty<@Nullable Landed> landedProperty() {
    return landed.getReadOnlyProperty();
  }

  /** The landing that was shown here and is taken back since; null when there is none. */
  ReadOnlyObjectProperty<@Nullable Landed> takenBackProperty() {
    return takenBack.getReadOnlyProperty();
  }

  void dismissTakenBack() {
    takenBack.set(null);
  }

  /** How it would come into the proposed branch now; null while that is not known. */
  ReadOnlyObjectProperty<@Nullable SessionForecast> forecastProperty() {
    return forecast.getReadOnlyProperty();
  }

  /** Looks where it could go, and what was landed before. */
  void look() {
    lookForTargets(this::foretell);
    landings();
  }

  private void lookForTargets(Runnable then) {
    deliver(
        source.targets(session),
        found -> {
          if (!targets.equals(found)) {
            String chosen = target.get();
            targets.setAll(found);
            boolean there = chosen != null && found.contains(chosen);
            target.set(there || found.isEmpty() ? chosen : found.getFirst());
          }
          then.run();
        });
  }

  /** Looks how it would come into the branch now; quiet where that cannot be told. */
  void foretell() {
    String into = target.get();
    if (into != null) {
      pump.deliver(
          source.forecast(session, into),
          all -> forecast.set(all.of(session.value()).orElse(null)),
          sentence -> forecast.set(null));
    }
  }

  /** Looks once more what was landed, and how it would come into the branch now. */
  void lookAgain() {
    landings();
    foretell();
  }

  private void landings() {
    int mine = ++landingsAsked;
    pump.deliver(
        source.landings(session),
        all -> {
          if (mine == landingsAsked) {
            stands(all.isEmpty() ? null : all.getLast());
          }
        },
        problem::set);
  }

  /**
   * Shows the last landing as it is now; whoever made it or took it back.
   *
   * @param last null when there was none
   */
  private void stands(@Nullable Landed last) {
    landingsAsked++; // an answer that is still on its way is older
    Landed shown = landed.get();
    boolean stands = last != null && !last.undone();
    if (stands || (last != null && shown != null && shown.ref().equals(last.ref()))) {
      takenBack.set(stands ? null : last);
    }
    landed.set(stands ? last : null);
  }

  /**
   * Looks at the branches once more, proposes a message, if there is none yet, and computes what
   * would happen.
   */
  void prepare() {
    busy.set(true);
    lookForTargets(this::propose);
  }

  private void propose() {
    if (!message.get().isBlank()) {
      plan();
      return;
    }
    deliver(
        source.message(session),
        proposed -> {
          message.set(proposed);
          plan();
        });
  }

  /** Looks at the branches and computes what would happen, after something stood in the way. */
  void planAgain() {
    if (!busy.get()) {
      prepare();
    }
  }

  /** Computes what would happen. */
  void plan() {
    plan(() -> {});
  }

  /**
   * Computes what would happen.
   *
   * @param then called when that is known, or that it cannot be known; not when something else was
   *     asked meanwhile
   */
  void plan(Runnable then) {
    String into = target.get();
    if (into == null) {
      busy.set(false);
      problem.set("There is no branch to land on: the repository has none but those of sessions.");
      then.run();
      return;
    }
    int mine = ++asked;
    plan.set(null);
    problem.set(null);
    busy.set(true);
    pump.deliver(
        source.plan(session, into, way.get(), message.get()),
        found -> {
          if (mine == asked) {
            busy.set(false);
            plan.set(found);
            then.run();
          }
        },
        sentence -> {
          if (mine == asked) {
            failed(sentence);
            then.run();
          }
        });
  }

  /** Takes back what was stored of resolved conflicts, so that they are resolved anew. */
  void anew(Runnable done) {
    deliver(
        source.anew(session),
        _ -> {
          conflicts = null;
          done.run();
        });
  }

  /**
   * Does what the plan says; with another message than the plan had, it is made again first, and
   * only done when it says the same.
   */
  void land(Moving moving) {
    LandingPlan shown = plan.get();
    if (shown == null || busy.get()) {
      return;
    }
    busy.set(true);
    problem.set(null);
    if (shown.request().message().equals(message.get())) {
      carryOut(shown, moving);
      return;
    }
    int mine = ++asked;
    deliver(
        source.plan(session, shown.request().target(), shown.request().way(), message.get()),
        again -> {
          if (mine != asked) {
            return;
          }
          plan.set(again);
          if (same(shown, again)) {
            carryOut(again, moving);
          } else {
            failed("It is no longer what was shown. Look again.");
          }
        });
  }

  private static boolean same(LandingPlan one, LandingPlan other) {
    return one.outcome() == other.outcome()
        && one.targetBefore().equals(other.targetBefore())
        && one.sessionTree().equals(other.sessionTree())
        && Objects.equals(one.possible(), other.possible());
  }

  private void carryOut(LandingPlan what, Moving moving) {
    pump.deliver(
        source.land(session, what, moving),
        done -> {
          busy.set(false);
          plan.set(null);
          stands(done);
          foretell();
        },
        sentence -> lookAgain(what, sentence));
  }

  /** What would happen now is to stand below what went wrong. */
  private void lookAgain(LandingPlan refused, String sentence) {
    int mine = ++asked;
    pump.deliver(
        source.plan(session, refused.request().target(), refused.request().way(), message.get()),
        found -> {
          if (mine == asked) {
            plan.set(found);
            failed(sentence);
          }
        },
        _ -> failed(sentence));
  }

  /**
   * The conflicts of the plan that is shown, to be resolved by the person. What was chosen before
   * is still there as long as neither side has changed. Null when there is none.
   */
  @Nullable ConflictModel conflicts() {
    LandingPlan shown = plan.get();
    if (shown == null || shown.conflicts().isEmpty() || shown.mergedTree().isEmpty()) {
      return null;
    }
    ConflictModel known = conflicts;
    if (known == null || !known.fits(shown)) {
      known = new ConflictModel(session, source, pump, shown, name, known);
      conflicts = known;
    }
    return known;
  }

  /** Hands the conflicts of the plan to the session's agent. */
  void handBack(Runnable done) {
    LandingPlan shown = plan.get();
    if (shown == null || busy.get()) {
      return;
    }
    busy.set(true);
    deliver(
        source.handBack(session, shown),
        sent -> {
          busy.set(false);
          plan.set(null);
          done.run();
        });
  }

  /**
   * Asks whether the last landing can be taken back.
   *
   * @param ask gets what would happen, as sentences
   */
  void askUndo(java.util.function.BiConsumer<List<String>, Runnable> ask) {
    Landed last = landed.get();
    if (last == null) {
      return;
    }
    deliver(
        source.undoing(session, last),
        undo -> {
          if (undo.possible()) {
            ask.accept(undo.tells(), () -> undo(last, undo.movesCheckout()));
          } else {
            failed(String.join(" ", undo.refusals()));
          }
        });
  }

  private void undo(Landed last, boolean withCheckout) {
    deliver(
        source.undo(session, last, withCheckout),
        undone -> {
          problem.set(null);
          stands(undone);
          foretell();
        });
  }

  private <T> void deliver(
      CompletableFuture<? extends T> asked, java.util.function.Consumer<T> answer) {
    pump.deliver(asked, answer, this::failed);
  }

  private void failed(String sentence) {
    busy.set(false);
    problem.set(sentence);
  }

  /** Ends the session as merged. */
  void closeSession() {
    deliver(source.closeAsMerged(session), closed -> problem.set(null));
  }
}

package dev.muster.desktop.review;

import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.LandingSource;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.review.SessionLandings.Interrupted;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * What a killed Muster left half done, and what becomes of it; one for all windows. JavaFX thread
 * only; what blocks is done elsewhere.
 */
public final class InterruptedModel {
  private final LandingSource source;
  private final EventPump pump;
  private final ObservableList<Interrupted> found = FXCollections.observableArrayList();
  private final ObservableList<Interrupted> view = FXCollections.unmodifiableObservableList(found);
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper(this, "problem", "");
  private final ReadOnlyStringWrapper told = new ReadOnlyStringWrapper(this, "told", "");
  private @Nullable SessionId about;

  InterruptedModel(LandingSource source, EventPump pump) {
    this.source = source;
    this.pump = pump;
  }

  /** What is still half done. */
  ObservableList<Interrupted> found() {
    return view;
  }

  /** Whether something is being done about it. */
  ReadOnlyBooleanProperty busyProperty() {
    return busy.getReadOnlyProperty();
  }

  /** What could not be done, a sentence; empty when all could. */
  ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /** What was done about it, a sentence; empty for nothing. */
  ReadOnlyStringProperty toldProperty() {
    return told.getReadOnlyProperty();
  }

  /** Whose landing the sentences are about; null when they are about none. */
  @Nullable SessionId about() {
    return about;
  }

  /** Looks whether there is something; returns at once. */
  public void look() {
    pump.deliver(source.interrupted(), found::setAll, problem::set);
  }

  /** Does the rest of it. */
  void finish(Interrupted what) {
    if (begin(what)) {
      pump.deliver(source.finish(what), landed -> ended(landed.sentence()), this::failed);
    }
  }

  /** Takes back what was done of it. */
  void takeBack(Interrupted what) {
    if (begin(what)) {
      pump.deliver(
          source.takeBack(what),
          _ -> ended("It was taken back. The work is on the session's own branch as before."),
          this::failed);
    }
  }

  /** It was read. */
  void dismiss() {
    about = null;
    told.set("");
    problem.set("");
  }

  private boolean begin(Interrupted what) {
    if (busy.get()) {
      return false;
    }
    busy.set(true);
    dismiss();
    about = what.session();
    return true;
  }

  private void ended(String sentence) {
    busy.set(false);
    told.set(sentence);
    look();
  }

  private void failed(String sentence) {
    busy.set(false);
    problem.set(sentence);
    // Someone else may have ended it meanwhile, or it stands otherwise now. A second failure has
    // nothing to add to the sentence that is shown.
    pump.deliver(source.interrupted(), found::setAll, _ -> {});
  }
}

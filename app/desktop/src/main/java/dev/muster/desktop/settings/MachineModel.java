package dev.muster.desktop.settings;

import dev.muster.desktop.live.Backend;
import dev.muster.desktop.live.EventPump;
import dev.muster.engine.doctor.Finding;
import java.util.Locale;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** What was found when Muster looked at all it needs. JavaFX thread only. */
public final class MachineModel {
  private final Backend backend;
  private final EventPump pump;
  private final ObservableList<Finding> findings = FXCollections.observableArrayList();
  private final ReadOnlyBooleanWrapper looking = new ReadOnlyBooleanWrapper(this, "looking");
  private final ReadOnlyObjectWrapper<@Nullable String> problem =
      new ReadOnlyObjectWrapper<>(this, "problem");

  public MachineModel(Backend backend, EventPump pump) {
    this.backend = backend;
    this.pump = pump;
  }

  /** All findings, the worst first; empty until the first look is over. */
  public ObservableList<Finding> findings() {
    return findings;
  }

  public ReadOnlyBooleanProperty lookingProperty() {
    return looking.getReadOnlyProperty();
  }

  /** Why it could not look, a sentence; null when it could. */
  public ReadOnlyObjectProperty<@Nullable String> problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /** Looks; does nothing while it looks. */
  public void look() {
    if (looking.get()) {
      return;
    }
    looking.set(true);
    problem.set(null);
    pump.deliver(
        backend.examine(),
        found -> {
          looking.set(false);
          findings.setAll(
              found.stream()
                  .sorted((a, b) -> Integer.compare(b.level().ordinal(), a.level().ordinal()))
                  .toList());
        },
        sentence -> {
          looking.set(false);
          problem.set(sentence);
        });
  }

  /** All of it as text, to be sent to somebody who helps. */
  public String text() {
    return findings.stream()
        .map(
            f ->
                f.level().name().toLowerCase(Locale.ROOT)
                    + "  "
                    + f.about()
                    + ": "
                    + f.text()
                    + (f.remedy() == null ? "" : "\n    " + f.remedy()))
        .collect(Collectors.joining("\n", "", "\n"));
  }
}

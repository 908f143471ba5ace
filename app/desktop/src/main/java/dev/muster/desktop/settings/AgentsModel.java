package dev.muster.desktop.settings;

import dev.muster.desktop.live.Backend;
import dev.muster.desktop.live.EventPump;
import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.agent.found.InstalledAgent;
import dev.muster.engine.store.Settings;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * The agents as they stand on this machine, and what can be done about them: look again, leave one
 * out, add one. JavaFX thread only.
 */
public final class AgentsModel {
  private final Backend backend;
  private final EventPump pump;
  private final Runnable changed;
  private final ObservableList<InstalledAgent> installed = FXCollections.observableArrayList();
  private final ObservableList<AgentProfile> own = FXCollections.observableArrayList();
  private final ReadOnlyBooleanWrapper looking = new ReadOnlyBooleanWrapper(this, "looking");
  private final ReadOnlyObjectWrapper<@Nullable String> problem =
      new ReadOnlyObjectWrapper<>(this, "problem");
  private int looks;

  /**
   * @param changed called when agents or settings are other than before
   */
  public AgentsModel(Backend backend, EventPump pump, Runnable changed) {
    this.backend = backend;
    this.pump = pump;
    this.changed = changed;
  }

  /** The programs, known and configured; changes last when a look is over, empty until then. */
  public ObservableList<InstalledAgent> installed() {
    return installed;
  }

  /** The agents that are Muster's own. */
  public ObservableList<AgentProfile> own() {
    return own;
  }

  /** Whether it looks right now. */
  public ReadOnlyBooleanProperty lookingProperty() {
    return looking.getReadOnlyProperty();
  }

  /** What failed, or what of the settings cannot be used; null when all is well. */
  public ReadOnlyObjectProperty<@Nullable String> problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /** Looks for agents; what was found before stays until then. */
  public void look() {
    int look = ++looks;
    looking.set(true);
    pump.deliver(
        backend.installedAgents(),
        found -> {
          if (look == looks) {
            looking.set(false);
            take(found);
          }
        },
        sentence -> {
          if (look == looks) {
            looking.set(false);
            problem.set(sentence);
          }
        });
  }

  private void take(List<InstalledAgent> found) {
    Set<String> programs = found.stream().map(InstalledAgent::id).collect(Collectors.toSet());
    own.setAll(backend.agents().stream().filter(agent -> !programs.contains(agent.id())).toList());
    installed.setAll(found);
    List<String> unusable = backend.settingsProblems();
    problem.set(unusable.isEmpty() ? null : String.join("\n", unusable));
    changed.run();
  }

  /** Offers an agent or leaves it out; its entry in the settings keeps all else. */
  public void setEnabled(InstalledAgent agent, boolean enabled) {
    change(settings -> settings.withAgentEnabled(agent.id(), enabled));
  }

  /** Takes an agent that only the settings name out of them. */
  public void remove(InstalledAgent agent) {
    change(
        settings ->
            settings.withAgents(
                settings.agents().stream()
                    .filter(entry -> !entry.id().equals(agent.id()))
                    .toList()));
  }

  private void change(UnaryOperator<Settings> change) {
    problem.set(null);
    pump.deliver(backend.changeSettings(change), _ -> look(), problem::set);
  }

  /** What another agent is made with. */
  public AddAgentModel another() {
    return new AddAgentModel(backend, pump, this::look);
  }
}

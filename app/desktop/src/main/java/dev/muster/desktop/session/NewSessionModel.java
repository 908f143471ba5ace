package dev.muster.desktop.session;

import dev.muster.desktop.live.Backend;
import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.Words;
import dev.muster.engine.ProjectInfo;
import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.session.SessionSpec;
import dev.muster.engine.store.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * What the new-session dialog holds: the tasks, who works on them, what it may do, where it starts
 * and where it stops. A task that could not be stored stays in the text. JavaFX thread only.
 */
public final class NewSessionModel {
  /** So many sessions are made of one text at most; a longer list is more likely a mistake. */
  public static final int MOST_TASKS = 50;

  private static final int MOST_RIVALS = 8;

  private final Backend backend;
  private final EventPump pump;
  private final ProjectInfo project;
  private final StringProperty text = new SimpleStringProperty(this, "text", "");
  private final BooleanProperty many = new SimpleBooleanProperty(this, "many");
  private final ObservableList<AgentProfile> agents = FXCollections.observableArrayList();
  private final ObjectProperty<@Nullable AgentProfile> agent =
      new SimpleObjectProperty<>(this, "agent");
  private final ObjectProperty<@Nullable String> model = new SimpleObjectProperty<>(this, "model");
  private final ObjectProperty<@Nullable String> effort =
      new SimpleObjectProperty<>(this, "effort");
  private final ObjectProperty<PermissionMode> mode = new SimpleObjectProperty<>(this, "mode");
  private final ObjectProperty<@Nullable String> startFrom =
      new SimpleObjectProperty<>(this, "startFrom");
  private final StringProperty dollars = new SimpleStringProperty(this, "dollars", "");
  private final StringProperty minutes = new SimpleStringProperty(this, "minutes", "");
  private final ObservableList<Rival> rivals = FXCollections.observableArrayList();
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy");
  private final ReadOnlyObjectWrapper<@Nullable String> problem =
      new ReadOnlyObjectWrapper<>(this, "problem");
  private final BooleanBinding ready;

  /** Whether the person chose who works on it; else it is an offer, and a better one may come. */
  private boolean agentChosen;

  public NewSessionModel(Backend backend, EventPump pump, ProjectInfo project) {
    this.backend = backend;
    this.pump = pump;
    this.project = project;
    Settings settings = backend.settings();
    mode.set(settings.defaultMode());
    startFrom.set(project.branch() != null ? project.branch() : project.commit());
    agents.setAll(backend.agents());
    agent.set(choose(agents, settings.defaultAgent()));
    agent.subscribe(
        chosen -> {
          model.set(
              chosen == null || chosen.models().isEmpty() ? null : chosen.models().getFirst());
          effort.set(null);
        });
    ready =
        Bindings.createBooleanBinding(
            () ->
                !busy.get()
                    && project.problem() == null
                    && !text.get().isBlank()
                    && agent.get() != null
                    && agent.get().availability().ready(),
            busy,
            text,
            agent);
  }

  public ProjectInfo project() {
    return project;
  }

  /** What to do; with {@link #manyProperty()} one task per line. */
  public StringProperty textProperty() {
    return text;
  }

  /** Whether each line is a task of its own. */
  public BooleanProperty manyProperty() {
    return many;
  }

  /** All agents, the unavailable ones as well. */
  public ObservableList<AgentProfile> agents() {
    return agents;
  }

  /** Takes the agents as they are known now; what was chosen stays chosen if it can. */
  public void refreshAgents() {
    List<AgentProfile> now = backend.agents();
    if (now.equals(agents)) {
      return;
    }
    AgentProfile before = agent.get();
    String asked = model.get();
    String hard = effort.get();
    boolean keep = before != null && (agentChosen || !before.scripted());
    String wanted = before != null && keep ? before.id() : backend.settings().defaultAgent();
    AgentProfile after = choose(now, wanted);
    agent.set(after);
    if (before != null && after != null && before.id().equals(after.id())) {
      if (asked != null && after.models().contains(asked)) {
        model.set(asked);
      }
      if (hard != null && after.efforts().contains(hard)) {
        effort.set(hard);
      }
    }
    // Last: who shows the list reads the rest.
    agents.setAll(now);
  }

  /** Who works on it; null as long as nobody can. */
  public ObjectProperty<@Nullable AgentProfile> agentProperty() {
    return agent;
  }

  /** Takes an agent because the person said so: another that comes later does not replace it. */
  public void chooseAgent(AgentProfile one) {
    agentChosen = true;
    agent.set(one);
  }

  /** Which model; null for the agent's own choice. */
  public ObjectProperty<@Nullable String> modelProperty() {
    return model;
  }

  /** How hard it is to think, one of the agent's own words; null for its own choice. */
  public ObjectProperty<@Nullable String> effortProperty() {
    return effort;
  }

  public ObjectProperty<PermissionMode> modeProperty() {
    return mode;
  }

  /** Branch or commit to start from. */
  public ObjectProperty<@Nullable String> startFromProperty() {
    return startFrom;
  }

  /** Dollars to stop at, as typed; blank for no limit. */
  public StringProperty dollarsProperty() {
    return dollars;
  }

  /** Minutes of one turn to stop at, as typed; blank for no limit. */
  public StringProperty minutesProperty() {
    return minutes;
  }

  public ReadOnlyBooleanProperty busyProperty() {
    return busy.getReadOnlyProperty();
  }

  /** Why it could not be done, a sentence; null when nothing is wrong. */
  public ReadOnlyObjectProperty<@Nullable String> problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /** Whether there is enough to start. */
  public BooleanBinding ready() {
    return ready;
  }

  /** Who else gets the same task, each in a session of its own; not with many tasks. */
  public ObservableList<Rival> rivals() {
    return rivals;
  }

  /** Who could be added to them: each agent that can work, with each of its models. */
  public List<Rival> possibleRivals() {
    if (rivals.size() >= MOST_RIVALS) {
      return List.of();
    }
    List<Rival> all = new ArrayList<>();
    for (AgentProfile profile : agents) {
      if (!profile.availability().ready()) {
        continue;
      }
      if (profile.models().isEmpty()) {
        all.add(new Rival(profile, null));
      }
      profile.models().forEach(one -> all.add(new Rival(profile, one)));
    }
    return all;
  }

  /** How many sessions would be started. */
  public int count() {
    int tasks = tasks().size();
    return many.get() || tasks == 0 ? tasks : 1 + rivals.size();
  }

  /** The tasks as they would be started. */
  public List<String> tasks() {
    if (!many.get()) {
      return text.get().isBlank() ? List.of() : List.of(text.get().strip());
    }
    return text.get().lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  /** The preferred agent if it can work, else the first that can; the scripted one comes last. */
  static @Nullable AgentProfile choose(List<AgentProfile> found, @Nullable String preferred) {
    AgentProfile best = null;
    for (AgentProfile profile : found) {
      if (!profile.availability().ready()) {
        continue;
      }
      if (profile.id().equals(preferred)) {
        return profile;
      }
      if (best == null || best.scripted() && !profile.scripted()) {
        best = profile;
      }
    }
    return best;
  }

  /**
   * Stores the sessions, in order.
   *
   * @param first whether a single task goes before those already in the queue; several keep their
   *     order and go behind
   * @param done called with what was made once all of them are stored; when one could not be, the
   *     problem says why and the text holds what is left
   */
  public void submit(boolean first, Consumer<List<SessionId>> done) {
    AgentProfile chosen = agent.get();
    List<String> tasks = tasks();
    if (!ready.get() || chosen == null || tasks.isEmpty()) {
      return;
    }
    if (tasks.size() > MOST_TASKS) {
      problem.set(
          "These are %d tasks; at most %d can be started at once. Nothing was started."
              .formatted(tasks.size(), MOST_TASKS));
      return;
    }
    Limits limits;
    try {
      limits = limits();
    } catch (NumberFormatException bad) {
      problem.set(bad.getMessage());
      return;
    }
    problem.set(null);
    busy.set(true);
    List<SessionId> made = new ArrayList<>();
    CompletableFuture<?> chain = CompletableFuture.completedFuture(null);
    for (SessionSpec spec : specs(tasks, chosen, limits, first)) {
      chain = chain.thenCompose(_ -> backend.fleet().create(spec)).thenAccept(made::add);
    }
    pump.deliver(
        chain.thenApply(_ -> List.copyOf(made)),
        all -> {
          busy.set(false);
          text.set("");
          rivals.clear();
          done.accept(all);
        },
        sentence -> {
          busy.set(false);
          if (many.get()) {
            text.set(String.join("\n", tasks.subList(made.size(), tasks.size())));
          } else if (!made.isEmpty()) {
            leaveOut(made.size());
          }
          problem.set(
              made.isEmpty()
                  ? sentence
                  : Words.count(
                          made.size(),
                          many.get() ? "task was" : "session was",
                          many.get() ? "tasks were" : "sessions were")
                      + " started; the others are still here. "
                      + sentence);
        });
  }

  private List<SessionSpec> specs(
      List<String> tasks, AgentProfile chosen, Limits limits, boolean first) {
    List<SessionSpec> specs = new ArrayList<>();
    for (String task : tasks) {
      // Of several that go first, the last one stored would stand before the others.
      specs.add(spec(task, new Rival(chosen, model.get()), limits, first && count() == 1));
    }
    if (!many.get()) {
      rivals.forEach(rival -> specs.add(spec(tasks.getFirst(), rival, limits, false)));
    }
    return specs;
  }

  /** Of a race, those that were started are not started again. */
  private void leaveOut(int started) {
    Rival next = rivals.get(started - 1);
    rivals.remove(0, started);
    chooseAgent(next.agent());
    model.set(next.model());
  }

  private SessionSpec spec(String task, Rival who, Limits limits, boolean first) {
    String hard = effort.get();
    // Another agent has words of its own for it.
    boolean knows =
        hard != null && (who.agent().equals(agent.get()) || who.agent().efforts().contains(hard));
    return new SessionSpec(
        task,
        null,
        project.path(),
        who.agent().id(),
        who.model(),
        mode.get(),
        startFrom.get(),
        limits,
        List.of(),
        first,
        hard != null && knows ? Map.of("effort", hard) : Map.of());
  }

  /**
   * The limits as typed.
   *
   * @throws NumberFormatException with a sentence, when one is no number
   */
  Limits limits() {
    Long micros = null;
    String money = dollars.get().strip().replace("$", "").replace(',', '.');
    if (!money.isEmpty()) {
      double value;
      try {
        value = Double.parseDouble(money);
      } catch (NumberFormatException bad) {
        throw new NumberFormatException("“" + dollars.get() + "” is no sum of money, as 2.00 is.");
      }
      if (!(value > 0 && value <= 100_000)) {
        throw new NumberFormatException("Stop at a sum of money between $0.01 and $100,000.");
      }
      micros = Math.round(value * 1_000_000);
    }
    Integer time = null;
    String typed = minutes.get().strip().replace("min", "").strip();
    if (!typed.isEmpty()) {
      try {
        time = Integer.parseInt(typed);
      } catch (NumberFormatException bad) {
        throw new NumberFormatException("“" + minutes.get() + "” is no number of minutes.");
      }
      if (time < 1 || time > 10_000) {
        throw new NumberFormatException("Stop after 1 to 10,000 minutes.");
      }
    }
    return new Limits(micros, null, time);
  }
}

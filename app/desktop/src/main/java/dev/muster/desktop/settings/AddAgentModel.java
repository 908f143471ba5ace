package dev.muster.desktop.settings;

import dev.muster.desktop.live.Backend;
import dev.muster.desktop.live.EventPump;
import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.store.Settings.AgentEntry;
import dev.muster.engine.store.Settings.AgentKind;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/**
 * What a person types to add an agent that speaks the Agent Client Protocol. Nothing is written
 * before all of it can be used, and what was typed stays when it could not. JavaFX thread only.
 */
public final class AddAgentModel {
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");

  private final Backend backend;
  private final EventPump pump;
  private final Runnable added;
  private final StringProperty name = new SimpleStringProperty(this, "name", "");
  private final StringProperty id = new SimpleStringProperty(this, "id", "");
  private final StringProperty command = new SimpleStringProperty(this, "command", "");
  private final StringProperty variables = new SimpleStringProperty(this, "variables", "");
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy");
  private final ReadOnlyObjectWrapper<@Nullable String> problem =
      new ReadOnlyObjectWrapper<>(this, "problem");
  private final BooleanBinding ready;

  AddAgentModel(Backend backend, EventPump pump, Runnable added) {
    this.backend = backend;
    this.pump = pump;
    this.added = added;
    name.subscribe(
        (before, now) -> {
          // As long as nobody has written an id of their own.
          if (id.get().equals(slug(before))) {
            id.set(slug(now));
          }
        });
    ready =
        Bindings.createBooleanBinding(
            () -> !busy.get() && !id.get().isBlank() && !command.get().isBlank(),
            busy,
            id,
            command);
  }

  /** What people call it. */
  public StringProperty nameProperty() {
    return name;
  }

  /** What the settings and the command line call it; made of the name unless it is typed. */
  public StringProperty idProperty() {
    return id;
  }

  /** Program and arguments, in one line. */
  public StringProperty commandProperty() {
    return command;
  }

  /** Names of Muster's own variables that it may see, with spaces or commas between. */
  public StringProperty variablesProperty() {
    return variables;
  }

  public ReadOnlyBooleanProperty busyProperty() {
    return busy.getReadOnlyProperty();
  }

  /** Why it cannot be added, a sentence; null when nothing is wrong. */
  public ReadOnlyObjectProperty<@Nullable String> problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /** Whether there is enough to try it. */
  public BooleanBinding ready() {
    return ready;
  }

  /**
   * Writes it into the settings.
   *
   * @param done called when it stands there
   */
  public void add(Runnable done) {
    if (!ready.get()) {
      return;
    }
    AgentEntry entry;
    try {
      entry = entry();
    } catch (IllegalArgumentException bad) {
      problem.set(bad.getMessage());
      return;
    }
    problem.set(null);
    busy.set(true);
    pump.deliver(
        backend.changeSettings(settings -> settings.withAgent(entry)),
        _ -> {
          busy.set(false);
          added.run();
          done.run();
        },
        sentence -> {
          busy.set(false);
          problem.set(sentence);
        });
  }

  /**
   * What would be written.
   *
   * @throws IllegalArgumentException with a sentence, when something of it cannot be used
   */
  AgentEntry entry() {
    String chosen = id.get().strip();
    if (!ID.matcher(chosen).matches()) {
      throw new IllegalArgumentException(
          "An id is made of a-z, 0-9 and “-”, at most 40 of them: “" + chosen + "” is none.");
    }
    boolean taken =
        backend.settings().agent(chosen).isPresent()
            || backend.agents().stream().map(AgentProfile::id).anyMatch(chosen::equals);
    if (taken) {
      throw new IllegalArgumentException(
          "There is an agent “" + chosen + "” already. Choose another id.");
    }
    List<String> words = CommandWords.of(command.get());
    checkProgram(words);
    List<String> names = List.of(variables.get().strip().split("[\\s,]+"));
    List<String> pass = names.equals(List.of("")) ? List.of() : names;
    for (String variable : pass) {
      if (!VARIABLE.matcher(variable).matches()) {
        // A key typed by mistake is not repeated on the screen.
        throw new IllegalArgumentException(
            "Only names of variables go there, such as OPENAI_API_KEY; never a key itself.");
      }
    }
    String shown = name.get().strip();
    return new AgentEntry(
        chosen,
        shown.isEmpty() || shown.equals(chosen) ? null : shown,
        AgentKind.ACP,
        words,
        pass,
        Map.of(),
        true);
  }

  private static void checkProgram(List<String> words) {
    String program = words.isEmpty() ? "" : words.getFirst();
    if (program.isBlank()) {
      throw new IllegalArgumentException("Begin the command with the name of a program.");
    }
    if (program.contains("/") && !program.startsWith("/") && !program.startsWith("~/")) {
      throw new IllegalArgumentException(
          "“"
              + program
              + "” would lead into whatever folder a session works in. Give a program's name, or"
              + " its whole path: /… or ~/…");
    }
    if (program.matches("[A-Za-z_][A-Za-z0-9_]*=.*")) {
      throw new IllegalArgumentException(
          "Variables do not go into the command. Name those it may see below; others can be given"
              + " in the settings file.");
    }
  }

  /** An id made of a name: small letters and dashes. */
  static String slug(String name) {
    String plain = Normalizer.normalize(name.strip(), Normalizer.Form.NFD);
    String slug =
        plain
            .toLowerCase(Locale.ROOT)
            .replaceAll("\\p{M}", "")
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-+|-+$", "");
    return slug.length() <= 40 ? slug : slug.substring(0, 40);
  }
}

package dev.muster.cli;

import dev.muster.engine.agent.builtin.model.rehearsal.RehearsalProvider;
import dev.muster.engine.agent.builtin.model.rehearsal.Script;
import dev.muster.engine.agent.builtin.model.rehearsal.ScriptLibrary;
import dev.muster.engine.demo.Demo;
import dev.muster.engine.event.Limits;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What can be said about a session only when it is made. */
final class NewSessionOptions {
  private static final BigDecimal MICROS = BigDecimal.valueOf(1_000_000);

  @Option(
      names = "--repo",
      paramLabel = "DIR",
      description = "A folder in the repository; without this, where you are.")
  private @Nullable String repository;

  @Option(
      names = "--agent",
      paramLabel = "ID",
      description = "Which agent (muster agents lists them); without this, your default.")
  private @Nullable String agent;

  @Option(names = "--model", paramLabel = "NAME", description = "Which model the agent uses.")
  private @Nullable String model;

  @Option(names = "--title", paramLabel = "TEXT", description = "What the session is called.")
  private @Nullable String title;

  @Option(
      names = "--from",
      paramLabel = "REF",
      description = "Branch, tag or commit to start from; without this, what is checked out.")
  private @Nullable String from;

  @Option(
      names = "--limit-cost",
      paramLabel = "USD",
      description = "Stops when the session has cost this much, in dollars.")
  private @Nullable BigDecimal cost;

  @Option(
      names = "--limit-tokens",
      paramLabel = "N",
      description = "Stops when the session has used this many tokens.")
  private @Nullable Long tokens;

  @Option(
      names = "--limit-minutes",
      paramLabel = "N",
      description = "Stops a turn that works longer than this.")
  private @Nullable Integer minutes;

  @Option(
      names = "--script",
      paramLabel = "NAME",
      description =
          "With --agent rehearsal: which script plays the model. A wrong name lists them.")
  private @Nullable String script;

  @Option(
      names = "--pace",
      paramLabel = "X",
      description = "With --agent rehearsal: 2 plays twice as fast, 0 without any pause.")
  private @Nullable Double pace;

  @Nullable String repository() {
    return repository;
  }

  @Nullable String agent() {
    return agent;
  }

  @Nullable String model() {
    return model;
  }

  @Nullable String title() {
    return title;
  }

  @Nullable String from() {
    return from;
  }

  /** What only the rehearsal understands; empty when nothing of it was said. */
  Map<String, String> rehearsal() {
    Map<String, String> options = new TreeMap<>();
    if (script != null) {
      options.put(RehearsalProvider.SCRIPT, script);
    }
    if (pace != null) {
      options.put(RehearsalProvider.PACE, pace.toString());
    }
    return options;
  }

  Limits limits() {
    BigDecimal dollars = cost;
    Long micros = dollars == null ? null : dollars.multiply(MICROS).toBigInteger().longValueExact();
    return new Limits(micros, tokens, minutes);
  }

  /**
   * Looks whether the limits make sense and the script exists.
   *
   * @throws ParameterException with a sentence, when one does not
   */
  void check(CommandLine command) {
    BigDecimal dollars = cost;
    if (dollars != null
        && (dollars.multiply(MICROS).compareTo(BigDecimal.ONE) < 0
            || dollars.compareTo(MICROS) > 0)) {
      throw new ParameterException(
          command, "--limit-cost takes dollars above 0, such as 1.50, not " + dollars + ".");
    }
    Double speed = pace;
    if (speed != null && !(speed >= 0 && speed <= 1_000)) {
      throw new ParameterException(command, "--pace takes a number from 0 to 1000.");
    }
    String named = script;
    if (named != null) {
      ScriptLibrary scripts = Demo.library();
      if (scripts.find(named).isEmpty()) {
        throw new ParameterException(
            command,
            "There is no script \"%s\". There are: %s."
                .formatted(
                    Plain.line(named, 80),
                    String.join(", ", scripts.all().stream().map(Script::id).toList())));
      }
    }
    said(command, "--agent", agent);
    said(command, "--model", model);
    said(command, "--title", title);
    said(command, "--from", from);
    positive(command, "--limit-tokens", tokens);
    positive(command, "--limit-minutes", minutes == null ? null : minutes.longValue());
  }

  private static void said(CommandLine command, String option, @Nullable String value) {
    if (value != null && value.isBlank()) {
      throw new ParameterException(command, option + " is empty. Without it there is a default.");
    }
  }

  private static void positive(CommandLine command, String option, @Nullable Long value) {
    if (value != null && value < 1) {
      throw new ParameterException(command, option + " takes a number above 0, not " + value + ".");
    }
  }

  boolean anyGiven() {
    return !given().isEmpty();
  }

  /** The options that were used, as one reads them. */
  String names() {
    return String.join(", ", given());
  }

  /** The same without those that say who does it. */
  String namesButAgent() {
    List<String> names = given();
    names.removeAll(List.of("--agent", "--model"));
    return String.join(", ", names);
  }

  private List<String> given() {
    List<String> names = new ArrayList<>();
    note(names, "--repo", repository);
    note(names, "--agent", agent);
    note(names, "--model", model);
    note(names, "--title", title);
    note(names, "--from", from);
    note(names, "--limit-cost", cost);
    note(names, "--limit-tokens", tokens);
    note(names, "--limit-minutes", minutes);
    note(names, "--script", script);
    note(names, "--pace", pace);
    return names;
  }

  private static void note(List<String> names, String name, @Nullable Object value) {
    if (value != null) {
      names.add(name);
    }
  }
}

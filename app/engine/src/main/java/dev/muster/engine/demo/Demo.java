package dev.muster.engine.demo;

import dev.muster.engine.agent.builtin.model.rehearsal.RehearsalProvider;
import dev.muster.engine.agent.builtin.model.rehearsal.Script;
import dev.muster.engine.agent.builtin.model.rehearsal.ScriptLibrary;
import dev.muster.engine.agent.builtin.model.rehearsal.ScriptReader;
import dev.muster.engine.event.Limits;
import dev.muster.engine.git.Git;
import dev.muster.engine.session.SessionSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The demo: nine sessions at once in a sample repository, with no key and no network. The model is
 * played from scripts and is labelled so; tools, files, tests, exit codes and git are real.
 *
 * <p>Three of the nine ask for something: a decision, leave to delete a file, leave to edit. One
 * runs a long command that may be interrupted, one meets an overloaded server, two see a command
 * fail and mend it.
 */
public final class Demo {
  /** The agent of the demo's sessions. */
  public static final String AGENT = RehearsalProvider.ID;

  /** As many slots are needed for all of them to run at once. */
  public static final int SESSIONS = DemoTask.ALL.size();

  private final SampleRepository sample;
  private final Path folder;

  /**
   * A demo that keeps its repositories in {@code demo} of the data folder.
   *
   * @param data Muster's data folder
   */
  public Demo(Git git, Path data) {
    this.sample = new SampleRepository(git);
    this.folder = data.resolve("demo");
  }

  /**
   * Makes a fresh sample repository; earlier ones stay as they are. Blocks for less than a second,
   * so call it off the JavaFX thread.
   *
   * @return its checkout
   * @throws IOException with a sentence, when it could not be made; nothing of it is left then
   */
  public Path makeRepository() throws IOException {
    return sample.make(folder);
  }

  /**
   * The permission rules to give to the demo's project, so that not every session has to ask for
   * the same harmless commands: its tests, and renaming.
   */
  public static List<String> rules() {
    return List.of("run: sh test/run.sh", "run: git mv");
  }

  /** The scripts that its sessions name, for the library of the rehearsal. */
  public static List<Script> scripts() {
    return DemoTask.ALL.stream()
        .map(task -> ScriptReader.read(DemoFiles.script(task.file())))
        .toList();
  }

  /** Every script the rehearsal knows: those that come with it and the demo's. */
  public static ScriptLibrary library() {
    return ScriptLibrary.standard().with(scripts().toArray(Script[]::new));
  }

  /** The nine sessions at the pace of a real model: each takes 20 to 60 seconds. */
  public static List<SessionSpec> sessions(Path repository) {
    return sessions(repository, 1);
  }

  /**
   * The nine sessions.
   *
   * @param pace how fast the model speaks: 2 is twice as fast, 0 without any pause; commands take
   *     the time they take
   */
  public static List<SessionSpec> sessions(Path repository, double pace) {
    List<SessionSpec> specs = new ArrayList<>();
    for (DemoTask task : DemoTask.ALL) {
      specs.add(
          new SessionSpec(
              task.task(),
              task.title(),
              repository,
              AGENT,
              null,
              task.mode(),
              null,
              Limits.NONE,
              List.of(),
              false,
              Map.of(
                  RehearsalProvider.SCRIPT,
                  scriptId(task),
                  RehearsalProvider.PACE,
                  Double.toString(pace))));
    }
    return specs;
  }

  /** The demo's script of a task. */
  static String scriptId(DemoTask task) {
    return "demo-" + task.file();
  }
}

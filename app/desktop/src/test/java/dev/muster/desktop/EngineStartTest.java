package dev.muster.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.Engine;
import dev.muster.engine.EngineOptions;
import dev.muster.engine.control.ControlServer;
import dev.muster.engine.control.Desk;
import dev.muster.engine.store.DataFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A window that is started while a command owns the data folder. */
@DisabledOnOs(OS.WINDOWS)
class EngineStartTest {
  @TempDir Path home;
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private EngineOptions options;
  private Engine command;
  private ControlServer door;
  private EngineStart start;
  private volatile Engine opened;
  private volatile Runnable again;

  @BeforeEach
  void a_command_owns_the_folder() throws Exception {
    options =
        new EngineOptions(
            DataFolder.at(home), Map.of("MUSTER_AGENT_PATH", home.resolve("bin").toString()));
    command = Engine.open(options);
    door =
        ControlServer.open(
            options.folder(),
            new Desk(
                command.fleet(),
                command.journal(),
                command.search(),
                command::agents,
                List::of,
                null));
    start = new EngineStart(options, new Window());
  }

  @AfterEach
  void close() {
    start.end();
    door.close();
    command.close();
    Engine mine = opened;
    if (mine != null) {
      mine.close();
    }
  }

  private final class Window implements EngineStart.Told {
    @Override
    public void ready(Engine engine) {
      opened = engine;
      told.add("ready");
    }

    @Override
    public void failed(String title, String sentence, Runnable retry) {
      again = retry;
      told.add(title + ": " + sentence);
    }

    @Override
    public void raisedOther() {
      told.add("raised other");
    }

    @Override
    public void raise() {
      told.add("raise");
    }
  }

  private String next() throws InterruptedException {
    return told.poll(60, TimeUnit.SECONDS);
  }

  private void commandEnds() {
    door.close();
    command.close();
  }

  @Test
  void it_says_who_owns_it_and_opens_by_itself_when_that_has_ended() throws Exception {
    start.begin();
    assertThat(next())
        .startsWith("Muster is already running: ")
        .contains("process " + ProcessHandle.current().pid())
        .contains("a muster command in a terminal")
        .contains("opens by itself as soon as that has ended");
    assertThat(opened).isNull();
    commandEnds();
    assertThat(next()).isEqualTo("ready");
    assertThat(opened.folder()).isEqualTo(options.folder());
  }

  @Test
  void asking_for_it_again_opens_it_once() throws Exception {
    start.begin();
    assertThat(next()).startsWith("Muster is already running");
    commandEnds();
    again.run();
    again.run();
    assertThat(next()).isEqualTo("ready");
    again.run();
    assertThat(told).as("it is open, and not somebody else's").isEmpty();
  }

  @Test
  void a_window_that_was_closed_meanwhile_opens_nothing() throws Exception {
    start.begin();
    assertThat(next()).startsWith("Muster is already running");
    start.end();
    commandEnds();
    again.run();
    try (Engine free = Engine.open(options)) {
      assertThat(free.folder()).isEqualTo(options.folder());
    }
    assertThat(told).isEmpty();
  }
}

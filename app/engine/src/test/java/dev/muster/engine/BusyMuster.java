package dev.muster.engine;

import dev.muster.engine.demo.Demo;
import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.session.FleetListener;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.session.SessionSpec;
import dev.muster.engine.store.Backup;
import dev.muster.engine.store.Backups;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.StoreException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A real Muster in a process of its own that does as much as it can until it is killed: sessions
 * work, prompts are given, backups are made. Says what it acknowledged, line by line: {@code SHOWN
 * id seq} and {@code PROMPT id promptId}.
 */
public final class BusyMuster {
  private static final int SESSIONS = 4;

  private final Engine engine;
  private final DataFolder folder;
  private final PrintStream out;

  private BusyMuster(Engine engine, DataFolder folder, PrintStream out) {
    this.engine = engine;
    this.folder = folder;
    this.out = out;
  }

  /**
   * Runs until it is killed.
   *
   * @param args the home folder
   */
  public static void main(String[] args) throws Exception {
    DataFolder folder = DataFolder.at(Path.of(args[0]));
    Engine engine = Engine.open(new EngineOptions(folder, Map.of()));
    new BusyMuster(engine, folder, new PrintStream(System.out, true, StandardCharsets.UTF_8))
        .work();
  }

  private void work() throws Exception {
    engine.changeSettings(s -> s.withSlots(SESSIONS)).get(30, TimeUnit.SECONDS);
    List<ProjectInfo> projects = engine.projects().get(60, TimeUnit.SECONDS);
    Path repository =
        projects.isEmpty()
            ? engine.makeDemo().get(60, TimeUnit.SECONDS).project().path()
            : projects.getFirst().path();
    var ignored = engine.fleet().subscribe(new Teller());
    out.println("READY");
    Thread.ofPlatform().daemon().start(this::backUp);
    List<SessionSpec> specs = Demo.sessions(repository, 0);
    for (int n = 0; ; n++) {
      int open = 0;
      for (SessionSnapshot session : engine.fleet().sessions()) {
        if (session.state() == SessionState.READY && ++open > 2) {
          settled(engine.fleet().close(session.id(), ClosedAs.KEPT));
        } else if (session.state() == SessionState.LOST && ++open <= SESSIONS) {
          prompt(session.id());
        } else if (session.state() == SessionState.WORKING) {
          open++;
          prompt(session.id());
        }
      }
      if (open < SESSIONS) {
        SessionSpec spec = specs.get(n % specs.size());
        settled(engine.fleet().create(spec));
      }
      TimeUnit.MILLISECONDS.sleep(100); // a person is not faster
    }
  }

  private void prompt(SessionId session) {
    engine
        .fleet()
        .prompt(session, "Go on.", List.of(), PromptOrigin.USER, Fleet.Way.QUEUE)
        .thenAccept(prompt -> out.println("PROMPT " + session + " " + prompt));
  }

  private static void settled(CompletableFuture<?> asked) {
    // Whether it worked is not the point; what was said to be stored is.
    asked.handle((_, _) -> null).join();
  }

  private void backUp() {
    Backups backups = new Backups(folder, Clock.systemUTC());
    try {
      while (true) {
        Files.delete(backups.make(Backup.Why.ASKED, Backups.Pace.GENTLE).file());
      }
    } catch (StoreException | IOException failed) {
      out.println("FAILED " + failed);
    }
  }

  /** Tells what a window would show. */
  private final class Teller implements FleetListener {
    @Override
    public void recorded(List<Recorded> events) {
      Recorded last = events.getLast();
      out.println("SHOWN " + last.session() + " " + last.seq());
    }

    @Override
    public void changed(SessionSnapshot session) {}

    @Override
    public void tail(
        SessionId session,
        String id,
        dev.muster.engine.agent.AgentListener.TailKind kind,
        String delta) {}

    @Override
    public void tailDropped(SessionId session, String id) {}

    @Override
    public void queueChanged(Slots slots) {}

    @Override
    public void journalStopped(String sentence) {
      out.println("FAILED " + sentence);
    }
  }
}

package dev.muster.engine;

import dev.muster.engine.agent.AgentListener.TailKind;
import dev.muster.engine.demo.Demo;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.WorkEvent.ToolOutput;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.session.FleetListener;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.session.SessionSpec;
import dev.muster.engine.store.DataFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A real Muster in a process of its own, made to be killed: does what it reads from its input, and
 * says on its output what it shows, line by line: {@code SHOWN id seq}, {@code STATE id state},
 * {@code OUTPUT id}, {@code SESSION id title}, {@code PROMPT id promptId}.
 */
public final class KilledMuster {
  private final Engine engine;
  private final PrintStream out;
  private final Map<String, SessionSpec> specs = new HashMap<>();

  private KilledMuster(Engine engine, PrintStream out) {
    this.engine = engine;
    this.out = out;
  }

  /**
   * Runs until it is killed.
   *
   * @param args the home folder, and how many slots
   */
  public static void main(String[] args) throws Exception {
    Engine engine = Engine.open(new EngineOptions(DataFolder.at(Path.of(args[0])), Map.of()));
    int slots = Integer.parseInt(args[1]);
    engine.changeSettings(s -> s.withSlots(slots)).get(30, TimeUnit.SECONDS);
    new KilledMuster(engine, new PrintStream(System.out, true, StandardCharsets.UTF_8)).serve();
  }

  private void serve() throws Exception {
    Path repository = engine.makeDemo().get(60, TimeUnit.SECONDS).project().path();
    Demo.sessions(repository, 0).forEach(spec -> specs.put(spec.titleOrTask(), spec));
    var ignored = engine.fleet().subscribe(new Teller());
    out.println("READY");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      obey(line);
    }
    throw new IOException("Nobody is there any more, and nobody killed this Muster.");
  }

  private void obey(String line) throws Exception {
    int space = line.indexOf(' ');
    String rest = line.substring(space + 1);
    switch (line.substring(0, space)) {
      case "create" -> {
        SessionId id = engine.fleet().create(specs.get(rest)).get(60, TimeUnit.SECONDS);
        out.println("SESSION " + id + " " + rest);
      }
      case "queue" -> {
        String prompt =
            engine
                .fleet()
                .prompt(
                    new SessionId(rest), "Go on.", List.of(), PromptOrigin.USER, Fleet.Way.QUEUE)
                .get(60, TimeUnit.SECONDS);
        out.println("PROMPT " + rest + " " + prompt);
      }
      default -> throw new IOException("What is \"" + line + "\"?");
    }
  }

  /** Tells what a window would show. */
  private final class Teller implements FleetListener {
    @Override
    public void recorded(List<Recorded> events) {
      for (Recorded event : events) {
        if (event.event() instanceof ToolOutput printed && printed.text().contains("round 2 of")) {
          out.println("OUTPUT " + event.session());
        }
      }
      Recorded last = events.getLast();
      out.println("SHOWN " + last.session() + " " + last.seq());
    }

    @Override
    public void changed(SessionSnapshot session) {
      out.println("STATE " + session.id() + " " + session.state());
    }

    @Override
    public void tail(SessionId session, String id, TailKind kind, String delta) {}

    @Override
    public void tailDropped(SessionId session, String id) {}

    @Override
    public void queueChanged(Slots slots) {}

    @Override
    public void journalStopped(String sentence) {
      out.println("STOPPED " + sentence);
    }
  }
}

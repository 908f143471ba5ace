package dev.muster.engine.agent.contract;

import dev.muster.engine.Engine;
import dev.muster.engine.EngineOptions;
import dev.muster.engine.demo.DemoPerson;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.session.Fleet.Way;
import dev.muster.engine.session.SessionSpec;
import dev.muster.engine.store.DataFolder;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A Muster of its own process that lets agents do a whole tour, then sends each into a long answer
 * and is killed there.
 */
public final class NineMuster {
  private NineMuster() {}

  /**
   * Runs until it is killed.
   *
   * @param args its folder, the repository, then an agent's id for each session
   */
  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Engine engine =
        Engine.open(new EngineOptions(DataFolder.at(Path.of(args[0])), System.getenv()));
    engine.changeSettings(settings -> settings.withSlots(9)).get(30, TimeUnit.SECONDS);
    DemoPerson person = new DemoPerson(engine, true, "Blue");
    var ignored = engine.fleet().subscribe(person);
    List<SessionId> ids = new ArrayList<>();
    for (int n = 2; n < args.length; n++) {
      ids.add(
          engine
              .fleet()
              .create(
                  new SessionSpec(
                      "play:tour",
                      args[n] + " " + (n - 1),
                      Path.of(args[1]),
                      args[n],
                      null,
                      PermissionMode.EDIT,
                      null,
                      Limits.NONE,
                      List.of(),
                      false,
                      Map.of()))
              .get(60, TimeUnit.SECONDS));
    }
    for (SessionId id : ids) {
      var end = person.awaitEnd(id);
      out.println("TOUR " + id + " " + end.state() + " " + end.reason());
    }
    for (SessionId id : ids) {
      engine
          .fleet()
          .prompt(id, "play:slow", List.of(), PromptOrigin.USER, Way.QUEUE)
          .get(60, TimeUnit.SECONDS);
    }
    for (SessionId id : ids) {
      person.awaitWords(id, 2);
    }
    out.println("ALL WORK");
    System.in.read(); // nobody writes: it ends when it is killed
  }
}

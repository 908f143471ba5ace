package dev.muster.engine;

import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.KillingGit;
import dev.muster.engine.store.DataFolder;
import java.nio.file.Path;
import java.util.Map;

/** A real Muster in a process of its own that takes a session back and is killed meanwhile. */
public final class KilledRewinder {
  private KilledRewinder() {}

  /**
   * Runs until it is done or killed.
   *
   * @param args the home folder, the session, the turn, folder of the {@link KillingGit}, the words
   *     of the call to be killed at, {@code before} or {@code after}
   */
  public static void main(String[] args) throws Exception {
    KillingGit killing = new KillingGit(Path.of(args[3]));
    try (Engine engine =
        Engine.open(new EngineOptions(DataFolder.at(Path.of(args[0])), Map.of()))) {
      killing.at(args[4], args[5].equals("after"));
      engine.fleet().rewind(new SessionId(args[1]), Integer.parseInt(args[2])).join();
      System.out.println("DONE");
    }
  }
}

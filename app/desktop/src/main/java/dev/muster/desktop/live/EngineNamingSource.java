package dev.muster.desktop.live;

import dev.muster.engine.agent.AgentCommand;
import dev.muster.engine.complete.NamedFile;
import dev.muster.engine.complete.Naming;
import dev.muster.engine.event.SessionId;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What the engine of this process knows to name. */
final class EngineNamingSource implements NamingSource {
  private final Naming naming;

  EngineNamingSource(Naming naming) {
    this.naming = naming;
  }

  @Override
  public CompletableFuture<List<NamedFile>> files(SessionId session, String typed, int most) {
    return naming.files(session, typed, most);
  }

  @Override
  public CompletableFuture<List<AgentCommand>> commands(SessionId session) {
    return naming.commands(session);
  }
}

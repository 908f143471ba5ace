package dev.muster.desktop.live;

import dev.muster.engine.agent.AgentCommand;
import dev.muster.engine.complete.FuzzyPaths;
import dev.muster.engine.complete.NamedFile;
import dev.muster.engine.event.SessionId;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Files and commands that a test gives to be named. */
public final class FakeNaming implements NamingSource {
  public List<String> files = List.of();
  public List<AgentCommand> commands = List.of();

  @Override
  public CompletableFuture<List<NamedFile>> files(SessionId session, String typed, int most) {
    return CompletableFuture.completedFuture(FuzzyPaths.find(files, typed, most));
  }

  @Override
  public CompletableFuture<List<AgentCommand>> commands(SessionId session) {
    return CompletableFuture.completedFuture(commands);
  }
}

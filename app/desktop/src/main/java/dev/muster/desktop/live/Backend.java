package dev.muster.desktop.live;

import dev.muster.engine.ProjectInfo;
import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.Changeset;
import dev.muster.engine.git.FileDiff;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.session.SessionSpec;
import dev.muster.engine.store.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the window needs of the engine. Every method returns at once and may be called on the JavaFX
 * thread; futures fail with an exception whose message is a sentence for a person.
 */
public interface Backend {
  Fleet fleet();

  /** The agents as they were last looked for. */
  List<AgentProfile> agents();

  /** Looks for the agents again. */
  CompletableFuture<List<AgentProfile>> refreshAgents();

  /** Looks at the repository a folder is in, and remembers it. */
  CompletableFuture<ProjectInfo> openProject(Path folder);

  /** The repositories that were opened, the last one first. */
  CompletableFuture<List<ProjectInfo>> projects();

  Settings settings();

  CompletableFuture<?> changeSettings(UnaryOperator<Settings> change);

  /** How a session's worktree differs from its base now. */
  CompletableFuture<Changeset> changes(SessionId session);

  /** The difference of one file of it. */
  CompletableFuture<FileDiff> diff(SessionId session, String path);

  /** Makes the sample repository. */
  CompletableFuture<DemoReady> makeDemo();

  /** The version of git; null when there is none. */
  CompletableFuture<@Nullable String> gitVersion();

  /** The sample repository and the sessions that show what Muster can do. */
  record DemoReady(ProjectInfo project, List<SessionSpec> sessions) {
    public DemoReady {
      sessions = List.copyOf(sessions);
    }
  }
}

package dev.muster.desktop.live;

import dev.muster.engine.ProjectInfo;
import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.agent.found.InstalledAgent;
import dev.muster.engine.doctor.Finding;
import dev.muster.engine.event.Attachment;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.Changeset;
import dev.muster.engine.git.FileChange;
import dev.muster.engine.git.FileDiff;
import dev.muster.engine.imported.ImportListener;
import dev.muster.engine.imported.ImportReport;
import dev.muster.engine.review.Outlook;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.session.SessionSpec;
import dev.muster.engine.store.RescueReport;
import dev.muster.engine.store.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What the window needs of the engine. Every method returns at once and may be called on the JavaFX
 * thread; futures fail with an exception whose message is a sentence for a person.
 */
public interface Backend {
  Fleet fleet();

  /** The agents as they were found last, in the order in which they are offered. */
  List<AgentProfile> agents();

  /**
   * Looks for agents that were installed or signed in meanwhile, and tells how those that are
   * programs of their own stand, also the missing ones; {@link #agents()} is up to date afterwards.
   */
  CompletableFuture<List<InstalledAgent>> installedAgents();

  /** Looks at all that Muster needs on this machine. */
  CompletableFuture<List<Finding>> examine();

  /** Looks at the repository a folder is in, and remembers it. */
  CompletableFuture<ProjectInfo> openProject(Path folder);

  /** The repositories that were opened, the last one first. */
  CompletableFuture<List<ProjectInfo>> projects();

  Settings settings();

  /** What in the settings file could not be used when it was last read, a sentence each. */
  List<String> settingsProblems();

  /** What a person must know of this start, a sentence each: a damaged journal that was rescued. */
  default List<String> startProblems() {
    return rescued().map(RescueReport::sentence).stream().toList();
  }

  /** What was rescued at this start from a damaged journal; empty when it was sound. */
  default Optional<RescueReport> rescued() {
    return Optional.empty();
  }

  /**
   * Tells what the store finds out about itself while Muster runs, a sentence each. The listener is
   * called on a thread of the engine.
   */
  default Fleet.Subscription remarks(Consumer<String> listener) {
    return () -> {};
  }

  CompletableFuture<?> changeSettings(UnaryOperator<Settings> change);

  /** How a session's worktree differs from its base now; empty while there is no worktree. */
  CompletableFuture<Optional<Changeset>> changes(SessionId session);

  /** The difference of one file of it. */
  CompletableFuture<FileDiff> diff(SessionId session, Changeset of, FileChange file);

  /**
   * Tells how the work of all live sessions would come into their branches, now and whenever that
   * is new. The listener is called on a thread of the engine.
   */
  Fleet.Subscription outlooks(Consumer<Outlook> listener);

  /** Several sessions on one task. */
  RaceSource races();

  /** What changed, and what a person says to it. */
  ReviewSource review();

  /** What can be named while a prompt is written. */
  NamingSource naming();

  /** What ever happened. */
  HistorySource history();

  /** What was typed to a session and not sent; empty when nothing. */
  CompletableFuture<String> unsentText(SessionId session);

  /** Keeps what is typed to a session in the place of what was kept; an empty one takes it away. */
  CompletableFuture<?> keepUnsent(SessionId session, String text);

  /** Keeps a picture (PNG, JPEG, GIF or WebP) that is to go with a session's next prompt. */
  CompletableFuture<Attachment> keepPicture(SessionId session, String name, byte[] bytes);

  /**
   * Takes old conversations of agents into history.
   *
   * @param onlyLook only to see what there is
   * @param listener called on a thread of the engine
   */
  CompletableFuture<ImportReport> importConversations(boolean onlyLook, ImportListener listener);

  /** Makes the sample repository. */
  CompletableFuture<DemoReady> makeDemo();

  /** The version of git that is used. */
  String gitVersion();

  /** The sample repository and the sessions that show what Muster can do. */
  record DemoReady(ProjectInfo project, List<SessionSpec> sessions) {
    public DemoReady {
      sessions = List.copyOf(sessions);
    }
  }
}

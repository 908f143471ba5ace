package dev.muster.desktop.live;

import dev.muster.engine.Engine;
import dev.muster.engine.ProjectInfo;
import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.agent.found.InstalledAgent;
import dev.muster.engine.doctor.Finding;
import dev.muster.engine.event.Attachment;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.Changeset;
import dev.muster.engine.git.FileChange;
import dev.muster.engine.git.FileDiff;
import dev.muster.engine.imported.ImportException;
import dev.muster.engine.imported.ImportListener;
import dev.muster.engine.imported.ImportReport;
import dev.muster.engine.imported.ImportRequest;
import dev.muster.engine.review.Outlook;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.store.RescueReport;
import dev.muster.engine.store.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The engine of this process, as the window sees it. */
public final class EngineBackend implements Backend {
  private final Engine engine;
  private final ReviewSource review;
  private final HistorySource history;

  public EngineBackend(Engine engine) {
    this.engine = engine;
    review = new EngineReviewSource(engine);
    history = new EngineHistorySource(engine);
  }

  @Override
  public Fleet fleet() {
    return engine.fleet();
  }

  @Override
  public List<AgentProfile> agents() {
    return engine.agents();
  }

  @Override
  public CompletableFuture<List<InstalledAgent>> installedAgents() {
    return engine.installedAgents();
  }

  @Override
  public CompletableFuture<List<Finding>> examine() {
    return engine.examine();
  }

  @Override
  public CompletableFuture<ProjectInfo> openProject(Path folder) {
    return engine.openProject(folder);
  }

  @Override
  public CompletableFuture<List<ProjectInfo>> projects() {
    return engine.projects();
  }

  @Override
  public Settings settings() {
    return engine.settings();
  }

  @Override
  public Optional<RescueReport> rescued() {
    return engine.rescued();
  }

  @Override
  public Fleet.Subscription remarks(Consumer<String> listener) {
    return engine.onRemark(listener);
  }

  @Override
  public List<String> settingsProblems() {
    return engine.settingsProblems();
  }

  @Override
  public CompletableFuture<?> changeSettings(UnaryOperator<Settings> change) {
    return engine.changeSettings(change);
  }

  @Override
  public CompletableFuture<Optional<Changeset>> changes(SessionId session) {
    return engine.changes(session);
  }

  @Override
  public CompletableFuture<FileDiff> diff(SessionId session, Changeset of, FileChange file) {
    return engine.diff(session, of, file);
  }

  @Override
  public Fleet.Subscription outlooks(Consumer<Outlook> listener) {
    return engine.outlooks().subscribe(listener);
  }

  @Override
  public RaceSource races() {
    return RaceSource.of(engine.races());
  }

  @Override
  public ReviewSource review() {
    return review;
  }

  @Override
  public NamingSource naming() {
    return new EngineNamingSource(engine.naming());
  }

  @Override
  public HistorySource history() {
    return history;
  }

  @Override
  public CompletableFuture<String> unsentText(SessionId session) {
    return engine.unsentTexts().read(session);
  }

  @Override
  public CompletableFuture<?> keepUnsent(SessionId session, String text) {
    return engine.unsentTexts().keep(session, text);
  }

  @Override
  public CompletableFuture<Attachment> keepPicture(SessionId session, String name, byte[] bytes) {
    return engine.keepPicture(session, name, bytes);
  }

  @Override
  public CompletableFuture<ImportReport> importConversations(
      boolean onlyLook, ImportListener listener) {
    ImportRequest all = engine.conversations();
    CompletableFuture<ImportReport> result = new CompletableFuture<>();
    // Not a virtual thread: it reads files for as long as it takes.
    Thread.ofPlatform()
        .daemon()
        .name("import")
        .start(
            () -> {
              try {
                ImportRequest wanted = onlyLook ? all.onlyLooking() : all;
                result.complete(engine.importer().run(wanted, listener));
              } catch (ImportException | RuntimeException failed) {
                result.completeExceptionally(failed);
              }
            });
    return result;
  }

  @Override
  public CompletableFuture<DemoReady> makeDemo() {
    return engine.makeDemo().thenApply(made -> new DemoReady(made.project(), made.sessions()));
  }

  @Override
  public String gitVersion() {
    return engine.gitVersion();
  }
}

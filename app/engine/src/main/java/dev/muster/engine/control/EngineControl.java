package dev.muster.engine.control;

import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.agent.found.InstalledAgent;
import dev.muster.engine.control.ControlException.Code;
import dev.muster.engine.event.OutcomeEvent.Rewound;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.export.ExportListener;
import dev.muster.engine.imported.ImportException;
import dev.muster.engine.imported.ImportListener;
import dev.muster.engine.imported.ImportReport;
import dev.muster.engine.imported.ImportRequest;
import dev.muster.engine.imported.Importer;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.session.FleetException;
import dev.muster.engine.session.RewindPoint;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.session.Successor;
import dev.muster.engine.store.Search;
import dev.muster.engine.store.SearchAsk;
import dev.muster.engine.store.SearchFound;
import dev.muster.engine.store.SessionRow;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Answers with the engine of this process. */
public final class EngineControl implements Control {
  /** What the socket speaks; grows when an older peer would misunderstand. */
  public static final int PROTOCOL = 1;

  private final Desk desk;
  private final StoreReader reader;

  public EngineControl(Desk desk) {
    this.desk = desk;
    this.reader = StoreReader.besideEngine(desk.journal(), desk.search());
  }

  @Override
  public About about() {
    return new About(PROTOCOL, ProcessHandle.current().pid(), desk.raise() != null);
  }

  @Override
  public void raise() throws ControlException {
    Runnable raise = desk.raise();
    if (raise == null) {
      throw new ControlException(
          Code.NO_WINDOW,
          "Muster runs without a window in another terminal (process "
              + ProcessHandle.current().pid()
              + "). Its window can be opened when that is done.");
    }
    raise.run();
  }

  @Override
  public List<SessionRow> list(boolean closedToo) throws ControlException {
    return reader.list(closedToo);
  }

  @Override
  public SessionRow show(String session, int last, Consumer<Recorded> events)
      throws ControlException {
    return reader.show(session, last, events);
  }

  @Override
  public SessionRow story(String session, long fromSeq, int limit, Consumer<Recorded> events)
      throws ControlException {
    return reader.story(session, fromSeq, limit, events);
  }

  @Override
  public SearchFound find(SearchAsk ask) throws ControlException {
    return reader.find(ask);
  }

  @Override
  public Search.Page search(Search.Query query) throws ControlException {
    return reader.search(query);
  }

  @Override
  public List<AgentProfile> agents() {
    return desk.agents().get();
  }

  @Override
  public List<InstalledAgent> installed() {
    return desk.installed().get();
  }

  @Override
  public RunEnd run(RunRequest request, RunListener listener)
      throws ControlException, InterruptedException {
    return switch (request) {
      case RunRequest.New(var spec) -> {
        SessionId id = await(desk.fleet().create(spec));
        yield follow(id, 1, null, listener);
      }
      case RunRequest.Fork(var session, var text, var mode, var turn) -> {
        SessionId from = reader.find(session).id();
        SessionId id =
            await(
                turn == null
                    ? desk.fleet().fork(from, text, mode)
                    : desk.fleet().fork(from, turn, text, mode));
        yield follow(id, 1, null, listener);
      }
      case RunRequest.After after -> {
        SessionId id =
            await(
                desk.fleet()
                    .after(
                        new Successor(
                            reader.find(after.session()).id(),
                            after.told(),
                            after.task(),
                            after.agent(),
                            after.model(),
                            after.mode(),
                            after.start())));
        yield follow(id, 1, null, listener);
      }
      case RunRequest.Next next -> next(next, listener);
    };
  }

  private RunEnd next(RunRequest.Next request, RunListener listener)
      throws ControlException, InterruptedException {
    SessionId id = reader.find(request.session()).id();
    SessionSnapshot before =
        desk.fleet()
            .session(id)
            .orElseThrow(
                () ->
                    new ControlException(
                        Code.REFUSED,
                        "Session "
                            + id
                            + " is over and cannot go on. Where its agent can, a new one begins"
                            + " with what was said in it: muster run --fork "
                            + id));
    if (request.mode() != null && request.mode() != before.mode()) {
      await(desk.fleet().setMode(id, request.mode()));
    }
    String prompt =
        await(
            desk.fleet().prompt(id, request.text(), List.of(), PromptOrigin.USER, Fleet.Way.QUEUE));
    if (before.state() == SessionState.QUEUED) {
      // It waits for a slot, or was left waiting when this Muster was opened for one task.
      startIfItWaits(id);
    }
    return follow(id, before.lastSeq() + 1, prompt, listener);
  }

  private void startIfItWaits(SessionId id) throws ControlException, InterruptedException {
    try {
      await(desk.fleet().startNow(id));
    } catch (ControlException startedMeanwhile) {
      if (startedMeanwhile.code() != Code.REFUSED) {
        throw startedMeanwhile;
      }
    }
  }

  private RunEnd follow(SessionId id, long fromSeq, @Nullable String prompt, RunListener listener)
      throws ControlException, InterruptedException {
    try (var follow = new Follow(desk.fleet(), id, fromSeq, prompt)) {
      listener.accepted(id);
      return follow.toTheEnd(listener);
    }
  }

  @Override
  public void answer(
      SessionId session, String requestId, String exact, String optionId, @Nullable String note)
      throws ControlException {
    awaitUninterrupted(desk.fleet().answer(session, requestId, exact, optionId, note));
  }

  @Override
  public void answerQuestion(SessionId session, String questionId, String answer)
      throws ControlException {
    awaitUninterrupted(desk.fleet().answerQuestion(session, questionId, answer));
  }

  @Override
  public ImportReport importConversations(ImportRequest request, ImportListener listener)
      throws ControlException {
    Importer importer = desk.importer();
    if (importer == null) {
      throw new ControlException(Code.REFUSED, "This Muster cannot import conversations.");
    }
    try {
      return importer.run(request, listener);
    } catch (ImportException failed) {
      throw new ControlException(Code.FAILED, String.valueOf(failed.getMessage()), failed);
    }
  }

  @Override
  public <A> A keep(KeepRequest<A> request, ExportListener listener)
      throws ControlException, InterruptedException {
    return new KeepDesk(desk, reader, listener).answer(request);
  }

  @Override
  public <A> A land(LandRequest<A> request) throws ControlException, InterruptedException {
    return new LandDesk(desk, reader).answer(request);
  }

  @Override
  public List<RewindPoint> points(String session) throws ControlException {
    return awaitUninterrupted(desk.fleet().points(reader.find(session).id()));
  }

  @Override
  public Rewound rewind(String session, @Nullable Integer turn) throws ControlException {
    SessionId id = reader.find(session).id();
    awaitUninterrupted(turn == null ? desk.fleet().forward(id) : desk.fleet().rewind(id, turn));
    List<Recorded> done = desk.journal().ofKinds(id, Set.of(Rewound.class.getSimpleName()));
    if (done.isEmpty() || !(done.getLast().event() instanceof Rewound last)) {
      throw new ControlException(Code.FAILED, "It was not stored that the session was taken back.");
    }
    return last;
  }

  @Override
  public void interrupt(SessionId session) throws ControlException {
    Optional<SessionSnapshot> now = desk.fleet().session(session);
    if (now.isEmpty()) {
      throw StoreReader.unknown(session.value());
    }
    boolean inTurn =
        switch (now.get().state()) {
          case WORKING, NEEDS_YOU -> true;
          case QUEUED, STARTING -> false;
          case READY, STOPPED, FAILED, LOST, CLOSED ->
              throw new ControlException(
                  Code.REFUSED, "Session " + session + " is not at work; there is nothing to end.");
        };
    awaitUninterrupted(inTurn ? desk.fleet().interrupt(session) : desk.fleet().stop(session));
  }

  static <T> T await(Future<T> asked) throws ControlException, InterruptedException {
    try {
      return asked.get();
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause() == null ? failed : failed.getCause();
      Code code = cause instanceof FleetException ? Code.REFUSED : Code.FAILED;
      throw new ControlException(code, sentence(cause), cause);
    }
  }

  private static <T> T awaitUninterrupted(CompletableFuture<T> asked) throws ControlException {
    try {
      return await(asked);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new ControlException(
          Code.BUSY, "Muster is ending; the answer may not have been taken.", ended);
    }
  }

  private static String sentence(Throwable failed) {
    String message = failed.getMessage();
    return message == null ? "Something failed inside Muster: " + failed : message;
  }
}

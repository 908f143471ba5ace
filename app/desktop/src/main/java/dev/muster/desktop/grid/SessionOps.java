package dev.muster.desktop.grid;

import dev.muster.desktop.live.Backend;
import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.Notices;
import dev.muster.desktop.live.Words;
import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.event.Attachment;
import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.PermissionEvent.ApprovalAsked;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.session.Continuation;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.session.Fleet.Way;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.session.Successor;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What may be done with a session from the window. What fails is told as a sentence; what was typed
 * stays with whoever asked. JavaFX thread only.
 */
public final class SessionOps {
  private final Backend backend;
  private final EventPump pump;
  private final Notices notices;

  public SessionOps(Backend backend, EventPump pump, Notices notices) {
    this.backend = backend;
    this.pump = pump;
    this.notices = notices;
  }

  private Fleet fleet() {
    return backend.fleet();
  }

  private void tell(CompletableFuture<?> future) {
    pump.deliver(future, _ -> {}, notices::problem);
  }

  /**
   * Says something to a session.
   *
   * @param pictures what goes with it, already kept
   * @param refused called with a sentence when it could not be stored
   */
  public void prompt(
      SessionId id, String text, List<Attachment> pictures, Way way, Consumer<String> refused) {
    pump.deliver(
        fleet().prompt(id, text, pictures, PromptOrigin.USER, way), _ -> {}, refused::accept);
  }

  /** Keeps a picture for a session's next prompt; {@code kept} hears of it, failures are told. */
  public void keepPicture(SessionId id, Picture picture, Consumer<Attachment> kept) {
    CompletableFuture<Attachment> done =
        CompletableFuture.supplyAsync(picture::bytes, work -> Thread.ofVirtual().start(work))
            .thenCompose(bytes -> backend.keepPicture(id, picture.name(), bytes));
    pump.deliver(done, kept, notices::problem);
  }

  public void interrupt(SessionId id) {
    tell(fleet().interrupt(id));
  }

  public void stop(SessionId id) {
    tell(fleet().stop(id));
  }

  public void resume(SessionId id) {
    tell(fleet().resume(id));
  }

  public void startNow(SessionId id) {
    tell(fleet().startNow(id));
  }

  /** Ends a session for good and says how to get its work back. */
  public void close(SessionId id, ClosedAs as, String title) {
    pump.deliver(
        fleet().close(id, as),
        _ ->
            notices.info(
                switch (as) {
                  case DROPPED ->
                      "“"
                          + Words.line(title, 40)
                          + "” was dropped. What was there stays under refs/muster/archive/"
                          + id
                          + ".";
                  case KEPT, MERGED, PULL_REQUEST ->
                      "“"
                          + Words.line(title, 40)
                          + "” is closed; the end of its log says where its work is.";
                }),
        notices::problem);
  }

  /** How a session would be gone on with. */
  public Continuation continuation(SessionSnapshot session) {
    return Continuation.of(
        session,
        backend.agents().stream()
            .filter(profile -> profile.id().equals(session.agentId()))
            .findFirst()
            .orElse(null));
  }

  /** The agents that can be started. */
  public List<AgentProfile> ready() {
    return backend.agents().stream().filter(profile -> profile.availability().ready()).toList();
  }

  /** Begins a session that takes after another one. */
  public void after(Successor successor) {
    tell(fleet().after(successor));
  }

  /** Begins another session with what was said in this one and its files as they are. */
  public void fork(SessionId id, String task) {
    tell(fleet().fork(id, task, null));
  }

  public void rename(SessionId id, String title) {
    tell(fleet().rename(id, title));
  }

  public void mode(SessionId id, PermissionMode mode) {
    tell(fleet().setMode(id, mode));
  }

  public void withdraw(SessionId id, String prompt) {
    tell(fleet().withdraw(id, prompt));
  }

  public void retry(SessionId id, String prompt) {
    tell(fleet().retry(id, prompt));
  }

  /** Answers exactly the request that is shown. */
  public void answer(SessionId id, ApprovalAsked request, String option, @Nullable String note) {
    tell(fleet().answer(id, request.requestId(), request.exact(), option, note));
  }

  public void answerQuestion(SessionId id, String question, String answer) {
    tell(fleet().answerQuestion(id, question, answer));
  }
}

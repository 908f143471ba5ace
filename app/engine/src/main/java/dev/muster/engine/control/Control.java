package dev.muster.engine.control;

import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.store.Search;
import dev.muster.engine.store.SessionRow;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What may be asked of the Muster that owns the data folder: in the same process ({@link
 * EngineControl}) or over its socket ({@link ControlClient}). Safe for any thread but the JavaFX
 * thread: every method blocks until it is answered.
 */
public interface Control {
  /** Who answers. */
  About about() throws ControlException;

  /**
   * Brings the window to the front.
   *
   * @throws ControlException {@code NO_WINDOW} when it runs without one
   */
  void raise() throws ControlException;

  /** Sessions, the one that last had an event first. */
  List<SessionRow> list(boolean closedToo) throws ControlException;

  /**
   * Tells the last events of a session in order, then returns how it stands.
   *
   * @param session its id or any beginning of it that no other id has
   * @param last at most 10,000
   */
  SessionRow show(String session, int last, Consumer<Recorded> events) throws ControlException;

  /** Searches in what was said and run. */
  Search.Page search(Search.Query query) throws ControlException;

  /** All agents, also those that cannot be started now. */
  List<AgentProfile> agents() throws ControlException;

  /**
   * Starts a turn and tells its events until it is over and the session rests. Ends early when the
   * calling thread is interrupted; the session then goes on.
   */
  RunEnd run(RunRequest request, RunListener listener)
      throws ControlException, InterruptedException;

  /** Answers a request for leave; see {@code Fleet.answer}. */
  void answer(
      SessionId session, String requestId, String exact, String optionId, @Nullable String note)
      throws ControlException;

  /** Answers a question; see {@code Fleet.answerQuestion}. */
  void answerQuestion(SessionId session, String questionId, String answer) throws ControlException;

  /** Ends the running turn, or takes the session out of the queue when none runs yet. */
  void interrupt(SessionId session) throws ControlException;

  /**
   * The Muster that answers.
   *
   * @param protocol version of what is spoken on the socket
   * @param pid of its process
   * @param window whether a person can be asked there
   */
  record About(int protocol, long pid, boolean window) {}
}

package dev.muster.engine.control;

import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.agent.found.InstalledAgent;
import dev.muster.engine.event.OutcomeEvent.Rewound;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.export.ExportListener;
import dev.muster.engine.imported.ImportListener;
import dev.muster.engine.imported.ImportReport;
import dev.muster.engine.imported.ImportRequest;
import dev.muster.engine.session.RewindPoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What may be asked of the Muster that owns the data folder: in the same process ({@link
 * EngineControl}) or over its socket ({@link ControlClient}). Safe for any thread but the JavaFX
 * thread: every method blocks until it is answered.
 */
public interface Control extends Reading {
  /** Who answers. */
  About about() throws ControlException;

  /**
   * Brings the window to the front.
   *
   * @throws ControlException {@code NO_WINDOW} when it runs without one
   */
  void raise() throws ControlException;

  /** All agents, also those that cannot be started now. */
  List<AgentProfile> agents() throws ControlException;

  /**
   * The agents that are programs of their own, with their versions, also those that are missing or
   * left out. Looks for them, which takes some seconds the first time.
   */
  List<InstalledAgent> installed() throws ControlException;

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

  /**
   * Takes old conversations of agents into history; see {@code Importer.run}. Ends early when the
   * listener says so or the calling thread is interrupted; what was taken in until then stays.
   */
  ImportReport importConversations(ImportRequest request, ImportListener listener)
      throws ControlException, InterruptedException;

  /**
   * The points that a session can be taken to; see {@code Fleet.points}.
   *
   * @param session its id or any beginning of it that no other id has
   */
  List<RewindPoint> points(String session) throws ControlException;

  /**
   * Takes a session back to the end of a turn, or takes the last time back; see {@code
   * Fleet.rewind}.
   *
   * @param session as above
   * @param turn null to go forward again
   * @return what was done
   */
  Rewound rewind(String session, @Nullable Integer turn) throws ControlException;

  /**
   * Keeps house and shares sessions: whatever a {@link KeepRequest} says.
   *
   * @param listener told how it goes on, and asked whether it is to stop; what was begun is then
   *     ended as the request says
   * @throws ControlException {@code EXISTS} when a file is there and may not be replaced
   */
  <A> A keep(KeepRequest<A> request, ExportListener listener)
      throws ControlException, InterruptedException;

  /** The same for whoever wants to hear nothing of it but its end. */
  default <A> A keep(KeepRequest<A> request) throws ControlException, InterruptedException {
    return keep(request, ExportListener.NONE);
  }

  /** Brings the work of a session into the user's branches: whatever a {@link LandRequest} says. */
  <A> A land(LandRequest<A> request) throws ControlException, InterruptedException;

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

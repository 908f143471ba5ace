package dev.muster.engine.control;

import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.agent.found.InstalledAgent;
import dev.muster.engine.control.ControlException.Code;
import dev.muster.engine.event.OutcomeEvent.Rewound;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.export.ExportListener;
import dev.muster.engine.imported.ImportListener;
import dev.muster.engine.imported.ImportProgress;
import dev.muster.engine.imported.ImportReport;
import dev.muster.engine.imported.ImportRequest;
import dev.muster.engine.imported.Taken;
import dev.muster.engine.session.RewindPoint;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.OwnerLock;
import dev.muster.engine.store.Search;
import dev.muster.engine.store.SearchAsk;
import dev.muster.engine.store.SearchFound;
import dev.muster.engine.store.SessionRow;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Asks the Muster that owns the data folder, over its socket. Each request has a connection of its
 * own.
 */
public final class ControlClient implements Control {
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(15);
  private static final Duration NAMES_ITSELF_WITHIN = Duration.ofSeconds(1);

  private final DataFolder folder;
  private final Wire wire = new Wire();

  private ControlClient(DataFolder folder) {
    this.folder = folder;
  }

  /** What came of the wish to bring a running window to the front. */
  public enum Raised {
    /** It is in front. */
    YES,
    /** A Muster runs, but without a window: a task in a terminal. */
    NO_WINDOW,
    /** Nobody answers. */
    NOBODY
  }

  /**
   * The Muster that answers now; empty when none does.
   *
   * @throws ControlException when one answers that does not understand us
   */
  public static Optional<ControlClient> connect(DataFolder folder) throws ControlException {
    var client = new ControlClient(folder);
    try {
      client.about();
      return Optional.of(client);
    } catch (ControlException failed) {
      if (failed.code() == Code.GONE) {
        return Optional.empty();
      }
      throw failed;
    }
  }

  /**
   * Brings the window of a running Muster to the front. Of two that start at once one owns the data
   * folder but cannot answer yet, so this asks again while there is an owner. Blocks: for a moment
   * as a rule, for 15 seconds when the owner never answers, for one when there is none.
   */
  public static Raised raise(DataFolder folder) throws ControlException {
    var client = new ControlClient(folder);
    long begun = System.nanoTime();
    while (true) {
      try {
        client.raise();
        return Raised.YES;
      } catch (ControlException failed) {
        switch (failed.code()) {
          case NO_WINDOW -> {
            return Raised.NO_WINDOW;
          }
          case GONE, BUSY -> {
            // It is starting, or ending.
          }
          case BAD_REQUEST, OTHER_VERSION, NOT_FOUND, REFUSED, EXISTS, FAILED -> throw failed;
        }
      }
      Duration waited = Duration.ofNanos(System.nanoTime() - begun);
      boolean owned = OwnerLock.owner(folder).isPresent();
      if (waited.compareTo(owned ? ANSWERS_WITHIN : NAMES_ITSELF_WITHIN) > 0 || interrupted()) {
        return Raised.NOBODY;
      }
    }
  }

  /** Waits before the next try; true when the thread is told to end. */
  private static boolean interrupted() {
    try {
      Thread.sleep(100);
      return false;
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Override
  public About about() throws ControlException {
    return wire.fields(ask(wire.request(Wire.ABOUT, Map.of()), null), About.class);
  }

  @Override
  public void raise() throws ControlException {
    ask(wire.request(Wire.RAISE, Map.of()), null);
  }

  @Override
  public List<SessionRow> list(boolean closedToo) throws ControlException {
    return wire.list(
        ask(wire.request(Wire.LIST, new Wire.ListAll(closedToo)), null), SessionRow.class);
  }

  @Override
  public SessionRow show(String session, int last, Consumer<Recorded> events)
      throws ControlException {
    return show(new Wire.Show(session, last, null), events);
  }

  @Override
  public SessionRow story(String session, long fromSeq, int limit, Consumer<Recorded> events)
      throws ControlException {
    return show(new Wire.Show(session, limit, fromSeq), events);
  }

  private SessionRow show(Wire.Show show, Consumer<Recorded> events) throws ControlException {
    var listener =
        new RunListener() {
          @Override
          public void accepted(SessionId id) {
            // Only a run is accepted.
          }

          @Override
          public void events(List<Recorded> page) {
            page.forEach(events);
          }
        };
    return wire.fields(ask(wire.request(Wire.SHOW, show), listener), SessionRow.class);
  }

  @Override
  public SearchFound find(SearchAsk ask) throws ControlException {
    return wire.fields(ask(wire.request(Wire.FIND, ask), null), SearchFound.class);
  }

  @Override
  public Search.Page search(Search.Query query) throws ControlException {
    return wire.fields(ask(wire.request(Wire.SEARCH, query), null), Search.Page.class);
  }

  @Override
  public List<AgentProfile> agents() throws ControlException {
    return wire.list(ask(wire.request(Wire.AGENTS, Map.of()), null), AgentProfile.class);
  }

  @Override
  public List<InstalledAgent> installed() throws ControlException {
    return wire.list(ask(wire.request(Wire.INSTALLED, Map.of()), null), InstalledAgent.class);
  }

  @Override
  public RunEnd run(RunRequest request, RunListener listener)
      throws ControlException, InterruptedException {
    String line =
        switch (request) {
          case RunRequest.New(var spec) -> wire.request(Wire.RUN, Wire.Run.of(spec));
          case RunRequest.Next(var session, var text, var mode) ->
              wire.request(Wire.NEXT, new Wire.Next(session, text, mode));
          case RunRequest.After after -> wire.request(Wire.AFTER, after);
          case RunRequest.Fork(var session, var text, var mode, var turn) ->
              turn == null
                  ? wire.request(Wire.FORK, new Wire.Next(session, text, mode))
                  : wire.request(Wire.FORK_AT, new Wire.ForkAt(session, text, mode, turn));
        };
    try {
      return wire.fields(ask(line, listener), RunEnd.class, "session", "state");
    } catch (ControlException broken) {
      if (broken.getCause() instanceof ClosedByInterruptException) {
        Thread.interrupted();
        throw new InterruptedException("No longer followed.");
      }
      throw broken;
    }
  }

  @Override
  public ImportReport importConversations(ImportRequest request, ImportListener listener)
      throws ControlException, InterruptedException {
    var follower =
        new Told() {
          @Override
          public void line(JsonNode answer) throws StoppedException {
            if (answer.has("taken")) {
              listener.taken(wire.value(answer.required("taken"), Taken.class));
            } else if (answer.has("progress")) {
              listener.progress(wire.value(answer.required("progress"), ImportProgress.class));
            }
            if (listener.cancelled()) {
              // The end of the connection is what ends it there.
              throw new StoppedException();
            }
          }
        };
    try {
      return wire.value(
          tell(wire.request(Wire.IMPORT, Wire.Import.of(request)), follower), ImportReport.class);
    } catch (ControlException broken) {
      if (broken.getCause() instanceof ClosedByInterruptException
          || broken.getCause() instanceof StoppedException) {
        Thread.interrupted();
        throw new InterruptedException("No longer followed.");
      }
      throw broken;
    }
  }

  @Override
  public void answer(
      SessionId session, String requestId, String exact, String optionId, @Nullable String note)
      throws ControlException {
    ask(
        wire.request(Wire.ANSWER, new Wire.Answer(session, requestId, exact, optionId, note)),
        null);
  }

  @Override
  public void answerQuestion(SessionId session, String questionId, String answer)
      throws ControlException {
    ask(
        wire.request(Wire.ANSWER_QUESTION, new Wire.AnswerQuestion(session, questionId, answer)),
        null);
  }

  @Override
  public <A> A land(LandRequest<A> request) throws ControlException, InterruptedException {
    return answered(wire.land(request), request.answer(), _ -> {});
  }

  @Override
  public <A> A keep(KeepRequest<A> request, ExportListener listener)
      throws ControlException, InterruptedException {
    Told follower =
        answer -> {
          if (answer.has("progress")) {
            JsonNode far = answer.required("progress");
            listener.progress(far.path("done").asLong(0), far.path("of").asLong(0));
          }
          if (listener.cancelled()) {
            // The end of the connection is what ends it there.
            throw new StoppedException();
          }
        };
    return answered(wire.keep(request), request.answer(), follower);
  }

  private <A> A answered(String request, Class<A> answer, Told follower)
      throws ControlException, InterruptedException {
    try {
      return wire.value(tell(request, follower), answer);
    } catch (ControlException broken) {
      if (broken.getCause() instanceof ClosedByInterruptException
          || broken.getCause() instanceof StoppedException) {
        Thread.interrupted();
        throw new InterruptedException("No longer followed.");
      }
      throw broken;
    }
  }

  @Override
  public List<RewindPoint> points(String session) throws ControlException {
    return wire.list(
        ask(wire.request(Wire.POINTS, new Wire.Points(session)), null), RewindPoint.class);
  }

  @Override
  public Rewound rewind(String session, @Nullable Integer turn) throws ControlException {
    return wire.fields(
        ask(wire.request(Wire.REWIND, new Wire.Rewind(session, turn)), null), Rewound.class);
  }

  @Override
  public void interrupt(SessionId session) throws ControlException {
    ask(wire.request(Wire.INTERRUPT, new Wire.Interrupt(session)), null);
  }

  /** What is told before the answer. */
  private interface Told {
    void line(JsonNode answer) throws IOException;
  }

  /** Whoever asked wants to hear no more. */
  private static final class StoppedException extends IOException {
    private static final long serialVersionUID = 1;
  }

  private JsonNode ask(String request, @Nullable RunListener listener) throws ControlException {
    return tell(
        request,
        answer -> {
          if (listener != null && answer.has("accepted")) {
            listener.accepted(new SessionId(answer.required("accepted").asString()));
          } else if (listener != null && answer.has("event")) {
            listener.events(List.of(wire.recorded(answer.required("event"))));
          }
        });
  }

  /** Sends a request and returns what stands under {@code ok}. */
  private JsonNode tell(String request, Told told) throws ControlException {
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        var lines = new LineChannel(channel, Wire.LONGEST_ANSWER)) {
      channel.connect(UnixDomainSocketAddress.of(trusted(folder.socket())));
      lines.write(request);
      while (true) {
        String line = lines.read();
        if (line == null) {
          throw gone(new EOFException());
        }
        JsonNode answer = wire.parse(line);
        if (answer.has("ok")) {
          return answer.required("ok");
        }
        if (answer.has("error")) {
          throw refused(answer.required("error"));
        }
        told.line(answer);
      }
    } catch (IOException failed) {
      throw gone(failed);
    } catch (JacksonException | IllegalArgumentException garbage) {
      throw new ControlException(
          Code.OTHER_VERSION,
          "The running Muster answers in a way this one does not understand. Start the same"
              + " version of both.",
          garbage);
    }
  }

  /**
   * A socket outside the data folder lies where others may write, too: somebody else's must not be
   * given our tasks.
   */
  private Path trusted(Path socket) throws IOException, ControlException {
    Path around = socket.getParent();
    if (around == null || around.equals(folder.data()) || !Files.isDirectory(around)) {
      return socket;
    }
    if (!Files.getOwner(around).equals(Files.getOwner(folder.data()))) {
      throw new ControlException(
          Code.FAILED,
          "The folder " + around + " belongs to somebody else; its socket was not used.");
    }
    return socket;
  }

  private static ControlException gone(IOException cause) {
    return new ControlException(
        Code.GONE,
        "The connection to the running Muster broke. What it was doing is kept: muster list",
        cause);
  }

  private static ControlException refused(JsonNode error) {
    String message = error.path("message").asString("The running Muster refused that.");
    try {
      return new ControlException(Code.valueOf(error.path("code").asString("")), message);
    } catch (IllegalArgumentException newCode) {
      return new ControlException(Code.FAILED, message, newCode);
    }
  }
}

package dev.muster.engine.control;

import dev.muster.engine.control.ControlException.Code;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.export.ExportListener;
import dev.muster.engine.imported.ImportListener;
import dev.muster.engine.imported.ImportProgress;
import dev.muster.engine.imported.ImportReport;
import dev.muster.engine.imported.ImportRequest;
import dev.muster.engine.imported.Taken;
import dev.muster.engine.store.Search;
import dev.muster.engine.store.SearchAsk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * One peer on the socket. Its lines are read on one virtual thread; a turn that it follows is told
 * on a second one, so that the end of the connection is noticed at once.
 */
final class ControlConnection implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlConnection.class);

  private final LineChannel lines;
  private final Control control;
  private final Wire wire;
  private final RunCount runs;
  private final AtomicReference<@Nullable Thread> following = new AtomicReference<>();

  ControlConnection(LineChannel lines, Control control, Wire wire, RunCount runs) {
    this.lines = lines;
    this.control = control;
    this.wire = wire;
    this.runs = runs;
  }

  @Override
  public void run() {
    try {
      while (true) {
        String line;
        try {
          line = lines.read();
        } catch (LineChannel.TooLong tooLong) {
          lines.write(wire.error(Code.BAD_REQUEST, String.valueOf(tooLong.getMessage())));
          continue;
        }
        if (line == null) {
          return;
        }
        handle(line);
      }
    } catch (IOException gone) {
      LOG.debug("A peer on the control socket is gone: {}", gone.toString());
    } finally {
      Thread follower = following.get();
      if (follower != null) {
        follower.interrupt();
      }
      close();
    }
  }

  private void handle(String line) throws IOException {
    try {
      JsonNode request = wire.parse(line);
      int version = request.path("v").asInt(0);
      if (version != EngineControl.PROTOCOL) {
        throw new ControlException(
            Code.OTHER_VERSION,
            "This Muster speaks version "
                + EngineControl.PROTOCOL
                + " on its socket, and was asked in version "
                + version
                + ". Start the same version of both.");
      }
      if (following.get() != null) {
        throw new ControlException(
            Code.BUSY, "This connection is telling something already; use another one.");
      }
      serve(request.path("do").asString(""), request);
    } catch (ControlException refused) {
      lines.write(wire.error(refused.code(), String.valueOf(refused.getMessage())));
    } catch (JacksonException | IllegalArgumentException failed) {
      LOG.warn("A request on the control socket failed.", failed);
      lines.write(wire.error(Code.FAILED, "Muster could not answer that; its log says why."));
    }
  }

  private void serve(String what, JsonNode request) throws ControlException, IOException {
    switch (what) {
      case Wire.ABOUT -> ok(control.about());
      case Wire.RAISE -> {
        control.raise();
        ok(Map.of());
      }
      case Wire.LIST -> ok(control.list(wire.fields(request, Wire.ListAll.class).all()));
      case Wire.SHOW -> show(wire.fields(request, Wire.Show.class, "session"));
      case Wire.FIND -> ok(control.find(wire.fields(request, SearchAsk.class, "text", "sort")));
      case Wire.SEARCH -> search(wire.fields(request, Search.Query.class, "text"));
      case Wire.AGENTS -> ok(control.agents());
      case Wire.INSTALLED -> ok(control.installed());
      case Wire.RUN ->
          begin(
              new RunRequest.New(
                  wire.fields(request, Wire.Run.class, "task", "repository", "agent", "mode")
                      .spec()));
      case Wire.NEXT -> {
        var next = wire.fields(request, Wire.Next.class, "session", "text");
        begin(new RunRequest.Next(next.session(), next.text(), next.mode()));
      }
      case Wire.FORK -> {
        var fork = wire.fields(request, Wire.Next.class, "session", "text");
        begin(new RunRequest.Fork(fork.session(), fork.text(), fork.mode()));
      }
      case Wire.FORK_AT -> {
        var fork = wire.fields(request, Wire.ForkAt.class, "session", "text", "turn");
        begin(new RunRequest.Fork(fork.session(), fork.text(), fork.mode(), fork.turn()));
      }
      case Wire.AFTER ->
          begin(wire.fields(request, RunRequest.After.class, "session", "told", "start"));
      case Wire.POINTS ->
          ok(control.points(wire.fields(request, Wire.Points.class, "session").session()));
      case Wire.REWIND -> {
        var rewind = wire.fields(request, Wire.Rewind.class, "session");
        ok(control.rewind(rewind.session(), rewind.turn()));
      }
      case Wire.ANSWER -> {
        var answer =
            wire.fields(request, Wire.Answer.class, "session", "request", "exact", "option");
        control.answer(
            answer.session(), answer.request(), answer.exact(), answer.option(), answer.note());
        ok(Map.of());
      }
      case Wire.ANSWER_QUESTION -> {
        var answer =
            wire.fields(request, Wire.AnswerQuestion.class, "session", "question", "answer");
        control.answerQuestion(answer.session(), answer.question(), answer.answer());
        ok(Map.of());
      }
      case Wire.INTERRUPT -> {
        control.interrupt(wire.fields(request, Wire.Interrupt.class, "session").session());
        ok(Map.of());
      }
      case Wire.IMPORT -> {
        ImportRequest wanted = wire.fields(request, Wire.Import.class, "from").request();
        // Files are read there, so it must not hold a carrier of virtual threads.
        begin(Thread.ofPlatform().daemon().name("control-import"), () -> take(wanted));
      }
      case Wire.KEEP -> {
        KeepRequest<?> wanted = wire.keep(wire.fields(request, Wire.Keep.class, "deed", "of"));
        begin(Thread.ofPlatform().daemon().name("control-keep"), () -> keep(wanted));
      }
      case Wire.LAND -> {
        LandRequest<?> wanted = wire.land(wire.fields(request, Wire.Keep.class, "deed", "of"));
        begin(Thread.ofPlatform().daemon().name("control-land"), () -> whole(c -> c.land(wanted)));
      }
      default -> throw new ControlException(Code.BAD_REQUEST, "Unknown request \"" + what + "\".");
    }
  }

  private void ok(Object result) throws IOException {
    lines.write(wire.ok(result));
  }

  private void show(Wire.Show show) throws ControlException, IOException {
    try {
      Long from = show.from();
      ok(
          from == null
              ? control.show(show.session(), show.last(), this::tell)
              : control.story(show.session(), from, show.last(), this::tell));
    } catch (UncheckedIOException gone) {
      throw gone.getCause();
    }
  }

  private void search(Search.Query query) throws ControlException, IOException {
    int limit = Math.clamp(query.limit(), 1, 200);
    ok(
        control.search(
            new Search.Query(
                query.text(), query.session(), query.projectId(), query.before(), limit)));
  }

  private void begin(RunRequest request) throws ControlException {
    begin(Thread.ofVirtual().name("control-run"), () -> follow(request));
  }

  private void begin(Thread.Builder on, Runnable work) throws ControlException {
    if (!runs.begin()) {
      throw new ControlException(
          Code.BUSY, "This Muster is about to end and takes no more tasks. Ask again.");
    }
    Thread thread = on.unstarted(work);
    following.set(thread);
    thread.start();
  }

  private void follow(RunRequest request) {
    var listener =
        new RunListener() {
          @Nullable SessionId session;

          @Override
          public void accepted(SessionId id) {
            session = id;
            send(wire.accepted(id));
          }

          @Override
          public void events(List<Recorded> events) {
            events.forEach(ControlConnection.this::tell);
          }
        };
    try {
      RunEnd end = control.run(request, listener);
      following.set(null);
      send(wire.ok(end));
    } catch (ControlException refused) {
      following.set(null);
      answerLast(refused.code(), String.valueOf(refused.getMessage()));
    } catch (InterruptedException | UncheckedIOException gone) {
      abandoned(listener.session);
    } catch (RuntimeException failed) {
      LOG.error("A turn could not be told on the control socket.", failed);
      following.set(null);
      answerLast(Code.FAILED, "Muster could not go on telling; its log says why.");
    } finally {
      following.set(null);
      runs.end();
    }
  }

  /** Something that is answered as a whole. */
  private interface Whole {
    Object of(Control control) throws ControlException, InterruptedException;
  }

  /** Keeps house; what can be stopped is when the peer goes. */
  private void keep(KeepRequest<?> request) {
    var listener =
        new ExportListener() {
          private boolean gone;

          @Override
          public void progress(long done, long of) {
            try {
              if (!gone) {
                lines.write(wire.progress(done, of));
              }
            } catch (IOException left) {
              LOG.debug("Nobody follows it any more: {}", left.toString());
              gone = true;
            }
          }

          @Override
          public boolean cancelled() {
            // Whoever asked is gone when the thread is interrupted; that would also break files.
            gone |= Thread.interrupted();
            return gone;
          }
        };
    whole(asked -> asked.keep(request, listener));
  }

  /** Does it and answers; goes on to its end when the peer goes. */
  private void whole(Whole request) {
    try {
      Object done = request.of(control);
      following.set(null);
      lines.write(wire.ok(done));
    } catch (ControlException refused) {
      following.set(null);
      answerLast(refused.code(), String.valueOf(refused.getMessage()));
    } catch (InterruptedException | IOException gone) {
      LOG.debug("Nobody waits for it any more: {}", gone.toString());
    } catch (RuntimeException failed) {
      LOG.error("What was asked for failed.", failed);
      following.set(null);
      answerLast(Code.FAILED, "Muster could not do that; its log says why.");
    } finally {
      following.set(null);
      runs.end();
    }
  }

  /** Imports; when the peer goes, it ends, and what was taken in stays. */
  private void take(ImportRequest request) {
    var listener =
        new ImportListener() {
          private boolean gone;

          @Override
          public void progress(ImportProgress progress) {
            tell(wire.progress(progress));
          }

          @Override
          public void taken(Taken taken) {
            tell(wire.taken(taken));
          }

          @Override
          public boolean cancelled() {
            return gone;
          }

          private void tell(String line) {
            try {
              if (!gone) {
                lines.write(line);
              }
            } catch (IOException left) {
              LOG.debug("Nobody follows the import any more: {}", left.toString());
              gone = true;
            }
          }
        };
    try {
      ImportReport report = control.importConversations(request, listener);
      following.set(null);
      lines.write(wire.ok(report));
    } catch (ControlException refused) {
      following.set(null);
      answerLast(refused.code(), String.valueOf(refused.getMessage()));
    } catch (InterruptedException | IOException gone) {
      LOG.debug("Nobody follows the import any more: {}", gone.toString());
    } catch (RuntimeException failed) {
      LOG.error("An import failed.", failed);
      following.set(null);
      answerLast(Code.FAILED, "Muster could not go on importing; its log says why.");
    } finally {
      following.set(null);
      runs.end();
    }
  }

  /** Nobody listens any more. Where there is no window either, nobody could answer or see it. */
  private void abandoned(@Nullable SessionId session) {
    // Set when it was a blocked write that was interrupted; it would forbid the wait below.
    Thread.interrupted();
    try {
      if (session != null && !control.about().window()) {
        control.interrupt(session);
      }
    } catch (ControlException over) {
      LOG.debug("Session {} whose peer is gone: {}", session, over.getMessage());
    }
  }

  private void answerLast(Code code, String sentence) {
    try {
      lines.write(wire.error(code, sentence));
    } catch (IOException gone) {
      LOG.debug("A peer on the control socket is gone: {}", gone.toString());
    }
  }

  private void tell(Recorded recorded) {
    send(wire.event(recorded));
  }

  private void send(String line) {
    try {
      lines.write(line);
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException already) {
      LOG.debug("Closing a peer of the control socket: {}", already.toString());
    }
  }
}

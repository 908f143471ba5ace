package dev.muster.cli;

import dev.muster.cli.OpenRequests.Request;
import dev.muster.engine.control.Control;
import dev.muster.engine.control.ControlException;
import dev.muster.engine.control.RunEnd;
import dev.muster.engine.control.RunListener;
import dev.muster.engine.control.RunRequest;
import dev.muster.engine.event.MoneyEvent.UsageReported;
import dev.muster.engine.event.ObservedEvent.TreeChanged;
import dev.muster.engine.event.PermissionEvent.ApprovalAsked;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One turn as a command line follows it: its events are printed, what it asks is asked here or
 * waits for the window, and when no one can answer it is interrupted and kept.
 */
final class FollowedTurn implements RunListener {
  private final Control control;
  private final Terminal terminal;
  private final Consumer<Recorded> printer;
  private final Who who;
  private final TypedLines typed;
  private final Function<ApprovalAsked, Optional<String>> given;
  private final OpenRequests requests = new OpenRequests();
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile @Nullable SessionId session;
  private volatile boolean wanted = true;
  private volatile @Nullable Request unanswered;
  private @Nullable Request last;
  private long tokens;
  private long costMicros;
  private boolean costKnown = true;
  private @Nullable TreeChanged tree;

  /** Who answers what the agent asks. */
  enum Who {
    /** The person at this terminal; in the window it can be answered as well. */
    TERMINAL,
    /** Only the person at the window of the running Muster. */
    WINDOW,
    NOBODY
  }

  /**
   * Made before the turn begins.
   *
   * @param printer told every event
   * @param typed what the person at the terminal types; used only when {@code who} is that person
   * @param given the option that was chosen beforehand for a request; empty to ask somebody
   */
  FollowedTurn(
      Control control,
      Terminal terminal,
      Consumer<Recorded> printer,
      Who who,
      TypedLines typed,
      Function<ApprovalAsked, Optional<String>> given) {
    this.control = control;
    this.terminal = terminal;
    this.printer = printer;
    this.who = who;
    this.typed = typed;
    this.given = given;
  }

  /** Starts the turn and follows it to its end. */
  RunEnd follow(RunRequest request) throws ControlException, InterruptedException {
    Thread asking = null;
    if (who == Who.TERMINAL) {
      asking = Thread.ofVirtual().name("asking").start(this::askAll);
    }
    try {
      return control.run(request, this);
    } finally {
      over.countDown();
      if (asking != null) {
        asking.interrupt();
        lastWords(asking);
      }
      terminal.out().flush();
    }
  }

  /** A question that was just answered elsewhere is still told so. */
  private static void lastWords(Thread asking) {
    try {
      asking.join(Duration.ofSeconds(1));
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Ends the turn in an orderly way, from any thread: what was done is kept. Blocks until the turn
   * is over, some seconds at most.
   */
  void interrupt() throws InterruptedException {
    wanted = false;
    SessionId running = session;
    if (running != null && over.getCount() > 0) {
      end(running);
    }
    if (!over.await(20, TimeUnit.SECONDS)) {
      terminal.say("muster: the turn does not end; what is in the journal is kept.");
    }
  }

  /** Whether the prompt is stored: from then on asking again would do it twice. */
  boolean hasBegun() {
    return session != null;
  }

  @Override
  public void accepted(SessionId id) {
    session = id;
    if (!wanted) {
      end(id);
    }
  }

  @Override
  public void events(List<Recorded> events) {
    for (Recorded event : events) {
      printer.accept(event);
      requests.take(event);
      sum(event);
    }
    if (terminal.out().checkError() && wanted) {
      // Whoever read our output is gone (`muster run … | head`): nobody watches this any more.
      wanted = false;
      terminal.say("muster: the output was closed, so the turn is interrupted.");
      end(events.getFirst().session());
      return;
    }
    Request first = requests.first();
    if (first == null || first.equals(last) || !wanted) {
      return;
    }
    if (answeredBeforehand(events.getFirst().session(), first)) {
      last = first;
      return;
    }
    switch (who) {
      case TERMINAL -> {
        // The asking thread has been woken.
      }
      case WINDOW -> {
        last = first;
        terminal.say("muster: waits for your answer in its window: " + what(first));
      }
      case NOBODY -> {
        last = first;
        giveUp(events.getFirst().session(), first);
      }
    }
  }

  private boolean answeredBeforehand(SessionId id, Request request) {
    if (!(request instanceof Request.Approval(ApprovalAsked asked))) {
      return false;
    }
    Optional<String> option = given.apply(asked);
    if (option.isEmpty()) {
      return false;
    }
    try {
      control.answer(id, asked.requestId(), asked.exact(), option.get(), null);
    } catch (ControlException refused) {
      // Answered elsewhere in the same moment; the events that follow say how.
      terminal.say("muster: " + refused.getMessage());
    }
    return true;
  }

  private void sum(Recorded recorded) {
    switch (recorded.event()) {
      case UsageReported used -> {
        tokens += used.input() + used.output() + used.cacheRead() + used.cacheWrite();
        Long cost = used.costMicros();
        costKnown &= cost != null;
        costMicros += cost == null ? 0 : cost;
      }
      case TreeChanged changed -> tree = changed;
      default -> {
        // Not part of the sum.
      }
    }
  }

  private void askAll() {
    var asker = new Asker(control, terminal, typed, requests);
    Request asked = null;
    try {
      while (over.getCount() > 0) {
        Request next = requests.awaitNext(asked);
        SessionId running = session;
        if (running == null || answeredBeforehandOnly(next)) {
          asked = next;
          continue;
        }
        asked = next;
        try {
          asker.ask(running, next);
        } catch (IOException nobodyTypes) {
          giveUp(running, next);
          return;
        }
      }
    } catch (InterruptedException turnIsOver) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean answeredBeforehandOnly(Request request) {
    return request instanceof Request.Approval(ApprovalAsked asked)
        && given.apply(asked).isPresent();
  }

  private void giveUp(SessionId id, Request request) {
    unanswered = request;
    wanted = false;
    end(id);
  }

  private void end(SessionId id) {
    try {
      control.interrupt(id);
    } catch (ControlException over) {
      // It ended by itself in the same moment, or nobody can be reached: both show in the end.
      if (over.code() != ControlException.Code.REFUSED) {
        terminal.say("muster: " + over.getMessage());
      }
    }
  }

  /** What nobody could answer, in a few words; null when all was answered. */
  @Nullable String unanswered() {
    Request request = unanswered;
    return request == null ? null : what(request);
  }

  private static String what(Request request) {
    return switch (request) {
      case Request.Approval(var asked) ->
          (asked.title().equals(asked.exact()) ? "" : Plain.line(asked.title(), 80) + ": ")
              + Plain.line(asked.exact(), 200);
      case Request.Question(var asked) -> Plain.line(asked.text(), 200);
    };
  }

  /** What was used and changed, in one line. */
  String summary() {
    TreeChanged changed = tree;
    String files =
        changed == null
            ? "no changes seen"
            : Words.changes(changed.files().size(), changed.added(), changed.removed());
    String money = tokens == 0 || !costKnown ? "" : ", " + Words.money(costMicros);
    return files + (tokens == 0 ? "" : ", " + Words.count(tokens) + " tokens") + money;
  }
}

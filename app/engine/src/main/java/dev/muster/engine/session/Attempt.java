package dev.muster.engine.session;

import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.agent.AgentSession;
import dev.muster.engine.event.ObservedEvent.AgentStarted;
import dev.muster.engine.event.SessionEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One run of an agent, as its session sees it. What the agent says goes to the session's mailbox in
 * order; what it still says after the attempt was given up goes nowhere.
 */
final class Attempt implements AgentListener {
  /** Events that may wait in the mailbox before the agent is slowed down. */
  private static final int AHEAD = 2_048;

  private final int number;
  private final Executor mailbox;
  private final BiConsumer<Attempt, SessionEvent> onEvent;
  private final Side side;
  private final Pause pause;
  private final CompletableFuture<Void> heard = new CompletableFuture<>();
  private final Semaphore room = new Semaphore(AHEAD);
  private final CompletableFuture<Void> ending = new CompletableFuture<>();
  private final CompletableFuture<Void> launched = new CompletableFuture<>();
  private volatile boolean over;
  private volatile @Nullable AgentSession agent;
  private volatile @Nullable String forgot;
  private volatile @Nullable Account account;

  /** Where streaming text and raw lines go, past the mailbox. */
  interface Side {
    void tail(String id, TailKind kind, String delta);

    void tailDropped(String id);

    void raw(boolean fromAgent, String line);
  }

  Attempt(
      int number,
      Executor mailbox,
      BiConsumer<Attempt, SessionEvent> onEvent,
      Side side,
      Pause pause) {
    this.number = number;
    this.mailbox = mailbox;
    this.onEvent = onEvent;
    this.side = side;
    this.pause = pause;
  }

  int number() {
    return number;
  }

  /** The running agent; null until it was opened. */
  @Nullable AgentSession agent() {
    return agent;
  }

  void opened(AgentSession session) {
    agent = session;
  }

  /** It is opened without the conversation that was to be gone on with: a sentence says why. */
  void beginsAnew(String why) {
    forgot = why;
  }

  /** Why its agent does not remember what was said before; null when it does. */
  @Nullable String forgot() {
    return forgot;
  }

  /** What its agent is told of what was said before. */
  void account(Account made) {
    account = made;
  }

  /** Null when there is nothing to tell. */
  @Nullable Account account() {
    return account;
  }

  /** It is about to be ended: it gets no prompt and no leave any more, its words still count. */
  void end() {
    ending.complete(null);
    heard.complete(null);
  }

  /** What it says is heard from now on although nothing can be stored: it is to come to an end. */
  void hear() {
    heard.complete(null);
  }

  /** Done as soon as it is about to be ended. */
  CompletableFuture<Void> ending() {
    return ending;
  }

  boolean isEnding() {
    return ending.isDone();
  }

  /** Done when its launch is over: its agent is there, or there will be none. */
  CompletableFuture<Void> launched() {
    return launched;
  }

  /** From here on nothing it says counts. */
  void giveUp() {
    over = true;
    end();
  }

  boolean isOver() {
    return over;
  }

  @Override
  public void event(SessionEvent said) {
    if (over) {
      return;
    }
    SessionEvent event = said instanceof AgentStarted started ? memory(started) : said;
    pause.await(heard);
    room.acquireUninterruptibly();
    mailbox.execute(
        () -> {
          room.release();
          if (!over) {
            onEvent.accept(this, event);
          }
        });
  }

  private AgentStarted memory(AgentStarted started) {
    String why = forgot;
    if (started.forgot() != null) {
      forgot = started.forgot();
    } else if (why != null) {
      return started.forgetting(why);
    }
    return started;
  }

  @Override
  public void tail(String id, TailKind kind, String delta) {
    if (!over) {
      side.tail(id, kind, delta);
    }
  }

  @Override
  public void tailDropped(String id) {
    side.tailDropped(id);
  }

  @Override
  public void raw(boolean fromAgent, String line) {
    if (!over) {
      side.raw(fromAgent, line);
    }
  }
}

package dev.muster.engine.session;

import dev.muster.engine.agent.Agent;
import dev.muster.engine.agent.AgentException;
import dev.muster.engine.agent.AgentLaunch;
import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.agent.AgentSession;
import dev.muster.engine.agent.Prompt;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.TurnEvent;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * An agent that does what a test tells it and nothing else: the only way to have one that never
 * ends its turn, dies at a given moment, or talks after its end.
 */
final class PuppetAgent implements Agent {
  private final BlockingQueue<Puppet> opened = new LinkedBlockingQueue<>();

  /** Every attempt there ever was. */
  final List<Puppet> all = new CopyOnWriteArrayList<>();

  volatile boolean refuses;
  volatile boolean forks = true;
  volatile boolean rewinds;
  volatile AgentProfile.Availability availability = AgentProfile.Availability.yes("ready");

  /** What an attempt does while it is being opened, on the thread that opens it. */
  volatile Consumer<Puppet> opening = puppet -> {};

  @Override
  public AgentProfile profile() {
    return new AgentProfile(
            "puppet",
            "Puppet",
            "for tests",
            availability,
            List.of(),
            false,
            true,
            true,
            true,
            true,
            false,
            List.of())
        .withConversations(forks, rewinds);
  }

  @Override
  public AgentSession open(AgentLaunch launch, AgentListener out) throws AgentException {
    if (refuses) {
      throw new AgentException("The puppet has no strings. Tie some on.");
    }
    Puppet puppet = new Puppet(launch, out);
    try {
      opening.accept(puppet);
    } catch (Refusal refusal) {
      throw refusal.why;
    }
    all.add(puppet);
    opened.add(puppet);
    return puppet;
  }

  /** The next attempt that was opened. */
  Puppet next() throws InterruptedException {
    Puppet puppet = opened.poll(20, TimeUnit.SECONDS);
    if (puppet == null) {
      throw new AssertionError("No attempt was opened.");
    }
    return puppet;
  }

  boolean noneOpened() {
    return opened.isEmpty();
  }

  /** It does not open. */
  static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;
    final AgentException why;

    Refusal(AgentException why) {
      super(why);
      this.why = why;
    }
  }

  /** One attempt. */
  static final class Puppet implements AgentSession {
    final AgentLaunch launch;
    final AgentListener out;
    private final BlockingQueue<Prompt> prompts = new LinkedBlockingQueue<>();
    final BlockingQueue<Prompt> steered = new LinkedBlockingQueue<>();
    volatile boolean endsWhenInterrupted = true;
    volatile boolean inTurn;

    /** The ids of the prompts it took. */
    final List<String> taken = new CopyOnWriteArrayList<>();

    volatile boolean closed;

    /** Whether it cannot take a prompt. */
    volatile boolean deaf;

    /** What closing waits for; done from the beginning unless a test holds it. */
    volatile CompletableFuture<Void> mayClose = CompletableFuture.completedFuture(null);

    Puppet(AgentLaunch launch, AgentListener out) {
      this.launch = launch;
      this.out = out;
    }

    Prompt prompted() throws InterruptedException {
      Prompt prompt = prompts.poll(20, TimeUnit.SECONDS);
      if (prompt == null) {
        throw new AssertionError("No prompt came.");
      }
      return prompt;
    }

    void say(SessionEvent event) {
      out.event(event);
    }

    void say(String text) {
      say(new MessageAdded("m" + System.nanoTime(), text, null));
    }

    /** Says something that belongs into a turn; nothing when none runs. */
    synchronized void sayInTurn(SessionEvent event) {
      if (inTurn) {
        say(event);
      }
    }

    synchronized void end(TurnEvent.End end) {
      if (!inTurn) {
        return;
      }
      inTurn = false;
      say(new TurnEnded(end, null));
    }

    @Override
    public synchronized void prompt(Prompt prompt) {
      if (deaf) {
        throw new IllegalStateException("It hears nothing.");
      }
      inTurn = true;
      say(new TurnStarted(prompt.promptId()));
      taken.add(prompt.promptId());
      prompts.add(prompt);
    }

    @Override
    public void steer(Prompt prompt) {
      steered.add(prompt);
    }

    @Override
    public void interrupt() {
      if (endsWhenInterrupted && inTurn) {
        end(TurnEvent.End.INTERRUPTED);
      }
    }

    @Override
    public void close() {
      mayClose.join();
      if (inTurn) {
        end(TurnEvent.End.INTERRUPTED);
      }
      closed = true;
    }
  }
}

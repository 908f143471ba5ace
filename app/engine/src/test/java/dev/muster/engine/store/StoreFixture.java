package dev.muster.engine.store;

import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.LifeEvent.SessionCreated;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.WorkEvent.ToolOutput;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** What the tests of the store share: sessions, events, and waiting for a condition. */
final class StoreFixture {
  static final SessionId ONE = new SessionId("sone00001");
  static final SessionId TWO = new SessionId("stwo00002");

  private StoreFixture() {}

  static Store open(DataFolder folder) throws StoreException {
    return Store.open(folder, Clock.systemUTC());
  }

  static SessionEvent said(String text) {
    return new MessageAdded("m", text, null);
  }

  static SessionEvent printed(String text) {
    return new ToolOutput("call", text, null);
  }

  static SessionEvent prompt(String text) {
    return new PromptSent("p", text, List.of(), PromptOrigin.USER, false);
  }

  static SessionEvent created(String title, String project) {
    return new SessionCreated(
        title,
        project,
        project + " name",
        "/home/ada/" + project,
        "rehearsal",
        "Rehearsal",
        null,
        PermissionMode.EDIT,
        "main",
        Limits.NONE,
        true,
        Map.of());
  }

  static List<Recorded> all(Journal journal) {
    List<Recorded> events = new ArrayList<>();
    journal.replayAll(events::add);
    return events;
  }

  /** Polls until it is so; fails after a time no machine should need. */
  static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("it did not come to pass within 60 s");
      }
      Thread.sleep(5);
    }
  }

  /** Remembers all it is told. */
  static class Collector implements JournalListener {
    final List<Recorded> events = Collections.synchronizedList(new ArrayList<>());
    final List<String> stops = new CopyOnWriteArrayList<>();
    volatile int caughtUp;

    @Override
    public void committed(List<Recorded> batch) {
      events.addAll(batch);
    }

    @Override
    public void caughtUp() {
      caughtUp++;
    }

    @Override
    public void stopped(String sentence) {
      stops.add(sentence);
    }
  }
}

package dev.muster.engine.store;

import dev.muster.engine.event.SessionId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Hands what was committed to those who follow the journal. Never waits for any of them. */
final class Hub {
  private final List<Follower> all = new CopyOnWriteArrayList<>();
  private final Map<SessionId, List<Follower>> ofSession = new ConcurrentHashMap<>();
  private final Executor executor =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("journal-follower").factory());
  private volatile @Nullable String stopped;

  /** On the writer's thread, batch after batch. */
  void committed(List<Entry> batch) {
    for (Follower follower : all) {
      follower.offer(batch);
    }
    if (ofSession.isEmpty()) {
      return;
    }
    Map<SessionId, List<Entry>> parts = new HashMap<>();
    for (Entry entry : batch) {
      SessionId session = entry.recorded().session();
      if (ofSession.containsKey(session)) {
        parts.computeIfAbsent(session, _ -> new ArrayList<>()).add(entry);
      }
    }
    parts.forEach(
        (session, part) ->
            ofSession.getOrDefault(session, List.of()).forEach(follower -> follower.offer(part)));
  }

  /** Nothing will be committed any more. */
  void stopped(String sentence) {
    stopped = sentence;
    all.forEach(follower -> follower.stop(sentence));
    ofSession.values().forEach(list -> list.forEach(follower -> follower.stop(sentence)));
  }

  Subscription followAll(long afterPosition, JournalListener listener, Follower.Source source) {
    List<Follower> self = new ArrayList<>(1);
    Follower follower =
        new Follower(
            afterPosition + 1,
            listener,
            Entry::position,
            source,
            executor,
            () -> all.removeAll(self));
    self.add(follower);
    all.add(follower);
    return begin(follower);
  }

  Subscription follow(
      SessionId session, long fromSeq, JournalListener listener, Follower.Source source) {
    List<Follower> self = new ArrayList<>(1);
    Follower follower =
        new Follower(
            fromSeq,
            listener,
            entry -> entry.recorded().seq(),
            source,
            executor,
            () ->
                ofSession.computeIfPresent(
                    session,
                    (_, list) -> {
                      list.removeAll(self);
                      return list.isEmpty() ? null : list;
                    }));
    self.add(follower);
    ofSession.compute(
        session,
        (_, list) -> {
          List<Follower> followers = list == null ? new CopyOnWriteArrayList<>() : list;
          followers.add(follower);
          return followers;
        });
    return begin(follower);
  }

  /** In the list before it reads: what is committed in between lands in its mailbox. */
  private Subscription begin(Follower follower) {
    String sentence = stopped;
    if (sentence != null) {
      follower.stop(sentence);
    }
    follower.start();
    return follower;
  }

  /** Ends all. */
  void close() {
    all.forEach(Follower::close);
    ofSession.values().forEach(list -> list.forEach(Follower::close));
  }
}

package dev.muster.engine.imported;

import dev.muster.engine.agent.transcript.Found;
import dev.muster.engine.imported.ImportReport.OfAgent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Counts what an import does, and tells it on. Used by one thread. */
final class Tally {
  private static final long BETWEEN = TimeUnit.MILLISECONDS.toNanos(100);

  private final ImportRequest request;
  private final ImportListener listener;
  private final BooleanSupplier ending;
  private final Count[] counts;
  private final List<String> problems = new ArrayList<>();
  private int problemsMore;
  private int done;
  private int all;
  private long doneBytes;
  private long allBytes;
  private long inFile;
  private long toldAt;
  private boolean told;
  private boolean cancelled;

  private static final class Count {
    boolean there;
    int found;
    int added;
    int grown;
    int known;
    int failed;
    int own;
    long events;
  }

  /**
   * @param ending whether Muster ends
   */
  Tally(ImportRequest request, ImportListener listener, BooleanSupplier ending) {
    this.ending = ending;
    this.request = request;
    this.listener = listener;
    this.counts = new Count[request.sources().size()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new Count();
    }
  }

  /** Whether it is to stop; once so, always so. */
  boolean cancelled() {
    cancelled =
        cancelled
            || ending.getAsBoolean()
            || listener.cancelled()
            || Thread.currentThread().isInterrupted();
    return cancelled;
  }

  void problem(String sentence) {
    if (problems.size() < ImportReport.MOST) {
      problems.add(sentence);
    } else {
      problemsMore++;
    }
  }

  void there(int source, boolean is) {
    counts[source].there = is;
  }

  /** Returns whether it is to be looked at. */
  boolean found(int source, boolean own) {
    counts[source].own += own ? 1 : 0;
    counts[source].found += own ? 0 : 1;
    return !own;
  }

  void begin(int conversations, long bytes) {
    all = conversations;
    allBytes = bytes;
    tell();
  }

  void read(int bytes) {
    inFile += bytes;
    tell();
  }

  /** Files grow, and known ones may not be read: each counts with what it was when it was found. */
  void done(Found found) {
    done++;
    doneBytes += found.bytes();
    inFile = 0;
    tell();
  }

  void taken(int source, Taken taken) {
    Count count = counts[source];
    switch (taken.outcome()) {
      case NEW -> count.added++;
      case GROWN -> count.grown++;
      case KNOWN -> count.known++;
      case FAILED -> count.failed++;
    }
    count.events += taken.events();
    String note = taken.note();
    if (note != null) {
      problem(note);
    }
    listener.taken(taken);
  }

  private void tell() {
    long now = System.nanoTime();
    if (!told || done == all || now - toldAt > BETWEEN) {
      told = true;
      toldAt = now;
      listener.progress(
          new ImportProgress(done, all, Math.min(allBytes, doneBytes + inFile), allBytes));
    }
  }

  ImportReport report() {
    List<OfAgent> agents = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      ImportRequest.Source source = request.sources().get(i);
      Count count = counts[i];
      agents.add(
          new OfAgent(
              source.agent().id(),
              source.agent().title(),
              source.folder().toString(),
              count.there,
              count.found,
              count.added,
              count.grown,
              count.known,
              count.failed,
              count.own,
              count.events));
    }
    return new ImportReport(agents, problems, problemsMore, request.dryRun(), cancelled);
  }
}

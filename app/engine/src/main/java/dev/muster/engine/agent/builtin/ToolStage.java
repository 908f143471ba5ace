package dev.muster.engine.agent.builtin;

import dev.muster.engine.agent.builtin.model.Cancel;
import dev.muster.engine.agent.builtin.model.ContentBlock;
import dev.muster.engine.agent.builtin.model.ContentBlock.ToolCall;
import dev.muster.engine.agent.builtin.tool.ToolResult;
import dev.muster.engine.agent.builtin.tool.ToolRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Does the tool calls of one answer: those that change nothing at the same time, all others one
 * after the other, in the order the model gave them.
 */
final class ToolStage {
  private static final Duration TEAR_DOWN = Duration.ofSeconds(3);

  private final ToolRunner runner;
  private final StartWatch starts;
  private final int parallel;

  /**
   * Runs calls through this runner.
   *
   * @param starts hears what the runner tells
   * @param parallel how many at the same time, at least 1
   */
  ToolStage(ToolRunner runner, StartWatch starts, int parallel) {
    this.runner = runner;
    this.starts = starts;
    this.parallel = parallel;
  }

  /**
   * Blocks until every call is over; once cancelled, the calls that have not begun are told as
   * cancelled.
   *
   * @return the results in the order of the calls
   */
  List<ContentBlock> run(List<ToolCall> calls, Cancel cancel) throws InterruptedException {
    List<ContentBlock> results = new ArrayList<>();
    int from = 0;
    while (from < calls.size()) {
      int to = from;
      while (to < calls.size() && runner.parallelSafe(calls.get(to).name())) {
        to++;
      }
      if (to - from > 1) {
        results.addAll(together(calls.subList(from, to), cancel));
      } else {
        to = from + 1;
        results.add(one(calls.get(from), cancel));
      }
      from = to;
    }
    return results;
  }

  private List<ContentBlock> together(List<ToolCall> calls, Cancel cancel)
      throws InterruptedException {
    AtomicReferenceArray<ContentBlock> results = new AtomicReferenceArray<>(calls.size());
    Semaphore places = new Semaphore(parallel);
    List<Thread> threads = new ArrayList<>();
    try {
      for (int i = 0; i < calls.size(); i++) {
        int place = i;
        CountDownLatch started = starts.expect(calls.get(i).id());
        threads.add(
            Thread.ofVirtual()
                .name("muster-tool-" + calls.get(i).name())
                .start(() -> inItsPlace(calls, place, places, results, cancel)));
        started.await();
      }
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      threads.forEach(Thread::interrupt);
      for (Thread thread : threads) {
        thread.join(TEAR_DOWN); // so that no process is left behind when this returns
      }
      throw e;
    }
    List<ContentBlock> list = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      ContentBlock result = results.get(i);
      if (result != null) { // a call that was torn away is answered as interrupted later
        list.add(result);
      }
    }
    return list;
  }

  private void inItsPlace(
      List<ToolCall> calls,
      int place,
      Semaphore places,
      AtomicReferenceArray<ContentBlock> results,
      Cancel cancel) {
    try {
      places.acquire();
      try {
        results.set(place, one(calls.get(place), cancel));
      } finally {
        places.release();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // the turn is being torn down; its end is told there
    } finally {
      starts.over(calls.get(place).id());
    }
  }

  private ContentBlock one(ToolCall call, Cancel cancel) throws InterruptedException {
    ToolResult result = runner.run(call.id(), call.name(), call.arguments(), cancel);
    return new ContentBlock.ToolResult(call.id(), result.text(), result.outcome());
  }
}

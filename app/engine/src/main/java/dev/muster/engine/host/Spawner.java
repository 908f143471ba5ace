package dev.muster.engine.host;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The one thread that starts children. It never ends while Muster lives: on Linux a child's death
 * signal comes when the thread that started it ends, so a pooled or virtual thread would kill
 * children at random (one started from a virtual thread was dead within 35 seconds).
 */
final class Spawner implements AutoCloseable {
  private record Order(ProcessBuilder builder, CompletableFuture<Process> done) {}

  private final LinkedBlockingQueue<Order> orders = new LinkedBlockingQueue<>(1024);
  private final Order last = new Order(new ProcessBuilder(), new CompletableFuture<>());
  private final Thread thread;

  Spawner() {
    thread = Thread.ofPlatform().daemon().name("muster-spawner").start(this::serve);
  }

  /** Starts a process on the permanent thread; blocks until it is started. */
  Process start(ProcessBuilder builder) throws IOException, InterruptedException {
    var order = new Order(builder, new CompletableFuture<>());
    orders.put(order);
    if (!thread.isAlive()) {
      order.done.completeExceptionally(new IOException("this host is closed"));
    }
    try {
      return order.done.get();
    } catch (InterruptedException e) {
      // Nobody will hold the process that is being started: end it when it is there.
      order.done.thenAccept(Process::destroyForcibly);
      throw e;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IOException(e.getMessage(), e);
    }
  }

  private void serve() {
    while (true) {
      Order order;
      try {
        order = orders.take();
      } catch (InterruptedException e) {
        continue; // this thread has no reason to end but close()
      }
      if (order == last) {
        break;
      }
      try {
        order.done.complete(order.builder.start());
      } catch (IOException | RuntimeException e) {
        order.done.completeExceptionally(e);
      }
    }
    for (Order late; (late = orders.poll()) != null; ) {
      late.done.completeExceptionally(new IOException("this host is closed"));
    }
  }

  /** Ends the thread, and with it, by their death signals, whatever it started. */
  @Override
  public void close() {
    if (thread.isAlive() && !orders.offer(last)) {
      orders.clear();
      orders.add(last);
    }
  }
}

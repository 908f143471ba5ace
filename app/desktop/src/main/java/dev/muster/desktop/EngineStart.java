package dev.muster.desktop;

import dev.muster.engine.Engine;
import dev.muster.engine.EngineException;
import dev.muster.engine.EngineOptions;
import dev.muster.engine.OwnerWatch;
import dev.muster.engine.control.ControlClient;
import dev.muster.engine.control.ControlException;
import dev.muster.engine.control.ControlServer;
import dev.muster.engine.control.Desk;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the engine for a window: once at the start, and where another Muster owns the data folder
 * again when that has ended or the person says so. Any thread.
 */
final class EngineStart {
  private static final Duration LOOKS_EVERY = Duration.ofSeconds(1);

  private final EngineOptions options;
  private final Told told;
  private boolean opening;
  private boolean over;
  private @Nullable OwnerWatch watch;
  private @Nullable Engine engine;

  /** Who is told what came of it; on any thread, and returns at once. */
  interface Told {
    /** It is open. */
    void ready(Engine engine);

    /**
     * It could not be opened.
     *
     * @param again opens it once more; returns at once
     */
    void failed(String title, String sentence, Runnable again);

    /** Another window of this Muster is in front now: this one is not needed. */
    void raisedOther();

    /** Somebody who started Muster once more wants to see the window. */
    void raise();
  }

  EngineStart(EngineOptions options, Told told) {
    this.options = options;
    this.told = told;
  }

  /** Opens it, unless that is under way, on a thread of its own. */
  void begin() {
    if (take()) {
      Thread.ofPlatform().name("muster-open").start(this::open);
    }
  }

  /** Opens it on this thread, which it blocks. */
  void beginHere() {
    if (take()) {
      open();
    }
  }

  /** The window is gone: nothing is opened any more, and what was opened for it is closed. */
  void end() {
    Engine opened;
    synchronized (this) {
      over = true;
      stopWaiting();
      opened = engine;
    }
    if (opened != null) {
      Thread.ofPlatform().name("muster-end").start(opened::close);
    }
  }

  /**
   * Of two who want to open it at once only one does: to the other the first would be the owner.
   */
  private synchronized boolean take() {
    if (opening || over) {
      return false;
    }
    opening = true;
    stopWaiting();
    return true;
  }

  private void stopWaiting() {
    OwnerWatch waiting = watch;
    if (waiting != null) {
      waiting.close();
      watch = null;
    }
  }

  private void open() {
    try {
      Engine opened = openWhenFree();
      // Whatever ends this process in an orderly way leaves no agent behind.
      Runtime.getRuntime()
          .addShutdownHook(Thread.ofPlatform().name("muster-end").unstarted(opened::close));
      if (!keep(opened)) {
        opened.close();
        return;
      }
      answer(opened);
      told.ready(opened);
    } catch (EngineException.Owned owned) {
      raiseOther(owned);
    } catch (EngineException refused) {
      log().error("The engine could not be opened.", refused);
      failed("Muster could not start", refused.sentence());
    } catch (RuntimeException | Error unexpected) {
      log().error("The engine could not be opened.", unexpected);
      failed(
          "Muster could not start",
          "Something failed that nobody foresaw (%s). Nothing was changed; the log file in %s says more."
              .formatted(unexpected, options.folder().logs()));
    }
  }

  /** Whether the window is still there for which it was opened. */
  private synchronized boolean keep(Engine opened) {
    engine = opened;
    return !over;
  }

  /**
   * A command that only reads holds the folder for less than a second: that is no owner to show.
   */
  private Engine openWhenFree() throws EngineException {
    for (int tries = 1; ; tries++) {
      try {
        return Engine.open(options);
      } catch (EngineException.Owned owned) {
        if (tries == 20 || Files.exists(options.folder().socket())) {
          throw owned;
        }
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      }
    }
  }

  /** Lets a second start, and the command line, reach this Muster. */
  private void answer(Engine opened) {
    try {
      ControlServer.open(
          opened.folder(),
          new Desk(
              opened.fleet(),
              opened.journal(),
              opened.search(),
              opened::agents,
              () -> opened.installedAgents().join(),
              opened.importer(),
              opened.keepers(),
              told::raise));
    } catch (ControlException refused) {
      // The window works without it.
      log().warn("{}", refused.getMessage());
    }
  }

  private void raiseOther(EngineException.Owned owned) {
    String opensItself = " This window opens by itself as soon as that has ended.";
    String why;
    try {
      why =
          switch (ControlClient.raise(options.folder())) {
            case YES -> "";
            case NO_WINDOW ->
                owned.sentence()
                    + " It is a muster command in a terminal, without a window."
                    + opensItself;
            case NOBODY -> owned.sentence() + " It does not answer. End it." + opensItself;
          };
    } catch (ControlException refused) {
      why = owned.sentence() + " " + refused.getMessage() + opensItself;
    }
    if (why.isEmpty()) {
      told.raisedOther();
    } else {
      failed("Muster is already running", why);
      waitForOwner();
    }
  }

  private synchronized void waitForOwner() {
    if (!over && !opening) {
      stopWaiting();
      watch = OwnerWatch.begin(options.folder(), LOOKS_EVERY, this::begin);
    }
  }

  private void failed(String title, String sentence) {
    synchronized (this) {
      opening = false;
    }
    told.failed(title, sentence, this::begin);
  }

  /** Not a constant: it may be made only after the log file is known. */
  private static Logger log() {
    return LoggerFactory.getLogger(EngineStart.class);
  }
}

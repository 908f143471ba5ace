package dev.muster.engine.agent.builtin.tool;

import dev.muster.engine.agent.builtin.model.Cancel;
import dev.muster.engine.host.Host;
import dev.muster.engine.host.HostException;
import dev.muster.engine.host.OutputPump;
import dev.muster.engine.host.ProcessSpec;
import dev.muster.engine.host.RunningProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Searches with ripgrep where the user has it: the same matches, many times faster. */
final class Ripgrep {
  private static final Logger LOG = LoggerFactory.getLogger(Ripgrep.class);
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int MAX_LINE = 4_096;

  private final Host host;
  private volatile @Nullable Boolean there;

  Ripgrep(Host host) {
    this.host = host;
  }

  /**
   * Searches a folder.
   *
   * @return false when ripgrep is not there or cannot read the expression; nothing was found then
   */
  boolean search(Target folder, Search search, Cancel cancel) throws InterruptedException {
    if (Boolean.FALSE.equals(there)) {
      return false;
    }
    Search.Words words = search.words();
    List<String> argv =
        new ArrayList<>(
            List.of(
                "rg",
                "--no-config",
                "--color=never",
                "--no-heading",
                "--with-filename",
                "--no-messages",
                "--hidden",
                "--no-require-git",
                "--sort=path",
                "--max-columns=400",
                "--max-columns-preview",
                "--max-filesize=64M",
                "--glob=!.git"));
    if (words.glob() != null) {
      argv.add("--glob=" + words.glob());
    }
    if (words.ignoreCase()) {
      argv.add("--ignore-case");
    }
    argv.add(words.filesOnly() ? "--files-with-matches" : "--line-number");
    argv.addAll(List.of("--regexp=" + words.pattern(), "--", "./"));
    RunningProcess process;
    try {
      process = host.start(ProcessSpec.of(folder.real(), argv));
      there = true;
    } catch (HostException _) {
      there = false; // the search is done without it
      return false;
    }
    return collect(process, folder, search, cancel);
  }

  private static boolean collect(
      RunningProcess process, Target folder, Search search, Cancel cancel)
      throws InterruptedException {
    AtomicBoolean stopped = new AtomicBoolean();
    Runnable stop =
        () -> {
          if (stopped.compareAndSet(false, true)) {
            Thread.ofVirtual().start(() -> process.end(Duration.ZERO));
          }
        };
    String prefix = folder.shown().equals(".") ? "" : folder.shown() + "/";
    CompletableFuture<Void> errors = OutputPump.bytes(process.stderr(), "rg errors", _ -> {});
    CompletableFuture<Void> lines =
        OutputPump.lines(
            process.stdout(),
            "rg " + folder.shown(),
            MAX_LINE,
            line -> {
              if (search.full()) {
                stop.run();
              } else {
                search.line(prefix + line.text().replaceFirst("^\\./", ""));
              }
            });
    try (Cancel.Registration _ = cancel.onCancel(stop)) {
      int exit = process.exit().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      CompletableFuture.allOf(lines, errors).get(5, TimeUnit.SECONDS);
      return exit == 0 || exit == 1 || search.full() || cancel.isCancelled();
    } catch (TimeoutException | ExecutionException e) {
      LOG.debug("ripgrep did not finish; searching without it.", e);
      return false;
    } finally {
      process.end(Duration.ZERO);
    }
  }
}

package dev.muster.engine.agent.builtin.tool;

import dev.muster.engine.agent.builtin.model.Cancel;
import dev.muster.engine.host.Capture;
import dev.muster.engine.host.Environments;
import dev.muster.engine.host.Finished;
import dev.muster.engine.host.Host;
import dev.muster.engine.host.HostException;
import dev.muster.engine.host.ProcessSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the files below a folder, those that git ignores left out. Inside the worktree git is
 * asked; elsewhere, or where git knows nothing, the folder is walked without {@code .git} and
 * without following links.
 */
final class Listing {
  private static final Logger LOG = LoggerFactory.getLogger(Listing.class);
  private static final int MOST = 200_000;
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Capture CAPTURE = new Capture(48 << 20, 4_096);

  private final Host host;

  Listing(Host host) {
    this.host = host;
  }

  /**
   * The files found.
   *
   * @param files relative to the folder, with forward slashes, sorted
   * @param complete false when there were too many, or the search was cut short
   */
  record Found(List<String> files, boolean complete) {}

  Found below(Target folder, Cancel cancel) throws IOException {
    if (folder.inside()) {
      try {
        return byGit(folder);
      } catch (HostException e) {
        LOG.debug("git could not list {}; walking it instead.", folder.real(), e);
      }
    }
    return byWalking(folder.real(), cancel);
  }

  private Found byGit(Target folder) throws HostException {
    Map<String, String> env = new TreeMap<>(Environments.scrubbed());
    env.put("GIT_OPTIONAL_LOCKS", "0");
    env.put("GIT_TERMINAL_PROMPT", "0");
    Path above = folder.worktree().getParent();
    if (above != null) {
      env.put("GIT_CEILING_DIRECTORIES", above.toString());
    }
    // The worktree's own settings must not make git start anything.
    ProcessSpec spec =
        ProcessSpec.of(
                folder.real(),
                "git",
                "-c",
                "core.fsmonitor=false",
                "-c",
                "core.hooksPath=/dev/null",
                "ls-files",
                "-z",
                "--cached",
                "--others",
                "--exclude-standard",
                "--deduplicate")
            .withEnv(env)
            .withLifetime(ProcessSpec.Lifetime.BRIEF);
    Finished git = host.run(spec, LIMIT, CAPTURE);
    if (!git.ok()) {
      throw new HostException("git ls-files: " + git.errText());
    }
    List<String> files = new ArrayList<>();
    byte[] out = git.out();
    int from = 0;
    for (int i = 0; i < out.length && files.size() < MOST; i++) {
      if (out[i] == 0) {
        files.add(new String(out, from, i - from, StandardCharsets.UTF_8));
        from = i + 1;
      }
    }
    files.sort(null);
    return new Found(files, git.droppedOut() == 0 && from == out.length);
  }

  private static Found byWalking(Path folder, Cancel cancel) throws IOException {
    List<String> files = new ArrayList<>();
    boolean[] complete = {true};
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes attributes) {
            Path name = at.getFileName();
            boolean git = name != null && name.toString().equals(".git") && !at.equals(folder);
            return git ? FileVisitResult.SKIP_SUBTREE : goOn();
          }

          @Override
          public FileVisitResult visitFile(Path at, BasicFileAttributes attributes) {
            files.add(folder.relativize(at).toString().replace('\\', '/'));
            return goOn();
          }

          @Override
          public FileVisitResult visitFileFailed(Path at, IOException e) {
            complete[0] = false; // told to the model as "not all"
            return goOn();
          }

          private FileVisitResult goOn() {
            if (files.size() >= MOST || cancel.isCancelled()) {
              complete[0] = false;
              return FileVisitResult.TERMINATE;
            }
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(null);
    return new Found(files, complete[0]);
  }

  /** The file of a listing; null for a name that is no path here. */
  static Path file(Path folder, String name) throws IOException {
    try {
      return folder.resolve(name);
    } catch (InvalidPathException e) {
      throw new IOException("not a path: " + name, e);
    }
  }
}

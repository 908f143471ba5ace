package dev.muster.engine.agent.acp;

import dev.muster.engine.agent.builtin.tool.LineDiff;
import dev.muster.engine.agent.wire.Said;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Writes files for an agent that has them written, in the real worktree and nowhere else. Safe for
 * any thread.
 */
final class AcpFiles {
  private static final String MARK = "\uFEFF";
  private static final int MOST_GRANTS = 1_000;
  private static final long LARGEST_SHOWN = 2 << 20;

  private final Path worktree;
  private final List<Path> grants = new ArrayList<>();

  /**
   * A file to be written.
   *
   * @param file where it really lies
   * @param shown as people see it
   */
  record Change(Path file, String shown, String content, JsonNode meta) {
    /** What would change, for a person; null where that cannot be shown. */
    @Nullable String preview() {
      try {
        if (!Files.exists(file)) {
          return LineDiff.between("", content).whole();
        }
        return Files.size(file) > LARGEST_SHOWN
            ? null
            : LineDiff.between(text(file), content).whole();
      } catch (IOException unreadable) {
        return null; // binary, or not to be read: the path says enough
      }
    }
  }

  AcpFiles(Path worktree) {
    this.worktree = worktree;
  }

  /** These may be changed: each takes one write without another question. */
  void granted(List<Path> paths) {
    synchronized (grants) {
      for (Path path : paths) {
        Path real = real(path);
        if (real != null && grants.size() < MOST_GRANTS) {
          grants.add(real);
        }
      }
    }
  }

  boolean takeGrant(Change change) {
    synchronized (grants) {
      return grants.remove(change.file());
    }
  }

  /** The turn is over, and what was allowed in it. */
  void turnOver() {
    synchronized (grants) {
      grants.clear();
    }
  }

  /** What is to be written; null when it does not lie in the worktree. */
  @Nullable Change change(JsonNode params) {
    Path named = Said.path(worktree, params.path("path").asString(""));
    Path file = named == null ? null : real(named);
    return file == null
        ? null
        : new Change(
            file,
            Said.shown(worktree, params.path("path").asString("")),
            params.path("content").asString(""),
            params.path("_meta"));
  }

  /** Where a file really is or would be; null when that is not in the worktree. */
  private @Nullable Path real(Path named) {
    try {
      Path root = worktree.toRealPath();
      Path there = named;
      List<Path> missing = new ArrayList<>();
      while (Files.notExists(there, LinkOption.NOFOLLOW_LINKS)) {
        Path name = there.getFileName();
        Path above = there.getParent();
        if (name == null || above == null) {
          return null;
        }
        missing.addFirst(name);
        there = above;
      }
      Path real = there.toRealPath();
      for (Path name : missing) {
        real = real.resolve(name);
      }
      return real.startsWith(root) && !real.equals(root) ? real : null;
    } catch (IOException dangling) {
      return null; // a link that leads nowhere could lead anywhere
    }
  }

  /**
   * Writes it, in the encoding it is in. Blocks.
   *
   * @return why it could not; null when it is written
   */
  @Nullable String write(Change change) {
    String encoding = change.meta().path("encoding").asString("utf-8").replace("-", "");
    if (!encoding.equalsIgnoreCase("utf8") && !encoding.equalsIgnoreCase("ascii")) {
      return "Nothing was written: Muster writes UTF-8 only, and this file is in " + encoding + ".";
    }
    try {
      String content = change.content();
      Path folder = change.file().getParent();
      if (Files.exists(change.file())) {
        String before = text(change.file());
        if (before.startsWith(MARK) && !content.startsWith(MARK)) {
          content = MARK + content;
        }
      } else if (folder != null) {
        Files.createDirectories(folder);
      }
      if (change.meta().path("bom").asBoolean(false) && !content.startsWith(MARK)) {
        content = MARK + content;
      }
      if (change.meta().path("lineEnding").asString("").equals("crlf")) {
        content = content.replace("\r\n", "\n").replace("\n", "\r\n");
      }
      Path still = real(change.file());
      if (!change.file().equals(still)) {
        return "Nothing was written: the path leads elsewhere now.";
      }
      replace(change.file(), content.getBytes(StandardCharsets.UTF_8));
      return null;
    } catch (CharacterCodingException binary) {
      return "Nothing was written: what is in the file is no UTF-8 text.";
    } catch (IOException failed) {
      return "It could not be written: " + failed.getMessage();
    }
  }

  /** What was there stays until what is new is whole on the disk. */
  private static void replace(Path file, byte[] content) throws IOException {
    Path beside = file.resolveSibling("." + file.getFileName() + ".muster-" + System.nanoTime());
    try {
      Files.write(beside, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      if (Files.exists(file) && Files.getFileStore(file).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(beside, Files.getPosixFilePermissions(file));
      }
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private static String text(Path file) throws IOException {
    return StandardCharsets.UTF_8
        .newDecoder()
        .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
        .toString();
  }
}

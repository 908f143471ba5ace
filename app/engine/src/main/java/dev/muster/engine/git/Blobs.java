package dev.muster.engine.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads and stores the contents of files in a repository, without holding large ones in memory. */
final class Blobs {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final Git git;
  private final GitPlace store;

  Blobs(Git git, Path commonDir) {
    this.git = git;
    this.store = GitPlace.store(commonDir);
  }

  static boolean isNone(String id) {
    return id.chars().allMatch(c -> c == '0');
  }

  /** A piece of a content; what comes after it is not read. */
  Content content(String id, long offset, int max) throws GitException {
    var wanted = new Piece(offset, max);
    git.stream(batch(id), wanted::accept);
    if (wanted.total < 0) {
      throw new GitException("The content %s is not in the repository any more.".formatted(id));
    }
    return new Content(id, offset, wanted.bytes.toByteArray(), wanted.total);
  }

  /** All of a content that is small enough. */
  byte[] all(String id, int max) throws GitException {
    var content = content(id, 0, max);
    if (!content.last()) {
      throw new GitException(
          "The content %s is too large for this: %,d MiB."
              .formatted(id.substring(0, 8), content.total() >> 20));
    }
    return content.bytes();
  }

  List<TextLine> lines(String id, int from, int count, int maxLineChars) throws GitException {
    if (from < 1 || count < 0) {
      throw new IllegalArgumentException("no such lines: %d, %d of them".formatted(from, count));
    }
    var wanted = new WantedLines(from, count, maxLineChars);
    git.stream(GitCall.of(store, "cat-file", "blob", id), wanted::accept);
    return wanted.end();
  }

  /**
   * Writes a content into a file as it lies in a worktree at a path: with the line ends and filters
   * that the attributes there name.
   */
  void checkOut(GitPlace worktree, String id, String path, Path to) throws GitException {
    write(GitCall.of(worktree, "cat-file", "--filters", "--path=" + path, id).within(LONG), to);
  }

  /** Writes a content into a file as it is. */
  void write(String id, Path to) throws GitException {
    write(GitCall.of(store, "cat-file", "blob", id), to);
  }

  /** Writes contents into files as they are, all with one process. */
  void write(Map<Path, String> ids) throws GitException {
    if (ids.isEmpty()) {
      return;
    }
    var list = String.join("\n", ids.values()) + "\n";
    var call =
        GitCall.of(store, "cat-file", "--batch")
            .reading(list.getBytes(StandardCharsets.US_ASCII))
            .within(LONG);
    try (var files = new BatchFiles(List.copyOf(ids.keySet()))) {
      git.stream(call, files::accept);
      if (files.written() < ids.size()) {
        throw new GitException("Git ended before it had written all contents.");
      }
    } catch (GitException e) {
      throw e;
    } catch (IOException e) {
      throw new GitException("Files could not be made ready: %s".formatted(e.getMessage()), "", e);
    }
  }

  private void write(GitCall call, Path to) throws GitException {
    try (OutputStream out = Files.newOutputStream(to)) {
      git.stream(
          call,
          chunk -> {
            try {
              out.write(chunk);
              return true;
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException | IOException e) {
      if (e instanceof GitException g) {
        throw g;
      }
      throw new GitException("“%s” could not be written: %s".formatted(to, e.getMessage()), "", e);
    }
  }

  /** Stores a content as it is. */
  String store(byte[] bytes) throws GitException {
    return git.run(
            GitCall.of(store, "hash-object", "-w", "-t", "blob", "--stdin")
                .reading(bytes)
                .within(LONG))
        .text();
  }

  private GitCall batch(String id) {
    var line = (id + "\n").getBytes(StandardCharsets.US_ASCII);
    return GitCall.of(store, "cat-file", "--batch").reading(line);
  }

  /** Picks a piece out of what {@code cat-file --batch} says about one object. */
  private static final class Piece {
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long skip;
    private final int max;
    private long total = -1;
    private long left;

    Piece(long offset, int max) {
      this.skip = offset;
      this.max = max;
    }

    /** False once nothing more is needed. */
    boolean accept(byte[] chunk) {
      int from = 0;
      if (total < 0) {
        while (from < chunk.length && chunk[from] != '\n') {
          head.write(chunk[from++]);
        }
        if (from == chunk.length) {
          return head.size() < 1000;
        }
        from++;
        var words = head.toString(StandardCharsets.US_ASCII).split(" ");
        if (words.length != 3 || !words[1].equals("blob")) {
          return false;
        }
        total = Long.parseLong(words[2]);
        left = total;
      }
      int there = (int) Math.min(chunk.length - from, left);
      left -= there;
      int skipped = (int) Math.min(skip, there);
      skip -= skipped;
      bytes.write(chunk, from + skipped, Math.min(there - skipped, max - bytes.size()));
      return left > 0 && bytes.size() < max;
    }
  }

  /** Picks lines out of a content that comes in pieces. */
  private static final class WantedLines {
    private final List<TextLine> lines = new ArrayList<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final int from;
    private final int count;
    private final int maxChars;
    private final long keep;
    private int number = 1;
    private boolean more;
    private boolean any;
    private byte last;

    WantedLines(int from, int count, int maxLineChars) {
      this.from = from;
      this.count = count;
      this.maxChars = maxLineChars;
      // A character takes at most four bytes; one more tells that there is more.
      this.keep = 4L * maxLineChars + 4;
    }

    boolean accept(byte[] chunk) {
      for (int at = 0; at < chunk.length && lines.size() < count; ) {
        int end = at;
        while (end < chunk.length && chunk[end] != '\n') {
          end++;
        }
        take(chunk, at, end);
        if (end < chunk.length) {
          finish(true);
        }
        at = end + 1;
      }
      return lines.size() < count;
    }

    private void take(byte[] chunk, int at, int end) {
      if (end > at) {
        any = true;
        last = chunk[end - 1];
        if (number >= from) {
          int room = (int) Math.min(end - at, keep - line.size());
          line.write(chunk, at, Math.max(0, room));
          more |= room < end - at;
        }
      }
    }

    private void finish(boolean ended) {
      if (number >= from) {
        var bytes = line.toByteArray();
        boolean cr = ended && any && last == '\r';
        int length = cr && !more ? bytes.length - 1 : bytes.length;
        var text = WholeFile.cut(bytes, 0, length, maxChars);
        boolean cut = more || text.length() < WholeFile.cut(bytes, 0, length, length + 1).length();
        var ending = !ended ? DiffLine.Ending.NONE : cr ? DiffLine.Ending.CRLF : DiffLine.Ending.LF;
        lines.add(new TextLine(number, text, ending, cut));
      }
      line.reset();
      number++;
      more = false;
      any = false;
    }

    List<TextLine> end() {
      if (any && lines.size() < count) {
        finish(false);
      }
      return List.copyOf(lines);
    }
  }
}

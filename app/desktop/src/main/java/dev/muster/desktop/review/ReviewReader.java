package dev.muster.desktop.review;

import dev.muster.desktop.control.DiffHunk;
import dev.muster.desktop.control.DiffLine;
import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.ReviewSource;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.Changeset;
import dev.muster.engine.git.CompareOptions;
import dev.muster.engine.git.FileChange;
import dev.muster.engine.git.TextLine;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the differences of the files of one changeset: those in view first, then the others in
 * their order, a few at a time, until so much has been read that the rest waits to be looked at.
 * Made anew for each changeset: what an old one still gets is dropped. JavaFX thread only.
 */
final class ReviewReader {
  private static final Logger LOG = LoggerFactory.getLogger(ReviewReader.class);

  /** Git calls under way at the same time. */
  static final int AT_ONCE = 3;

  /** More of a file is not read unasked to show its unchanged lines. */
  static final int MOST_BYTES = 8 << 20;

  /** More of a file is not read at all; larger ones are no texts here. */
  private static final int ALL_BYTES = 64 << 20;

  /** More of one line is not shown. */
  private static final int MOST_CHARS = 16 << 20;

  /** Changed lines that are read ahead. */
  static final int MOST_LINES = 150_000;

  private final SessionId session;
  private final ReviewSource source;
  private final EventPump pump;
  private final Changeset changes;
  private final CompareOptions options;
  private final List<ReviewFile> files;
  private final Consumer<ReviewFile> changed;
  private final Set<String> wanted = new LinkedHashSet<>();
  private int next;
  private int reading;
  private long lines;
  private boolean over;

  /**
   * @param changed told of each file that was read, or could not be
   */
  ReviewReader(
      SessionId session,
      ReviewSource source,
      EventPump pump,
      Changeset changes,
      CompareOptions options,
      List<ReviewFile> files,
      Consumer<ReviewFile> changed) {
    this.session = session;
    this.source = source;
    this.pump = pump;
    this.changes = changes;
    this.options = options;
    this.files = files;
    this.changed = changed;
  }

  Changeset changes() {
    return changes;
  }

  /** These are looked at now. */
  void want(List<String> paths) {
    wanted.clear();
    wanted.addAll(paths);
    go();
  }

  /** What still comes counts no more. */
  void end() {
    over = true;
  }

  /** Counts, one after the other, the lines of the files that are too large for the list. */
  void count() {
    ReviewFile file = files.stream().filter(ReviewFile::counting).findFirst().orElse(null);
    if (file == null || over) {
      return;
    }
    pump.deliver(
        source.counted(session, file.change()),
        counted -> {
          if (!over) {
            file.count(counted);
            changed.accept(file);
            count();
          }
        },
        sentence -> {
          // How many there are is told as unknown; the lines themselves come when looked at.
          LOG.info("The lines of {} were not counted: {}", file.path(), sentence);
          if (!over) {
            file.uncountable();
            changed.accept(file);
            count();
          }
        });
  }

  /** Begins, or goes on. */
  void go() {
    while (!over && reading < AT_ONCE) {
      ReviewFile file = pick();
      if (file == null) {
        return;
      }
      read(file);
    }
  }

  private @Nullable ReviewFile pick() {
    if (!wanted.isEmpty()) {
      for (ReviewFile file : files) {
        if (file.state() == ReviewFile.State.UNREAD && wanted.contains(file.path())) {
          return file;
        }
      }
    }
    while (next < files.size() && lines < MOST_LINES) {
      ReviewFile file = files.get(next++);
      if (file.state() == ReviewFile.State.UNREAD && !file.large()) {
        return file;
      }
    }
    return null;
  }

  private void read(ReviewFile file) {
    reading++;
    lines += Math.min(file.change().lines(), ReviewFile.LARGE);
    file.reading();
    CompareOptions how =
        file.limit() == 0 ? options : options.with(options.bounds().withLines(file.limit()));
    if (file.beginsSoon()) {
      begin(file, how);
    } else {
      all(file, how);
    }
  }

  /** Shows how a large file begins, and then compares all of it if that was not enough. */
  private void begin(ReviewFile file, CompareOptions how) {
    pump.deliver(
        source
            .beginning(session, file.change(), how)
            .thenApply(found -> found.map(ReviewLines::of)),
        found -> {
          if (over) {
            reading--;
          } else if (found.isPresent() && file.begun(found.get())) {
            reading--;
            changed.accept(file);
            go();
          } else {
            if (found.isPresent()) {
              changed.accept(file);
            }
            all(file, how);
          }
        },
        sentence -> {
          LOG.info("How {} begins is not known: {}", file.path(), sentence);
          all(file, how); // It says what is wrong, if it still is.
        });
  }

  private void all(ReviewFile file, CompareOptions how) {
    CompletableFuture<ReviewLines.Listed> listed =
        source.diff(session, changes, file.change(), how).thenApply(ReviewLines::of);
    pump.deliver(
        listed,
        done -> {
          reading--;
          if (!over) {
            file.read(done);
            changed.accept(file);
            if (file.isPicture()) {
              pictures(file);
            }
            go();
          }
        },
        sentence -> {
          reading--;
          if (!over) {
            file.failed(sentence);
            changed.accept(file);
            go();
          }
        });
  }

  private void pictures(ReviewFile file) {
    FileChange change = file.change();
    CompletableFuture<List<Pictures.@Nullable Picture>> both =
        picture(change.oldId())
            .thenCombine(
                picture(change.newId()),
                (before, after) -> {
                  List<Pictures.@Nullable Picture> pair = new ArrayList<>();
                  pair.add(before);
                  pair.add(after);
                  return pair;
                });
    pump.deliver(
        both,
        pair -> {
          if (!over && (pair.getFirst() != null || pair.getLast() != null)) {
            file.setPictures(new Pictures(pair.getFirst(), pair.getLast()));
            file.setNote("");
            changed.accept(file);
          }
        },
        sentence -> {
          if (!over) {
            file.setNote(sentence);
            changed.accept(file);
          }
        });
  }

  private CompletableFuture<Pictures.@Nullable Picture> picture(String blob) {
    if (blob.chars().allMatch(c -> c == '0')) {
      return CompletableFuture.completedFuture(null);
    }
    return source.content(session, blob, Pictures.MOST_BYTES).thenApply(Pictures::decode);
  }

  /** Makes more hunks of hunks and the lines of the file. */
  interface Growth {
    List<DiffHunk> of(List<DiffHunk> hunks, List<DiffLine> lines);
  }

  /** Shows more of a file, whose lines are read for that the first time. */
  void grow(ReviewFile file, Growth growth, Consumer<String> failed) {
    List<DiffLine> known = file.lines();
    if (known != null) {
      file.grown(growth.of(file.hunks(), known), known);
      changed.accept(file);
      return;
    }
    boolean crlf = file.crlf();
    CompletableFuture<Optional<List<DiffLine>>> read =
        source
            .content(session, file.change().newId(), file.allOfIt() ? ALL_BYTES : MOST_BYTES)
            .thenApply(
                content ->
                    content.last()
                        ? Optional.of(ReviewLines.context(content.bytes(), crlf))
                        : Optional.empty());
    pump.deliver(
        read,
        lines -> {
          if (over) {
            return;
          }
          if (lines.isPresent()) {
            file.grown(growth.of(file.hunks(), lines.get()), lines.get());
          } else {
            file.askAllOfIt(
                file.allOfIt()
                    ? "The file is too large to show its unchanged lines."
                    : "The file is large: its unchanged lines are read when you ask once more.");
          }
          changed.accept(file);
        },
        failed);
  }

  /**
   * Reads lines of a file whole, however long they are.
   *
   * @param blob what the file holds on their side
   * @param from the first, from 1
   */
  void whole(
      String blob, int from, int count, Consumer<List<String>> then, Consumer<String> failed) {
    pump.deliver(
        source.lines(session, blob, from, count, MOST_CHARS),
        lines -> then.accept(lines.stream().map(ReviewReader::told).toList()),
        failed);
  }

  private static String told(TextLine line) {
    return line.cut()
        ? line.text() + " … (there is more; so long a line is not shown whole)"
        : line.text();
  }
}

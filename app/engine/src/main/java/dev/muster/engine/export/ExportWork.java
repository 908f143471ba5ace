package dev.muster.engine.export;

import dev.muster.engine.event.EventJson;
import dev.muster.engine.export.ExportReport.Failed;
import dev.muster.engine.export.ExportReport.Written;
import dev.muster.engine.session.Workplace;
import dev.muster.engine.store.Journal;
import dev.muster.engine.store.JournalException;
import dev.muster.engine.store.SessionRow;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** One export on its way to the disk. Used by one thread, once. */
final class ExportWork {
  private static final int LONGEST_NAME = 40;

  private final Journal journal;
  private final Workplace workplace;
  private final ExportRequest request;
  private final EventJson json;
  private final Clock clock;
  private final ExportProgress progress;
  private final EventMasker masker;
  private final Map<MaskKind, Long> masked = new EnumMap<>(MaskKind.class);
  private final Masker.Sink count =
      (kind, what, text, start, end) -> masked.merge(kind, 1L, Long::sum);
  private final List<Written> written = new ArrayList<>();
  private final List<Failed> failed = new ArrayList<>();
  private long bytes;

  ExportWork(
      Journal journal,
      Workplace workplace,
      ExportRequest request,
      MaskFacts facts,
      EventJson json,
      Clock clock,
      ExportProgress progress) {
    this.journal = journal;
    this.workplace = workplace;
    this.request = request;
    this.json = json;
    this.clock = clock;
    this.progress = progress;
    this.masker = new EventMasker(new Masker(request.masked(), facts), json);
  }

  /** All into one file. */
  ExportReport file(List<SessionRow> rows) throws ExportException {
    writeFile(
        request.file(),
        file -> {
          List<StoryHead> heads = rows.stream().map(this::head).toList();
          write(file.out(), rows, heads);
          for (StoryHead head : heads) {
            written.add(new Written(head.id(), head.title(), request.file(), "", head.events()));
          }
        });
    return report(false);
  }

  /** Each into a file of its own. */
  ExportReport folder(List<SessionRow> rows) throws ExportException {
    Path folder = request.file();
    boolean made = makeFolder(folder);
    boolean stopped = false;
    for (SessionRow row : rows) {
      StoryHead head = head(row);
      Path to = folder.resolve(name(head));
      try {
        writeFile(to, file -> write(file.out(), List.of(row), List.of(head)));
        written.add(new Written(head.id(), head.title(), to, "", head.events()));
      } catch (CancellationException asked) {
        stopped = true;
      } catch (ExportException | JournalException told) {
        failed.add(new Failed(head.id(), head.title(), String.valueOf(told.getMessage())));
      }
      if (stopped || progress.cancelled()) {
        stopped = written.size() + failed.size() < rows.size();
        break;
      }
    }
    if (made && written.isEmpty()) {
      removeFolder(folder);
    }
    return report(stopped);
  }

  /** Each as an entry of one archive. */
  ExportReport archive(List<SessionRow> rows) throws ExportException {
    writeFile(
        request.file(),
        file -> {
          try (var zip = new ZipOutputStream(file.stream(), StandardCharsets.UTF_8)) {
            for (SessionRow row : rows) {
              StoryHead head = head(row);
              String name = name(head);
              ZipEntry entry = new ZipEntry(name);
              entry.setTime(row.lastAt().toEpochMilli());
              zip.putNextEntry(entry);
              Writer out =
                  new BufferedWriter(new OutputStreamWriter(zip, StandardCharsets.UTF_8), 1 << 16);
              write(out, List.of(row), List.of(head));
              out.flush();
              zip.closeEntry();
              written.add(
                  new Written(head.id(), head.title(), request.file(), name, head.events()));
            }
          }
        });
    return report(false);
  }

  private ExportReport report(boolean stopped) {
    long events = written.stream().mapToLong(Written::events).sum();
    return new ExportReport(
        request.file(), written.size(), events, bytes, masked, written, failed, stopped);
  }

  private interface Filling {
    void fill(ExportFile file) throws IOException;
  }

  /** A file that is there whole or not at all. */
  private void writeFile(Path path, Filling filling) throws ExportException {
    try (ExportFile file = new ExportFile(path, request.overwrite())) {
      filling.fill(file);
      progress.look();
      bytes += file.commit();
    } catch (FileAlreadyExistsException there) {
      throw new ExportException.Exists(path + " is there already, and was left as it is.");
    } catch (ExportFile.IsFolder folder) {
      throw new ExportException(
          path + " is a folder. Nothing was written. Give the name of a file.");
    } catch (IOException | UncheckedIOException broken) {
      throw new ExportException.Failed(
          path
              + " could not be written: "
              + reason(broken)
              + ". Nothing is left of it, and what was there is as it was.",
          broken);
    }
  }

  private void write(Writer out, List<SessionRow> rows, List<StoryHead> heads) throws IOException {
    StoryWriter writer =
        switch (request.format()) {
          case MARKDOWN -> new MarkdownWriter(out);
          case JSON_LINES -> new JsonLinesWriter(out, json, clock.instant(), request.masked());
          case HTML -> new HtmlWriter(out, json);
        };
    boolean diffs = request.diffs() && request.format() != ExportFormat.JSON_LINES;
    writer.begin(heads);
    for (int i = 0; i < rows.size(); i++) {
      ChangesOfTurns changes = diffs ? new ChangesOfTurns(journal, workplace, rows.get(i)) : null;
      new OneStory(journal, rows.get(i), heads.get(i), writer, masker, count, progress)
          .write(changes);
    }
    writer.end();
  }

  private StoryHead head(SessionRow row) {
    return StoryHead.of(row, masker, count);
  }

  /** As {@code fix-the-price-smwq….md}: plain letters, so that any system takes it. */
  private String name(StoryHead head) {
    String words =
        head.title().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-", "");
    String begin = words.substring(0, Math.min(LONGEST_NAME, words.length())).replaceAll("-$", "");
    return (begin.isEmpty() ? "" : begin + "-") + head.id() + "." + request.format().extension();
  }

  /** Whether it was made. */
  private static boolean makeFolder(Path folder) throws ExportException {
    try {
      if (Files.isDirectory(folder)) {
        return false;
      }
      Files.createDirectory(folder);
      return true;
    } catch (FileAlreadyExistsException there) {
      throw new ExportException(folder + " is no folder. Nothing was written.", there);
    } catch (IOException broken) {
      throw new ExportException.Failed(
          "The folder " + folder + " could not be made: " + reason(broken) + ".", broken);
    }
  }

  /** Only what this has made, and only while nothing is in it. */
  private static void removeFolder(Path folder) throws ExportException {
    try {
      Files.deleteIfExists(folder);
    } catch (IOException kept) {
      throw new ExportException.Failed(
          "Nothing was written. The empty folder " + folder + " is left: " + reason(kept) + ".",
          kept);
    }
  }

  private static String reason(Exception broken) {
    Exception cause =
        broken instanceof UncheckedIOException io && io.getCause() != null ? io.getCause() : broken;
    return switch (cause) {
      case NoSuchFileException none -> "its folder is not there";
      case AccessDeniedException denied -> "you may not write there";
      case ReadOnlyFileSystemException readOnly -> "the disk is read-only";
      case FileSystemException other when other.getReason() != null ->
          String.valueOf(other.getReason()).toLowerCase(Locale.ROOT);
      default -> {
        String message = String.valueOf(cause).replaceFirst("^[\\w.$]+Exception: ", "");
        yield message.toLowerCase(Locale.ROOT);
      }
    };
  }
}

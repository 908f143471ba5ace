package dev.muster.engine.export;

import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.session.Workplace;
import dev.muster.engine.store.Journal;
import dev.muster.engine.store.JournalException;
import dev.muster.engine.store.SessionRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.FileAlreadyExistsException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Writes sessions into files. First a preview says what could be taken out; then what a person
 * chose is taken out and the rest written. Safe for any thread but the JavaFX thread: methods
 * block, about a second for 50,000 events.
 */
public final class Exporter {
  private static final int BETWEEN_LOOKS = 512;

  private final Journal journal;
  private final Workplace workplace;
  private final MaskFacts facts;
  private final Clock clock;
  private final EventJson json = new EventJson();

  public Exporter(Journal journal, Workplace workplace, MaskFacts facts, Clock clock) {
    this.journal = journal;
    this.workplace = workplace;
    this.facts = facts;
    this.clock = clock;
  }

  /**
   * Says what could be taken out of these sessions, all kinds. Writes nothing.
   *
   * @throws ExportException when one is not there, or it was stopped
   */
  public RedactionPreview preview(Collection<SessionId> sessions, ExportListener listener)
      throws ExportException {
    Masker all = new Masker(EnumSet.allOf(MaskKind.class), facts);
    PreviewTally tally = new PreviewTally(all);
    EventMasker masker = new EventMasker(all, json);
    List<SessionRow> rows = rows(sessions);
    Progress progress = new Progress(listener, rows);
    return reading(
        () -> {
          for (SessionRow row : rows) {
            journal.replay(
                row.id(),
                recorded -> {
                  progress.step();
                  tally.at(recorded);
                  masker.mask(recorded, tally);
                });
          }
          return tally.preview();
        });
  }

  /**
   * Writes a file; it is there whole or not at all.
   *
   * @throws ExportException.Exists when there is a file and it may not be replaced
   * @throws ExportException when it could not be written, or it was stopped; nothing is left then
   */
  public ExportReport write(ExportRequest request, ExportListener listener) throws ExportException {
    if (request.sessions().isEmpty()) {
      throw new ExportException("Which sessions? None was named.");
    }
    List<SessionRow> rows = rows(request.sessions());
    Progress progress = new Progress(listener, rows);
    Map<MaskKind, Long> masked = new EnumMap<>(MaskKind.class);
    Masker.Sink count = (kind, what, text, start, end) -> masked.merge(kind, 1L, Long::sum);
    try (ExportFile file = new ExportFile(request.file(), request.overwrite())) {
      EventMasker masker = new EventMasker(new Masker(request.masked(), facts), json);
      StoryWriter writer = writer(request, file.out());
      reading(
          () -> {
            List<StoryHead> heads = rows.stream().map(row -> head(row, masker, count)).toList();
            unchecked(() -> writer.begin(heads));
            for (int i = 0; i < rows.size(); i++) {
              new OneStory(rows.get(i), heads.get(i), writer, masker, count, progress)
                  .write(request.diffs() && request.format() != ExportFormat.JSON_LINES);
            }
            unchecked(writer::end);
            return true;
          });
      long bytes = file.commit();
      return new ExportReport(request.file(), rows.size(), progress.done, bytes, masked);
    } catch (FileAlreadyExistsException there) {
      throw new ExportException.Exists(
          request.file()
              + " is there already. Nothing was written. Say that it may be replaced,"
              + " or give another name.");
    } catch (IOException | UncheckedIOException failed) {
      throw new ExportException(
          request.file()
              + " could not be written ("
              + reason(failed)
              + "). Nothing is left of it, and what was there is as it was.",
          failed);
    }
  }

  private StoryWriter writer(ExportRequest request, Writer out) {
    return switch (request.format()) {
      case MARKDOWN -> new MarkdownWriter(out);
      case JSON_LINES -> new JsonLinesWriter(out, json, clock.instant(), request.masked());
      case HTML -> new HtmlWriter(out, json);
    };
  }

  /** One session on its way into the file. */
  private final class OneStory {
    private final SessionRow row;
    private final StoryHead head;
    private final StoryWriter writer;
    private final EventMasker masker;
    private final Masker.Sink count;
    private final Progress progress;
    private int turn;

    OneStory(
        SessionRow row,
        StoryHead head,
        StoryWriter writer,
        EventMasker masker,
        Masker.Sink count,
        Progress progress) {
      this.row = row;
      this.head = head;
      this.writer = writer;
      this.masker = masker;
      this.count = count;
      this.progress = progress;
    }

    void write(boolean withDiffs) {
      ChangesOfTurns changes = withDiffs ? new ChangesOfTurns(journal, workplace, row) : null;
      unchecked(() -> writer.session(head));
      journal.replay(
          row.id(),
          recorded -> {
            // The head says how many there are; what was appended since then is left out.
            if (recorded.seq() > row.events()) {
              return;
            }
            if (recorded.turn() > turn) {
              tell(changes);
              turn = recorded.turn();
            }
            progress.step();
            Recorded masked = masker.mask(recorded, count);
            unchecked(() -> writer.event(masked));
          });
      tell(changes);
    }

    private void tell(@Nullable ChangesOfTurns changes) {
      TurnChanges of = changes == null || turn == 0 ? null : changes.of(turn);
      if (of != null) {
        List<TurnChanges.FilePatch> files = new ArrayList<>();
        of.files()
            .forEach(
                file ->
                    files.add(
                        new TurnChanges.FilePatch(
                            masker.mask(file.path(), count),
                            file.status(),
                            file.added(),
                            file.removed(),
                            masker.mask(file.patch(), count))));
        unchecked(() -> writer.changes(new TurnChanges(of.turn(), files, of.note())));
      }
    }
  }

  private static StoryHead head(SessionRow row, EventMasker masker, Masker.Sink count) {
    String model = row.model();
    return new StoryHead(
        row.id(),
        masker.mask(row.title(), count),
        masker.mask(row.projectName(), count),
        row.agentName(),
        model,
        row.scripted(),
        row.state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        row.createdAt(),
        row.lastAt(),
        row.turns(),
        row.events(),
        row.tokens(),
        row.costMicros(),
        row.files(),
        row.added(),
        row.removed());
  }

  private List<SessionRow> rows(Collection<SessionId> sessions) throws ExportException {
    List<SessionRow> rows = new ArrayList<>();
    for (SessionId id : new LinkedHashSet<>(sessions)) {
      rows.add(
          reading(() -> journal.session(id))
              .orElseThrow(() -> new ExportException("There is no session " + id + ".")));
    }
    return rows;
  }

  private static final class Progress {
    private final ExportListener listener;
    private final long of;
    private long done;

    Progress(ExportListener listener, List<SessionRow> rows) {
      this.listener = listener;
      this.of = rows.stream().mapToLong(SessionRow::events).sum();
    }

    void step() {
      if (++done % BETWEEN_LOOKS == 0) {
        listener.progress(done, of);
        if (listener.cancelled()) {
          throw new CancellationException();
        }
      }
    }
  }

  private interface Reading<T> {
    T read();
  }

  private static <T> T reading(Reading<T> work) throws ExportException {
    try {
      return work.read();
    } catch (JournalException failed) {
      throw new ExportException(String.valueOf(failed.getMessage()), failed);
    } catch (CancellationException stopped) {
      throw new ExportException("Stopped before the end. Nothing was written.", stopped);
    }
  }

  private interface Writing {
    void write() throws IOException;
  }

  private static void unchecked(Writing writing) {
    try {
      writing.write();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String reason(Exception failed) {
    Exception cause = failed instanceof UncheckedIOException io ? io.getCause() : failed;
    return cause instanceof java.nio.file.NoSuchFileException
        ? "its folder is not there"
        : cause instanceof java.nio.file.AccessDeniedException
            ? "you may not write there"
            : String.valueOf(cause);
  }
}

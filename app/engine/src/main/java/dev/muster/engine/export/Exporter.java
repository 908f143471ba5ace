package dev.muster.engine.export;

import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.session.Workplace;
import dev.muster.engine.store.Journal;
import dev.muster.engine.store.JournalException;
import dev.muster.engine.store.SessionRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Writes sessions into files. First a preview says what could be taken out; then what a person
 * chose is taken out and the rest written. Safe for any thread but the JavaFX thread: methods
 * block, about a second for 50,000 events.
 */
public final class Exporter {
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
   * Says what could be taken out of these sessions, all kinds: looks at what would be written.
   * Writes nothing.
   *
   * @param diffs whether the changes of each turn go with it, as in {@link ExportRequest#diffs()}
   * @throws ExportException when one is not there, or it was stopped
   */
  public RedactionPreview preview(
      Collection<SessionId> sessions, boolean diffs, ExportListener listener)
      throws ExportException {
    Masker all = new Masker(EnumSet.allOf(MaskKind.class), facts);
    PreviewTally tally = new PreviewTally(all);
    EventMasker masker = new EventMasker(all, json);
    List<SessionRow> rows = rows(sessions);
    ExportProgress progress = progress(listener, rows);
    StoryWriter nothing = new NoWriter();
    return reading(
        () -> {
          for (SessionRow row : rows) {
            StoryHead head = StoryHead.of(row, masker, tally);
            ChangesOfTurns changes = diffs ? new ChangesOfTurns(journal, workplace, row) : null;
            looked(new OneStory(journal, row, head, nothing, masker, tally, progress), changes);
          }
          return tally.preview();
        });
  }

  /**
   * Writes sessions. A file, or an archive, is there whole or not at all; so is each file in a
   * folder, where one that cannot be written keeps none of the others from it.
   *
   * @throws ExportException.Exists when there is a file and it may not be replaced
   * @throws ExportException.Failed when it could not be written, or it was stopped; nothing is left
   *     then
   * @throws ExportException when what is asked for makes no sense
   */
  public ExportReport write(ExportRequest request, ExportListener listener) throws ExportException {
    if (request.sessions().isEmpty()) {
      throw new ExportException("Which sessions? None was named.");
    }
    List<SessionRow> rows = rows(request.sessions());
    ExportWork work =
        new ExportWork(journal, workplace, request, facts, json, clock, progress(listener, rows));
    return switch (request.place()) {
      case FILE -> reading(() -> work.file(rows));
      case FOLDER -> reading(() -> work.folder(rows));
      case ARCHIVE -> reading(() -> work.archive(rows));
    };
  }

  private static void looked(OneStory story, @Nullable ChangesOfTurns changes) {
    try {
      story.write(changes);
    } catch (IOException never) {
      throw new UncheckedIOException("Nothing is written here.", never);
    }
  }

  private static ExportProgress progress(ExportListener listener, List<SessionRow> rows) {
    return new ExportProgress(listener, rows.stream().mapToLong(SessionRow::events).sum());
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

  private interface Reading<T> {
    T read() throws ExportException;
  }

  private static <T> T reading(Reading<T> work) throws ExportException {
    try {
      return work.read();
    } catch (JournalException failed) {
      throw new ExportException.Failed(String.valueOf(failed.getMessage()), failed);
    } catch (CancellationException stopped) {
      throw new ExportException.Failed("Stopped before the end. Nothing was written.", stopped);
    }
  }
}

package dev.muster.engine.imported;

import dev.muster.engine.agent.transcript.Found;
import dev.muster.engine.agent.transcript.TranscriptFile;
import dev.muster.engine.agent.transcript.Transcripts;
import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.LifeEvent.SessionCreated;
import dev.muster.engine.event.LifeEvent.StateChanged;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.store.Journal;
import dev.muster.engine.store.JournalException;
import dev.muster.engine.store.SessionRow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes finished sessions of conversations that agents had without Muster. The files are only read.
 * A conversation is always the same session, so that importing it again adds only what is new; what
 * is stored is never changed. Safe for any thread; one import runs at a time.
 */
public final class Importer {
  private static final Logger LOG = LoggerFactory.getLogger(Importer.class);

  /** The option of a session that holds the agent's own id of the conversation. */
  public static final String CONVERSATION = "imported";

  private static final int MOST = 50_000;
  private static final int LONGEST_TITLE = 80;

  /** The events that every imported session begins with. */
  private static final int HEAD = 2;

  private final Journal journal;
  private final Place.Finder places;
  private final Path worktrees;
  private final Clock clock;
  private final EventJson json = new EventJson();
  private final ReentrantLock one = new ReentrantLock();

  /**
   * @param worktrees where Muster's own sessions work: conversations there are in history already
   */
  public Importer(Journal journal, Place.Finder places, Path worktrees, Clock clock) {
    this.journal = journal;
    this.places = places;
    this.worktrees = worktrees;
    this.clock = clock;
  }

  /** A conversation that is to be looked at. */
  private record Candidate(int source, Transcripts from, Found found) {}

  /**
   * Looks for conversations and takes in what is new of them, the oldest first. Blocks: about a
   * second for each 20 MB. Memory does not grow with what is read.
   *
   * @throws ImportException when another import runs, or the journal stores nothing any more
   */
  public ImportReport run(ImportRequest request, ImportListener listener) throws ImportException {
    if (!one.tryLock()) {
      throw new ImportException(
          "Conversations are being imported already. Wait until that is done, or stop it.");
    }
    try {
      String failure = journal.failure();
      if (failure != null) {
        throw new ImportException(failure);
      }
      return run(request, new Tally(request, listener));
    } catch (JournalException stopped) {
      throw new ImportException(String.valueOf(stopped.getMessage()), stopped);
    } finally {
      one.unlock();
    }
  }

  private ImportReport run(ImportRequest request, Tally tally) {
    List<Candidate> all = candidates(request, tally);
    tally.begin(all.size(), all.stream().mapToLong(candidate -> candidate.found().bytes()).sum());
    Appender appender = new Appender(journal);
    Places projects = new Places(places);
    for (Candidate candidate : all) {
      if (tally.cancelled()) {
        break;
      }
      try {
        Taken taken = take(candidate, request.dryRun(), appender, projects, tally);
        appender.afterwards(() -> tally.taken(candidate.source(), taken));
      } catch (CancellationException cancelled) {
        LOG.debug("The import was stopped in {}.", candidate.found().file());
      }
      tally.done(candidate.found());
    }
    appender.flush();
    return tally.report();
  }

  private List<Candidate> candidates(ImportRequest request, Tally tally) {
    List<Candidate> all = new ArrayList<>();
    for (int i = 0; i < request.sources().size(); i++) {
      ImportRequest.Source source = request.sources().get(i);
      Transcripts from = source.agent().transcripts(source.folder());
      tally.there(i, from.isThere());
      for (Found found : from.list(MOST, tally::problem)) {
        boolean own = found.byMuster() || Places.isInside(found.cwd(), worktrees);
        if (wanted(found, request) && tally.found(i, own)) {
          all.add(new Candidate(i, from, found));
        }
      }
    }
    all.sort(Comparator.comparing(candidate -> candidate.found().changed()));
    return all;
  }

  private static boolean wanted(Found found, ImportRequest request) {
    Path inside = request.inside();
    return (request.since() == null || !found.changed().isBefore(request.since()))
        && (inside == null || Places.isInside(found.cwd(), inside));
  }

  private Taken take(
      Candidate candidate, boolean dryRun, Appender appender, Places projects, Tally tally) {
    Transcripts from = candidate.from();
    Found found = candidate.found();
    SessionId id = SessionId.ofImported(from.agentId(), found.id());
    Optional<SessionRow> row = journal.session(id);
    Story story =
        new Story(
            id,
            row.isEmpty() ? null : new Kept(journal, id, json, HEAD + 1),
            row.map(SessionRow::lastAt).orElse(null),
            found.started(),
            clock.instant(),
            dryRun ? null : appender,
            tally::cancelled,
            tally::read);
    Taken.Outcome outcome = row.isEmpty() ? Taken.Outcome.NEW : Taken.Outcome.KNOWN;
    String note = null;
    if (row.isPresent() || !dryRun) {
      if (row.isEmpty()) {
        story.begin(head(from, found, projects.of(found.cwd())));
      }
      Reading reading = read(from, found, story);
      if (reading.failed()) {
        outcome = Taken.Outcome.FAILED;
      } else if (row.isPresent() && story.added() > 0) {
        outcome = Taken.Outcome.GROWN;
      }
      // What was told when it was imported need not be told again.
      note = outcome == Taken.Outcome.KNOWN ? null : reading.note();
    }
    return new Taken(
        from.agentId(),
        found.id(),
        id,
        title(found),
        found.changed(),
        outcome,
        story.added(),
        note);
  }

  /**
   * How reading a file went.
   *
   * @param note a sentence when not all of it could be taken in; else null
   */
  private record Reading(boolean failed, @Nullable String note) {}

  private static Reading read(Transcripts from, Found found, Story story) {
    try {
      long broken = from.read(found, story).broken();
      return new Reading(
          false,
          broken == 0
              ? null
              : broken
                  + (broken == 1 ? " line of " : " lines of ")
                  + found.file()
                  + " could not be understood and "
                  + (broken == 1 ? "is" : "are")
                  + " left out.");
    } catch (IOException unreadable) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException();
      }
      return new Reading(
          true,
          found.file()
              + " could not be read to its end ("
              + TranscriptFile.reason(unreadable)
              + "). What was read is kept; import again to go on.");
    } catch (CancellationException | JournalException ends) {
      throw ends;
    } catch (RuntimeException unforeseen) {
      LOG.error("{} could not be understood.", found.file(), unforeseen);
      return new Reading(
          true,
          found.file()
              + " holds something that Muster does not understand. What came before it is kept; the"
              + " log says more.");
    } finally {
      story.flush();
    }
  }

  private static List<SessionEvent> head(Transcripts from, Found found, Place place) {
    return List.of(
        new SessionCreated(
            title(found),
            place.projectId(),
            place.name(),
            place.folder(),
            from.agentId(),
            from.agentName(),
            null,
            PermissionMode.SUGGEST,
            "",
            Limits.NONE,
            false,
            Map.of(CONVERSATION, found.id())),
        new StateChanged(
            SessionState.QUEUED,
            SessionState.CLOSED,
            "Imported from " + from.agentName() + ": it can be read and searched.",
            null));
  }

  private static String title(Found found) {
    String line = found.title().strip();
    return line.length() <= LONGEST_TITLE
        ? line
        : line.substring(0, LONGEST_TITLE - 1).stripTrailing() + "…";
  }
}

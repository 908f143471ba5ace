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
import dev.muster.engine.event.Shelf;
import dev.muster.engine.imported.Taken.Outcome;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.Journal;
import dev.muster.engine.store.JournalException;
import dev.muster.engine.store.SessionRow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes finished sessions of conversations that agents had without Muster. The files are only read.
 * A conversation is always the same session, so that importing it again adds only what is new; what
 * is stored is never changed. Safe for any thread; one import runs at a time.
 */
public final class Importer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Importer.class);

  /** The option of a session that holds the agent's own id of the conversation. */
  public static final String CONVERSATION = SessionCreated.IMPORTED;

  private static final String SEEN = "imported.txt";
  private static final int LONGEST_END_SECONDS = 10;
  private static final int MOST = 50_000;
  private static final int LONGEST_TITLE = 80;

  /** The events that every imported session begins with. */
  private static final int HEAD = 2;

  private final Journal journal;
  private final Place.Finder places;
  private final DataFolder folder;
  private final Clock clock;
  private final EventJson json = new EventJson();
  private final ReentrantLock one = new ReentrantLock();
  private volatile boolean closing;

  /**
   * @param folder Muster's own: conversations in worktrees there are in history already
   */
  public Importer(Journal journal, Place.Finder places, DataFolder folder, Clock clock) {
    this.journal = journal;
    this.places = places;
    this.folder = folder;
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
      String failure = closing ? "Muster is closing." : journal.failure();
      if (failure != null) {
        throw new ImportException(failure);
      }
      return run(request, new Tally(request, listener, () -> closing));
    } catch (JournalException stopped) {
      throw new ImportException(String.valueOf(stopped.getMessage()), stopped);
    } finally {
      one.unlock();
    }
  }

  /** Ends the import that runs, and lets no other begin. Waits for it, not for ever. Idempotent. */
  @Override
  public void close() {
    closing = true;
    try {
      if (one.tryLock(LONGEST_END_SECONDS, TimeUnit.SECONDS)) {
        one.unlock();
      } else {
        LOG.warn("The import has not ended; what it still stores is refused.");
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private ImportReport run(ImportRequest request, Tally tally) {
    List<Candidate> all = candidates(request, tally);
    tally.begin(all.size(), all.stream().mapToLong(candidate -> candidate.found().bytes()).sum());
    Run run = new Run(request, tally);
    for (Candidate candidate : all) {
      if (tally.cancelled()) {
        break;
      }
      try {
        run.take(candidate);
      } catch (CancellationException cancelled) {
        LOG.debug("The import was stopped in {}.", candidate.found().file());
      }
      tally.done(candidate.found());
    }
    run.end();
    return tally.report();
  }

  private List<Candidate> candidates(ImportRequest request, Tally tally) {
    List<Candidate> all = new ArrayList<>();
    for (int i = 0; i < request.sources().size(); i++) {
      ImportRequest.Source source = request.sources().get(i);
      Transcripts from = source.agent().transcripts(source.folder());
      tally.there(i, from.isThere());
      for (Found found : from.list(MOST, tally::problem)) {
        boolean own = found.byMuster() || Places.isInside(found.cwd(), folder.worktrees());
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

  /** One import. */
  private final class Run {
    private final boolean dryRun;
    private final Tally tally;
    private final Appender appender = new Appender(journal);
    private final Places projects = new Places(places);
    private final Seen seen = Seen.load(folder.data().resolve(SEEN));

    Run(ImportRequest request, Tally tally) {
      this.dryRun = request.dryRun();
      this.tally = tally;
    }

    void end() {
      appender.flush();
      if (!dryRun) {
        seen.save();
      }
    }

    void take(Candidate candidate) {
      Transcripts from = candidate.from();
      Found found = candidate.found();
      SessionId id = SessionId.ofImported(from.agentId(), found.id());
      SessionRow row = journal.session(id).orElse(null);
      if (row == null) {
        if (dryRun) {
          tell(candidate, id, Outcome.NEW, 0, null);
        } else {
          fresh(candidate, id);
        }
      } else if (row.shelf() == Shelf.PRUNED || seen.isSame(found, row)) {
        tell(candidate, id, Outcome.KNOWN, 0, null);
      } else {
        again(candidate, row);
      }
    }

    private void fresh(Candidate candidate, SessionId id) {
      Found found = candidate.found();
      Story story = story(candidate, id, null, null);
      story.begin(head(candidate.from(), found, projects.of(found.cwd())));
      Reading reading = read(candidate.from(), found, story);
      tell(
          candidate,
          id,
          reading.failed() ? Outcome.FAILED : Outcome.NEW,
          story.added(),
          reading.note());
      remember(candidate, id, reading, story.added());
    }

    private void again(Candidate candidate, SessionRow row) {
      Kept kept = new Kept(journal, row.id(), json, HEAD + 1);
      Story story = story(candidate, row.id(), kept, row.lastAt());
      Reading reading = read(candidate.from(), candidate.found(), story);
      String name = title(candidate.found());
      if (candidate.found().name() != null && !name.equals(row.title())) {
        story.rename(name);
        story.flush();
      }
      Outcome outcome =
          reading.failed() ? Outcome.FAILED : story.added() > 0 ? Outcome.GROWN : Outcome.KNOWN;
      // What was told when it was imported need not be told again.
      String note = outcome == Outcome.KNOWN ? null : reading.note();
      tell(candidate, row.id(), outcome, story.added(), note);
      remember(candidate, row.id(), reading, row.events() + story.added());
    }

    private Story story(
        Candidate candidate, SessionId id, @Nullable Kept kept, @Nullable Instant keptUntil) {
      return new Story(
          id,
          kept,
          keptUntil,
          candidate.found().started(),
          clock.instant(),
          dryRun ? null : appender,
          tally::cancelled,
          tally::read);
    }

    private void tell(
        Candidate candidate, SessionId id, Outcome outcome, long events, @Nullable String note) {
      Found found = candidate.found();
      Taken taken =
          new Taken(
              candidate.from().agentId(),
              found.id(),
              id,
              title(found),
              found.changed(),
              outcome,
              events,
              note);
      appender.afterwards(() -> tally.taken(candidate.source(), taken));
    }

    private void remember(Candidate candidate, SessionId id, Reading reading, long events) {
      if (!dryRun && !reading.failed()) {
        appender.afterwards(() -> seen.remember(id, candidate.found(), events));
      }
    }
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
    String line = found.shown().strip();
    return line.length() <= LONGEST_TITLE
        ? line
        : line.substring(0, LONGEST_TITLE - 1).stripTrailing() + "…";
  }
}

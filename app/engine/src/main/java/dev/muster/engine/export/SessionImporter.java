package dev.muster.engine.export;

import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.LifeEvent.Pruned;
import dev.muster.engine.event.LifeEvent.StateChanged;
import dev.muster.engine.event.OutcomeEvent.Level;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.Shelf;
import dev.muster.engine.export.TakenIn.Outcome;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.Journal;
import dev.muster.engine.store.JournalException;
import dev.muster.engine.store.Past;
import dev.muster.engine.store.SessionRow;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes Muster's own export in. The whole file is looked at first; only when all of it is sound is
 * anything stored. A session is the same session here, with the same events; one that is here
 * already is left as it is. Whatever state it was in, here it is over: its agent and its worktree
 * are elsewhere. Safe for any thread but the JavaFX thread; methods block.
 */
public final class SessionImporter {
  private static final Logger LOG = LoggerFactory.getLogger(SessionImporter.class);
  private static final String MARK = "importing-";
  private static final int AT_ONCE = 2_000;

  /** So much of a session is stored in one piece; of a longer one a mark says that it is begun. */
  private static final long IN_ONE_PIECE = 16 << 20;

  private final Journal journal;
  private final DataFolder folder;
  private final Clock clock;
  private final Consumer<SessionId> quietly;
  private final EventJson json = new EventJson();
  private final ReentrantLock one = new ReentrantLock();

  /**
   * @param quietly told before events of a session are stored that happened long ago, so that
   *     nobody takes them for news
   */
  public SessionImporter(
      Journal journal, DataFolder folder, Clock clock, Consumer<SessionId> quietly) {
    this.journal = journal;
    this.folder = folder;
    this.clock = clock;
    this.quietly = quietly;
  }

  /**
   * Takes a file in, or an archive of such files as an export makes it.
   *
   * @param dryRun only says what would become of it
   * @throws ExportException with the line, when the file is not sound; or when it was stopped or
   *     could not be stored. Nothing of the session that was begun is left then
   */
  public List<TakenIn> run(Path file, boolean dryRun, ExportListener listener)
      throws ExportException {
    one.lock();
    try {
      List<TakenIn> taken = new ArrayList<>();
      if (ImportedArchive.is(file)) {
        archive(file, dryRun, listener, taken);
      } else {
        try (ImportedFile sound = ImportedFile.check(file, json, listener)) {
          take(sound, file, dryRun, listener, taken);
        }
      }
      return List.copyOf(taken);
    } catch (JournalException failed) {
      throw new ExportException.Failed(String.valueOf(failed.getMessage()), failed);
    } catch (AccessDeniedException closed) {
      throw new ExportException.Failed("You may not read " + closed.getFile() + ".", closed);
    } catch (IOException unreadable) {
      throw new ExportException.Failed(
          file + " could not be read to its end (" + unreadable.getMessage() + ").", unreadable);
    } finally {
      one.unlock();
    }
  }

  /** Like one file: all entries are looked at before anything of one is stored. */
  private void archive(Path file, boolean dryRun, ExportListener listener, List<TakenIn> taken)
      throws ExportException, IOException {
    try (ImportedArchive archive = ImportedArchive.open(file, folder.data())) {
      var first = new ImportedArchive.Room();
      for (ZipEntry entry : archive.entries()) {
        unpacked(archive, entry, first, listener).close();
      }
      var second = new ImportedArchive.Room();
      for (ZipEntry entry : archive.entries()) {
        // Looked at again: the archive may have been written anew meanwhile.
        try (ImportedFile sound = unpacked(archive, entry, second, listener)) {
          take(sound, file, dryRun, listener, taken);
        }
      }
    }
  }

  private ImportedFile unpacked(
      ImportedArchive archive, ZipEntry entry, ImportedArchive.Room room, ExportListener listener)
      throws ExportException, IOException {
    return ImportedFile.check(
        archive.shown(entry), archive.unpack(entry, room, listener), json, listener);
  }

  private void take(
      ImportedFile sound, Path file, boolean dryRun, ExportListener listener, List<TakenIn> taken)
      throws ExportException, IOException {
    for (ImportedFile.Session session : sound.sessions()) {
      taken.add(take(sound, session, file, dryRun, listener));
    }
  }

  private TakenIn take(
      ImportedFile file,
      ImportedFile.Session session,
      Path from,
      boolean dryRun,
      ExportListener listener)
      throws ExportException, IOException {
    journal.flush();
    SessionRow row = journal.session(session.id()).orElse(null);
    if (session.pruned()) {
      return told(session, Outcome.KNOWN, "It was pruned before it was exported: nothing to take.");
    }
    boolean pruned = row != null && row.shelf() == Shelf.PRUNED;
    if (row != null && !pruned) {
      boolean same = row.events() >= session.events() && same(file, session);
      return same
          ? told(session, Outcome.KNOWN, "It is here already.")
          : told(
              session,
              Outcome.DIFFERENT,
              "A session of this id is here, and the file says something else of it. What is here"
                  + " was left as it is.");
    }
    if (!dryRun) {
      quietly.accept(session.id());
      if (pruned) {
        erase(session.id());
      }
      store(file, session, from, listener);
    }
    return told(
        session,
        pruned ? Outcome.BACK : Outcome.NEW,
        pruned ? "It was pruned here, and is here again." : "Taken in.");
  }

  private static TakenIn told(ImportedFile.Session session, Outcome outcome, String note) {
    return new TakenIn(session.id(), session.title(), session.events(), outcome, note);
  }

  private boolean same(ImportedFile file, ImportedFile.Session session) throws IOException {
    List<Recorded> page = new ArrayList<>();
    boolean[] same = {true};
    file.read(
        session,
        given -> {
          if (page.isEmpty()) {
            page.addAll(journal.read(session.id(), given.seq(), AT_ONCE));
          }
          same[0] &= !page.isEmpty() && same(page.removeFirst(), given);
          return same[0];
        });
    return same[0];
  }

  /** What was a secret in the file was taken out on its way into the journal. */
  private boolean same(Recorded here, Recorded given) {
    return here.equals(given)
        || (here.seq() == given.seq()
            && here.at().equals(given.at())
            && here.turn() == given.turn()
            && json.write(here.event()).equals(journal.masking().mask(json.write(given.event()))));
  }

  private void store(
      ImportedFile file, ImportedFile.Session session, Path from, ExportListener listener)
      throws ExportException, IOException {
    boolean inOnePiece = session.chars() <= IN_ONE_PIECE;
    Path mark = folder.data().resolve(MARK + session.id());
    if (!inOnePiece) {
      Files.writeString(mark, session.id().value());
    }
    List<Past> batch = new ArrayList<>();
    boolean[] stopped = {false};
    SessionState[] state = {SessionState.QUEUED};
    Recorded[] last = new Recorded[1];
    try {
      file.read(
          session,
          given -> {
            batch.add(new Past(given.at(), given.turn(), given.event()));
            last[0] = given;
            state[0] = given.event() instanceof StateChanged moved ? moved.to() : state[0];
            if (batch.size() >= AT_ONCE) {
              listener.progress(given.seq(), session.events());
              if (!inOnePiece) {
                append(session.id(), batch);
              }
              stopped[0] = listener.cancelled();
            }
            return !stopped[0];
          });
      if (stopped[0]) {
        throw new ExportException.Failed(
            "Stopped before the end. Nothing of " + session.id() + " is here.");
      }
      end(last[0], state[0], from, batch);
      append(session.id(), batch);
    } catch (ExportException | IOException | JournalException failed) {
      if (!inOnePiece && journal.failure() == null) {
        erase(session.id());
        Files.deleteIfExists(mark);
      }
      throw failed;
    }
    Files.deleteIfExists(mark);
  }

  /** It goes on nowhere: nobody may take it for one that waits or runs here. */
  private void end(@Nullable Recorded last, SessionState state, Path file, List<Past> batch) {
    int turn = last == null ? 0 : last.turn();
    String from = String.valueOf(file.getFileName());
    batch.add(
        new Past(
            clock.instant(),
            turn,
            new Noted(Level.INFO, "Imported from the export “" + from + "”.", null)));
    if (state != SessionState.CLOSED) {
      String reason = "Imported from an export: it can be read and searched.";
      batch.add(
          new Past(
              clock.instant(), turn, new StateChanged(state, SessionState.CLOSED, reason, null)));
    }
  }

  private void append(SessionId session, List<Past> batch) {
    try {
      journal.appendPast(session, List.copyOf(batch)).join();
      batch.clear();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof JournalException told
          ? told
          : new JournalException("The journal could not be written: " + failed.getMessage());
    }
  }

  private void erase(SessionId session) {
    while (journal.erase(session, AT_ONCE) > 0) {
      // The writer does what else waits between two parts.
    }
  }

  /**
   * Takes out what an import that was cut short by a crash has left of a session. Call at the
   * start, before anybody looks at the sessions. Costs nothing when there is nothing.
   */
  public void recover() {
    try (DirectoryStream<Path> marks = Files.newDirectoryStream(folder.data(), MARK + "*")) {
      for (Path mark : marks) {
        String name = String.valueOf(mark.getFileName());
        erase(new SessionId(name.substring(MARK.length())));
        Files.delete(mark);
        LOG.info("{} was half imported and was taken out again", name.substring(MARK.length()));
      }
    } catch (IOException | IllegalArgumentException | JournalException failed) {
      LOG.warn("What an import left may still be there; the next start tries again", failed);
    }
  }

  static boolean isPruned(String kind) {
    return kind.equals(Pruned.class.getSimpleName());
  }
}

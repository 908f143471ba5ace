package dev.muster.engine.review;

import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.ReviewEvent.CommentDismissed;
import dev.muster.engine.event.ReviewEvent.CommentWritten;
import dev.muster.engine.event.ReviewEvent.CommentsSent;
import dev.muster.engine.event.ReviewEvent.FileViewed;
import dev.muster.engine.event.ReviewEvent.Place;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.Part;
import dev.muster.engine.git.TakenApart;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.session.FleetException;
import dev.muster.engine.session.ReviewAccess;
import dev.muster.engine.session.RewindPoint;
import dev.muster.engine.session.Workplace;
import dev.muster.engine.store.Journal;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What a person does with the changes of sessions. Methods may be called from any thread and return
 * at once; a future completes when what was asked for is stored, and fails with a {@link
 * FleetException} that says in a sentence why not.
 */
public final class Reviews {
  /** Who wrote a comment that no reviewer wrote. */
  public static final String YOU = "you";

  private static final int RECORD_PAGE = 2_000;
  private static final int LONGEST_COMMENT = 20_000;

  /** Longest quotation of the lines a comment stands at, in characters. */
  static final int LONGEST_QUOTE = 2_000;

  private final Journal journal;
  private final ReviewAccess sessions;
  private final ReviewerBook book;
  private final ReviewRuns runs;
  private final SessionParts parts;
  private final Object lock = new Object();

  /** Done when nothing is being sent; never fails. Guarded by {@link #lock}. */
  private CompletableFuture<@Nullable Void> sending = CompletableFuture.completedFuture(null);

  /**
   * @param own the folder with the user's own reviewers; need not be there
   */
  public Reviews(
      Journal journal, Fleet fleet, ReviewAccess sessions, Workplace workplace, Path own) {
    this.journal = journal;
    this.sessions = sessions;
    this.book = new ReviewerBook(own);
    this.parts = new SessionParts(journal, sessions, workplace);
    this.runs = new ReviewRuns(journal, fleet, sessions, workplace);
  }

  /** Takes up what ended while no Muster ran; once, when the fleet is open. */
  public void open() {
    runs.open();
  }

  /** A session's review as the journal has it. */
  public CompletableFuture<ReviewState> state(SessionId id) {
    return Off.run("review", () -> read(id));
  }

  private ReviewState read(SessionId id) {
    ReviewFold fold = new ReviewFold();
    journal.ofKinds(id, ReviewFold.KINDS).forEach(fold::apply);
    return fold.state();
  }

  /**
   * What a session ran and said, as the journal has it.
   *
   * @param fold brought up to date; to be given again the next time, but only when this has ended
   */
  public CompletableFuture<SessionRecord> record(SessionId id, RecordFold fold) {
    return Off.run(
        "review",
        () -> {
          List<Recorded> page;
          do {
            page = journal.read(id, fold.lastSeq() + 1, RECORD_PAGE);
            page.forEach(fold::apply);
          } while (page.size() == RECORD_PAGE);
          return fold.record();
        });
  }

  /**
   * Writes a comment, or writes it anew.
   *
   * @param commentId of one that is written anew; null for a new one
   * @param place null for one on the whole
   * @return its id
   */
  public CompletableFuture<String> comment(
      SessionId id, @Nullable String commentId, @Nullable Place place, String text) {
    if (text.isBlank()) {
      return refused("The comment is empty.");
    }
    if (text.length() > LONGEST_COMMENT) {
      return refused("A comment may have %,d characters.".formatted(LONGEST_COMMENT));
    }
    String known = commentId == null ? newId() : commentId;
    return sessions
        .record(id, List.of(new CommentWritten(known, bounded(place), text, YOU, null)))
        .thenApply(stored -> known);
  }

  private static @Nullable Place bounded(@Nullable Place place) {
    return place == null || place.quoted().length() <= LONGEST_QUOTE
        ? place
        : new Place(
            place.path(),
            place.side(),
            place.from(),
            place.to(),
            place.quoted().substring(0, LONGEST_QUOTE) + "…",
            place.blob());
  }

  /** Takes a comment back, or dismisses a finding; it stays in the journal. */
  public CompletableFuture<Void> dismiss(SessionId id, String commentId) {
    return sessions.record(id, List.of(new CommentDismissed(commentId)));
  }

  /**
   * Sends comments to the session's agent, all as one prompt.
   *
   * @param commentIds of drafts; those that are no drafts any more are left out
   * @param way how it meets a running turn
   * @return the prompt's id
   */
  public CompletableFuture<String> send(SessionId id, List<String> commentIds, Fleet.Way way) {
    CompletableFuture<String> sent;
    synchronized (lock) {
      // One after the other, or two clicks would send the same drafts twice.
      sent = sending.thenCompose(before -> sendNow(id, commentIds, way));
      sending = sent.handle((done, failure) -> null);
    }
    return sent;
  }

  private CompletableFuture<String> sendNow(SessionId id, List<String> commentIds, Fleet.Way way) {
    return state(id)
        .thenCompose(
            state -> {
              List<Comment> drafts =
                  state.drafts().stream().filter(c -> commentIds.contains(c.id())).toList();
              if (drafts.isEmpty()) {
                return refused("There is no comment to send.");
              }
              String promptId = newId();
              List<String> ids = drafts.stream().map(Comment::id).toList();
              // In this order: see ReviewFold.
              return sessions
                  .record(id, List.of(new CommentsSent(promptId, ids)))
                  .thenCompose(
                      stored -> sessions.review(id, promptId, CommentsPrompt.of(drafts), way))
                  .thenApply(sent -> promptId);
            });
  }

  /**
   * Takes parts of the changes out of the worktree, all at once; they stay reachable. Refused while
   * the agent works, and when a file has changed since it was looked at.
   */
  public CompletableFuture<TakenApart> drop(SessionId id, List<Part> parts) {
    return this.parts.drop(id, parts);
  }

  /** Puts back what was taken out, or takes an edit back; see {@link DroppedPart#id()}. */
  public CompletableFuture<TakenApart> putBack(SessionId id, String dropId) {
    return parts.putBack(id, dropId);
  }

  /**
   * Writes a file of the worktree as a person edited it.
   *
   * @param seenId id of the content the person saw; zeros for a new file
   * @param content as git stores it
   */
  public CompletableFuture<TakenApart> edit(
      SessionId id, String path, String seenId, byte[] content) {
    return parts.edit(id, path, seenId, content);
  }

  /**
   * Ends and tells what a kill of Muster cut short in the worktree; fails while the agent works.
   *
   * @return whether there was something
   */
  public CompletableFuture<Boolean> settle(SessionId id) {
    return parts.settle(id);
  }

  /** Those who can review: Muster's own and the user's. */
  public CompletableFuture<List<Reviewer>> reviewers() {
    return Off.run("review", book::all);
  }

  /**
   * Has reviewers look at a session's changes, each in a session of its own; their findings come as
   * comments.
   *
   * @param names of reviewers
   * @param agentId id of the agent that does it
   * @param model null for the agent's own choice
   * @return the reviewers' sessions
   */
  public CompletableFuture<List<SessionId>> run(
      SessionId id, List<String> names, String agentId, @Nullable String model) {
    return Off.run(
        "review",
        () -> {
          List<Reviewer> chosen =
              book.all().stream().filter(reviewer -> names.contains(reviewer.name())).toList();
          if (chosen.isEmpty()) {
            throw new FleetException("There is no such reviewer.");
          }
          return runs.start(id, chosen, agentId, model);
        });
  }

  /**
   * Marks a file as viewed, or not.
   *
   * @param blob id of the content that was seen; see {@link FileViewed}
   */
  public CompletableFuture<Void> viewed(SessionId id, String path, String blob, boolean viewed) {
    return sessions.record(id, List.of(new FileViewed(path, blob, viewed)));
  }

  /**
   * The points that a session can be taken to, or that a new one can begin with, oldest first: the
   * beginning and the end of each turn. One that is over has them, too.
   */
  public CompletableFuture<List<RewindPoint>> points(SessionId id) {
    return sessions.points(id);
  }

  /** See {@link Fleet#rewind}. */
  public CompletableFuture<Void> rewind(SessionId id, int turn) {
    return sessions.rewind(id, turn);
  }

  /** See {@link Fleet#forward}. */
  public CompletableFuture<Void> forward(SessionId id) {
    return sessions.forward(id);
  }

  /** Does something with a session's worktree while no turn runs. */
  <T> CompletableFuture<T> atRest(SessionId id, ReviewAccess.FilesWork<T> work) {
    return sessions.atRest(id, work);
  }

  static String newId() {
    return UUID.randomUUID().toString().replace("-", "").substring(0, 16);
  }

  private static <T> CompletableFuture<T> refused(String sentence) {
    return CompletableFuture.failedFuture(new FleetException(sentence));
  }
}

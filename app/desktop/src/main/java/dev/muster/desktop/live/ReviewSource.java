package dev.muster.desktop.live;

import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.event.ReviewEvent.Place;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.Changeset;
import dev.muster.engine.git.Combined;
import dev.muster.engine.git.CompareOptions;
import dev.muster.engine.git.Content;
import dev.muster.engine.git.FileChange;
import dev.muster.engine.git.FileDiff;
import dev.muster.engine.git.Part;
import dev.muster.engine.git.TakenApart;
import dev.muster.engine.git.TextLine;
import dev.muster.engine.review.Answer;
import dev.muster.engine.review.ComparePoint;
import dev.muster.engine.review.DroppedPart;
import dev.muster.engine.review.RecordFold;
import dev.muster.engine.review.ReviewState;
import dev.muster.engine.review.SessionRecord;
import dev.muster.engine.review.UnsavedComment;
import dev.muster.engine.session.Fleet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What the review window needs of the engine. Every method returns at once and may be called on the
 * JavaFX thread; futures fail with an exception whose message is a sentence for a person.
 */
public interface ReviewSource {
  /** What a session can be compared with. */
  CompletableFuture<List<ComparePoint>> points(SessionId session);

  /**
   * What differs between two states.
   *
   * @param from full id of a commit; null for the session's base
   * @param to full id of a commit; null for the files as they are now
   * @param most how many files are listed; those beyond are counted only
   * @return empty before there is a worktree
   */
  CompletableFuture<Optional<Changeset>> changes(
      SessionId session, @Nullable String from, @Nullable String to, int most);

  /** The work of a session and all other live ones, as if all of it had landed. */
  CompletableFuture<Combined> together(SessionId session);

  /** The hunks of one file of it. */
  CompletableFuture<FileDiff> diff(
      SessionId session, Changeset of, FileChange file, CompareOptions options);

  /**
   * The first lines of a large file's difference, sooner than {@link #diff} gives them; fewer than
   * the options ask for where the changes are far apart.
   *
   * @return empty where only the whole difference tells how it begins
   */
  CompletableFuture<Optional<FileDiff>> beginning(
      SessionId session, FileChange file, CompareOptions options);

  /**
   * Some lines of what a file holds, each whole or as much of it as is wanted.
   *
   * @param from the first line, from 1
   */
  CompletableFuture<List<TextLine>> lines(
      SessionId session, String blob, int from, int count, int maxLineChars);

  /** The same file with its lines counted, where the list left that out because it is large. */
  CompletableFuture<FileChange> counted(SessionId session, FileChange file);

  /** What a file holds, or the first {@code maxBytes} of it. */
  CompletableFuture<Content> content(SessionId session, String blob, int maxBytes);

  /** Comments and marks as they are stored. */
  CompletableFuture<ReviewState> state(SessionId session);

  /** What became of each comment that was sent, as the kept states of the files have it. */
  CompletableFuture<List<Answer>> answers(SessionId session);

  /**
   * What the session ran and said.
   *
   * @param fold brought up to date; not to be given again before this has ended
   */
  CompletableFuture<SessionRecord> record(SessionId session, RecordFold fold);

  /**
   * Writes a file of the worktree as a person edited it; what was there stays reachable.
   *
   * @param seenId id of the content the person saw
   */
  CompletableFuture<TakenApart> edit(SessionId session, String path, String seenId, byte[] content);

  /**
   * Marks a file as viewed, or not.
   *
   * @param blob id of the content that was seen
   */
  CompletableFuture<?> viewed(SessionId session, String path, String blob, boolean viewed);

  /**
   * Writes a comment, or writes it anew.
   *
   * @param commentId null for a new one
   * @param place null for one on the whole
   */
  CompletableFuture<String> comment(
      SessionId session, @Nullable String commentId, @Nullable Place place, String text);

  /** The comments that were being typed when they were kept last. */
  CompletableFuture<List<UnsavedComment>> unsavedComments(SessionId session);

  /** Keeps comments that are being typed, in the place of those that were kept before. */
  CompletableFuture<?> keepUnsaved(SessionId session, List<UnsavedComment> comments);

  /** What can be named in a comment. */
  NamingSource naming();

  /** Takes a comment back. */
  CompletableFuture<?> dismiss(SessionId session, String commentId);

  /** Takes parts of the changes out of the worktree; they stay reachable. */
  CompletableFuture<TakenApart> drop(SessionId session, List<Part> parts);

  /** Puts back what was taken out; see {@link DroppedPart#id()}. */
  CompletableFuture<TakenApart> putBack(SessionId session, String dropId);

  /** Sends comments to the agent, all as one prompt. */
  CompletableFuture<?> send(SessionId session, List<String> commentIds, Fleet.Way way);

  /** Brings work into the user's branches. */
  LandingSource landing();

  /** Proposes work as a pull request. */
  PullRequestSource pullRequests();

  /** The sessions themselves: to take one back, or to begin another where it stood. */
  Fleet fleet();

  /** The agents as they were found last. */
  List<AgentProfile> agents();

  /**
   * Has every reviewer look at the changes, each in a session of its own.
   *
   * @return how many there are
   */
  CompletableFuture<Integer> review(SessionId session, String agentId);
}

package dev.muster.bench;

import dev.muster.desktop.live.LandingSource;
import dev.muster.desktop.live.NamingSource;
import dev.muster.desktop.live.PullRequestSource;
import dev.muster.desktop.live.ReviewSource;
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
import dev.muster.engine.review.RecordFold;
import dev.muster.engine.review.ReviewState;
import dev.muster.engine.review.SessionRecord;
import dev.muster.engine.review.UnsavedComment;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.session.FleetException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The review of a window that is measured for something else: nothing is half done, and nobody
 * opens it.
 */
record NoReview(LandingSource landing, Fleet fleet) implements ReviewSource {
  @Override
  public CompletableFuture<List<ComparePoint>> points(SessionId session) {
    return refused();
  }

  @Override
  public CompletableFuture<Optional<Changeset>> changes(
      SessionId session, @Nullable String from, @Nullable String to, int most) {
    return refused();
  }

  @Override
  public CompletableFuture<Combined> together(SessionId session) {
    return refused();
  }

  @Override
  public CompletableFuture<FileDiff> diff(
      SessionId session, Changeset of, FileChange file, CompareOptions options) {
    return refused();
  }

  @Override
  public CompletableFuture<Optional<FileDiff>> beginning(
      SessionId session, FileChange file, CompareOptions options) {
    return refused();
  }

  @Override
  public CompletableFuture<List<TextLine>> lines(
      SessionId session, String blob, int from, int count, int maxLineChars) {
    return refused();
  }

  @Override
  public CompletableFuture<FileChange> counted(SessionId session, FileChange file) {
    return refused();
  }

  @Override
  public CompletableFuture<Content> content(SessionId session, String blob, int maxBytes) {
    return refused();
  }

  @Override
  public CompletableFuture<ReviewState> state(SessionId session) {
    return refused();
  }

  @Override
  public CompletableFuture<List<Answer>> answers(SessionId session) {
    return refused();
  }

  @Override
  public CompletableFuture<SessionRecord> record(SessionId session, RecordFold fold) {
    return refused();
  }

  @Override
  public CompletableFuture<TakenApart> edit(
      SessionId session, String path, String seenId, byte[] content) {
    return refused();
  }

  @Override
  public CompletableFuture<?> viewed(SessionId session, String path, String blob, boolean viewed) {
    return refused();
  }

  @Override
  public CompletableFuture<String> comment(
      SessionId session, @Nullable String commentId, @Nullable Place place, String text) {
    return refused();
  }

  @Override
  public CompletableFuture<List<UnsavedComment>> unsavedComments(SessionId session) {
    return refused();
  }

  @Override
  public CompletableFuture<?> keepUnsaved(SessionId session, List<UnsavedComment> comments) {
    return refused();
  }

  @Override
  public NamingSource naming() {
    throw new IllegalStateException("Nobody opens a review in a benchmark.");
  }

  @Override
  public CompletableFuture<?> dismiss(SessionId session, String commentId) {
    return refused();
  }

  @Override
  public CompletableFuture<TakenApart> drop(SessionId session, List<Part> parts) {
    return refused();
  }

  @Override
  public CompletableFuture<TakenApart> putBack(SessionId session, String dropId) {
    return refused();
  }

  @Override
  public CompletableFuture<?> send(SessionId session, List<String> commentIds, Fleet.Way way) {
    return refused();
  }

  @Override
  public PullRequestSource pullRequests() {
    throw new IllegalStateException("Nobody opens a review in a benchmark.");
  }

  @Override
  public List<AgentProfile> agents() {
    return List.of();
  }

  @Override
  public CompletableFuture<Integer> review(SessionId session, String agentId) {
    return refused();
  }

  private static <T> CompletableFuture<T> refused() {
    return CompletableFuture.failedFuture(new FleetException("Not in a benchmark."));
  }
}

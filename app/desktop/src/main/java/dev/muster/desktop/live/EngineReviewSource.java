package dev.muster.desktop.live;

import dev.muster.engine.Engine;
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
import dev.muster.engine.review.Comparisons;
import dev.muster.engine.review.RecordFold;
import dev.muster.engine.review.ReviewState;
import dev.muster.engine.review.Reviewer;
import dev.muster.engine.review.Reviews;
import dev.muster.engine.review.SessionRecord;
import dev.muster.engine.review.UnsavedComment;
import dev.muster.engine.session.Fleet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The engine of this process, as the review window sees it. */
final class EngineReviewSource implements ReviewSource {
  private final Comparisons comparisons;
  private final Engine engine;
  private final Reviews reviews;
  private final LandingSource landing;

  EngineReviewSource(Engine engine) {
    this.engine = engine;
    comparisons = engine.comparisons();
    reviews = engine.reviews();
    landing = LandingSource.of(engine.landings(), engine.conflicts(), engine.fleet());
  }

  @Override
  public CompletableFuture<List<ComparePoint>> points(SessionId session) {
    return comparisons.points(session);
  }

  @Override
  public CompletableFuture<Optional<Changeset>> changes(
      SessionId session, @Nullable String from, @Nullable String to, int most) {
    return comparisons.changes(session, from, to, most);
  }

  @Override
  public CompletableFuture<Combined> together(SessionId session) {
    return comparisons.together(session);
  }

  @Override
  public CompletableFuture<FileDiff> diff(
      SessionId session, Changeset of, FileChange file, CompareOptions options) {
    return comparisons.diff(session, of, file, options);
  }

  @Override
  public CompletableFuture<Optional<FileDiff>> beginning(
      SessionId session, FileChange file, CompareOptions options) {
    return comparisons.beginning(session, file, options);
  }

  @Override
  public CompletableFuture<List<TextLine>> lines(
      SessionId session, String blob, int from, int count, int maxLineChars) {
    return comparisons.lines(session, blob, from, count, maxLineChars);
  }

  @Override
  public CompletableFuture<FileChange> counted(SessionId session, FileChange file) {
    return comparisons.counted(session, file);
  }

  @Override
  public CompletableFuture<Content> content(SessionId session, String blob, int maxBytes) {
    return comparisons.content(session, blob, maxBytes);
  }

  @Override
  public CompletableFuture<ReviewState> state(SessionId session) {
    return reviews.state(session);
  }

  @Override
  public CompletableFuture<List<Answer>> answers(SessionId session) {
    return engine.answers().of(session);
  }

  @Override
  public CompletableFuture<SessionRecord> record(SessionId session, RecordFold fold) {
    return reviews.record(session, fold);
  }

  @Override
  public CompletableFuture<TakenApart> edit(
      SessionId session, String path, String seenId, byte[] content) {
    return reviews.edit(session, path, seenId, content);
  }

  @Override
  public CompletableFuture<?> viewed(SessionId session, String path, String blob, boolean viewed) {
    return reviews.viewed(session, path, blob, viewed);
  }

  @Override
  public CompletableFuture<String> comment(
      SessionId session, @Nullable String commentId, @Nullable Place place, String text) {
    return reviews.comment(session, commentId, place, text);
  }

  @Override
  public CompletableFuture<List<UnsavedComment>> unsavedComments(SessionId session) {
    return engine.unsavedComments().read(session);
  }

  @Override
  public CompletableFuture<?> keepUnsaved(SessionId session, List<UnsavedComment> comments) {
    return engine.unsavedComments().keep(session, comments);
  }

  @Override
  public NamingSource naming() {
    return new EngineNamingSource(engine.naming());
  }

  @Override
  public CompletableFuture<?> dismiss(SessionId session, String commentId) {
    return reviews.dismiss(session, commentId);
  }

  @Override
  public CompletableFuture<TakenApart> drop(SessionId session, List<Part> parts) {
    return reviews.drop(session, parts);
  }

  @Override
  public CompletableFuture<TakenApart> putBack(SessionId session, String dropId) {
    return reviews.putBack(session, dropId);
  }

  @Override
  public CompletableFuture<?> send(SessionId session, List<String> commentIds, Fleet.Way way) {
    return reviews.send(session, commentIds, way);
  }

  @Override
  public PullRequestSource pullRequests() {
    return new EnginePullRequestSource(engine.pullRequests(), engine.fleet());
  }

  @Override
  public LandingSource landing() {
    return landing;
  }

  @Override
  public Fleet fleet() {
    return engine.fleet();
  }

  @Override
  public List<AgentProfile> agents() {
    return engine.agents();
  }

  @Override
  public CompletableFuture<Integer> review(SessionId session, String agentId) {
    return reviews
        .reviewers()
        .thenCompose(
            all -> reviews.run(session, all.stream().map(Reviewer::name).toList(), agentId, null))
        .thenApply(List::size);
  }
}

package dev.muster.bench;

import dev.muster.desktop.live.ReviewSource;
import dev.muster.engine.event.ReviewEvent.Place;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.Changeset;
import dev.muster.engine.git.CompareOptions;
import dev.muster.engine.git.Content;
import dev.muster.engine.git.FileChange;
import dev.muster.engine.git.FileDiff;
import dev.muster.engine.git.Part;
import dev.muster.engine.git.TakenApart;
import dev.muster.engine.review.ComparePoint;
import dev.muster.engine.review.ReviewState;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.session.FleetException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The review of a benchmark's window, which nobody opens. */
final class NoReview implements ReviewSource {
  private static <T> CompletableFuture<T> refused() {
    return CompletableFuture.failedFuture(new FleetException("Not in a benchmark."));
  }

  @Override
  public CompletableFuture<List<ComparePoint>> points(SessionId session) {
    return refused();
  }

  @Override
  public CompletableFuture<Optional<Changeset>> changes(
      SessionId session, @Nullable String from, @Nullable String to) {
    return refused();
  }

  @Override
  public CompletableFuture<FileDiff> diff(
      SessionId session, Changeset of, FileChange file, CompareOptions options) {
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
  public CompletableFuture<?> viewed(SessionId session, String path, String blob, boolean viewed) {
    return refused();
  }

  @Override
  public CompletableFuture<String> comment(
      SessionId session, @Nullable String commentId, @Nullable Place place, String text) {
    return refused();
  }

  @Override
  public CompletableFuture<?> dismiss(SessionId session, String commentId) {
    return refused();
  }

  @Override
  public CompletableFuture<?> send(SessionId session, List<String> commentIds, Fleet.Way way) {
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
}

package dev.muster.desktop.live;

import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.Forge;
import dev.muster.engine.git.PublishPlace;
import dev.muster.engine.git.PullRequest;
import dev.muster.engine.git.Remote;
import dev.muster.engine.git.RemoteBranch;
import dev.muster.engine.git.RemoteBranch.Standing;
import dev.muster.engine.review.OpenedPullRequest;
import dev.muster.engine.review.PullRequestProposal;
import dev.muster.engine.review.SessionPullRequests.Agreed;
import dev.muster.engine.session.FleetException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A server that pushes nothing and answers what a test tells it. */
public final class FakePullRequests implements PullRequestSource {
  public static final String PAGE = "https://github.com/ada/notes/pull/7";
  public static final String COMPARE = "https://github.com/ada/notes/compare/main...muster/x";

  public final List<String> asked = new CopyOnWriteArrayList<>();
  public boolean gh = true;
  public Standing there = Standing.ABSENT;
  public @Nullable PullRequest request;
  public @Nullable String refusal;

  private <T> CompletableFuture<T> answer(String what, T value) {
    asked.add(what);
    return refusal == null
        ? CompletableFuture.completedFuture(value)
        : CompletableFuture.failedFuture(new FleetException(refusal));
  }

  /** A pull request with these checks. */
  public static PullRequest request(PullRequest.Check... checks) {
    return new PullRequest(
        7,
        PAGE,
        "Flaky test",
        PullRequest.State.OPEN,
        false,
        "main",
        "muster/x",
        "c".repeat(40),
        "MERGEABLE",
        "REVIEW_REQUIRED",
        List.of(checks));
  }

  @Override
  public CompletableFuture<PullRequestProposal> propose(SessionId session) {
    Remote origin =
        new Remote(
            "origin",
            "git@github.com:ada/notes.git",
            "github.com",
            "ada/notes",
            "https://github.com/ada/notes",
            Forge.GITHUB);
    return answer(
        "propose",
        new PullRequestProposal(
            new PublishPlace("main", origin, origin, List.of()),
            "muster/x",
            "c".repeat(40),
            1,
            new RemoteBranch(there, ""),
            gh,
            "Flaky test",
            "It waits now.\n\n### What ran after the last edit\n\n- `npm test`: exit 0, seen by"
                + " Muster\n",
            COMPARE,
            List.of(
                "muster/x is pushed to origin (git@github.com:ada/notes.git).",
                "One file is not committed yet; that is done first, on the session's own branch.",
                gh
                    ? "The pull request into main is made with gh, in your name."
                    : "There is no gh that knows this server.")));
  }

  @Override
  public CompletableFuture<OpenedPullRequest> open(
      SessionId session, PullRequestProposal shown, Agreed agreed) {
    request = gh ? request() : null;
    return answer(
        "open "
            + agreed.title()
            + (agreed.draft() ? " draft" : "")
            + (agreed.replace() ? " replace" : ""),
        new OpenedPullRequest(
            request, COMPARE, gh ? "The pull request is #7." : "muster/x is at origin now.", ""));
  }

  @Override
  public CompletableFuture<Optional<PullRequest>> look(SessionId session) {
    return answer("look", Optional.ofNullable(request));
  }

  @Override
  public CompletableFuture<?> browse(SessionId session, String page) {
    return answer("browse " + page, page);
  }

  @Override
  public CompletableFuture<?> close(SessionId session) {
    return answer("close", session);
  }
}

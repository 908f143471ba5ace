package dev.muster.desktop.live;

import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.PullRequest;
import dev.muster.engine.review.OpenedPullRequest;
import dev.muster.engine.review.PullRequestProposal;
import dev.muster.engine.review.SessionPullRequests;
import dev.muster.engine.review.SessionPullRequests.Agreed;
import dev.muster.engine.session.Fleet;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The engine of this process, as what opens pull requests sees it. */
record EnginePullRequestSource(SessionPullRequests requests, Fleet fleet)
    implements PullRequestSource {
  @Override
  public CompletableFuture<PullRequestProposal> propose(SessionId session) {
    return requests.propose(session, null);
  }

  @Override
  public CompletableFuture<OpenedPullRequest> open(
      SessionId session, PullRequestProposal shown, Agreed agreed) {
    return requests.open(session, shown, agreed);
  }

  @Override
  public CompletableFuture<Optional<PullRequest>> look(SessionId session) {
    return requests.look(session);
  }

  @Override
  public CompletableFuture<?> browse(SessionId session, String page) {
    return requests.browse(session, page);
  }

  @Override
  public CompletableFuture<?> close(SessionId session) {
    return fleet.close(session, ClosedAs.PULL_REQUEST);
  }
}

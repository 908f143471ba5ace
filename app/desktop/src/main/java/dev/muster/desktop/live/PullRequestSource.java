package dev.muster.desktop.live;

import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.PullRequest;
import dev.muster.engine.review.OpenedPullRequest;
import dev.muster.engine.review.PullRequestProposal;
import dev.muster.engine.review.SessionPullRequests.Agreed;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What a window needs of the engine to propose work as a pull request. Every method returns at once
 * and may be called on the JavaFX thread; futures fail with an exception whose message is a
 * sentence for a person.
 */
public interface PullRequestSource {
  /** Looks what a pull request would be; pushes nothing. */
  CompletableFuture<PullRequestProposal> propose(SessionId session);

  /** Commits, pushes and opens it, as was shown. */
  CompletableFuture<OpenedPullRequest> open(
      SessionId session, PullRequestProposal shown, Agreed agreed);

  /** How it stands with the server now; empty when there is none. */
  CompletableFuture<Optional<PullRequest>> look(SessionId session);

  /** Shows a page in the user's browser. */
  CompletableFuture<?> browse(SessionId session, String page);

  /** Ends a session whose work is with a pull request; what is left of it stays reachable. */
  CompletableFuture<?> close(SessionId session);
}

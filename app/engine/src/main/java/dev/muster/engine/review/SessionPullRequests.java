package dev.muster.engine.review;

import dev.muster.engine.event.OutcomeEvent.Committed;
import dev.muster.engine.event.OutcomeEvent.PullRequestOpened;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.CompareUrl;
import dev.muster.engine.git.GitException;
import dev.muster.engine.git.Head;
import dev.muster.engine.git.PublishPlace;
import dev.muster.engine.git.Publishing;
import dev.muster.engine.git.PullRequest;
import dev.muster.engine.git.PullRequests;
import dev.muster.engine.git.PushRequest;
import dev.muster.engine.git.PushResult;
import dev.muster.engine.git.RemoteBranch;
import dev.muster.engine.git.RemoteBranch.Standing;
import dev.muster.engine.git.Repository;
import dev.muster.engine.git.SessionCommit;
import dev.muster.engine.review.LandingPlaces.Place;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.session.FleetException;
import dev.muster.engine.session.ReviewAccess;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.session.Workplace;
import dev.muster.engine.store.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Proposes the work of sessions as pull requests, by the user's own git and gh, and looks how they
 * stand. What was done is with the server first and in the journal right after; whoever looks at a
 * pull request next puts down what a killed Muster could not.
 *
 * <p>Methods may be called from any thread and return at once; a future fails with a {@link
 * FleetException} that says in a sentence why.
 */
public final class SessionPullRequests {
  private final Journal journal;
  private final ReviewAccess sessions;
  private final LandingPlaces places;
  private final Map<String, String> environment;

  /**
   * @param environment the user's own; only what git and gh need to reach a server is taken of it
   */
  public SessionPullRequests(
      Journal journal,
      Fleet fleet,
      ReviewAccess sessions,
      Workplace workplace,
      Map<String, String> environment) {
    this.journal = journal;
    this.sessions = sessions;
    this.places = new LandingPlaces(fleet, sessions, workplace);
    this.environment = environment;
  }

  /**
   * What the user agreed to.
   *
   * @param draft whether it is opened as a draft
   * @param replace whether commits that the branch there has and this one has not may be lost, if
   *     it is still what was seen there
   */
  public record Agreed(String title, String body, boolean draft, boolean replace) {}

  /**
   * Looks what a pull request would be: where it goes, by which means, and a text for it. Asks the
   * server whether gh is signed in; pushes nothing.
   *
   * @param target short name of the branch it is for; null for the one the session began on
   */
  public CompletableFuture<PullRequestProposal> propose(SessionId id, @Nullable String target) {
    return Off.run("pull-request", () -> propose(id, places.of(id), target));
  }

  private PullRequestProposal propose(SessionId id, Place at, @Nullable String target)
      throws FleetException, GitException {
    Repository repository = at.repository();
    Head head = head(at);
    PublishPlace place = place(at, target);
    String branch = String.valueOf(head.branch());
    RemoteBranch there = publishing(repository).seen(place, branch);
    PullRequests requests = new PullRequests(repository, environment);
    boolean known = requests.available(place);
    boolean gh = known && requests.signedIn(place);
    int uncommitted = repository.commits().uncommitted(at.work());
    String title = ProposedWords.subject(at.session().title());
    String body =
        PullRequestText.body(
            ProposedWords.saidLast(journal, id),
            at.session().changes(),
            journal.ofKinds(id, PullRequestText.KINDS),
            review(id));
    String page = CompareUrl.of(place, branch, title, body);
    PullRequestProposal bare =
        new PullRequestProposal(
            place, branch, head.commit(), uncommitted, there, gh, title, body, page, List.of());
    return new PullRequestProposal(
        place,
        branch,
        head.commit(),
        uncommitted,
        there,
        gh,
        title,
        body,
        page,
        tells(bare, known));
  }

  private ReviewState review(SessionId id) {
    ReviewFold fold = new ReviewFold();
    journal.ofKinds(id, ReviewFold.KINDS).forEach(fold::apply);
    return fold.state();
  }

  private static List<String> tells(PullRequestProposal proposal, boolean known) {
    PublishPlace place = proposal.place();
    List<String> tells = new ArrayList<>();
    String remote = place.push().name() + " (" + place.push().shown() + ")";
    tells.add(
        switch (proposal.there().standing()) {
          case ABSENT -> "%s is pushed to %s.".formatted(proposal.branch(), remote);
          case SAME -> "%s is at %s already, as it is here.".formatted(proposal.branch(), remote);
          case BEHIND -> "%s at %s moves forward.".formatted(proposal.branch(), remote);
          case OTHER ->
              "%s at %s has commits that this one has not. They are replaced only if you say so."
                  .formatted(proposal.branch(), remote);
        });
    if (proposal.uncommitted() > 0) {
      tells.add(
          proposal.uncommitted() == 1
              ? "One file is not committed yet; that is done first, on the session's own branch."
              : "%,d files are not committed yet; that is done first, on the session's own branch."
                  .formatted(proposal.uncommitted()));
    }
    String to = place.fork() ? place.target() + " of " + place.base().shown() : place.target();
    if (proposal.gh()) {
      tells.add("The pull request into %s is made with gh, in your name.".formatted(to));
    } else if (!proposal.page().isEmpty()) {
      tells.add(
          "%s Afterwards you get the page on which to make the pull request into %s."
              .formatted(
                  known
                      ? "gh is not signed in to %s, so it cannot make the pull request."
                          .formatted(place.base().host())
                      : "There is no gh here that could make a pull request at this server.",
                  to));
    } else {
      tells.add(
          "Muster knows no page of this remote for pull requests: the branch is pushed, no more.");
    }
    tells.addAll(place.notes());
    return tells;
  }

  /**
   * Commits what is not committed, pushes the branch and opens the pull request, as was shown.
   * Refused while the session's agent works. Pushing may take minutes.
   */
  public CompletableFuture<OpenedPullRequest> open(
      SessionId id, PullRequestProposal shown, Agreed agreed) {
    if (agreed.title().isBlank()) {
      return CompletableFuture.failedFuture(
          new FleetException("A pull request needs a title. Write one, then try again."));
    }
    return places
        .atRest(id, at -> pushed(id, at, shown, agreed))
        .thenCompose(
            repository -> Off.run("pull-request", () -> opened(id, repository, shown, agreed)));
  }

  private Repository pushed(SessionId id, Place at, PullRequestProposal shown, Agreed agreed)
      throws FleetException, GitException {
    Repository repository = at.repository();
    Head head = head(at);
    if (!head.commit().equals(shown.commit())
        || !shown.branch().equals(head.branch())
        || repository.commits().uncommitted(at.work()) != shown.uncommitted()) {
      throw new FleetException(
          "The session's work has changed since this was shown. Nothing was pushed; look again.");
    }
    if (shown.uncommitted() > 0) {
      SessionCommit made = repository.commits().commit(at.work(), agreed.title().strip() + "\n");
      if (made.made()) {
        sessions.record(id, List.of(new Committed(made.commit(), agreed.title().strip()))).join();
      }
    }
    boolean replace = agreed.replace() && shown.there().standing() == Standing.OTHER;
    PushResult result =
        publishing(repository).push(new PushRequest(shown.place(), shown.branch(), false, replace));
    if (!result.ok()) {
      throw new FleetException(result.sentence());
    }
    return repository;
  }

  private OpenedPullRequest opened(
      SessionId id, Repository repository, PullRequestProposal shown, Agreed agreed) {
    String page = CompareUrl.of(shown.place(), shown.branch(), agreed.title(), agreed.body());
    String pushed = "%s is at %s now.".formatted(shown.branch(), shown.place().push().name());
    if (!shown.gh()) {
      return new OpenedPullRequest(
          null,
          page,
          page.isEmpty() ? pushed : pushed + " The pull request is made on the page below.",
          "");
    }
    try {
      PullRequest made =
          new PullRequests(repository, environment)
              .create(shown.place(), shown.branch(), agreed.title(), agreed.body(), agreed.draft());
      tell(id, made);
      return new OpenedPullRequest(
          made, page, pushed + " The pull request is #%d.".formatted(made.number()), "");
    } catch (GitException refused) {
      return new OpenedPullRequest(null, page, pushed, String.valueOf(refused.getMessage()));
    }
  }

  /**
   * Looks how a session's pull request stands with the server now, also one that was made by hand.
   *
   * @return empty when there is none, or nobody here can ask for it
   */
  public CompletableFuture<Optional<PullRequest>> look(SessionId id) {
    return Off.run(
        "pull-request",
        () -> {
          SessionSnapshot session = places.known(id);
          if (session.worktree() == null) {
            return Optional.empty();
          }
          Repository repository = places.repository(session);
          String target = target(session, repository, null);
          Optional<PublishPlace> place =
              target == null ? Optional.empty() : publishing(repository).place(target);
          PullRequests requests = new PullRequests(repository, environment);
          if (place.isEmpty() || !requests.available(place.get())) {
            return Optional.empty();
          }
          String branch = session.worktree().branch();
          boolean pushed = publishing(repository).seenAtAll(place.get(), branch);
          if (!pushed && session.pullRequest() == null) {
            return Optional.empty(); // nothing was pushed, so no server needs to be asked
          }
          Optional<PullRequest> found = requests.view(place.get(), branch);
          found.ifPresent(request -> tell(id, request));
          return found;
        });
  }

  /** Shows a page in the user's browser. */
  public CompletableFuture<Void> browse(SessionId id, String page) {
    return Off.run(
            "pull-request",
            () -> {
              Repository repository = places.repository(places.known(id));
              new PullRequests(repository, environment).browse(page);
              return id;
            })
        .thenAccept(shown -> {});
  }

  /** Puts down that there is this pull request, unless that is known. */
  private void tell(SessionId id, PullRequest request) {
    PullRequestOpened opened = new PullRequestOpened(request.url());
    boolean known =
        journal.ofKinds(id, Set.of(PullRequestOpened.class.getSimpleName())).stream()
            .anyMatch(recorded -> recorded.event().equals(opened));
    if (!known && !request.url().isEmpty()) {
      sessions.record(id, List.of(opened)).join();
    }
  }

  // ---- where ----------------------------------------------------------------------------------

  private Publishing publishing(Repository repository) {
    return new Publishing(repository, environment);
  }

  private static Head head(Place at) throws FleetException, GitException {
    Head head = at.repository().worktrees().at(at.work().worktree()).head();
    if (head == null || head.branch() == null) {
      throw new FleetException(
          "The session's worktree stands on no branch, so there is none to push. Let the agent put"
              + " its work on a branch, then try again.");
    }
    return head;
  }

  private PublishPlace place(Place at, @Nullable String wanted)
      throws FleetException, GitException {
    String target = target(at.session(), at.repository(), wanted);
    if (target == null) {
      throw new FleetException("There is no branch that a pull request could be for.");
    }
    return publishing(at.repository())
        .place(target)
        .orElseThrow(
            () ->
                new FleetException(
                    "This repository has no remote to push to. Add one with “git remote add origin"
                        + " ADDRESS”, then try again."));
  }

  private static @Nullable String target(
      SessionSnapshot session, Repository repository, @Nullable String wanted) throws GitException {
    String base = session.worktree() == null ? null : session.worktree().baseBranch();
    return Stream.of(
            Optional.ofNullable(wanted),
            Optional.ofNullable(base).filter(name -> !name.startsWith("muster/")),
            Optional.ofNullable(repository.head().branch()))
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(null);
  }
}

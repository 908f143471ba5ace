package dev.muster.desktop.review;

import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.PullRequestSource;
import dev.muster.desktop.live.SessionItem;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.PullRequest;
import dev.muster.engine.review.OpenedPullRequest;
import dev.muster.engine.review.PullRequestProposal;
import dev.muster.engine.review.SessionPullRequests.Agreed;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/**
 * Proposing a session's work as a pull request: what is proposed, what came of it, how it stands.
 * The server is asked when the review opens and when the person asks, never by a clock. JavaFX
 * thread only.
 */
public final class PullRequestModel {
  private final SessionItem item;
  private final SessionId session;
  private final PullRequestSource source;
  private final EventPump pump;
  private final StringProperty title = new SimpleStringProperty(this, "title", "");
  private final StringProperty body = new SimpleStringProperty(this, "body", "");
  private final BooleanProperty draft = new SimpleBooleanProperty(this, "draft");
  private final BooleanProperty replace = new SimpleBooleanProperty(this, "replace");
  private final ReadOnlyObjectWrapper<@Nullable PullRequestProposal> proposal =
      new ReadOnlyObjectWrapper<>(this, "proposal");
  private final ReadOnlyObjectWrapper<@Nullable OpenedPullRequest> opened =
      new ReadOnlyObjectWrapper<>(this, "opened");
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper(this, "problem", "");

  PullRequestModel(SessionItem item, PullRequestSource source, EventPump pump) {
    this.item = item;
    this.session = item.id();
    this.source = source;
    this.pump = pump;
  }

  StringProperty titleProperty() {
    return title;
  }

  StringProperty bodyProperty() {
    return body;
  }

  /** Whether it is opened as a draft. */
  BooleanProperty draftProperty() {
    return draft;
  }

  /** Whether other commits there may be replaced. */
  BooleanProperty replaceProperty() {
    return replace;
  }

  /** What it would be; null while that is not known. */
  ReadOnlyObjectProperty<@Nullable PullRequestProposal> proposalProperty() {
    return proposal.getReadOnlyProperty();
  }

  /** What came of it; null before it was tried. */
  ReadOnlyObjectProperty<@Nullable OpenedPullRequest> openedProperty() {
    return opened.getReadOnlyProperty();
  }

  /** How it stands as the server told last; null when there is none, or nobody has asked. */
  ReadOnlyObjectProperty<@Nullable PullRequest> requestProperty() {
    return item.pullRequestProperty();
  }

  ReadOnlyBooleanProperty busyProperty() {
    return busy.getReadOnlyProperty();
  }

  /** What could not be done, a sentence; empty when all could. */
  ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /** Asks the server how it stands, without a word when that fails: nobody asked for it. */
  void lookQuietly() {
    pump.deliver(
        source.look(session),
        found -> item.pullRequest(found.orElse(null)),
        // What was known stays; when the person asks, the reason is told.
        _ -> {});
  }

  /** Asks the server how it stands. */
  void look() {
    begin(source.look(session), found -> item.pullRequest(found.orElse(null)));
  }

  /** Looks what it would be. A text that the person has changed stays. */
  void propose() {
    PullRequestProposal before = proposal.get();
    proposal.set(null);
    opened.set(null);
    begin(
        source.propose(session),
        found -> {
          if (before == null || before.title().equals(title.get())) {
            title.set(found.title());
          }
          if (before == null || before.body().equals(body.get())) {
            body.set(found.body());
          }
          replace.set(false);
          proposal.set(found);
        });
  }

  /** Does what was shown. */
  void open() {
    PullRequestProposal shown = proposal.get();
    if (shown != null) {
      Agreed agreed = new Agreed(title.get(), body.get(), draft.get(), replace.get());
      begin(
          source.open(session, shown, agreed),
          done -> {
            problem.set(done.problem());
            if (done.request() != null) {
              item.pullRequest(done.request());
            }
            opened.set(done);
          });
    }
  }

  /** Shows a page in the browser. */
  void browse(String page) {
    begin(source.browse(session, page), _ -> {});
  }

  /** Ends the session as one whose work is with the pull request. */
  void closeSession(Runnable done) {
    begin(source.close(session), _ -> done.run());
  }

  private <T> void begin(CompletableFuture<T> asked, Consumer<T> answer) {
    busy.set(true);
    problem.set("");
    pump.deliver(
        asked,
        value -> {
          busy.set(false);
          answer.accept(value);
        },
        sentence -> {
          busy.set(false);
          problem.set(sentence);
        });
  }
}

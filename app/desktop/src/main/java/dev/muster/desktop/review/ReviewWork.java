package dev.muster.desktop.review;

import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.ReviewSource;
import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.Content;
import dev.muster.engine.git.Part;
import dev.muster.engine.git.TakenApart;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/**
 * What a person does with the changes themselves: takes parts out and puts them back. JavaFX thread
 * only.
 */
public final class ReviewWork {
  private final SessionId session;
  private final ReviewSource source;
  private final EventPump pump;
  private final Runnable done;
  private final Consumer<@Nullable String> problem;
  private final ReadOnlyStringWrapper told = new ReadOnlyStringWrapper(this, "told", "");

  /**
   * @param done called when the files are not as they were
   * @param problem gets a sentence when something could not be done; null before it is tried
   */
  ReviewWork(
      SessionId session,
      ReviewSource source,
      EventPump pump,
      Runnable done,
      Consumer<@Nullable String> problem) {
    this.session = session;
    this.source = source;
    this.pump = pump;
    this.done = done;
    this.problem = problem;
  }

  /** What is to be told of what was done last; empty for nothing. */
  public ReadOnlyStringProperty toldProperty() {
    return told.getReadOnlyProperty();
  }

  /** Takes parts out of the worktree; they can be put back. */
  public void drop(List<Part> parts) {
    if (!parts.isEmpty()) {
      touched(source.drop(session, parts));
    }
  }

  /** Puts back what was taken out. */
  public void putBack(String dropId) {
    touched(source.putBack(session, dropId));
  }

  /**
   * Writes a file as it was edited; what was there stays reachable and can be put back.
   *
   * @param stored called when it is in the worktree
   * @param refused gets a sentence when it is not
   */
  public void edit(
      String path, String seenId, byte[] content, Runnable stored, Consumer<String> refused) {
    problem.accept(null);
    told.set("");
    pump.deliver(
        source.edit(session, path, seenId, content),
        apart -> {
          stored.run();
          told.set(String.join(" ", apart.notes()));
          done.run();
        },
        refused);
  }

  /**
   * Reads a content of the session's files.
   *
   * @param made makes something of it off the JavaFX thread; its failure is told as a sentence
   */
  <T> void read(String blob, int maxBytes, Function<Content, T> made, Consumer<? super T> got) {
    read(blob, maxBytes, made, got, problem::accept);
  }

  /**
   * The same, for whoever tells the failure.
   *
   * @param failed gets a sentence
   */
  <T> void read(
      String blob,
      int maxBytes,
      Function<Content, T> made,
      Consumer<? super T> got,
      Consumer<String> failed) {
    problem.accept(null);
    pump.deliver(source.content(session, blob, maxBytes).thenApply(made), got, failed);
  }

  /** Tells why something is not done, a sentence. */
  void refuse(String sentence) {
    problem.accept(sentence);
  }

  private void touched(CompletableFuture<TakenApart> change) {
    problem.accept(null);
    told.set("");
    pump.deliver(
        change,
        apart -> {
          told.set(String.join(" ", apart.notes()));
          done.run();
        },
        problem::accept);
  }

  /** The agents that can be asked to review it. */
  public List<AgentProfile> agents() {
    return source.agents().stream()
        .filter(agent -> agent.availability().ready() && !agent.scripted())
        .toList();
  }

  /** Has an agent review it, once with each reviewer. */
  public void review(AgentProfile agent) {
    problem.accept(null);
    pump.deliver(
        source.review(session, agent.id()),
        started ->
            told.set(
                started == 1
                    ? "A reviewer looks at it, in a session of its own."
                    : "%d reviewers look at it, each in a session of its own.".formatted(started)),
        problem::accept);
  }
}

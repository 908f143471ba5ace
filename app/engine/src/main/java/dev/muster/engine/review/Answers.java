package dev.muster.engine.review;

import dev.muster.engine.event.ReviewEvent.Place;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.Changeset;
import dev.muster.engine.git.Compare;
import dev.muster.engine.git.CompareOptions;
import dev.muster.engine.git.FileState;
import dev.muster.engine.git.GitException;
import dev.muster.engine.git.Version;
import dev.muster.engine.review.Answer.How;
import dev.muster.engine.review.TurnStates.After;
import dev.muster.engine.review.TurnStates.State;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.session.FleetException;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.session.Workplace;
import dev.muster.engine.store.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells which comments were answered by which change: follows the place of each one that was sent
 * through the states that were kept since. What the agent says about it does not count here.
 *
 * <p>Methods may be called from any thread and return at once; a future fails with a {@link
 * FleetException} whose message is a sentence. Nothing here writes.
 */
public final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private final Journal journal;
  private final Fleet fleet;
  private final Workplace workplace;

  public Answers(Journal journal, Fleet fleet, Workplace workplace) {
    this.journal = journal;
    this.fleet = fleet;
    this.workplace = workplace;
  }

  /** What became of each comment of a session that was sent and not dismissed, in their order. */
  public CompletableFuture<List<Answer>> of(SessionId id) {
    return Off.run(
        "answers",
        () -> {
          SessionSnapshot session =
              fleet
                  .session(id)
                  .orElseThrow(() -> new FleetException("There is no session " + id + "."));
          ReviewFold review = new ReviewFold();
          journal.ofKinds(id, ReviewFold.KINDS).forEach(review::apply);
          List<Comment> sent =
              review.state().comments().stream()
                  .filter(comment -> comment.status() == Comment.Status.SENT)
                  .toList();
          if (sent.isEmpty()) {
            return List.of();
          }
          TurnStates states = new TurnStates();
          journal.ofKinds(id, TurnStates.KINDS).forEach(states::apply);
          return all(workplace.repository(session).compare(), sent, states);
        });
  }

  static List<Answer> all(Compare compare, List<Comment> sent, TurnStates states) {
    List<Answer> answers = new ArrayList<>();
    for (Comment comment : sent) {
      String promptId = comment.promptId();
      After after = promptId == null ? null : states.after(promptId);
      if (after == null || after.then().stream().noneMatch(state -> state.turn() > 0)) {
        answers.add(Answer.waiting(comment.id()));
      } else {
        answers.add(answer(compare, comment, after));
      }
    }
    return List.copyOf(answers);
  }

  private static Answer answer(Compare compare, Comment comment, After after) {
    int lookedAt = after.then().stream().mapToInt(State::turn).max().orElse(0);
    for (State met : after.met()) {
      try {
        Place place = comment.place();
        return place == null
            ? whole(compare, comment.id(), met, after.then(), lookedAt)
            : placed(compare, comment.id(), place, met, after, lookedAt);
      } catch (PlaceTrack.LostException lost) {
        return Answer.unknown(comment.id(), lookedAt, String.valueOf(lost.getMessage()));
      } catch (GitException gone) {
        // A tree that was only seen may have been cleared away by git: then what was kept counts.
        LOG.debug("What a comment met is not there any more: {}", met, gone);
      }
    }
    return Answer.unknown(
        comment.id(), lookedAt, "The states that were kept are not in the repository any more.");
  }

  private static Answer placed(
      Compare compare, String id, Place place, State met, After after, int lookedAt)
      throws GitException, PlaceTrack.LostException {
    PlaceTrack track = PlaceTrack.begin(compare, place, met, after.before());
    FileState file = track.file();
    LineTrack lines = track.lines();
    Best best = new Best(id, lookedAt);
    for (State next : after.then()) {
      State before = track.state();
      if (there(compare, next)) {
        How how = track.to(next);
        best.take(how, before, next, track.path(), track.line(), 0);
      }
    }
    return best.answer(track.back(best.how, file, lines));
  }

  private static Answer whole(Compare compare, String id, State met, List<State> then, int lookedAt)
      throws GitException {
    Best best = new Best(id, lookedAt);
    State before = met;
    for (State next : then) {
      if (there(compare, next)) {
        int files = files(compare, before, next);
        best.take(files == 0 ? How.UNTOUCHED : How.CHANGED, before, next, null, 0, files);
        before = next;
      }
    }
    return best.answer(files(compare, met, before) == 0);
  }

  private static int files(Compare compare, State from, State to) throws GitException {
    Changeset changes =
        compare.changes(Version.of(from.id()), Version.of(to.id()), CompareOptions.DEFAULT);
    return changes.files().size() + changes.moreFiles();
  }

  /** A state that is kept has to be there; one that was only seen may be passed over. */
  private static boolean there(Compare compare, State state) throws GitException {
    if (state.kept()) {
      return true;
    }
    try {
      compare.at(state.id(), List.of(".none"));
      return true;
    } catch (GitException gone) {
      LOG.debug("What was seen between two turns is not there any more: {}", state, gone);
      return false;
    }
  }

  /** The most that happened: what an agent's turn did counts before what was done between turns. */
  private static final class Best {
    private final String id;
    private final int lookedAt;
    private How how = How.UNTOUCHED;
    private @Nullable State before;
    private @Nullable State after;
    private @Nullable String path;
    private int line;
    private int files;
    private int touched;

    Best(String id, int lookedAt) {
      this.id = id;
      this.lookedAt = lookedAt;
    }

    void take(How now, State from, State to, @Nullable String at, int lineThere, int changed) {
      if (now.compareTo(How.ELSEWHERE) > 0) {
        touched++;
      }
      State best = after;
      boolean more = now.compareTo(how) > 0;
      boolean byTurn = now == how && now.touched() && best != null && best.turn() == 0;
      if (more || byTurn && to.turn() > 0) {
        how = now;
        before = from;
        after = to;
        path = at;
        line = lineThere;
        files = changed;
      }
    }

    Answer answer(boolean asItWas) {
      State from = before;
      State to = after;
      return new Answer(
          id,
          how,
          to == null ? 0 : to.turn(),
          from == null ? null : from.id(),
          to == null ? null : to.id(),
          path,
          line,
          files,
          Math.max(0, touched - 1),
          asItWas && how.compareTo(How.BESIDE) > 0,
          lookedAt,
          "");
    }
  }
}

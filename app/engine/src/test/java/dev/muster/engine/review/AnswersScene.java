package dev.muster.engine.review;

import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.LifeEvent.WorktreeReady;
import dev.muster.engine.event.ObservedEvent.CheckpointMade;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.ReviewEvent.Place;
import dev.muster.engine.event.ReviewEvent.Side;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import dev.muster.engine.git.TestRepository;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A real repository, the states that are kept of it, and what became of a comment on it. */
abstract class AnswersScene {
  private static final SessionId ID = new SessionId("s123456789abc");
  static final String POEM =
      """
      roses are always red
      violets are mostly blue
      sugar is rather sweet
      and so, my dear, are you
      """;

  @TempDir Path dir;
  TestRepository repository;
  final TurnStates states = new TurnStates();
  private long seq;
  private int turn;

  @BeforeEach
  void one_turn_and_then_a_comment() throws Exception {
    repository = new TestRepository(dir.resolve("project"));
    repository.write("poem.txt", "roses are red\nviolets are mostly blue\n");
    repository.write("other.txt", "something else\n");
    happens(new WorktreeReady("/nowhere", "muster/x", commit(), "main"));
    begin("first");
    repository.write("poem.txt", POEM);
    end();
  }

  @AfterEach
  void close() {
    repository.close();
  }

  void happens(SessionEvent event) {
    seq++;
    states.apply(new Recorded(ID, seq, Instant.EPOCH.plusSeconds(seq), turn, event));
  }

  String commit() {
    repository.git("add", "-A");
    repository.git("commit", "-q", "--allow-empty", "-m", "State " + seq);
    return repository.git("rev-parse", "HEAD").strip();
  }

  String tree() {
    return repository.git("rev-parse", "HEAD^{tree}").strip();
  }

  /** A turn begins with this prompt. */
  void begin(String promptId) {
    turn++;
    happens(new PromptSent(promptId, "go on", List.of(), PromptOrigin.REVIEW, false));
    happens(new TurnStarted(promptId));
  }

  /** The turn is over: its files are kept. */
  String end() {
    String kept = commit();
    happens(new CheckpointMade("refs/muster/x/" + turn, kept, tree()));
    return kept;
  }

  String blob(String path) {
    return repository.git("rev-parse", "HEAD:" + path).strip();
  }

  Place on(int from, int to) {
    return new Place("poem.txt", Side.NEW, from, to, "", blob("poem.txt"));
  }

  Answer answer(@Nullable Place place) throws Exception {
    return answer(place, "second");
  }

  Answer answer(@Nullable Place place, String promptId) throws Exception {
    Comment comment =
        new Comment(
            "c1", place, "Why?", "you", null, Instant.EPOCH, Comment.Status.SENT, promptId, 2);
    return Answers.all(repository.open().compare(), List.of(comment), states).getFirst();
  }
}

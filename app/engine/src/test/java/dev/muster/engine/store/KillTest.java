package dev.muster.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillTest {
  private static final int PRODUCERS = 9;
  private static final int ACKNOWLEDGED = 4_000;

  @TempDir Path home;

  /** Nine threads write as fast as they can; every answered append is printed. */
  static final class WriterProcess {
    public static void main(String[] arguments) throws Exception {
      Store store = StoreFixture.open(DataFolder.at(Path.of(arguments[0])));
      PrintStream out = new PrintStream(System.out, true);
      for (int p = 0; p < PRODUCERS; p++) {
        SessionId session = new SessionId("skilled0" + p);
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int n = 1; ; n++) {
                    store
                        .journal()
                        .append(session, 0, new MessageAdded("m" + n, "word" + n, null))
                        .thenAccept(
                            recorded ->
                                out.println("ack " + recorded.session() + " " + recorded.seq()));
                  }
                });
      }
    }
  }

  @Tag("slow")
  @RepeatedTest(10)
  void after_kill_9_again_and_again_nothing_that_was_acknowledged_is_lost() throws Exception {
    after_kill_9_nothing_that_was_acknowledged_is_lost();
  }

  @Test
  void after_kill_9_nothing_that_was_acknowledged_is_lost() throws Exception {
    Map<String, Long> acknowledged = new HashMap<>();
    try (Child child = new Child(WriterProcess.class, home.toString())) {
      for (int n = 0; n < ACKNOWLEDGED; ) {
        String[] words = child.out.readLine().split(" ");
        if (words[0].equals("ack")) {
          acknowledged.merge(words[1], Long.parseLong(words[2]), Math::max);
          n++;
        }
      }
      child.kill();
    }

    try (Store store = StoreFixture.open(DataFolder.at(home))) {
      Journal journal = store.journal();
      assertThat(journal.check()).isEmpty();
      acknowledged.forEach(
          (name, seq) -> {
            SessionId session = new SessionId(name);
            List<Recorded> story = new ArrayList<>();
            journal.replay(session, story::add);
            assertThat(story.size()).isGreaterThanOrEqualTo(Math.toIntExact(seq));
            for (int n = 1; n <= story.size(); n++) {
              assertThat(story.get(n - 1).seq()).isEqualTo(n);
              assertThat(story.get(n - 1).event())
                  .isEqualTo(new MessageAdded("m" + n, "word" + n, null));
            }
            assertThat(journal.session(session).orElseThrow().events()).isEqualTo(story.size());
          });
      // The index goes on where it was, and misses nothing either.
      store.search().catchUp();
      acknowledged.forEach(
          (name, seq) ->
              assertThat(
                      store
                          .search()
                          .find(Search.Query.of("word" + seq).in(new SessionId(name)))
                          .hits())
                  .hasSize(1));
    }
  }
}

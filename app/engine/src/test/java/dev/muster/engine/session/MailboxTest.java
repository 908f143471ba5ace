package dev.muster.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a session's mailbox does at its end. */
class MailboxTest {
  private final Mailbox mailbox = new Mailbox("test");
  private final List<String> ran = new CopyOnWriteArrayList<>();

  @Test
  void what_came_before_the_end_runs_and_what_comes_after_it_is_not_taken() throws Exception {
    CompletableFuture<Void> go = new CompletableFuture<>();
    CompletableFuture<Void> last = new CompletableFuture<>();
    mailbox.execute(go::join);
    mailbox.execute(() -> ran.add("one"));
    assertThat(mailbox.offer(() -> ran.add("two"))).isTrue();
    mailbox.shut(
        () -> {
          ran.add("last");
          last.complete(null);
        });
    assertThat(mailbox.offer(() -> ran.add("late"))).isFalse();
    mailbox.execute(() -> ran.add("later"));
    mailbox.shut(() -> ran.add("latest"));
    go.complete(null);
    last.get(30, TimeUnit.SECONDS);
    assertThat(ran).containsExactly("one", "two", "last");
  }

  @Test
  void a_task_that_fails_does_not_keep_the_last_one_from_running() throws Exception {
    CompletableFuture<Void> last = new CompletableFuture<>();
    mailbox.execute(
        () -> {
          throw new IllegalStateException("on purpose");
        });
    mailbox.shut(() -> last.complete(null));
    last.get(30, TimeUnit.SECONDS);
    assertThat(mailbox.offer(() -> ran.add("late"))).isFalse();
  }
}

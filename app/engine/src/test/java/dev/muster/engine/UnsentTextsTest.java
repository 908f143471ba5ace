package dev.muster.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.SessionId;
import dev.muster.engine.store.Masking;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnsentTextsTest {
  private static final SessionId ID = new SessionId("s123456789abc");

  @TempDir Path dir;

  private UnsentTexts open() {
    return new UnsentTexts(id -> dir, new Masking());
  }

  private static <T> T done(CompletableFuture<T> future) throws Exception {
    return future.get(60, TimeUnit.SECONDS);
  }

  @Test
  void what_was_typed_last_outlasts_a_restart_and_goes_when_it_was_sent() throws Exception {
    UnsentTexts unsent = open();
    assertThat(done(unsent.read(ID))).isEmpty();
    for (int i = 0; i < 50; i++) {
      unsent.keep(ID, "typing " + i);
    }
    unsent.keep(ID, "And then:\nmend the ü");
    unsent.close();
    assertThat(done(open().read(ID))).isEqualTo("And then:\nmend the ü");
    done(unsent.keep(ID, ""));
    assertThat(done(open().read(ID))).isEmpty();
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void no_key_that_was_typed_gets_into_the_file() throws Exception {
    String key = "sk-ant-api03-" + "Ab1".repeat(20);
    done(open().keep(ID, "use " + key + " here"));
    assertThat(Files.readString(dir.resolve("unsent-prompt.txt")))
        .doesNotContain(key)
        .startsWith("use ");
  }

  @Test
  void of_a_text_without_end_the_beginning_is_kept() throws Exception {
    done(open().keep(ID, "ab".repeat(UnsentTexts.LONGEST)));
    assertThat(done(open().read(ID))).hasSize(UnsentTexts.LONGEST).startsWith("abab");
  }
}

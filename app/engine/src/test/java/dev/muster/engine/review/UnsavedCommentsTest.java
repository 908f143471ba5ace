package dev.muster.engine.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.ReviewEvent.Place;
import dev.muster.engine.event.ReviewEvent.Side;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.store.Masking;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnsavedCommentsTest {
  private static final SessionId ID = new SessionId("s123456789abc");

  @TempDir Path dir;

  private UnsavedComments open() {
    return new UnsavedComments(id -> dir, new Masking());
  }

  private static <T> T done(CompletableFuture<T> future) throws Exception {
    return future.get(60, TimeUnit.SECONDS);
  }

  @Test
  void what_was_typed_last_outlasts_a_restart() throws Exception {
    UnsavedComments unsaved = open();
    assertThat(done(unsaved.read(ID))).isEmpty();
    UnsavedComment line =
        new UnsavedComment(
            "a", null, new Place("src/ü.ts", Side.OLD, 3, 4, "x\ny", "b1"), "Why \"not\"?\nSo.");
    UnsavedComment whole = new UnsavedComment("b", "c1", null, "And all of it");
    List<CompletableFuture<?>> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      all.add(unsaved.keep(ID, List.of(new UnsavedComment("a", null, null, "typing " + i))));
    }
    all.add(unsaved.keep(ID, List.of(line, whole)));
    unsaved.close();
    assertThat(all).allMatch(CompletableFuture::isDone);
    assertThat(done(open().read(ID))).containsExactly(line, whole);
    done(unsaved.keep(ID, List.of()));
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void a_damaged_file_is_kept_aside_and_hurts_nothing() throws Exception {
    Path file = dir.resolve("unsaved-comments.json");
    Files.writeString(file, "{\"comments\":[{\"key\"");
    assertThat(done(open().read(ID))).isEmpty();
    assertThat(dir.resolve("unsaved-comments.json.damaged")).hasContent("{\"comments\":[{\"key\"");
    UnsavedComment now = new UnsavedComment("a", null, null, "typed again");
    done(open().keep(ID, List.of(now)));
    assertThat(done(open().read(ID))).containsExactly(now);
  }

  @Test
  void no_key_that_was_typed_gets_into_the_file() throws Exception {
    String key = "sk-ant-api03-" + "Ab1".repeat(20);
    done(open().keep(ID, List.of(new UnsavedComment("a", null, null, "use " + key + " here"))));
    assertThat(Files.readString(dir.resolve("unsaved-comments.json")))
        .doesNotContain(key)
        .contains("use ");
  }
}

package dev.muster.engine.store;

import static dev.muster.engine.store.StoreFixture.ONE;
import static dev.muster.engine.store.StoreFixture.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.Recorded;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No secret in what is kept. */
class MaskingTest {
  // Put together here, so that no text in the form of a key stands in this file.
  private static final String GITHUB = "ghp" + "_" + "A1b2C3d4E5".repeat(4);
  private static final String OPENAI = "sk" + "-proj-" + "x9Y8z7W6".repeat(5);
  private static final String VALUE = "corr\"ect horse\\ battery 7";

  private final Masking masking =
      Masking.of(
          Map.of(
              "DEPLOY_TOKEN", VALUE,
              "SSH_KEY", "/home/ada/.ssh/id_ed25519",
              "DB_PASSWORD", "postgres",
              "SHORT_SECRET", "abc1",
              "PATH", "/usr/local/bin:/usr/bin",
              "KEYBOARD_LAYOUT", "german-qwertz-12345"));

  @TempDir Path home;

  @Test
  void keys_of_known_services_and_values_of_secret_variables_are_replaced_by_what_they_were() {
    assertThat(masking.mask("push with " + GITHUB + " now"))
        .isEqualTo("push with ‹masked: GitHub token› now");
    assertThat(masking.mask("{\"text\":\"a\\n" + OPENAI + "\\nb\"}"))
        .isEqualTo("{\"text\":\"a\\n‹masked: API key›\\nb\"}");
    assertThat(masking.mask("it is " + VALUE + ".")).isEqualTo("it is ‹masked: DEPLOY_TOKEN›.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "s",
        "the task-oriented-architecture-of-this-thing is fine",
        "sk-toggleable__content__is__a__class",
        "/home/ada/.ssh/id_ed25519 and postgres and abc1",
        "german-qwertz-12345",
        "npm_config_cache=/tmp",
        "commit 0123456789abcdef0123456789abcdef01234567",
        "ghp_short"
      })
  void what_is_no_secret_stays_as_it_is(String text) {
    assertThat(masking.mask(text)).isSameAs(text);
  }

  @Test
  void a_secret_that_comes_in_two_pieces_is_masked_wherever_it_is_cut() throws Exception {
    String text = "a " + GITHUB + ", b " + VALUE + " and " + OPENAI + "\nend s";
    String masked = masking.mask(text);
    assertThat(masked).doesNotContain("A1b2C3", "horse", "x9Y8");
    for (int cut = 0; cut <= text.length(); cut++) {
      MaskedText pieces = new MaskedText(masking);
      String whole =
          pieces.push(text.substring(0, cut)) + pieces.push(text.substring(cut)) + pieces.rest();
      assertThat(whole).as("cut at " + cut).isEqualTo(masked);

      ByteArrayOutputStream file = new ByteArrayOutputStream();
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      try (MaskedStream out = new MaskedStream(masking, file)) {
        out.write(bytes, 0, cut);
        out.write(bytes, cut, bytes.length - cut);
      }
      assertThat(file.toString(StandardCharsets.UTF_8)).as("cut at " + cut).isEqualTo(masked);
    }
    MaskedText one = new MaskedText(masking);
    StringBuilder whole = new StringBuilder();
    text.chars().forEach(c -> whole.append(one.push(String.valueOf((char) c))));
    assertThat(whole.append(one.rest())).hasToString(masked);
  }

  @Test
  void bytes_that_are_no_text_go_through_unchanged() throws Exception {
    byte[] all = new byte[70_000];
    for (int n = 0; n < all.length; n++) {
      all[n] = (byte) (n * 31 + n / 256);
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (MaskedStream out = new MaskedStream(masking, file)) {
      out.write(all);
    }
    assertThat(file.toByteArray()).isEqualTo(all);
  }

  @Test
  void no_secret_reaches_the_journal_the_index_the_raw_log_or_a_long_output() throws Exception {
    DataFolder folder = DataFolder.at(home);
    try (Store store = Store.open(folder, Clock.systemUTC(), masking)) {
      Recorded told = store.journal().append(ONE, 0, said("use " + GITHUB + " or " + VALUE)).join();
      assertThat(told.event())
          .isEqualTo(
              new MessageAdded("m", "use ‹masked: GitHub token› or ‹masked: DEPLOY_TOKEN›", null));
      assertThat(store.journal().read(ONE, 1, 10)).containsExactly(told);
      store.search().catchUp();
      assertThat(store.search().find(Search.Query.of("horse")).hits()).isEmpty();
      store.rawLog(ONE).line(true, "{\"token\":\"" + GITHUB + "\"}");
      store.rawLog(ONE).close();
      try (Spill.File spill = store.spill(ONE).open("call")) {
        spill.append("start " + GITHUB.substring(0, 9));
        spill.append(GITHUB.substring(9) + " end");
      }
      masking.know("later", "Tr0ub4dor&3 is new");
      assertThat(store.journal().append(ONE, 0, said("Tr0ub4dor&3 is new")).join().event())
          .isEqualTo(new MessageAdded("m", "‹masked: later›", null));
    }
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(bytes).as(file.toString()).doesNotContain("A1b2C3d4", "horse", "Tr0ub4dor");
      }
    }
  }
}

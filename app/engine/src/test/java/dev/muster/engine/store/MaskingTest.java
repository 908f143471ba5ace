package dev.muster.engine.store;

import static dev.muster.engine.store.StoreFixture.ONE;
import static dev.muster.engine.store.StoreFixture.said;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.muster.engine.MaskedLines;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.Recorded;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
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

  static Stream<String> everyFormOfAKey() {
    String more = "A1b2C3d4E5".repeat(5);
    return KeyForm.ALL.stream().filter(KeyForm.class::isInstance).map(form -> form.begin() + more);
  }

  @ParameterizedTest
  @MethodSource("everyFormOfAKey")
  void every_form_of_a_key_is_masked_in_text_json_paths_and_addresses(String key) {
    for (String around :
        List.of(
            "%s", "key=%s;", "{\"a\":\"x\\n%s\"}", "/tmp/%s/x", "https://u:%s@host/", "?t=%s&")) {
      assertThat(masking.mask(around.formatted(key))).contains("‹masked: ").doesNotContain("1b2C3");
    }
  }

  private static String privateKey(String kind) {
    return "-----BEGIN "
        + kind
        + "-----\n"
        + ("MIIEpAIBAAKCAQEA7c/x" + "+Q==").repeat(80).replaceAll("(.{64})", "$1\n")
        + "\n-----END "
        + kind
        + "-----";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"RSA PRIVATE KEY", "OPENSSH PRIVATE KEY", "PRIVATE KEY", "PGP PRIVATE KEY BLOCK"})
  void a_private_key_is_masked_as_a_whole_also_in_json_and_when_it_is_cut_off(String kind) {
    String key = privateKey(kind);
    assertThat(masking.mask("a\n" + key + "\nb")).isEqualTo("a\n‹masked: private key›\nb");
    assertThat(masking.mask("{\"t\":\"" + key.replace("\n", "\\n") + "\"}"))
        .isEqualTo("{\"t\":\"‹masked: private key›\"}");
    assertThat(masking.mask(key.substring(0, 300))).isEqualTo("‹masked: private key›");
    MaskedText pieces = new MaskedText(masking);
    StringBuilder whole = new StringBuilder();
    for (int at = 0; at < key.length(); at += 7) {
      whole.append(pieces.push(key.substring(at, Math.min(key.length(), at + 7))));
    }
    assertThat(whole.append(pieces.push(" end")).append(pieces.rest()))
        .hasToString("‹masked: private key› end");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "u", "user:", "https://u:", "{\"a\":\""})
  void the_value_of_a_secret_variable_is_found_inside_base64_and_hex_wherever_it_begins(
      String before) throws Exception {
    byte[] bytes = (before + VALUE + "\n").getBytes(StandardCharsets.UTF_8);
    String base64 = Base64.getEncoder().encodeToString(bytes);
    String core = base64.substring(before.length() * 4 / 3 + 2, base64.length() - 5);
    for (String text :
        List.of(
            base64,
            Base64.getUrlEncoder().encodeToString(bytes),
            HexFormat.of().formatHex(bytes),
            URLEncoder.encode(before + VALUE, StandardCharsets.UTF_8))) {
      assertThat(masking.mask("it prints " + text + "\n")).contains("‹masked: ");
    }
    for (int cut = 0; cut <= base64.length(); cut++) {
      MaskedText pieces = new MaskedText(masking);
      String whole =
          pieces.push(base64.substring(0, cut))
              + pieces.push(base64.substring(cut))
              + pieces.rest();
      assertThat(whole).as("cut at " + cut).contains("‹masked").doesNotContain(core);
    }
  }

  @Test
  void a_long_value_is_found_in_base64_that_was_put_into_lines() {
    String value = "v3ry-l0ng-" + "Zx9Yw8Vu7T".repeat(9);
    Masking knows = Masking.of(Map.of("UPLOAD_TOKEN", value));
    String lines =
        Base64.getMimeEncoder(76, new byte[] {'\n'})
            .encodeToString(value.getBytes(StandardCharsets.UTF_8));
    assertThat(lines).contains("\n");
    assertThat(knows.mask(lines)).startsWith("‹masked: UPLOAD_TOKEN›").hasSizeLessThan(30);
  }

  @Test
  void a_password_in_an_address_of_the_environment_is_known() {
    Masking knows = Masking.of(Map.of("DATABASE_URL", "postgres://ada:Xy7" + "pQ2rT9@db:5432/a"));
    assertThat(knows.mask("login of ada with Xy7" + "pQ2rT9 failed"))
        .isEqualTo("login of ada with ‹masked: DATABASE_URL› failed");
  }

  @Test
  void of_a_title_that_was_cut_in_the_middle_of_a_secret_its_beginning_is_masked_too() {
    assertThat(masking.mask("push with " + GITHUB.substring(0, 14) + "…"))
        .isEqualTo("push with ‹masked: GitHub token›…");
    assertThat(masking.mask("{\"title\":\"it is " + VALUE.substring(0, 4) + "…\"}"))
        .endsWith(VALUE.substring(0, 4) + "…\"}");
    assertThat(masking.mask("it is corr\"ect ho…")).isEqualTo("it is ‹masked: DEPLOY_TOKEN›…");
    assertThat(masking.mask("{\"title\":\"it is corr\\\"ect ho…\"}"))
        .isEqualTo("{\"title\":\"it is ‹masked: DEPLOY_TOKEN›…\"}");
  }

  @Test
  void muster_s_own_log_holds_no_secret_in_a_message_or_in_the_trace_of_an_error() {
    MaskedLines lines = new MaskedLines();
    var context = new LoggerContext();
    lines.setContext(context);
    lines.setPattern("%-5level %msg%n%ex");
    lines.start();
    var failed = new IllegalStateException("401: Incorrect key provided: " + OPENAI);
    var event =
        new LoggingEvent(
            "x", context.getLogger("x"), Level.WARN, "refused " + GITHUB, failed, null);
    assertThat(new String(lines.encode(event), StandardCharsets.UTF_8))
        .contains("refused ‹masked: GitHub token›", "provided: ‹masked: API key›")
        .doesNotContain("x9Y8", "A1b2C3");
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
        "ghp_short",
        "-----BEGIN CERTIFICATE-----\nMIIEpAIBAAKCAQEA7c/x+Q==\n-----END CERTIFICATE-----",
        "if (line.equals(\"-----BEGIN PRIVATE KEY-----\")) {",
        "----------------------------------------",
        "Bearer of good news, rejoice",
        "the dapifer and the ya29.txt"
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

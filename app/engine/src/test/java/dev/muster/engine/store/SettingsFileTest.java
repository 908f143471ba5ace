package dev.muster.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.store.Settings.Api;
import dev.muster.engine.store.Settings.Price;
import dev.muster.engine.store.Settings.Provider;
import dev.muster.engine.store.Settings.Theme;
import dev.muster.engine.store.SettingsFile.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsFileTest {
  private static final String HAND_WRITTEN =
      """
      # mine
      slots = 3   # my laptop is small
      theme = 'dark'
      default_mode = "suggest"
      rules = [
        "allow run git status",  # harmless
        "deny run rm",
      ]
      future = { colour = "blue" }

      # at home
      [[provider]]
      id = "local"
      api = "openai-chat"
      base_url = "http://localhost:11434/v1"
      models = ["qwen3"]
      warp = 9

      [[provider]]
      id = "work"
      name = "Work"
      api = "anthropic"
      key_env = "ANTHROPIC_API_KEY"

        [[provider.price]]
        model = "opus"
        input = 15.0
        output = 75
        cache_read = 1.5

      [window]
      width = 1860
      """;

  @TempDir Path folder;
  Path file;
  SettingsFile settings;

  @BeforeEach
  void named() {
    file = folder.resolve("config.toml");
    settings = new SettingsFile(file);
  }

  @Test
  void without_a_file_there_are_defaults_and_no_complaint() {
    assertThat(settings.load()).isEqualTo(new Loaded(Settings.DEFAULTS, List.of(), true));
    assertThat(Settings.DEFAULTS.slots()).isEqualTo(8);
    assertThat(file).doesNotExist();
  }

  @Test
  void everything_is_read() throws IOException {
    Files.writeString(file, HAND_WRITTEN);

    Loaded loaded = settings.load();

    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.settings())
        .isEqualTo(
            new Settings(
                3,
                Theme.DARK,
                null,
                PermissionMode.SUGGEST,
                List.of(
                    new Provider(
                        "local",
                        "local",
                        Api.OPENAI_CHAT,
                        "http://localhost:11434/v1",
                        null,
                        null,
                        List.of("qwen3"),
                        List.of()),
                    new Provider(
                        "work",
                        "Work",
                        Api.ANTHROPIC,
                        null,
                        "ANTHROPIC_API_KEY",
                        null,
                        List.of(),
                        List.of(new Price("opus", 15, 75, 1.5, null)))),
                List.of("allow run git status", "deny run rm")));
  }

  @Test
  void a_change_rewrites_its_own_value_and_nothing_else() throws Exception {
    Files.writeString(file, HAND_WRITTEN);

    settings.update(
        old -> old.withSlots(5).withTheme(Theme.LIGHT).withDefaultMode(PermissionMode.FULL_AUTO));

    assertThat(Files.readString(file))
        .isEqualTo(
            HAND_WRITTEN
                .replace("slots = 3", "slots = 5")
                .replace("'dark'", "\"light\"")
                .replace("\"suggest\"", "\"full-auto\""));
  }

  @Test
  void lists_and_providers_change_and_what_is_unknown_stays() throws Exception {
    Files.writeString(file, HAND_WRITTEN);
    Settings before = settings.load().settings();
    Provider local = before.providers().getFirst();
    Provider work = before.providers().getLast();
    Provider moved =
        new Provider(
            "local",
            "At home",
            Api.OPENAI_CHAT,
            "http://10.0.0.2/v1",
            null,
            "muster-local",
            List.of("a", "b"),
            List.of(new Price("a", 0.25, 1e-7, null, 2.0)));
    Provider added =
        new Provider(
            "new",
            "new \"one\"",
            Api.OPENAI_RESPONSES,
            null,
            "K",
            null,
            List.of(),
            List.of(),
            32_768L);

    Settings changed =
        settings.update(
            old ->
                old.withRules(List.of("ask run \"curl\" \\ *"))
                    .withDefaultAgent("claude")
                    .withProviders(List.of(moved, work, added)));

    assertThat(new SettingsFile(file).load()).isEqualTo(new Loaded(changed, List.of(), true));
    assertThat(Files.readString(file))
        .contains("# mine", "# my laptop is small", "future = { colour = \"blue\" }", "# at home")
        .contains("warp = 9", "[window]\nwidth = 1860");

    settings.update(old -> old.withProviders(List.of(work)).withDefaultAgent(null));
    assertThat(settings.load().settings().providers()).containsExactly(work);
    assertThat(Files.readString(file)).contains("[window]\nwidth = 1860").doesNotContain("warp");
    settings.update(old -> old.withProviders(List.of(work, local)));
    assertThat(settings.load().settings().providers()).containsExactly(work, local);
  }

  @Test
  void a_new_file_is_for_its_owner_alone_and_says_where_keys_go() throws Exception {
    settings.update(old -> old.withSlots(2));

    assertThat(settings.load().settings().slots()).isEqualTo(2);
    assertThat(Files.readString(file)).contains("Never put a key here");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void a_bad_value_is_told_with_its_line_and_the_rest_is_used() throws IOException {
    Files.writeString(
        file,
        """
        slots = 1000
        theme = "dark"
        default_mode = 7

        [[provider]]
        id = "one"
        api = "soap"

        [[provider]]
        id = "two"
        api = "anthropic"
        base_url = "ftp://host"

        [[provider]]
        id = "three"
        api = "anthropic"
        """);

    Loaded loaded = settings.load();

    assertThat(loaded.settings().slots()).isEqualTo(8);
    assertThat(loaded.settings().theme()).isEqualTo(Theme.DARK);
    assertThat(loaded.settings().providers()).extracting(Provider::id).containsExactly("three");
    assertThat(loaded.problems())
        .anySatisfy(p -> assertThat(p).contains("line 1: slots", "1 to 64", "8 is used"))
        .anySatisfy(p -> assertThat(p).contains("line 3: default_mode", "suggest, edit, full-auto"))
        .anySatisfy(p -> assertThat(p).contains("line 7: provider 1, api", "openai-responses"))
        .anySatisfy(p -> assertThat(p).contains("line 12: provider 2, base_url", "http://"));
  }

  @Test
  void a_provider_that_cannot_be_used_survives_a_change_of_the_others() throws Exception {
    Files.writeString(
        file,
        """
        [[provider]]
        id = "broken"
        api = "soap"
        [[provider]]
        id = "good"
        api = "anthropic"
        """);

    settings.update(old -> old.withProviders(List.of()));

    assertThat(Files.readString(file)).contains("broken").doesNotContain("good");
  }

  @Test
  void a_file_that_is_not_toml_is_told_with_its_line_and_never_written_over() throws Exception {
    String broken = "slots = 4\ntheme = dark and light\n";
    Files.writeString(file, broken);

    Loaded loaded = settings.load();
    assertThat(loaded.settings()).isEqualTo(Settings.DEFAULTS);
    assertThat(loaded.problems().getFirst()).contains("line 2").contains("as it was");
    assertThatThrownBy(() -> settings.update(old -> old.withSlots(1)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("line 2");
    assertThat(Files.readString(file)).isEqualTo(broken);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[[provider]]\nid = \"a\"\napi = \"anthropic\"\nkey_env = \"%s\"\n",
        "[[provider]]\nid = \"a\"\napi = \"anthropic\"\n\nkey_keychain = \"%s\"\n",
        "[[provider]]\nid = \"a\"\napi = \"anthropic\"\nbase_url = \"https://me:%s@host/\"\n",
        "something_else = [\"%s\"]\n",
        "[mcp]\nheader = \"Bearer %s\"\n"
      })
  void a_key_in_the_file_is_refused_and_not_repeated(String toml) throws IOException {
    // Put together here so that no scanner takes the test for a leak.
    String key = "sk-" + "test-0123456789abcdefghijklmnop";
    Files.writeString(file, toml.formatted(key));

    Loaded loaded = settings.load();

    assertThat(loaded.problems().getFirst()).contains("holds a key").contains("line ");
    assertThat(loaded.problems().toString()).doesNotContain(key);
    assertThat(loaded.settings().providers()).isEmpty();
  }

  @Test
  void a_setting_named_like_a_key_is_refused_whatever_it_holds() throws IOException {
    Files.writeString(file, "\n\n[[provider]]\nid='a'\napi='anthropic'\napi_key = 'abc'\n");

    assertThat(settings.load().problems().getFirst()).contains("line 6: provider.api_key");
  }

  @Test
  void a_change_that_would_put_a_key_into_the_file_is_refused() throws Exception {
    Files.writeString(file, HAND_WRITTEN);
    List<Provider> providers = new ArrayList<>(settings.load().settings().providers());
    String key = "sk-" + "ant-0123456789abcdefghijklmnop";
    providers.add(new Provider("x", "x", Api.ANTHROPIC, null, null, key, List.of(), List.of()));

    assertThatThrownBy(() -> settings.update(old -> old.withProviders(providers)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("holds a key")
        .hasMessageNotContaining(key);
    assertThat(Files.readString(file)).isEqualTo(HAND_WRITTEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ANTHROPIC_API_KEY",
        "key-for-the-provider-at-work-2",
        "accounts/fireworks/models/llama-v3p1-405b-instruct",
        "claude-opus-4-5-20251101-thinking-preview-long",
        "app/engine/src/main/java/dev/muster/engine/store/*",
        "http://localhost:11434/v1"
      })
  void names_models_and_paths_are_not_taken_for_keys(String name) {
    assertThat(Secrets.looksLikeKey(name)).isFalse();
  }

  @Test
  void a_linked_file_stays_a_link() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("dotfiles")).resolve("muster.toml");
    Files.writeString(elsewhere, "slots = 2\n");
    Files.createSymbolicLink(file, elsewhere);

    settings.update(old -> old.withSlots(4));

    assertThat(file).isSymbolicLink();
    assertThat(Files.readString(elsewhere)).isEqualTo("slots = 4\n");
  }

  @Test
  void providers_written_inline_are_read_and_left_for_the_user_to_change() throws Exception {
    String inline = "provider = [{ id = \"a\", api = \"anthropic\" }]\n";
    Files.writeString(file, inline);
    assertThat(settings.load().settings().providers()).hasSize(1);

    assertThatThrownBy(() -> settings.update(old -> old.withProviders(List.of())))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("by hand");
    assertThat(Files.readString(file)).isEqualTo(inline);
    settings.update(old -> old.withSlots(2));
    assertThat(settings.load().settings().slots()).isEqualTo(2);
  }
}

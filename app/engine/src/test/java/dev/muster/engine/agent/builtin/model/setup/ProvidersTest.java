package dev.muster.engine.agent.builtin.model.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.agent.builtin.model.ApiKind;
import dev.muster.engine.agent.builtin.model.Cancel;
import dev.muster.engine.agent.builtin.model.ModelException;
import dev.muster.engine.agent.builtin.model.ModelListener;
import dev.muster.engine.agent.builtin.model.ModelMessage;
import dev.muster.engine.agent.builtin.model.ModelRequest;
import dev.muster.engine.agent.builtin.model.ScriptedModelServer;
import dev.muster.engine.agent.builtin.model.ScriptedReply;
import dev.muster.engine.agent.builtin.model.Secret;
import dev.muster.engine.agent.builtin.model.wire.HttpModelProvider;
import dev.muster.engine.store.Settings;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Which providers there are, and where their keys are found. */
class ProvidersTest {

  @Test
  void without_anything_set_both_vendors_are_there_but_not_ready() {
    Providers providers = providers(Map.of());

    assertThat(providers.all())
        .extracting(e -> e.config().id())
        .containsExactly("anthropic", "openai");
    assertThat(providers.all()).noneMatch(Providers.Entry::ready);
    assertThat(providers.find("anthropic").orElseThrow().remedy()).contains("ANTHROPIC_API_KEY");
  }

  @Test
  void the_vendors_variables_are_read() {
    Providers providers =
        providers(
            Map.of(
                "ANTHROPIC_API_KEY", "k1",
                "ANTHROPIC_MODEL", "claude-opus-5-5",
                "OPENAI_API_KEY", "k2",
                "OPENAI_BASE_URL", "http://127.0.0.1:9/v1"));

    assertThat(providers.find("anthropic").orElseThrow().config().models())
        .startsWith("claude-opus-5-5")
        .doesNotHaveDuplicates();
    assertThat(providers.find("openai").orElseThrow().config().api()).isEqualTo(ApiKind.RESPONSES);
    assertThat(providers.find("openai-chat").orElseThrow().config().api()).isEqualTo(ApiKind.CHAT);
    assertThat(providers.all()).allMatch(Providers.Entry::ready);
  }

  @Test
  void a_key_is_never_printed() {
    Map<String, String> env = Map.of("ANTHROPIC_API_KEY", "sk-ant-geheim");
    Providers providers = providers(env);

    assertThat(providers.all().toString()).doesNotContain("geheim");
    assertThat(new Secret("sk-ant-geheim").toString()).doesNotContain("geheim");
  }

  @Test
  void settings_add_and_replace_providers_and_prices() {
    Providers providers =
        providers(
            Map.of("LOCAL_KEY", "x"),
            new Settings.Provider(
                "local",
                "Ollama",
                Settings.Api.OPENAI_CHAT,
                "http://localhost:11434/v1",
                null,
                null,
                List.of("qwen3-coder", "gpt-oss"),
                List.of(new Settings.Price("qwen3", 0.5, 1, null, null)),
                32_768L),
            new Settings.Provider(
                "openai",
                "Router",
                Settings.Api.OPENAI_CHAT,
                "https://openrouter.ai/api/v1",
                "LOCAL_KEY",
                null,
                List.of("some/model"),
                List.of()),
            new Settings.Provider(
                "work",
                "Work",
                Settings.Api.ANTHROPIC,
                null,
                "WORK_AUTH_TOKEN",
                null,
                List.of("claude-opus-5-5"),
                List.of()));

    ProviderConfig local = providers.find("local").orElseThrow().config();
    assertThat(local.model()).isEqualTo("qwen3-coder");
    assertThat(local.contextWindow()).isEqualTo(32_768);
    assertThat(local.key()).isInstanceOf(KeySource.None.class);
    assertThat(providers.find("openai").orElseThrow().config().api()).isEqualTo(ApiKind.CHAT);
    assertThat(providers.find("work").orElseThrow().config().bearer()).isTrue();
    assertThat(providers.find("work").orElseThrow().ready()).isFalse();
    assertThat(providers.prices().find("qwen3-coder").orElseThrow().price().cacheRead())
        .isEqualTo(0.5);
  }

  @Test
  void a_base_url_that_is_none_costs_only_its_provider() {
    Providers providers = providers(Map.of("ANTHROPIC_BASE_URL", "localhost:1"));

    assertThat(providers.all()).extracting(e -> e.config().id()).containsExactly("openai");
    assertThat(providers.problems().getFirst()).contains("anthropic", "http");
  }

  @Test
  void a_missing_key_is_told_before_anything_is_sent() {
    try (ScriptedModelServer server = ScriptedModelServer.start()) {
      Providers providers = providers(Map.of("ANTHROPIC_BASE_URL", server.anthropicBaseUrl()));

      assertThatThrownBy(() -> ask(providers, "anthropic"))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("ANTHROPIC_API_KEY");
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void a_key_that_no_header_can_carry_is_refused_without_quoting_it() {
    Providers providers = providers(Map.of("ANTHROPIC_API_KEY", "schlüssel geheim"));

    assertThatThrownBy(() -> ask(providers, "anthropic"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("ANTHROPIC_API_KEY")
        .hasMessageNotContaining("geheim");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void a_key_comes_from_the_keychain_by_its_name(@TempDir Path dir) throws Exception {
    tool(dir, "[ \"$*\" = \"lookup service muster account work\" ] && printf 'kc-123\\n'");
    try (ScriptedModelServer server = ScriptedModelServer.start()) {
      server.script(ScriptedReply.text("hi"));
      Providers providers =
          providers(
              Map.of("PATH", dir + File.pathSeparator + System.getenv("PATH")),
              new Settings.Provider(
                  "k",
                  "K",
                  Settings.Api.OPENAI_CHAT,
                  server.openAiBaseUrl(),
                  null,
                  "work",
                  List.of("m"),
                  List.of()));

      ask(providers, "k");

      assertThat(server.requests().getFirst().headers().get("authorization"))
          .isEqualTo("Bearer kc-123");
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void a_missing_keychain_entry_says_how_to_make_it(@TempDir Path dir) throws Exception {
    tool(dir, "exit 1");
    SystemKeychain keychain = new SystemKeychain(Map.of("PATH", dir.toString()), "Linux");

    assertThat(keychain.available()).isTrue();
    assertThatThrownBy(() -> keychain.lookup("work"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("secret-tool store");
    assertThat(new SystemKeychain(Map.of("PATH", ""), "Linux").available()).isFalse();
  }

  private static void tool(Path dir, String script) throws Exception {
    Path tool = dir.resolve("secret-tool");
    Files.writeString(tool, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void ask(Providers providers, String id) throws Exception {
    providers.find(id).orElseThrow().provider().stream(
        ModelRequest.of("m", "", List.of(ModelMessage.user("x"))),
        ModelListener.NONE,
        new Cancel());
  }

  private static Providers providers(Map<String, String> env, Settings.Provider... own) {
    return Providers.fromEnvironment(
        env,
        ModelSettings.of(Settings.DEFAULTS.withProviders(List.of(own))),
        new KeyLookup(env, new SystemKeychain(env, "Linux")),
        HttpModelProvider::newClient);
  }
}

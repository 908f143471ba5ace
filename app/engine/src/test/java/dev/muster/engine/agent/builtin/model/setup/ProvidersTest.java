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
import tools.jackson.dataformat.toml.TomlMapper;

/** Which providers there are, and where their keys are found. */
class ProvidersTest {

  @Test
  void without_anything_set_both_vendors_are_there_but_not_ready() {
    Providers providers = providers(Map.of(), "");

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
                "OPENAI_BASE_URL", "http://127.0.0.1:9/v1"),
            "");

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
    Providers providers = providers(env, "");

    assertThat(providers.all().toString()).doesNotContain("geheim");
    assertThat(new Secret("sk-ant-geheim").toString()).doesNotContain("geheim");
  }

  @Test
  void settings_add_and_replace_providers_and_prices() {
    Providers providers =
        providers(
            Map.of("LOCAL_KEY", "x"),
            """
            [provider.local]
            api = "chat"
            base_url = "http://localhost:11434/v1"
            models = ["qwen3-coder", "gpt-oss"]
            context_window = 32768
            [provider.openai]
            api = "chat"
            base_url = "https://openrouter.ai/api/v1"
            key_env = "LOCAL_KEY"
            model = "some/model"
            [price."qwen3"]
            input = 0.5
            output = 1
            """);

    assertThat(providers.problems()).isEmpty();
    ProviderConfig local = providers.find("local").orElseThrow().config();
    assertThat(local.model()).isEqualTo("qwen3-coder");
    assertThat(local.contextWindow()).isEqualTo(32_768);
    assertThat(local.key()).isInstanceOf(KeySource.None.class);
    assertThat(providers.find("openai").orElseThrow().config().api()).isEqualTo(ApiKind.CHAT);
    assertThat(providers.prices().find("qwen3-coder").orElseThrow().price().cacheRead())
        .isEqualTo(0.5);
  }

  @Test
  void a_mistake_costs_only_its_entry_and_a_key_in_a_file_is_refused_unseen() {
    Providers providers =
        providers(
            Map.of(),
            """
            [provider.a]
            api = "telepathy"
            base_url = "http://x"
            [provider.b]
            api = "chat"
            base_url = "http://x"
            api_key = "sk-in-the-open"
            [provider.c]
            api = "chat"
            base_url = "localhost:1"
            [provider.d]
            api = "chat"
            base_url = "http://localhost:1"
            [price."z"]
            input = "much"
            """);

    assertThat(providers.all())
        .extracting(e -> e.config().id())
        .contains("d")
        .doesNotContain("a", "b", "c");
    assertThat(providers.problems()).hasSize(4);
    assertThat(providers.problems().toString())
        .contains("provider.a", "Muster takes no keys from files", "http://", "price")
        .doesNotContain("sk-in-the-open");
  }

  @Test
  void a_missing_key_is_told_before_anything_is_sent() {
    try (ScriptedModelServer server = ScriptedModelServer.start()) {
      Providers providers = providers(Map.of("ANTHROPIC_BASE_URL", server.anthropicBaseUrl()), "");

      assertThatThrownBy(() -> ask(providers, "anthropic"))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("ANTHROPIC_API_KEY");
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void a_key_that_no_header_can_carry_is_refused_without_quoting_it() {
    Providers providers = providers(Map.of("ANTHROPIC_API_KEY", "schlüssel geheim"), "");

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
              "[provider.k]\napi = \"chat\"\nkey_keychain = \"work\"\nmodel = \"m\"\nbase_url = \""
                  + server.openAiBaseUrl()
                  + "\"\n");

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

  private static Providers providers(Map<String, String> env, String toml) {
    ModelSettings settings = SettingsReader.read(new TomlMapper().readTree(toml));
    return Providers.fromEnvironment(
        env,
        settings,
        new KeyLookup(env, new SystemKeychain(env, "Linux")),
        HttpModelProvider.newClient());
  }
}

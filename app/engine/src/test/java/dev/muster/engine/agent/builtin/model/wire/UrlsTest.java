package dev.muster.engine.agent.builtin.model.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.agent.builtin.model.ApiKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Base URLs as people write them. */
class UrlsTest {

  @ParameterizedTest
  @CsvSource({
    "ANTHROPIC, https://api.anthropic.com, https://api.anthropic.com/v1/messages",
    "ANTHROPIC, https://api.anthropic.com/, https://api.anthropic.com/v1/messages",
    "ANTHROPIC, https://api.anthropic.com/v1, https://api.anthropic.com/v1/messages",
    "ANTHROPIC, https://api.anthropic.com/v1/, https://api.anthropic.com/v1/messages",
    "ANTHROPIC, https://gate.example/anthropic, https://gate.example/anthropic/v1/messages",
    "RESPONSES, https://api.openai.com/v1, https://api.openai.com/v1/responses",
    "RESPONSES, https://api.openai.com/v1/, https://api.openai.com/v1/responses",
    "RESPONSES, https://api.openai.com, https://api.openai.com/v1/responses",
    "CHAT, http://localhost:11434, http://localhost:11434/v1/chat/completions",
    "CHAT, https://openrouter.ai/api/v1, https://openrouter.ai/api/v1/chat/completions",
    "CHAT, https://x.example/openai/v4, https://x.example/openai/v4/chat/completions",
  })
  void the_address_is_the_one_the_vendors_tools_would_use(ApiKind api, String base, String url) {
    assertThat(Urls.requests(api, base)).hasToString(url);
  }

  @Test
  void what_is_no_address_is_refused() {
    assertThatThrownBy(() -> Urls.requests(ApiKind.CHAT, "localhost:11434"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

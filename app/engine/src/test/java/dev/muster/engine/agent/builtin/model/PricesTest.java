package dev.muster.engine.agent.builtin.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an answer costs, as far as it is known. */
class PricesTest {
  private final Prices prices = Prices.standard();

  @Test
  void each_kind_of_token_has_its_price() {
    Usage usage = new Usage(1_000_000, 100_000, 2_000_000, 400_000);
    // 2 $ + 1 $ + 0.2 $ + 1 $
    assertThat(prices.costMicros("claude-sonnet-5-5", usage)).hasValue(4_200_000);
  }

  @Test
  void a_long_request_costs_more_as_a_whole() {
    assertThat(prices.costMicros("gpt-6-sol", new Usage(272_000, 0, 0, 0))).hasValue(544_000);
    assertThat(prices.costMicros("gpt-6-sol", new Usage(272_001, 0, 0, 0))).hasValue(1_088_004);
  }

  @Test
  void the_longest_prefix_wins_and_dated_and_routed_names_are_found() {
    assertThat(prices.find("claude-opus-5-5-20260922").orElseThrow().prefix())
        .isEqualTo("claude-opus-5-5");
    assertThat(prices.find("anthropic/claude-opus-5").orElseThrow().prefix())
        .isEqualTo("claude-opus-5");
  }

  @Test
  void an_unknown_model_has_no_cost_rather_than_none() {
    assertThat(prices.costMicros("qwen3-coder", new Usage(1, 1, 0, 0))).isEmpty();
    assertThat(prices.costMicros("claude-next", new Usage(1, 1, 0, 0))).isEmpty();
  }

  @Test
  void the_users_own_price_wins_and_keeps_what_else_is_known() {
    Prices own = prices.with(Map.of("claude-sonnet-5-5", new Price(1, 1, 1, 1)));

    assertThat(own.costMicros("claude-sonnet-5-5", new Usage(7, 0, 0, 0))).hasValue(7);
    assertThat(own.find("claude-sonnet-5-5").orElseThrow().contextWindow()).isEqualTo(1_000_000);
  }
}

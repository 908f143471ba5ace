package dev.muster.engine.agent.builtin.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is known of models: prices and bounds, from a table in {@code models.json} and the user's
 * settings.
 *
 * <p>The table holds list prices as the makers publish them, for the standard service tier and the
 * shortest cache lifetime. They change, and discounts are not known, so every cost made from them
 * is an estimate. A model that is not in the table has no cost: it is "not reported", never zero.
 */
public final class Prices {
  private final Supplier<List<ModelInfo>> source;
  private @Nullable List<ModelInfo> read;

  private Prices(Supplier<List<ModelInfo>> source) {
    this.source = source;
  }

  /** The table that comes with Muster; it is read when something is first asked of it. */
  public static Prices standard() {
    return new Prices(Prices::table);
  }

  private synchronized List<ModelInfo> known() {
    List<ModelInfo> known = read;
    if (known == null) {
      known = source.get();
      read = known;
    }
    return known;
  }

  private static List<ModelInfo> table() {
    try (InputStream in =
        Objects.requireNonNull(Prices.class.getResourceAsStream("models.json"), "models.json")) {
      List<ModelInfo> list = new ArrayList<>();
      for (JsonNode entry : JsonMapper.shared().readTree(in).path("models")) {
        list.add(read(entry));
      }
      return List.copyOf(list);
    } catch (IOException e) {
      throw new UncheckedIOException("The table of models in Muster's own jar is unreadable.", e);
    }
  }

  /** The same table with prices of the user's own, by model prefix; they win over the table. */
  public Prices with(Map<String, Price> own) {
    Map<String, Price> now = Map.copyOf(own);
    return new Prices(() -> added(now));
  }

  private List<ModelInfo> added(Map<String, Price> own) {
    List<ModelInfo> list = new ArrayList<>();
    own.forEach(
        (prefix, price) -> {
          ModelInfo base = find(prefix).orElseGet(() -> ModelInfo.unknown(prefix));
          list.add(
              new ModelInfo(
                  prefix,
                  price,
                  null,
                  0,
                  base.contextWindow(),
                  base.maxOutput(),
                  base.thinking(),
                  base.topEffort()));
        });
    list.addAll(known());
    return List.copyOf(list);
  }

  /**
   * What is known of a model. The longest matching prefix wins, then the user's own entries. A
   * vendor prefix as routers use it ({@code anthropic/claude-…}) is looked past.
   */
  public Optional<ModelInfo> find(String model) {
    Optional<ModelInfo> whole = longest(model);
    int slash = model.lastIndexOf('/');
    return whole.isPresent() || slash < 0 ? whole : longest(model.substring(slash + 1));
  }

  /** What the usage costs in micro-dollars by this table; empty when no price is known. */
  public OptionalLong costMicros(String model, Usage usage) {
    ModelInfo info = find(model).orElse(null);
    if (info == null || info.price() == null) {
      return OptionalLong.empty();
    }
    Price price =
        info.longPrice() != null && usage.totalInput() > info.longFrom()
            ? info.longPrice()
            : info.price();
    return OptionalLong.of(price.costMicros(usage));
  }

  private Optional<ModelInfo> longest(String model) {
    ModelInfo best = null;
    for (ModelInfo info : known()) {
      if (model.startsWith(info.prefix())
          && (best == null || info.prefix().length() > best.prefix().length())) {
        best = info;
      }
    }
    return Optional.ofNullable(best);
  }

  private static ModelInfo read(JsonNode entry) {
    return new ModelInfo(
        entry.path("prefix").asString(),
        price(entry.get("price")),
        price(entry.get("longPrice")),
        entry.path("longFrom").asLong(0),
        entry.path("contextWindow").asLong(0),
        entry.path("maxOutput").asInt(0),
        ModelInfo.Thinking.valueOf(entry.path("thinking").asString("NONE")),
        entry.path("topEffort").asString("high"));
  }

  /** Input, output, cache read, cache write. */
  private static @Nullable Price price(@Nullable JsonNode four) {
    return four == null
        ? null
        : new Price(
            four.get(0).asDouble(),
            four.get(1).asDouble(),
            four.get(2).asDouble(),
            four.get(3).asDouble());
  }
}

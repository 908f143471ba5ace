package dev.muster.engine.agent.builtin.model.wire;

import dev.muster.engine.agent.builtin.model.ApiKind;
import okhttp3.HttpUrl;

/**
 * Makes request addresses from the base URLs people write, as the vendors' own tools do:
 * Anthropic's base comes without {@code /v1} (with it is fine too), OpenAI's comes with it. A bare
 * OpenAI-style host gets {@code /v1}, because no known server answers without.
 */
public final class Urls {
  private Urls() {}

  /**
   * The address answers come from.
   *
   * @throws IllegalArgumentException when the base is not an http or https address
   */
  public static HttpUrl requests(ApiKind api, String base) {
    return switch (api) {
      case ANTHROPIC -> root(api, base).addPathSegments("messages").build();
      case RESPONSES -> root(api, base).addPathSegments("responses").build();
      case CHAT -> root(api, base).addPathSegments("chat/completions").build();
      case SCRIPTED -> throw new IllegalArgumentException("a script has no address");
    };
  }

  /** The address that lists models. */
  public static HttpUrl models(ApiKind api, String base) {
    return root(api, base).addPathSegments("models").build();
  }

  private static HttpUrl.Builder root(ApiKind api, String base) {
    HttpUrl url = HttpUrl.parse(base.strip());
    if (url == null) {
      throw new IllegalArgumentException("not an http or https address");
    }
    HttpUrl.Builder builder = url.newBuilder().query(null).fragment(null);
    int last = url.pathSize() - 1;
    while (last > 0 && url.pathSegments().get(last).isEmpty()) {
      builder.removePathSegment(last--);
    }
    String end = url.pathSegments().get(last);
    boolean bare = last == 0 && end.isEmpty();
    if (bare || (api == ApiKind.ANTHROPIC && !end.equals("v1"))) {
      builder.addPathSegment("v1");
    }
    return builder;
  }
}

package dev.muster.engine.agent.builtin.model.wire;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.muster.engine.agent.builtin.model.ApiKind;
import dev.muster.engine.agent.builtin.model.Cancel;
import dev.muster.engine.agent.builtin.model.ModelEvent;
import dev.muster.engine.agent.builtin.model.ModelException;
import dev.muster.engine.agent.builtin.model.ModelMessage;
import dev.muster.engine.agent.builtin.model.ModelProvider;
import dev.muster.engine.agent.builtin.model.ModelRequest;
import dev.muster.engine.agent.builtin.model.ModelTurn;
import dev.muster.engine.agent.builtin.model.Prices;
import dev.muster.engine.agent.builtin.model.ScriptedModelServer;
import dev.muster.engine.agent.builtin.model.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;

/** A provider in each of the three formats, in front of a scripted server. */
abstract class WireFixture {
  static final String KEY = "sk-secret-0123456789";

  final ScriptedModelServer server = ScriptedModelServer.start();
  final OkHttpClient client = HttpModelProvider.newClient();
  final List<ModelEvent> events = new ArrayList<>();

  @AfterEach
  void closeServer() {
    server.close();
    client.connectionPool().evictAll();
  }

  final ModelTurn ask(ApiKind api, ModelRequest request) throws Exception {
    return provider(api).stream(request, events::add, new Cancel());
  }

  final ModelException fail(ApiKind api) {
    return catchThrowableOfType(
        ModelException.class,
        () -> provider(api).stream(request(api, "a"), events::add, new Cancel()));
  }

  final String shown() {
    StringBuilder text = new StringBuilder();
    for (ModelEvent event : events) {
      if (event instanceof ModelEvent.TextDelta delta) {
        text.append(delta.text());
      }
    }
    return text.toString();
  }

  final ModelRequest request(ApiKind api, String prompt) {
    String model =
        switch (api) {
          case ANTHROPIC -> "claude-sonnet-5-5";
          case RESPONSES -> "gpt-6.1-sol";
          default -> "qwen3-coder";
        };
    return ModelRequest.of(model, "Be brief.", List.of(ModelMessage.user(prompt)));
  }

  final ModelProvider provider(ApiKind api) {
    Endpoint endpoint =
        new Endpoint(
            "test",
            "Testhaus",
            server.baseUrl(api),
            "the variable TEST_KEY",
            () -> Optional.of(new Secret(KEY)),
            "");
    return HttpModelProvider.of(api, endpoint, false, 0, Prices.standard(), () -> client);
  }
}

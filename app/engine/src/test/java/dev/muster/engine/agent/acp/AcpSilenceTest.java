package dev.muster.engine.agent.acp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.SessionEvent;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What an agent said before it fell silent within its turn is told all the same. */
class AcpSilenceTest implements AgentListener {
  private static final JsonMapper JSON = new JsonMapper();

  private final BlockingQueue<SessionEvent> events = new LinkedBlockingQueue<>();
  private final AcpMapper mapper =
      new AcpMapper(
          this,
          new AcpWords(this, "w"),
          new AcpCalls(Path.of("/tmp"), this, Clock.systemUTC(), () -> {}),
          new AcpUsage(this, "Agent", 0),
          new AcpChoices("Agent"),
          Duration.ofMillis(20));

  @Test
  void what_was_said_before_a_silence_is_told_whole() throws Exception {
    says("will ");
    says("hang");
    StringBuilder heard = new StringBuilder();
    while (!heard.toString().equals("will hang")) {
      heard.append(next().text());
    }
  }

  @Test
  void what_is_said_after_a_silence_is_a_message_of_its_own() throws Exception {
    says("first");
    MessageAdded first = next();
    says("second");
    MessageAdded second = next();
    assertThat(second.text()).isEqualTo("second");
    assertThat(second.messageId()).isNotEqualTo(first.messageId());
  }

  private MessageAdded next() throws InterruptedException {
    return (MessageAdded) events.poll(60, TimeUnit.SECONDS);
  }

  private void says(String text) {
    mapper.update(
        JSON.readTree(
            """
            {"update": {"sessionUpdate": "agent_message_chunk",
              "content": {"type": "text", "text": "%s"}}}
            """
                .formatted(text)));
  }

  @Override
  public void event(SessionEvent event) {
    events.add(event);
  }

  @Override
  public void tail(String id, TailKind kind, String delta) {}

  @Override
  public void tailDropped(String id) {}

  @Override
  public void raw(boolean fromAgent, String line) {}
}

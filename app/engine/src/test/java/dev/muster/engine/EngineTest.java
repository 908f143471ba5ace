package dev.muster.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.store.DataFolder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTest {
  @TempDir Path home;

  private Engine open() throws EngineException {
    return Engine.open(new EngineOptions(DataFolder.at(home), Map.of()));
  }

  @Test
  void one_muster_owns_a_data_folder_at_a_time() throws Exception {
    try (Engine ignored = open()) {
      assertThatThrownBy(this::open).isInstanceOf(EngineException.Owned.class);
    }
    open().close();
  }

  @Test
  void without_any_key_the_agents_say_what_they_lack_and_the_rehearsal_is_ready() throws Exception {
    try (Engine engine = open()) {
      assertThat(engine.agents()).extracting("id").contains("muster-anthropic", "rehearsal");
      engine
          .agents()
          .forEach(
              agent -> {
                assertThat(agent.availability().ready()).isEqualTo(agent.scripted());
                if (!agent.scripted()) {
                  assertThat(agent.availability().remedy()).isNotBlank();
                }
              });
    }
  }
}

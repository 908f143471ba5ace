package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.Engine;
import dev.muster.engine.EngineOptions;
import dev.muster.engine.control.ControlServer;
import dev.muster.engine.control.Desk;
import org.junit.jupiter.api.Test;

/** The trash, as it is seen beside a Muster that has the data folder. */
class TrashBesideTest extends CliFixture {
  private String session() throws Exception {
    Typed typed = Typed.nobody();
    String[] run = {
      "run",
      "look around",
      "--agent",
      "rehearsal",
      "--script",
      "look-around",
      "--pace",
      "0",
      "--mode",
      "edit"
    };
    assertThat(muster(typed, run)).as(typed.err()).isZero();
    return rows().getFirst().id().value();
  }

  private String say(String... args) {
    Typed typed = Typed.nobody();
    assertThat(muster(typed, args)).as(typed.err()).isZero();
    return typed.out();
  }

  @Test
  void what_is_in_the_trash_is_listed_beside_a_running_muster_as_it_is_without_one()
      throws Exception {
    String thrown = session();
    say("trash", thrown, "--close");
    say("prune", "--yes");
    String trashed = session();
    say("trash", trashed, "--close");
    String alone = say("list", "--trash");
    assertThat(alone).contains(thrown, "pruned", trashed, "in the trash");
    try (Engine engine = Engine.open(new EngineOptions(folder, environment));
        ControlServer server = ControlServer.open(folder, desk(engine))) {
      assertThat(server.followed()).isZero();
      assertThat(say("list", "--trash")).contains(thrown, "pruned", trashed, "in the trash");
      assertThat(json(say("list", "--trash", "--json"))).hasSize(2);
      assertThat(say("list", "--all")).doesNotContain(thrown, trashed);
    }
  }

  private static Desk desk(Engine engine) {
    return new Desk(
        engine.fleet(),
        engine.journal(),
        engine.search(),
        engine::agents,
        () -> engine.installedAgents().join(),
        engine.importer(),
        engine.keepers(),
        null);
  }
}

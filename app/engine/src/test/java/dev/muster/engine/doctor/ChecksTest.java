package dev.muster.engine.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.agent.found.InstalledAgent;
import dev.muster.engine.agent.found.InstalledAgent.Age;
import dev.muster.engine.agent.found.InstalledAgent.State;
import dev.muster.engine.agent.found.KnownAgent.Speaks;
import dev.muster.engine.doctor.Finding.Level;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of what a system says, also of systems this test does not run on. */
class ChecksTest {
  private static final String LIMITS =
      """
      Limit                     Soft Limit           Hard Limit           Units
      Max processes             63432                63432                processes
      Max open files            %s                 1048576              files
      """;

  private static final String SOCKETS =
      """
      Num       RefCount Protocol Flags    Type St Inode Path
      ffff9: 00000002 00000000 00010000 0001 01 12345 @/tmp/.X11-unix/X0
      ffff8: 00000002 00000000 00010000 0001 01 12346 /tmp/.X11-unix/X57
      """;

  @ParameterizedTest
  @CsvSource({"1024, WARNING", "4096, OK", "unlimited, OK", "99999999999999999999, OK"})
  void too_few_open_files_are_a_warning_with_the_command_that_raises_them(
      String soft, Level level) {
    Finding files =
        MachineChecks.limit(LIMITS.formatted(soft), "Max open files", 4_096, "files", "ulimit -n 9")
            .orElseThrow();

    assertThat(files.level()).isEqualTo(level);
    if (level == Level.WARNING) {
      assertThat(files.text()).contains("1024");
      assertThat(files.remedy()).contains("ulimit -n 9");
    }
  }

  @Test
  void a_limit_that_is_not_known_is_not_told() {
    assertThat(MachineChecks.limit("", "Max open files", 1, "files", "x")).isEmpty();
    assertThat(MachineChecks.memory("")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"524288, WARNING, 512 MB", "8388608, OK, 8.0 GB"})
  void little_memory_is_a_warning(String kib, Level level, String shown) {
    Finding memory =
        MachineChecks.memory("MemTotal: 1 kB\nMemAvailable:   " + kib + " kB\n").orElseThrow();
    assertThat(memory.level()).isEqualTo(level);
    assertThat(memory.text()).contains(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', NOTE, the command line works",
    "'', wayland-0, WARNING, Wayland without an X display",
    ":0, '', OK, :0",
    ":0, wayland-0, OK, on Wayland",
    ":57.0, '', OK, :57.0",
    ":3, '', WARNING, nothing answers there",
    "far:0.0, '', OK, far:0.0"
  })
  void a_display_is_told_apart_from_one_that_is_only_named(
      String x, String wayland, Level level, String text) {
    Finding display = MachineChecks.display(x, wayland, SOCKETS, false);
    assertThat(display.level()).isEqualTo(level);
    assertThat(display.text()).contains(text);
    assertThat(display.remedy() == null).isEqualTo(level == Level.OK);
  }

  @ParameterizedTest
  @CsvSource({"100, PROBLEM", "2000, WARNING", "20000, OK"})
  void a_disk_that_fills_up_is_told_before_it_is_full(long megabytes, Level level) {
    Finding space = DataChecks.space(megabytes << 20);
    assertThat(space.level()).isEqualTo(level);
    assertThat(space.remedy() == null).isEqualTo(level == Level.OK);
  }

  @Test
  void a_java_that_is_too_old_is_a_problem() {
    assertThat(MachineChecks.java(Runtime.Version.parse("21.0.1"), "x").level())
        .isEqualTo(Level.PROBLEM);
    assertThat(MachineChecks.java(Runtime.version(), "x").level()).isEqualTo(Level.OK);
  }

  private static InstalledAgent agent(State state, Age age, boolean known, boolean configured) {
    return new InstalledAgent(
        "x",
        "X",
        Speaks.ACP,
        state,
        "status",
        state == State.READY || state == State.OFF ? null : "remedy",
        "/bin/x",
        List.of("/bin/x"),
        "1.0.0",
        "1.1.0",
        age,
        known,
        configured,
        List.of());
  }

  @Test
  void only_an_agent_that_was_set_up_and_is_not_there_is_a_problem() {
    assertThat(AgentChecks.finding(agent(State.READY, Age.NEWER, true, false)).level())
        .isEqualTo(Level.OK);
    assertThat(AgentChecks.finding(agent(State.READY, Age.OLDER, true, false)))
        .matches(f -> f.level() == Level.WARNING && f.text().contains("older than 1.1.0"));
    assertThat(AgentChecks.finding(agent(State.NOT_SIGNED_IN, Age.SAME, true, false)).level())
        .isEqualTo(Level.WARNING);
    assertThat(AgentChecks.finding(agent(State.MISSING, Age.UNKNOWN, true, false)).level())
        .isEqualTo(Level.NOTE);
    assertThat(AgentChecks.finding(agent(State.MISSING, Age.UNKNOWN, true, true)).level())
        .isEqualTo(Level.WARNING);
    assertThat(AgentChecks.finding(agent(State.MISSING, Age.UNKNOWN, false, true)).level())
        .isEqualTo(Level.PROBLEM);
    assertThat(AgentChecks.finding(agent(State.OFF, Age.SAME, true, true)).level())
        .isEqualTo(Level.NOTE);
  }
}

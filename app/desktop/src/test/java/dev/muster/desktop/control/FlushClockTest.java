package dev.muster.desktop.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@FxTest
class FlushClockTest {
  private static final long PULSE = 16_666_667;

  private static final class Pane implements FlushClock.View {
    boolean shown = true;
    boolean workedIn;
    int painted;

    @Override
    public boolean isShown() {
      return shown;
    }

    @Override
    public boolean isWorkedIn() {
      return workedIn;
    }

    @Override
    public void flush() {
      painted++;
    }
  }

  @Test
  void the_pane_one_works_in_is_painted_each_pulse_and_the_others_22_times_a_second() {
    Fx.run(
        () -> {
          FlushClock clock = new FlushClock();
          List<Pane> panes = new ArrayList<>();
          for (int i = 0; i < 9; i++) {
            panes.add(new Pane());
          }
          panes.getFirst().workedIn = true;
          for (int pulse = 0; pulse < 600; pulse++) {
            panes.forEach(clock::wake);
            clock.tick(1_000_000_000L + pulse * PULSE);
          }
          assertThat(panes.getFirst().painted).isEqualTo(600);
          assertThat(panes.subList(1, 9))
              .allSatisfy(pane -> assertThat(pane.painted).isBetween(150, 220));
        });
  }

  @Test
  void hidden_panes_are_never_painted_and_an_idle_clock_stands_still() {
    Fx.run(
        () -> {
          FlushClock clock = new FlushClock();
          Pane hidden = new Pane();
          hidden.shown = false;
          clock.wake(hidden);
          assertThat(clock.isBusy()).isTrue();
          clock.tick(1_000_000_000L);
          assertThat(hidden.painted).isZero();
          assertThat(clock.isBusy()).isFalse();

          Pane shown = new Pane();
          clock.wake(shown);
          clock.wake(shown);
          clock.tick(2_000_000_000L);
          assertThat(shown.painted).isEqualTo(1);
          assertThat(clock.isBusy()).isFalse();
        });
  }
}

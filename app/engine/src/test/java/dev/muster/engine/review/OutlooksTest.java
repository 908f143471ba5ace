package dev.muster.engine.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.GreetingFixture;
import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.Forecast;
import dev.muster.engine.git.LandingReasons;
import dev.muster.engine.git.Overlap;
import dev.muster.engine.git.SessionForecast;
import dev.muster.engine.session.Fleet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The forecast that keeps itself up to date, in a whole engine. */
class OutlooksTest extends GreetingFixture {
  private final BlockingQueue<Outlook> told = new LinkedBlockingQueue<>();

  private Forecast until(Predicate<Forecast> condition) throws Exception {
    for (Outlook next = told.poll(60, TimeUnit.SECONDS);
        next != null;
        next = told.poll(60, TimeUnit.SECONDS)) {
      if (next.forecasts().size() == 1 && condition.test(next.forecasts().getFirst())) {
        return next.forecasts().getFirst();
      }
    }
    throw new AssertionError("It was not told in a minute.");
  }

  @Test
  void it_tells_of_work_of_a_branch_that_moves_and_of_a_session_that_ends() throws Exception {
    SessionId one = greeting("Mend the greeting", "hello");
    try (Fleet.Subscription listening = engine.outlooks().subscribe(told::add)) {
      Forecast alone = until(f -> f.sessions().size() == 1);
      assertThat(alone.target()).isEqualTo("main");
      assertThat(alone.of(one.value()).orElseThrow().outcome())
          .isEqualTo(SessionForecast.Outcome.CLEAN);

      SessionId other = greeting("Greet the world", "hello, world");
      Forecast both = until(f -> f.overlaps().size() == 1);
      assertThat(both.overlaps().getFirst().kind()).isEqualTo(Overlap.Kind.SAME_LINES);
      assertThat(both.overlaps().getFirst().other(one.value())).isEqualTo(other.value());
      assertThat(LandingReasons.of(both, id -> id.equals(one.value()) ? "first" : "second"))
          .extracting(LandingReasons.Step::why)
          .containsExactly(
              "Merges cleanly with main. Touches the same lines as “second”, after it, in"
                  + " greet.sh.",
              "Merges cleanly with main. Touches the same lines as “first”, before it: expect"
                  + " conflicts in greet.sh then.");

      var mine = repository.git("status", "--porcelain");
      repository.write("greet.sh", "echo good day\n");
      repository.commit("Greet otherwise");
      Forecast moved = until(f -> f.sessions().stream().allMatch(s -> s.behind() == 1));
      assertThat(moved.of(one.value()).orElseThrow().conflicts()).containsExactly("greet.sh");
      assertThat(repository.git("status", "--porcelain")).isEqualTo(mine);

      engine.fleet().close(other, ClosedAs.DROPPED).get(60, TimeUnit.SECONDS);
      Forecast left = until(f -> f.sessions().size() == 1);
      assertThat(left.sessions().getFirst().session()).isEqualTo(one.value());
      assertThat(left.overlaps()).isEmpty();
    }
  }
}

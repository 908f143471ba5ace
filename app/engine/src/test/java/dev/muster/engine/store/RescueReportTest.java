package dev.muster.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.SessionId;
import dev.muster.engine.store.RescueReport.Missing;
import dev.muster.engine.store.RescueReport.Range;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person reads after a rescue. */
class RescueReportTest {
  private static final SessionId ID = new SessionId("smwq1234567890");

  private static RescueReport report(String problem, long events, List<Missing> missing) {
    return new RescueReport(
        Instant.EPOCH, problem, Path.of("/d.db"), Path.of("/d.txt"), events, 0, 1, missing);
  }

  @ParameterizedTest
  @CsvSource({
    "*** in database main ***,its pages do not fit together",
    "*** in database main *** Page 3 is never used,Page 3 is never used",
    "the database is malformed,the database is malformed"
  })
  void what_was_wrong_is_a_sentence_without_the_heading_of_a_list(String problem, String said) {
    assertThat(report(problem, 1, List.of()).sentence())
        .startsWith("The journal was damaged: " + said + ". 1 event of 1 session was rescued; none")
        .doesNotContain("***", "()");
  }

  @Test
  void a_session_is_named_by_its_title_or_it_is_said_that_nobody_knows_it() {
    Missing named = new Missing(ID, "Fix the price", List.of(new Range(4, 6), new Range(9, 9)));
    Missing unnamed = new Missing(ID, " ", List.of(new Range(2, 2)));
    assertThat(named).hasToString("“Fix the price” (smwq1234567890) lacks 4 events: 4–6, 9.");
    assertThat(unnamed)
        .hasToString("A session whose title is not known (smwq1234567890) lacks 1 event: 2.");
    assertThat(report("malformed", 20, List.of(named, unnamed)).sentence())
        .contains("20 events of 1 session were rescued; 5 events of 2 sessions are missing.");
    assertThat(report("malformed", 20, List.of(unnamed)).sentence())
        .contains("1 event of 1 session is missing.");
  }
}

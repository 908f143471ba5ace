package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.LifeEvent.SessionCreated;
import dev.muster.engine.event.LifeEvent.StateChanged;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.store.Past;
import dev.muster.engine.store.Store;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A beginning that several sessions have means none of them, whatever is to be done. */
class WhichSessionTest extends CliFixture {
  @BeforeEach
  void twoThatBeginAlike() throws Exception {
    try (Store store = Store.open(folder, Clock.systemUTC())) {
      put(store, "samebegin01", "Fix the price");
      put(store, "samebegin02", "Name the\u001b[31m\nslugs");
    }
  }

  private void put(Store store, String id, String title) {
    Instant at = Instant.parse("2026-11-01T10:00:00Z");
    store
        .journal()
        .appendPast(
            new SessionId(id),
            List.of(
                new Past(
                    at,
                    0,
                    new SessionCreated(
                        title,
                        "project",
                        "sample",
                        checkout().toString(),
                        "rehearsal",
                        "Rehearsal",
                        null,
                        PermissionMode.EDIT,
                        "main",
                        Limits.NONE,
                        true,
                        Map.of())),
                new Past(
                    at, 0, new StateChanged(SessionState.QUEUED, SessionState.CLOSED, null, null))))
        .join();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run,--resume,same,go on",
        "run,--fork,same,go on",
        "run,--fork,same@1,go on",
        "run,--like,same",
        "run,--summary-of,same,go on",
        "resume,same",
        "show,same",
        "show,same,--json",
        "rewind,same",
        "rewind,same,1",
        "land,same",
        "land,same,--finish",
        "undo-landing,same",
        "pr,same",
        "search,price,--in,same",
        "export,same",
        "export,same,--preview",
        "archive,same",
        "trash,same,--close",
        "restore-session,same",
        "disk,same",
        "prune,same,--yes",
      })
  void a_beginning_of_several_is_refused_with_their_names(String args) throws Exception {
    Typed typed = Typed.nobody();
    assertThat(muster(typed, args.split(","))).as(typed.err()).isEqualTo(2);
    assertThat(typed.err())
        .contains(
            "2 sessions begin with \"same\": samebegin01 (Fix the price), samebegin02 (Name"
                + " the␛[31m slugs). Give more of the id.")
        .doesNotContain("Exception", "\u001b");
    assertThat(typed.out()).isEmpty();
    assertThat(rows()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run,--resume,zzz,go on",
        "resume,zzz",
        "show,zzz",
        "rewind,zzz",
        "land,zzz",
        "undo-landing,zzz",
        "pr,zzz",
        "search,price,--in,zzz",
        "export,zzz",
        "archive,zzz",
        "disk,zzz",
        "prune,zzz",
      })
  void one_that_is_not_there_is_refused(String args) {
    Typed typed = Typed.nobody();
    assertThat(muster(typed, args.split(","))).as(typed.err()).isEqualTo(2);
    assertThat(typed.err()).contains("There is no session \"zzz\".").doesNotContain("Exception");
    assertThat(typed.out()).isEmpty();
  }
}

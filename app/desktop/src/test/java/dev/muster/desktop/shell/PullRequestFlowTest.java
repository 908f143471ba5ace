package dev.muster.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import dev.muster.desktop.live.FakePullRequests;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.PullRequest.Check;
import dev.muster.engine.git.PullRequest.CheckState;
import dev.muster.engine.git.RemoteBranch.Standing;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person does to bring work to a server, with keys and clicks. */
@FxTest
class PullRequestFlowTest {
  private final ReviewedSession session = new ReviewedSession();
  private final TestWindow window = session.window;
  private final ReviewScene review = session.scene;
  private final FakePullRequests requests = session.review.pullRequests;
  private final SessionId id = session.id();

  @BeforeEach
  void open() {
    session.open();
  }

  private void openReview() {
    window.press(KeyCode.R, KeyCode.CONTROL);
    Fx.until("the review", () -> review.stage().isPresent());
    Fx.until("its button", () -> review.find("review.pull-request").isPresent());
    Fx.pulses(3);
  }

  @AfterEach
  void close() {
    session.close();
  }

  @Test
  void where_it_goes_is_shown_before_anything_is_pushed_and_words_can_be_changed() {
    openReview();
    review.press(KeyCode.P, KeyCode.CONTROL);
    review.untilSays("muster/x is pushed to origin (git@github.com:ada/notes.git).");
    review.untilSays("made with gh, in your name");
    TextField title = (TextField) review.find("pull-request.title").orElseThrow();
    TextArea body = (TextArea) review.find("pull-request.body").orElseThrow();
    String proposed = Fx.get(body::getText);
    assertThat(proposed).contains("`npm test`: exit 0, seen by Muster");
    assertThat(requests.asked).noneMatch(asked -> asked.startsWith("open"));
    Fx.run(() -> title.setText("Wait for the database"));
    review.fire("pull-request.go");
    review.untilSays("The pull request is #7.");
    assertThat(requests.asked).contains("open Wait for the database");
    Fx.until("the head tells", () -> review.says("PR #7 open"));
    window.untilSays("PR #7 open");
  }

  @Test
  void without_gh_the_page_is_shown_to_copy_or_to_open() {
    requests.gh = false;
    openReview();
    review.press(KeyCode.P, KeyCode.CONTROL);
    review.untilSays("There is no gh that knows this server.");
    review.fire("pull-request.go");
    review.untilSays("muster/x is at origin now.");
    TextField page = (TextField) review.find("pull-request.page").orElseThrow();
    String address = Fx.get(page::getText);
    assertThat(address).isEqualTo(FakePullRequests.COMPARE);
    review.fire("pull-request.browse");
    assertThat(requests.asked).contains("browse " + FakePullRequests.COMPARE);
  }

  @Test
  void a_refusal_is_told_and_what_was_typed_stays() {
    openReview();
    review.press(KeyCode.P, KeyCode.CONTROL);
    review.untilSays("made with gh, in your name");
    TextField title = (TextField) review.find("pull-request.title").orElseThrow();
    Fx.run(() -> title.setText("Mine"));
    requests.refusal = "origin cannot be reached.";
    review.fire("pull-request.go");
    review.untilSays("origin cannot be reached.");
    requests.refusal = null;
    review.fire("pull-request.again");
    review.untilSays("made with gh, in your name");
    String typed = Fx.get(title::getText);
    assertThat(typed).isEqualTo("Mine");
  }

  @Test
  void other_commits_there_are_replaced_only_when_that_is_ticked() {
    requests.there = Standing.OTHER;
    openReview();
    review.press(KeyCode.P, KeyCode.CONTROL);
    Fx.until("the box", () -> review.find("pull-request.replace").isPresent());
    CheckBox replace = (CheckBox) review.find("pull-request.replace").orElseThrow();
    assertThat(Fx.get(replace::isSelected)).isFalse();
    Fx.run(() -> replace.setSelected(true));
    review.fire("pull-request.go");
    review.untilSays("The pull request is #7.");
    assertThat(requests.asked).contains("open Flaky test replace");
  }

  @Test
  void how_it_stands_is_asked_when_the_review_opens_and_on_demand_and_the_session_closed() {
    requests.request =
        FakePullRequests.request(
            new Check("build", CheckState.PASSED, ""), new Check("lint", CheckState.RUNNING, ""));
    openReview();
    Fx.until("the head", () -> review.says("PR #7 open · 1 of 2 checks running"));
    window.untilSays("PR #7 open · 1 of 2 checks running");
    assertThat(requests.asked).containsExactly("look");
    review.press(KeyCode.P, KeyCode.CONTROL);
    review.untilSays("waits for a review");
    requests.request = FakePullRequests.request(new Check("build", CheckState.FAILED, ""));
    review.fire("pull-request.refresh");
    Fx.until("the head", () -> review.says("PR #7 open · 1 of 1 checks failed"));
    review.fire("pull-request.close-session");
    assertThat(requests.asked).contains("close");
  }
}

package dev.muster.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.input.KeyCode;

/** The part of the tour that lands work: the pull request, and a conflict from three sides. */
final class LandingTour {
  /** Takes a picture of the review window in both themes. */
  interface Camera {
    void both(String name) throws IOException;
  }

  private final Path repository;
  private final ReviewScene review = new ReviewScene("Review");
  private final Camera camera;

  /**
   * @param repository the demo's; it is left as it was
   */
  LandingTour(Path repository, Camera camera) {
    this.repository = repository;
    this.camera = camera;
  }

  /** Begins and ends in the review window. */
  void go() throws Exception {
    git("config", "user.name", "You");
    git("config", "user.email", "you@example.org");
    git("remote", "add", "origin", "git@github.com:you/shop.git");
    review.press(KeyCode.P, KeyCode.CONTROL);
    Fx.until("where it goes", () -> review.find("pull-request.go").isPresent());
    camera.both("pull-request");
    review.press(KeyCode.ESCAPE);
    git("remote", "remove", "origin");

    Path orders = repository.resolve("src/orders.sh");
    Files.writeString(
        orders,
        Files.readString(orders)
            .replace("  stock_take \"$2\" \"$3\"", "  stock_take \"$2\" \"$3\" || return 2"));
    git("commit", "--quiet", "--all", "--message", "Say that the stock is out by the exit code");
    review.press(KeyCode.M, KeyCode.CONTROL);
    Fx.until("the conflict", () -> review.find("landing.resolve").isPresent());
    review.fire("landing.resolve");
    review.untilSays("1 conflict left");
    camera.both("conflict");
    review.press(KeyCode.ESCAPE);
    git("reset", "--quiet", "--hard", "HEAD~1");
    git("config", "--unset", "user.name");
    git("config", "--unset", "user.email");
  }

  private void git(String... args) throws Exception {
    List<String> line = new ArrayList<>(List.of("git", "-C", repository.toString()));
    line.addAll(List.of(args));
    Process process = new ProcessBuilder(line).inheritIO().start();
    assertThat(process.waitFor()).as(String.join(" ", line)).isZero();
  }
}

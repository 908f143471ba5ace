package dev.muster.desktop;

import dev.muster.desktop.theme.Fonts;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.scene.text.Text;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Starts the toolkit once and finds out whether it can draw text. */
final class FxToolkitCondition implements ExecutionCondition {
  static final String PACKAGES =
      "apt-get install libfreetype6 libpangoft2-1.0-0 fontconfig fonts-dejavu-core";

  private static String problem;
  private static boolean probed;

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    String found = probe();
    if (found == null) {
      return ConditionEvaluationResult.enabled("the JavaFX toolkit is up");
    }
    String reason = "JavaFX cannot draw text here (" + found + "). Try: " + PACKAGES;
    if (Boolean.getBoolean("muster.ui.required")) {
      throw new IllegalStateException(reason);
    }
    return ConditionEvaluationResult.disabled(reason);
  }

  private static synchronized String probe() {
    if (!probed) {
      probed = true;
      problem = start();
    }
    return problem;
  }

  private static String start() {
    CountDownLatch done = new CountDownLatch(1);
    String[] trouble = {"the toolkit did not start within 60 s"};
    try {
      Platform.startup(
          () -> {
            try {
              Platform.setImplicitExit(false);
              List<String> missing = Fonts.load();
              double width = new Text("text").getLayoutBounds().getWidth();
              trouble[0] =
                  !missing.isEmpty() ? "not loaded: " + missing : width > 0 ? null : "no glyphs";
            } catch (Throwable broken) {
              trouble[0] = broken.toString();
            } finally {
              done.countDown();
            }
          });
      if (!done.await(60, TimeUnit.SECONDS)) {
        return trouble[0];
      }
      return trouble[0];
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return "interrupted";
    } catch (Throwable broken) {
      return broken.toString();
    }
  }
}

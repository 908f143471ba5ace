package dev.muster.desktop;

import dev.muster.desktop.theme.Theme;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.beans.property.SimpleObjectProperty;
import javafx.event.Event;
import javafx.event.EventTarget;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.stage.Stage;
import javax.imageio.ImageIO;

/** Takes a test to the JavaFX thread and back, and fires the keys and clicks of a person. */
public final class Fx {
  /** How long a condition may take: generous, so that a busy machine fails no test. */
  private static final long DEADLINE_SECONDS = 30;

  private Fx() {}

  /** Runs on the JavaFX thread and waits; what is thrown there is thrown here. */
  public static void run(Runnable body) {
    get(
        () -> {
          body.run();
          return null;
        });
  }

  /** Computes on the JavaFX thread and waits. */
  public static <T> T get(Callable<T> body) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Runnable task =
        () -> {
          try {
            result.complete(body.call());
          } catch (Throwable thrown) {
            result.completeExceptionally(thrown);
          }
        };
    if (Platform.isFxApplicationThread()) {
      task.run();
    } else {
      Platform.runLater(task);
    }
    return await(result);
  }

  /** Waits until the condition holds on the JavaFX thread; looks once per pulse. */
  public static void until(String what, Callable<Boolean> condition) {
    CompletableFuture<Void> held = new CompletableFuture<>();
    AtomicReference<AnimationTimer> looking = new AtomicReference<>();
    run(
        () -> {
          AnimationTimer timer =
              new AnimationTimer() {
                @Override
                public void handle(long now) {
                  try {
                    if (condition.call()) {
                      stop();
                      held.complete(null);
                    }
                  } catch (Throwable thrown) {
                    stop();
                    held.completeExceptionally(thrown);
                  }
                }
              };
          looking.set(timer);
          timer.start();
        });
    try {
      held.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      run(() -> looking.get().stop());
      throw new AssertionError("still not so after " + DEADLINE_SECONDS + " s: " + what, late);
    } catch (ExecutionException failed) {
      throw unchecked(failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting: " + what, interrupted);
    }
  }

  /** Lets pulses pass: layout, CSS and what runs once per frame have happened afterwards. */
  public static void pulses(int count) {
    int[] left = {count};
    until(count + " pulses", () -> left[0]-- <= 0);
  }

  /** Shows a node in a window of its own with the dark theme. Close it with {@link #close}. */
  public static Stage show(double width, double height, Callable<? extends Parent> content) {
    Stage stage =
        get(
            () -> {
              Scene scene = new Scene(content.call(), width, height);
              Theme theme =
                  new Theme(new SimpleObjectProperty<>(javafx.application.ColorScheme.DARK));
              theme.modeProperty().set(Theme.Mode.DARK);
              theme.install();
              Stage window = new Stage();
              window.setOnHidden(_ -> theme.close());
              window.setScene(scene);
              window.show();
              return window;
            });
    pulses(2);
    return stage;
  }

  public static void close(Stage stage) {
    run(stage::close);
  }

  /** Writes an image as PNG. */
  public static void png(Image image, Path file) throws IOException {
    int width = (int) image.getWidth();
    int height = (int) image.getHeight();
    BufferedImage pixels = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      image
          .getPixelReader()
          .getPixels(0, y, width, 1, PixelFormat.getIntArgbInstance(), row, 0, width);
      pixels.setRGB(0, y, width, 1, row, 0, width);
    }
    ImageIO.write(pixels, "png", file.toFile());
  }

  /** Presses and releases a key on a target as the toolkit would. */
  public static void press(EventTarget target, KeyCode code, KeyCode... modifiers) {
    run(
        () -> {
          Event.fireEvent(target, key(KeyEvent.KEY_PRESSED, code, modifiers));
          Event.fireEvent(target, key(KeyEvent.KEY_RELEASED, code, modifiers));
        });
  }

  /** Types characters on a target, each pressed, typed and released. */
  public static void type(EventTarget target, String text) {
    run(
        () ->
            text.chars()
                .forEach(
                    c ->
                        Event.fireEvent(
                            target,
                            new KeyEvent(
                                KeyEvent.KEY_TYPED,
                                String.valueOf((char) c),
                                "",
                                KeyCode.UNDEFINED,
                                false,
                                false,
                                false,
                                false))));
  }

  /** Clicks in the middle of a node. */
  public static void click(Node node) {
    run(
        () -> {
          Bounds box = node.getLayoutBounds();
          mouse(node, MouseEvent.MOUSE_PRESSED, box.getCenterX(), box.getCenterY(), 1, false);
          mouse(node, MouseEvent.MOUSE_RELEASED, box.getCenterX(), box.getCenterY(), 1, false);
          mouse(node, MouseEvent.MOUSE_CLICKED, box.getCenterX(), box.getCenterY(), 1, false);
        });
  }

  /** Fires one event of the primary mouse button at a point in a node's coordinates. */
  public static void mouse(
      Node node,
      javafx.event.EventType<MouseEvent> type,
      double x,
      double y,
      int clicks,
      boolean shift) {
    var onScreen = node.localToScreen(x, y);
    Event.fireEvent(
        node,
        new MouseEvent(
            node,
            node,
            type,
            x,
            y,
            onScreen == null ? x : onScreen.getX(),
            onScreen == null ? y : onScreen.getY(),
            MouseButton.PRIMARY,
            clicks,
            shift,
            false,
            false,
            false,
            type != MouseEvent.MOUSE_RELEASED,
            false,
            false,
            true,
            false,
            true,
            null));
  }

  private static KeyEvent key(
      javafx.event.EventType<KeyEvent> type, KeyCode code, KeyCode... modifiers) {
    var held = java.util.Set.of(modifiers);
    return new KeyEvent(
        type,
        KeyEvent.CHAR_UNDEFINED,
        code.getName(),
        code,
        held.contains(KeyCode.SHIFT),
        held.contains(KeyCode.CONTROL),
        held.contains(KeyCode.ALT),
        held.contains(KeyCode.META));
  }

  private static <T> T await(CompletableFuture<T> result) {
    try {
      return result.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      throw unchecked(failed.getCause());
    } catch (TimeoutException late) {
      throw new AssertionError("the JavaFX thread did not answer", late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", interrupted);
    }
  }

  private static RuntimeException unchecked(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException runtime ? runtime : new RuntimeException(thrown);
  }
}

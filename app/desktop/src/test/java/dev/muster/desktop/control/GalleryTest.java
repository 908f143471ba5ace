package dev.muster.desktop.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import dev.muster.desktop.theme.Theme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import javafx.application.ColorScheme;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Draws every page of the gallery in both themes into {@code target/gallery}. */
@FxTest
class GalleryTest {
  @ParameterizedTest
  @CsvSource({"DARK", "LIGHT"})
  void every_component_draws_in_every_state(Theme.Mode mode) throws Exception {
    Path folder = Files.createDirectories(Path.of("target", "gallery"));
    for (var page : GalleryPages.all().entrySet()) {
      Image image = draw(mode, page.getValue());
      Path file = folder.resolve(page.getKey() + "-" + mode.name().toLowerCase() + ".png");
      Fx.png(image, file);
      assertThat(colours(image)).as(file + " shows something").isGreaterThan(20);
    }
  }

  private static Image draw(Theme.Mode mode, Supplier<Region> page) {
    Theme theme = Fx.get(() -> new Theme(new SimpleObjectProperty<>(ColorScheme.LIGHT)));
    Stage stage =
        Fx.get(
            () -> {
              theme.modeProperty().set(mode);
              theme.install();
              Stage window = new Stage();
              window.setScene(new Scene(new StackPane(page.get())));
              window.show();
              return window;
            });
    // Cards become ready 300 ms after they were first seen.
    Fx.pulses(30);
    Fx.run(stage::sizeToScene);
    Fx.pulses(3);
    Image image = Fx.get(() -> stage.getScene().snapshot(null));
    Fx.run(
        () -> {
          stage.close();
          theme.close();
        });
    return image;
  }

  private static int colours(Image image) {
    Set<Integer> seen = new HashSet<>();
    for (int y = 0; y < image.getHeight(); y += 3) {
      for (int x = 0; x < image.getWidth(); x += 3) {
        seen.add(image.getPixelReader().getArgb(x, y));
      }
    }
    return seen.size();
  }
}

package dev.muster.desktop.theme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javafx.application.ColorScheme;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.FontPosture;
import javafx.scene.text.FontWeight;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;

@FxTest
class ThemeTest {
  private final SimpleObjectProperty<ColorScheme> desktop =
      new SimpleObjectProperty<>(ColorScheme.LIGHT);

  @Test
  void the_bundled_fonts_load_and_are_the_ones_that_render() {
    assertThat(Fonts.load()).isEmpty();
    assertThat(Fx.get(() -> new Font(Fonts.UI, 13).getName())).isEqualTo("Inter Regular");
    assertThat(Fx.get(() -> Font.font(Fonts.UI, FontWeight.BOLD, 13).getName()))
        .isEqualTo("Inter Bold");
    assertThat(Fx.get(() -> Font.font(Fonts.UI, FontPosture.ITALIC, 13).getName()))
        .isEqualTo("Inter Italic");
    assertThat(Fx.get(() -> new Font(Fonts.UI_STRONG, 13).getFamily())).isEqualTo(Fonts.UI_STRONG);
    assertThat(Fx.get(() -> new Font(Fonts.UI_MEDIUM, 13).getFamily())).isEqualTo(Fonts.UI_MEDIUM);
    assertThat(Fx.get(() -> new Font(Fonts.MONO, 13).getFamily())).isEqualTo(Fonts.MONO);
  }

  @Test
  void the_letters_of_icons_are_drawn_in_the_icons_own_font() {
    assertThat(Fx.get(() -> Icons.font(12).getFamily())).isEqualTo("FeatherIcons");
    assertThat(Icons.CHECK.letter()).hasSize(1);
  }

  @Test
  void a_switch_of_theme_shows_at_once_in_every_open_window() {
    Theme theme = Fx.get(() -> new Theme(desktop));
    Label[] labels = new Label[2];
    Stage[] stages = new Stage[2];
    Fx.run(
        () -> {
          theme.install();
          for (int i = 0; i < 2; i++) {
            labels[i] = new Label("Muster");
            stages[i] = new Stage();
            stages[i].setScene(new Scene(new StackPane(labels[i]), 200, 100));
            stages[i].show();
          }
        });
    Fx.until(
        "light text is dark", () -> brightness(labels[0]) < 0.5 && brightness(labels[1]) < 0.5);
    assertThat(labels[0].getFont().getFamily()).isEqualTo(Fonts.UI);
    assertThat(labels[0].getFont().getSize()).isEqualTo(13);

    Fx.run(() -> theme.modeProperty().set(Theme.Mode.DARK));
    Fx.until(
        "dark text is light", () -> brightness(labels[0]) > 0.5 && brightness(labels[1]) > 0.5);
    assertThat(theme.darkProperty().get()).isTrue();

    Fx.run(() -> theme.modeProperty().set(Theme.Mode.SYSTEM));
    assertThat(theme.darkProperty().get()).isFalse();
    Fx.run(() -> desktop.set(ColorScheme.DARK));
    assertThat(theme.darkProperty().get()).isTrue();
    Fx.run(
        () -> {
          theme.close();
          desktop.set(ColorScheme.LIGHT);
          for (Stage stage : stages) {
            stage.close();
          }
        });
    assertThat(theme.darkProperty().get()).as("a closed theme follows nobody").isTrue();
  }

  @Test
  void only_the_two_token_sheets_name_a_colour_value() throws IOException {
    Pattern value = Pattern.compile("#[0-9a-fA-F]{3,8}\\b|\\brgba?\\(|\\bhsba?\\(");
    try (Stream<Path> files = Files.walk(Path.of("src/main/resources"))) {
      List<String> offenders =
          files
              .filter(file -> file.toString().endsWith(".css"))
              .filter(file -> !file.endsWith("dark.css") && !file.endsWith("light.css"))
              .filter(file -> value.matcher(read(file)).find())
              .map(Path::toString)
              .toList();
      assertThat(offenders).isEmpty();
    }
  }

  @Test
  void both_themes_define_the_same_tokens() {
    assertThat(tokens("light.css")).containsAll(tokens("dark.css").stream().toList());
  }

  private static List<String> tokens(String sheet) {
    return Pattern.compile("(?m)^\\s+(-color-[\\w-]+):")
        .matcher(read(Path.of("src/main/resources/dev/muster/desktop/theme", sheet)))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private static double brightness(Label label) {
    return ((Color) label.getTextFill()).getBrightness();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}

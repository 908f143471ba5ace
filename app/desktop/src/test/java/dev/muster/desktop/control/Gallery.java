package dev.muster.desktop.control;

import dev.muster.desktop.theme.Fonts;
import dev.muster.desktop.theme.Theme;
import java.util.Map;
import java.util.function.Supplier;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;
import javafx.stage.Stage;

/** A window that shows every component in every state, in both themes. Run its main method. */
public final class Gallery {
  private Gallery() {}

  public static void main(String[] args) {
    Application.launch(App.class, args);
  }

  /** The window. */
  public static final class App extends Application {
    @Override
    public void start(Stage stage) {
      Fonts.load();
      Theme theme = new Theme(Platform.getPreferences().colorSchemeProperty());
      theme.modeProperty().set(Theme.Mode.DARK);
      theme.install();
      TabPane tabs = new TabPane();
      for (Map.Entry<String, Supplier<Region>> page : GalleryPages.all().entrySet()) {
        Tab tab = new Tab(page.getKey(), new ScrollPane(page.getValue().get()));
        tab.setClosable(false);
        tabs.getTabs().add(tab);
      }
      Button turn = new Button("Other theme");
      turn.setOnAction(
          _ ->
              theme
                  .modeProperty()
                  .set(theme.darkProperty().get() ? Theme.Mode.LIGHT : Theme.Mode.DARK));
      BorderPane root = new BorderPane(tabs);
      root.setTop(turn);
      stage.setScene(new Scene(root, 1200, 800));
      stage.setTitle("Muster: gallery");
      stage.show();
    }
  }
}

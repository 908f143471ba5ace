package dev.muster.desktop.theme;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.scene.Scene;
import javafx.stage.Window;
import javafx.util.Subscription;

/**
 * Dark or light for every open window, switched live. One for the whole application; used on the
 * JavaFX thread only.
 *
 * <p>The base is AtlantaFX's Primer. On top of it every scene gets two style sheets: the tokens of
 * the theme ({@code dark.css} or {@code light.css}, the only places with colour values) and {@code
 * muster.css}, which imports the sheet of each component and knows colours by meaning only.
 */
public final class Theme implements AutoCloseable {
  /** What the user chose. */
  public enum Mode {
    /** As the desktop says, also when it changes its mind. */
    SYSTEM,
    DARK,
    LIGHT
  }

  private static final String DARK = sheet("dark.css");
  private static final String LIGHT = sheet("light.css");
  private static final String MUSTER = sheet("muster.css");

  private final ObservableValue<ColorScheme> system;
  private final ObjectProperty<Mode> mode = new SimpleObjectProperty<>(this, "mode", Mode.SYSTEM);
  private final ReadOnlyBooleanWrapper dark = new ReadOnlyBooleanWrapper(this, "dark");
  private final Set<Scene> styled = Collections.newSetFromMap(new WeakHashMap<>());
  private final Map<Window, Subscription> watched = new HashMap<>();
  private final ListChangeListener<Window> windows = this::windowsChanged;
  private Subscription subscription = Subscription.EMPTY;

  /**
   * A theme that follows the given colour scheme while its mode is {@link Mode#SYSTEM}.
   *
   * @param system usually {@code Platform.getPreferences().colorSchemeProperty()}
   */
  public Theme(ObservableValue<ColorScheme> system) {
    this.system = system;
  }

  /** A theme that follows the desktop's colour scheme. */
  public static Theme ofDesktop() {
    return new Theme(Platform.getPreferences().colorSchemeProperty());
  }

  /** What the user chose; a change shows at once in every window. */
  public ObjectProperty<Mode> modeProperty() {
    return mode;
  }

  /** Whether dark is what shows now. */
  public ReadOnlyBooleanProperty darkProperty() {
    return dark.getReadOnlyProperty();
  }

  /** Styles every window that is open and every one that opens until {@link #close()}. */
  public void install() {
    subscription = Subscription.combine(mode.subscribe(this::apply), system.subscribe(this::apply));
    Window.getWindows().addListener(windows);
    Window.getWindows().forEach(this::watch);
    apply();
  }

  /**
   * Styles a scene that no window shows yet (or never will: a snapshot), now and on each switch.
   */
  public void style(Scene scene) {
    styled.add(scene);
    restyle(scene);
  }

  /** Stops following windows and the desktop. What is styled stays as it is. */
  @Override
  public void close() {
    subscription.unsubscribe();
    Window.getWindows().removeListener(windows);
    watched.values().forEach(Subscription::unsubscribe);
    watched.clear();
  }

  private void apply() {
    boolean nowDark =
        switch (mode.get()) {
          case DARK -> true;
          case LIGHT -> false;
          case SYSTEM -> system.getValue() == ColorScheme.DARK;
        };
    dark.set(nowDark);
    Application.setUserAgentStylesheet(
        (nowDark ? new PrimerDark() : new PrimerLight()).getUserAgentStylesheet());
    List.copyOf(styled).forEach(this::restyle);
  }

  private void restyle(Scene scene) {
    List<String> sheets = new ArrayList<>(scene.getStylesheets());
    sheets.removeAll(List.of(DARK, LIGHT, MUSTER));
    sheets.addFirst(MUSTER);
    sheets.addFirst(dark.get() ? DARK : LIGHT);
    if (!sheets.equals(scene.getStylesheets())) {
      scene.getStylesheets().setAll(sheets);
    }
    scene.getPreferences().setColorScheme(dark.get() ? ColorScheme.DARK : ColorScheme.LIGHT);
  }

  private void windowsChanged(ListChangeListener.Change<? extends Window> change) {
    while (change.next()) {
      change.getRemoved().forEach(this::unwatch);
      change.getAddedSubList().forEach(this::watch);
    }
  }

  private void watch(Window window) {
    unwatch(window);
    watched.put(
        window,
        window
            .sceneProperty()
            .subscribe(
                scene -> {
                  if (scene != null) {
                    style(scene);
                  }
                }));
  }

  private void unwatch(Window window) {
    Subscription old = watched.remove(window);
    if (old != null) {
      old.unsubscribe();
    }
  }

  private static String sheet(String name) {
    return Objects.requireNonNull(Theme.class.getResource(name), name).toExternalForm();
  }
}

package dev.muster.desktop.shell;

import atlantafx.base.theme.Styles;
import dev.muster.desktop.control.Action;
import dev.muster.desktop.control.ActionNodes;
import dev.muster.desktop.control.ActionNodes.Emphasis;
import dev.muster.desktop.control.SegmentedControl;
import dev.muster.desktop.control.SegmentedControl.Segment;
import dev.muster.desktop.live.Words;
import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.store.Settings;
import dev.muster.engine.store.Settings.Theme;
import java.util.List;
import java.util.Optional;
import javafx.collections.FXCollections;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Spinner;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

/** The settings a person changes often; the rest stands in the settings file. */
final class SettingsDialog {
  private static final int MOST_SLOTS = 64;

  private final WindowModel model;
  private final Overlay overlay;
  private final List<Action> more;
  private final Spinner<Integer> slots;
  private final SegmentedControl<Theme> theme;
  private final SegmentedControl<PermissionMode> mode;
  private final ComboBox<Optional<AgentProfile>> agent = new ComboBox<>();

  /**
   * @param more what opens the pages of settings that stand for themselves
   */
  SettingsDialog(WindowModel model, Overlay overlay, List<Action> more) {
    this.more = more;
    this.model = model;
    this.overlay = overlay;
    Settings now = model.settingsProperty().get();
    slots = new Spinner<>(1, MOST_SLOTS, now.slots());
    slots.setEditable(true);
    slots.setPrefWidth(90);
    slots.setAccessibleText("Sessions that work at once");
    slots.getEditor().setAccessibleText("Sessions that work at once");
    theme =
        new SegmentedControl<>(
            List.of(
                new Segment<>(Theme.SYSTEM, "System", "as the system"),
                new Segment<>(Theme.DARK, "Dark", "dark"),
                new Segment<>(Theme.LIGHT, "Light", "light")));
    theme.valueProperty().set(now.theme());
    mode =
        new SegmentedControl<>(
            List.of(PermissionMode.values()).stream()
                .map(m -> new Segment<>(m, Words.mode(m), Words.mode(m)))
                .toList());
    mode.valueProperty().set(now.defaultMode());
    agent.setAccessibleText("Agent offered first");
    List<Optional<AgentProfile>> choices =
        new java.util.ArrayList<>(List.of(Optional.<AgentProfile>empty()));
    model.agents().forEach(profile -> choices.add(Optional.of(profile)));
    agent.setItems(FXCollections.observableArrayList(choices));
    agent.setConverter(new Names());
    agent.setValue(
        choices.stream()
            .filter(c -> c.map(AgentProfile::id).equals(Optional.ofNullable(now.defaultAgent())))
            .findFirst()
            .orElse(Optional.empty()));
  }

  /** Shows it. */
  void open(String configFile) {
    GridPane grid = new GridPane(20, 14);
    row(grid, 0, "Sessions at once", slots, "More wait in the queue.");
    row(grid, 1, "Theme", theme, "");
    row(grid, 2, "Agent offered first", agent, "");
    row(grid, 3, "New sessions may", mode, "Full auto runs without a sandbox so far.");
    HBox pages = new HBox(8);
    more.forEach(action -> pages.getChildren().add(ActionNodes.button(action, Emphasis.PLAIN)));
    row(grid, 4, "More", pages, "");
    Label rest = new Label("Providers, models and rules are in " + configFile);
    rest.getStyleClass().addAll("muted", "small");
    rest.setMnemonicParsing(false);
    rest.setWrapText(true);
    rest.setMaxWidth(480);
    Button cancel = Dialogs.button("Cancel", overlay::close);
    Button save = Dialogs.button("Save", this::save);
    save.getStyleClass().add(Styles.ACCENT);
    save.setDefaultButton(true);
    DialogCard card = new DialogCard("Settings", new VBox(16, grid, rest), List.of(cancel, save));
    overlay.show(card, slots, () -> {});
  }

  private static void row(GridPane grid, int row, String name, Node control, String hint) {
    Label label = new Label(name);
    Label explained = new Label(hint);
    explained.getStyleClass().addAll("muted", "small");
    grid.addRow(row, label, control, explained);
  }

  private void save() {
    int typed = slots();
    String chosen = agent.getValue().map(AgentProfile::id).orElse(null);
    Theme look = theme.valueProperty().get();
    PermissionMode may = mode.valueProperty().get();
    overlay.close();
    model.change(
        s -> s.withSlots(typed).withTheme(look).withDefaultAgent(chosen).withDefaultMode(may));
  }

  /** The number as typed, also when Enter was not pressed in the field. */
  private int slots() {
    try {
      return Math.clamp(Integer.parseInt(slots.getEditor().getText().strip()), 1, MOST_SLOTS);
    } catch (NumberFormatException noNumber) {
      return slots.getValue();
    }
  }

  private static final class Names extends StringConverter<Optional<AgentProfile>> {
    @Override
    public String toString(Optional<AgentProfile> profile) {
      return profile == null ? "" : profile.map(Names::name).orElse("The first that can work");
    }

    private static String name(AgentProfile profile) {
      if (!profile.availability().ready()) {
        return profile.name() + " (" + profile.availability().status() + ")";
      }
      return profile.scripted() ? profile.name() + " (scripted)" : profile.name();
    }

    @Override
    public Optional<AgentProfile> fromString(String name) {
      return Optional.empty();
    }
  }
}

package dev.muster.desktop.history;

import dev.muster.desktop.live.HistoryPage;
import dev.muster.desktop.live.HistoryQuery.Facet;
import dev.muster.desktop.live.HistorySource.Choice;
import dev.muster.desktop.live.HistorySource.Completion;
import dev.muster.desktop.theme.Icons;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * Where one types what to look for, with how much was found in it, the menus that narrow it, and
 * under it what could follow or what could not be understood.
 */
final class HistorySearchBar extends VBox {
  private static final PseudoClass FOCUSED = PseudoClass.getPseudoClass("typing");

  private static final int MOST = 5;

  /** Beside menus, the field is never narrower. */
  private static final double LEAST_FIELD = 230;

  private final HistoryModel model;
  private final TextField field = new TextField();
  private final Label summary = new Label();
  private final Label problem = new Label();
  private final FlowPane suggestions = new FlowPane(8, 4);
  private final HBox line = new HBox(8);
  private final FlowPane below = new FlowPane(8, 6);
  private final Map<Facet, MenuButton> menus = new EnumMap<>(Facet.class);

  private Completion proposed = Completion.NONE;

  HistorySearchBar(HistoryModel model) {
    this.model = model;
    getStyleClass().add("history-search");
    field.setId("history.search");
    field.setPromptText("Words, \"phrases\", prefix*, agent: project: file: result: after:");
    field.setAccessibleText("Search in the history");
    field.textProperty().bindBidirectional(model.textProperty());
    field.setMinWidth(80);
    HBox.setHgrow(field, Priority.ALWAYS);
    summary.getStyleClass().addAll("muted", "small");
    summary.setId("history.summary");
    summary.setMinWidth(0);
    HBox box = new HBox(Icons.SEARCH.node(), field, summary);
    box.getStyleClass().add("history-field");
    box.setAlignment(Pos.CENTER_LEFT);
    box.setMinWidth(220);
    HBox.setHgrow(box, Priority.ALWAYS);
    field.focusedProperty().subscribe(now -> box.pseudoClassStateChanged(FOCUSED, now));
    line.getChildren().add(box);
    line.setAlignment(Pos.CENTER_LEFT);
    for (Facet facet : Facet.values()) {
      line.getChildren().add(menu(facet));
    }
    widthProperty().subscribe(_ -> arrange());
    menus.values().forEach(menu -> menu.widthProperty().subscribe(_ -> arrange()));
    problem.getStyleClass().addAll("warning", "small");
    problem.setId("history.problem");
    problem.setWrapText(true);
    problem.setMnemonicParsing(false);
    suggestions.getStyleClass().add("history-suggestions");
    getChildren().addAll(line, below, suggestions, problem);
    problem.textProperty().bind(model.problemProperty());
    problem.visibleProperty().bind(problem.textProperty().isNotEmpty());
    problem.managedProperty().bind(problem.visibleProperty());
    model.pageProperty().subscribe(_ -> showPage());
    field.caretPositionProperty().subscribe(_ -> suggest());
    field.focusedProperty().subscribe(_ -> suggest());
    field.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    suggest();
  }

  /** Where one types. */
  TextField field() {
    return field;
  }

  private MenuButton menu(Facet facet) {
    MenuButton menu = new MenuButton();
    menu.setMnemonicParsing(false);
    menu.setId("history.menu." + facet.name().toLowerCase(java.util.Locale.ROOT));
    menu.getStyleClass().add("history-menu");
    menu.setMinWidth(USE_PREF_SIZE);
    menu.getItems().add(new MenuItem("…"));
    menu.setOnShowing(_ -> fill(facet, menu));
    menus.put(facet, menu);
    return menu;
  }

  /** Where there is no room for the menus beside the field they stand under it. */
  private void arrange() {
    double menusWide = menus.values().stream().mapToDouble(menu -> menu.prefWidth(-1) + 8).sum();
    boolean fits = getWidth() - menusWide - 30 >= LEAST_FIELD;
    HBox field = (HBox) line.getChildren().getFirst();
    List<Node> beside = new ArrayList<>();
    beside.add(field);
    if (fits) {
      below.getChildren().clear();
      beside.addAll(menus.values());
    }
    if (!line.getChildren().equals(beside)) {
      line.getChildren().setAll(beside);
    }
    if (!fits && below.getChildren().size() != menus.size()) {
      below.getChildren().setAll(menus.values());
    }
    below.setVisible(!fits);
    below.setManaged(!fits);
  }

  private void fill(Facet facet, MenuButton menu) {
    String chosen = model.chosen(facet);
    menu.getItems().clear();
    menu.getItems().add(item(facet, all(facet), null, chosen == null));
    menu.getItems().add(new SeparatorMenuItem());
    for (HistoryPage.Choice choice : model.choices(facet)) {
      menu.getItems()
          .add(
              item(
                  facet,
                  choice.name() + "  " + HistoryWords.count(choice.sessions(), "", "").strip(),
                  choice.value(),
                  choice.value().equals(chosen)));
    }
  }

  private CheckMenuItem item(Facet facet, String title, @Nullable String value, boolean is) {
    CheckMenuItem item = new CheckMenuItem(title);
    item.setMnemonicParsing(false);
    item.setSelected(is);
    item.setOnAction(_ -> model.choose(facet, value));
    return item;
  }

  private static String all(Facet facet) {
    return switch (facet) {
      case PROJECT -> "All projects";
      case AGENT -> "All agents";
      case RESULT -> "Any result";
      case TIME -> "Any time";
      case SHELF -> "All but the trash";
    };
  }

  private static String title(Facet facet, @Nullable String chosen) {
    return switch (facet) {
      case PROJECT -> "Project: " + (chosen == null ? "all" : chosen);
      case AGENT -> chosen == null ? "Agent" : "Agent: " + chosen;
      case RESULT -> chosen == null ? "Result" : "Result: " + chosen;
      case TIME -> chosen == null ? "Any time" : chosen;
      case SHELF -> chosen == null ? "All kept" : chosen;
    };
  }

  private void showPage() {
    HistoryPage page = model.pageProperty().get();
    summary.setText(page == null ? "" : HistoryWords.summary(page));
    menus.forEach(
        (facet, menu) -> {
          String chosen = model.chosen(facet);
          String name = chosen == null ? null : name(facet, chosen);
          menu.setText(title(facet, name));
          menu.setAccessibleText(title(facet, name == null ? "all" : name));
        });
  }

  private String name(Facet facet, String value) {
    return model.choices(facet).stream()
        .filter(choice -> choice.value().equals(value))
        .map(HistoryPage.Choice::name)
        .findFirst()
        .orElse(value);
  }

  /** What could follow, while one types it. */
  private void suggest() {
    if (field.isFocused() && !field.getText().isBlank()) {
      int caret = field.getCaretPosition();
      model.complete(
          caret,
          found -> {
            if (field.isFocused() && field.getCaretPosition() == caret) {
              propose(found);
            }
          });
    } else {
      propose(Completion.NONE);
    }
  }

  private void propose(Completion found) {
    // What stands there already needs no proposal.
    String typed = field.getText();
    boolean there =
        found.choices().size() == 1
            && found.end() <= typed.length()
            && found
                .choices()
                .getFirst()
                .text()
                .equals(typed.substring(found.start(), found.end()));
    proposed = there ? Completion.NONE : found;
    suggestions
        .getChildren()
        .setAll(proposed.choices().stream().limit(MOST).map(this::button).toList());
    boolean any = !proposed.choices().isEmpty();
    if (any) {
      Label hint = new Label("Tab takes the first");
      hint.getStyleClass().addAll("subtle", "small");
      suggestions.getChildren().add(hint);
    }
    suggestions.setVisible(any);
    suggestions.setManaged(any);
  }

  private Node button(Choice suggestion) {
    Button button = new Button(suggestion.text());
    button.setMnemonicParsing(false);
    button.getStyleClass().addAll("history-suggestion", "mono");
    // The field keeps the keyboard; Tab takes the first.
    button.setFocusTraversable(false);
    button.setAccessibleText(suggestion.text() + " " + suggestion.meaning());
    button.setOnAction(_ -> take(suggestion));
    if (suggestion.meaning().isEmpty()) {
      return button;
    }
    Label meaning = new Label(suggestion.meaning());
    meaning.getStyleClass().addAll("muted", "small");
    HBox both = new HBox(5, button, meaning);
    both.setAlignment(Pos.CENTER_LEFT);
    return both;
  }

  private void take(Choice choice) {
    Completion at = proposed;
    int end = Math.min(at.end(), field.getLength());
    int start = Math.min(at.start(), end);
    boolean whole = !choice.text().endsWith(":");
    String instead = choice.text() + (whole && end == field.getLength() ? " " : "");
    field.replaceText(start, end, instead);
    field.requestFocus();
    field.positionCaret(start + instead.length());
  }

  private void key(KeyEvent event) {
    boolean plain = !event.isShiftDown() && !event.isShortcutDown() && !event.isAltDown();
    if (event.getCode() == KeyCode.TAB && plain && !proposed.choices().isEmpty()) {
      take(proposed.choices().getFirst());
      event.consume();
    }
  }
}

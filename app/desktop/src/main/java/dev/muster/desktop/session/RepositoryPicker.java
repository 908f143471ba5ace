package dev.muster.desktop.session;

import atlantafx.base.theme.Styles;
import dev.muster.desktop.control.VisibleText;
import dev.muster.desktop.theme.Icons;
import dev.muster.engine.ProjectInfo;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * Where a person says which repository to work in: types its path, chooses it, or takes a recent
 * one.
 */
public final class RepositoryPicker extends VBox {
  private static final int MOST_RECENT = 6;

  private final TextField path = new TextField();
  private final Label problem = new Label();
  private final VBox recent = new VBox();
  private final BiConsumer<Path, Consumer<String>> open;
  private final Supplier<@Nullable Path> chooseFolder;

  /**
   * @param projects those opened before
   * @param open opens the repository a folder is in; the consumer gets a sentence when there is
   *     none
   * @param chooseFolder lets the person choose a folder of the system; null when none was chosen
   */
  public RepositoryPicker(
      ObservableList<ProjectInfo> projects,
      BiConsumer<Path, Consumer<String>> open,
      Supplier<@Nullable Path> chooseFolder) {
    this.open = open;
    this.chooseFolder = chooseFolder;
    getStyleClass().add("repository-picker");
    path.setPromptText("Path of a git repository");
    path.setAccessibleText("Path of a git repository");
    path.setOnAction(_ -> openTyped());
    HBox.setHgrow(path, Priority.ALWAYS);
    Button choose = new Button("Choose…", Icons.FOLDER.node());
    choose.setOnAction(_ -> choose());
    Button go = new Button("Open");
    go.setId("open-repository");
    go.getStyleClass().add(Styles.ACCENT);
    go.setOnAction(_ -> openTyped());
    go.disableProperty().bind(path.textProperty().map(String::isBlank));
    problem.getStyleClass().add("danger");
    problem.setId("repository-problem");
    problem.setWrapText(true);
    problem.setMinHeight(USE_PREF_SIZE);
    tell(null);
    getChildren().addAll(new HBox(8, path, choose, go), problem, recent);
    projects.addListener((ListChangeListener<ProjectInfo>) _ -> showRecent(projects));
    showRecent(projects);
  }

  /** What gets the keyboard first. */
  public Node first() {
    return path;
  }

  private void choose() {
    Path folder = chooseFolder.get();
    if (folder != null) {
      path.setText(folder.toString());
      openTyped();
    }
  }

  private void openTyped() {
    String typed = path.getText().strip();
    if (typed.isEmpty()) {
      return;
    }
    tell(null);
    try {
      open.accept(folder(typed), this::tell);
    } catch (InvalidPathException bad) {
      tell("“" + typed + "” is no path of this system.");
    }
  }

  /** A path as people type it: with ~ for their home. */
  static Path folder(String typed) {
    String home = System.getProperty("user.home", "");
    return typed.equals("~")
        ? Path.of(home)
        : typed.startsWith("~/")
            ? Path.of(home, typed.substring(2))
            : Path.of(typed).toAbsolutePath().normalize();
  }

  private void tell(@Nullable String sentence) {
    problem.setText(sentence == null ? "" : sentence);
    problem.setVisible(sentence != null);
    problem.setManaged(sentence != null);
  }

  private void showRecent(List<ProjectInfo> projects) {
    List<Node> rows = new ArrayList<>();
    for (ProjectInfo info : projects.subList(0, Math.min(MOST_RECENT, projects.size()))) {
      Button row =
          new Button(VisibleText.onOneLine(info.name() + "   " + info.path()), Icons.FOLDER.node());
      row.setMnemonicParsing(false);
      row.getStyleClass().addAll("flat", "recent-project");
      row.setMaxWidth(Double.MAX_VALUE);
      row.setAlignment(Pos.CENTER_LEFT);
      row.setOnAction(_ -> open.accept(info.path(), this::tell));
      rows.add(row);
    }
    recent.getChildren().setAll(rows);
    recent.setVisible(!rows.isEmpty());
    recent.setManaged(!rows.isEmpty());
  }
}

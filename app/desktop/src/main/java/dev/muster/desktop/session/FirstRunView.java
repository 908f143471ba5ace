package dev.muster.desktop.session;

import dev.muster.desktop.control.Chip;
import dev.muster.desktop.control.Tone;
import dev.muster.desktop.theme.Icons;
import dev.muster.engine.agent.AgentProfile;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** What a new user sees first: which repository to work in, the demo, and what is installed. */
public final class FirstRunView extends ScrollPane {
  private final VBox found = new VBox(6);

  /**
   * @param git the version of git
   * @param makingDemo whether the demo is on its way
   * @param more opens what says more of the agents
   */
  public FirstRunView(
      ObservableList<AgentProfile> agents,
      String git,
      RepositoryPicker picker,
      ObservableValue<Boolean> makingDemo,
      Runnable demo,
      Button more) {
    getStyleClass().addAll("plain-scroll", "first-run");
    setFitToWidth(true);
    Label title = new Label("Welcome to Muster");
    title.getStyleClass().addAll("strong", "first-run-title");
    Label lead =
        new Label(
            "Give it tasks; it runs several agents side by side, each in a git worktree of its own."
                + " Your own checkout is never touched.");
    lead.setWrapText(true);
    lead.getStyleClass().add("muted");
    VBox content =
        new VBox(
            title,
            lead,
            section("Work in a repository", picker),
            section("Or look around first", demo(makingDemo, demo)),
            section("What is here", found, more));
    show(agents, git);
    agents.addListener((ListChangeListener<AgentProfile>) _ -> show(agents, git));
    content.getStyleClass().add("first-run-content");
    content.setMaxWidth(760);
    HBox centre = new HBox(content);
    HBox.setHgrow(content, Priority.ALWAYS);
    centre.setAlignment(Pos.TOP_CENTER);
    setContent(centre);
  }

  private static VBox section(String title, Node... content) {
    Label heading = new Label(title);
    heading.getStyleClass().addAll("strong", "section-title");
    VBox box = new VBox(8, heading);
    box.getChildren().addAll(content);
    box.getStyleClass().add("first-run-section");
    return box;
  }

  private static HBox demo(ObservableValue<Boolean> making, Runnable start) {
    Button demo = new Button("Try the demo", Icons.PLAY.node());
    demo.setId("try-demo");
    demo.setOnAction(_ -> start.run());
    demo.disableProperty().bind(making);
    making.subscribe(now -> demo.setText(now ? "Making it…" : "Try the demo"));
    Label words =
        new Label(
            "Makes a small sample repository and runs nine sessions in it. A script plays the"
                + " model; tools, files and git are real. No key and no network needed.");
    words.setWrapText(true);
    words.getStyleClass().add("muted");
    demo.setMinWidth(USE_PREF_SIZE);
    HBox row = new HBox(14, demo, words);
    HBox.setHgrow(words, Priority.ALWAYS);
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }

  private void show(List<AgentProfile> agents, String git) {
    List<Node> rows = new ArrayList<>();
    rows.add(row(Tone.SUCCESS, "found", "git", git));
    for (AgentProfile profile : agents) {
      boolean ready = profile.availability().ready();
      rows.add(
          row(
              ready ? Tone.SUCCESS : Tone.NEUTRAL,
              ready ? "ready" : "not ready",
              profile.scripted() ? profile.name() + " (scripted)" : profile.name(),
              ready ? profile.detail() : lack(profile)));
    }
    found.getChildren().setAll(rows);
  }

  private static String lack(AgentProfile profile) {
    String status = profile.availability().status();
    String remedy = profile.availability().remedy();
    if (remedy == null || remedy.isBlank()) {
      return status;
    }
    // What installs it says that it is not installed.
    return status.equals("not installed") ? remedy : status + ". " + remedy;
  }

  private static Node row(Tone tone, String word, String name, String detail) {
    Chip chip = new Chip(tone, word);
    chip.setMinWidth(76);
    chip.setAlignment(Pos.CENTER);
    Label title = new Label(name);
    title.setMnemonicParsing(false);
    title.setMinWidth(170);
    Label more = new Label(detail);
    more.getStyleClass().add("muted");
    more.setMnemonicParsing(false);
    more.setWrapText(true);
    more.setMinHeight(USE_PREF_SIZE);
    HBox.setHgrow(more, Priority.ALWAYS);
    HBox row = new HBox(12, chip, title, more);
    row.setAlignment(Pos.TOP_LEFT);
    return row;
  }
}

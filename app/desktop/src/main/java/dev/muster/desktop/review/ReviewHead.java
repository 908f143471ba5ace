package dev.muster.desktop.review;

import dev.muster.desktop.control.EvidenceChip;
import dev.muster.desktop.control.Logo;
import dev.muster.desktop.grid.Evidence;
import dev.muster.engine.event.LifeEvent.WorktreeReady;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.session.SessionSnapshot;
import java.time.Instant;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The upper edge of a review window: what is reviewed, where it goes, and what was observed. */
final class ReviewHead extends HBox {
  private final Label title = new Label();
  private final Label way = new Label();
  private final HBox evidence = new HBox(8);
  private final HBox tools = new HBox(8);
  private List<Evidence> shown = List.of();
  private String forecast = "";
  private @Nullable String into;

  ReviewHead() {
    getStyleClass().add("review-head");
    setAlignment(Pos.CENTER_LEFT);
    title.getStyleClass().addAll("strong", "review-title");
    way.getStyleClass().addAll("mono", "review-way", "muted");
    Tooltip whole = new Tooltip();
    whole.textProperty().bind(way.textProperty());
    way.setTooltip(whole);
    for (Label label : List.of(title, way)) {
      label.setMnemonicParsing(false);
      label.setMinWidth(0);
    }
    VBox words = new VBox(1, title, way);
    words.setAlignment(Pos.CENTER_LEFT);
    words.setMinWidth(60);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    evidence.setAlignment(Pos.CENTER_RIGHT);
    evidence.setMinWidth(0);
    tools.setAlignment(Pos.CENTER_RIGHT);
    tools.setMinWidth(USE_PREF_SIZE);
    getChildren().addAll(new Logo(), words, space, evidence, tools);
  }

  /** Where buttons and notes of the window go. */
  HBox tools() {
    return tools;
  }

  void show(SessionSnapshot session, Instant now) {
    if (!session.title().equals(title.getText())) {
      title.setText(session.title());
      title.setTooltip(new Tooltip(session.title()));
    }
    way.setText(words(session));
    List<Evidence> all = Evidence.of(session, now);
    if (!all.equals(shown)) {
      shown = all;
      evidence
          .getChildren()
          .setAll(
              all.stream()
                  .map(one -> new EvidenceChip(one.tone(), one.text(), one.detail(), null))
                  .toList());
    }
  }

  /**
   * Says how it would come into a branch, in a few words.
   *
   * @param target the branch; null for the one it began on
   */
  void foretell(String words, @Nullable String target, SessionSnapshot session) {
    into = target;
    forecast = words.isEmpty() ? "" : " · " + words;
    way.setText(words(session));
  }

  private String words(SessionSnapshot session) {
    String busy = session.state() == SessionState.WORKING ? " · the agent is working" : "";
    return way(session, into) + forecast + busy;
  }

  static String way(SessionSnapshot session, @Nullable String target) {
    WorktreeReady worktree = session.worktree();
    if (worktree == null) {
      return "from " + session.startFrom();
    }
    String base = target == null ? worktree.baseBranch() : target;
    return base == null ? worktree.branch() : worktree.branch() + " → " + base;
  }
}

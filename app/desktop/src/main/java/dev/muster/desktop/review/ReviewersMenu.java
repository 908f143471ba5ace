package dev.muster.desktop.review;

import dev.muster.engine.agent.AgentProfile;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;

/**
 * The button that has agents review the changes. Each reviewer is a session of its own, seen in the
 * grid like any other; what it finds comes as comments.
 */
final class ReviewersMenu {
  private final ReviewWork work;
  private final MenuButton button = new MenuButton("Run review");

  ReviewersMenu(ReviewWork work) {
    this.work = work;
    button.setId("review.run");
    button.setAccessibleText("Have agents review the changes");
    button.setOnShowing(_ -> offer());
    offer();
  }

  Node button() {
    return button;
  }

  /** Lists the agents that are ready now. */
  void offer() {
    List<MenuItem> items = work.agents().stream().map(this::item).toList();
    if (items.isEmpty()) {
      MenuItem none = new MenuItem("No agent is ready");
      none.setDisable(true);
      items = List.of(none);
    }
    button.getItems().setAll(items);
  }

  private MenuItem item(AgentProfile agent) {
    MenuItem item = new MenuItem("By " + agent.name());
    item.setMnemonicParsing(false);
    item.setOnAction(_ -> work.review(agent));
    return item;
  }
}

package dev.muster.desktop.shell;

import atlantafx.base.theme.Styles;
import dev.muster.desktop.control.StateDot;
import dev.muster.desktop.grid.StateTones;
import dev.muster.desktop.live.FleetModel;
import dev.muster.desktop.live.SessionItem;
import dev.muster.desktop.live.Words;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.Forecast;
import dev.muster.engine.git.LandingReasons;
import dev.muster.engine.git.LandingReasons.Step;
import dev.muster.engine.review.Outlook;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

/** In which order to land the sessions, why, and a way to the review of each. */
final class LandingOrderDialog {
  private static final double WIDTH = 620;

  private final FleetModel fleet;
  private final Overlay overlay;
  private final Consumer<SessionItem> review;
  private final VBox content = new VBox(6);
  private final Button next = new Button("Review the next");
  private final Button close = new Button("Close");

  LandingOrderDialog(FleetModel fleet, Overlay overlay, Consumer<SessionItem> review) {
    this.fleet = fleet;
    this.overlay = overlay;
    this.review = review;
    content.setPrefWidth(WIDTH);
    content.getStyleClass().add("landing-order");
    next.setId("landing-order.next");
    next.getStyleClass().add(Styles.ACCENT);
    next.setDefaultButton(true);
    close.setCancelButton(true);
    close.setOnAction(_ -> overlay.close());
  }

  /** Shows it, and keeps it as it is known while it is open. */
  void open() {
    ScrollPane scroll = new ScrollPane(content);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("plain-scroll");
    scroll.setPrefViewportHeight(380);
    Subscription following = fleet.outlookProperty().subscribe(this::show);
    overlay.show(
        new DialogCard("Landing order", scroll, List.of(close, next)),
        close,
        following::unsubscribe);
    if (!next.isDisabled()) {
      next.requestFocus();
    }
  }

  private void show(Outlook outlook) {
    content.getChildren().clear();
    List<SessionItem> all = new ArrayList<>();
    for (Forecast forecast : outlook.forecasts()) {
      List<Step> steps =
          LandingReasons.of(
              forecast,
              id ->
                  find(id)
                      .map(item -> Words.line(item.now().title(), 40))
                      .orElse("another session"));
      List<Step> shown =
          steps.stream()
              .filter(step -> find(step.session()).filter(fleet::inProject).isPresent())
              .toList();
      if (shown.isEmpty()) {
        continue;
      }
      content.getChildren().add(heading("Into " + forecast.target()));
      int place = 1;
      for (Step step : shown) {
        SessionItem item = find(step.session()).orElseThrow();
        all.add(item);
        content.getChildren().add(row(place++, item, step.why()));
      }
    }
    if (all.isEmpty()) {
      content
          .getChildren()
          .add(
              Dialogs.words(
                  "No session has work to land now. As soon as one has changed files, its place in"
                      + " the order stands here."));
    }
    next.setDisable(all.isEmpty());
    next.setOnAction(
        _ -> {
          overlay.close();
          review.accept(all.getFirst());
        });
  }

  private Optional<SessionItem> find(String id) {
    return fleet.find(new SessionId(id));
  }

  private static Label heading(String words) {
    Label label = new Label(words);
    label.getStyleClass().addAll("strong", "muted");
    label.setMnemonicParsing(false);
    return label;
  }

  private Node row(int place, SessionItem item, String why) {
    Label number = new Label(place + ".");
    number.getStyleClass().add("muted");
    number.setMinWidth(24);
    StateDot dot = new StateDot(StateTones.of(item.now()), Words.state(item.now().state()));
    Label title = new Label(item.now().title());
    title.getStyleClass().add("strong");
    title.setMnemonicParsing(false);
    title.setMinWidth(0);
    Label state = new Label(Words.state(item.now().state()));
    state.getStyleClass().addAll("muted", "small");
    state.setMinWidth(Region.USE_PREF_SIZE);
    HBox first = new HBox(8, dot, title, state);
    first.setAlignment(Pos.CENTER_LEFT);
    Label reason = new Label(why);
    reason.setWrapText(true);
    reason.setMnemonicParsing(false);
    reason.setMinHeight(Region.USE_PREF_SIZE);
    reason.getStyleClass().addAll("small", "muted");
    VBox words = new VBox(2, first, reason);
    words.setMinWidth(0);
    HBox.setHgrow(words, Priority.ALWAYS);
    Button open = new Button("Review");
    open.setId("landing-order." + item.id());
    open.setMinWidth(Region.USE_PREF_SIZE);
    open.setAccessibleText("Review “" + item.now().title() + "”");
    open.setOnAction(
        _ -> {
          overlay.close();
          review.accept(item);
        });
    HBox row = new HBox(8, number, words, open);
    row.setAlignment(Pos.CENTER_LEFT);
    row.getStyleClass().add("landing-order-row");
    return row;
  }
}

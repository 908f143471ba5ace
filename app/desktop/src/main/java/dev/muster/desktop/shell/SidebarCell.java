package dev.muster.desktop.shell;

import dev.muster.desktop.control.Chip;
import dev.muster.desktop.control.StateDot;
import dev.muster.desktop.control.Tone;
import dev.muster.desktop.control.VisibleText;
import dev.muster.desktop.grid.GridModel;
import dev.muster.desktop.grid.StateTones;
import dev.muster.desktop.live.FleetModel;
import dev.muster.desktop.live.Group;
import dev.muster.desktop.live.PullRequestWords;
import dev.muster.desktop.live.SessionItem;
import dev.muster.desktop.live.SessionOutlook;
import dev.muster.desktop.live.Words;
import dev.muster.desktop.shell.SidebarModel.Row;
import dev.muster.desktop.theme.Icons;
import dev.muster.engine.session.SessionSnapshot;
import java.time.Instant;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/** One row of the sidebar: a heading, or a session in two lines. */
final class SidebarCell extends ListCell<Row> {
  private static final PseudoClass HEADING = PseudoClass.getPseudoClass("heading");
  private static final PseudoClass OUTLOOK = PseudoClass.getPseudoClass("outlook");
  private static final PseudoClass CURRENT = PseudoClass.getPseudoClass("current");

  private final FleetModel fleet;
  private final GridModel grid;
  private final ObservableValue<Instant> now;
  private final StateDot dot = new StateDot(Tone.NEUTRAL, "");
  private final Label title = new Label();
  private final Label second = new Label();
  private final Label right = new Label();
  private final Label outlook = new Label();
  private final HBox session;
  private final Label name = new Label();
  private final Label count = new Label();
  private final Chip wanting = new Chip(Tone.WARNING, "");
  private final HBox heading;
  private Subscription subscription = Subscription.EMPTY;

  SidebarCell(FleetModel fleet, GridModel grid, ObservableValue<Instant> now) {
    this.fleet = fleet;
    this.grid = grid;
    this.now = now;
    title.getStyleClass().add("sidebar-title");
    second.getStyleClass().addAll("sidebar-second", "muted");
    right.getStyleClass().addAll("sidebar-right", "muted");
    right.setMinWidth(Region.USE_PREF_SIZE);
    outlook.getStyleClass().addAll("sidebar-second", "sidebar-outlook");
    outlook.managedProperty().bind(outlook.visibleProperty());
    for (Label label : new Label[] {title, second, name, outlook}) {
      label.setMnemonicParsing(false);
      label.setMinWidth(0);
    }
    VBox words = new VBox(title, second, outlook);
    words.getStyleClass().add("sidebar-words");
    words.setAlignment(Pos.CENTER_LEFT);
    words.setMinWidth(0);
    HBox.setHgrow(words, Priority.ALWAYS);
    session = new HBox(dot, words, right);
    session.getStyleClass().add("sidebar-session");
    session.setAlignment(Pos.CENTER_LEFT);
    name.getStyleClass().addAll("strong", "sidebar-heading", "muted");
    count.getStyleClass().addAll("strong", "sidebar-heading", "muted");
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    heading = new HBox(name, space, count, wanting);
    heading.setAlignment(Pos.CENTER_LEFT);
    setPrefWidth(0);
    setTooltip(null);
  }

  @Override
  protected void updateItem(Row row, boolean empty) {
    super.updateItem(row, empty);
    subscription.unsubscribe();
    subscription = Subscription.EMPTY;
    setText(null);
    if (empty || row == null) {
      setGraphic(null);
      setAccessibleText("");
      pseudoClassStateChanged(HEADING, false);
      pseudoClassStateChanged(CURRENT, false);
      pseudoClassStateChanged(OUTLOOK, false);
      return;
    }
    pseudoClassStateChanged(HEADING, row instanceof Row.Heading);
    switch (row) {
      case Row.Heading head -> {
        pseudoClassStateChanged(CURRENT, false);
        pseudoClassStateChanged(OUTLOOK, false);
        setGraphic(heading);
        show(head);
      }
      case Row.Session(SessionItem item) -> {
        setGraphic(session);
        subscription =
            Subscription.combine(
                item.snapshotProperty().subscribe(_ -> refresh(item)),
                item.outlookProperty().subscribe(_ -> refresh(item)),
                item.pullRequestProperty().subscribe(_ -> refresh(item)),
                now.subscribe(_ -> refresh(item)),
                fleet.slotsProperty().subscribe(_ -> refresh(item)),
                fleet.projectProperty().subscribe(_ -> refresh(item)),
                grid.focusedProperty()
                    .subscribe(focused -> pseudoClassStateChanged(CURRENT, focused == item)));
      }
    }
  }

  private void show(Row.Heading head) {
    boolean wants = head.group() == Group.NEEDS_YOU;
    name.setText(head.group().title());
    name.setGraphic(
        head.group() == Group.CLOSED ? (head.folded() ? Icons.RIGHT : Icons.DOWN).node() : null);
    count.setText(Integer.toString(head.count()));
    wanting.setText(Integer.toString(head.count()));
    count.setVisible(!wants);
    count.setManaged(!wants);
    wanting.setVisible(wants);
    wanting.setManaged(wants);
    setAccessibleText(
        head.group().title() + ", " + Words.count(head.count(), "session", "sessions"));
  }

  /** Told of a change; the cell may have been given another row by one who was told before it. */
  private void refresh(SessionItem item) {
    if (getItem() instanceof Row.Session(SessionItem mine) && mine == item) {
      show(item);
    }
  }

  private void show(SessionItem item) {
    SessionSnapshot s = item.now();
    SidebarText text = SidebarText.of(s, fleet.queuePlace(item.id()), now.getValue());
    String project = fleet.projectLabel(s);
    String words =
        VisibleText.onOneLine(project.isEmpty() ? text.second() : project + " · " + text.second());
    String request = PullRequestWords.row(item);
    words = request.isEmpty() ? words : words + " · " + request;
    dot.show(StateTones.of(s), Words.state(s.state()));
    title.setText(s.title());
    second.setText(words);
    right.setText(text.right());
    SessionOutlook known = s.worktree() == null ? null : item.outlookProperty().get();
    String coming = known == null ? "" : VisibleText.onOneLine(known.words());
    show(known, coming);
    Tooltip tip = getTooltip();
    String whole =
        s.title()
            + "\n"
            + Words.state(s.state())
            + ": "
            + words
            + (known == null ? "" : "\n" + known.sentences());
    if (tip == null || !whole.equals(tip.getText())) {
      setTooltip(new Tooltip(whole));
    }
    setAccessibleText(
        s.title()
            + ", "
            + Words.state(s.state())
            + ", "
            + words
            + ", "
            + text.right()
            + (coming.isEmpty() ? "" : ", " + coming));
  }

  private void show(@Nullable SessionOutlook known, String words) {
    outlook.setText(words);
    outlook.setVisible(!words.isEmpty());
    pseudoClassStateChanged(OUTLOOK, !words.isEmpty());
    boolean warns = known != null && known.warns();
    (warns ? Tone.WARNING : Tone.NEUTRAL).applyTo(outlook);
    outlook.setGraphic(words.isEmpty() ? null : (warns ? Icons.ALERT : Icons.MERGE).node());
  }
}

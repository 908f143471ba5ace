package dev.muster.desktop.control;

import atlantafx.base.theme.Styles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.jspecify.annotations.Nullable;

/**
 * Asks the person whether an agent may do something. Shows the whole subject with every character
 * visible: it wraps, and scrolls when it is long. Takes no key and no click in the first 300 ms it
 * can be seen, and answers for exactly the request it shows. Used on the JavaFX thread.
 */
public final class ApprovalCard extends GuardedCard {
  private static final double MAX_SUBJECT_HEIGHT = 150;
  private static final double MAX_DETAIL_HEIGHT = 212;
  private static final int LONG_TITLE = 28;

  /** Characters of a subject laid out at most; of a longer one its beginning and its end. */
  static final int MAX_SHOWN = 20_000;

  private final ApprovalRequest request;
  private final Consumer<ApprovalRequest.Answer> answer;
  private final FlowPane buttons = new FlowPane(8, 6);
  private final TextField note = new TextField();
  private final @Nullable DetailLines detail;

  /** A card for one request; it is never given another. {@code answer} is called at most once. */
  public ApprovalCard(ApprovalRequest request, Consumer<ApprovalRequest.Answer> answer) {
    this(request, answer, _ -> {}, System::nanoTime);
  }

  /**
   * The same.
   *
   * @param enlarge shows what there is to look at where there is more room
   */
  public ApprovalCard(
      ApprovalRequest request,
      Consumer<ApprovalRequest.Answer> answer,
      Consumer<ApprovalRequest> enlarge) {
    this(request, answer, enlarge, System::nanoTime);
  }

  ApprovalCard(
      ApprovalRequest request,
      Consumer<ApprovalRequest.Answer> answer,
      Consumer<ApprovalRequest> enlarge,
      LongSupplier nanos) {
    super("approval-card", request.title() + " " + bounded(request.shown()), nanos);
    this.request = request;
    this.answer = answer;

    FlowPane head = new FlowPane(8, 4);
    head.setRowValignment(VPos.CENTER);
    Label title = new Label(request.title());
    title.getStyleClass().addAll("strong", "approval-title");
    head.getChildren().add(title);
    for (ApprovalRequest.Risk risk : request.risks()) {
      head.getChildren().add(new Chip(risk.tone(), risk.word()));
    }
    request.options().stream()
        .filter(option -> option.kind() != ApprovalRequest.Kind.ALLOW_RULE)
        .forEach(option -> buttons.getChildren().add(button(option)));
    List<ApprovalRequest.Option> lasting =
        request.options().stream()
            .filter(option -> option.kind() == ApprovalRequest.Kind.ALLOW_RULE)
            .toList();
    if (lasting.size() == 1) {
      // A long one must not push the no out of a small pane.
      int at = lasting.getFirst().title().length() > LONG_TITLE ? buttons.getChildren().size() : 1;
      buttons.getChildren().add(at, button(lasting.getFirst()));
    } else if (lasting.size() > 1) {
      // A pane is small: what lasts longer than once is one press further away, yes and no never
      // are.
      buttons.getChildren().add(1, menu(lasting));
    }
    buttons.setAlignment(Pos.CENTER_LEFT);
    note.setPromptText("What should it do instead? Enter sends, Esc goes back");
    note.setAccessibleText("What should it do instead?");
    note.addEventFilter(KeyEvent.KEY_PRESSED, this::noteKey);
    getChildren().addAll(head, subject());
    ApprovalRequest.Detail more = request.detail();
    if (more == null) {
      detail = null;
    } else {
      DetailLines lines = new DetailLines(more);
      lines.bound(MAX_DETAIL_HEIGHT);
      detail = lines;
      if (more.change()) {
        // A pane may be small: what is told of a change stands in the first line.
        head.getChildren().addAll(signs(lines, more, enlarge));
        getChildren().add(lines);
      } else {
        Label said = new Label(more.title());
        said.getStyleClass().addAll("muted", "small");
        HBox line = new HBox(8, said);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getChildren().addAll(signs(lines, more, enlarge));
        getChildren().addAll(line, lines);
      }
    }
    getChildren().add(buttons);

    addEventHandler(KeyEvent.KEY_PRESSED, this::key);
  }

  /** The request it asks. */
  public ApprovalRequest request() {
    return request;
  }

  /** Makes room: what there is to look at is only so high that the card is at most this high. */
  public void bound(double height) {
    DetailLines lines = detail;
    if (lines != null && getWidth() > 0) {
      double rest = prefHeight(getWidth()) - lines.getPrefHeight();
      // Of a large pane half, so that the log is still read beside it.
      lines.bound(Math.min(Math.max(MAX_DETAIL_HEIGHT, height / 2), height - rest));
    }
  }

  /** How much changes, and the way to see all of it with more room. */
  private List<Node> signs(
      DetailLines lines, ApprovalRequest.Detail more, Consumer<ApprovalRequest> enlarge) {
    List<Node> signs = new ArrayList<>();
    if (more.change()) {
      Label added = new Label("+" + lines.added());
      added.getStyleClass().addAll("success", "small");
      Label removed = new Label("−" + lines.removed());
      removed.getStyleClass().addAll("danger", "small");
      signs.add(added);
      signs.add(removed);
    }
    if (lines.getItems().size() > 1) {
      Button larger = new Button("Show larger");
      larger.setId("approval-larger");
      larger.getStyleClass().addAll(Styles.FLAT, "small", "approval-larger");
      larger.setMinWidth(USE_PREF_SIZE);
      larger.setTooltip(new Tooltip("Shows all of it with more room; answers nothing"));
      larger.setAccessibleText(more.title() + ": show it with more room");
      larger.setOnAction(_ -> enlarge.accept(request));
      signs.add(larger);
    }
    return signs;
  }

  private ScrollPane subject() {
    String exact = bounded(request.shown());
    Text text = new Text(exact);
    text.getStyleClass().add("approval-subject-text");
    TextFlow flow = new TextFlow(text);
    flow.getStyleClass().add("approval-subject");
    ScrollPane scroll = new ScrollPane(flow);
    scroll.getStyleClass().add("approval-scroll");
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    scroll.setFocusTraversable(true);
    scroll.setAccessibleText(exact);
    // As high as the text, up to the bound; a scroll pane by itself asks for a fixed height.
    flow.heightProperty()
        .subscribe(
            height ->
                scroll.setPrefHeight(
                    Math.min(
                        MAX_SUBJECT_HEIGHT,
                        height.doubleValue()
                            + scroll.snappedTopInset()
                            + scroll.snappedBottomInset())));
    scroll.setMinHeight(USE_PREF_SIZE);
    return scroll;
  }

  /** Bounds what is laid out as text, and says so where something is left out. */
  private static String bounded(String text) {
    if (text.length() <= MAX_SHOWN) {
      return text;
    }
    int end = MAX_SHOWN / 4;
    int left = text.length() - MAX_SHOWN;
    return "%s\n\n… %,d characters in the middle are not shown here; the log file has them …\n\n%s"
        .formatted(text.substring(0, MAX_SHOWN - end), left, text.substring(text.length() - end));
  }

  private Button button(ApprovalRequest.Option option) {
    Button button = new Button(option.title());
    button.setId("approval-" + option.id());
    button.setMnemonicParsing(false);
    button.setWrapText(true);
    switch (option.kind()) {
      case ALLOW -> button.getStyleClass().add(Styles.SUCCESS);
      case ALLOW_RULE -> {}
      case DENY -> button.getStyleClass().add("danger-action");
    }
    if (option.key() != null) {
      button.setGraphic(new KeyHint(option.key().getName().toUpperCase(Locale.ROOT)));
      button.setContentDisplay(ContentDisplay.RIGHT);
    }
    button.setTooltip(new Tooltip(option.explanation()));
    button.setAccessibleText(option.title());
    button.setAccessibleHelp(option.explanation());
    button.setOnAction(_ -> choose(option));
    return button;
  }

  private MenuButton menu(List<ApprovalRequest.Option> lasting) {
    MenuButton menu = new MenuButton("Always…");
    menu.setId("approval-always");
    menu.setAccessibleText("Allow this and what is like it from now on");
    for (ApprovalRequest.Option option : lasting) {
      MenuItem item = new MenuItem(option.title());
      item.setId("approval-" + option.id());
      item.setMnemonicParsing(false);
      item.setOnAction(_ -> choose(option));
      menu.getItems().add(item);
    }
    return menu;
  }

  private void key(KeyEvent event) {
    if (event.getTarget() == note
        || event.isShortcutDown()
        || event.isAltDown()
        || event.isMetaDown()) {
      return;
    }
    for (ApprovalRequest.Option option : request.options()) {
      if (option.key() == event.getCode()) {
        event.consume();
        choose(option);
        return;
      }
    }
  }

  /** Chooses an option as its button and key do; ignored while the card has only just come up. */
  public void choose(ApprovalRequest.Option option) {
    if (!takesPress()) {
      return;
    }
    if (option.kind() == ApprovalRequest.Kind.DENY && !getChildren().contains(note)) {
      getChildren().add(note);
      note.setUserData(option);
      note.requestFocus();
      return;
    }
    send(option);
  }

  private void noteKey(KeyEvent event) {
    if (event.getCode() == KeyCode.ENTER) {
      event.consume();
      if (takesPress()) {
        send((ApprovalRequest.Option) Objects.requireNonNull(note.getUserData()));
      }
    } else if (event.getCode() == KeyCode.ESCAPE) {
      event.consume();
      note.clear();
      getChildren().remove(note);
      requestFocus();
    }
  }

  private void send(ApprovalRequest.Option option) {
    close();
    String words = option.kind() == ApprovalRequest.Kind.DENY ? note.getText().strip() : "";
    answer.accept(new ApprovalRequest.Answer(request.id(), request.subject(), option.id(), words));
  }
}

package dev.muster.desktop.grid;

import dev.muster.desktop.control.ActionNodes;
import dev.muster.desktop.control.Chip;
import dev.muster.desktop.control.Composer;
import dev.muster.desktop.control.EvidenceChip;
import dev.muster.desktop.control.Tone;
import dev.muster.desktop.live.SessionCompletions;
import dev.muster.desktop.live.SessionItem;
import dev.muster.desktop.live.Words;
import dev.muster.desktop.theme.Icons;
import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.event.Attachment;
import dev.muster.engine.event.ConversationEvent.PromptFailed;
import dev.muster.engine.event.ConversationEvent.PromptQueued;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.session.Fleet.Way;
import dev.muster.engine.session.SessionSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** The lower end of a pane: evidence, prompts that wait or failed, and where one writes. */
final class PaneFooter extends VBox {
  private static final int MOST_WAITING = 3;

  private final SessionItem item;
  private final PaneContext context;
  private final SessionActions actions;
  private final FlowPane evidence = new FlowPane();
  private final FlowPane pictures = new FlowPane();
  private final VBox waiting = new VBox();
  private final Composer composer;
  private final MenuButton mode = new MenuButton();
  private final Button interrupt;
  private List<Evidence> shownEvidence = List.of();
  private List<?> shownWaiting = List.of();

  PaneFooter(SessionItem item, PaneContext context, SessionActions actions) {
    this.item = item;
    this.context = context;
    this.actions = actions;
    getStyleClass().add("pane-footer");
    evidence.getStyleClass().add("pane-evidence");
    waiting.getStyleClass().add("pane-waiting");
    composer = new Composer("Message to " + item.now().title(), "");
    composer.setLines(1, 5);
    composer.setCompletions(
        new SessionCompletions(context.backend().naming(), context.pump(), item.id()));
    composer.draftProperty().bindBidirectional(context.memory().draft(item.id()));
    composer.setOnSubmit(this::submit);
    composer.setOnPaste(this::take);
    composer.setOnDragOver(this::dragged);
    composer.setOnDragDropped(
        drop -> {
          drop.setDropCompleted(take(drop.getDragboard()));
          drop.consume();
        });
    pictures.getStyleClass().add("pane-pictures");
    showPictures();
    mode.getStyleClass().addAll("flat", "pane-mode");
    mode.setAccessibleText("What it may do");
    mode.setMnemonicParsing(false);
    mode.setMinWidth(USE_PREF_SIZE);
    for (PermissionMode each : PermissionMode.values()) {
      CheckMenuItem choice = new CheckMenuItem(Words.mode(each));
      choice.setId(SessionActions.modeId(each));
      choice.setOnAction(_ -> actions.setMode(item, each));
      mode.getItems().add(choice);
    }
    interrupt = ActionNodes.iconButton(actions.get("session.interrupt"));
    interrupt.getStyleClass().add("pane-stop");
    composer.trailing().addAll(mode, interrupt);
    getChildren().addAll(evidence, waiting, pictures, composer);
  }

  Composer composer() {
    return composer;
  }

  private boolean submit(String text, boolean queue) {
    boolean steers = agent().map(AgentProfile::steers).orElse(false);
    Way way = queue || !steers ? Way.QUEUE : Way.STEER;
    List<Attachment> along = context.memory().pictures(item.id());
    keepPictures(List.of());
    context
        .ops()
        .prompt(
            item.id(),
            text,
            along,
            way,
            sentence -> {
              List<Attachment> all = new ArrayList<>(along);
              all.addAll(context.memory().pictures(item.id()));
              keepPictures(all);
              // Nothing was stored: the text comes back, before whatever was typed since.
              String since = composer.draftProperty().get();
              composer.draftProperty().set(since.isEmpty() ? text : text + "\n" + since);
              composer.setHint(sentence);
            });
    return true;
  }

  private Optional<AgentProfile> agent() {
    return context.agent(item.now().agentId());
  }

  private void dragged(DragEvent over) {
    if (Picture.on(over.getDragboard()) && agent().map(AgentProfile::images).orElse(false)) {
      over.acceptTransferModes(TransferMode.COPY);
      over.consume();
    }
  }

  /** Takes pictures for the next prompt; false when there are none, so that text can be pasted. */
  private boolean take(Clipboard from) {
    if (!Picture.on(from)) {
      return false;
    }
    if (!agent().map(AgentProfile::images).orElse(false)) {
      composer.setHint("This agent takes no pictures.");
      return true;
    }
    for (Picture picture : Picture.from(from)) {
      context
          .ops()
          .keepPicture(
              item.id(),
              picture,
              kept -> {
                List<Attachment> all = new ArrayList<>(context.memory().pictures(item.id()));
                all.add(kept);
                keepPictures(all);
              });
    }
    return true;
  }

  private void keepPictures(List<Attachment> now) {
    context.memory().keepPictures(item.id(), now);
    showPictures();
  }

  private void showPictures() {
    List<Attachment> now = context.memory().pictures(item.id());
    pictures.getChildren().clear();
    for (Attachment picture : now) {
      Button remove = new Button(picture.name(), Icons.CLOSE.node());
      remove.getStyleClass().addAll("flat", "small");
      remove.setMnemonicParsing(false);
      remove.setAccessibleText("Picture " + picture.name() + ": take it away");
      remove.setTooltip(new Tooltip("Goes with the next message; press to take it away"));
      remove.setOnAction(
          _ -> {
            keepPictures(now.stream().filter(other -> other != picture).toList());
            composer.requestFocus(); // the button that had the focus is gone
          });
      pictures.getChildren().add(remove);
    }
    pictures.setVisible(!now.isEmpty());
    pictures.setManaged(!now.isEmpty());
  }

  void show(SessionSnapshot s, Instant now) {
    showEvidence(Evidence.of(s, now));
    showWaiting(s);
    boolean open = s.state() != SessionState.CLOSED;
    composer.setVisible(open);
    composer.setManaged(open);
    composer.setHint(hint(s.state(), agent().map(AgentProfile::steers).orElse(false)));
    mode.setText(Words.mode(s.mode()));
    mode.setTooltip(new Tooltip(explain(s.mode())));
    mode.getItems()
        .forEach(
            choice ->
                ((CheckMenuItem) choice)
                    .setSelected(SessionActions.modeId(s.mode()).equals(choice.getId())));
    boolean runs = actions.get("session.interrupt").enabled();
    interrupt.setVisible(runs);
    interrupt.setManaged(runs);
  }

  static String explain(PermissionMode mode) {
    return switch (mode) {
      case SUGGEST -> "Suggest: reads and plans; asks before any change.";
      case EDIT -> "Edit: changes files in its worktree; asks before commands.";
      case FULL_AUTO ->
          "Full auto: edits and runs commands without asking; there is no sandbox yet.";
    };
  }

  /**
   * What can be done by writing.
   *
   * @param steers whether the agent takes words into a running turn
   */
  static String hint(SessionState state, boolean steers) {
    return switch (state) {
      case NEEDS_YOU -> steers ? "Or tell it what to do instead…" : "Queue the next step…";
      case WORKING, STARTING -> steers ? "Steer, or queue the next step…" : "Queue the next step…";
      case READY -> "What next?";
      case QUEUED -> "Add to the prompt…";
      case STOPPED, FAILED, LOST -> "Say how to go on; Enter resumes it…";
      case CLOSED -> "";
    };
  }

  private void showEvidence(List<Evidence> now) {
    if (!now.equals(shownEvidence)) {
      shownEvidence = now;
      evidence
          .getChildren()
          .setAll(
              now.stream()
                  .map(e -> new EvidenceChip(e.tone(), e.text(), e.detail(), null))
                  .toList());
    }
    evidence.setVisible(!now.isEmpty());
    evidence.setManaged(!now.isEmpty());
  }

  private void showWaiting(SessionSnapshot s) {
    boolean started = s.state() != SessionState.QUEUED;
    List<Object> wanted = new ArrayList<>(s.failedPrompts());
    if (started) {
      wanted.addAll(s.queued());
    }
    if (!wanted.equals(shownWaiting)) {
      shownWaiting = List.copyOf(wanted);
      List<Node> rows = new ArrayList<>();
      for (Object prompt : wanted.subList(0, Math.min(MOST_WAITING, wanted.size()))) {
        rows.add(
            prompt instanceof PromptFailed failed ? failed(failed) : queued((PromptQueued) prompt));
      }
      if (wanted.size() > MOST_WAITING) {
        Label more = new Label("… and " + (wanted.size() - MOST_WAITING) + " more that wait");
        more.getStyleClass().addAll("muted", "small");
        rows.add(more);
      }
      waiting.getChildren().setAll(rows);
    }
    waiting.setVisible(!wanted.isEmpty());
    waiting.setManaged(!wanted.isEmpty());
  }

  private Node queued(PromptQueued prompt) {
    return row(
        new Chip(Tone.INFO, Icons.QUEUE, "next"),
        prompt.text(),
        "Takes this waiting prompt back",
        button(
            "Withdraw", prompt.text(), () -> context.ops().withdraw(item.id(), prompt.promptId())));
  }

  private Node failed(PromptFailed prompt) {
    return row(
        new Chip(Tone.DANGER, Icons.ERROR, "not sent"),
        prompt.text(),
        prompt.reason(),
        button(
            "Send again", prompt.text(), () -> context.ops().retry(item.id(), prompt.promptId())),
        button(
            "Withdraw", prompt.text(), () -> context.ops().withdraw(item.id(), prompt.promptId())));
  }

  private static Node row(Chip chip, String text, String tip, Node... buttons) {
    Label words = new Label(Words.line(text, 200));
    words.setMnemonicParsing(false);
    words.setTooltip(new Tooltip(tip));
    words.setMinWidth(0);
    words.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(words, Priority.ALWAYS);
    chip.setMinWidth(USE_PREF_SIZE);
    HBox row = new HBox(8, chip, words);
    row.getChildren().addAll(buttons);
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }

  private static Button button(String title, String about, Runnable does) {
    Button button = new Button(title);
    button.getStyleClass().addAll("flat", "small");
    button.setMinWidth(USE_PREF_SIZE);
    button.setAccessibleText(title + ": " + Words.line(about, 80));
    button.setOnAction(_ -> does.run());
    return button;
  }
}

package dev.muster.desktop.history;

import dev.muster.desktop.control.DiffDocument;
import dev.muster.desktop.control.DiffView;
import dev.muster.desktop.control.EmptyState;
import dev.muster.desktop.history.MomentModel.Shown;
import dev.muster.desktop.live.PastMoment.Lines;
import dev.muster.desktop.live.Words;
import dev.muster.engine.git.Changeset;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/**
 * The difference of a session's files at the moment that is shown against the commit it began with,
 * under a line that says which two states these are.
 */
final class MomentView extends BorderPane {
  private final MomentModel model;
  private final DiffView diff = new DiffView();
  private final Label states = new Label();
  private final Label reading = new Label("Reading…");
  private List<String> edited = List.of();
  private @Nullable String wanted;
  private @Nullable String told;

  MomentView(MomentModel model) {
    this.model = model;
    getStyleClass().add("moment-view");
    setMinSize(0, 0);
    states.getStyleClass().addAll("muted", "small");
    states.setId("history.states");
    states.setMinWidth(0);
    states.setTooltip(new Tooltip());
    reading.getStyleClass().addAll("muted", "small");
    reading.setMinWidth(Region.USE_PREF_SIZE);
    reading.visibleProperty().bind(model.readingProperty());
    HBox.setHgrow(states, Priority.ALWAYS);
    states.setMaxWidth(Double.MAX_VALUE);
    HBox line = new HBox(10, states, reading);
    line.getStyleClass().add("moment-states");
    line.setAlignment(Pos.CENTER_LEFT);
    setTop(line);
    setCenter(diff);
    model.shownProperty().subscribe(this::show);
    model.readingProperty().subscribe(_ -> showPlaceholder(model.shownProperty().get()));
  }

  /** Opens a file's lines, now or as soon as they were read. */
  void open(String path) {
    wanted = path;
    Shown now = model.shownProperty().get();
    if (now != null && now.moment().lines() instanceof Lines.Held held) {
      if (held.diffs().containsKey(path)) {
        diff.showFile(path);
      } else {
        model.file(path);
      }
    }
  }

  /** Tells what was edited after Muster had looked last: it is in none of the states. */
  void editedSince(List<String> files) {
    if (!files.equals(edited)) {
      edited = files;
      showStates();
      showPlaceholder(model.shownProperty().get());
    }
  }

  private void showStates() {
    Shown now = model.shownProperty().get();
    String words =
        now != null && now.moment().lines() instanceof Lines.Held held ? words(held) : "";
    if (!words.isEmpty() && !edited.isEmpty()) {
      words += " · edited since, not looked at yet: " + String.join(", ", edited);
    }
    states.setText(words);
    states.getTooltip().setText(words);
  }

  @Override
  public void requestFocus() {
    diff.getChildrenUnmodifiable().getLast().requestFocus();
  }

  private void show(@Nullable Shown now) {
    showPlaceholder(now);
    if (now == null) {
      showStates();
      diff.show(DiffDocument.EMPTY);
      wanted = null;
      return;
    }
    diff.show(now.document());
    showStates();
    String file = wanted;
    if (file != null && now.moment().lines() instanceof Lines.Held held) {
      if (held.diffs().containsKey(file)) {
        wanted = null;
        diff.showFile(file);
      } else if (held.changes().files().stream().anyMatch(one -> one.path().equals(file))) {
        model.file(file);
      }
    }
  }

  private void showPlaceholder(@Nullable Shown now) {
    String title = "Nothing had changed yet";
    String text = "What differs from the commit the session began with shows here.";
    if (!edited.isEmpty()) {
      title = "Nothing had changed when Muster looked last";
      text = "Edited since, and looked at a moment later: " + String.join(", ", edited);
    }
    if (now == null || now.moment().lines() == null) {
      title = "Reading what had changed…";
      text = "";
    } else if (now.moment().lines() instanceof Lines.Gone(var sentence)) {
      title = "There are no lines to show of this moment";
      text = sentence;
    }
    if (!(title + text).equals(told)) {
      told = title + text;
      diff.setPlaceholder(new EmptyState(null, title, text, List.of()));
    }
  }

  /** Which two states are compared, and what came of it. */
  private static String words(Lines.Held held) {
    Changeset changes = held.changes();
    if (changes.files().isEmpty()) {
      return "";
    }
    int count = changes.files().size() + changes.moreFiles();
    String sum =
        Words.count(count, "file", "files") + " " + Words.lines(changes.added(), changes.removed());
    return switch (held.origin()) {
      case BASE -> sum;
      case SEEN -> sum + " · " + brief(changes.base()) + " → the files as Muster saw them then";
      case CHECKPOINT ->
          sum
              + " · "
              + brief(changes.base())
              + " → the checkpoint of turn "
              + held.turn()
              + " ("
              + brief(held.state())
              + "); what changed between it and this moment is in git no more";
    };
  }

  private static String brief(String id) {
    return id.substring(0, Math.min(7, id.length()));
  }
}

package dev.muster.desktop.review;

import dev.muster.desktop.control.Action;
import dev.muster.desktop.control.Banner;
import dev.muster.desktop.control.Tone;
import dev.muster.desktop.theme.Icons;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.review.SessionLandings.Interrupted;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/** Says in plain words what was under way when Muster was killed, and offers how to end it. */
public final class InterruptedNotes extends VBox implements AutoCloseable {
  private final InterruptedModel model;
  private final @Nullable SessionId only;
  private final Function<SessionId, String> name;
  private final ObservableList<Interrupted> shown;
  private final Subscription subscription;
  private final ReadOnlyBooleanWrapper any = new ReadOnlyBooleanWrapper(this, "any");

  /**
   * @param only the session whose are shown; null for all
   * @param name what a session is called; empty where that is plain
   */
  public InterruptedNotes(
      InterruptedModel model, @Nullable SessionId only, Function<SessionId, String> name) {
    this.model = model;
    this.only = only;
    this.name = name;
    // Held in a field: the list listens to its source as long as somebody holds it.
    shown = new FilteredList<>(model.found(), one -> only == null || one.session().equals(only));
    getStyleClass().add("review-notes");
    shown.addListener((ListChangeListener<Interrupted>) _ -> show());
    subscription =
        Subscription.combine(
            model.problemProperty().subscribe(_ -> show()),
            model.toldProperty().subscribe(_ -> show()),
            // Looked for when there is someone to tell.
            sceneProperty().subscribe(this::look));
  }

  /** Gives the keyboard to what can be done about the first of them. */
  public Action go() {
    return Action.named("landing.interrupted", "Go to the interrupted landing")
        .description("Says what was under way when Muster was killed, to finish or take it back.")
        .icon(Icons.MERGE)
        // Not with U, which GTK takes for itself where one writes, nor with E.
        .key("Shortcut+Shift+M")
        .enabledWhen(any.getReadOnlyProperty())
        .does(this::takeFocus);
  }

  /** Listens no longer. */
  @Override
  public void close() {
    subscription.unsubscribe();
  }

  private void look(@Nullable Scene scene) {
    if (scene != null) {
      model.look();
    }
  }

  private void takeFocus() {
    lookupAll(".button").stream()
        .filter(node -> node instanceof Button button && !button.isDisabled())
        .findFirst()
        .ifPresent(Node::requestFocus);
  }

  private void show() {
    getChildren().clear();
    any.set(!shown.isEmpty());
    shown.forEach(one -> getChildren().add(banner(one)));
    ended(Tone.DANGER, model.problemProperty().get());
    ended(Tone.SUCCESS, model.toldProperty().get());
  }

  private Node banner(Interrupted one) {
    List<Button> buttons = new ArrayList<>();
    if (one.what().canFinish()) {
      buttons.add(button("finish", "Finish", () -> model.finish(one)));
    }
    if (one.what().canUndo()) {
      buttons.add(button("take-back", "Take back", () -> model.takeBack(one)));
    }
    buttons.add(button("look", "Look again", model::look));
    return new Banner(
        Tone.WARNING,
        new Banner.Message(
            of(one.session()) + one.what().sentence(),
            "Everything it needs is kept under " + one.what().ref() + ".",
            ""),
        buttons,
        null);
  }

  private String of(SessionId session) {
    String title = name.apply(session);
    return title.isEmpty() ? "" : "“" + title + "”: ";
  }

  private Button button(String id, String title, Runnable does) {
    Button button = new Button(title);
    button.setId("interrupted." + id);
    button.disableProperty().bind(model.busyProperty());
    button.setOnAction(_ -> does.run());
    return button;
  }

  private void ended(Tone tone, String sentence) {
    SessionId about = model.about();
    if (sentence.isEmpty() || (only != null && about != null && !only.equals(about))) {
      return;
    }
    String text = (about == null ? "" : of(about)) + sentence;
    getChildren()
        .add(new Banner(tone, new Banner.Message(text, "", ""), List.of(), model::dismiss));
  }
}

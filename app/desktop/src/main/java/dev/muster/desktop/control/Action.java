package dev.muster.desktop.control;

import dev.muster.desktop.theme.Icons;
import java.util.Objects;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyCombination.ModifierValue;
import org.jspecify.annotations.Nullable;

/**
 * One thing a person can do, known once and shared by its button, menu item, key and the palette.
 * Knows no node. Used on the JavaFX thread only.
 */
public final class Action {
  private final String id;
  private final ReadOnlyStringWrapper title = new ReadOnlyStringWrapper(this, "title");
  private final String description;
  private final @Nullable Icons icon;
  private final boolean danger;
  private final @Nullable KeyCombination key;
  private final ReadOnlyBooleanWrapper enabled = new ReadOnlyBooleanWrapper(this, "enabled", true);
  private final Runnable body;

  private Action(Builder builder, Runnable body) {
    this.id = builder.id;
    this.title.bind(builder.title);
    this.description = builder.description;
    this.icon = builder.icon;
    this.danger = builder.danger;
    this.key = builder.key;
    if (builder.enabled != null) {
      this.enabled.bind(builder.enabled);
    }
    this.body = body;
  }

  /**
   * Starts an action.
   *
   * @param id stable and unique, as {@code session.new}
   * @param title what a button says, as {@code New session}
   */
  public static Builder named(String id, String title) {
    return new Builder(id, new ReadOnlyStringWrapper(title));
  }

  /** Starts an action whose title changes, as {@code Review 2 files}. */
  public static Builder named(String id, ObservableValue<String> title) {
    return new Builder(id, title);
  }

  public String id() {
    return id;
  }

  public String title() {
    return title.get();
  }

  public ReadOnlyStringProperty titleProperty() {
    return title.getReadOnlyProperty();
  }

  /** One sentence for the tooltip and for those who cannot see the button; may be empty. */
  public String description() {
    return description;
  }

  public @Nullable Icons icon() {
    return icon;
  }

  /** Whether it ends or discards something, so that its button must look like it. */
  public boolean danger() {
    return danger;
  }

  public @Nullable KeyCombination key() {
    return key;
  }

  /** Whether its key is one that also types a character, so that it must not run in a text. */
  public boolean keyIsTyped() {
    return key != null
        && !(key instanceof KeyCodeCombination one && one.getCode().isFunctionKey())
        && key.getControl() != ModifierValue.DOWN
        && key.getAlt() != ModifierValue.DOWN
        && key.getMeta() != ModifierValue.DOWN
        && key.getShortcut() != ModifierValue.DOWN;
  }

  /** Whether its key is Alt with a letter, a digit or a page key, which fields for text take. */
  boolean keyIsTakenForTypingWithAlt() {
    return key instanceof KeyCodeCombination one
        && (one.getCode().isLetterKey()
            || one.getCode().isDigitKey()
            || one.getCode() == KeyCode.PAGE_UP
            || one.getCode() == KeyCode.PAGE_DOWN)
        && one.getAlt() == ModifierValue.DOWN
        && one.getControl() != ModifierValue.DOWN
        && one.getMeta() != ModifierValue.DOWN
        && one.getShortcut() != ModifierValue.DOWN;
  }

  public boolean enabled() {
    return enabled.get();
  }

  public ReadOnlyBooleanProperty enabledProperty() {
    return enabled.getReadOnlyProperty();
  }

  /**
   * Does it, if it is enabled at this moment.
   *
   * @return false if it was not enabled and so nothing was done
   */
  public boolean run() {
    if (!enabled.get()) {
      return false;
    }
    body.run();
    return true;
  }

  @Override
  public String toString() {
    return "Action " + id;
  }

  /** Collects what an action is made of. */
  public static final class Builder {
    private final String id;
    private final ObservableValue<String> title;
    private String description = "";
    private @Nullable Icons icon;
    private boolean danger;
    private @Nullable KeyCombination key;
    private @Nullable ObservableValue<Boolean> enabled;

    private Builder(String id, ObservableValue<String> title) {
      this.id = Objects.requireNonNull(id);
      this.title = title;
    }

    public Builder description(String sentence) {
      description = sentence;
      return this;
    }

    public Builder icon(Icons value) {
      icon = value;
      return this;
    }

    /** Says that it ends or discards something. */
    public Builder danger() {
      danger = true;
      return this;
    }

    /** The key, as {@code Shortcut+N}; see {@link KeyCombination#valueOf}. */
    public Builder key(String combination) {
      key = KeyCombination.valueOf(combination);
      return this;
    }

    /** When it may run; always, if never called. */
    public Builder enabledWhen(ObservableValue<Boolean> condition) {
      enabled = condition;
      return this;
    }

    /** The finished action. {@code body} is called on the JavaFX thread and must not block. */
    public Action does(Runnable body) {
      return new Action(this, body);
    }
  }
}

package dev.muster.engine.agent.builtin.tool;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a call's arguments; whatever is wrong with them becomes a sentence for the model. */
final class Arguments {
  private final ObjectNode input;

  Arguments(ToolCall call) {
    this.input = call.input();
  }

  /** A text that must be there; it may be empty. */
  String text(String name) throws BadCallException {
    String text = optionalText(name);
    if (text == null) {
      throw new BadCallException("The argument \"" + name + "\" is missing. Nothing was done.");
    }
    return text;
  }

  @Nullable String optionalText(String name) throws BadCallException {
    JsonNode node = input.get(name);
    if (node == null || node.isNull()) {
      return null;
    }
    if (!node.isString()) {
      throw wrong(name, "a text");
    }
    return node.stringValue();
  }

  /** A whole number within bounds; models write numbers as texts now and then. */
  int number(String name, int otherwise, int least, int most) throws BadCallException {
    JsonNode node = input.get(name);
    if (node == null || node.isNull()) {
      return otherwise;
    }
    double value;
    if (node.isNumber()) {
      value = node.doubleValue();
    } else if (node.isString() && node.stringValue().strip().matches("-?[0-9]{1,9}")) {
      value = Integer.parseInt(node.stringValue().strip());
    } else {
      throw wrong(name, "a whole number");
    }
    if (value < least || value > most || value != Math.rint(value)) {
      throw wrong(name, "a whole number from " + least + " to " + most);
    }
    return (int) value;
  }

  boolean flag(String name) throws BadCallException {
    JsonNode node = input.get(name);
    if (node == null || node.isNull()) {
      return false;
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    if (node.isString() && node.stringValue().strip().matches("true|false")) {
      return node.stringValue().strip().equals("true");
    }
    throw wrong(name, "true or false");
  }

  @Nullable JsonNode node(String name) {
    return input.get(name);
  }

  static BadCallException wrong(String name, String expected) {
    return new BadCallException(
        "The argument \"" + name + "\" must be " + expected + ". Nothing was done.");
  }
}

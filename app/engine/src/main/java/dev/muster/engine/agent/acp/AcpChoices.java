package dev.muster.engine.agent.acp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * The modes and models an agent offers for a conversation, in either of the two ways it may tell of
 * them: as options of its configuration, or in lists of their own. Safe for any thread.
 */
final class AcpChoices {
  /** Modes in which it decides by itself, or can do nothing: Muster's policy would not be asked. */
  private static final Pattern NOT_ASKING =
      Pattern.compile("yolo|auto|bypass|full|accept|dont|don't|never|plan|unrestricted");

  private static final Pattern ASKING = Pattern.compile("default|manual|ask|normal|standard");
  private static final Pattern ASKS = Pattern.compile("prompt|approv|confirm|permission");

  private static final JsonNode NONE = MissingNode.getInstance();

  private final String agent;
  private JsonNode modes = NONE;
  private JsonNode models = NONE;
  private JsonNode options = NONE;
  private String mode = "";
  private String model;

  /** One of several, by its id. */
  record Choice(String id, String name, String description) {}

  AcpChoices(String agent) {
    this.agent = agent;
    this.model = agent;
  }

  /** What the answer to a new or resumed conversation offers. */
  synchronized void offered(JsonNode answer) {
    modes = answer.path("modes");
    models = answer.path("models");
    options = answer.path("configOptions");
    mode = modes.path("currentModeId").asString(option("mode").path("currentValue").asString(""));
    model = current();
  }

  private String current() {
    String now = option("model").path("currentValue").asString("");
    now = now.isEmpty() ? models.path("currentModelId").asString("") : now;
    return now.isEmpty() ? agent : now;
  }

  /**
   * Something was changed, by whomever.
   *
   * @return a sentence where it now works in another mode than it was told to; else null
   */
  synchronized @Nullable String changed(JsonNode update) {
    if (update.path("configOptions").isArray()) {
      options = update.path("configOptions");
      model = current();
    }
    return mode(
        update.path("currentModeId").asString(option("mode").path("currentValue").asString(mode)));
  }

  /** It says that it works in this mode now; as {@link #changed}. */
  synchronized @Nullable String mode(String id) {
    String before = mode;
    mode = id;
    return before.isEmpty() || mode.equals(before)
        ? null
        : agent + " now works in its own mode “" + mode + "”.";
  }

  /** It is told to work in this mode. */
  synchronized void inMode(String id) {
    mode = id;
  }

  /** The mode it works in; "" where it has none. */
  synchronized String mode() {
    return mode;
  }

  /** The id of the model it works with; the agent's name where it does not tell. */
  synchronized String modelId() {
    return model;
  }

  /** The model it works with, for people: ids that only a program can read are left out. */
  synchronized String model() {
    return model.startsWith("$")
        ? models().stream()
            .filter(one -> one.id().equals(model))
            .map(Choice::name)
            .findFirst()
            .orElse(model)
        : model;
  }

  /** It was told to use this model. */
  synchronized void withModel(String id) {
    model = id;
  }

  /** How many tokens fit into a conversation with the current model; 0 where it does not tell. */
  synchronized long size() {
    for (JsonNode one : models.path("availableModels")) {
      if (one.path("modelId").asString("").equals(models.path("currentModelId").asString("-"))) {
        return one.path("_meta").path("contextLimit").asLong(0);
      }
    }
    return 0;
  }

  /** The option of its configuration that is for this; missing where there is none. */
  synchronized JsonNode option(String category) {
    for (JsonNode option : options) {
      if (option.path("category").asString("").equals(category)
          || option.path("id").asString("").equals(category)) {
        return option;
      }
    }
    return NONE;
  }

  synchronized List<Choice> modes() {
    List<Choice> all = new ArrayList<>();
    modes.path("availableModes").forEach(one -> all.add(choice(one, "id")));
    if (all.isEmpty()) {
      all.addAll(values(option("mode")));
    }
    return all;
  }

  synchronized List<Choice> models() {
    List<Choice> all = new ArrayList<>(values(option("model")));
    if (all.isEmpty()) {
      models.path("availableModels").forEach(one -> all.add(choice(one, "modelId")));
    }
    return all;
  }

  private static List<Choice> values(JsonNode option) {
    List<Choice> all = new ArrayList<>();
    for (JsonNode one : option.path("options")) {
      if (one.path("options").isArray()) { // a group of them
        one.path("options").forEach(in -> all.add(choice(in, "value")));
      } else {
        all.add(choice(one, "value"));
      }
    }
    return all;
  }

  private static Choice choice(JsonNode one, String id) {
    return new Choice(
        one.path(id).asString(""),
        one.path("name").asString(""),
        one.path("description").asString(""));
  }

  /**
   * The mode in which it asks for leave, so that Muster's policy decides: the current one if it
   * does not decide by itself there, else the best of the others; null to leave everything as it
   * is.
   */
  synchronized @Nullable Choice askingMode() {
    List<Choice> all = modes();
    Choice best = null;
    int bestScore = 0;
    for (Choice one : all) {
      int score = score(one);
      if (one.id().equals(mode) && score >= 0) {
        return null;
      }
      if (score > bestScore) {
        best = one;
        bestScore = score;
      }
    }
    return best;
  }

  /** Whether in the mode it works in it decides by itself. */
  synchronized boolean decidesAlone() {
    return modes().stream().anyMatch(one -> one.id().equals(mode) && score(one) < 0);
  }

  private static int score(Choice one) {
    String called = (one.id() + " " + one.name()).toLowerCase(Locale.ROOT);
    String does = one.description().toLowerCase(Locale.ROOT);
    if (NOT_ASKING.matcher(called).find()) {
      return -1;
    }
    return ASKING.matcher(called).find()
        ? 3
        : does.contains("ask") ? 2 : ASKS.matcher(does).find() ? 1 : 0;
  }
}

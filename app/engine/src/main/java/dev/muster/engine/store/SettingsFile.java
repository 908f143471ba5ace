package dev.muster.engine.store;

import dev.muster.engine.store.Settings.Price;
import dev.muster.engine.store.Settings.Provider;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.toml.TomlMapper;

/**
 * The file {@code config.toml}: read with patience, changed with care. Only the values that change
 * are rewritten; comments and keys this version does not know stay as they are, and a file that
 * cannot be read is never written over. Safe for any thread; blocks on the disk.
 */
public final class SettingsFile {
  private static final String NEW_FILE =
      """
      # Muster's settings. Never put a key here: name the environment variable (key_env)
      # or the keychain entry (key_keychain) that holds it.
      """;
  private static final List<String> KNOWN =
      List.of("slots", "theme", "default_agent", "default_mode", "rules", "provider", "agent");

  private final Path file;
  private final TomlMapper mapper = new TomlMapper();

  /**
   * @param file see {@link DataFolder#configFile()}; need not exist
   */
  public SettingsFile(Path file) {
    this.file = file;
  }

  /**
   * What the file says.
   *
   * @param settings defaults where it says nothing or something unusable
   * @param problems a sentence each, with line and key; empty when all is well
   * @param rulesKnown false when its permission rules could not be read: then there may be some
   */
  public record Loaded(Settings settings, List<String> problems, boolean rulesKnown) {}

  private record Content(
      String text, JsonNode tree, Settings settings, List<String> problems, boolean rulesKnown) {}

  /** Reads the file. Never fails: what cannot be used is told and left at its default. */
  public synchronized Loaded load() {
    try {
      Content content = read();
      return new Loaded(content.settings(), content.problems(), content.rulesKnown());
    } catch (StoreException unreadable) {
      return new Loaded(Settings.DEFAULTS, List.of(String.valueOf(unreadable.getMessage())), false);
    }
  }

  /**
   * Changes the settings in the file, as a whole or not at all.
   *
   * @param change from what the file says now
   * @return what the file says afterwards
   * @throws StoreException with a sentence, when it cannot be read or written, or when the change
   *     would put a key into it; the file is then as it was
   */
  public synchronized Settings update(UnaryOperator<Settings> change) throws StoreException {
    Content before = read();
    Settings wanted = change.apply(before.settings());
    if (wanted.equals(before.settings())) {
      return wanted;
    }
    TomlText text = TomlText.parse(before.text());
    edit(text, before.settings(), wanted);
    String edited = text.text();
    Content after = parse(edited);
    if (!after.problems().isEmpty() && before.problems().isEmpty()) {
      throw new StoreException(
          "The settings were not changed. " + String.join(" ", after.problems()));
    }
    if (!after.settings().equals(wanted)
        || !withoutKnown(after.tree()).equals(withoutKnown(before.tree()))) {
      throw new StoreException(
          "The settings could not be changed without risk to what else stands in "
              + file
              + ". It is as it was. Please change it there by hand.");
    }
    write(edited);
    return wanted;
  }

  private Content read() throws StoreException {
    try {
      return parse(Files.readString(file));
    } catch (NoSuchFileException none) {
      return parse(NEW_FILE);
    } catch (IOException failed) {
      throw new StoreException(
          "The settings "
              + file
              + " could not be read ("
              + OwnerOnly.reason(failed)
              + "). Defaults are used; the file is as it was.",
          failed);
    }
  }

  private Content parse(String text) throws StoreException {
    JsonNode tree;
    try {
      tree = mapper.readTree(text);
    } catch (JacksonException malformed) {
      int line = malformed.getLocation() == null ? 0 : malformed.getLocation().getLineNr();
      throw new StoreException(
          "config.toml, line "
              + Math.max(1, line)
              + ": this is not TOML ("
              // The first line of the message; what follows quotes the source, perhaps with a key.
              + String.valueOf(malformed.getOriginalMessage()).lines().findFirst().orElse("")
              + "). Defaults are used and the file is as it was; mend that line in "
              + file
              + ".",
          malformed);
    }
    SettingsReader reader = new SettingsReader(text);
    Settings settings = reader.read(tree);
    return new Content(text, tree, settings, List.copyOf(reader.problems()), reader.rulesKnown());
  }

  private static JsonNode withoutKnown(JsonNode tree) {
    ObjectNode rest = ((ObjectNode) tree).deepCopy();
    rest.remove(KNOWN);
    return rest;
  }

  private void write(String text) throws StoreException {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        OwnerOnly.createFolder(folder);
      }
      // Some keep their settings elsewhere and link to them: the link stays.
      Path target = Files.exists(file) ? file.toRealPath() : file;
      OwnerOnly.replace(target, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException failed) {
      throw new StoreException(
          "The settings could not be written to "
              + file
              + " ("
              + OwnerOnly.reason(failed)
              + "). The file is as it was. Make it writable and try again.",
          failed);
    }
  }

  private static void edit(TomlText text, Settings before, Settings after) {
    if (before.slots() != after.slots()) {
      text.set(-1, "slots", Integer.toString(after.slots()));
    }
    if (before.theme() != after.theme()) {
      text.set(-1, "theme", word(after.theme()));
    }
    if (!Objects.equals(before.defaultAgent(), after.defaultAgent())) {
      text.set(-1, "default_agent", quoted(after.defaultAgent()));
    }
    if (before.defaultMode() != after.defaultMode()) {
      text.set(-1, "default_mode", word(after.defaultMode()));
    }
    if (!before.rules().equals(after.rules())) {
      text.set(-1, "rules", list(after.rules()));
    }
    editProviders(text, before.providers(), after.providers());
    AgentBlocks.edit(text, before.agents(), after.agents());
  }

  /** By id, so that a block that could not be used stays where it is. */
  private static void editProviders(TomlText text, List<Provider> before, List<Provider> after) {
    for (Provider old : before) {
      int header = text.header("provider", old.id());
      Optional<Provider> now =
          after.stream().filter(provider -> provider.id().equals(old.id())).findFirst();
      if (header >= 0 && now.isEmpty()) {
        text.removeTree(header);
      } else if (header >= 0) {
        editProvider(text, header, old, now.orElseThrow());
      }
    }
    List<String> known = before.stream().map(Provider::id).toList();
    after.stream()
        .filter(provider -> !known.contains(provider.id()))
        .forEach(added -> text.append(-1, block(added)));
  }

  private static void editProvider(TomlText text, int header, Provider before, Provider after) {
    if (before.equals(after)) {
      return;
    }
    if (!before.prices().equals(after.prices())) {
      text.removeBelow(header, "provider.price");
      after.prices().forEach(price -> text.append(header, block(price)));
    }
    text.set(header, "name", after.name().equals(after.id()) ? null : quoted(after.name()));
    text.set(header, "api", quoted(after.api().word()));
    text.set(header, "base_url", quoted(after.baseUrl()));
    text.set(header, "key_env", quoted(after.keyEnv()));
    text.set(header, "key_keychain", quoted(after.keyKeychain()));
    text.set(header, "models", list(after.models()));
    text.set(header, "context_window", number(after.contextWindow()));
  }

  private static String block(Provider provider) {
    StringBuilder block = new StringBuilder("[[provider]]\n");
    line(block, "id", quoted(provider.id()));
    line(block, "name", provider.name().equals(provider.id()) ? null : quoted(provider.name()));
    line(block, "api", quoted(provider.api().word()));
    line(block, "base_url", quoted(provider.baseUrl()));
    line(block, "key_env", quoted(provider.keyEnv()));
    line(block, "key_keychain", quoted(provider.keyKeychain()));
    line(block, "models", list(provider.models()));
    line(block, "context_window", number(provider.contextWindow()));
    provider.prices().forEach(price -> block.append('\n').append(block(price)));
    return block.toString();
  }

  private static String block(Price price) {
    StringBuilder block = new StringBuilder("[[provider.price]]\n");
    line(block, "model", quoted(price.model()));
    line(block, "input", number(price.input()));
    line(block, "output", number(price.output()));
    line(block, "cache_read", number(price.cacheRead()));
    line(block, "cache_write", number(price.cacheWrite()));
    return block.toString();
  }

  private static void line(StringBuilder block, String key, @Nullable String value) {
    if (value != null) {
      block.append(key).append(" = ").append(value).append('\n');
    }
  }

  private static @Nullable String number(@Nullable Long value) {
    return value == null ? null : value.toString();
  }

  private static String word(Enum<?> value) {
    return TomlText.quoted(SettingsReader.word(value));
  }

  private static @Nullable String quoted(@Nullable String value) {
    return value == null ? null : TomlText.quoted(value);
  }

  private static @Nullable String list(List<String> values) {
    return values.isEmpty() ? null : TomlText.array(values);
  }

  private static @Nullable String number(@Nullable Double value) {
    return value == null ? null : BigDecimal.valueOf(value).toPlainString();
  }
}

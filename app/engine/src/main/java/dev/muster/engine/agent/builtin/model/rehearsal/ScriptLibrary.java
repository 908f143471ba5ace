package dev.muster.engine.agent.builtin.model.rehearsal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The scripts there are, by id. Immutable. */
public final class ScriptLibrary {
  /** The script that is played when a session names none. */
  public static final String DEFAULT = "look-around";

  private final Map<String, Script> scripts;

  private ScriptLibrary(Map<String, Script> scripts) {
    this.scripts = scripts;
  }

  /** A library of these scripts. */
  public static ScriptLibrary of(List<Script> scripts) {
    Map<String, Script> map = new LinkedHashMap<>();
    scripts.forEach(script -> map.put(script.id(), script));
    return new ScriptLibrary(map);
  }

  /**
   * The scripts that come with Muster: the files named in {@code index.json} beside them.
   *
   * @throws IllegalArgumentException when one of them is wrong
   */
  public static ScriptLibrary standard() {
    List<Script> scripts = new ArrayList<>();
    for (JsonNode name : JsonMapper.shared().readTree(resource("index.json"))) {
      scripts.add(ScriptReader.read(resource(name.asString())));
    }
    return of(scripts);
  }

  /** The same library with more scripts; one with a known id replaces the old one. */
  public ScriptLibrary with(Script... more) {
    List<Script> all = new ArrayList<>(scripts.values());
    all.addAll(List.of(more));
    return of(all);
  }

  /** Finds a script by its id. */
  public Optional<Script> find(String id) {
    return Optional.ofNullable(scripts.get(id));
  }

  /** All scripts, in their order. */
  public List<Script> all() {
    return List.copyOf(scripts.values());
  }

  private static String resource(String name) {
    try (InputStream in = ScriptLibrary.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("The script file " + name + " is not there.");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("The script file " + name + " cannot be read.", e);
    }
  }
}

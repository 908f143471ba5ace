package dev.muster.engine.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.event.SessionEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a real agent program once said, line by line, and the events that are to come of it. The
 * expected ones stand beside it as text; {@code -Dmuster.golden=write} writes them anew, to be read
 * before they are kept.
 *
 * @param lines in order: {@code in} is what it was told, {@code out} what it said
 */
public record Transcript(Path file, List<Line> lines) {
  private static final Path RESOURCES = Path.of("src/test/resources/dev/muster/engine/agent");
  private static final JsonMapper JSON = new JsonMapper();

  /** One line on the wire. */
  public record Line(String direction, String text) {}

  /** All transcripts of an agent. */
  public static List<Path> of(String agent) {
    try (Stream<Path> files = Files.list(RESOURCES.resolve(agent))) {
      return files.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  public static Transcript read(Path file) throws IOException {
    List<Line> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode node = JSON.readTree(line);
      lines.add(new Line(node.path("dir").asString(), node.path("line").asString()));
    }
    return new Transcript(file, lines);
  }

  /** What it said. */
  public List<String> said() {
    return lines.stream().filter(line -> line.direction.equals("out")).map(Line::text).toList();
  }

  /** Compares with what is expected. */
  public void assertTells(List<String> told) throws IOException {
    Path golden = Path.of(file.toString().replaceFirst("[.]jsonl$", ".events.txt"));
    if ("write".equals(System.getProperty("muster.golden"))) {
      Files.write(golden, told);
    }
    assertThat(told).containsExactlyElementsOf(Files.readAllLines(golden));
  }

  /** Writes down what an adapter tells, a line for each event; of what streams, only the sum. */
  public static final class Told implements AgentListener {
    private final List<String> lines = new ArrayList<>();
    private final Map<String, Integer> tails = new LinkedHashMap<>();

    @Override
    public synchronized void event(SessionEvent event) {
      flush();
      String text = event.toString().replace("\n", "⏎");
      lines.add(text.length() <= 600 ? text : text.substring(0, 600) + "… " + text.length());
    }

    @Override
    public synchronized void tail(String id, TailKind kind, String delta) {
      tails.merge(kind + " " + id, delta.length(), Integer::sum);
    }

    @Override
    public synchronized void tailDropped(String id) {
      flush();
      lines.add("  tail dropped " + id);
    }

    @Override
    public void raw(boolean fromAgent, String line) {}

    private void flush() {
      tails.forEach((id, sum) -> lines.add("  tail " + id + ": " + sum + " characters"));
      tails.clear();
    }

    /** A line of the test's own. */
    public synchronized void note(@Nullable String line) {
      flush();
      lines.add(String.valueOf(line));
    }

    public synchronized List<String> lines() {
      flush();
      return List.copyOf(lines);
    }
  }
}

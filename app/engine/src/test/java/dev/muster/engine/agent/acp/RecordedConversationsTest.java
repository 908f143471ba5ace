package dev.muster.engine.agent.acp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.ConversationEvent.ThoughtAdded;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolOutput;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Conversations that were recorded with real agents, against what should come of them.
 *
 * <p>When the mapper changes on purpose, run with {@code -Dgolden.write=FOLDER} and look at every
 * difference before the files go back.
 */
class RecordedConversationsTest {

  static Stream<String> recordings() throws IOException {
    Path all = folder("recorded");
    try (Stream<Path> files = Files.walk(all)) {
      return files
          .filter(file -> file.toString().endsWith(".jsonl"))
          .map(file -> all.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static Path folder(String name) {
    try {
      var url = RecordedConversationsTest.class.getResource(name);
      return Path.of(Objects.requireNonNull(url, name).toURI());
    } catch (URISyntaxException impossible) {
      throw new UncheckedIOException(new IOException(impossible));
    }
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void a_recorded_conversation_gives_the_events_written_down_for_it(String name)
      throws IOException {
    List<String> lines = Replayed.of(folder("recorded").resolve(name));

    String golden = name.replace(".jsonl", ".txt");
    String write = System.getProperty("golden.write");
    if (write != null) {
      Path file = Path.of(write).resolve(golden);
      Files.createDirectories(file.getParent());
      Files.write(file, lines);
    }
    assertThat(lines).isEqualTo(Files.readAllLines(folder("golden").resolve(golden)));
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void turns_and_calls_are_framed_and_ids_are_told_once(String name) throws IOException {
    List<SessionEvent> events = Replayed.eventsOf(folder("recorded").resolve(name));

    boolean inTurn = false;
    Set<String> ids = new HashSet<>();
    Set<String> open = new HashSet<>();
    List<String> wrong = new ArrayList<>();
    for (SessionEvent event : events) {
      switch (event) {
        case TurnStarted _ -> {
          wrong.addAll(inTurn ? List.of("a turn in a turn") : List.of());
          inTurn = true;
        }
        case TurnEnded _ -> {
          wrong.addAll(inTurn ? List.of() : List.of("an end without a turn"));
          wrong.addAll(open);
          inTurn = false;
        }
        case MessageAdded message -> wrong.addAll(twice(ids, message.messageId()));
        case ThoughtAdded thought -> wrong.addAll(twice(ids, thought.messageId()));
        case ToolStarted call -> {
          wrong.addAll(twice(ids, call.callId()));
          open.add(call.callId());
        }
        case ToolOutput output -> {
          if (!open.contains(output.callId())) {
            wrong.add("output of no call");
          }
        }
        case ToolFinished call -> {
          if (!open.remove(call.callId())) {
            wrong.add("an end without a call");
          }
        }
        default -> {} // has no frame
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static List<String> twice(Set<String> ids, String id) {
    return ids.add(id) ? List.of() : List.of(id + " twice");
  }
}

package dev.muster.engine.agent.codex;

import dev.muster.engine.agent.transcript.Found;
import dev.muster.engine.agent.transcript.TranscriptFile;
import dev.muster.engine.agent.transcript.TranscriptFolder;
import dev.muster.engine.agent.transcript.Transcripts;
import dev.muster.engine.agent.wire.Said;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The conversations that Codex had without Muster, from the files that it calls rollouts: {@code
 * sessions/YYYY/MM/DD/rollout-TIME-ID.jsonl}, and those it has archived. As observed with version
 * 0.169.0; older forms are understood as far as they are known.
 */
public final class CodexTranscripts implements Transcripts {
  private static final String BEGINNING = "rollout-";
  private static final String ENDING = ".jsonl";
  private static final int ID = 36;
  private static final int LONGEST_ID = 200;

  private static final String PACKED = ".jsonl.zst";

  private final Path home;
  private final List<TranscriptFolder> folders;

  /**
   * @param home Codex's own folder, see {@link #folder}
   */
  public CodexTranscripts(Path home) {
    this.home = home;
    folders =
        List.of(
            new TranscriptFolder(home.resolve("sessions"), 3, CodexTranscripts::isRollout),
            new TranscriptFolder(
                home.resolve("archived_sessions"), 0, CodexTranscripts::isRollout));
  }

  private static boolean isRollout(String name) {
    return name.startsWith(BEGINNING)
        && name.endsWith(ENDING)
        && name.length() > BEGINNING.length() + ENDING.length();
  }

  /** Codex's own folder in this environment: {@code CODEX_HOME}, else {@code ~/.codex}. */
  public static Path folder(Map<String, String> env, Path home) {
    String set = env.get("CODEX_HOME");
    return set == null || set.isBlank() ? home.resolve(".codex") : home.resolve(set);
  }

  @Override
  public String agentId() {
    return "codex";
  }

  @Override
  public String agentName() {
    return "Codex";
  }

  @Override
  public boolean isThere() {
    return folders.stream().anyMatch(TranscriptFolder::isThere);
  }

  @Override
  public List<Found> list(int most, Consumer<String> problem) {
    List<TranscriptFile> files = new ArrayList<>();
    folders.forEach(folder -> files.addAll(folder.files(problem)));
    tellPacked(problem);
    Map<String, String> names = CodexNames.read(home.resolve("session_index.jsonl"));
    files.sort(java.util.Comparator.comparing(TranscriptFile::changed).reversed());
    List<Found> found = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (TranscriptFile file : files) {
      if (found.size() >= most) {
        break;
      }
      Found one = head(file, names, problem);
      if (one != null && seen.add(one.id())) {
        found.add(one);
      }
    }
    return found;
  }

  /** Codex can be told to compress what is old. */
  private void tellPacked(Consumer<String> problem) {
    Path sessions = home.resolve("sessions");
    int packed =
        new TranscriptFolder(sessions, 3, name -> name.endsWith(PACKED)).files(_ -> {}).size();
    if (packed > 0) {
      problem.accept(
          (packed == 1 ? "A conversation" : packed + " conversations")
              + " in "
              + sessions
              + (packed == 1 ? " is" : " are")
              + " compressed ("
              + PACKED
              + ") and left out. Unpack copies with zstd, and import those.");
    }
  }

  /** What the beginning of a file says; null when no prompt of a person is in it. */
  private static @Nullable Found head(
      TranscriptFile file, Map<String, String> names, Consumer<String> problem) {
    Head head = new Head(file.changed());
    try {
      file.head(head);
    } catch (IOException unreadable) {
      problem.accept(
          file.path()
              + " cannot be read ("
              + TranscriptFile.reason(unreadable)
              + "); its conversation is left out.");
      return null;
    }
    String prompt = head.prompt;
    if (prompt == null || head.helper) {
      return null;
    }
    String id = head.id.isEmpty() || head.id.length() > LONGEST_ID ? id(file) : head.id;
    String name = names.get(id);
    return new Found(
        id,
        file.path(),
        file.bytes(),
        head.cwd,
        Said.line(prompt),
        name,
        head.started,
        file.changed(),
        head.byMuster);
  }

  /** The id that stands at the end of the name; the whole name where none does. */
  private static String id(TranscriptFile file) {
    String name = String.valueOf(file.path().getFileName());
    String bare = name.substring(BEGINNING.length(), name.length() - ENDING.length());
    return bare.length() > ID ? bare.substring(bare.length() - ID) : bare;
  }

  private static final class Head implements TranscriptFile.Entries {
    String id = "";
    String cwd = "";
    boolean byMuster;
    boolean helper;
    Instant started;
    @Nullable String prompt;

    Head(Instant changed) {
      started = changed;
    }

    @Override
    public void entry(ObjectNode entry) {
      JsonNode payload = entry.path("payload");
      boolean first = id.isEmpty();
      if (entry.path("type").asString("").equals("session_meta") && first) {
        // A forked conversation has those of its forebears behind its own.
        id = payload.path("id").asString("");
        cwd = payload.path("cwd").asString("");
        byMuster = payload.path("originator").asString("").equals("muster");
        helper =
            payload.path("source").has("subagent")
                || payload.path("thread_source").asString("").equals("subagent");
      } else if (!entry.has("payload") && first && entry.has("id") && !entry.has("type")) {
        id = entry.path("id").asString("");
      }
      started = RolloutReader.at(entry, started);
      String said = RolloutReader.prompt(entry);
      prompt = said == null ? prompt : said;
    }

    @Override
    public boolean enough() {
      return prompt != null || helper;
    }
  }

  @Override
  public ReadThrough read(Found found, Listener listener) throws IOException {
    RolloutReader reader = new RolloutReader(cwd(found), found.started(), listener::told);
    TranscriptFile file = new TranscriptFile(found.file(), found.bytes(), found.changed());
    ReadThrough through = file.read(reader, listener::progressed);
    reader.finish();
    return through;
  }

  /** Only to shorten what is shown; nothing is looked at there. */
  private static Path cwd(Found found) {
    try {
      return Path.of(found.cwd().isEmpty() ? "/" : found.cwd()).normalize();
    } catch (InvalidPathException noPath) {
      return Path.of("/");
    }
  }
}

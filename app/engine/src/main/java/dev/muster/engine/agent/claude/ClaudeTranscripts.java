package dev.muster.engine.agent.claude;

import dev.muster.engine.agent.transcript.Found;
import dev.muster.engine.agent.transcript.TranscriptFile;
import dev.muster.engine.agent.transcript.TranscriptFolder;
import dev.muster.engine.agent.transcript.Transcripts;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The conversations that Claude Code had without Muster, from its own files. */
public final class ClaudeTranscripts implements Transcripts {
  private static final String ENDING = ".jsonl";

  private final TranscriptFolder folder;

  /**
   * @param config the CLI's own folder, see {@link #folder}
   */
  public ClaudeTranscripts(Path config) {
    // Deeper down lie the files of its sub-agents.
    this.folder =
        new TranscriptFolder(
            config.resolve("projects"),
            1,
            name -> name.endsWith(ENDING) && !name.startsWith("agent-"));
  }

  /**
   * The CLI's own folder in this environment: {@code CLAUDE_CONFIG_DIR}, else {@code ~/.claude}.
   */
  public static Path folder(Map<String, String> env, Path home) {
    String set = env.get("CLAUDE_CONFIG_DIR");
    return set == null || set.isBlank() ? home.resolve(".claude") : home.resolve(set);
  }

  @Override
  public String agentId() {
    return "claude";
  }

  @Override
  public String agentName() {
    return "Claude Code";
  }

  @Override
  public boolean isThere() {
    return folder.isThere();
  }

  @Override
  public List<Found> list(int most, Consumer<String> problem) {
    List<Found> found = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (TranscriptFile file : folder.files(problem)) {
      if (found.size() >= most) {
        break;
      }
      Found one = head(file, problem);
      if (one != null && seen.add(one.id())) {
        found.add(one);
      }
    }
    return found;
  }

  /** What the beginning of a file says; null when no prompt of a person is in it. */
  private static @Nullable Found head(TranscriptFile file, Consumer<String> problem) {
    Head head = new Head();
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
    ObjectNode first = head.first;
    String prompt = first == null ? null : TranscriptReader.prompt(first);
    if (first == null || prompt == null) {
      return null;
    }
    String name = String.valueOf(file.path().getFileName());
    String title = head.title;
    return new Found(
        name.substring(0, name.length() - ENDING.length()),
        file.path(),
        file.bytes(),
        Messages.text(first, "cwd"),
        title == null ? Messages.oneLine(prompt) : title,
        null,
        TranscriptReader.at(first, file.changed()),
        file.changed(),
        false);
  }

  private static final class Head implements TranscriptFile.Entries {
    @Nullable String title;
    @Nullable ObjectNode first;

    @Override
    public void entry(ObjectNode entry) {
      title = title == null ? TranscriptReader.title(entry) : title;
      if (TranscriptReader.prompt(entry) != null) {
        first = entry;
      }
    }

    @Override
    public boolean enough() {
      return first != null;
    }
  }

  @Override
  public ReadThrough read(Found found, Listener listener) throws IOException {
    TranscriptReader reader =
        new TranscriptReader(cwd(found), found.started(), found.title(), listener::told);
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

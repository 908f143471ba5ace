package dev.muster.engine.policy.shell;

import java.util.List;

/**
 * One simple command: what the shell would start as one program.
 *
 * @param assignments {@code NAME=value} in front of it; alone, they set shell variables
 * @param words program and arguments; empty for assignments or redirections alone
 * @param redirects files and descriptors it is connected to
 */
public record ShellCommand(
    List<Assignment> assignments, List<Word> words, List<Redirect> redirects) {

  /** A variable set for the command, or for all that follow when there is no command. */
  public record Assignment(String name, Word value) {}

  /** A redirection. */
  public record Redirect(Way way, Word target) {}

  /** What a redirection does with its target. */
  public enum Way {
    READS,
    WRITES,
    /** Copies or closes a descriptor; the target is no file. */
    DUPLICATES,
    /** Feeds text that stands in the command line itself. */
    HERE
  }

  public ShellCommand {
    assignments = List.copyOf(assignments);
    words = List.copyOf(words);
    redirects = List.copyOf(redirects);
  }

  /** A command of these words alone. */
  public static ShellCommand of(List<Word> words) {
    return new ShellCommand(List.of(), words, List.of());
  }

  /** The words with blanks between, for a person. */
  public String text() {
    StringBuilder all = new StringBuilder();
    for (Assignment assignment : assignments) {
      all.append(all.isEmpty() ? "" : " ").append(assignment.name()).append('=');
      all.append(assignment.value().text());
    }
    for (Word word : words) {
      all.append(all.isEmpty() ? "" : " ").append(word.text());
    }
    return all.toString();
  }
}

package dev.muster.desktop.control;

import java.util.List;
import javafx.scene.input.KeyCode;
import org.jspecify.annotations.Nullable;

/**
 * What an agent asks to be allowed.
 *
 * @param id names the question; the answer carries it back
 * @param title as {@code Run a command?}
 * @param subject exactly what is to be allowed: the command with every character, a path, a host
 * @param lines whether a line break in the subject begins a line, as in a command, and is not a
 *     part of a name
 * @param risks why it is asked, each a word or two
 * @param options what can be answered, the first being the one a person most often wants
 * @param detail what more there is to look at; null where there is nothing
 */
public record ApprovalRequest(
    String id,
    String title,
    String subject,
    boolean lines,
    List<Risk> risks,
    List<Option> options,
    @Nullable Detail detail) {
  public ApprovalRequest {
    risks = List.copyOf(risks);
    options = List.copyOf(options);
  }

  /** A request to run a command that says no more than that. */
  public ApprovalRequest(
      String id, String title, String subject, List<Risk> risks, List<Option> options) {
    this(id, title, subject, true, risks, options, null);
  }

  /**
   * More to look at.
   *
   * @param title what it is, as {@code What will change}
   * @param text any number of lines
   * @param change whether it is a diff, whose lines begin with a plus or a minus
   */
  public record Detail(String title, String text, boolean change) {}

  /** The subject with every character visible. */
  public String shown() {
    return lines ? VisibleText.exact(subject) : VisibleText.onOneLine(subject);
  }

  /** A word or two on why it is asked, as {@code network}; dangerous ones stand out. */
  public record Risk(Tone tone, String word) {}

  /** What kind of answer an option is. */
  public enum Kind {
    ALLOW,
    /** Allows this and, by a rule, more of the kind. */
    ALLOW_RULE,
    /** Says no; the person may add a word on what to do instead. */
    DENY
  }

  /**
   * One possible answer.
   *
   * @param id names it in the answer
   * @param kind what it does
   * @param title as {@code Allow once}
   * @param explanation one sentence on what it will let through; for the tooltip and screen readers
   * @param key the letter that chooses it; null for none
   */
  public record Option(
      String id, Kind kind, String title, String explanation, @Nullable KeyCode key) {}

  /**
   * What the person answered. It names the question and repeats what was on the card, so that it
   * can never be taken for an answer to another.
   *
   * @param requestId the question's id
   * @param subject what the card showed, as in the request
   * @param optionId what was chosen
   * @param note what the person added; may be empty
   */
  public record Answer(String requestId, String subject, String optionId, String note) {}
}

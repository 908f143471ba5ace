package dev.muster.engine.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an agent asked leave for, and what was answered. */
public sealed interface PermissionEvent extends SessionEvent {

  /** At most this many characters of detail stand in one {@link ApprovalAsked}. */
  int MOST_DETAIL = 256 * 1024;

  /** What an action touches. */
  enum Subject {
    READ,
    EDIT,
    RUN,
    FETCH,
    OTHER
  }

  /** Who decided. */
  enum DecidedBy {
    USER,
    RULE,
    MODE,
    HOOK,
    /** No one: the request was withdrawn because the turn ended or the agent died. */
    NOBODY
  }

  /** How far an answer reaches. */
  enum Reach {
    ONCE,
    SESSION,
    PROJECT,
    ALWAYS
  }

  /**
   * A choice offered with a request.
   *
   * @param id unique in the request
   * @param label for the button; says what it will let through
   * @param rule the rule it would add, in the policy's own notation; null for a plain once
   */
  record Option(String id, String label, boolean allows, Reach reach, @Nullable String rule) {}

  /**
   * An action waits for a decision.
   *
   * @param requestId unique in the session; an answer names it
   * @param callId the tool call it is about; null where the agent names none
   * @param exact the exact command, path or address; an answer is for this and nothing else
   * @param risks short words for a person: "network", "outside the worktree", "deletes files"
   * @param detail more to look at, such as a diff whose lines begin with a plus or a minus; at most
   *     {@link #MOST_DETAIL} characters, and says how much is left out; null where there is none
   */
  record ApprovalAsked(
      String requestId,
      @Nullable String callId,
      Subject subject,
      String title,
      String exact,
      List<String> risks,
      List<Option> options,
      @Nullable String detail)
      implements PermissionEvent {}

  /**
   * The decision.
   *
   * @param rule the rule that a person added with the answer, or that decided ({@code ", "} between
   *     several); null where none did
   * @param note what the person wrote with it, told to the agent; null where nothing
   * @param choice the words of the agent's own choice that was taken; null for an answer of
   *     Muster's
   * @param unasked what was decided without asking anybody, so that no {@link ApprovalAsked} says
   *     it; null where one does, and in what older versions wrote
   */
  record ApprovalAnswered(
      String requestId,
      boolean allowed,
      DecidedBy by,
      Reach reach,
      @Nullable String rule,
      @Nullable String note,
      @Nullable String choice,
      @Nullable Unasked unasked)
      implements PermissionEvent {

    /** An answer to what was asked, none of the agent's own choices. */
    public ApprovalAnswered(
        String requestId,
        boolean allowed,
        DecidedBy by,
        Reach reach,
        @Nullable String rule,
        @Nullable String note) {
      this(requestId, allowed, by, reach, rule, note, null, null);
    }
  }

  /**
   * An action that standing rules decided.
   *
   * @param callId the tool call it is about; null where the agent names none
   * @param exact as in {@link ApprovalAsked}; of a long one the beginning, {@link #MOST_EXACT}
   * @param rules those that decided; more than one where a compound command needed several
   */
  record Unasked(@Nullable String callId, Subject subject, String exact, List<StandingRule> rules) {
    /** At most this many characters of the action are kept beside its decision. */
    public static final int MOST_EXACT = 4 * 1024;

    public Unasked {
      rules = rules == null ? List.of() : List.copyOf(rules);
    }
  }

  /**
   * A rule that stood when something was decided.
   *
   * @param rule in the policy's own notation
   * @param reach how far it reaches; null for one that is Muster's own and holds everywhere
   */
  record StandingRule(String rule, @Nullable Reach reach) {}
}

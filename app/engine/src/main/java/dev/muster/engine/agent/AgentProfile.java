package dev.muster.engine.agent;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent is and can do. A pane offers nothing that the profile denies.
 *
 * @param id stable, such as {@code muster-anthropic}, {@code claude}, {@code rehearsal}
 * @param name for people, such as "Muster agent"
 * @param detail one line below the name in the new-session dialog: version, model, signed in
 * @param availability whether it can be started now
 * @param models what may be asked for, the default first; empty where the agent does not tell
 * @param scripted true for the rehearsal: always shown as scripted
 * @param steers whether a prompt can be put into a running turn
 * @param resumes whether it goes on after its process died
 * @param asks whether it can ask questions
 * @param reportsCost whether it tells (or Muster can reckon) money
 * @param images whether pictures can go with a prompt
 * @param efforts how hard it can be told to think, the least first; the launch's option {@code
 *     effort} names one; empty where that cannot be chosen
 * @param forks whether a new session can begin with all that was said in another one, which the
 *     launch's option {@link AgentLaunch#FORK} names
 * @param rewinds whether it can go back to the end of an earlier turn and forget what came after;
 *     another one keeps its memory when the files are taken back, and is told
 */
public record AgentProfile(
    String id,
    String name,
    String detail,
    Availability availability,
    List<String> models,
    boolean scripted,
    boolean steers,
    boolean resumes,
    boolean asks,
    boolean reportsCost,
    boolean images,
    List<String> efforts,
    boolean forks,
    boolean rewinds) {

  /** An agent that begins every session with nothing. */
  public AgentProfile(
      String id,
      String name,
      String detail,
      Availability availability,
      List<String> models,
      boolean scripted,
      boolean steers,
      boolean resumes,
      boolean asks,
      boolean reportsCost,
      boolean images,
      List<String> efforts) {
    this(
        id,
        name,
        detail,
        availability,
        models,
        scripted,
        steers,
        resumes,
        asks,
        reportsCost,
        images,
        efforts,
        false,
        false);
  }

  /** The same agent, for which it is said what it can do with conversations. */
  public AgentProfile withConversations(boolean forks, boolean rewinds) {
    return new AgentProfile(
        id,
        name,
        detail,
        availability,
        models,
        scripted,
        steers,
        resumes,
        asks,
        reportsCost,
        images,
        efforts,
        forks,
        rewinds);
  }

  /**
   * Whether an agent can be started.
   *
   * @param remedy what to do when it cannot, a sentence or a command; null when it can
   */
  public record Availability(boolean ready, String status, @Nullable String remedy) {
    /** It can be started. */
    public static Availability yes(String status) {
      return new Availability(true, status, null);
    }

    /** It cannot, and this is what mends it. */
    public static Availability no(String status, String remedy) {
      return new Availability(false, status, remedy);
    }
  }
}

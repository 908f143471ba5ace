package dev.muster.engine.agent.acp;

import dev.muster.engine.agent.wire.AgentCommand;
import java.util.HashMap;
import java.util.Map;

/**
 * What is known of an agent before it has said a word: the protocol tells of none of this, or only
 * once a session is open. Found out with the programs themselves.
 *
 * @param steers takes a prompt into a running turn
 * @param resumes still knows a conversation after its process died
 * @param asks asks the person questions
 * @param reportsCost tells money
 * @param forks begins a conversation with what was said in another one
 * @param countsOn goes on counting money where a conversation is gone on with
 */
record AcpTraits(
    boolean steers,
    boolean resumes,
    boolean asks,
    boolean reportsCost,
    boolean forks,
    boolean countsOn) {
  /** OpenCode asks before these; a rule or the mode of Muster then answers. */
  private static final String OPENCODE_ASKS =
      """
      {"*":"ask","read":"allow","glob":"allow","grep":"allow","list":"allow","lsp":"allow",\
      "todowrite":"allow","todoread":"allow","skill":"allow","question":"allow",\
      "task":{"*":"deny","general":"allow","explore":"allow"}}\
      """;

  /**
   * What a sub-agent of OpenCode would have to ask for is never asked of whoever drives it, and it
   * waits for ever. So sub-agents read and search, and nothing else.
   */
  private static final String OPENCODE_SUBAGENTS =
      """
      {"agent":{"general":{"permission":%1$s},"explore":{"permission":%1$s}}}\
      """
          .formatted(
              """
              {"*":"deny","read":"allow","glob":"allow","grep":"allow","list":"allow",\
              "todowrite":"allow","todoread":"allow"}\
              """);

  static AcpTraits of(AgentCommand command) {
    for (String word : command.argv()) {
      String program = word.replaceFirst(".*[/\\\\]", "");
      if (program.startsWith("opencode")) {
        return new AcpTraits(false, true, false, true, true, true);
      }
      if (program.startsWith("qwen")) {
        return new AcpTraits(true, true, true, false, false, false);
      }
      if (program.startsWith("gemini")) {
        return new AcpTraits(false, false, false, false, false, false);
      }
      if (word.contains("claude-agent-acp")) {
        return new AcpTraits(false, true, false, true, true, false);
      }
    }
    return new AcpTraits(false, true, false, false, false, false);
  }

  /**
   * The environment of an agent's process. Without these OpenCode would ask for nothing, and the
   * Gemini CLI would start itself a second time. What the user has set stays; other agents do not
   * know these names.
   */
  static Map<String, String> environment(AgentCommand command) {
    Map<String, String> env = new HashMap<>(command.env());
    env.putIfAbsent("OPENCODE_PERMISSION", OPENCODE_ASKS);
    env.putIfAbsent("OPENCODE_CONFIG_CONTENT", OPENCODE_SUBAGENTS);
    env.putIfAbsent("OPENCODE_DISABLE_AUTOUPDATE", "1");
    env.putIfAbsent("GEMINI_CLI_NO_RELAUNCH", "true");
    return env;
  }
}

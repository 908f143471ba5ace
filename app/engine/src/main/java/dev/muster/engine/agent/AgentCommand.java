package dev.muster.engine.agent;

/**
 * A command that an agent understands in a prompt, as it announced it.
 *
 * @param name without the {@code /}
 * @param description one line for a person; empty when it told none
 * @param hint what may follow the name; empty when it told none
 */
public record AgentCommand(String name, String description, String hint) {}

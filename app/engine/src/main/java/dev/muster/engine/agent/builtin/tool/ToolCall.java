package dev.muster.engine.agent.builtin.tool;

import tools.jackson.databind.node.ObjectNode;

/**
 * A model's wish to use a tool.
 *
 * @param callId unique in the session
 * @param input the arguments as the model wrote them: data, not yet checked
 */
public record ToolCall(String callId, ObjectNode input) {}

package dev.muster.engine.agent.builtin.model;

import tools.jackson.databind.node.ObjectNode;

/**
 * A tool as the model is told of it.
 *
 * @param name letters, digits, {@code _} and {@code -}, at most 64
 * @param description what it does and when to use it
 * @param schema JSON schema of its arguments, an object schema
 */
public record ToolDefinition(String name, String description, ObjectNode schema) {}

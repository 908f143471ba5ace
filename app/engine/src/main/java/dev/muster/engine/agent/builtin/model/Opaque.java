package dev.muster.engine.agent.builtin.model;

/**
 * Reasoning in the form its maker wants it back: a signature, an encrypted item. Muster never reads
 * it; it is sent back unchanged, and only to the format and model family that made it.
 *
 * @param api the format it came from
 * @param model the model it came from
 * @param json the block or item as one JSON object, word for word as far as JSON keeps it
 */
public record Opaque(ApiKind api, String model, String json) {}

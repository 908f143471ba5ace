package dev.muster.engine.event;

/**
 * An event of a kind this version does not know, read from a journal that a newer one wrote. It is
 * kept as it is and written back unchanged.
 *
 * @param kind the name of the kind
 * @param json the whole body, a JSON object
 */
public record UnknownEvent(String kind, String json) implements SessionEvent {}

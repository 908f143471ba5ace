package dev.muster.engine.event;

/**
 * A file that goes with a prompt.
 *
 * @param name shown to the person
 * @param mediaType such as {@code image/png}
 * @param path where it was copied to in the data folder, absolute
 */
public record Attachment(String name, String mediaType, String path) {}

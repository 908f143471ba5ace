package dev.muster.desktop.grid;

import dev.muster.desktop.live.SessionItem;
import java.util.function.Consumer;

/**
 * The windows that show one session. Called on the JavaFX thread.
 *
 * @param review shows what it changed
 * @param land the same, and asks how its work is landed
 * @param pullRequest the same, and asks for its pull request
 * @param race shows it beside the others that began with the same prompt
 */
public record SessionWindows(
    Consumer<SessionItem> review,
    Consumer<SessionItem> land,
    Consumer<SessionItem> pullRequest,
    Consumer<SessionItem> race) {}

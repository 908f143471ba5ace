package dev.muster.engine.agent;

import dev.muster.engine.event.Attachment;
import java.util.List;

/** What an agent is told. Already in the journal under its id when the agent sees it. */
public record Prompt(String promptId, String text, List<Attachment> attachments) {}

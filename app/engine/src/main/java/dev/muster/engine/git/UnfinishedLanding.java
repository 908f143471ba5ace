package dev.muster.engine.git;

/**
 * Something that was being done when Muster ended.
 *
 * @param session whose work
 * @param ref {@code refs/muster/landing/SESSION}, which keeps everything it needs
 * @param record full id of the commit that tells what was being done
 * @param sentence what was being done and how far it came
 * @param canFinish whether {@link Landings#finish} can do the rest
 * @param canUndo whether {@link Landings#undo(UnfinishedLanding)} can take back what was done
 */
public record UnfinishedLanding(
    String session,
    String ref,
    String record,
    String sentence,
    boolean canFinish,
    boolean canUndo) {}

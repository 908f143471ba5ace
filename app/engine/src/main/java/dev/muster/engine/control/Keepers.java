package dev.muster.engine.control;

import dev.muster.engine.export.Exporter;
import dev.muster.engine.export.SessionImporter;
import dev.muster.engine.keep.Housekeeping;
import dev.muster.engine.review.SessionLandings;
import dev.muster.engine.review.SessionPullRequests;
import dev.muster.engine.store.RebuildReport;
import java.util.function.Supplier;

/**
 * The parts of a running engine that keep house, share sessions and land their work.
 *
 * @param rebuild makes all that is derived from the journal anew, beside whatever else goes on;
 *     blocks
 */
public record Keepers(
    Exporter exporter,
    SessionImporter importer,
    Housekeeping house,
    Supplier<RebuildReport> rebuild,
    SessionLandings landings,
    SessionPullRequests pullRequests) {}

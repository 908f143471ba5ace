package dev.muster.engine.control;

import dev.muster.engine.export.Exporter;
import dev.muster.engine.export.SessionImporter;
import dev.muster.engine.keep.Housekeeping;

/** The parts of a running engine that keep house and share sessions. */
public record Keepers(Exporter exporter, SessionImporter importer, Housekeeping house) {}

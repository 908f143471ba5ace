package dev.muster.engine;

import dev.muster.engine.control.Keepers;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.export.Exporter;
import dev.muster.engine.export.MaskFacts;
import dev.muster.engine.export.SessionImporter;
import dev.muster.engine.imported.ImportRequest;
import dev.muster.engine.imported.Importer;
import dev.muster.engine.imported.PastAgent;
import dev.muster.engine.keep.Housekeeping;
import dev.muster.engine.session.Workplace;
import dev.muster.engine.store.Journal;
import dev.muster.engine.store.Store;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;

/** What is done with sessions that are over: the parts of an engine that take in, write, prune. */
record PastParts(
    Importer importer,
    ImportRequest conversations,
    Exporter exporter,
    SessionImporter sessionImporter,
    Housekeeping keeping) {

  /**
   * @param quiet told of sessions that are taken in
   */
  static PastParts of(
      EngineOptions options,
      Journal journal,
      Workplace workplace,
      KnownProjects projects,
      Consumer<SessionId> quiet) {
    Clock clock = Clock.systemUTC();
    String home = System.getProperty("user.home", "");
    String inEnvironment = options.environment().getOrDefault("HOME", home.isEmpty() ? "/" : home);
    return new PastParts(
        new Importer(journal, projects::placeOf, options.folder(), clock),
        ImportRequest.all(
            List.of(PastAgent.values()), options.environment(), Path.of(inEnvironment)),
        new Exporter(
            journal,
            workplace,
            MaskFacts.of(options.environment(), home, System.getProperty("user.name", "")),
            clock),
        new SessionImporter(journal, options.folder(), clock, quiet),
        new Housekeeping(journal, options.folder(), workplace, clock));
  }

  Keepers keepers(Store store, ReviewParts review) {
    return new Keepers(
        exporter,
        sessionImporter,
        keeping,
        store::rebuild,
        review.landings(),
        review.pullRequests());
  }
}

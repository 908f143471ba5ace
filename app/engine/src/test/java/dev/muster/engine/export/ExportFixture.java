package dev.muster.engine.export;

import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.Git;
import dev.muster.engine.git.GitException;
import dev.muster.engine.host.LocalHost;
import dev.muster.engine.session.Workplace;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.Past;
import dev.muster.engine.store.Store;
import dev.muster.engine.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A store with sessions, and what exports and imports them. */
final class ExportFixture implements AutoCloseable {
  static final SessionId ONE = new SessionId("sexport01");
  static final SessionId TWO = new SessionId("sexport02");
  static final MaskFacts FACTS =
      new MaskFacts(Map.of("SHOP_TOKEN", "hunter2hunter2"), "/home/ada", "ada");

  final DataFolder folder;
  final Store store;
  final LocalHost host = new LocalHost();
  final Exporter exporter;
  final SessionImporter importer;
  final Set<SessionId> quiet = new HashSet<>();

  ExportFixture(Path home) throws StoreException, GitException {
    folder = DataFolder.at(home);
    store = Store.open(folder, Clock.systemUTC());
    Workplace workplace = new Workplace(Git.on(host), host, folder);
    exporter = new Exporter(store.journal(), workplace, FACTS, Clock.systemUTC());
    importer = new SessionImporter(store.journal(), folder, Clock.systemUTC(), quiet::add);
  }

  void put(SessionId id, List<Past> story) {
    store.journal().appendPast(id, story).join();
  }

  List<Recorded> all(SessionId id) {
    List<Recorded> events = new ArrayList<>();
    store.journal().replay(id, events::add);
    return events;
  }

  Path export(Path to, ExportFormat format, Set<MaskKind> masked, SessionId... ids)
      throws ExportException {
    exporter.write(
        new ExportRequest(List.of(ids), format, to, false, masked, true), ExportListener.NONE);
    return to;
  }

  String text(Path to, ExportFormat format, Set<MaskKind> masked, SessionId... ids)
      throws ExportException, IOException {
    return Files.readString(export(to, format, masked, ids));
  }

  @Override
  public void close() {
    store.close();
    host.close();
  }
}

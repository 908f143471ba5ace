package dev.muster.engine;

import dev.muster.engine.demo.Demo;
import dev.muster.engine.session.FleetException;
import dev.muster.engine.session.SessionSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A demo that is ready to be started: a fresh sample repository as a project, with rules of its
 * own.
 *
 * @param sessions to be created, all scripted
 */
public record DemoReady(ProjectInfo project, List<SessionSpec> sessions) {
  static DemoReady make(Demo demo, KnownProjects projects, PermissionBook rules)
      throws IOException, FleetException {
    Path repository = demo.makeRepository();
    ProjectInfo info = projects.open(repository);
    for (String rule : Demo.rules()) {
      rules.addForProject(info.id(), rule);
    }
    return new DemoReady(info, Demo.sessions(repository));
  }
}

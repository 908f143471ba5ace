package dev.muster.engine;

import dev.muster.engine.git.Branch;
import dev.muster.engine.git.GitException;
import dev.muster.engine.git.Head;
import dev.muster.engine.git.Repository;
import dev.muster.engine.git.RepositoryFacts;
import dev.muster.engine.imported.Place;
import dev.muster.engine.session.FleetException;
import dev.muster.engine.session.Workplace;
import dev.muster.engine.store.Projects;
import dev.muster.engine.store.Projects.Project;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The repositories that were opened, as git tells of them now. Any thread; methods block. */
final class KnownProjects {
  private final Workplace workplace;
  private final Projects store;

  KnownProjects(Workplace workplace, Projects store) {
    this.workplace = workplace;
    this.store = store;
  }

  /** Looks at the repository that a folder lies in and remembers it as a project. */
  ProjectInfo open(Path inside) throws FleetException, GitException {
    ProjectInfo info = look(inside);
    store.opened(info.id(), info.name(), info.path());
    return info;
  }

  /** Those opened so far, the last one first; one that is gone says so. */
  List<ProjectInfo> all() {
    List<ProjectInfo> all = new ArrayList<>();
    for (Project project : store.all()) {
      all.add(lookAgain(project));
    }
    return all;
  }

  /** The repository that an old conversation was in. */
  @Nullable Place placeOf(Path folder) {
    try {
      Repository repository = workplace.repository(folder);
      return new Place(repository.id(), repository.name(), repository.root().toString());
    } catch (FleetException none) {
      return null;
    }
  }

  private ProjectInfo look(Path inside) throws FleetException, GitException {
    Repository repository = workplace.repository(inside);
    RepositoryFacts facts = repository.facts();
    Head head = facts.head();
    List<String> branches = new ArrayList<>();
    String own = head.branch();
    if (own != null) {
      branches.add(own);
    }
    for (Branch branch : repository.branches(false)) {
      if (!branch.name().equals(own)) {
        branches.add(branch.name());
      }
    }
    return new ProjectInfo(
        facts.id(),
        facts.name(),
        facts.root(),
        own,
        head.commit(),
        facts.dirty(),
        List.copyOf(branches),
        null);
  }

  private ProjectInfo lookAgain(Project project) {
    try {
      return look(project.checkout());
    } catch (FleetException | GitException gone) {
      return new ProjectInfo(
          project.id(),
          project.name(),
          project.checkout(),
          null,
          null,
          false,
          List.of(),
          String.valueOf(gone.getMessage()));
    }
  }
}

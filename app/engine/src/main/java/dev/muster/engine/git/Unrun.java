package dev.muster.engine.git;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Says which programs of the user's a plain git would have started and Muster's did not. */
final class Unrun {
  private Unrun() {}

  /** A sentence when the repository has any of these hooks. */
  static List<String> hooks(Repository repository, String... names) throws GitException {
    var folder = folder(repository);
    var found = new ArrayList<String>();
    for (var name : names) {
      if (Files.isExecutable(folder.resolve(name))) {
        found.add(name);
      }
    }
    return found.isEmpty()
        ? List.of()
        : List.of(
            "This repository's %s %s did not run: Muster never starts hooks, since an agent may have changed them."
                .formatted(String.join(", ", found), found.size() == 1 ? "hook" : "hooks"));
  }

  /** A sentence when the user has git sign every commit. */
  static List<String> signing(Repository repository) throws GitException {
    return config(repository, "--type=bool", "commit.gpgSign").equals("true")
        ? List.of("You sign your commits; what Muster commits is not signed.")
        : List.of();
  }

  /** Where its hooks are, as the user has it. */
  static Path folder(Repository repository) throws GitException {
    var common = repository.commonDir();
    // The last value is the one that Muster gives to every git of its own.
    var values =
        repository
            .git()
            .run(
                GitCall.of(
                        GitPlace.store(common),
                        "config",
                        "--type=path",
                        "-z",
                        "--get-all",
                        "core.hooksPath")
                    .accepting(0, 1))
            .fields();
    if (values.size() >= 2) {
      try {
        return repository.root().resolve(values.get(values.size() - 2));
      } catch (InvalidPathException e) {
        return common.resolve("hooks"); // git would find no hook there either
      }
    }
    return common.resolve("hooks");
  }

  private static String config(Repository repository, String type, String key) throws GitException {
    var said =
        repository
            .git()
            .run(
                GitCall.of(GitPlace.store(repository.commonDir()), "config", type, "--get", key)
                    .accepting(0, 1, 128));
    return said.exit() == 0 ? said.text() : "";
  }
}

package dev.muster.engine.host;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds commands on a search path, the way a shell would. */
final class Executables {
  private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));
  private static final String USUAL = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";

  private final String path;

  Executables(@Nullable String path) {
    this.path = path == null || path.isEmpty() ? USUAL : path;
  }

  /** The absolute path of a command, null when it is not there. */
  @Nullable String find(String name) {
    for (var folder : SEPARATOR.split(path)) {
      if (folder.isEmpty()) {
        continue; // means the current folder, which an agent may have filled
      }
      try {
        var file = Path.of(folder, name);
        if (file.isAbsolute() && Files.isRegularFile(file) && Files.isExecutable(file)) {
          return file.toString();
        }
      } catch (InvalidPathException e) {
        continue; // an entry that is no path cannot hold the command
      }
    }
    return null;
  }

  /**
   * What to start for a command, or why it cannot be started.
   *
   * @param name as in a command line; with a slash it is a path seen from {@code cwd}
   * @return the absolute path for a plain name, a path as it is
   * @throws HostException with a sentence, when it does not exist or is not executable
   */
  String resolve(String name, Path cwd) throws HostException {
    if (name.indexOf('/') < 0) {
      var found = find(name);
      if (found == null) {
        throw new HostException("The command “" + name + "” was not found on the search path.");
      }
      return found;
    }
    Path file;
    try {
      file = cwd.resolve(name);
    } catch (InvalidPathException e) {
      throw new HostException("“" + name + "” is not the path of a command.", e);
    }
    if (!Files.isRegularFile(file)) {
      throw new HostException("There is no command at “" + name + "”.");
    }
    if (!Files.isExecutable(file)) {
      throw new HostException("“" + name + "” may not be executed.");
    }
    return name;
  }
}

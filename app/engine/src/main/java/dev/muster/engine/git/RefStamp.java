package dev.muster.engine.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells that branches may have moved, from the times and sizes of the files git keeps them in, so
 * that nothing has to be started to see that nothing moved. Two equal stamps: they have not, but
 * for a move within the file system's resolution of time.
 *
 * @param files what was seen of each file
 */
public record RefStamp(List<String> files) {
  private static final Logger LOG = LoggerFactory.getLogger(RefStamp.class);

  public RefStamp {
    files = List.copyOf(files);
  }

  /**
   * Looks at the files; a few microseconds each.
   *
   * @param branches short names of local branches
   */
  public static RefStamp of(Repository repository, Collection<String> branches) {
    var common = repository.commonDir();
    var seen = new ArrayList<String>();
    seen.add(look(common.resolve("packed-refs")));
    seen.add(look(common.resolve("reftable").resolve("tables.list")));
    seen.add(look(common.resolve("HEAD")));
    var heads = common.resolve("refs").resolve("heads");
    for (var branch : new TreeSet<>(branches)) {
      seen.add(branch + look(heads.resolve(branch)));
    }
    return new RefStamp(seen);
  }

  private static String look(Path file) {
    try {
      var seen = Files.readAttributes(file, BasicFileAttributes.class);
      // Git replaces the file: another one has another key, even within one tick of the clock.
      return " %s %d %s".formatted(seen.lastModifiedTime(), seen.size(), seen.fileKey());
    } catch (NoSuchFileException none) {
      return " none";
    } catch (IOException unreadable) {
      LOG.debug("{} cannot be looked at.", file, unreadable);
      return " unreadable";
    }
  }
}

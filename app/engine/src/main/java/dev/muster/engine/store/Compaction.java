package dev.muster.engine.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives back to the disk what pruning left free inside the journal's file. The file is written anew
 * beside the old one and takes its place by one rename, before the journal is opened: a crash at
 * any moment leaves the one or the other, and both say the same.
 */
final class Compaction {
  private static final Logger LOG = LoggerFactory.getLogger(Compaction.class);

  /** Less than this is used again sooner than a start could be delayed for it. */
  static final long WORTH_BYTES = 64L << 20;

  /** And so must be less than this part of the file. */
  private static final int WORTH_PART = 4;

  /** What stays is written anew, some seconds for a gigabyte: more is too long for a start. */
  private static final long LARGEST_KEPT = 4L << 30;

  private static final long MARGIN = 64L << 20;

  private Compaction() {}

  /**
   * Makes the file small where that is worth it. Nobody has the journal open. Blocks; whatever
   * hinders it is no reason not to open the journal.
   *
   * @param worthBytes from so much on, see {@link #WORTH_BYTES}
   * @return how many bytes were given back; 0 for nothing
   */
  static long run(DataFolder folder, long worthBytes) {
    Path file = folder.database();
    Path part = file.resolveSibling("muster.db.small");
    try {
      Files.deleteIfExists(part);
      if (!Files.exists(file)) {
        return 0;
      }
      long before = Files.size(file);
      if (!written(file, part, worthBytes)) {
        return 0;
      }
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      long given = before - Files.size(file);
      LOG.info("The journal's file was made {} bytes smaller", given);
      return given;
    } catch (IOException | SQLException failed) {
      LOG.warn("The journal's file stays as large as it is: {}", failed.toString());
      return 0;
    } finally {
      discard(part);
    }
  }

  private static boolean written(Path file, Path part, long worthBytes)
      throws SQLException, IOException {
    try (Connection connection = Snapshots.plain(file)) {
      long page = Database.number(connection, "pragma page_size");
      long free = Database.number(connection, "pragma freelist_count") * page;
      long all = Database.number(connection, "pragma page_count") * page;
      if (free < worthBytes
          || free < all / WORTH_PART
          || all - free > LARGEST_KEPT
          || Files.getFileStore(part.toAbsolutePath().getParent()).getUsableSpace()
              < all - free + MARGIN) {
        return false;
      }
      // What stands in the log beside the old file must not be taken for changes of the new one.
      if (Database.number(connection, "pragma wal_checkpoint(truncate)") != 0) {
        return false; // somebody makes a backup just now
      }
      OwnerOnly.createFile(part);
      try (PreparedStatement vacuum = connection.prepareStatement("vacuum into ?")) {
        vacuum.setString(1, part.toString());
        vacuum.execute();
      }
      try (Connection small = Snapshots.reader(part)) {
        if (!content(small).equals(content(connection))) {
          throw new SQLException("the new file does not hold what the old one does");
        }
      }
      Database.execute(connection, "pragma wal_checkpoint(truncate)");
    }
    Path log = file.resolveSibling(file.getFileName() + "-wal");
    return !Files.exists(log) || Files.size(log) == 0;
  }

  private static String content(Connection connection) throws SQLException {
    StringBuilder content = new StringBuilder();
    for (String number :
        new String[] {
          "pragma application_id",
          "pragma user_version",
          "select count(*) from event",
          "select max(id) from event",
          "select sum(seq) from event",
          "select count(*) from session",
          "select count(*) from project",
          "select count(*) from lost"
        }) {
      content.append(Database.number(connection, number)).append(' ');
    }
    return content.toString();
  }

  private static void discard(Path part) {
    for (String suffix : new String[] {"", "-journal", "-wal", "-shm"}) {
      try {
        Files.deleteIfExists(part.resolveSibling(part.getFileName() + suffix));
      } catch (IOException left) {
        // The next start removes it.
        LOG.warn("What was left of a smaller file stays: {}", left.toString());
      }
    }
  }
}

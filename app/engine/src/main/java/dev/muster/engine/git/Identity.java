package dev.muster.engine.git;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a repository an id that stays when its folder is moved.
 *
 * <p>The file {@code muster/id} in the shared git folder holds the id and, on a second line, the
 * git folder's path when it was last opened. When the path has changed and the old one still holds
 * the same id, the folder was copied, and this one gets an id of its own; otherwise it was moved.
 * Not in git's configuration: that is the user's.
 */
final class Identity {
  private static final Logger LOG = LoggerFactory.getLogger(Identity.class);
  private static final Pattern ID = Pattern.compile("[a-z0-9]{16}");

  private record Known(String id, String path) {}

  private Identity() {}

  /** The id of the repository with this shared git folder, made when there is none. */
  static String of(Path commonDir) {
    var file = commonDir.resolve("muster").resolve("id");
    try {
      var known = read(file);
      if (known != null && known.path.equals(commonDir.toString())) {
        return known.id;
      }
      var id = known == null || isCopy(known) ? fresh() : known.id;
      write(file, id, commonDir);
      return id;
    } catch (IOException e) {
      // A repository that may only be read: known by its place then, which is the best there is.
      LOG.warn("{} cannot be written, so the project is known by its path: {}", file, e.toString());
      return byPath(commonDir);
    }
  }

  private static boolean isCopy(Known known) {
    if (known.path.isEmpty()) {
      return false;
    }
    try {
      var there = read(Path.of(known.path).resolve("muster").resolve("id"));
      return there != null && there.id.equals(known.id);
    } catch (IOException | InvalidPathException e) {
      return false; // what cannot be read at the old place is not there any more
    }
  }

  private static @Nullable Known read(Path file) throws IOException {
    String text;
    try {
      text = Files.readString(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return null;
    }
    int end = text.indexOf('\n');
    var id = end < 0 ? text : text.substring(0, end);
    if (!ID.matcher(id).matches()) {
      return null; // not ours or cut short: a new id harms no one
    }
    var path = end < 0 ? "" : text.substring(end + 1);
    return new Known(id, path.endsWith("\n") ? path.substring(0, path.length() - 1) : path);
  }

  private static void write(Path file, String id, Path commonDir) throws IOException {
    Files.createDirectories(file.getParent());
    var next = Files.createTempFile(file.getParent(), "id", ".new");
    try {
      Files.writeString(next, id + "\n" + commonDir + "\n", StandardCharsets.UTF_8);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(next);
    }
  }

  private static String fresh() {
    return short16(new BigInteger(128, new SecureRandom()));
  }

  private static String byPath(Path commonDir) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return short16(
          new BigInteger(1, digest.digest(commonDir.toString().getBytes(StandardCharsets.UTF_8))));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String short16(BigInteger number) {
    var text = "0".repeat(16) + number.toString(36);
    return text.substring(text.length() - 16);
  }
}

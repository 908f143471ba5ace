package dev.muster.engine.git;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads objects out of a repository in one {@code git cat-file --batch}. */
final class StoredObjects {
  /**
   * @param id full id
   * @param content its bytes
   */
  record Stored(String id, byte[] content) {}

  private StoredObjects() {}

  /**
   * The objects in the order asked for.
   *
   * @throws GitException when one is missing or all together are more than 64 MiB
   */
  static List<Stored> read(MergeRoom room, List<String> ids) throws GitException {
    if (ids.isEmpty()) {
      return List.of();
    }
    var out = room.run(room.call("cat-file", "--batch").reading(MergeRoom.lines(ids))).out();
    var found = new ArrayList<Stored>();
    int at = 0;
    while (at < out.length) {
      int end = at;
      while (end < out.length && out[end] != '\n') {
        end++;
      }
      var words = new String(out, at, end - at, StandardCharsets.UTF_8).split(" ");
      if (words.length != 3) {
        throw new GitException(
            "The repository lacks the object %s. If it is a partial clone, run “git fetch --refetch” in your checkout."
                .formatted(words[0]));
      }
      int size = Integer.parseInt(words[2]);
      found.add(new Stored(words[0], Arrays.copyOfRange(out, end + 1, end + 1 + size)));
      at = end + 1 + size + 1;
    }
    return found;
  }
}

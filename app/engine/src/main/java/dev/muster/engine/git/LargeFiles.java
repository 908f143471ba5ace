package dev.muster.engine.git;

import dev.muster.engine.git.FileChange.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Tells, among the changed files whose lines git did not count, those that are large texts from
 * those that are none: by their size and their first bytes.
 */
final class LargeFiles {
  /** So many are looked into; what is beyond counts as binary until it is read. */
  private static final int MOST = 64;

  /** Git's own rule: a NUL in the first 8000 bytes. */
  private static final int HEAD = 8000;

  private final Git git;
  private final GitPlace store;
  private final ChangeBounds bounds;

  LargeFiles(Git git, GitPlace store, ChangeBounds bounds) {
    this.git = git;
    this.store = store;
    this.bounds = bounds;
  }

  /** The same files, large texts as texts that are not counted. */
  List<FileChange> told(List<FileChange> files) throws GitException {
    if (bounds.maxCountBytes() >= bounds.maxTextBytes()) {
      return files;
    }
    var ids = new LinkedHashSet<String>();
    for (var file : files) {
      if (file.kind() == Kind.BINARY) {
        ids.add(file.oldId());
        ids.add(file.newId());
      }
    }
    ids.removeIf(Blobs::isNone);
    if (ids.isEmpty()) {
      return files;
    }
    var sizes = sizes(List.copyOf(ids));
    var told = new ArrayList<FileChange>(files.size());
    int looked = 0;
    for (var file : files) {
      long size = Math.max(size(sizes, file.oldId()), size(sizes, file.newId()));
      boolean large =
          file.kind() == Kind.BINARY
              && size > bounds.maxCountBytes()
              && size <= bounds.maxTextBytes();
      told.add(
          large && looked++ < MOST && text(file.oldId()) && text(file.newId())
              ? file.with(Kind.TEXT, -1, -1)
              : file);
    }
    return told;
  }

  private static long size(Map<String, Long> sizes, String id) {
    return sizes.getOrDefault(id, 0L);
  }

  private Map<String, Long> sizes(List<String> ids) throws GitException {
    var asked = (String.join("\n", ids) + "\n").getBytes(StandardCharsets.US_ASCII);
    var said =
        git.run(
                GitCall.of(store, "cat-file", "--batch-check=%(objectname) %(objectsize)")
                    .reading(asked))
            .text();
    var sizes = new HashMap<String, Long>();
    for (var line : said.split("\n")) {
      var words = line.split(" ");
      // “… missing” in a partial clone: then it counts as small, and is read when it is looked at.
      if (words.length == 2 && !words[1].isEmpty() && Character.isDigit(words[1].charAt(0))) {
        sizes.put(words[0], Long.parseLong(words[1]));
      }
    }
    return sizes;
  }

  private boolean text(String id) throws GitException {
    if (Blobs.isNone(id)) {
      return true;
    }
    var head = git.run(GitCall.of(store, "cat-file", "blob", id).cutAt(HEAD)).out();
    for (byte b : head) {
      if (b == 0) {
        return false;
      }
    }
    return true;
  }
}

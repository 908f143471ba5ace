package dev.muster.engine.git;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What stands in a repository in place of a large file kept by Git LFS (the format is in git-lfs's
 * {@code docs/spec.md}).
 *
 * @param oid what the large file is known by, such as {@code sha256:…}
 * @param bytes its size
 */
public record LfsPointer(String oid, long bytes) {
  /** What the specification allows at most. */
  static final int MAX_BYTES = 1024;

  /** What every pointer begins with. */
  static final String FIRST_LINE = "version https://git-lfs.github.com/spec/v1";

  private static final Pattern OID = Pattern.compile("(?m)^oid (\\w+:[0-9a-f]+)$");
  private static final Pattern SIZE = Pattern.compile("(?m)^size (\\d{1,18})$");

  /** Reads a pointer; empty when the content is none. */
  public static Optional<LfsPointer> of(byte[] content) {
    if (content.length >= MAX_BYTES) {
      return Optional.empty();
    }
    var text = new String(content, StandardCharsets.UTF_8);
    var oid = OID.matcher(text);
    var size = SIZE.matcher(text);
    return text.startsWith(FIRST_LINE + "\n") && oid.find() && size.find()
        ? Optional.of(new LfsPointer(oid.group(1), Long.parseLong(size.group(1))))
        : Optional.empty();
  }
}

package dev.muster.engine.git;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A commit as git stores it (gitformat: {@code git cat-file commit}).
 *
 * @param id full id
 * @param tree id of its tree
 * @param parents full ids
 * @param author the value of its author header, as it is
 * @param encoding the value of its encoding header, null for UTF-8
 * @param message everything after the headers, as it is
 */
record RawCommit(
    String id,
    String tree,
    List<String> parents,
    byte[] author,
    byte @Nullable [] encoding,
    byte[] message) {

  static RawCommit parse(String id, byte[] raw) throws GitException {
    String tree = null;
    var parents = new ArrayList<String>();
    byte[] author = {};
    byte[] encoding = null;
    int at = 0;
    while (at < raw.length && raw[at] != '\n') {
      int end = at;
      while (end < raw.length && raw[end] != '\n') {
        end++;
      }
      int space = at;
      while (space < end && raw[space] != ' ') {
        space++;
      }
      var value = Arrays.copyOfRange(raw, Math.min(space + 1, end), end);
      switch (new String(raw, at, space - at, StandardCharsets.US_ASCII)) {
        case "tree" -> tree = new String(value, StandardCharsets.US_ASCII);
        case "parent" -> parents.add(new String(value, StandardCharsets.US_ASCII));
        case "author" -> author = value;
        case "encoding" -> encoding = value;
        default -> {} // committer, and signatures, which a changed commit cannot keep
      }
      at = end + 1;
    }
    if (tree == null) {
      throw new GitException("The commit %s cannot be read.".formatted(id));
    }
    var message = Arrays.copyOfRange(raw, Math.min(at + 1, raw.length), raw.length);
    return new RawCommit(id, tree, List.copyOf(parents), author, encoding, message);
  }

  /** First line of the message. */
  String subject() {
    var text = new String(message, StandardCharsets.UTF_8).strip();
    return text.lines().findFirst().orElse("");
  }

  /** The author's name. */
  String authorName() {
    var text = new String(author, StandardCharsets.UTF_8);
    int mail = text.indexOf(" <");
    return mail < 0 ? text : text.substring(0, mail);
  }
}

package dev.muster.engine.git;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes commits as objects that nothing names yet, byte by byte: so that a commit that is replayed
 * keeps its author, dates and message exactly, in whatever encoding they are. Never signed: that
 * would start a program that the repository's configuration names.
 */
final class CommitWriter {
  /** For commits that only serve a computation: the same input gives the same id. */
  private static final byte[] NOBODY = bytes("Muster <muster@localhost> 0 +0000");

  private final Git git;
  private final GitPlace store;

  CommitWriter(Repository repository) {
    this.git = repository.git();
    this.store = GitPlace.store(repository.commonDir());
  }

  /**
   * Makes a commit of the user's.
   *
   * @throws GitException when the message is empty or git does not know who the user is
   */
  String make(String tree, List<String> parents, String message) throws GitException {
    var author = ident("GIT_AUTHOR_IDENT");
    return write(
        tree, parents, author, ident("GIT_COMMITTER_IDENT"), null, bytes(cleaned(message)));
  }

  /** Makes another commit's like, on another parent and by the user as its committer. */
  String remake(RawCommit like, String tree, String parent) throws GitException {
    return write(
        tree,
        List.of(parent),
        like.author(),
        ident("GIT_COMMITTER_IDENT"),
        like.encoding(),
        like.message());
  }

  /** Makes a commit that only serves a computation. */
  String scratch(String tree, @Nullable String parent) throws GitException {
    return joined(tree, parent == null ? List.<String>of() : List.of(parent));
  }

  /** Makes a commit with several parents that only serves a computation. */
  String joined(String tree, List<String> parents) throws GitException {
    return write(tree, parents, NOBODY, NOBODY, null, bytes("For a computation\n"));
  }

  /** A commit message without blanks at the ends of lines, and one line end at its end. */
  static String cleaned(String message) throws GitException {
    if (message.indexOf('\0') >= 0) {
      throw new GitException("A commit message cannot hold a NUL character.");
    }
    var text = new StringBuilder();
    message.lines().forEach(line -> text.append(line.stripTrailing()).append('\n'));
    var clean = text.toString().strip();
    if (clean.isEmpty()) {
      throw new GitException("A commit needs a message. Write one, then try again.");
    }
    return clean + "\n";
  }

  private String write(
      String tree,
      List<String> parents,
      byte[] author,
      byte[] committer,
      byte @Nullable [] encoding,
      byte[] message)
      throws GitException {
    var raw = new ByteArrayOutputStream();
    raw.writeBytes(bytes("tree " + tree + "\n"));
    for (var parent : parents) {
      raw.writeBytes(bytes("parent " + parent + "\n"));
    }
    header(raw, "author ", author);
    header(raw, "committer ", committer);
    if (encoding != null) {
      header(raw, "encoding ", encoding);
    }
    raw.write('\n');
    raw.writeBytes(message);
    return git.run(
            GitCall.of(store, "hash-object", "-t", "commit", "-w", "--stdin")
                .reading(raw.toByteArray()))
        .text();
  }

  private static void header(ByteArrayOutputStream raw, String name, byte[] value) {
    raw.writeBytes(bytes(name));
    raw.writeBytes(value);
    raw.write('\n');
  }

  private byte[] ident(String which) throws GitException {
    var said = git.run(GitCall.of(store, "var", which).accepting(0, 1, 128));
    if (said.exit() != 0) {
      throw new GitException(
          "Git does not know who you are, so no commit was made. Run: git config --global user.name"
              + " 'Your Name' and git config --global user.email you@example.org",
          said.err());
    }
    return bytes(said.text());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

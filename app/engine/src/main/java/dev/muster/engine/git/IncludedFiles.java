package dev.muster.engine.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies ignored files that a session needs, such as {@code .env}, from the user's checkout into a
 * new worktree: those that both git ignores and {@code .worktreeinclude} at the checkout's top
 * names, in the syntax of {@code .gitignore}. Blocks are shared where the file system can.
 *
 * <p>Never overwrites, never follows a link out of either side; a link that leads out is not
 * copied.
 */
final class IncludedFiles {
  static final String LIST = ".worktreeinclude";

  private static final int MAX_SENTENCES = 20;
  private static final int MAX_EXAMPLES = 20;

  private final Repository repository;
  private final Path from;
  private final List<String> examples = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();
  private int files;
  private long bytes;

  IncludedFiles(Repository repository) {
    this.repository = repository;
    this.from = repository.root();
  }

  CopyReport copyTo(Path worktree) throws GitException {
    var list = from.resolve(LIST);
    if (!Files.isRegularFile(list, LinkOption.NOFOLLOW_LINKS) || from.equals(worktree)) {
      return CopyReport.NOTHING;
    }
    var to = Repository.real(worktree.toString());
    for (var name : wanted(list)) {
      copy(name, to);
    }
    return new CopyReport(files, bytes, examples, skipped);
  }

  /** Files that the list names and git ignores. */
  private List<String> wanted(Path list) throws GitException {
    var git = repository.git();
    var place = GitPlace.at(from);
    var named =
        git.run(
            GitCall.of(place, "ls-files", "-z", "--others", "--ignored", "--exclude-from=" + list));
    if (named.out().length == 0) {
      return List.of();
    }
    var ignored =
        git.run(
            GitCall.of(place, "check-ignore", "-z", "--stdin")
                .reading(withoutFolders(named))
                .accepting(0, 1));
    return ignored.fields().stream().map(name -> name.substring(2)).toList();
  }

  /** Without repositories inside, which are listed with a slash at the end. */
  private byte[] withoutFolders(GitResult named) {
    var files = new ByteArrayOutputStream();
    for (var name : named.fields()) {
      if (name.endsWith("/")) {
        skip("“%s” is a repository of its own.".formatted(name));
      } else {
        // A name that begins with a colon would be read as a pattern.
        files.writeBytes(("./" + name + "\0").getBytes(StandardCharsets.UTF_8));
      }
    }
    return files.toByteArray();
  }

  private void copy(String name, Path to) {
    try {
      var source = from.resolve(name);
      var target = to.resolve(name);
      if (!target.startsWith(to) || !source.startsWith(from)) {
        skip("“%s” lies outside.".formatted(name));
        return;
      }
      var attributes =
          Files.readAttributes(source, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (attributes.isSymbolicLink() && leadsOut(source)) {
        skip("“%s” is a link that leads out of the repository.".formatted(name));
        return;
      }
      if (!attributes.isRegularFile() && !attributes.isSymbolicLink()) {
        skip("“%s” is neither a file nor a link.".formatted(name));
        return;
      }
      if (!prepare(target, to)) {
        skip("“%s” would be written outside of the worktree.".formatted(name));
        return;
      }
      Files.copy(source, target, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
      files++;
      bytes += attributes.isRegularFile() ? attributes.size() : 0;
      if (examples.size() < MAX_EXAMPLES) {
        examples.add(name);
      }
    } catch (FileAlreadyExistsException e) {
      skip("“%s” is there already.".formatted(name));
    } catch (IOException | InvalidPathException e) {
      skip("“%s” could not be copied: %s".formatted(name, e.getMessage()));
    }
  }

  private boolean leadsOut(Path link) throws IOException {
    var target = Files.readSymbolicLink(link);
    return target.isAbsolute() || !link.resolveSibling(target).normalize().startsWith(from);
  }

  /** Makes the folder of a file; false when a link on the way leads out of the worktree. */
  private static boolean prepare(Path target, Path to) throws IOException {
    var existing = target.getParent();
    while (existing != null && !Files.exists(existing)) {
      if (Files.isSymbolicLink(existing)) {
        return false; // leads nowhere; making the folder would make its target
      }
      existing = existing.getParent();
    }
    if (existing == null || !existing.toRealPath().startsWith(to)) {
      return false;
    }
    Files.createDirectories(target.getParent());
    return true;
  }

  private void skip(String sentence) {
    if (skipped.size() < MAX_SENTENCES) {
      skipped.add(sentence);
    } else if (skipped.size() == MAX_SENTENCES) {
      skipped.add("More files were not copied for such reasons.");
    }
  }
}

package dev.muster.engine.git;

import dev.muster.engine.git.KeptChange.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps what it takes to undo changes of a session's worktree: one commit each, under {@code
 * refs/muster/dropped/SESSION/NUMBER}. Its tree has all files as they were before, its message says
 * what was done, for people and as JSON, and its last parent has the contents of the files in
 * question. As long as a change is under way {@code refs/muster/doing/SESSION} names it, too.
 */
final class ChangeKeeper {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** A patch beyond this is not kept; the contents themselves always are. */
  private static final int MAX_PATCH = 8 << 20;

  /** Files beyond this are not compared: git would take minutes over a patch of large binaries. */
  private static final long MAX_PATCHED = 32L << 20;

  /** What the message says for machines. */
  private record Told(
      int version,
      Kind kind,
      String what,
      int undoes,
      String contents,
      List<KeptChange.File> files) {}

  private final Git git;
  private final GitPlace store;
  private final Keeper keeper;
  private final TreeEntries trees;
  private final Blobs blobs;
  private final String session;

  ChangeKeeper(Repository repository, String session) {
    this.git = repository.git();
    this.store = GitPlace.store(repository.commonDir());
    this.keeper = new Keeper(repository);
    this.trees = new TreeEntries(git, repository.commonDir());
    this.blobs = new Blobs(git, repository.commonDir());
    this.session = session;
  }

  /**
   * Keeps a change that is about to be made.
   *
   * @param tree all files as they are now
   * @param head what the worktree stands on; null without a commit
   * @param folder where files may be made for as long as it takes
   */
  KeptChange keep(
      Kind kind,
      String what,
      int undoes,
      String tree,
      @Nullable String head,
      List<KeptChange.File> files,
      Path folder)
      throws GitException {
    int number = all().stream().mapToInt(KeptChange::number).max().orElse(0) + 1;
    var contents = contents(files, folder);
    var told = JSON.writeValueAsString(new Told(1, kind, what, undoes, contents, files));
    var parents = new ArrayList<String>();
    if (head != null) {
      parents.add(head);
    }
    parents.add(contents);
    var message = what.replaceAll("\\p{Cntrl}", " ") + "\n\n" + told;
    var commit = keeper.commit(tree, parents, message);
    var ref = MusterRefs.dropped(session, number);
    var order =
        "create %s %s%ncreate %s %s%n"
            .formatted(ref, commit, MusterRefs.doing(session), commit)
            .replace("\r", "");
    git.run(
        GitCall.of(store, "update-ref", "--stdin").reading(order.getBytes(StandardCharsets.UTF_8)));
    return new KeptChange(
        session, number, ref, commit, contents, Instant.now(), kind, what, undoes, false, files);
  }

  /** The change is made. */
  void done(KeptChange change) throws GitException {
    git.run(store, "update-ref", "-d", MusterRefs.doing(session), change.commit());
  }

  /** The change was not made: nothing has to be kept of it. */
  void forget(KeptChange change) throws GitException {
    var order =
        "delete %s %s\ndelete %s %s\n"
            .formatted(change.ref(), change.commit(), MusterRefs.doing(session), change.commit());
    git.run(
        GitCall.of(store, "update-ref", "--stdin").reading(order.getBytes(StandardCharsets.UTF_8)));
  }

  /** The change that was under way when Muster was killed. */
  Optional<KeptChange> underWay() throws GitException {
    var commit = keeper.named(MusterRefs.doing(session));
    return commit.isEmpty()
        ? Optional.empty()
        : all().stream().filter(c -> c.commit().equals(commit)).findFirst();
  }

  /** All changes, by number. */
  List<KeptChange> all() throws GitException {
    var under = MusterRefs.dropped(session);
    var fields =
        git.run(
                store,
                "for-each-ref",
                "--format=%(refname)%00%(objectname)%00%(committerdate:unix)%00%(contents:body)%00",
                under)
            .fields();
    var found = new ArrayList<KeptChange>();
    for (int i = 0; i + 3 < fields.size(); i += 4) {
      // Each record but the first begins with the line end of the one before.
      var ref = fields.get(i).strip();
      var number = ref.substring(under.length());
      if (!number.isEmpty()
          && number.length() < 10
          && number.chars().allMatch(Character::isDigit)) {
        var made = Instant.ofEpochSecond(Long.parseLong(fields.get(i + 2)));
        found.add(read(ref, Integer.parseInt(number), fields.get(i + 1), made, fields.get(i + 3)));
      }
    }
    found.sort(Comparator.comparingInt(KeptChange::number));
    return undone(found);
  }

  private KeptChange read(String ref, int number, String commit, Instant made, String body)
      throws GitException {
    try {
      var told = JSON.readValue(body, Told.class);
      return new KeptChange(
          session,
          number,
          ref,
          commit,
          told.contents,
          made,
          told.kind,
          told.what,
          told.undoes,
          false,
          told.files);
    } catch (JacksonException | NullPointerException e) {
      throw new GitException(
          "“%s” is not what Muster wrote there. Its files can still be had with git."
              .formatted(ref),
          "",
          e);
    }
  }

  /** Marks those that were put back, unless that was put back in turn. */
  private static List<KeptChange> undone(List<KeptChange> all) {
    var undone = new HashSet<Integer>();
    for (var change : all.reversed()) {
      if (change.undoes() > 0 && !undone.contains(change.number())) {
        undone.add(change.undoes());
      }
    }
    return all.stream()
        .map(
            c ->
                new KeptChange(
                    c.session(),
                    c.number(),
                    c.ref(),
                    c.commit(),
                    c.contents(),
                    c.made(),
                    c.kind(),
                    c.what(),
                    c.undoes(),
                    undone.contains(c.number()),
                    c.files()))
        .toList();
  }

  /** Stores the files in question, as they were and as they will be, and the patch that undoes. */
  private String contents(List<KeptChange.File> files, Path folder) throws GitException {
    var before = tree(files, KeptChange.File::before, folder.resolve("index-before"));
    var after = tree(files, KeptChange.File::after, folder.resolve("index-after"));
    var stagedBefore = tree(files, KeptChange.File::stagedBefore, folder.resolve("index-staged"));
    var stagedAfter = tree(files, KeptChange.File::stagedAfter, folder.resolve("index-next"));
    var raw =
        tree(
            files,
            f -> f.rawBefore() == null ? null : new FileState("100644", f.rawBefore()),
            folder.resolve("index-raw"));
    var text = patch(files, before, after);
    var list =
        "040000 tree %s\tafter\n040000 tree %s\tbefore\n100644 blob %s\tpatch\n040000 tree %s\traw\n040000 tree %s\tstaged-after\n040000 tree %s\tstaged-before\n"
            .formatted(after, before, blobs.store(text), raw, stagedAfter, stagedBefore);
    var tree =
        git.run(GitCall.of(store, "mktree").reading(list.getBytes(StandardCharsets.UTF_8))).text();
    return keeper.commit(tree, List.of(), "The contents of a change to a session's files");
  }

  private byte[] patch(List<KeptChange.File> files, String before, String after)
      throws GitException {
    var ids = new StringBuilder();
    for (var file : files) {
      for (var state : List.of(file.before(), file.after())) {
        ids.append(state.none() ? "" : state.id() + "\n");
      }
    }
    long bytes =
        git.run(
                GitCall.of(store, "cat-file", "--batch-check=%(objectsize)")
                    .reading(ids.toString().getBytes(StandardCharsets.US_ASCII)))
            .text()
            .lines()
            .mapToLong(Long::parseLong)
            .sum();
    if (bytes <= MAX_PATCHED) {
      var patch =
          git.run(
              GitCall.of(
                      store,
                      "diff-tree",
                      "-r",
                      "-p",
                      "--binary",
                      "--full-index",
                      "--no-ext-diff",
                      "--no-textconv",
                      "--src-prefix=a/",
                      "--dst-prefix=b/",
                      after,
                      before,
                      "--")
                  .cutAt(MAX_PATCH));
      if (!patch.cut()) {
        return patch.out();
      }
    }
    return "The patch would be too large; the folders beside this file have all of it.\n"
        .getBytes(StandardCharsets.UTF_8);
  }

  private String tree(
      List<KeptChange.File> files, Function<KeptChange.File, @Nullable FileState> state, Path index)
      throws GitException {
    Map<String, FileState> entries = new LinkedHashMap<>();
    for (var file : files) {
      var one = state.apply(file);
      if (one != null) {
        entries.put(file.path(), one);
      }
    }
    return trees.make(entries, index);
  }
}

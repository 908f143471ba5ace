package dev.muster.engine.git;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a person made of conflicts while a session's commits are replayed one by one, kept under
 * {@code refs/muster/resolved/SESSION}: a chain of commits, each with the resolved tree and, in its
 * message, which files were resolved. An answer is known by what conflicted (the path and the
 * contents of all sides), so that it holds as long as the very same conflict comes up again, and
 * for nothing else.
 *
 * <p>Keeping an answer is one ref that moves by compare-and-set: it is there, or it is not.
 */
final class ConflictAnswers {
  /** Notes that are read; older ones count no more. */
  private static final int MAX_NOTES = 2_000;

  private static final Logger LOG = LoggerFactory.getLogger(ConflictAnswers.class);
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /**
   * One file's answer as it is written down.
   *
   * @param key what conflicted
   * @param path where, for people
   * @param mode git's file mode of what it became, empty when it went
   * @param id id of the content it became, empty when it went
   * @param open whether an earlier answer is taken back
   */
  private record Answer(String key, String path, String mode, String id, boolean open) {
    boolean whole() {
      return key != null && path != null && mode != null && id != null;
    }
  }

  /** The message of a note. */
  private record Note(String commit, List<Answer> files) {}

  /**
   * A merge with what is known of its conflicts put in.
   *
   * @param merge the merge; its tree has the answers in it and its conflicts are those left
   * @param answered how many conflicts were answered
   */
  record Applied(TreeMerge merge, int answered) {}

  private final Repository repository;
  private final String ref;
  private final Map<String, Answer> known = new HashMap<>();

  private ConflictAnswers(Repository repository, String session) {
    this.repository = repository;
    this.ref = MusterRefs.resolved(session);
  }

  /** Reads what is kept of a session. */
  static ConflictAnswers of(Repository repository, String session) throws GitException {
    var answers = new ConflictAnswers(repository, session);
    if (answers.tip().isEmpty()) {
      return answers;
    }
    var fields =
        repository
            .git()
            .run(
                GitPlace.store(repository.commonDir()),
                "log",
                "-z",
                "--first-parent",
                "--format=%B",
                "-n",
                Integer.toString(MAX_NOTES),
                answers.ref)
            .fields();
    for (var message : fields) {
      for (var answer : parse(message)) {
        answers.known.putIfAbsent(answer.key, answer); // the newest counts
      }
    }
    answers.known.values().removeIf(Answer::open);
    return answers;
  }

  /** What cannot be read counts for nothing: then its conflicts are shown again. */
  private static List<Answer> parse(String message) {
    int at = message.indexOf("\n{");
    try {
      var note = at < 0 ? null : JSON.readValue(message.substring(at + 1), Note.class);
      if (note != null && note.files != null) {
        return note.files.stream().filter(Answer::whole).toList();
      }
    } catch (JacksonException e) {
      LOG.warn("A note of resolved conflicts cannot be read: {}", message, e);
    }
    return List.of();
  }

  /**
   * Puts in what is known.
   *
   * @param merge one that is not clean
   * @param sides the trees that were merged, so that a conflict without a file of its own is known
   *     by them
   */
  Applied apply(MergeRoom room, TreeMerge merge, String sides) throws GitException {
    var chosen = new ArrayList<ResolvedTree.Chosen>();
    var left = new ArrayList<MergeConflict>();
    for (var conflict : merge.conflicts()) {
      var answer = known.get(key(conflict, sides));
      if (answer == null) {
        left.add(conflict);
      } else {
        chosen.add(
            new ResolvedTree.Chosen(
                conflict.path(),
                answer.id.isEmpty() ? null : new MergeConflict.Side(answer.mode, answer.id)));
      }
    }
    if (chosen.isEmpty()) {
      return new Applied(merge, 0);
    }
    Optional<String> tree = new ResolvedTree(room).tryWith(merge.tree(), chosen);
    return tree.isEmpty()
        ? new Applied(merge, 0)
        : new Applied(new TreeMerge(left.isEmpty(), tree.get(), left), chosen.size());
  }

  /**
   * Keeps answers.
   *
   * @param commit first line of the commit's message whose conflicts these were
   * @param tree the tree with all of them in it
   * @param conflicts what conflicted
   * @param chosen what became of some of them
   */
  void keep(
      String commit,
      String tree,
      List<MergeConflict> conflicts,
      List<ResolvedTree.Chosen> chosen,
      String sides)
      throws GitException {
    var files = new ArrayList<Answer>();
    for (var one : chosen) {
      for (var conflict : conflicts) {
        if (conflict.path().equals(one.path())) {
          var side = one.side();
          files.add(
              new Answer(
                  key(conflict, sides),
                  one.path(),
                  side == null ? "" : side.mode(),
                  side == null ? "" : side.id(),
                  false));
        }
      }
    }
    write("Resolved conflicts of “%s”".formatted(commit), tree, new Note(commit, files));
  }

  /**
   * Takes all answers back; they stay reachable as the notes before.
   *
   * @return how many files they were about
   */
  int takeBack() throws GitException {
    if (known.isEmpty()) {
      return 0;
    }
    var files = known.values().stream().map(a -> new Answer(a.key, a.path, "", "", true)).toList();
    write("Conflicts are to be resolved anew", repository.treeOf(ref), new Note("", files));
    known.clear();
    return files.size();
  }

  private void write(String title, String tree, Note note) throws GitException {
    var keeper = new Keeper(repository);
    try {
      keeper.keep(ref, tip(), tree, List.of(), title + "\n\n" + JSON.writeValueAsString(note));
    } catch (JacksonException e) {
      throw new GitException("What was resolved could not be written down.", "", e);
    }
  }

  private String tip() throws GitException {
    return new Keeper(repository).named(ref);
  }

  private static String key(MergeConflict conflict, String sides) {
    boolean bare =
        conflict.base() == null && conflict.target() == null && conflict.session() == null;
    return String.join(
        "\n",
        conflict.kind().name(),
        conflict.path(),
        side(conflict.base()),
        side(conflict.target()),
        side(conflict.session()),
        bare ? sides : "");
  }

  private static String side(MergeConflict.@Nullable Side side) {
    return side == null ? "-" : side.mode() + " " + side.id();
  }
}

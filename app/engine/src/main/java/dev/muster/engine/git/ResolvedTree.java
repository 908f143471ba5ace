package dev.muster.engine.git;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts resolved files in the place of those with markers, in an index of the room's own. */
final class ResolvedTree {
  private static final Logger LOG = LoggerFactory.getLogger(ResolvedTree.class);
  private static final String FILE = "100644";
  private final MergeRoom room;

  /**
   * What becomes of a path.
   *
   * @param path which
   * @param side its mode and content; null when it goes
   */
  record Chosen(String path, MergeConflict.@Nullable Side side) {}

  ResolvedTree(MergeRoom room) {
    this.room = room;
  }

  /**
   * The tree.
   *
   * @throws GitException when a conflict has no resolution, or a resolution no conflict
   */
  String of(LandingPlan plan, List<Resolution> resolutions) throws GitException {
    return with(plan.mergedTree(), choose(plan.conflicts(), resolutions, true));
  }

  /**
   * What becomes of conflicts; contents are stored.
   *
   * @param all whether each has to have a resolution
   * @throws GitException when that is not so, or a resolution has no conflict
   */
  List<Chosen> choose(List<MergeConflict> conflicts, List<Resolution> resolutions, boolean all)
      throws GitException {
    var left =
        conflicts.stream()
            .collect(Collectors.toMap(MergeConflict::path, c -> c, (a, b) -> a, HashMap::new));
    var chosen = new ArrayList<Chosen>();
    for (var resolution : resolutions) {
      var conflict = left.remove(resolution.path());
      if (conflict == null) {
        throw new GitException(
            "“%s” does not conflict, or was resolved twice. Nothing was changed."
                .formatted(resolution.path()));
      }
      chosen.add(new Chosen(resolution.path(), side(conflict, resolution)));
    }
    if (all && !left.isEmpty()) {
      throw new GitException(
          "%s: %s. Nothing was changed."
              .formatted(
                  left.size() == 1
                      ? "One file is not resolved yet"
                      : "%,d files are not resolved yet".formatted(left.size()),
                  left.keySet().stream().sorted().limit(5).collect(Collectors.joining(", "))));
    }
    return chosen;
  }

  /** A merged tree with these in it. */
  String with(String mergedTree, List<Chosen> chosen) throws GitException {
    var gone = new ByteArrayOutputStream();
    var there = new ByteArrayOutputStream();
    for (var one : chosen) {
      var side = one.side();
      if (side == null) {
        entry(gone, "0", "0".repeat(mergedTree.length()), one.path());
      } else {
        entry(there, side.mode(), side.id(), one.path());
      }
    }
    indexed("read-tree", mergedTree);
    // First what goes: a folder may come where a file was.
    update(gone);
    update(there);
    return indexed("write-tree").text();
  }

  /** The same; empty when they do not fit into it, as a file where a folder is now. */
  Optional<String> tryWith(String mergedTree, List<Chosen> chosen) {
    try {
      return Optional.of(with(mergedTree, chosen));
    } catch (GitException doNotFit) {
      LOG.info("What was resolved does not fit into {}.", mergedTree, doNotFit);
      return Optional.empty();
    }
  }

  private MergeConflict.@Nullable Side side(MergeConflict conflict, Resolution resolution)
      throws GitException {
    return switch (resolution) {
      case Resolution.Content(String path, byte[] content) ->
          new MergeConflict.Side(mode(conflict), store(content));
      case Resolution.TakeTarget taken -> conflict.target();
      case Resolution.TakeSession taken -> conflict.session();
      case Resolution.Delete deleted -> null;
    };
  }

  private static String mode(MergeConflict conflict) {
    for (var side : new MergeConflict.@Nullable Side[] {conflict.session(), conflict.target()}) {
      if (side != null && side.mode().startsWith("100")) {
        return side.mode();
      }
    }
    return FILE;
  }

  private String store(byte[] content) throws GitException {
    return room.run(room.call("hash-object", "-w", "--stdin").reading(content)).text();
  }

  private static void entry(ByteArrayOutputStream list, String mode, String id, String path) {
    list.writeBytes("%s %s\t%s\0".formatted(mode, id, path).getBytes(StandardCharsets.UTF_8));
  }

  private void update(ByteArrayOutputStream list) throws GitException {
    if (list.size() > 0) {
      room.run(
          room.call("update-index", "-z", "--index-info")
              .reading(list.toByteArray())
              .with(room.withIndex()));
    }
  }

  private GitResult indexed(String... args) throws GitException {
    return room.run(room.call(args).with(room.withIndex()));
  }
}

package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.Shelf;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.SessionRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Keeping house and sharing sessions from the command line, with a real engine. */
class KeepTest extends CliFixture {
  private String session() throws Exception {
    Typed typed = Typed.nobody();
    int exit =
        muster(
            typed,
            "run",
            "look around",
            "--agent",
            "rehearsal",
            "--script",
            "look-around",
            "--pace",
            "0",
            "--mode",
            "edit");
    assertThat(exit).as(typed.err()).isZero();
    return rows().getFirst().id().value();
  }

  private String say(int exit, String... args) {
    Typed typed = Typed.nobody();
    assertThat(muster(typed, args)).as(typed.err()).isEqualTo(exit);
    return exit == 0 ? typed.out() : typed.err();
  }

  private SessionRow row() throws Exception {
    return rows().getFirst();
  }

  @Test
  void a_session_is_exported_previewed_and_taken_in_by_another_muster() throws Exception {
    String id = session();
    Path file = checkout().resolve("all.jsonl");
    say(0, "export", id, "--output", "all.jsonl", "--mask", "none");
    assertThat(say(2, "export", id, "--output", "all.jsonl")).contains("is there already");
    say(0, "export", id, "--output", "p.html");
    assertThat(Files.readString(checkout().resolve("p.html"))).contains("default-src 'none'");
    say(0, "export", id);
    assertThat(Files.readString(checkout().resolve("muster-" + id + ".md"))).contains("## Turn 1");
    say(0, "export", id, "--preview");
    say(2, "export", id, "--mask", "everything");
    say(2, "export", id, "--format", "pdf");

    long events = row().events();
    folder = DataFolder.at(temp.resolve("other home"));
    assertThat(say(0, "import", file.toString(), "--dry-run")).contains("would be taken in");
    assertThat(say(0, "import", file.toString())).contains("Taken in");
    assertThat(say(0, "import", "all.jsonl")).contains("here already");
    assertThat(row().id().value()).isEqualTo(id);
    assertThat(row().state()).isEqualTo(SessionState.CLOSED);
    assertThat(row().events()).isGreaterThan(events);
    Files.writeString(file, "{}\n");
    assertThat(say(2, "import", file.toString())).contains("Line 1");
  }

  @Test
  void several_sessions_are_exported_in_one_go_and_it_is_told_what_was_written_where()
      throws Exception {
    session();
    session();
    List<String> ids = rows().stream().map(row -> row.id().value()).toList();
    assertThat(say(2, "export")).contains("Which sessions?");
    assertThat(say(2, "export", "--query", "zebras")).contains("Nothing was found");
    assertThat(say(2, "export", "--query", "agent:nobody")).contains("Nothing was written");

    JsonNode report =
        json(say(0, "export", "--query", "agent:rehearsal", "--output", "all/", "--json"))
            .getFirst();
    Path folder = checkout().resolve("all");
    assertThat(report.path("file").asString()).isEqualTo(folder.toString());
    assertThat(report.path("sessions").asInt()).isEqualTo(2);
    assertThat(report.path("stopped").asBoolean(true)).isFalse();
    for (JsonNode one : report.path("written")) {
      assertThat(ids).contains(one.path("session").asString());
      assertThat(Path.of(one.path("file").asString())).exists().hasParent(folder);
    }
    assertThat(say(1, "export", ids.get(0), ids.get(1), "--output", "all"))
        .contains(ids.get(0), "is there already");
    say(0, "export", ids.get(0), ids.get(1), "--output", "all", "--overwrite");
    assertThat(say(0, "export", ids.get(0), ids.get(1), "--output", "all.zip"))
        .contains(checkout().resolve("all.zip").toString());
    assertThat(say(2, "export", ids.get(0), "--output", "all.zip"))
        .contains("is there already", "--overwrite");
    assertThat(say(1, "export", ids.get(0), "--output", "no/such/folder/x.md"))
        .contains("its folder is not there")
        .doesNotContain("Exception");

    say(
        0,
        "export",
        ids.get(0),
        ids.get(1),
        "--format",
        "jsonl",
        "--mask",
        "none",
        "--output",
        "lines/");
    Files.writeString(checkout().resolve("lines/broken.jsonl"), "{}\n");
    this.folder = DataFolder.at(temp.resolve("other home"));
    assertThat(say(1, "import", "lines/")).contains("broken.jsonl", "Line 1");
    assertThat(rows()).hasSize(2);
    Files.delete(checkout().resolve("lines/broken.jsonl"));
    assertThat(say(0, "import", "lines/")).contains("here already");
    assertThat(say(0, "search", "result:imported")).contains(ids.get(0), ids.get(1));
    say(0, "search", "result:kept", "--json");
    Typed beyond = Typed.nobody();
    assertThat(muster(beyond, "search", "result:imported", "--page", "9")).isZero();
    assertThat(beyond.err()).contains("There is no page 9: 2 sessions found in all.");
    Typed second = Typed.nobody();
    assertThat(muster(second, "search", "result:imported", "--limit", "1")).isZero();
    assertThat(second.err()).contains("There are more: --page 2");
    assertThat(say(2, "import", "all/")).contains("no file", ".jsonl");
  }

  @Test
  void an_archive_of_several_sessions_is_taken_in_by_another_muster() throws Exception {
    session();
    session();
    List<String> ids = rows().stream().map(row -> row.id().value()).toList();
    say(
        0,
        "export",
        ids.get(0),
        ids.get(1),
        "--format",
        "jsonl",
        "--mask",
        "none",
        "--output",
        "all.zip");

    this.folder = DataFolder.at(temp.resolve("other home"));
    assertThat(outcomes(say(0, "import", "all.zip", "--json"))).containsOnly("NEW").hasSize(2);
    assertThat(rows()).extracting(row -> row.id().value()).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(outcomes(say(0, "import", ".", "--json"))).containsOnly("KNOWN").hasSize(2);
  }

  private static List<String> outcomes(String lines) {
    return json(lines).stream().map(line -> line.path("outcome").asString()).toList();
  }

  @Test
  void an_export_that_cannot_be_written_was_tried_and_failed() throws Exception {
    String id = session();
    Files.writeString(checkout().resolve("a file"), "mine");
    for (String where : List.of("a file/x.md", "no folder/x.md", "a file/all.zip", "no/folder/")) {
      assertThat(say(1, "export", id, "--output", where))
          .startsWith("muster: ")
          .contains("could not be ")
          .doesNotContain("Exception", "\tat ");
    }
    assertThat(Files.readString(checkout().resolve("a file"))).isEqualTo("mine");
    assertThat(checkout().resolve("no folder")).doesNotExist();
    assertThat(checkout().resolve("no")).doesNotExist();
    // Nothing was begun: another name is wanted.
    assertThat(say(2, "export", id, "--output", "a file")).contains("is there already");
  }

  @Test
  void one_argument_with_a_filter_in_it_is_a_whole_search() {
    assertThat(SearchWords.line(List.of("agent:codex retry"))).isEqualTo("agent:codex retry");
    assertThat(SearchWords.line(List.of("retry -agent:codex"))).isEqualTo("retry -agent:codex");
    assertThat(SearchWords.line(List.of("connection refused"))).isEqualTo("\"connection refused\"");
    assertThat(SearchWords.line(List.of("project:the shop", "retry")))
        .isEqualTo("project:\"the shop\" retry");
    assertThat(SearchWords.line(List.of("retry", "timeout"))).isEqualTo("retry timeout");
    assertThat(SearchWords.line(List.of("\"a b\" c"))).isEqualTo("\"a b\" c");
  }

  @Test
  void a_session_goes_into_the_trash_comes_back_and_is_pruned_only_when_that_is_said()
      throws Exception {
    String id = session();
    assertThat(say(2, "trash", id)).contains("is not over");
    say(0, "trash", id, "--close");
    assertThat(row().shelf()).isEqualTo(Shelf.TRASHED);
    assertThat(say(0, "list", "--all")).doesNotContain(id);
    assertThat(say(0, "list", "--trash")).contains(id, "in the trash");
    say(0, "restore-session", id);
    assertThat(row().shelf()).isEqualTo(Shelf.ACTIVE);
    say(0, "archive", id);
    assertThat(say(0, "list", "--all")).contains(id, "archived");
    assertThat(say(0, "prune", "--yes")).contains("Nothing goes.");
    say(0, "trash", id);
    JsonNode disk = json(say(0, "disk", "--json")).getFirst();
    assertThat(disk.path("journal").asLong()).isPositive();

    assertThat(say(0, "prune", "--dry-run")).contains("goes   " + id);
    assertThat(say(3, "prune")).contains("--yes");
    assertThat(row().shelf()).isEqualTo(Shelf.TRASHED);
    assertThat(say(0, "prune", "--older-than", "1h", "--yes")).contains("Nothing goes.");
    assertThat(say(0, "prune", "--yes")).contains("Thrown away: 1 session");
    assertThat(row().shelf()).isEqualTo(Shelf.PRUNED);
    assertThat(row().events()).isEqualTo(1);
    assertThat(say(0, "show", id)).contains("pruned");
    assertThat(say(2, "restore-session", id)).contains("was pruned");
    say(2, "prune", "--older-than", "soon");
    say(2, "prune", "--down-to", "little");
  }

  @Test
  void show_tells_the_whole_session_one_turn_of_it_or_its_end() throws Exception {
    String id = session();
    var whole = json(say(0, "show", id, "--all", "--json"));
    assertThat(whole).hasSize((int) row().events() + 1);
    var turn = json(say(0, "show", id, "--turn", "1", "--json"));
    assertThat(turn.stream().skip(1)).allMatch(line -> line.path("turn").asInt() == 1);
    assertThat(turn.size()).isBetween(3, whole.size());
    assertThat(json(say(0, "show", id, "--last", "2", "--tail", "--json"))).hasSize(3);
    say(2, "show", id, "--turn", "-1");
    assertThat(say(2, "show", id, "--turn", "9")).contains("has no turn 9; its last one is 1.");
  }

  @Test
  void where_nobody_can_tell_whether_there_is_a_history_it_is_not_said_to_be_empty()
      throws Exception {
    folder = DataFolder.at(Files.writeString(temp.resolve("a file"), "mine"));
    for (String[] args : List.of(new String[] {"list"}, new String[] {"search", "x"})) {
      assertThat(say(1, args)).contains("a file", "MUSTER_HOME").doesNotContain("Exception");
    }
    assertThat(temp.resolve("a file")).hasContent("mine");
  }
}

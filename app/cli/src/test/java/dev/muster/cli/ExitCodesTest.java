package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.control.Control;
import dev.muster.engine.control.Reading;
import dev.muster.engine.doctor.Finding;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad usage ends with 2 and a sentence, and nothing is opened for it. */
class ExitCodesTest {
  @TempDir Path folder;

  /** Nothing may be reached by a command that makes no sense. */
  private static final class Unreachable implements Muster {
    @Override
    public Open<Reading> toRead() {
      throw new AssertionError("the data folder was opened");
    }

    @Override
    public Open<Control> toWork() {
      throw new AssertionError("an engine was opened");
    }

    @Override
    public Optional<Control> running() {
      throw new AssertionError("a Muster was looked for");
    }

    @Override
    public Open<DataFolder> alone() {
      throw new AssertionError("the data folder was taken");
    }

    @Override
    public DataFolder folder() {
      throw new AssertionError("the data folder was looked at");
    }

    @Override
    public void examine(Consumer<Finding> tell) {
      throw new AssertionError("the machine was looked at");
    }

    @Override
    public Settings settings() {
      return Settings.DEFAULTS;
    }
  }

  private int run(Typed typed, String... args) {
    return new Cli(new Unreachable(), typed.terminal(), folder, Clock.systemUTC(), s -> {})
        .run(args);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          | Which command?
          dance | dance
          run | the task is empty
          run,x,--mode,yolo | --mode takes suggest, edit or full-auto, not "yolo".
          run,x,--repo,/no/such/folder | There is no folder /no/such/folder.
          run,x,--limit-cost,-1 | --limit-cost takes dollars above 0, such as 1.50, not -1.
          run,x,--limit-cost,much | limit-cost': "much" is no number.
          run,x,--limit-minutes,99999999999 | limit-minutes': "99999999999" is too large.
          run,x,--pace,fast | pace': "fast" is no number.
          run,x,--model, | --model is empty.
          export,s1,--output, | Where to? --output is empty.
          run,x,--limit-tokens,0 | --limit-tokens takes a number above 0, not 0.
          run,x,--agent,rehearsal,--script,nope | no script "nope". There are: look-around, demo-
          run,x,--without-sandbox,--mode,edit | --without-sandbox goes with --mode full-auto.
          run,x,--resume,s123,--agent,claude | keeps its repository, agent and limits: --agent
          run,x,--fork,s123,--repo,. | keeps its repository, agent and limits: --repo
          run,x,--fork,s123,--resume,s123 | --resume goes on in the session itself, --fork in a new
          run,  | the task is empty
          run,-,--unknown | --unknown
          list,extra | extra
          doctor,extra | extra
          show | ID
          show,s1,--last,-1 | --last takes a number from 0 to 10000, not -1.
          show,s1,--last,x | last': "x" is no whole number.
          search | WORDS
          import,gemini | claude, codex or all, not of "gemini".
          import,--since,yesterday | --since takes a day such as 2026-11-21, not "yesterday".
          import,--from,/no/such/folder | There is no folder /no/such/folder.
          import,--repo,/no/such/folder | There is no folder /no/such/folder.
          import,claude,gemini | claude, codex or all, not of "gemini".
          search,x,--sort,size | --sort takes newest, started, relevance, cost, duration or hits, not size.
          search,x,--hits,21 | --hits takes a number from 0 to 20, not 21.
          search,x,--limit,201 | --limit takes a number from 1 to 200, not 201.
          """)
  void bad_usage_ends_with_2_and_a_sentence(String args, String sentence) {
    Typed typed = Typed.nobody();
    String[] words = args == null ? new String[0] : args.split(",", -1);
    assertThat(run(typed, words)).isEqualTo(2);
    assertThat(typed.err()).startsWith("muster: ").contains(sentence).contains("--help");
    assertThat(typed.out()).isEmpty();
  }

  @Test
  void an_empty_task_from_standard_input_is_bad_usage() {
    Typed typed = Typed.piped("  \n");
    assertThat(run(typed, "run", "-")).isEqualTo(2);
    assertThat(typed.err()).contains("the task is empty");
  }

  @Test
  void a_file_is_no_repository() throws Exception {
    Files.writeString(folder.resolve("file"), "x");
    Typed typed = Typed.nobody();
    assertThat(run(typed, "run", "x", "--repo", "file")).isEqualTo(2);
    assertThat(typed.err()).contains("There is no folder");
  }

  @Test
  void what_went_wrong_is_told_in_a_sentence_even_when_a_whole_file_was_typed() {
    Typed typed = Typed.nobody();
    assertThat(run(typed, "list", "y".repeat(120_000))).isEqualTo(2);
    assertThat(typed.err()).contains("Unmatched argument", "--help").hasSizeLessThan(2_200);
  }

  @Test
  void the_list_of_commands_says_of_each_in_a_whole_sentence_what_it_does() {
    Typed typed = Typed.nobody();
    assertThat(run(typed, "--help")).isZero();
    String list = typed.out().substring(typed.out().indexOf("Commands:"));
    List<String> cut = list.lines().skip(1).takeWhile(line -> !line.isBlank()).toList();
    assertThat(cut).hasSizeGreaterThan(20);
    for (int i = 0; i < cut.size(); i++) {
      boolean goesOn = i + 1 < cut.size() && cut.get(i + 1).startsWith("          ");
      assertThat(goesOn || cut.get(i).endsWith(".")).as(cut.get(i)).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--help",
    "-h",
    "run --help",
    "list --help",
    "show -h",
    "search -h",
    "agents -h",
    "doctor -h"
  })
  void help_goes_to_standard_output_and_ends_with_0(String args) {
    Typed typed = Typed.nobody();
    assertThat(run(typed, args.split(" "))).isZero();
    assertThat(typed.out()).contains("Usage: muster");
    assertThat(typed.err()).isEmpty();
  }

  @Test
  void the_version_is_told() {
    Typed typed = Typed.nobody();
    assertThat(run(typed, "--version")).isZero();
    assertThat(typed.out()).startsWith("Muster ");
  }
}

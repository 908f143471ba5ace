package dev.muster.engine.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.ObservedEvent.CheckpointMade;
import dev.muster.engine.event.ObservedEvent.TreeChanged;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.ReviewEvent.Place;
import dev.muster.engine.event.ReviewEvent.Side;
import dev.muster.engine.review.Answer.How;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Comments and the states that were kept after them, in a real repository. */
class AnswersTest extends AnswersScene {
  @Test
  void a_comment_waits_until_the_turn_that_got_it_is_over() throws Exception {
    Place place = on(2, 2);
    begin("second");
    repository.write("poem.txt", POEM.replace("blue", "green"));
    commit();
    happens(new TreeChanged(tree(), List.of(), 1, 1));
    assertThat(answer(place).how()).isEqualTo(How.WAITING);
    end();
    assertThat(answer(place).how()).isEqualTo(How.CHANGED);
  }

  @Test
  void a_changed_line_names_the_turn_and_the_two_states_to_compare() throws Exception {
    Place place = on(2, 2);
    String before = repository.git("rev-parse", "HEAD").strip();
    begin("second");
    repository.write("other.txt", "nothing to do with it\n");
    String between = end();
    begin("third");
    repository.write("poem.txt", "a title\n\n" + POEM.replace("blue", "green"));
    String after = end();
    Answer answer = answer(place);
    assertThat(answer.how()).isEqualTo(How.CHANGED);
    assertThat(answer.turn()).isEqualTo(3);
    assertThat(answer.from()).isEqualTo(between);
    assertThat(answer.to()).isEqualTo(after);
    assertThat(answer.path()).isEqualTo("poem.txt");
    assertThat(answer.line()).isEqualTo(4);
    assertThat(answer.back()).isFalse();
    assertThat(before).isNotEqualTo(between);
  }

  @Test
  void a_line_that_only_got_another_number_was_not_touched() throws Exception {
    Place place = on(3, 3);
    begin("second");
    repository.write("poem.txt", "a title\n\n" + POEM);
    end();
    Answer answer = answer(place);
    assertThat(answer.how()).isEqualTo(How.ELSEWHERE);
    assertThat(answer.turn()).isEqualTo(2);
    assertThat(answer.line()).isEqualTo(5);
    begin("third");
    repository.write("poem.txt", "a title\n\n" + POEM.replace("sweet", "sour"));
    end();
    assertThat(answer(place).how()).isEqualTo(How.CHANGED);
    assertThat(answer(place).turn()).isEqualTo(3);
  }

  @Test
  void nothing_is_told_where_nothing_was_done() throws Exception {
    Place place = on(2, 2);
    begin("second");
    repository.write("other.txt", "busy elsewhere\n");
    end();
    assertThat(answer(place).how()).isEqualTo(How.UNTOUCHED);
    assertThat(answer(place).turn()).isZero();
    assertThat(answer(place).from()).isNull();
    assertThat(answer(place).lookedAt()).isEqualTo(2);
  }

  @Test
  void lines_beside_it_are_told_as_beside_it() throws Exception {
    Place place = on(2, 2);
    begin("second");
    repository.write("poem.txt", POEM.replace("sugar", "and then\nsugar"));
    end();
    assertThat(answer(place).how()).isEqualTo(How.BESIDE);
  }

  @Test
  void a_block_that_was_moved_as_it_is_was_moved() throws Exception {
    Place place = on(1, 2);
    begin("second");
    repository.write(
        "poem.txt",
        """
        sugar is rather sweet
        and so, my dear, are you
        one line more
        and another line
        roses are always red
        violets are mostly blue
        """);
    end();
    Answer answer = answer(place);
    assertThat(answer.how()).isEqualTo(How.MOVED);
    assertThat(answer.line()).isEqualTo(5);
    begin("third");
    Files.writeString(
        repository.root().resolve("poem.txt"),
        Files.readString(repository.root().resolve("poem.txt")).replace("mostly", "never"));
    end();
    assertThat(answer(place).how()).isEqualTo(How.CHANGED);
    assertThat(answer(place).turn()).isEqualTo(3);
  }

  @Test
  void a_line_in_which_only_white_space_differs_is_told_so() throws Exception {
    Place place = on(2, 2);
    begin("second");
    repository.write("poem.txt", POEM.replace("violets are", "  violets   are"));
    end();
    assertThat(answer(place).how()).isEqualTo(How.WHITE_SPACE);
    assertThat(answer(place).turn()).isEqualTo(2);
  }

  @Test
  void a_line_that_was_taken_out_is_gone_and_back_when_it_is_put_in_again() throws Exception {
    Place place = on(3, 3);
    begin("second");
    repository.write("poem.txt", POEM.replace("sugar is rather sweet\n", ""));
    end();
    assertThat(answer(place).how()).isEqualTo(How.GONE);
    assertThat(answer(place).back()).isFalse();
    begin("third");
    repository.write("poem.txt", POEM);
    end();
    assertThat(answer(place).back()).isTrue();
  }

  @Test
  void a_deleted_file_is_gone_with_its_lines() throws Exception {
    Place line = on(3, 3);
    Place file = on(0, 0);
    begin("second");
    Files.delete(repository.root().resolve("poem.txt"));
    end();
    assertThat(answer(line).how()).isEqualTo(How.GONE);
    assertThat(answer(file).how()).isEqualTo(How.GONE);
    assertThat(answer(file).turn()).isEqualTo(2);
    begin("third");
    repository.write("poem.txt", POEM);
    end();
    assertThat(answer(line).back()).isTrue();
    assertThat(answer(file).back()).isTrue();
  }

  @Test
  void a_comment_on_a_file_is_met_by_any_change_of_it_and_one_on_the_whole_by_any_file()
      throws Exception {
    Place file = on(0, 0);
    begin("second");
    repository.write("other.txt", "busy elsewhere\n");
    String after = end();
    assertThat(answer(file).how()).isEqualTo(How.UNTOUCHED);
    Answer whole = answer(null);
    assertThat(whole.how()).isEqualTo(How.CHANGED);
    assertThat(whole.turn()).isEqualTo(2);
    assertThat(whole.files()).isEqualTo(1);
    assertThat(whole.to()).isEqualTo(after);
    begin("third");
    repository.write("poem.txt", POEM.replace("rather", "very"));
    end();
    assertThat(answer(file).how()).isEqualTo(How.CHANGED);
    assertThat(answer(file).turn()).isEqualTo(3);
  }

  @Test
  void a_turn_that_changed_nothing_answers_nothing() throws Exception {
    Place place = on(0, 0);
    begin("second");
    end();
    assertThat(answer(place).how()).isEqualTo(How.UNTOUCHED);
    assertThat(answer(null).how()).isEqualTo(How.UNTOUCHED);
  }

  @Test
  void what_a_person_did_between_turns_is_no_answer_of_a_turn() throws Exception {
    Place place = on(2, 2);
    begin("second");
    end();
    repository.write("poem.txt", POEM.replace("blue", "green"));
    commit();
    happens(new TreeChanged(tree(), List.of(), 1, 1));
    Answer by = answer(place);
    assertThat(by.how()).isEqualTo(How.CHANGED);
    assertThat(by.turn()).isZero();
    begin("third");
    repository.write("poem.txt", POEM.replace("blue", "yellow"));
    end();
    assertThat(answer(place).turn()).isEqualTo(3);
  }

  @Test
  void what_a_turn_did_before_a_comment_reached_it_is_no_answer_to_it() throws Exception {
    Place place = on(2, 2);
    begin("second");
    repository.write("poem.txt", POEM.replace("blue", "green"));
    commit();
    happens(new TreeChanged(tree(), List.of(), 1, 1));
    happens(new PromptSent("steered", "and this", List.of(), PromptOrigin.REVIEW, true));
    repository.write("other.txt", "busy elsewhere\n");
    end();
    assertThat(answer(place, "steered").how()).isEqualTo(How.UNTOUCHED);
    assertThat(answer(place, "second").how()).isEqualTo(How.CHANGED);
  }

  @Test
  void a_comment_on_a_line_that_was_taken_out_is_met_by_what_is_put_there() throws Exception {
    String base = repository.git("rev-parse", "HEAD~1:poem.txt").strip();
    Place old = new Place("poem.txt", Side.OLD, 1, 1, "roses are red", base);
    begin("second");
    repository.write("poem.txt", POEM.replace("sweet", "sour"));
    end();
    assertThat(answer(old).how()).isEqualTo(How.ELSEWHERE);
    begin("third");
    repository.write("poem.txt", POEM.replace("always ", ""));
    end();
    assertThat(answer(old).how()).isEqualTo(How.CHANGED);
    assertThat(answer(old).turn()).isEqualTo(3);
  }

  @Test
  void a_file_that_is_not_text_any_more_is_told_as_not_known() throws Exception {
    Place place = on(2, 2);
    begin("second");
    repository.write("poem.txt", "a\0b\n");
    end();
    assertThat(answer(place).how()).isEqualTo(How.UNKNOWN);
    assertThat(answer(place).why()).endsWith(".");
  }

  @Test
  void states_that_were_pruned_are_told_as_not_known() throws Exception {
    Place place = on(2, 2);
    begin("second");
    happens(new CheckpointMade("refs/muster/x/2", "0".repeat(39) + "1", "0".repeat(39) + "2"));
    assertThat(answer(place).how()).isEqualTo(How.UNKNOWN);
  }

  @Test
  void a_tree_that_git_has_cleared_away_is_replaced_by_what_was_kept() throws Exception {
    Place place = on(2, 2);
    happens(new TreeChanged("0".repeat(39) + "3", List.of(), 1, 1));
    begin("second");
    repository.write("poem.txt", POEM.replace("blue", "green"));
    end();
    assertThat(answer(place).how()).isEqualTo(How.CHANGED);
    assertThat(answer(place).turn()).isEqualTo(2);
  }
}

package dev.muster.engine.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.ReviewEvent.Place;
import dev.muster.engine.event.ReviewEvent.Side;
import dev.muster.engine.review.Answer.How;
import org.junit.jupiter.api.Test;

/** Comments on files that got another name since, in a real repository. */
class RenamedAnswersTest extends AnswersScene {
  @Test
  void lines_are_followed_into_a_file_with_another_name() throws Exception {
    Place line = on(2, 2);
    Place file = on(0, 0);
    begin("second");
    repository.git("mv", "poem.txt", "verse.txt");
    end();
    assertThat(answer(line).how()).isEqualTo(How.MOVED);
    assertThat(answer(line).path()).isEqualTo("verse.txt");
    assertThat(answer(file).how()).isEqualTo(How.MOVED);
    begin("third");
    repository.write("verse.txt", POEM.replace("blue", "green"));
    end();
    Answer answer = answer(line);
    assertThat(answer.how()).isEqualTo(How.CHANGED);
    assertThat(answer.turn()).isEqualTo(3);
    assertThat(answer.path()).isEqualTo("verse.txt");
    assertThat(answer.others()).isEqualTo(1);
  }

  @Test
  void a_line_that_was_taken_out_does_not_move_with_its_file() throws Exception {
    String base = repository.git("rev-parse", "HEAD~1:poem.txt").strip();
    Place old = new Place("poem.txt", Side.OLD, 1, 1, "roses are red", base);
    begin("second");
    repository.git("mv", "poem.txt", "verse.txt");
    end();
    Answer answer = answer(old);
    assertThat(answer.how()).isEqualTo(How.ELSEWHERE);
    assertThat(answer.path()).isEqualTo("verse.txt");
    assertThat(answer.back()).isFalse();
    begin("third");
    repository.write("verse.txt", POEM.replace("always ", "now and then "));
    end();
    assertThat(answer(old).how()).isEqualTo(How.CHANGED);
    assertThat(answer(old).turn()).isEqualTo(3);
  }

  @Test
  void a_place_where_a_line_was_does_not_move_with_its_file_either() throws Exception {
    Place old = on(2, 2);
    begin("between");
    repository.write("poem.txt", POEM.replace("violets are mostly blue\n", ""));
    end();
    begin("second");
    repository.git("mv", "poem.txt", "verse.txt");
    end();
    Place deleted = new Place("poem.txt", Side.OLD, 2, 2, "violets", old.blob());
    Answer answer = answer(deleted);
    assertThat(answer.how()).isEqualTo(How.ELSEWHERE);
    assertThat(answer.back()).isFalse();
  }

  @Test
  void a_file_with_another_name_is_as_it_was_only_when_it_has_its_name_again() throws Exception {
    Place line = on(2, 2);
    Place file = on(0, 0);
    begin("second");
    repository.git("mv", "poem.txt", "verse.txt");
    end();
    assertThat(answer(line).back()).isFalse();
    assertThat(answer(file).back()).isFalse();
    begin("third");
    repository.git("mv", "verse.txt", "poem.txt");
    end();
    assertThat(answer(line).back()).isTrue();
    assertThat(answer(file).back()).isTrue();
  }

  @Test
  void a_comment_that_is_sent_after_its_file_got_another_name_is_followed_there() throws Exception {
    Place line = on(2, 2);
    begin("between");
    repository.git("mv", "poem.txt", "verse.txt");
    end();
    begin("second");
    end();
    assertThat(answer(line).how()).isEqualTo(How.UNTOUCHED);
    begin("third");
    repository.write("verse.txt", POEM.replace("blue", "green"));
    end();
    assertThat(answer(line).how()).isEqualTo(How.CHANGED);
    assertThat(answer(line).path()).isEqualTo("verse.txt");
    assertThat(answer(line).turn()).isEqualTo(4);
  }
}

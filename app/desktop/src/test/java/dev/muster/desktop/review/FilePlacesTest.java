package dev.muster.desktop.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.ReviewEvent.Place;
import dev.muster.engine.event.ReviewEvent.Side;
import dev.muster.engine.git.FileChange;
import dev.muster.engine.git.FileChange.Kind;
import dev.muster.engine.git.FileChange.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FilePlacesTest {
  private static ReviewFile file(Status status, @Nullable String before, String path, char id) {
    return new ReviewFile(
        new FileChange(
            status,
            path,
            before,
            Kind.TEXT,
            "100644",
            "100644",
            (status == Status.ADDED ? "0" : "1").repeat(40),
            String.valueOf(id).repeat(40),
            1,
            1));
  }

  private static Place place(String path, Side side, char id) {
    return new Place(path, side, 3, 3, "quoted", String.valueOf(id).repeat(40));
  }

  @Test
  void a_place_is_in_the_file_of_its_name_before_any_other() {
    ReviewFile same = file(Status.MODIFIED, null, "a.txt", 'b');
    ReviewFile other = file(Status.RENAMED, "z.txt", "b.txt", 'b');
    FilePlaces places = new FilePlaces(List.of(same, other));
    assertThat(places.of(place("a.txt", Side.NEW, 'b'))).containsSame(same);
    assertThat(places.of(place("z.txt", Side.NEW, 'c'))).containsSame(other);
    assertThat(places.of(place("y.txt", Side.NEW, 'c'))).isEmpty();
  }

  @Test
  void a_file_that_was_renamed_twice_or_is_new_is_found_by_what_it_holds() {
    ReviewFile twice = file(Status.RENAMED, "first.txt", "third.txt", 'b');
    ReviewFile fresh = file(Status.ADDED, null, "fresh.txt", 'c');
    FilePlaces places = new FilePlaces(List.of(twice, fresh));
    assertThat(places.of(place("second.txt", Side.NEW, 'b'))).containsSame(twice);
    assertThat(places.of(place("second.txt", Side.OLD, '1'))).containsSame(twice);
    assertThat(places.of(place("was.txt", Side.NEW, 'c'))).containsSame(fresh);
  }

  @Test
  void where_two_files_hold_the_same_nobody_says_which_it_was() {
    FilePlaces places =
        new FilePlaces(
            List.of(
                file(Status.ADDED, null, "one.txt", 'c'),
                file(Status.ADDED, null, "two.txt", 'c')));
    assertThat(places.of(place("was.txt", Side.NEW, 'c'))).isEmpty();
  }
}

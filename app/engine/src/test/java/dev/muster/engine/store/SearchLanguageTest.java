package dev.muster.engine.store;

import static dev.muster.engine.store.StoreFixture.ONE;
import static dev.muster.engine.store.StoreFixture.TWO;
import static dev.muster.engine.store.StoreFixture.created;
import static dev.muster.engine.store.StoreFixture.printed;
import static dev.muster.engine.store.StoreFixture.prompt;
import static dev.muster.engine.store.StoreFixture.said;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.event.SessionId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person types, mistypes and is offered. */
class SearchLanguageTest {
  @TempDir Path home;
  Store store;
  Search search;

  @BeforeEach
  void two_sessions() throws StoreException {
    store = StoreFixture.open(DataFolder.at(home));
    search = store.search();
    store.journal().append(ONE, 0, created("Rate limit", "shop"));
    store.journal().append(ONE, 1, prompt("Limit the rate"));
    store.journal().append(ONE, 1, printed("connect ECONNREFUSED"));
    store.journal().append(TWO, 0, created("Invoices", "billing"));
    store.journal().append(TWO, 1, said("the rate is limited, see https://example.org/a:b"));
    store.journal().flush();
    search.catchUp();
  }

  @AfterEach
  void closed() {
    store.close();
  }

  private SearchFound ask(String text) {
    return search.ask(SearchAsk.of(text));
  }

  private String problem(String text) {
    SearchFound found = ask(text);
    assertThat(found.problems()).as(text).isNotEmpty();
    assertThat(found.problems().getFirst().end()).isLessThanOrEqualTo(text.length());
    return found.problems().getFirst().sentence();
  }

  private List<SessionId> sessions(String text) {
    return ask(text).groups().stream().map(group -> group.session().row().id()).toList();
  }

  @Test
  void a_mistyped_filter_is_told_with_what_is_possible() {
    assertThat(problem("agnt:claude")).contains("agent:", "project:", "taken as words");
    assertThat(problem("state:runing")).contains("working", "needs-you", "left out");
    assertThat(problem("result:merge")).contains("Did you mean merged?");
    assertThat(problem("kind:prompts rate")).contains("Did you mean prompt?");
    assertThat(problem("after:tomorow")).contains("no day", "7d", "yesterday");
    assertThat(problem("before:2026-02-30")).contains("no day");
    assertThat(problem("cost:cheap")).contains("amount", ">1");
    assertThat(problem("agent:")).contains("needs a value");
    assertThat(problem("project:shp")).contains("No session has project shp", "shop name");
    assertThat(problem("-rate")).contains("needs another one");
    assertThat(problem("r* rate")).contains("two letters");
    assertThat(problem("x".repeat(300))).contains("more than 200 letters", "left out");
    assertThat(problem("kind:note -kind:note rate")).contains("nothing to search in");
  }

  @Test
  void what_could_not_be_understood_is_left_out_and_the_rest_still_counts() {
    assertThat(sessions("state:runing rate")).containsExactlyInAnyOrder(ONE, TWO);
    assertThat(sessions("after:soon project:shop rate")).containsExactly(ONE);
    assertThat(sessions("project:nowhere rate")).isEmpty();
    assertThat(ask("-rate").groups()).isEmpty();
  }

  @Test
  void addresses_times_and_options_are_words() {
    for (String text :
        List.of("https://example.org/a:b", "12:30", "--rate", "a-b", "std::vector")) {
      assertThat(ask(text).problems()).as(text).isEmpty();
    }
    assertThat(sessions("https://example.org/a:b")).containsExactly(TWO);
    assertThat(sessions("--rate")).containsExactlyInAnyOrder(ONE, TWO);
  }

  @Test
  void nothing_that_can_be_typed_is_an_error() {
    String every = " \"*-:,.<>=()a1ä\\'%_\0\n\t…😀";
    java.util.Random random = new java.util.Random(3);
    List<String> names = new ArrayList<>(List.of("rate", "kind:", "cost:>", "after:", "-file:"));
    for (SearchFilter filter : SearchFilter.values()) {
      names.add(filter.word() + ":");
    }
    for (int n = 0; n < 3_000; n++) {
      StringBuilder text = new StringBuilder();
      for (int part = random.nextInt(6); part >= 0; part--) {
        text.append(names.get(random.nextInt(names.size())));
        for (int c = random.nextInt(5); c > 0; c--) {
          text.append(every.charAt(random.nextInt(every.length())));
        }
      }
      assertThat(search.ask(SearchAsk.of(text.toString()).asTyped()))
          .as(text.toString())
          .isNotNull();
      assertThat(search.complete(text.toString(), random.nextInt(text.length() + 1))).isNotNull();
    }
  }

  @Test
  void the_word_that_is_being_typed_stands_for_what_begins_with_it() {
    assertThat(search.ask(SearchAsk.of("econnref").asTyped()).sessions()).isEqualTo(1);
    assertThat(search.ask(SearchAsk.of("econnref")).sessions()).isZero();
    assertThat(search.ask(SearchAsk.of("econnref ").asTyped()).sessions()).isZero();
  }

  @Test
  void hits_are_shown_with_what_matched_the_prompt_before_the_output() {
    store.journal().append(ONE, 1, printed("rate rate rate")).join();
    search.catchUp();
    SearchFound found = search.ask(SearchAsk.of("rate project:shop").withHits(2));
    Search.Hit best = found.groups().getFirst().best().getFirst();

    assertThat(found.groups().getFirst().hits()).isEqualTo(3);
    assertThat(found.groups().getFirst().best()).hasSize(2);
    assertThat(best.snippet()).isEqualTo("Limit the rate");
    assertThat(best.marks()).containsExactly(new Search.Mark(10, 14));
  }

  @Test
  void names_and_values_of_filters_are_offered() {
    assertThat(search.complete("rate pro", 8))
        .isEqualTo(
            new SearchCompletion(
                5,
                8,
                List.of(new SearchCompletion.Choice("project:", SearchFilter.PROJECT.meaning()))));
    assertThat(search.complete("", 0).choices()).hasSize(SearchFilter.values().length);
    assertThat(search.complete("-project:sh", 11).choices())
        .containsExactly(new SearchCompletion.Choice("-project:\"shop name\"", "1 session"));
    assertThat(search.complete("state:r", 7).choices())
        .extracting(SearchCompletion.Choice::text)
        .containsExactly("state:ready");
    for (SearchCompletion.Choice choice : search.complete("project:", 8).choices()) {
      assertThat(ask(choice.text()).problems()).isEmpty();
      assertThat(ask(choice.text()).sessions()).isEqualTo(1);
    }
  }

  @Test
  void the_first_page_of_a_very_common_beginning_says_that_it_does_not_count_everything() {
    List<dev.muster.engine.event.SessionEvent> many = new ArrayList<>();
    for (int n = 0; n < 40_000; n++) {
      many.add(printed(n % 3 == 0 ? "connect" : n % 3 == 1 ? "context" : "console"));
      if (many.size() == 1_000) {
        store.journal().appendAll(TWO, 2, many);
        many.clear();
      }
    }
    store.journal().append(ONE, 2, printed("context confetti")).join();
    search.catchUp();

    SearchFound first = ask("con*");
    SearchFound all = search.ask(SearchAsk.of("con*").counted());

    assertThat(first.complete()).isFalse();
    assertThat(first.groups()).extracting(g -> g.session().row().id()).containsExactly(ONE, TWO);
    assertThat(first.groups().getFirst().best().getFirst().marks()).hasSize(2);
    assertThat(all.complete()).isTrue();
    // The prompt's output "connect ECONNREFUSED" is the other one of the first session.
    assertThat(all.hits()).isEqualTo(40_002);
    assertThat(ask("conf*").hits()).isEqualTo(1);
    assertThat(ask("context -con*").hits()).isZero();
  }

  @Test
  void what_is_hidden_is_not_found_and_comes_back() {
    search.hide(ONE::equals);
    assertThat(sessions("rate")).containsExactly(TWO);
    assertThat(sessions("")).containsExactly(TWO);
    search.hide(id -> false);
    assertThat(sessions("")).containsExactlyInAnyOrder(ONE, TWO);
  }

  @Test
  void a_search_that_is_overtaken_ends_and_the_next_one_answers() throws Exception {
    List<CompletableFuture<SearchFound>> overtaken = new ArrayList<>();
    for (int n = 0; n < 200; n++) {
      CompletableFuture<SearchFound> one = search.asking(SearchAsk.of("rate"));
      overtaken.add(one);
      one.cancel(true);
    }
    assertThat(search.asking(SearchAsk.of("rate")).get().sessions()).isEqualTo(2);
    assertThat(overtaken).allMatch(CompletableFuture::isDone);
  }

  @Test
  void a_thread_that_is_interrupted_while_it_searches_is_told_so() throws Exception {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  Thread.currentThread().interrupt();
                  try {
                    search.ask(SearchAsk.of("rate"));
                  } catch (CancellationException overtaken) {
                    thrown.set(Thread.currentThread().isInterrupted() ? overtaken : null);
                  }
                });
    thread.join();

    assertThat(thrown.get()).isInstanceOf(CancellationException.class);
    assertThat(sessions("rate")).hasSize(2);
  }

  @Test
  void after_the_store_is_closed_a_search_says_so() {
    store.close();
    assertThatThrownBy(() -> ask("rate"))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("closed");
  }
}

package dev.muster.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.PermissionEvent.DecidedBy;
import dev.muster.engine.event.PermissionEvent.Option;
import dev.muster.engine.event.PermissionEvent.Reach;
import dev.muster.engine.event.PermissionEvent.Subject;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.policy.Ruling.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of action in every mode under every combination of rules. */
class PolicyMatrixTest {
  @TempDir Path folder;
  private Path worktree;
  private Policy policy;

  @BeforeEach
  void makeWorktree() throws IOException {
    worktree = Files.createDirectories(folder.toRealPath().resolve("w"));
    policy = new Policy(folder.toRealPath().resolve("home"));
  }

  /** What is to be done, the rules that fit it, and what each mode says without any rule. */
  private enum Deed {
    READ_INSIDE(
        Subject.READ, null, "src/a", "read: src/**", Verdict.ALLOW, Verdict.ALLOW, Verdict.ALLOW),
    READ_OUTSIDE(Subject.READ, null, "../x", "read: ../x", Verdict.ASK, Verdict.ASK, Verdict.ASK),
    EDIT_INSIDE(
        Subject.EDIT, null, "src/a", "edit: src", Verdict.ASK, Verdict.ALLOW, Verdict.ALLOW),
    EDIT_OUTSIDE(Subject.EDIT, null, "../x", "edit: ../x", Verdict.ASK, Verdict.ASK, Verdict.ASK),
    COMMAND(Subject.RUN, "make all", null, "run: make", Verdict.ASK, Verdict.ASK, Verdict.ALLOW),
    NETWORK_COMMAND(
        Subject.RUN,
        "npm install",
        null,
        "run: npm install",
        Verdict.ASK,
        Verdict.ASK,
        Verdict.ALLOW),
    COMMAND_OUTSIDE(
        Subject.RUN,
        "cat /etc/hosts",
        null,
        "run: cat /etc/hosts",
        Verdict.ASK,
        Verdict.ASK,
        Verdict.ASK),
    FETCH(Subject.FETCH, null, null, "fetch: example.org", Verdict.ASK, Verdict.ASK, Verdict.ALLOW),
    OTHER(Subject.OTHER, null, null, "tool: mcp_thing", Verdict.ASK, Verdict.ASK, Verdict.ALLOW);

    final Subject subject;
    final @Nullable String command;
    final @Nullable String path;
    final String rule;
    final List<Verdict> bare;

    Deed(
        Subject subject,
        @Nullable String command,
        @Nullable String path,
        String rule,
        Verdict suggest,
        Verdict edit,
        Verdict fullAuto) {
      this.subject = subject;
      this.command = command;
      this.path = path;
      this.rule = rule;
      this.bare = List.of(suggest, edit, fullAuto);
    }

    /** Whether full auto must be confirmed for it while there is no sandbox. */
    boolean needsConfirmation() {
      return (subject == Subject.RUN || subject == Subject.FETCH || subject == Subject.OTHER)
          && bare.getLast() == Verdict.ALLOW;
    }
  }

  private ActionRequest request(Deed deed) {
    return new ActionRequest(
        "r",
        "c",
        deed.subject == Subject.OTHER ? "mcp_thing" : "tool",
        deed.subject,
        "title",
        deed.command,
        deed.path == null ? List.of() : List.of(worktree.resolve(deed.path)),
        deed.subject == Subject.FETCH ? "example.org" : null,
        null);
  }

  @Test
  void the_table_of_the_modes_holds_for_every_action_and_every_combination_of_rules()
      throws Exception {
    int checked = 0;
    for (Deed deed : Deed.values()) {
      for (PermissionMode mode : PermissionMode.values()) {
        for (Reach allowReach : List.of(Reach.ONCE, Reach.SESSION, Reach.PROJECT, Reach.ALWAYS)) {
          for (Reach denyReach : List.of(Reach.ONCE, Reach.SESSION, Reach.PROJECT, Reach.ALWAYS)) {
            for (boolean confirmed : new boolean[] {false, true}) {
              boolean allow = allowReach != Reach.ONCE;
              boolean deny = denyReach != Reach.ONCE;
              Rules rules = Rules.NONE;
              rules = allow ? rules.with(allowReach, Rule.parse(deed.rule)) : rules;
              rules = deny ? rules.with(denyReach, Rule.parse("deny " + deed.rule)) : rules;
              rules = confirmed ? rules.with(Reach.SESSION, Rule.FULL_AUTO_UNSANDBOXED) : rules;

              Ruling ruling = policy.decide(request(deed), mode, rules, worktree);

              check(deed, mode, allow, deny, confirmed, ruling);
              checked++;
            }
          }
        }
      }
    }
    assertThat(checked).isEqualTo(Deed.values().length * 3 * 4 * 4 * 2);
  }

  private static void check(
      Deed deed,
      PermissionMode mode,
      boolean allow,
      boolean deny,
      boolean confirmed,
      Ruling ruling) {
    String what = deed + " " + mode + " allow=" + allow + " deny=" + deny + " " + confirmed;
    Verdict byMode = deed.bare.get(mode.ordinal());
    if (mode == PermissionMode.FULL_AUTO && deed.needsConfirmation() && !confirmed) {
      byMode = Verdict.ASK;
    }
    Verdict expected = deny ? Verdict.DENY : allow ? Verdict.ALLOW : byMode;
    assertThat(ruling.verdict()).as(what).isEqualTo(expected);
    DecidedBy by = ruling.by();
    switch (expected) {
      case DENY -> {
        assertThat(by).as(what).isEqualTo(DecidedBy.RULE);
        assertThat(ruling.rule()).isEqualTo("deny " + deed.rule);
        assertThat(ruling.options()).isEmpty();
      }
      case ALLOW -> {
        boolean byItself = deed == Deed.READ_INSIDE || !allow;
        assertThat(by).as(what).isEqualTo(byItself ? DecidedBy.MODE : DecidedBy.RULE);
        assertThat(ruling.rule()).isEqualTo(byItself ? null : deed.rule);
        assertThat(ruling.options()).isEmpty();
      }
      case ASK -> {
        assertThat(by).isNull();
        assertThat(ruling.options().getFirst())
            .isEqualTo(new Option("once", "Allow once", true, Reach.ONCE, null));
        assertThat(ruling.options().getLast().allows()).isFalse();
      }
    }
    assertThat(ruling.because()).endsWith(".");
  }

  @Test
  void every_offered_answer_does_what_its_label_says() throws Exception {
    List<String> labels = new ArrayList<>();
    for (Deed deed : Deed.values()) {
      for (PermissionMode mode : PermissionMode.values()) {
        Ruling asked = policy.decide(request(deed), mode, Rules.NONE, worktree);
        Set<String> ids = new HashSet<>();
        for (Option option : asked.options()) {
          assertThat(ids.add(option.id())).isTrue();
          labels.add(option.label());
          if (option.rule() == null) {
            assertThat(option.reach()).isEqualTo(Reach.ONCE);
            continue;
          }
          Rule rule = Rule.parse(option.rule());
          assertThat(rule.toString()).isEqualTo(option.rule());
          Ruling after =
              policy.decide(request(deed), mode, Rules.NONE.with(option.reach(), rule), worktree);
          assertThat(after.verdict()).as(deed + " " + option).isEqualTo(Verdict.ALLOW);
        }
      }
    }
    assertThat(labels)
        .contains(
            "Always for “npm install”",
            "This project for “npm install”",
            "This session for exactly “cat /etc/hosts”",
            "This session for all edits in the worktree",
            "This session for edits in “src/**”",
            "Always for “example.org”",
            "All commands and network of this session, without a sandbox");
  }

  @Test
  void full_auto_asks_once_per_session_until_there_is_a_sandbox() {
    Ruling first =
        policy.decide(request(Deed.COMMAND), PermissionMode.FULL_AUTO, Rules.NONE, worktree);

    assertThat(first.verdict()).isEqualTo(Verdict.ASK);
    assertThat(first.because()).contains("There is no sandbox");
    Option confirm =
        first.options().stream().filter(o -> o.id().equals("full-auto")).findFirst().orElseThrow();
    assertThat(confirm.reach()).isEqualTo(Reach.SESSION);
    Rules confirmed = Rules.NONE.withLines(Reach.SESSION, List.of(String.valueOf(confirm.rule())));
    assertThat(confirmed.fullAutoConfirmed()).isTrue();
    for (Deed deed : List.of(Deed.COMMAND, Deed.NETWORK_COMMAND, Deed.FETCH, Deed.OTHER)) {
      assertThat(
              policy.decide(request(deed), PermissionMode.FULL_AUTO, confirmed, worktree).verdict())
          .isEqualTo(Verdict.ALLOW);
      for (PermissionMode mode : List.of(PermissionMode.SUGGEST, PermissionMode.EDIT)) {
        assertThat(policy.decide(request(deed), mode, confirmed, worktree).verdict())
            .isEqualTo(Verdict.ASK);
      }
    }
  }

  @Test
  void gits_own_files_cannot_be_edited_whatever_the_rules_say() throws Exception {
    Files.createDirectories(worktree.resolve("sub"));
    Rules rules =
        Rules.NONE
            .with(Reach.ALWAYS, Rule.parse("edit: **"))
            .with(Reach.ALWAYS, Rule.parse("edit: .git"));
    for (String path : List.of(".git", ".git/config", ".GIT/config", "sub/.git", "sub/../.git/x")) {
      for (PermissionMode mode : PermissionMode.values()) {
        ActionRequest edit =
            new ActionRequest(
                "r",
                "c",
                "edit",
                Subject.EDIT,
                "t",
                null,
                List.of(worktree.resolve(path)),
                null,
                null);
        assertThat(policy.decide(edit, mode, rules, worktree).verdict())
            .as(path)
            .isEqualTo(Verdict.DENY);
      }
    }
  }

  @Test
  void an_action_that_does_not_say_what_it_touches_is_asked_for() {
    for (Subject subject : Subject.values()) {
      ActionRequest vague =
          new ActionRequest("r", null, "x", subject, "t", null, List.of(), null, null);
      Rules confirmed = Rules.NONE.with(Reach.SESSION, Rule.FULL_AUTO_UNSANDBOXED);
      for (PermissionMode mode : PermissionMode.values()) {
        boolean known = subject == Subject.OTHER && mode == PermissionMode.FULL_AUTO;
        assertThat(policy.decide(vague, mode, confirmed, worktree).verdict())
            .isEqualTo(known ? Verdict.ALLOW : Verdict.ASK);
      }
    }
  }

  @Test
  void several_files_are_as_far_outside_as_the_farthest() throws Exception {
    ActionRequest both =
        new ActionRequest(
            "r",
            "c",
            "edit",
            Subject.EDIT,
            "t",
            null,
            List.of(worktree.resolve("a"), worktree.resolve("../b")),
            null,
            null);

    Ruling ruling = policy.decide(both, PermissionMode.EDIT, Rules.NONE, worktree);
    assertThat(ruling.verdict()).isEqualTo(Verdict.ASK);
    assertThat(ruling.riskLabels()).containsExactly("outside the worktree");

    Rules one = Rules.NONE.with(Reach.SESSION, Rule.parse("edit: ../b"));
    assertThat(policy.decide(both, PermissionMode.EDIT, one, worktree).verdict())
        .isEqualTo(Verdict.ASK);
    Rules two = one.with(Reach.SESSION, Rule.parse("edit: a"));
    assertThat(policy.decide(both, PermissionMode.EDIT, two, worktree).verdict())
        .isEqualTo(Verdict.ALLOW);
  }

  @Test
  void a_host_rule_means_that_host_and_no_other() throws Exception {
    Rules rules =
        Rules.NONE
            .with(Reach.ALWAYS, Rule.parse("fetch: example.org"))
            .with(Reach.ALWAYS, Rule.parse("fetch: *.docs.example"));
    for (String host :
        List.of("example.org", "EXAMPLE.org.", "example.org:8443", "a.docs.example")) {
      assertThat(fetch(host, rules)).as(host).isEqualTo(Verdict.ALLOW);
    }
    for (String host :
        List.of(
            "evil-example.org",
            "example.org.evil",
            "x.example.org",
            "docs.example",
            "example.org@evil",
            "evil/example.org",
            " ")) {
      assertThat(fetch(host, rules)).as(host).isEqualTo(Verdict.ASK);
    }
  }

  private Verdict fetch(String host, Rules rules) {
    ActionRequest action =
        new ActionRequest("r", "c", "fetch", Subject.FETCH, "t", null, List.of(), host, null);
    return policy.decide(action, PermissionMode.EDIT, rules, worktree).verdict();
  }
}

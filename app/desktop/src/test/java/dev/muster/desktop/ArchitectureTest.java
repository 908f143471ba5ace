package dev.muster.desktop;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.RescueReport;
import dev.muster.engine.store.Settings;
import dev.muster.engine.store.Storing;
import javafx.application.Platform;

/** What the window may not do, whoever writes it. */
@AnalyzeClasses(
    packages = "dev.muster.desktop",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  /**
   * One place brings work to the JavaFX thread, once per frame for all there is, so that nobody can
   * flood it.
   */
  @ArchTest
  static final ArchRule only_the_pump_brings_work_to_the_javafx_thread =
      noClasses()
          .that()
          // The frames of the event pump: its Platform.runLater starts the timer that drains it.
          .doNotHaveFullyQualifiedName("dev.muster.desktop.live.FxFrames")
          .should()
          .callMethod(Platform.class, "runLater", Runnable.class);

  @ArchTest
  static final ArchRule the_window_speaks_no_sql_and_no_http =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "org.sqlite..", "okhttp3..", "java.net.http..");

  @ArchTest
  static final ArchRule the_window_starts_no_process =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.ProcessBuilder")
          .orShould()
          .callMethod(Runtime.class, "exec", String[].class);

  @ArchTest
  static final ArchRule the_window_runs_no_git =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveNameMatching("dev\\.muster\\.engine\\.git\\.(Git|GitCall|GitResult)");

  @ArchTest
  static final ArchRule the_window_knows_neither_the_store_nor_a_wire_format =
      noClasses()
          .that()
          // What the history reads is what the store itself answers with: plain records, which
          // these classes alone turn into the window's own.
          .haveNameNotMatching("dev\\.muster\\.desktop\\.live\\.EngineHistory.*")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "dev.muster.engine.store..",
                      "dev.muster.engine.agent.builtin..",
                      "dev.muster.engine.agent.claude..",
                      "dev.muster.engine.agent.codex..",
                      "dev.muster.engine.agent.acp..",
                      "tools.jackson..")
                  // What the user has chosen, the names of the folders, and how the store is, are
                  // plain records that only live beside it.
                  .and(
                      not(
                          belongToAnyOf(
                              Settings.class,
                              DataFolder.class,
                              RescueReport.class,
                              Storing.class))));

  @ArchTest
  static final ArchRule the_look_knows_nothing_of_what_is_shown =
      noClasses()
          .that()
          .resideInAPackage("dev.muster.desktop.theme..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.muster.engine..", "dev.muster.desktop.control..");

  @ArchTest
  static final ArchRule the_parts_know_neither_the_screens_nor_the_engine =
      noClasses()
          .that()
          .resideInAPackage("dev.muster.desktop.control..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.muster.engine..",
              "dev.muster.desktop.shell..",
              "dev.muster.desktop.grid..",
              "dev.muster.desktop.live..",
              "dev.muster.desktop.session..",
              "java.nio.file..");

  @ArchTest
  static final ArchRule models_of_the_engine_know_no_screen =
      noClasses()
          .that()
          .resideInAPackage("dev.muster.desktop.live..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.muster.desktop.grid..",
              "dev.muster.desktop.history..",
              "dev.muster.desktop.session..",
              "dev.muster.desktop.shell..",
              "javafx.scene..");

  @ArchTest
  static final ArchRule a_screen_knows_nothing_of_the_window_around_it =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.muster.desktop.grid..",
              "dev.muster.desktop.history..",
              "dev.muster.desktop.race..",
              "dev.muster.desktop.review..",
              "dev.muster.desktop.session..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.muster.desktop.shell..");

  @ArchTest
  static final ArchRule a_model_knows_no_node =
      noClasses()
          .that()
          .haveSimpleNameEndingWith("Model")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(javafx.scene.Node.class);

  @ArchTest
  static final ArchRule nothing_prints_or_sleeps =
      noClasses()
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .callMethod(Thread.class, "sleep", long.class);

  @ArchTest
  static final ArchRule nothing_ends_the_process =
      noClasses()
          .that()
          // A second start that has brought the first window to the front has nothing else to do.
          .doNotHaveFullyQualifiedName("dev.muster.desktop.Main")
          .should()
          .callMethod(System.class, "exit", int.class);
}

package dev.muster.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;

/** The rooms of the engine, and who may enter which. */
@AnalyzeClasses(
    packages = "dev.muster.engine",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String BASE = "dev.muster.engine";

  /** From the ground up: a room may use only those that stand before it. */
  private static final List<String> ROOMS =
      List.of(
          "event",
          "store",
          "host",
          "git",
          "policy",
          "agent",
          "evidence",
          "memory",
          "session",
          "review",
          "complete",
          "team",
          "imported",
          "export",
          "keep",
          "demo",
          "control",
          "doctor",
          "");

  @ArchTest
  static final ArchRule the_engine_knows_nothing_of_javafx_or_the_fronts =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("javafx..", "dev.muster.desktop..", "dev.muster.cli..");

  @ArchTest
  static final ArchRule a_room_uses_only_the_rooms_before_it =
      classes().should(useOnlyLowerRooms());

  @ArchTest
  static final ArchRule only_the_store_speaks_sql =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.muster.engine.store..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "org.sqlite..");

  @ArchTest
  static final ArchRule only_the_host_starts_processes =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.muster.engine.host..")
          // A keychain is asked through the user's own desktop session, which a host keeps from
          // every process it starts.
          .and()
          .doNotHaveSimpleName("SystemKeychain")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.ProcessBuilder");

  @ArchTest
  static final ArchRule only_model_providers_speak_http =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.muster.engine.agent.builtin.model..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("okhttp3..");

  @ArchTest
  static final ArchRule nothing_prints_or_exits =
      noClasses()
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .callMethod(System.class, "exit", int.class);

  private static ArchCondition<JavaClass> useOnlyLowerRooms() {
    return new ArchCondition<>("use only rooms before their own") {
      @Override
      public void check(JavaClass user, ConditionEvents events) {
        int own = room(user);
        user.getDirectDependenciesFromSelf().stream()
            .filter(d -> d.getTargetClass().getPackageName().startsWith(BASE))
            .filter(d -> room(d.getTargetClass()) > own)
            .forEach(d -> events.add(SimpleConditionEvent.violated(user, d.getDescription())));
      }
    };
  }

  private static int room(JavaClass type) {
    String name = type.getPackageName();
    String rest = name.equals(BASE) ? "" : name.substring(BASE.length() + 1);
    int dot = rest.indexOf('.');
    String room = dot < 0 ? rest : rest.substring(0, dot);
    int index = ROOMS.indexOf(room);
    if (index < 0) {
      throw new AssertionError("The package " + name + " has no place in the house.");
    }
    return index;
  }
}

package dev.muster.desktop;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a test class that needs the JavaFX toolkit. It is started once for the whole run. Where the
 * font libraries are missing, the class is disabled and the reason names the packages to install;
 * with {@code -Dmuster.ui.required=true} it fails instead, so that nothing is skipped unnoticed.
 *
 * <p>Test methods run on JUnit's thread; {@link Fx} takes them to the JavaFX thread and back.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(FxToolkitCondition.class)
public @interface FxTest {}

package dev.muster.bench;

import java.nio.file.Path;
import java.util.List;

/** Something that is measured in a Java of its own. */
interface Scenario {
  /**
   * Measures.
   *
   * @param folder empty, on the disk to be measured; whoever calls takes it away
   */
  List<Figure> measure(Path folder) throws Exception;
}

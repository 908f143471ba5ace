package dev.muster.bench;

import dev.muster.desktop.shell.WindowView;
import java.nio.file.Path;

/** A window without a frame: nobody is there to choose or to quit. */
record Frameless() implements WindowView.Frame {
  @Override
  public Path chooseFolder() {
    throw new IllegalStateException("Nobody is there to choose a folder.");
  }

  @Override
  public void quit() {
    throw new IllegalStateException("Nobody is there to quit.");
  }
}

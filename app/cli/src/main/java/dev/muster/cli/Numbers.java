package dev.muster.cli;

import java.math.BigDecimal;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Reads numbers that were typed, and says of what is none that it is none. */
final class Numbers {
  private static final int SHOWN = 40;

  private Numbers() {}

  /** Teaches a command, and those below it, to read them. */
  static void teach(CommandLine line) {
    line.registerConverter(int.class, said -> read(said, Integer::valueOf, "whole number"));
    line.registerConverter(Integer.class, said -> read(said, Integer::valueOf, "whole number"));
    line.registerConverter(Long.class, said -> read(said, Long::valueOf, "whole number"));
    line.registerConverter(Double.class, said -> read(said, Double::valueOf, "number"));
    line.registerConverter(BigDecimal.class, said -> read(said, BigDecimal::new, "number"));
  }

  private interface Reading<N> {
    N read(String said);
  }

  private static <N> N read(String said, Reading<N> reading, String what) {
    try {
      return reading.read(said.strip());
    } catch (NumberFormatException none) {
      boolean large = said.strip().matches("[+-]?\\d+");
      throw new TypeConversionException(
          "\"%s\" is %s.".formatted(Plain.line(said, SHOWN), large ? "too large" : "no " + what));
    }
  }
}

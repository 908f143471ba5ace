package dev.muster.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Words as they come in the talk and output of agents: few very often, most of some 40,000 hardly
 * ever, and numbers and paths among them. The same seed gives the same words.
 */
final class SampleWords {
  private static final int KNOWN = 40_000;

  /** The words that come most often; searches of the benchmark look for some of them. */
  private static final List<String> OFTEN =
      List.of(
          "the",
          "test",
          "error",
          "src",
          "at",
          "in",
          "order",
          "customer",
          "returns",
          "expected",
          "import",
          "const",
          "function",
          "value",
          "file",
          "line",
          "passed",
          "failed",
          "config",
          "user",
          "request",
          "response",
          "timeout",
          "connection",
          "ECONNREFUSED",
          "retry",
          "limit",
          "module",
          "build",
          "warning",
          "index",
          "data",
          "stock",
          "price",
          "invoice",
          "payment");

  private static final String[] SYLLABLES = {
    "con", "ver", "ta", "lo", "mi", "re", "sta", "pro", "ex", "in", "de", "ma", "tor", "ler", "ing",
    "ed", "ion", "al", "ser", "vi", "ce", "pol", "cy", "hand", "rou", "ter", "que", "ry", "fetch",
    "sync", "map", "set", "get", "un", "load", "er", "sto", "age", "net", "work"
  };

  private final RandomGenerator random;
  private final String[] words = new String[KNOWN];
  private final double[] weights = new double[KNOWN];

  SampleWords(RandomGenerator random) {
    this.random = random;
    double sum = 0;
    for (int n = 0; n < KNOWN; n++) {
      words[n] = n % 3 == 0 && n / 3 < OFTEN.size() ? OFTEN.get(n / 3) : made(n);
      sum += 1.0 / (n + 12);
      weights[n] = sum;
    }
  }

  private String made(int number) {
    StringBuilder word = new StringBuilder();
    int parts = 1 + number % 4;
    for (int n = 0; n < parts; n++) {
      word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
    }
    return number % 7 == 0 ? word.append(number % 100).toString() : word.toString();
  }

  String word() {
    double at = random.nextDouble() * weights[KNOWN - 1];
    int found = java.util.Arrays.binarySearch(weights, at);
    return words[Math.min(KNOWN - 1, found < 0 ? -found - 1 : found)];
  }

  /** Some lines of output, as long as asked for or a little longer. */
  String lines(int length) {
    StringBuilder out = new StringBuilder(length + 80);
    while (out.length() < length) {
      switch (random.nextInt(6)) {
        case 0 -> out.append("  at ").append(path()).append(':').append(random.nextInt(900));
        case 1 -> out.append(random.nextInt(100_000)).append(" ms ").append(text(30));
        default -> out.append(text(50));
      }
      out.append('\n');
    }
    return out.toString();
  }

  String text(int length) {
    StringBuilder out = new StringBuilder(length + 16);
    while (out.length() < length) {
      out.append(out.isEmpty() ? "" : " ").append(word());
    }
    return out.toString();
  }

  String path() {
    return "src/" + word() + "/" + word() + (random.nextBoolean() ? ".ts" : ".java");
  }

  List<String> paths(int many) {
    List<String> paths = new ArrayList<>();
    for (int n = 0; n < many; n++) {
      paths.add(path());
    }
    return paths;
  }
}

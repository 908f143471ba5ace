package dev.muster.engine.git;

import java.nio.charset.StandardCharsets;

/** Tells an image by its first bytes; a file's name is not asked. */
final class ImageType {
  private ImageType() {}

  /** A media type, or empty. */
  static String of(byte[] head) {
    if (begins(head, 0, "\u0089PNG\r\n\u001a\n")) {
      return "image/png";
    }
    if (begins(head, 0, "\u00ff\u00d8\u00ff")) {
      return "image/jpeg";
    }
    if (begins(head, 0, "GIF87a") || begins(head, 0, "GIF89a")) {
      return "image/gif";
    }
    if (begins(head, 0, "RIFF") && begins(head, 8, "WEBP")) {
      return "image/webp";
    }
    if (begins(head, 0, "BM") && head.length > 26 && zeros(head, 6, 10)) {
      return "image/bmp";
    }
    if (head.length > 22 && begins(head, 0, "\0\0\1\0")) {
      return "image/x-icon";
    }
    return isSvg(head) ? "image/svg+xml" : "";
  }

  private static boolean isSvg(byte[] head) {
    var start =
        new String(head, 0, Math.min(head.length, 1000), StandardCharsets.UTF_8).stripLeading();
    return start.startsWith("<svg")
        || (start.startsWith("<?xml") || start.startsWith("<!--")) && start.contains("<svg");
  }

  private static boolean zeros(byte[] head, int from, int end) {
    for (int i = from; i < end; i++) {
      if (head[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean begins(byte[] head, int at, String with) {
    var wanted = with.getBytes(StandardCharsets.ISO_8859_1);
    if (head.length < at + wanted.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (head[at + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }
}

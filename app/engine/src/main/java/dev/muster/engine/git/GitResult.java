package dev.muster.engine.git;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a git command said.
 *
 * @param exit its exit code, one of those the call accepts
 * @param out its standard output
 * @param err its standard error, bounded
 * @param cut whether there was more output than the call keeps
 */
public record GitResult(int exit, byte[] out, String err, boolean cut) {

  /** The output as UTF-8 without its last line end. */
  public String text() {
    var text = new String(out, StandardCharsets.UTF_8);
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  /** The output of a {@code -z} command: the fields that NUL ends. */
  public List<String> fields() {
    var fields = new ArrayList<String>();
    int from = 0;
    for (int i = 0; i < out.length; i++) {
      if (out[i] == 0) {
        fields.add(new String(out, from, i - from, StandardCharsets.UTF_8));
        from = i + 1;
      }
    }
    if (from < out.length) {
      fields.add(new String(out, from, out.length - from, StandardCharsets.UTF_8));
    }
    return fields;
  }
}

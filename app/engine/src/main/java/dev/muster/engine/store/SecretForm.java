package dev.muster.engine.store;

/** What a kind of secret looks like that is known by its form alone. Immutable. */
sealed interface SecretForm permits KeyForm, PrivateKeyForm {
  /** Names it in the marker. */
  String what();

  /** Its beginning: ASCII, two characters at least. */
  String begin();

  /**
   * The end of the secret that begins here; -1 when none does.
   *
   * @param at where {@link #begin} stands in the text
   */
  int end(CharSequence text, int at);

  /** Whether more text could make it a secret, or a longer one. */
  boolean open(CharSequence text, int at);

  /** How long one can be, in characters; what is longer is masked in parts. */
  int longest();
}

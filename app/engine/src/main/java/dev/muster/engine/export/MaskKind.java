package dev.muster.engine.export;

/** A kind of text that a person may not want to give away. */
public enum MaskKind {
  /** What has the form of a key, a token or a password in an address. */
  KEY,
  /** Values of environment variables whose name says that they are secret. */
  ENVIRONMENT,
  /** E-mail addresses. */
  EMAIL,
  /** The path of the home folder. */
  HOME,
  /** The name of the user, where it stands alone. */
  USER
}

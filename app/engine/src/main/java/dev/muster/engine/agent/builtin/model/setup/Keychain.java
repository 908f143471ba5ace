package dev.muster.engine.agent.builtin.model.setup;

import dev.muster.engine.agent.builtin.model.ModelException;
import dev.muster.engine.agent.builtin.model.Secret;

/** The system's own store of secrets. Safe for any thread. */
public interface Keychain {

  /** Whether this system has one that can be asked. Does not block for long. */
  boolean available();

  /**
   * Asks for the entry of service {@code muster} with this account name. May block until the user
   * has unlocked the keychain, at most two minutes.
   *
   * @throws ModelException (AUTH) with a sentence that says how to make the entry
   */
  Secret lookup(String account) throws ModelException, InterruptedException;
}

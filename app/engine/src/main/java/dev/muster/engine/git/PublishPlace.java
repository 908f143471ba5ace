package dev.muster.engine.git;

import java.util.List;

/**
 * Where a session's branch is pushed, and where its pull request belongs.
 *
 * @param target short name of the branch that the work is for
 * @param base the remote the target comes from
 * @param push the remote that is pushed to; another one when the user works in a fork
 * @param notes what the user should know before pushing, as sentences
 */
public record PublishPlace(String target, Remote base, Remote push, List<String> notes) {
  public PublishPlace {
    notes = List.copyOf(notes);
  }

  /** Whether the pull request comes from another repository than it goes to. */
  public boolean fork() {
    return !base.web().equals(push.web());
  }
}

package dev.muster.engine.review;

import dev.muster.engine.git.PublishPlace;
import dev.muster.engine.git.RemoteBranch;
import java.util.List;

/**
 * What a pull request of a session's work would be; nothing was done yet.
 *
 * @param place where it is pushed, and where the pull request goes
 * @param branch short name of the session's branch, which gets the same name there
 * @param commit full id of the commit it stands on
 * @param uncommitted how many files are committed first
 * @param there what was last seen of that branch there
 * @param gh whether gh makes the pull request; else there is a page to make it on, if at all
 * @param title proposed
 * @param body proposed, in Markdown
 * @param page the page on which it can be made by hand once it is pushed; empty when there is none
 * @param tells what the user is told before agreeing, as sentences; the first says where it goes
 */
public record PullRequestProposal(
    PublishPlace place,
    String branch,
    String commit,
    int uncommitted,
    RemoteBranch there,
    boolean gh,
    String title,
    String body,
    String page,
    List<String> tells) {
  public PullRequestProposal {
    tells = List.copyOf(tells);
  }
}

package dev.muster.engine.policy;

import dev.muster.engine.policy.shell.Word;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What well-known programs may do, told by their names and first words. It can never be complete;
 * it decides what a person is shown and what a rule by itself cannot let through.
 */
final class ProgramRisks {
  private static final Set<String> NETWORK =
      Set.of(
          "curl",
          "wget",
          "wget2",
          "http",
          "https",
          "xh",
          "aria2c",
          "ftp",
          "sftp",
          "rsync",
          "dig",
          "nslookup",
          "host",
          "whois",
          "ping",
          "traceroute",
          "lynx",
          "w3m",
          "links",
          "telnet",
          "websocat",
          "grpcurl",
          "youtube-dl",
          "yt-dlp",
          "npx",
          "bunx",
          "pnpx");

  /** They act on other machines or on services beyond this one. */
  private static final Set<String> REMOTE =
      Set.of(
          "ssh",
          "scp",
          "mosh",
          "nc",
          "ncat",
          "netcat",
          "socat",
          "gh",
          "glab",
          "hub",
          "aws",
          "gcloud",
          "gsutil",
          "az",
          "kubectl",
          "helm",
          "terraform",
          "tofu",
          "pulumi",
          "ansible",
          "ansible-playbook",
          "heroku",
          "vercel",
          "netlify",
          "flyctl",
          "fly",
          "firebase",
          "wrangler",
          "doctl",
          "sendmail",
          "mail",
          "mutt",
          "psql",
          "mysql",
          "mongosh",
          "redis-cli",
          "twine",
          "rclone",
          "s3cmd");

  private static final Set<String> DELETES =
      Set.of("rm", "rmdir", "unlink", "shred", "srm", "trash", "trash-put", "rimraf", "del");

  private static final Set<String> PRIVILEGED =
      Set.of(
          "sudo",
          "doas",
          "su",
          "pkexec",
          "runuser",
          "sudoedit",
          "visudo",
          "chroot",
          "unshare",
          "nsenter",
          "mount",
          "umount",
          "losetup",
          "systemctl",
          "service",
          "launchctl",
          "shutdown",
          "reboot",
          "halt",
          "poweroff",
          "init",
          "telinit",
          "passwd",
          "chpasswd",
          "useradd",
          "userdel",
          "usermod",
          "groupadd",
          "groupdel",
          "mkfs",
          "fdisk",
          "parted",
          "mkswap",
          "swapon",
          "swapoff",
          "iptables",
          "ip6tables",
          "nft",
          "ufw",
          "sysctl",
          "modprobe",
          "insmod",
          "rmmod",
          "setcap",
          "dpkg",
          "rpm",
          "update-alternatives",
          "defaults",
          "csrutil",
          "spctl",
          "diskutil",
          "dd");

  /** They change things of the user's that lie beyond any folder. */
  private static final Set<String> OUTSIDE =
      Set.of(
          "pkill",
          "killall",
          "crontab",
          "at",
          "batch",
          "systemd-run",
          "loginctl",
          "gsettings",
          "dconf",
          "xdg-open",
          "open",
          "osascript",
          "secret-tool",
          "security",
          "gpg",
          "pass",
          "ssh-keygen",
          "ssh-add",
          "tmux",
          "screen",
          "docker-machine");

  private static final Set<String> SYSTEM_PACKAGES =
      Set.of(
          "apt",
          "apt-get",
          "aptitude",
          "dnf",
          "yum",
          "zypper",
          "pacman",
          "apk",
          "snap",
          "flatpak",
          "brew",
          "port",
          "emerge",
          "nix-env",
          "choco",
          "winget",
          "scoop");

  /** Package tools that use the network for these words. */
  private static final Map<String, Set<String>> FETCHING =
      Map.ofEntries(
          Map.entry("npm", npm()),
          Map.entry("pnpm", npm()),
          Map.entry("yarn", npm()),
          Map.entry("bun", npm()),
          Map.entry("corepack", Set.of("prepare", "install", "use", "up")),
          Map.entry("pip", pip()),
          Map.entry("pip3", pip()),
          Map.entry("pipx", Set.of("install", "run", "upgrade", "inject")),
          Map.entry("uv", Set.of("add", "sync", "lock", "pip", "tool", "python", "publish")),
          Map.entry("uvx", Set.of("")),
          Map.entry("poetry", Set.of("install", "add", "update", "lock", "publish", "self")),
          Map.entry("pipenv", Set.of("install", "update", "sync", "lock")),
          Map.entry("conda", Set.of("install", "create", "update", "env")),
          Map.entry("mamba", Set.of("install", "create", "update", "env")),
          Map.entry("cargo", Set.of("install", "add", "fetch", "update", "publish", "search")),
          Map.entry("rustup", Set.of("install", "update", "toolchain", "component", "target")),
          Map.entry("go", Set.of("get", "install", "mod")),
          Map.entry("gem", Set.of("install", "update", "push", "fetch")),
          Map.entry("bundle", Set.of("install", "update", "add")),
          Map.entry("composer", Set.of("install", "update", "require", "create-project")),
          Map.entry("dotnet", Set.of("restore", "add", "tool", "nuget")),
          Map.entry("docker", containers()),
          Map.entry("podman", containers()),
          Map.entry("buildah", containers()),
          Map.entry("nix", Set.of("")),
          Map.entry("deno", Set.of("install", "add", "cache", "publish")),
          Map.entry("svn", Set.of("")),
          Map.entry("hg", Set.of("push", "pull", "clone", "incoming", "outgoing")));

  private ProgramRisks() {}

  private static Set<String> npm() {
    return Set.of(
        "",
        "install",
        "i",
        "in",
        "add",
        "ci",
        "update",
        "up",
        "upgrade",
        "publish",
        "audit",
        "exec",
        "x",
        "dlx",
        "create",
        "init",
        "login",
        "view",
        "info",
        "outdated",
        "dedupe",
        "install-test",
        "it",
        "install-ci-test",
        "cit",
        "unpublish",
        "deprecate",
        "pack");
  }

  private static Set<String> pip() {
    return Set.of("install", "download", "wheel", "index", "search");
  }

  private static Set<String> containers() {
    return Set.of("pull", "push", "build", "buildx", "run", "login", "compose", "create", "search");
  }

  /** The risks of a program with these words; the first is the program. */
  static Set<Risk> of(String program, List<Word> words) {
    Set<Risk> risks = EnumSet.noneOf(Risk.class);
    if (program.equals("git")) {
      risks.addAll(GitRisks.of(words));
    }
    if (NETWORK.contains(program)) {
      risks.add(Risk.NETWORK);
    }
    if (REMOTE.contains(program)) {
      risks.addAll(Set.of(Risk.NETWORK, Risk.OUTSIDE));
    }
    if (DELETES.contains(program)) {
      risks.add(Risk.DELETES);
    }
    if (PRIVILEGED.contains(program) || program.startsWith("mkfs.")) {
      risks.add(Risk.PRIVILEGED);
    }
    if (OUTSIDE.contains(program)) {
      risks.add(Risk.OUTSIDE);
    }
    if (SYSTEM_PACKAGES.contains(program)) {
      risks.addAll(Set.of(Risk.NETWORK, Risk.PRIVILEGED));
    }
    List<String> arguments = words.subList(1, words.size()).stream().map(Word::text).toList();
    packages(program, arguments, risks);
    if (program.equals("find") && arguments.contains("-delete")) {
      risks.add(Risk.DELETES);
    }
    if (program.equals("rsync") && arguments.stream().anyMatch(w -> w.startsWith("--del"))) {
      risks.add(Risk.DELETES);
    }
    if (program.equals("kill") && arguments.contains("-1")) {
      risks.add(Risk.OUTSIDE);
    }
    if (InlineCode.in(program, arguments)) {
      risks.add(Risk.INLINE_CODE);
    }
    return risks;
  }

  private static void packages(String program, List<String> arguments, Set<Risk> risks) {
    Set<String> verbs = FETCHING.get(program);
    List<String> operands = arguments.stream().filter(word -> !word.startsWith("-")).toList();
    String verb = operands.isEmpty() ? "" : operands.getFirst();
    if (verbs != null) {
      // An option in front may have taken a value, so every word counts for a verb.
      boolean fetches =
          verbs.contains(verb)
              ? !verb.isEmpty() || arguments.isEmpty() || !arguments.toString().matches("\\[-.*")
              : operands.stream().anyMatch(word -> !word.isEmpty() && verbs.contains(word));
      if (fetches || (verbs.size() == 1 && verbs.contains(""))) {
        risks.add(Risk.NETWORK);
      }
    }
    if (program.matches("python[0-9.]*") && arguments.size() > 1 && arguments.contains("-m")) {
      if (arguments.contains("pip") && operands.stream().anyMatch(pip()::contains)) {
        risks.add(Risk.NETWORK);
      }
    }
    boolean global = arguments.stream().anyMatch(w -> w.matches("-g|--global|--user|--system"));
    if (global && (verbs != null || program.equals("git"))) {
      risks.add(Risk.OUTSIDE);
    }
    if (verb.matches("publish|unpublish|login") && verbs != null) {
      risks.add(Risk.OUTSIDE);
    }
    if (program.matches("docker|podman")) {
      if (arguments.stream().anyMatch(w -> w.matches("--privileged.*|--(pid|net|network)=host"))) {
        risks.add(Risk.PRIVILEGED);
      }
      if (operands.stream().anyMatch(w -> w.matches("rm|rmi|prune|push|stop|kill"))) {
        risks.add(Risk.OUTSIDE);
      }
    }
  }
}

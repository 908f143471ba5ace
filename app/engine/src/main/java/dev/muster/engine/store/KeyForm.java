package dev.muster.engine.store;

import java.util.List;

/**
 * What keys of a service look like: how they begin, which characters follow, and how many at least.
 *
 * @param what names it in the marker
 * @param begin its beginning, ASCII
 * @param more characters besides letters and digits that follow
 * @param least so many characters follow the beginning at least
 * @param mixed whether there must be a digit or a capital among them, where names look alike
 */
record KeyForm(String what, String begin, String more, int least, boolean mixed)
    implements SecretForm {
  /** Stands where a title or a summary was cut off, maybe in the middle of a key. */
  static final char CUT = '…';

  /** So much of a key that was cut off is masked, too. */
  private static final int SHORTEST_CUT = 6;

  /** Longer than any key: what is longer is masked in parts. */
  static final int LONGEST = 2_048;

  /** A longer beginning before a shorter one that it begins with. */
  static final List<SecretForm> ALL =
      List.of(
          new KeyForm("Anthropic key", "sk-ant-", "_-", 16, false),
          new KeyForm("API key", "sk-", "_-", 18, true),
          new KeyForm("Stripe key", "sk_live_", "", 16, false),
          new KeyForm("Stripe key", "rk_live_", "", 16, false),
          new KeyForm("Stripe key", "sk_test_", "", 16, false),
          new KeyForm("GitHub token", "github_pat_", "_", 20, false),
          new KeyForm("GitHub token", "ghp_", "", 30, false),
          new KeyForm("GitHub token", "gho_", "", 30, false),
          new KeyForm("GitHub token", "ghu_", "", 30, false),
          new KeyForm("GitHub token", "ghs_", "", 30, false),
          new KeyForm("GitHub token", "ghr_", "", 30, false),
          new KeyForm("GitLab token", "glpat-", "_-", 16, false),
          new KeyForm("npm token", "npm_", "", 30, false),
          new KeyForm("PyPI token", "pypi-", "_-", 40, false),
          new KeyForm("Hugging Face token", "hf_", "", 20, true),
          new KeyForm("Groq key", "gsk_", "", 30, false),
          new KeyForm("xAI key", "xai-", "", 40, false),
          new KeyForm("Replicate key", "r8_", "", 20, true),
          new KeyForm("Google key", "AIza", "_-", 30, false),
          new KeyForm("AWS key", "AKIA", "", 16, true),
          new KeyForm("AWS key", "ASIA", "", 16, true),
          new KeyForm("Slack token", "xoxb-", "-", 16, false),
          new KeyForm("Slack token", "xoxp-", "-", 16, false),
          new KeyForm("Slack token", "xoxa-", "-", 16, false),
          new KeyForm("Slack token", "xoxs-", "-", 16, false),
          new KeyForm("Stripe key", "rk_test_", "", 16, false),
          new KeyForm("Stripe secret", "whsec_", "+/=", 24, true),
          new KeyForm("GitLab token", "glptt-", "_-", 16, false),
          new KeyForm("GitLab token", "glrt-", "_-", 16, false),
          new KeyForm("GitLab token", "gldt-", "_-", 16, false),
          new KeyForm("Slack token", "xoxe-", "-", 16, false),
          new KeyForm("Slack token", "xoxr-", "-", 16, false),
          new KeyForm("Slack token", "xapp-", "-", 16, false),
          new KeyForm("Google secret", "GOCSPX-", "_-", 20, false),
          new KeyForm("Google token", "ya29.", "_-.", 20, false),
          new KeyForm("SendGrid key", "SG.", "_-.", 40, true),
          new KeyForm("Docker token", "dckr_pat_", "_-", 16, false),
          new KeyForm("DigitalOcean token", "dop_v1_", "", 32, false),
          new KeyForm("Shopify token", "shpat_", "", 32, false),
          new KeyForm("Atlassian token", "ATATT3", "_-=", 40, false),
          new KeyForm("Linear key", "lin_api_", "", 30, false),
          new KeyForm("Notion token", "ntn_", "", 40, true),
          new KeyForm("Sentry token", "sntrys_", "_-+/=", 30, true),
          new KeyForm("Vault token", "hvs.", "_-", 24, true),
          new KeyForm("Databricks token", "dapi", "-", 32, true),
          new KeyForm("Supabase token", "sbp_", "", 40, false),
          new KeyForm("NVIDIA key", "nvapi-", "_-", 40, true),
          new KeyForm("Perplexity key", "pplx-", "", 40, false),
          new KeyForm("Cerebras key", "csk-", "", 30, true),
          new KeyForm("Tavily key", "tvly-", "_-", 20, true),
          new KeyForm("Postman key", "PMAK-", "-", 40, true),
          new KeyForm("RubyGems key", "rubygems_", "", 40, false),
          new KeyForm("age key", "AGE-SECRET-KEY-1", "", 40, false),
          new KeyForm("bearer token", "Bearer ", "._~+/=-", 24, true),
          new KeyForm("bearer token", "bearer ", "._~+/=-", 24, true),
          new PrivateKeyForm(),
          new KeyForm("JSON web token", "eyJ", "_-.", 40, true));

  @Override
  public int longest() {
    return LONGEST;
  }

  @Override
  public int end(CharSequence text, int at) {
    int from = at + begin.length();
    int end = run(text, from);
    boolean cut = end - from >= SHORTEST_CUT && end < text.length() && text.charAt(end) == CUT;
    return (end - from >= least || cut) && (!mixed || isMixed(text, from, end)) ? end : -1;
  }

  @Override
  public boolean open(CharSequence text, int at) {
    return run(text, at + begin.length()) == text.length() && text.length() - at < LONGEST;
  }

  private int run(CharSequence text, int from) {
    int most = Math.min(text.length(), from + LONGEST);
    int end = from;
    while (end < most && follows(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private boolean follows(char c) {
    return letterOrDigit(c) || more.indexOf(c) >= 0;
  }

  static boolean letterOrDigit(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
  }

  private static boolean isMixed(CharSequence text, int from, int end) {
    for (int n = from; n < end; n++) {
      char c = text.charAt(n);
      if (c >= '0' && c <= '9' || c >= 'A' && c <= 'Z') {
        return true;
      }
    }
    return false;
  }
}

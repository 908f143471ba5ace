"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const WINDOW = 600, STEP = 250, CUT = 4000, MOST = 2000000, GAP = 2000;

  // ---- what is in the page: texts only, never markup -------------------------------------------
  const sessions = [];
  for (const node of document.querySelectorAll('script[type="application/json"]')) {
    const data = JSON.parse(node.textContent);
    if (node.dataset.muster === "session") sessions.push({ head: data, chunks: [], changes: [] });
    else if (node.dataset.muster === "changes") sessions[sessions.length - 1].changes.push(data);
    else sessions[sessions.length - 1].chunks.push(data);
    node.remove();
  }

  const el = (name, cls, text) => {
    const e = document.createElement(name);
    if (cls) e.className = cls;
    if (text !== undefined && text !== null) e.textContent = text;
    return e;
  };
  const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
  const ANSI = /\u001b\[[0-9;?]*[ -\/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)/g;
  const plain = (s) => String(s ?? "").replace(ANSI, "").replace(/\r\n/g, "\n")
    .replace(HIDDEN, (c) => c < " " ? String.fromCharCode(0x2400 + c.charCodeAt(0)) : "<U+" + c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0") + ">");
  const one = (s, most) => { const t = plain(String(s ?? "").slice(0, most * 2)).replace(/\s+/g, " ").trim(); return t.length > most ? t.slice(0, most - 1) + "…" : t; };
  const word = (s) => String(s ?? "").toLowerCase().replace(/_/g, " ");
  const REACH = { SESSION: "this session", PROJECT: "this project" };
  const decider = (b) => {
    const rules = (b.unasked && b.unasked.rules) || [];
    if (b.by === "RULE" && rules.length)
      return rules.map((r) => "the rule “" + one(r.rule, 200) + "”" + (r.reach === "ALWAYS" ? ", which holds everywhere" : " of " + (REACH[r.reach] || "Muster's own"))).join(" and ");
    if (b.by === "RULE") return b.rule ? "the rule “" + one(b.rule, 200) + "”" : "a rule";
    if (b.by !== "USER") return word(b.by);
    const reach = b.reach === "ALWAYS" ? ", always" : REACH[b.reach] ? ", for " + REACH[b.reach] : "";
    return "the user" + (b.choice ? ", with the agent's own answer “" + one(b.choice, 200) + "”" : reach + (b.rule ? ", as the rule “" + one(b.rule, 200) + "”" : ""));
  };
  const count = (n) => Number(n || 0).toLocaleString("en-US");
  const took = (ms) => ms < 1000 ? ms + " ms" : ms < 60000 ? (ms / 1000).toFixed(1) + " s" : Math.floor(ms / 60000) + " min " + Math.floor(ms / 1000 % 60) + " s";
  const money = (m) => "$" + (m / 1e6).toFixed(m < 1e6 ? 4 : 2);
  const clock = (at) => new Date(at).toTimeString().slice(0, 8);

  /** A long text shows its beginning, and all of it when asked. */
  function long(name, cls, text) {
    const whole = String(text ?? "");
    if (whole.length <= CUT) return el(name, cls, plain(whole));
    // Only what is shown is looked through: a page of rows may hold many megabytes.
    const e = el(name, cls, plain(whole.slice(0, CUT)) + "…");
    const box = el("div"), more = el("button", "", whole.length > MOST
      ? "Show " + count(MOST) + " of " + count(whole.length) + " characters"
      : "Show all " + count(whole.length) + " characters");
    more.type = "button";
    more.addEventListener("click", () => { e.textContent = plain(whole.slice(0, MOST)) + (whole.length > MOST ? "…" : ""); more.remove(); });
    box.append(e, more);
    return box;
  }

  // ---- how an event looks ----------------------------------------------------------------------
  const said = (cls, text) => long("div", "text " + cls, text);
  const note = (text, cls) => el("div", "text note " + (cls || ""), one(text, 600));
  const TOLD = {
    SessionCreated: (b) => note("Session created: " + b.title + ", " + b.agentName + (b.scripted ? " (scripted)" : "")),
    Renamed: (b) => note("Renamed to “" + b.title + "”"),
    WorktreeReady: (b) => note("Works on " + b.branch),
    ModeChanged: (b) => note("Mode changed to " + word(b.mode) + " by the user"),
    StateChanged: (b) => note(word(b.to) + (b.reason ? ": " + b.reason : ""), b.to === "FAILED" || b.to === "LOST" ? "bad" : ""),
    Shelved: (b) => note("Put here: " + word(b.to)),
    Pruned: (b) => note("Pruned: " + count(b.events) + " events are gone"),
    PromptSent: (b) => said("you", b.text),
    PromptFailed: (b) => note("The prompt was not sent: " + b.reason, "bad"),
    PromptWithdrawn: () => note("The prompt was taken back"),
    MessageAdded: (b) => said("", b.text),
    ThoughtAdded: (b) => b.text ? said("thought", b.text) : null,
    QuestionAsked: (b) => said("you", "? " + b.text + (b.options || []).map((o) => "\n – " + o).join("")),
    QuestionAnswered: (b) => note("Answer: " + (b.answer ?? "withdrawn")),
    ToolStarted: (b) => { const e = el("div", "mono text"); e.append(el("span", "kind", word(b.kind) + " "), one(b.title || b.name, 1000)); return e; },
    ToolOutput: (b) => b.text ? long("pre", "out", b.text) : null,
    ToolFinished: (b) => {
      const bad = b.outcome !== "OK" || (b.exitCode ?? 0) !== 0;
      const parts = [(bad ? "✗ " : "✓ ") + word(b.outcome)];
      if (b.exitCode !== undefined) parts.push("exit code " + b.exitCode);
      if (b.millis) parts.push(took(b.millis));
      if (b.added !== undefined || b.removed !== undefined) parts.push("+" + (b.added || 0) + " −" + (b.removed || 0));
      if (b.summary) parts.push(one(b.summary, 300));
      return el("div", "text " + (bad ? "bad" : "ok"), parts.join(" · "));
    },
    PlanChanged: (b) => note("Plan: " + b.steps.filter((s) => s.state === "DONE").length + " of " + b.steps.length + " done"),
    ApprovalAsked: (b) => said("you", "Asks for leave: " + (b.exact || b.title) + ((b.risks || []).length ? "\n" + b.risks.join(", ") : "")),
    ApprovalAnswered: (b) => note((b.allowed ? "Allowed" : "Denied") + " by " + decider(b) + (b.unasked ? ": " + one(b.unasked.exact, 300) : "") + (b.note ? ": " + b.note : ""), b.allowed ? "" : "bad"),
    TurnEnded: (b) => b.end === "DONE" && !b.reason ? null : note("The turn ended: " + word(b.end) + (b.reason ? ": " + b.reason : ""), b.end === "FAILED" ? "bad" : ""),
    RetryScheduled: (b) => note("Attempt " + b.attempt + " failed: " + b.cause, "warn"),
    Compacted: () => note("The agent shortened its memory of the conversation"),
    CheckRan: (b) => note("Check " + b.name + ": exit code " + b.exitCode, b.exitCode ? "bad" : "ok"),
    ClaimJudged: (b) => note("Claim “" + b.claim + "”: " + word(b.verdict) + ": " + b.because, b.verdict === "CONFIRMED" ? "ok" : b.verdict === "CONTRADICTED" ? "bad" : ""),
    AgentExited: (b) => b.reason ? note("The agent is gone: " + b.reason) : null,
    Committed: (b) => note("Committed " + b.commit + ": " + b.message),
    Merged: (b) => note("Merged into " + b.target + " as " + b.commit, "ok"),
    LandingUndone: (b) => note("Taken back from " + b.target),
    PullRequestOpened: (b) => note("Pull request: " + b.url),
    Dropped: (b) => note("Dropped; kept as " + b.ref),
    Rewound: (b) => note("Taken to the end of turn " + b.toTurn),
    RewindFailed: (b) => note(b.why, "bad"),
    Noted: (b) => note(b.text, b.level === "ERROR" ? "bad" : b.level === "WARNING" ? "warn" : ""),
    CommentWritten: (b) => said("you", "Comment by " + b.by + (b.place ? " on " + b.place.path + ":" + b.place.from : "") + "\n" + b.text),
    PartDropped: (b) => note("Taken out: " + b.what), PartRestored: () => note("Put back what was taken out"),
    FileEdited: (b) => note("Edited by hand: " + b.path),
  };
  const QUIET = new Set(["PromptQueued", "TurnStarted", "TreeChanged", "CheckpointMade", "AgentStarted", "SilenceNoticed",
    "UsageReported", "LimitSeen", "RewindBegun", "CommentDismissed", "ReviewRan", "CommentsSent", "FileViewed"]);

  // ---- one session, ready to be replayed -------------------------------------------------------
  let S = null, pos = 0, from = 0, to = 0, playing = false, virtual = 0, last = 0, follow = true, tab = "plan";

  function ready(session) {
    if (session.events) return session;
    const events = session.events = [].concat(...session.chunks);
    session.chunks = null;
    const rows = session.rows = [], when = session.when = new Float64Array(events.length);
    const plans = session.plans = [], trees = session.trees = [], turns = session.turns = [];
    const cost = session.cost = new Float64Array(events.length), tokens = session.tokens = new Float64Array(events.length);
    session.rowAt = new Int32Array(events.length);
    let turn = 0;
    for (let i = 0; i < events.length; i++) {
      const [, at, inTurn, kind, body] = events[i];
      when[i] = i ? when[i - 1] + Math.min(GAP, Math.max(0, at - events[i - 1][1])) : 0;
      cost[i] = i ? cost[i - 1] : 0; tokens[i] = i ? tokens[i - 1] : 0;
      if (kind === "PlanChanged") plans.push(i);
      if (kind === "TreeChanged") trees.push(i);
      if (kind === "UsageReported") { cost[i] += body.costMicros || 0; tokens[i] += (body.input || 0) + (body.output || 0); }
      if (inTurn > turn) { turn = inTurn; turns.push({ turn, index: i, title: "" }); }
      if (kind === "PromptSent" && turns.length && !turns[turns.length - 1].title) turns[turns.length - 1].title = one(body.text, 80);
      if (!QUIET.has(kind)) rows.push(i);
      session.rowAt[i] = rows.length - 1;
    }
    return session;
  }

  function row(k) {
    const i = S.rows[k], [seq, at, , kind, body] = S.events[i];
    const e = el("div", "row");
    e.dataset.k = k;
    e.append(el("time", "", clock(at)));
    let inner = null;
    try {
      const tell = Object.hasOwn(TOLD, kind) ? TOLD[kind] : null;
      inner = tell ? tell(body) : note(kind + ", told by another version");
    } catch (incomplete) { inner = note(kind + " (event " + seq + "): a part of it is missing"); }
    if (inner) e.append(inner); else e.hidden = true;
    if (S.turns.some((t) => t.index === i)) e.classList.add("turn");
    return e;
  }

  const log = $("log");
  function render(a, b) {
    from = Math.max(0, a); to = Math.min(b, S.rowAt[pos] + 1);
    const nodes = document.createDocumentFragment();
    for (let k = from; k < to; k++) nodes.append(row(k));
    log.replaceChildren(nodes);
  }
  function bottom() { log.scrollTop = log.scrollHeight; }

  function seek(i, quick) {
    if (!S.events.length) return;
    const target = Math.max(0, Math.min(S.events.length - 1, i)), before = pos;
    pos = target;
    const end = S.rowAt[pos] + 1;
    if (quick && target >= before && follow && end - to < 400) {
      for (; to < end; to++) log.append(row(to));
      while (to - from > WINDOW) { log.firstChild.remove(); from++; }
    } else { follow = true; render(end - STEP, end); }
    if (follow) bottom();
    if (!playing) virtual = S.when[pos];
    side();
  }

  log.addEventListener("scroll", () => {
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
    follow = atEnd && to === S.rowAt[pos] + 1;
    if (log.scrollTop < 200 && from > 0) shift(from - STEP, Math.min(to, from - STEP + WINDOW));
    else if (atEnd && to < S.rowAt[pos] + 1) shift(Math.max(0, to + STEP - WINDOW), to + STEP);
  });
  function shift(a, b) {
    const top = log.getBoundingClientRect().top;
    const anchor = [...log.children].find((c) => c.getBoundingClientRect().bottom > top);
    const k = anchor ? anchor.dataset.k : null, was = anchor ? anchor.getBoundingClientRect().top : 0;
    render(a, b);
    const again = k === null ? null : log.querySelector('[data-k="' + Number(k) + '"]');
    if (again) log.scrollTop += again.getBoundingClientRect().top - was;
  }

  const upTo = (list, i) => { let lo = 0, hi = list.length; while (lo < hi) { const m = (lo + hi) >> 1; if (list[m] <= i) lo = m + 1; else hi = m; } return lo - 1; };
  function side() {
    const [seq, at, turn] = S.events[pos];
    $("at").value = pos;
    $("at").setAttribute("aria-valuetext", "event " + seq + " at " + clock(at));
    $("where").textContent = clock(at) + "  " + count(pos + 1) + " / " + count(S.events.length);
    if (S.shownTurn !== turn) {
      S.shownTurn = turn;
      for (const b of $("turns").children) {
        const now = Number(b.dataset.turn) === turn;
        b.setAttribute("aria-current", String(now));
        if (now) b.scrollIntoView({ block: "nearest" });
      }
    }
    if (tab === "plan") plan(); else if (tab === "files") files(turn); else about();
  }
  const fresh = (id, key, make) => { const p = $(id); if (p.dataset.key === key) return; p.dataset.key = key; p.replaceChildren(); make(p); };
  function plan() {
    const p = upTo(S.plans, pos);
    fresh("plan", S.head.id + ":" + p, (pane) => {
      if (p < 0) { pane.append(el("p", "note", "No plan yet.")); return; }
      const list = el("ul");
      const marks = { DONE: "✓ ", CURRENT: "▸ ", FAILED: "✗ ", PENDING: "○ " };
      for (const s of S.events[S.plans[p]][4].steps) list.append(el("li", s.state === "DONE" ? "ok" : s.state === "FAILED" ? "bad" : "", (marks[s.state] || "○ ") + one(s.text, 400)));
      pane.append(list);
    });
  }
  function files(turn) {
    const t = upTo(S.trees, pos);
    fresh("files", S.head.id + ":" + t + ":" + turn, (pane) => {
      if (t < 0) { pane.append(el("p", "note", "No file was changed yet.")); return; }
      const tree = S.events[S.trees[t]][4], list = el("ul"), shown = tree.files.slice(0, 500);
      pane.append(el("p", "note", count(tree.files.length) + " files, +" + count(tree.added) + " −" + count(tree.removed)));
      for (const f of shown) {
        const li = el("li"), label = (f.status || "M") + " " + one(f.path, 300) + "  +" + (f.added ?? "?") + " −" + (f.removed ?? "?");
        const known = S.changes.filter((c) => c.turn <= turn && c.files.some((x) => x.path === f.path));
        if (known.length) {
          const b = el("button", "mono", label);
          b.type = "button";
          b.addEventListener("click", () => {
            if (li.children.length > 1) { while (li.children.length > 1) li.lastChild.remove(); return; }
            for (const c of known) { li.append(el("div", "note", "Turn " + c.turn)); li.append(diff(c.files.find((x) => x.path === f.path))); }
          });
          li.append(b);
        } else li.append(el("span", "mono", label));
        list.append(li);
      }
      pane.append(list);
      if (tree.files.length > 500) pane.append(el("p", "note", count(tree.files.length - 500) + " more files are not listed."));
    });
  }
  function diff(file) {
    const box = el("div", "diff mono"), lines = file.patch.split("\n");
    if (!file.patch) box.append(el("div", "h", "No text, or too large to be shown."));
    for (const line of lines.slice(0, 3000)) if (line) box.append(el("div", line[0] === "+" ? "a" : line[0] === "-" ? "d" : line[0] === "@" ? "h" : "", plain(line.slice(0, 2000))));
    if (lines.length > 3000) box.append(el("div", "h", count(lines.length - 3000) + " more lines"));
    return box;
  }
  function about() {
    $("about").dataset.key = "";
    const h = S.head, list = el("ul"), at = S.events[pos];
    for (const [k, v] of [["Session", h.id], ["Project", h.project], ["Agent", h.agent + (h.model ? ", " + h.model : "") + (h.scripted ? " (scripted)" : "")],
      ["State at the end", h.state], ["Event", count(at[0]) + " of " + count(h.events) + ", " + at[3]], ["Turn", at[2]], ["Tokens until now", count(S.tokens[pos])],
      ["Cost until now", S.cost[pos] ? money(S.cost[pos]) : "not told"]]) list.append(el("li", "", k + ": " + one(v, 300)));
    $("about").replaceChildren(list);
  }

  function open(session) {
    S = ready(session);
    $("title").textContent = one(S.head.title, 200) || S.head.id;
    document.title = $("title").textContent;
    $("facts").textContent = [S.head.project, S.head.agent + (S.head.scripted ? " (scripted)" : ""), S.head.state, count(S.head.turns) + " turns", "+" + S.head.added + " −" + S.head.removed].map((t) => one(t, 80)).join(" · ");
    $("at").max = Math.max(0, S.events.length - 1);
    $("turns").replaceChildren(...S.turns.slice(0, 2000).map((t) => {
      const b = el("button", "", t.turn + "  " + (t.title || "Turn " + t.turn));
      b.type = "button"; b.dataset.turn = t.turn; b.title = b.textContent;
      b.addEventListener("click", () => { pause(); seek(t.index); });
      return b;
    }));
    $("ticks").replaceChildren(...S.turns.slice(0, 400).map((t) => { const i = el("i"); i.style.left = (100 * t.index / Math.max(1, S.events.length - 1)) + "%"; return i; }));
    pos = 0;
    S.shownTurn = -1;
    const asked = /^#e(\d+)$/.exec(location.hash);
    const found = asked ? S.events.findIndex((e) => e[0] === Number(asked[1])) : -1;
    seek(found >= 0 ? found : S.events.length - 1);
  }

  // ---- playing ---------------------------------------------------------------------------------
  function frame(now) {
    if (!playing) return;
    virtual += (now - last) * Number($("speed").value);
    last = now;
    let i = pos;
    while (i + 1 < S.events.length && S.when[i + 1] <= virtual) i++;
    if (i !== pos) seek(i, true);
    if (pos >= S.events.length - 1) pause(); else requestAnimationFrame(frame);
  }
  function play() {
    if (pos >= S.events.length - 1) seek(0);
    playing = true; last = performance.now(); virtual = S.when[pos];
    $("play").textContent = "Pause";
    requestAnimationFrame(frame);
  }
  function pause() { playing = false; $("play").textContent = "Play"; }
  function faster(by) { const s = $("speed"); s.selectedIndex = Math.max(0, Math.min(s.options.length - 1, s.selectedIndex + by)); }
  function choose(name) {
    tab = name;
    for (const [t, p] of [["plan", "plan"], ["files", "files"], ["facts", "about"]]) { $("tab-" + t).setAttribute("aria-selected", String(t === name)); $(p).hidden = t !== name; }
    if (S) side();
  }
  function theme() {
    const root = document.documentElement, dark = matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = (root.dataset.theme || (dark ? "dark" : "light")) === "dark" ? "light" : "dark";
  }
  function turnBy(by) {
    const k = upTo(S.turns.map((t) => t.index), pos) + by;
    seek(k < 0 ? 0 : k >= S.turns.length ? S.events.length - 1 : S.turns[k].index);
  }

  $("play").addEventListener("click", () => playing ? pause() : play());
  $("at").addEventListener("input", () => { pause(); seek(Number($("at").value)); });
  $("theme").addEventListener("click", theme);
  $("keys").addEventListener("click", () => $("help").showModal());
  for (const t of ["plan", "files", "facts"]) $("tab-" + t).addEventListener("click", () => choose(t));
  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.target.tagName === "SELECT" || $("help").open) return;
    const button = e.target.tagName === "BUTTON";
    const act = {
      " ": button ? null : () => playing ? pause() : play(),
      ArrowRight: () => { pause(); e.shiftKey ? turnBy(1) : seek(pos + 1, true); },
      ArrowLeft: () => { pause(); e.shiftKey ? turnBy(-1) : seek(pos - 1); },
      Home: () => { pause(); seek(0); }, End: () => { pause(); seek(S.events.length - 1); },
      "+": () => faster(1), "=": () => faster(1), "-": () => faster(-1),
      1: () => choose("plan"), 2: () => choose("files"), 3: () => choose("facts"),
      t: theme, T: theme, "?": () => $("help").showModal(),
    }[e.key];
    if (act) { e.preventDefault(); act(); }
  });
  if (sessions.length > 1) {
    const pick = $("sessions");
    pick.hidden = false;
    sessions.forEach((s, i) => { const o = el("option", "", one(s.head.title, 60) || s.head.id); o.value = i; pick.append(o); });
    pick.addEventListener("change", () => { pause(); open(sessions[Number(pick.value)]); });
  }
  choose("plan");
  if (sessions.length) open(sessions[0]);
  window.addEventListener("hashchange", () => open(S));
})();

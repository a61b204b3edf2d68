// The page for reading: filters, keys, colours, words in two languages. It never calls a network.
const held = JSON.parse(document.getElementById("data").textContent);
const root = document.documentElement;
const $ = (id) => document.getElementById(id);
const rows = [...document.querySelectorAll(".row")];
const byFile = new Map(held.files.map((file) => [file.id, file]));
const memory = {
  get(name) { try { return localStorage.getItem(`mtkit-${name}`); } catch { return null; } },
  set(name, value) { try { localStorage.setItem(`mtkit-${name}`, value); } catch { /* a file without storage */ } },
};

// ---- words
let ui = root.lang === "zh" ? "zh" : "en";
function tr(key, ...values) {
  let said = (held.words[key] ?? [key, key])[ui === "zh" ? 1 : 0];
  for (const value of values) said = said.replace("{}", () => value);
  return said;
}
const langName = (code) => tr(`lang-${code}`);
function translate(within = document) {
  for (const el of within.querySelectorAll("[data-s]")) {
    el.textContent = tr(el.dataset.s, ...(el.dataset.v ? JSON.parse(el.dataset.v) : []));
  }
  for (const el of within.querySelectorAll("a[data-c]")) {
    el.textContent = ui === "zh" ? `${el.dataset.c} ${tr(`code-${el.dataset.c}`)}` : el.dataset.c;
  }
}
const onUi = [];
function setUi(to) {
  ui = to;
  root.lang = to;
  translate();
  drawTools();
  count();
  onUi.forEach((then) => then());
  memory.set("ui", to);
}
let quiet;
function say(text) {
  clearTimeout(quiet);
  $("say").textContent = text;
  if (text) quiet = setTimeout(() => { $("say").textContent = ""; }, 6000);
}
function make(tag, props = {}, ...inside) {
  const el = Object.assign(document.createElement(tag), props);
  el.append(...inside);
  return el;
}

// ---- tools: colours, language, keys
const THEMES = ["auto", "light", "dark"];
let theme = THEMES.includes(memory.get("theme")) ? memory.get("theme") : "auto";
function setTheme(to) {
  theme = to;
  if (to === "auto") delete root.dataset.theme;
  else root.dataset.theme = to;
  memory.set("theme", to);
}
let keysOn = memory.get("keys") !== "off";
function drawTools() {
  const other = make("button", { type: "button", id: "ui", textContent: tr("other_ui"), lang: ui === "zh" ? "en" : "zh" });
  other.onclick = () => { setUi(ui === "zh" ? "en" : "zh"); $("ui").focus(); };
  const colours = make("button", { type: "button", id: "theme", textContent: tr(`theme_${theme}`) });
  colours.onclick = () => {
    setTheme(THEMES[(THEMES.indexOf(theme) + 1) % 3]);
    colours.textContent = tr(`theme_${theme}`);
  };
  const keys = make("button", { type: "button", id: "keys" }, `${tr("keys")} `, make("kbd", { textContent: "?" }));
  keys.onclick = showKeys;
  $("tools").replaceChildren(keys, colours, other);
}
const keyMap = [
  [["j", "k"], "k_next"], [["←", "→"], "k_side"], [["n", "p"], "k_problem"], [["d"], "k_details"], [["/"], "k_search"],
  [["?"], "k_help"],
];
function dialog(title, ...inside) {
  const close = make("button", { type: "button", textContent: tr("close") });
  const box = make("dialog", {}, make("h2", { textContent: title, id: "dlg-h" }), ...inside);
  box.setAttribute("aria-labelledby", "dlg-h");
  const acts = make("div", { className: "acts" });
  box.append(acts);
  acts.append(close);
  close.onclick = () => box.close();
  const before = document.activeElement;
  box.onclose = () => { box.remove(); if (before?.isConnected) before.focus({ preventScroll: true }); };
  document.body.append(box);
  box.showModal();
  return { box, acts, close };
}
function showKeys() {
  const lines = keyMap.map(([keys, what]) => make("tr", {},
    make("th", { scope: "row" }, ...keys.flatMap((key, n) => [n ? " " : "", make("kbd", { textContent: key })])),
    make("td", { textContent: tr(what) })));
  const on = make("input", { type: "checkbox", checked: keysOn, id: "keys-on" });
  on.onchange = () => { keysOn = on.checked; memory.set("keys", keysOn ? "on" : "off"); };
  dialog(tr("keys"), make("table", {}, make("tbody", {}, ...lines)), make("p", {}, make("label", {}, on, ` ${tr("k_on")}`)));
}

// ---- filters
const RANK = { "": 0, info: 1, warning: 2, error: 3 };
const texts = new WeakMap();
const textOf = (row) => {
  let text = texts.get(row);
  if (text === undefined) {
    text = [...row.querySelectorAll(".src > .t, .u > .t")].map((el) => el.textContent).join("\n").normalize().toLowerCase();
    texts.set(row, text);
  }
  return text;
};
const cellsOf = (row) => [...row.lastElementChild.children];
const chosen = () => ({
  text: $("f-text").value.normalize().toLowerCase().trim(), state: $("f-state").value, sev: $("f-sev").value,
  code: $("f-code").value, file: $("f-lang")?.value ?? "",
});
function fits(cell, want) {
  const { st, sev, codes } = cell.dataset;
  if (want.state === "waiting" ? st === "approved" : want.state && st !== want.state) return false;
  if (want.code && !codes.split(" ").includes(want.code)) return false;
  return want.sev === "clean" ? sev === "" : !want.sev || RANK[sev] >= RANK[want.sev];
}
function filter() {
  const want = chosen();
  for (const row of rows) {
    let any = false;
    for (const cell of cellsOf(row)) {
      cell.hidden = want.file !== "" && cell.dataset.f !== want.file;
      any ||= !cell.hidden && fits(cell, want);
    }
    row.hidden = !any || (want.text !== "" && !textOf(row).includes(want.text));
  }
  count();
}
function count() {
  const seen = rows.reduce((sum, row) => sum + !row.hidden, 0);
  $("count").textContent = tr("shown", seen, rows.length);
  $("nothing").hidden = seen > 0;
  for (const doc of document.querySelectorAll(".doc")) doc.hidden = !doc.querySelector(".row:not([hidden])");
}
const inArticle = new Map(rows.map((row, n) => [row, Number(row.querySelector(".n").textContent) + n / 1e6]));
const WEIGHT = { error: 1e6, warning: 1e3, info: 1 };
const weightOf = (cell) => [...cell.querySelectorAll(":scope > .fs > li")].reduce((sum, li) => sum + WEIGHT[li.className], 0);
const weight = (row) => cellsOf(row).reduce((sum, cell) => sum + weightOf(cell), 0);
const quality = (row) => Math.min(1, ...cellsOf(row).map((cell) => Number(cell.dataset.q ?? 1)));
function order() {
  const worst = $("f-order").value === "worst";
  for (const doc of document.querySelectorAll(".doc")) {
    const mine = rows.filter((row) => row.parentElement === doc).sort((a, b) => inArticle.get(a) - inArticle.get(b));
    if (worst) {
      const heavy = new Map(mine.map((row) => [row, [weight(row), quality(row)]]));
      mine.sort((a, b) => heavy.get(b)[0] - heavy.get(a)[0] || heavy.get(a)[1] - heavy.get(b)[1]);
    }
    doc.append(...mine);
  }
  rows.splice(0, rows.length, ...document.querySelectorAll(".row"));
}
let typing;
$("f-text").oninput = () => { clearTimeout(typing); typing = setTimeout(filter, 120); };
$("filters").onchange = (event) => { if (event.target.id === "f-order") order(); filter(); };
$("filters").onreset = () => setTimeout(() => { order(); filter(); });
$("filters").onsubmit = (event) => { event.preventDefault(); filter(); step(1, { from: null }); };
$("codes").onclick = (event) => {  // a code in the chart chooses it in the filter
  const code = event.target.closest("a")?.hash.slice(1);
  if (!code || ![...$("f-code").options].some((option) => option.value === code)) return;
  event.preventDefault();
  $("f-code").value = code;
  filter();
  step(1, { from: null });
};

// ---- going from unit to unit
let cur = null;
const unitId = (cell) => cell.id;
const visible = () => rows.filter((row) => !row.hidden);
function label(cell) {
  const { target } = byFile.get(cell.dataset.f);
  return tr("unit_label", langName(target), cell.id.split("-")[1]);
}
const onGo = [];
function go(cell, { focus = true, scroll = true } = {}) {
  if (cur !== cell) {
    cur?.classList.remove("cur");
    if (cur) cur.tabIndex = -1;
    cur = cell;
  }
  cell.classList.add("cur");
  cell.tabIndex = 0;
  const { length } = cell.querySelectorAll(":scope > .fs > li");
  cell.setAttribute("aria-label", [label(cell), tr(cell.dataset.st), ...(length ? [`${tr("severity")}: ${length}`] : [])].join(", "));
  onGo.forEach((then) => then(cell));
  if (focus) cell.focus({ preventScroll: true });
  if (scroll) {
    const { top, bottom } = cell.getBoundingClientRect();
    const head = $("bar").getBoundingClientRect().bottom;
    if (top < Math.max(head, 0) + 8 || bottom > innerHeight - 60) cell.scrollIntoView({ block: bottom - top > innerHeight / 2 ? "start" : "center" });
    try { history.replaceState(null, "", `#${unitId(cell)}`); } catch { /* too often for this browser */ }
  }
}
function open(id) {
  const cell = document.getElementById(id);
  if (!cell?.classList.contains("u")) return false;
  if (cell.hidden || cell.parentElement.parentElement.hidden) { $("filters").reset(); order(); filter(); }
  go(cell);
  return true;
}
function beside(row, file) {
  const cells = cellsOf(row).filter((cell) => !cell.hidden);
  return cells.find((cell) => cell.dataset.f === file) ?? cells[0];
}
// the next row's unit in the same language, or, with ``only``, the next unit of any language that it is true of
function step(by, { from = cur, only = null, message = "last_unit" } = {}) {
  const list = visible();
  const start = from ? list.indexOf(from.parentElement.parentElement) : by > 0 ? -1 : list.length;
  if (!only) {
    const next = list[start + by];
    if (next) go(beside(next, from?.dataset.f)); else say(tr(message));
    return Boolean(next);
  }
  const cells = list.flatMap((row) => cellsOf(row).filter((cell) => !cell.hidden));
  for (let at = (from ? cells.indexOf(from) : start) + by; at >= 0 && at < cells.length; at += by) {
    if (only(cells[at])) { go(cells[at]); return true; }
  }
  say(tr(message));
  return false;
}
function isProblem(cell) {
  const want = chosen();
  if (want.code) return cell.dataset.codes.split(" ").includes(want.code);
  return RANK[cell.dataset.sev] >= (want.sev === "info" ? 1 : 2);
}
function side(by) {
  const cells = cellsOf(cur.parentElement.parentElement).filter((cell) => !cell.hidden);
  const next = cells[cells.indexOf(cur) + by];
  if (next) go(next);
}
const keys = {
  j: () => step(1), k: () => step(-1),
  n: () => step(1, { only: isProblem, message: "last_problem" }), p: () => step(-1, { only: isProblem, message: "last_problem" }),
  "/": () => $("f-text").focus(), "?": showKeys,
  d: () => { const more = cur?.querySelector("details"); if (more) more.open = !more.open; },
};
// the key as it is on a keyboard of Latin letters: an editor's layout may be Thai, Khmer or any other
function keyOf({ key, code, shiftKey }) {
  if (key.length !== 1 || /[\x20-\x7e]/.test(key)) return key.length === 1 ? key.toLowerCase() : key;
  return code === "Slash" ? (shiftKey ? "?" : "/") : code.replace(/^Key/, "").toLowerCase();
}
const cellKeys = { ArrowDown: () => step(1), ArrowUp: () => step(-1), ArrowLeft: () => side(-1), ArrowRight: () => side(1) };
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !$("tip")?.hidden) { hideTip(); return; }
  const { target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
  if (target.matches("input, textarea, select")) {
    if (event.key === "Escape" && target.id === "f-text") { if (cur) go(cur); else target.blur(); }
    return;
  }
  const key = keyOf(event);
  const act = (target === cur && cellKeys[key]) || (keysOn && Object.hasOwn(keys, key) && keys[key]);
  if (!act) return;
  event.preventDefault();
  act(event);
});
document.querySelector("main").addEventListener("click", (event) => {
  const cell = event.target.closest(".u");
  if (cell && cell !== cur && !event.target.closest("a, summary, button, textarea")) go(cell, { scroll: false, focus: !getSelection().toString() });
});
document.querySelector("main").addEventListener("focusin", (event) => {
  const cell = event.target.closest(".u");
  if (cell && cell !== cur) go(cell, { focus: false, scroll: false });
});
$("worst")?.addEventListener("click", (event) => {
  let [worst, most] = [null, 0];
  for (const cell of rows.flatMap(cellsOf)) {
    const heavy = weightOf(cell);
    if (heavy > most) [worst, most] = [cell, heavy];
  }
  event.preventDefault();
  if (worst) open(worst.id); else say(tr("none"));
});
addEventListener("hashchange", () => open(location.hash.slice(1)));

// ---- hints on names, and the place of a finding
function hideTip() { if ($("tip")) $("tip").hidden = true; }
function showTip(term) {
  if (term.title) { term.dataset.tip = term.title; term.removeAttribute("title"); }
  let tip = $("tip");
  if (!tip) { tip = make("div", { id: "tip", role: "tooltip" }); document.body.append(tip); }
  tip.textContent = term.dataset.tip;
  tip.hidden = false;
  term.setAttribute("aria-describedby", "tip");
  const { left, bottom } = term.getClientRects()[0] ?? term.getBoundingClientRect();
  tip.style.left = `${Math.max(8, Math.min(left, innerWidth - tip.offsetWidth - 12)) + scrollX}px`;
  tip.style.top = `${bottom + scrollY + 6}px`;
}
function lighten(li, on) {
  const cell = li.closest(".u");
  if (!cell) return;
  const n = li.dataset.i;
  const there = [...cell.querySelectorAll(`.t mark[data-i~="${n}"]`)];
  there.push(...cell.parentElement.parentElement.querySelectorAll(`.src mark[data-i~="${cell.dataset.f}.${n}"]`));
  for (const mark of there) mark.classList.toggle("lit", on);
}
for (const [kind, on] of [["pointerover", true], ["focusin", true], ["pointerout", false], ["focusout", false]]) {
  document.addEventListener(kind, (event) => {
    if (!(event.target instanceof Element)) return;
    const term = event.target.closest(".term");
    if (term && on) showTip(term);
    else if (!on && (term || event.target.id === "tip") && event.relatedTarget?.id !== "tip") hideTip();
    const li = event.target.closest(".fs > li");
    if (li) lighten(li, on);
  });
}

// ---- start
root.classList.add("js");
setTheme(theme);
const wanted = memory.get("ui");
if ((wanted === "en" || wanted === "zh") && wanted !== ui) setUi(wanted);
for (const cell of document.querySelectorAll(".u")) cell.tabIndex = -1;
$("bar").hidden = false;
drawTools();
count();
if (location.hash) open(location.hash.slice(1));

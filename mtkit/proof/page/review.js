
// ---- review: every change goes to the server at once, and what others change comes back
const token = new URLSearchParams(location.search).get("token") ?? "";
let revision = held.revision ?? 0;
const units = new Map();  // by the id of its cell
for (const file of held.files) for (const unit of file.units) units.set(`${file.id}-${unit.place}`, unit);
const boxes = new Map();  // open editors, by the id of the cell
const drafts = new Map();  // texts that were left without saving
const waits = (cell) => units.get(cell.id).state !== "approved";

class Refused extends Error {
  constructor(answer, status) { super(answer.error ?? String(status)); this.answer = answer; this.status = status; }
}
let net;
function online(is, text = "") {
  if (is && net) { net.remove(); net = null; say(tr("online")); }
  if (is) return;
  if (!net) { net = make("div", { id: "net" }); net.setAttribute("role", "alert"); document.body.prepend(net); }
  net.textContent = text || tr("offline");
}
async function call(path, body) {
  let answer;
  try {
    answer = await fetch(path, {
      method: body ? "POST" : "GET", cache: "no-store", credentials: "omit", redirect: "error",
      headers: { "X-Mtkit-Token": token, ...(body ? { "Content-Type": "application/json" } : {}) },
      body: body ? JSON.stringify(body) : undefined,
    });
  } catch (error) {
    online(false);
    throw error;
  }
  const told = await answer.json().catch(() => ({}));
  if (answer.status === 403 || answer.status === 421) online(false, tr("refused", told.error));
  else online(true);
  if (!answer.ok) throw new Refused(told, answer.status);
  return told;
}
// changes go one after the other, each for the text that the one before has left
let queue = Promise.resolve();
let pending = 0;
function change(path, body) {
  pending += 1;
  const done = queue.then(async () => {
    const told = await call(path, { ...body(), since: revision });
    take(told);
    return told;
  });
  queue = done.catch(() => {}).then(() => { pending -= 1; });
  return done;
}
function complain(error) {
  if (!(error instanceof Refused)) return;  // the line at the top says that there is no connection
  for (const unit of error.answer.units ?? []) put(unit);
  say(error.status === 409 && error.answer.unit ? tr("conflict") : tr("refused", error.message));
}

// ---- taking over units
let fresh = 0;
let moved = false;  // once units have come or gone, the page stays behind the file until it is loaded again
function take(told) {
  if (told.revision < revision) return;
  const same = told.revision === revision && !told.units?.length;
  revision = told.revision;
  fresh = 0;
  for (const unit of told.units ?? []) put(unit);
  if (canUndo !== told.undo || canRedo !== told.redo) {
    [canUndo, canRedo] = [told.undo, told.redo];
    drawHistory();
  }
  const trouble = (told.files ?? []).map((file) => file.trouble).filter(Boolean).join(" ");
  moved ||= told.reload ?? false;
  notice(moved ? tr("reload") : trouble);
  if (!same) summarise();
}
function notice(text) {
  let el = $("notice");
  if (!el && !text) return;
  if (!el) { el = make("p", { id: "notice", className: "clash" }); el.setAttribute("role", "alert"); $("main").prepend(el); }
  if (el.textContent !== text) el.textContent = text;
  el.hidden = !text;
}
function put(unit) {
  const cell = document.getElementById(`${unit.file}-${unit.place}`);
  const before = cell && units.get(cell.id);
  if (!before || before.source !== unit.source) return;  // "reload" says so
  const { file: _, ...data } = unit;
  if (JSON.stringify(before) === JSON.stringify(data)) return;
  fresh += 1;
  units.set(cell.id, data);
  const box = boxes.get(cell.id);
  if (box && data.version !== box.base.version && data.target !== box.base.target && !box.saving) clash(box, data);
  else if (box) box.base = data;
  draw(cell);
}
function draw(cell) {
  const [file, unit] = [byFile.get(cell.dataset.f), units.get(cell.id)];
  const row = cell.parentElement.parentElement;
  cell.dataset.st = unit.state;
  cell.dataset.sev = unit.issues.reduce((worst, { severity }) => (RANK[severity] > RANK[worst] ? severity : worst), "");
  cell.dataset.codes = [...new Set(unit.issues.map(({ code }) => code))].join(" ");
  texts.delete(row);
  const cells = cellsOf(row);
  const source = row.querySelector(".src > .t");
  const html = sourceHtml(cells.map((one) => byFile.get(one.dataset.f)), cells.map((one) => units.get(one.id)));
  if (source.innerHTML !== html) source.innerHTML = html;
  if (boxes.has(cell.id)) {  // what is being typed stays as it is
    const state = cell.querySelector(".st");
    state.dataset.s = unit.state;
    state.textContent = tr(unit.state);
    return;
  }
  const open = cell.querySelector("details")?.open ?? false;
  const inside = cell.contains(document.activeElement) && document.activeElement !== cell;
  cell.innerHTML = insideHtml(file, unit);
  const more = cell.querySelector("details");
  if (more) more.open = open;
  decorate(cell);
  if (cell === cur) act(cell);
  if (inside) cell.focus({ preventScroll: true });
}
const dismissed = new Set();
function decorate(cell) {  // text left unsaved, text written over
  const unit = units.get(cell.id);
  if (drafts.has(cell.id)) cell.querySelector(".m").append(make("span", { className: "draft", textContent: tr("unsaved") }));
  if (!unit.ours || unit.ours.target === unit.target || dismissed.has(cell.id + unit.version)) return;
  const mine = make("button", { type: "button", textContent: tr("keep_mine") });
  mine.onclick = () => { go(cell); edit(cell, unit.ours.target); };
  const theirs = make("button", { type: "button", textContent: tr("take_theirs") });
  theirs.onclick = async () => {
    dismissed.add(cell.id + unit.version);
    draw(cell);
    cell.focus();
    try { await change("/api/forget", () => bodyOf(cell)); } catch (error) { complain(error); }
  };
  const text = make("p", { className: "t", lang: langOf(cell) });
  text.innerHTML = diffed(compare(unit.ours.target, unit.target, langOf(cell)));
  const box = make("div", { className: "clash" }, make("p", { textContent: tr("conflict") }), text, make("div", { className: "acts" }, mine, theirs));
  cell.append(box);
}
const langOf = (cell) => tagOf(byFile.get(cell.dataset.f).target);
const bodyOf = (cell) => ({ file: cell.dataset.f, key: units.get(cell.id).key });

// ---- the buttons of the unit one is at
function button(key, hint, act, css = "") {
  const el = make("button", { type: "button", className: css }, tr(key));
  if (hint) {
    el.append(" ", make("kbd", { textContent: hint, ariaHidden: "true" }));
    el.setAttribute("aria-keyshortcuts", hint.replace("Ctrl", "Control").replace("Esc", "Escape"));
  }
  el.onclick = act;
  return el;
}
function act(cell) {
  document.querySelectorAll(".u > .acts").forEach((el) => el.remove());
  if (boxes.has(cell.id)) return;
  const bar = make("div", { className: "acts" });
  bar.append(waits(cell) ? button("accept", "a", accept, "main") : button("reopen", "o", reopen));
  bar.append(button("edit", "e", () => edit(cur)));
  if (units.get(cell.id).issues.length || units.get(cell.id).silenced.length) bar.append(button("silence", "x", silence));
  if (fix) bar.append(button("elsewhere", "g", elsewhere));
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", tr("actions"));
  cell.append(bar);
}
onGo.push((cell) => { if (!cell.querySelector(":scope > .acts")) act(cell); });

async function accept() {
  const cell = cur;
  if (!cell) return;
  if (boxes.has(cell.id)) { save(boxes.get(cell.id), "approved"); return; }
  if (!units.get(cell.id).target) { say(tr("nothing_to_accept")); return; }
  try {
    await change("/api/unit", () => ({ ...bodyOf(cell), version: units.get(cell.id).version, state: "approved" }));
    accepted(cell);
  } catch (error) { complain(error); }
}
async function reopen() {
  const cell = cur;
  if (!cell || boxes.has(cell.id) || waits(cell)) return;
  try {
    await change("/api/unit", () => ({ ...bodyOf(cell), version: units.get(cell.id).version, state: "edited" }));
    say(tr("reopened"));
  } catch (error) { complain(error); }
}
function accepted(cell) {
  const errors = units.get(cell.id).issues.filter(({ severity }) => severity === "error").length;
  if (cell === cur) step(1, { only: (next) => next.dataset.f === cell.dataset.f && waits(next), message: "accepted" });
  say(errors ? tr("accepted_errors", errors) : tr("accepted"));
}

// ---- editing
let fix = null;  // the last phrase that was put in another's place
function edit(cell, text) {
  if (!cell) return;
  const there = boxes.get(cell.id);
  if (there) { if (text !== undefined) there.area.value = text; there.area.focus(); return; }
  const unit = units.get(cell.id);
  const lang = langOf(cell);
  const area = make("textarea", { lang, value: text ?? drafts.get(cell.id) ?? unit.target, spellcheck: true, rows: 3, id: `e-${cell.id}` });
  area.setAttribute("aria-label", tr("your_text", label(cell)));
  area.setAttribute("aria-describedby", `l-${cell.id}`);
  const live = make("p", { className: "live", id: `l-${cell.id}` });
  live.setAttribute("role", "status");
  const list = make("ul", { className: "fs" });
  const box = { cell, area, live, list, base: unit, checks: 0, saving: false, el: null, clash: null };
  const acts = make("div", { className: "acts" },
    button("save_accept", "Ctrl+Enter", () => save(box, "approved"), "main"), button("save_draft", "Ctrl+S", () => save(box)),
    button("cancel", "Esc", () => cancel(box)));
  box.el = make("div", { className: "box" }, area, live, list, acts);
  boxes.set(cell.id, box);
  drafts.delete(cell.id);
  cell.querySelector(":scope > .acts")?.remove();
  cell.querySelector(".draft")?.remove();
  const shownText = cell.querySelector(":scope > .t");
  shownText.hidden = true;
  shownText.after(box.el);
  const old = cell.querySelector(":scope > .fs");
  if (old) old.hidden = true;
  list.innerHTML = unit.issues.map(findingHtml).join("");
  area.oninput = () => { grow(area); clearTimeout(box.timer); box.timer = setTimeout(() => check(box), 350); };
  area.onkeydown = (event) => typed(event, box);
  list.onclick = (event) => select(event, box);
  grow(area);
  area.focus();
  area.setSelectionRange(area.value.length, area.value.length);
  if (area.value !== unit.target) check(box);
}
function grow(area) {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 4}px`;
}
function typed(event, box) {
  if (event.isComposing) return;
  const command = event.ctrlKey || event.metaKey;
  if (event.key === "Escape") cancel(box);
  else if (command && event.key === "Enter") save(box, "approved");
  else if (command && event.key.toLowerCase() === "s") save(box);
  else return;
  event.preventDefault();
  event.stopPropagation();
}
async function check(box) {
  const mine = (box.checks += 1);
  const text = box.area.value;
  try {
    const told = await call("/api/check", { ...bodyOf(box.cell), target: text });
    if (mine !== box.checks || !boxes.has(box.cell.id)) return;
    box.found = told.issues;
    const html = told.issues.map(findingHtml).join("");
    if (box.list.innerHTML !== html) box.list.innerHTML = html;
    box.live.textContent = told.issues.length ? tr("check_found", told.issues.length) : tr("check_clean");
  } catch (error) { complain(error); }
}
function select(event, box) {  // a finding chosen under the box is shown in the box
  const issue = (box.found ?? box.base.issues)[event.target.closest("li")?.dataset.i];
  if (!issue?.target || event.target.closest("a")) return;
  const chars = Array.from(box.area.value);
  const [start, end] = issue.target.map((at) => chars.slice(0, at).join("").length);
  box.area.focus();
  box.area.setSelectionRange(start, end);
}
function close(box) {
  clearTimeout(box.timer);
  boxes.delete(box.cell.id);
  draw(box.cell);
  if (box.cell === cur) { box.cell.focus({ preventScroll: true }); act(box.cell); }
}
function cancel(box) {
  const dirty = box.area.value !== box.base.target;
  if (dirty) drafts.set(box.cell.id, box.area.value);
  close(box);
  if (dirty) say(tr("not_saved"));
}
async function save(box, state) {
  const { cell, area } = box;
  if (box.saving || box.clash) { box.clash?.querySelector("button").focus(); return; }
  const text = area.value;
  const before = box.base.target;
  if (text === before && !state) { close(box); return; }
  box.saving = true;
  box.live.textContent = tr("saving");
  try {
    await change("/api/unit", () => ({
      ...bodyOf(cell), version: box.base.version, target: text, ...(text.trim() && state ? { state } : {}),
    }));
    if (area.value !== text) { box.saving = false; box.base = units.get(cell.id); return; }  // typed on meanwhile
    const found = text.trim() && before ? replacedPhrase(before, text, langOf(cell)) : null;
    if (found) fix = { ...found, file: cell.dataset.f, key: units.get(cell.id).key };
    close(box);
    if (!text.trim()) say(tr("empty_text"));
    else if (state) accepted(cell);
    else say(tr("saved"));
    if (found) say(`${$("say").textContent} ${tr("fix_offer", found.old, found.now)}`);
  } catch (error) {
    box.saving = false;
    box.live.textContent = "";
    if (error instanceof Refused && error.status === 409 && error.answer.unit) clash(box, error.answer.unit);
    else complain(error);
  }
}
// another program changed the unit while it was being edited: both texts, and the editor chooses
function clash(box, theirs) {
  box.clash?.remove();
  const lang = langOf(box.cell);
  const text = make("p", { className: "t", lang });
  text.innerHTML = theirs.target ? shown(theirs.target) : said("no_text");
  const runs = compare(box.area.value, theirs.target, lang);
  const kept = runs.reduce((sum, [kind, { length }]) => sum + (kind === 0 ? length : 0), 0);
  const difference = make("p", { className: "t", lang });
  difference.innerHTML = diffed(runs);
  const near = kept * 2 > theirs.target.length ? [make("p", { className: "dim", textContent: `${tr("difference")}:` }), difference] : [];
  const done = (take) => {
    const { file: _, ...data } = theirs;
    units.set(box.cell.id, data);
    box.base = data;
    if (take) box.area.value = theirs.target;
    box.clash.remove();
    box.clash = null;
    grow(box.area);
    check(box);
    box.area.focus();
  };
  box.clash = make("div", { className: "clash" }, make("p", { textContent: tr("conflict") }),
    make("p", { className: "dim", textContent: `${tr("theirs")}:` }), text, ...near,
    make("div", { className: "acts" }, button("keep_mine", "", () => done(false)), button("take_theirs", "", () => done(true))));
  box.clash.setAttribute("role", "alert");
  box.area.after(box.clash);
}

// ---- silencing, undoing, the same phrase elsewhere
function silence() {
  const cell = cur;
  const unit = cell && units.get(cell.id);
  if (!unit) return;
  const first = new Map(unit.issues.map((issue) => [issue.code, issue]).reverse());
  if (!first.size && !unit.silenced.length) { say(tr("no_findings")); return; }
  const set = async (code, on) => {
    box.close();
    try {
      await change("/api/silence", () => ({ ...bodyOf(cell), version: units.get(cell.id).version, code, on }));
      say(tr(on ? "silenced_now" : "unsilenced_now", code));
    } catch (error) { complain(error); }
  };
  const line = (code, text, on) => {
    const el = make("button", { type: "button", textContent: text });
    el.onclick = () => set(code, on);
    return make("p", { className: "acts" }, el);
  };
  const { box } = dialog(tr("which_silence"), ...[...first].reverse().map(([code, issue]) => line(code, `${code} ${issue.message}`, true)),
    ...unit.silenced.map((code) => line(code, `${tr("unsilence")}: ${code}`, false)));
}
async function turn(path, key) {
  try {
    const told = await change(path, () => ({}));
    const [file, unit] = told.changed?.[0] ?? [];
    const cell = [...document.querySelectorAll(`.u[data-f="${file}"]`)].find((one) => units.get(one.id).key === unit);
    if (cell) open(cell.id);
    say(told.changed?.length ? tr(key, told.what) : tr("nothing_more"));
  } catch (error) { complain(error); }
}
const undo = () => turn("/api/undo", "undone");
const redo = () => turn("/api/redo", "redone");
let canUndo = held.undo ?? false, canRedo = held.redo ?? false;
function drawHistory() {
  let bar = $("history");
  if (!bar) { bar = make("div", { id: "history", className: "tools" }); $("filters").append(bar); }
  const [back, forth] = [button("undo", "u", undo), button("redo", "r", redo)];
  back.disabled = !canUndo;
  forth.disabled = !canRedo;
  const focus = bar.contains(document.activeElement) ? [...bar.children].indexOf(document.activeElement) : -1;
  bar.replaceChildren(back, forth);
  if (focus >= 0 && !bar.children[focus].disabled) bar.children[focus].focus();
}
function elsewhere() {
  const cell = cur ?? document.querySelector(".u");
  const here = fix ?? { old: getSelection().toString().trim(), now: "", ...bodyOf(cell) };
  const lang = tagOf(byFile.get(here.file).target);
  const old = make("input", { value: here.old, lang, id: "r-old" });
  const now = make("input", { value: here.now, lang, id: "r-new" });
  const list = make("ul", { className: "places" });
  const total = make("p", {});
  total.setAttribute("role", "status");
  const phrases = () => ({ file: here.file, key: here.key, old: old.value, new: now.value });
  let places = [];  // where the phrase stands, as the server says
  const look = async () => {
    if (!old.value) return;
    try {
      ({ places } = await call("/api/replace", { ...phrases(), apply: false }));
    } catch (error) { complain(error); return; }
    total.textContent = places.length ? tr("places", places.length) : tr("no_places");
    list.replaceChildren(...places.map((place) => {
      const tongue = byFile.get(place.file).target;
      const text = make("span", { className: "t", lang: tagOf(tongue) });
      text.innerHTML = diffed(compare(place.target, place.after, tagOf(tongue)));
      return make("li", {}, make("label", {}, make("input", { type: "checkbox", checked: true }), text));
    }));
    all.disabled = someOnly.disabled = !places.length;
    keep.parentElement.hidden = !places.some((place) => place.approved);
  };
  const apply = async (only) => {
    try {
      const told = await change("/api/replace", () => ({ ...phrases(), apply: true, keep: keep.checked, ...(only ? { only } : {}) }));
      box.close();
      say(tr("applied", told.changed?.length ?? places.length));
    } catch (error) { complain(error); }
  };
  const all = button("apply_all", "", () => apply(), "main");
  const someOnly = button("apply_chosen", "", () => {
    const ticked = [...list.querySelectorAll("input")].map((input) => input.checked);
    apply(places.filter((_, n) => ticked[n]).map(({ file, key }) => [file, key]));
  });
  const form = make("form", { className: "fields" }, make("label", {}, tr("replace_old"), old), make("label", {}, tr("replace_new"), now),
    make("p", {}, make("button", { textContent: tr("find_places") })));
  form.onsubmit = (event) => { event.preventDefault(); look(); };
  old.oninput = now.oninput = () => { all.disabled = someOnly.disabled = true; };
  const keep = make("input", { type: "checkbox" });
  const { box, acts } = dialog(tr("elsewhere"), form, total, list, make("label", { hidden: true }, keep, ` ${tr("keep_approved")}`));
  acts.prepend(all, someOnly);
  all.disabled = someOnly.disabled = true;
  if (here.now) look();
}
Object.assign(keys, {
  e: () => edit(cur), a: accept, o: reopen, u: undo, r: redo, x: silence, g: elsewhere,
});
cellKeys.Enter = () => edit(cur);
keyMap.splice(3, 0, [["e", "Enter"], "k_edit"], [["a"], "k_accept"], [["o"], "k_reopen"], [["Ctrl+Enter"], "k_save"], [["Ctrl+S"], "k_draft"],
  [["Esc"], "k_cancel"], [["u", "r"], "k_undo"], [["x"], "k_silence"], [["g"], "k_replace"]);
$("main").addEventListener("dblclick", (event) => {
  const cell = event.target.closest(".u");
  if (cell && event.target.closest(".u > .t")) { go(cell, { scroll: false }); edit(cell); }
});

// ---- totals and charts, as the units now are
function summarise() {
  const all = [...units.values()];
  const of = (severity) => all.reduce((sum, { issues }) => sum + issues.filter((issue) => issue.severity === severity).length, 0);
  const done = all.filter(({ state }) => state === "approved").length;
  const numbers = { units: all.length, reviewed: done, waiting: all.length - done, errors: of("error"), warnings: of("warning"), notes: of("info") };
  for (const el of document.querySelectorAll(".total")) el.firstElementChild.textContent = numbers[el.dataset.t];
  for (const line of document.querySelectorAll(".states tbody tr")) {
    const mine = [...units].filter(([id]) => id.startsWith(`${line.dataset.f}-`)).map(([, unit]) => unit.state);
    let at = 0;
    line.querySelectorAll("td[data-st]").forEach((cell, n) => {
      const times = mine.filter((state) => state === cell.dataset.st).length;
      const width = (240 * times) / (mine.length || 1);
      cell.textContent = times;
      const rect = line.querySelectorAll("rect")[n];
      rect.setAttribute("x", at);
      rect.setAttribute("width", width);
      at += width;
    });
  }
  const found = new Map();
  for (const { issues } of all) for (const { code } of issues) found.set(code, (found.get(code) ?? 0) + 1);
  const most = Math.max(1, ...found.values());
  for (const line of document.querySelectorAll(".codes tbody tr")) {
    const times = found.get(line.dataset.c) ?? 0;
    line.querySelector(".times").textContent = times;
    line.querySelector("rect").setAttribute("width", (100 * times) / most);
  }
  for (const option of $("f-code").options) if (option.value) option.textContent = `${option.value} (${found.get(option.value) ?? 0})`;
}

// ---- what others change meanwhile
const busy = () => [...boxes.values()].some((box) => box.area.value !== box.base.target);
addEventListener("beforeunload", (event) => { if (busy()) { event.preventDefault(); event.returnValue = tr("leave"); } });
async function poll() {
  try {
    const told = await call(`/api/changes?since=${revision}`);
    const newer = told.revision > revision;
    if (!pending) {  // else it may hold what is being saved; the next answer has the rest
      take(told);
      if (newer && fresh) say(tr("changed_by", fresh));
    }
  } catch (error) {
    if (error instanceof Refused && error.status !== 403) complain(error);
  }
  setTimeout(poll, document.hidden ? 8000 : 1500);
}
for (const cell of document.querySelectorAll(".u")) if (units.get(cell.id).ours) decorate(cell);
onUi.push(() => { drawHistory(); if (cur) act(cur); });
drawHistory();
if (cur) act(cur);
setTimeout(poll, 1500);

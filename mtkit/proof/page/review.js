
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
  if (unit.estimate) cell.dataset.q = unit.estimate.value; else delete cell.dataset.q;
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

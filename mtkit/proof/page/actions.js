
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
  const found = new Map();  // how often each code, by severity
  for (const { issues } of all) {
    for (const { code, severity } of issues) {
      if (!found.has(code)) found.set(code, { error: 0, warning: 0, info: 0 });
      found.get(code)[severity] += 1;
    }
  }
  const sum = (code) => Object.values(found.get(code) ?? {}).reduce((a, b) => a + b, 0);
  const most = Math.max(1, ...[...found.keys()].map(sum));
  for (const line of document.querySelectorAll(".codes tbody tr")) {
    const by = Object.entries(found.get(line.dataset.c) ?? {}).filter(([, times]) => times);
    let from = 0, bar = "", names = "";
    for (const [severity, times] of by) {
      bar += `<rect class="${severity}" x="${(100 * from) / most}" y="0" width="${(100 * times) / most}" height="12"></rect>`;
      names += by.length > 1 ? `<span class="sev ${severity}">${said(severity)} ${times}</span>` : said(severity, "span", `sev ${severity}`);
      from += times;
    }
    line.querySelector(".times").textContent = sum(line.dataset.c);
    line.querySelector("svg").innerHTML = bar;
    for (const el of line.querySelectorAll(".sev")) el.remove();
    line.lastElementChild.insertAdjacentHTML("beforeend", names);
  }
  for (const option of $("f-code").options) if (option.value) option.textContent = `${option.value} (${sum(option.value)})`;
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

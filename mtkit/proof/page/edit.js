
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

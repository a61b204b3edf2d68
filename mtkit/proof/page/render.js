
// ---- a unit as markup: what mtkit/proof/cells.py and marks.py write, said again for units that change on the page
const HIDDEN = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\u{d800}-\u{dfff}\u{e0000}-\u{e007f}]/gu;
const codePoint = (char) => `U+${char.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
const escapeText = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
const plain = (text) => escapeText(text.replace(HIDDEN, codePoint)).replace(/"/g, "&quot;").replace(/'/g, "&#x27;").replace(/\n/g, "&#10;");
const shown = (text) => escapeText(text)
  .replace(HIDDEN, (char) => `<span class="ctl">${codePoint(char)}</span>`)
  .replace(/\{\/?\d{1,3}\/?\}/g, (label) => `<span class="ph">${label}</span>`);
const said = (key, tag = "span", css = "") => `<${tag}${css && ` class="${css}"`} data-s="${key}">${escapeText(tr(key))}</${tag}>`;
const tagOf = (code) => (code === "zh" ? "zh-Hans" : code);

const isSign = (char) => /\p{M}/u.test(char);
function snapped(chars, start, end) {
  start = Math.min(start, chars.length);
  end = Math.min(end, chars.length);
  while (start > 0 && start < chars.length && isSign(chars[start])) start -= 1;
  while (end > 0 && end < chars.length && isSign(chars[end])) end += 1;
  return [start, end];
}
function marked(text, names, marks) {
  const chars = Array.from(text);  // spans count code points
  const sorted = names.map((name) => ({ ends: snapped(chars, ...name.ends), said: name.said }))
    .sort((a, b) => a.ends[0] - b.ends[0] || b.ends[1] - a.ends[1]);
  const kept = [];
  for (const name of sorted) if (name.ends[0] < name.ends[1] && (!kept.length || kept.at(-1).ends[1] <= name.ends[0])) kept.push(name);
  const found = marks.map((mark) => ({ ...mark, ends: snapped(chars, ...mark.ends) }));
  const cuts = [...new Set([0, chars.length, ...kept.flatMap((n) => n.ends), ...found.flatMap((m) => m.ends)])].sort((a, b) => a - b);
  let html = "", opened = null;
  for (let n = 0; n + 1 < cuts.length; n += 1) {
    const [start, end] = [cuts[n], cuts[n + 1]];
    const name = kept.find((one) => one.ends[0] <= start && end <= one.ends[1]) ?? null;
    if (name !== opened) {
      if (opened) html += "</span>";
      if (name) html += `<span class="term" tabindex="0" title="${plain(name.said)}">`;
      opened = name;
    }
    const piece = shown(chars.slice(start, end).join(""));
    const here = found.filter((mark) => mark.ends[0] <= start && end <= mark.ends[1]);
    if (!here.length) { html += piece; continue; }
    const worst = here.reduce((a, b) => (RANK[b.severity] > RANK[a.severity] ? b : a)).severity;
    html += `<mark class="${worst}" data-i="${here.map((mark) => mark.ref).join(" ")}">${piece}</mark>`;
  }
  return html + (opened ? "</span>" : "");
}
const diffed = (runs) => runs.map(([kind, text]) => (kind === 0 ? shown(text) : kind < 0 ? `<del>${shown(text)}</del>` : `<ins>${shown(text)}</ins>`)).join("");

const saying = (term) => (term.authority ? `${term.form || "–"} · ${term.authority}` : term.form || "–");
const inSource = (unit, term) => (term.source.length ? Array.from(unit.source).slice(...term.source[0]).join("") : term.concept);
function sourceHtml(files, units) {
  const lines = new Map();
  const marks = [];
  units.forEach((unit, n) => {
    for (const term of unit.terms) {
      for (const ends of term.source) {
        const key = ends.join();
        if (!lines.has(key)) lines.set(key, { ends, said: [] });
        lines.get(key).said.push(`${files[n].target}: ${saying(term)}`);
      }
    }
    unit.issues.forEach((issue, at) => { if (issue.source) marks.push({ ends: issue.source, severity: issue.severity, ref: `${files[n].id}.${at}` }); });
  });
  const names = [...lines.values()].map(({ ends, said: all }) => ({ ends, said: [...new Set(all)].join("\n") }));
  return marked(units[0].source, names, marks);
}
function targetHtml(unit) {
  const marks = unit.issues.flatMap((issue, n) => (issue.target ? [{ ends: issue.target, severity: issue.severity, ref: String(n) }] : []));
  const names = unit.terms.flatMap((term) => term.target.map((ends) => ({ ends, said: `${inSource(unit, term)} → ${saying(term)}` })));
  return marked(unit.target, names, marks);
}
function findingHtml(issue, n) {
  const { code, severity } = issue;
  const title = ui === "zh" ? `${code} ${escapeText(tr(`code-${code}`))}` : code;
  return `<li class="${severity}" data-i="${n}">${said(severity, "b")} <a href="#${code}" data-c="${code}">${title}</a>`
    + ` <span class="msg" lang="en">${shown(issue.message)}</span></li>`;
}
function insideHtml(file, unit) {
  const lang = tagOf(file.target);
  let html = `<p class="m">${said(unit.state, "span", "st")}${said(`lang-${file.target}`, "span", "lg")}</p>`;
  html += unit.target ? `<p class="t" lang="${lang}">${targetHtml(unit)}</p>` : said("no_text", "p", "t no");
  if (unit.diff.previous) {
    html += `<div class="was">${said("was_source", "p")}<p class="t" lang="${tagOf(file.source)}">${diffed(unit.diff.previous)}</p></div>`;
  }
  if (unit.issues.length) html += `<ul class="fs">${unit.issues.map(findingHtml).join("")}</ul>`;
  if (unit.silenced.length) html += `<p class="sil">${said("silenced")}: ${unit.silenced.join(", ")}</p>`;
  return html + detailsHtml(file, unit);
}
function detailsHtml(file, unit) {
  const lang = tagOf(file.target);
  const lines = [];
  if (unit.diff.raw) lines.push(["machine_text", `<dd class="t" lang="${lang}">${diffed(unit.diff.raw)}</dd>`]);
  else if (unit.raw && unit.state !== "raw") lines.push([unit.target ? "machine_same" : "machine_gone", `<dd class="t" lang="${lang}">${shown(unit.raw)}</dd>`]);
  if (unit.pivot) {
    const text = `<span class="t" lang="${tagOf(unit.pivot.lang)}">${shown(unit.pivot.text)}</span>`;
    lines.push(["pivot", `<dd>${said(`lang-${unit.pivot.lang}`, "span", "dim")} ${text}</dd>`]);
  }
  if (unit.terms.length) lines.push(["terms", `<dd><ul>${unit.terms.map((term) => termHtml(file, unit, term)).join("")}</ul></dd>`]);
  if (unit.score !== null) lines.push(["score", `<dd>${unit.score.toFixed(2)} ${said("uncalibrated", "span", "dim")}</dd>`]);
  if (unit.estimate) {
    const how = `<br><span class="dim" lang="en">${shown(unit.estimate.how)}</span>`;
    lines.push(["estimate", `<dd>${unit.estimate.value.toFixed(2)} ${said("estimate_about", "span", "dim")}${how}</dd>`]);
  }
  if (unit.target) lines.push(["origin", `<dd>${said(unit.origin)}${unit.model ? ` · ${shown(unit.model)}` : ""}</dd>`]);
  if (unit.comments.length) lines.push(["comments", unit.comments.map((line) => `<dd>${shown(line)}</dd>`).join("")]);
  if (!lines.length) return "";
  return `<details>${said("details", "summary")}<dl>${lines.map(([key, html]) => said(key, "dt") + html).join("")}</dl></details>`;
}
function termHtml(file, unit, term) {
  const form = term.form ? `<b class="t" lang="${tagOf(file.target)}">${shown(term.form)}</b>` : said("no_form");
  let by = shown(term.authority);
  if (term.url) by = `<a href="${plain(term.url)}" rel="noreferrer noopener" target="_blank">${by}</a>`;
  return `<li><span class="t" lang="${tagOf(file.source)}">${shown(inSource(unit, term))}</span> → ${form}${by && ` <span class="dim">${by}</span>`}</li>`;
}

// ---- what was changed between two texts, by words
function words(text, lang) {
  if (globalThis.Intl?.Segmenter) return [...new Intl.Segmenter(lang, { granularity: "word" }).segment(text)].map((part) => part.segment);
  return text.match(/\s+|[^\s]/gu) ?? [];
}
function compare(before, after, lang) {
  const [a, b] = [words(before, lang), words(after, lang)];
  if (a.length * b.length > 1e6) return [[-1, before], [1, after]];
  const best = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) best[i][j] = a[i] === b[j] ? best[i + 1][j + 1] + 1 : Math.max(best[i + 1][j], best[i][j + 1]);
  }
  const runs = [];
  const add = (kind, text) => { if (runs.at(-1)?.[0] === kind) runs.at(-1)[1] += text; else runs.push([kind, text]); };
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) { add(0, a[i]); i += 1; j += 1; }
    else if (j >= b.length || (i < a.length && best[i + 1][j] >= best[i][j + 1])) { add(-1, a[i]); i += 1; }
    else { add(1, b[j]); j += 1; }
  }
  return runs;
}
// the one phrase that an edit put in the place of another, or null
function replacedPhrase(before, after, lang) {
  const regions = [];
  let open = null, kept = "";
  for (const [kind, text] of compare(before, after, lang)) {
    if (kind === 0 && (!open || /\S/u.test(text))) { open = null; kept = text; continue; }
    if (!open) { open = { old: "", now: "", before: kept }; regions.push(open); }
    if (kind <= 0) open.old += text;
    if (kind >= 0) open.now += text;
  }
  if (!regions.length || regions.some((one) => one.old !== regions[0].old || one.now !== regions[0].now)) return null;
  let { old, now } = regions[0];
  if (!old.trim() || !now.trim()) return null;
  if (Array.from(old.trim()).length < 2) {  // a single letter is too little to look for: take the word before it along
    const left = words(regions[0].before, lang).at(-1) ?? "";
    [old, now] = [left + old, left + now];
  }
  return { old: old.trim(), now: now.trim() };
}

"""A PO file under review as XLIFF 2.1 or 1.2, for a translator who works in another tool.

Each entry is a unit of one segment: its state, its codes as inline elements, candidates of machine and memory, the
glossary's terms, findings and comments as notes. An attribute of mtkit's own keeps what was given out, so that
``review_in`` can tell what the translator did from what somebody did to the PO file meanwhile.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from mtkit import __version__
from mtkit.errors import BadInputError, UsageError
from mtkit.estimate import estimable, estimate
from mtkit.exchange.content import Markup, back_from, content, markup_of, readable, xml_text
from mtkit.exchange.foreign_xliff import ITS, MATCHES, confidence, match_element
from mtkit.formats.po import Entry, PoFile
from mtkit.lang import LANGUAGES
from mtkit.memory.tmx_write import tag
from mtkit.review.entries import entries_of, entry_key, entry_version
from mtkit.unit import Issue, MemoryMatch, Severity, State, Unit

__all__ = ["OURS", "given", "review_xliff"]

OURS = "urn:mtkit:review:1"
"""The namespace of what mtkit itself must find again in a file."""

_GLOSSARY = "urn:oasis:names:tc:xliff:glossary:2.0"
_PRIORITY = {Severity.ERROR: 1, Severity.WARNING: 3, Severity.INFO: 5}
_STATES_2 = {
    State.UNTRANSLATED: "initial", State.RAW: "translated", State.EDITED: "translated", State.STALE: "translated",
    State.APPROVED: "final",
}  # fmt: skip
_NOBODYS = frozenset({State.RAW, State.EDITED, State.STALE})


@dataclass(frozen=True, slots=True)
class _Row:
    """One entry with its first unit and what was found in it."""

    key: str
    entry: Entry
    unit: Unit
    issues: tuple[Issue, ...]
    markup: Markup | None

    def base(self, target: str) -> str:
        """What is given out: the entry's version, its text as spelt in ``target``, and whether it is signed off."""
        text = back_from(target, self.markup, source=self.entry.msgid)
        return f"{entry_version(self.entry)} {given(text, approved=self.unit.state is State.APPROVED)}"


def given(text: str, *, approved: bool) -> str:
    """A translation as it was given out, in thirteen characters: its hash, and ``+`` if it was signed off."""
    mark = hashlib.sha256(text.encode()).hexdigest()[:12]
    return mark + ("+" if approved else "-")


def review_xliff(
    file: PoFile, *, version: str = "2.1", name: str, issues: Sequence[Sequence[Issue]] | None = None
) -> str:
    """The XLIFF text of ``file``; ``name`` is that of the PO file, by which the work finds its way back.

    ``issues`` are the findings of ``file.units``; by default those that the file itself names. Raises UsageError for a
    version other than 2.1 and 1.2, BadInputError for a file that does not name its languages.
    """
    if version not in {"2.1", "1.2"}:
        raise UsageError(f"XLIFF {version} is not written: 2.1 or 1.2")
    if not {file.pair.source, file.pair.target} <= set(LANGUAGES):
        message = "does not name its languages in the header: add X-Source-Language and Language there"
        raise BadInputError(message, where=name)
    rows = list(_rows(file, issues))
    return "".join(_lines_2(file, rows, name) if version == "2.1" else _lines_1(file, rows, name))


def _rows(file: PoFile, issues: Sequence[Sequence[Issue]] | None) -> Iterator[_Row]:
    seen: set[str] = set()
    found = issues if issues is not None else [unit.issues for unit in file.units]
    for unit, entry, said in zip(file.units, entries_of(file), found, strict=True):
        if entry is None or (key := entry_key(entry)) in seen:
            continue
        seen.add(key)
        yield _Row(key, entry, unit, tuple(said), markup_of(unit, entry))


def _lines_2(file: PoFile, rows: Sequence[_Row], name: str) -> Iterator[str]:
    pair = file.pair
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1"'
        f' srcLang="{tag(pair.source)}" trgLang="{tag(pair.target)}" xmlns:mtc="{MATCHES}" xmlns:gls="{_GLOSSARY}"'
        f' xmlns:its="{ITS}" its:version="2.0" xmlns:mtkit="{OURS}">\n'
        f'<file id="f1" original={_attribute(name)} xml:space="preserve">\n'
    )
    about = [line for line in (file.header.get("X-Mtkit-Document", ""),) if line]
    if about:
        yield f'<notes><note id="n1" category="document">{xml_text(about[0])}</note></notes>\n'
    for row in rows:
        yield from _unit_2(row)
    yield "</file>\n</xliff>\n"


def _unit_2(row: _Row) -> Iterator[str]:
    target = content(row.entry.msgstr, row.markup, 2)
    yield f'<unit id="{row.key}" name={_attribute(row.unit.segment.id)} mtkit:base="{row.base(target)}">\n'
    matches = list(_matches_2(row))
    if matches:
        yield "<mtc:matches>\n" + "".join(f"{match}\n" for match in matches) + "</mtc:matches>\n"
    terms = [use for use in dict.fromkeys(row.unit.terms) if use.target]
    if terms:
        yield "<gls:glossary>\n"
        for use in terms:
            by = f" source={_attribute(use.authority)}" if use.authority else ""
            yield (
                f"<gls:glossEntry><gls:term>{xml_text(use.source)}</gls:term>"
                f"<gls:translation{by}>{xml_text(use.target)}</gls:translation></gls:glossEntry>\n"
            )
        yield "</gls:glossary>\n"
    notes = [
        f'<note id="n{number}" category="{kind}" priority="{priority}" appliesTo="{place}">{xml_text(text)}</note>\n'
        for number, (kind, priority, place, text) in enumerate(_notes(row), start=1)
    ]
    if notes:
        yield "<notes>\n" + "".join(notes) + "</notes>\n"
    if row.markup:
        data = [f'<data id="{_data_id(label)}">{xml_text(said)}</data>\n' for label, said in row.markup.known.items()]
        yield "<originalData>\n" + "".join(data) + "</originalData>\n"
    state = row.unit.state
    sub = f' subState="mtkit:{state.value}"' if state in _NOBODYS else ""
    yield f'<segment id="s1" state="{_STATES_2[state]}"{sub}>\n'
    yield f"<source>{content(row.entry.msgid, row.markup, 2)}</source>\n"
    if row.entry.msgstr:
        yield f"<target>{target}</target>\n"
    yield "</segment>\n</unit>\n"


def _data_id(label: str) -> str:
    return f"d{label[2:-1]}e" if label.startswith("{/") else f"d{label[1:-1].rstrip('/')}"


def _matches_2(row: _Row) -> Iterator[str]:
    source = content(row.entry.msgid, row.markup, 2, data=False)
    for target, score, memory, model in _machine(row):
        raw = content(target, row.markup, 2, data=False)
        yield match_element(
            source, raw, ref="#s1", memory=memory, origin=model, score=score, estimate=_estimate(row.unit)
        )
    for match in row.unit.matches:
        yield match_element(
            xml_text(match.source), xml_text(match.target), ref="#s1", memory=True, origin=_who(match), score=None,
            similarity=match.score,
        )  # fmt: skip


def _machine(row: _Row) -> Iterator[tuple[str, float | None, bool, str]]:
    """The machine's own text, where the unit has it: text, score, whether it is the memory's, who gave it."""
    unit = row.unit
    if unit.raw:
        scores = [hop.score for hop in unit.trail if hop.score is not None]
        score = min(scores) if scores and len(scores) == len(unit.trail) else None
        yield unit.raw, score, not unit.trail, unit.trail[-1].model if unit.trail else "memory"


def _estimate(unit: Unit) -> float | None:
    """The estimate of the machine's own text, which stands beside what a person made of it; None for the memory's."""
    if not (unit.raw and unit.trail and estimable(unit)):
        return None
    return (unit.estimate or estimate(unit)).value


def _who(match: MemoryMatch) -> str:
    return ", ".join(part for part in ("memory", match.author, match.date, match.document) if part)


def _notes(row: _Row) -> Iterator[tuple[str, int, str, str]]:
    """The notes of a unit: category, priority (1 is the gravest), what each is about, text."""
    yield "role", 10, "source", row.unit.segment.kind.value
    for issue in row.issues:
        text = f"{issue.code} {issue.severity.value}: {issue.message}"
        yield "finding", _PRIORITY[issue.severity], "target", text
    if row.unit.state is State.STALE:
        earlier = f"; it was made for: {row.unit.previous}" if row.unit.previous else ""
        yield "stale", 1, "target", f"the source has changed since this was translated{earlier}"
    for line in row.entry.comments:
        if line.strip():
            yield "comment", 5, "target", line.strip()


def _lines_1(file: PoFile, rows: Sequence[_Row], name: str) -> Iterator[str]:
    pair = file.pair
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2" xmlns:mtkit="{OURS}">\n'
        f'<file original={_attribute(name)} source-language="{tag(pair.source)}" target-language="{tag(pair.target)}"'
        ' datatype="x-gettext" tool-id="mtkit" xml:space="preserve">\n'
        f'<header><tool tool-id="mtkit" tool-name="mtkit" tool-version="{__version__}"/></header>\n<body>\n'
    )
    for row in rows:
        yield from _unit_1(row)
    yield "</body>\n</file>\n</xliff>\n"


def _unit_1(row: _Row) -> Iterator[str]:
    state = row.unit.state
    approved = ' approved="yes"' if state is State.APPROVED else ""
    target = content(row.entry.msgstr, row.markup, 1)
    said = f"{approved} mtkit:base={_attribute(row.base(target))}"
    yield f'<trans-unit id="{row.key}" resname={_attribute(row.unit.segment.id)}{said}>\n'
    source = content(row.entry.msgid, row.markup, 1)
    yield f"<source>{source}</source>\n"
    if row.entry.msgstr:
        said = "final" if state is State.APPROVED else "needs-review-translation"
        by = "leveraged-mt" if row.unit.trail else "leveraged-tm"
        qualifier = f' state-qualifier="{by}"' if state is State.RAW else ""
        yield f'<target state="{said}"{qualifier}>{target}</target>\n'
    for kind, priority, place, text in _notes(row):
        about = f'from={_attribute(f"mtkit {kind}")} priority="{priority}" annotates="{place}"'
        yield f"<note {about}>{xml_text(text)}</note>\n"
    for use in dict.fromkeys(row.unit.terms):
        if use.target:
            by = f" ({use.authority})" if use.authority else ""
            text = xml_text(f"{use.source} → {use.target}{by}")
            yield f'<note from="mtkit term" priority="3" annotates="source">{text}</note>\n'
    for raw, score, _, model in _machine(row):
        guess = _estimate(row.unit)
        sure = confidence(score) if guess is None else guess
        quality = f' match-quality="{sure * 100:.0f}%"' if sure is not None else ""
        yield _alternative(source, content(raw, row.markup, 1), quality, model)
    for match in row.unit.matches:
        texts = xml_text(match.source), xml_text(match.target)
        yield _alternative(*texts, f' match-quality="{match.score}%"', _who(match))
    yield "</trans-unit>\n"


def _alternative(source: str, target: str, quality: str, origin: str) -> str:
    return (
        f"<alt-trans{quality} origin={_attribute(origin)}><source>{source}</source>"
        f"<target>{target}</target></alt-trans>\n"
    )


def _attribute(text: str) -> str:
    return quoteattr(readable(text))

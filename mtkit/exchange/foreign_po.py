"""Somebody's PO file with its untranslated entries filled in, every other byte as it was.

The file is not parsed and written again: the lines of ``msgstr`` of an entry are replaced, ``fuzzy`` is put among its
flags, and ``#.`` lines say who made the text, by which mtkit tells later whether a person has touched it. A reading
of the result must find what was meant in it, and all other entries as they were.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mtkit.errors import OutputError, PoSyntaxError
from mtkit.exchange.inline import Glyph, Spelling, codes_in, is_icu, is_key
from mtkit.exchange.result import Filled, Left, Pretranslated
from mtkit.exchange.slots import Answer, Slot, Translates, translated
from mtkit.exchange.xliff_file import known_language
from mtkit.formats.po_decode import decode
from mtkit.formats.po_entry import Entry
from mtkit.formats.po_facts import fact_lines
from mtkit.formats.po_header import parse_fields, spell_fields
from mtkit.formats.po_lex import parse
from mtkit.formats.po_text import encode_string, fit, normal
from mtkit.lang import Pair
from mtkit.lang import lang as language
from mtkit.text import Kind, Segment, Span
from mtkit.unit import Origin, State, Unit

__all__ = ["fill_po"]

_MESSAGE = re.compile(r"\s*msgstr(?:\[(\d+)\])?\s*\"")
_COMMENT = re.compile(r"\s*#(?!~)")
_STRING = re.compile(r'\s*"')
_FORMAT = re.compile(r"(?<!no-)\b[a-z0-9+-]+-format$")
_BRACES = frozenset({"python-brace-format", "csharp-format", "java-format", "rust-format", "smalltalk-format"})
_NPLURALS = re.compile(r"nplurals\s*=\s*(\d{1,2})")


@dataclass(frozen=True, slots=True)
class _Asked:
    """An entry to fill, and where its texts are among the slots: one, or one for each plural form."""

    entry: Entry
    slots: tuple[int, ...]


def fill_po(
    data: bytes, translator: Translates, *, name: str, to: str, source: str | None = None, glossary: str = ""
) -> Pretranslated:
    """The PO file in ``data`` with its untranslated entries filled in by ``translator``; all of them fuzzy.

    ``to`` is the language that is wanted, ``source`` that of the msgids, by default what ``X-Source-Language`` says.
    Entries with a translation, fuzzy or not, obsolete entries and the header stay to the byte. Raises
    PoSyntaxError for what gettext would refuse, for a file of another language, and for a charset that cannot spell
    the translations.
    """
    text, _ = decode(data, name)
    codec, bom = _codec(data, text)
    entries = parse(text, name).entries
    head = next((entry for entry in entries if entry.is_header and not entry.obsolete), None)
    fields = parse_fields(head.msgstr) if head else {}
    pair = _pair(fields, to, source, name)
    forms = _forms(fields, pair.target)
    asked, slots, left, finished = [], list[Slot](), list[Left](), 0
    for entry in entries:
        if entry.obsolete or entry.is_header:
            continue
        reason = _reason(entry)
        if reason is None:
            finished += 1
        elif reason:
            left.append(Left(f"line {entry.line}", reason))
        else:
            wanted = [_slot(source_text, entry) for source_text in _sources(entry, forms)]
            asked.append(_Asked(entry, tuple(range(len(slots), len(slots) + len(wanted)))))
            slots += wanted
    answers = translated(slots, translator, id=name, lang=pair.source, to=pair.target)
    meant: dict[int, Entry] = {}
    filled = []
    for ask in asked:
        mine = [answers[at] for at in ask.slots]
        if any(not answer.raw for answer in mine):
            left.append(Left(f"line {ask.entry.line}", "the model gave no translation"))
            continue
        new = _filled(ask.entry, mine, pair, glossary)
        meant[ask.entry.line] = new
        said = new.msgstr if new.plural is None else new.plurals[-1]
        issues = tuple(dict.fromkeys(issue for answer in mine for issue in answer.issues))
        known = [answer.score for answer in mine if answer.score is not None]
        filled.append(
            Filled(f"line {new.line}", new.msgid, said, issues, min(known, default=None), mine[0].from_memory)
        )
    if name.lower().endswith(".pot") and head is not None:
        meant[head.line] = _begun(head, fields, pair)
    written = _written(text, meant)
    try:
        out = bom + written.encode(codec)
    except UnicodeEncodeError as error:
        lacking = f"cannot hold {written[error.start]!r} in its charset {codec.upper()}"
        raise PoSyntaxError(f"{lacking}: convert it first, msgconv -t UTF-8", where=name) from None
    _demand_meant(out, entries, meant, name)
    left.sort(key=lambda one: int(one.place.removeprefix("line ")))
    notes = () if name.lower().endswith(".pot") else _notes(fields, pair)
    return Pretranslated(out, pair, tuple(filled), tuple(left), finished, notes)


def _codec(data: bytes, text: str) -> tuple[str, bytes]:
    """The codec and byte order mark by which ``text`` becomes ``data`` again."""
    declared = re.search(rb"charset=([A-Za-z0-9_:.\-]+)", data[:4096])
    names = [declared[1].decode("ascii")] if declared else []
    plain = text.removeprefix("\ufeff")
    for bom in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b""):
        if not data.startswith(bom):
            continue
        for name in (*names, "utf-8", "utf-16-le", "utf-16-be", "gb18030"):
            try:
                if data == bom + plain.encode(name):
                    return codecs.lookup(name).name, bom
            except (LookupError, UnicodeError):
                continue
    raise PoSyntaxError("is in an encoding that cannot be written back as it was: save it as UTF-8")


def _pair(fields: dict[str, str], to: str, source: str | None, name: str) -> Pair:
    target = language(to)
    said = known_language(fields.get("Language", ""))
    if said is not None and said.code != target.code:
        message = f"is into {said.name} by its header (Language: {fields['Language']}), not into {target.name}"
        raise PoSyntaxError(f"{message}: give the file of that language, or correct --to", where=name)
    stated = known_language(fields.get("X-Source-Language", ""))
    known = language(source) if source else stated
    if known is None:
        message = "does not say which language its msgids are in (X-Source-Language): name it with --from"
        raise PoSyntaxError(message, where=name)
    if source and stated is not None and stated.code != known.code:
        message = f"has sources in {stated.name} by its header (X-Source-Language), not in {known.name}"
        raise PoSyntaxError(f"{message}: leave out --from, or correct it", where=name)
    if known.code == target.code:
        raise PoSyntaxError(f"would go from {known.name} into {target.name}: name the sources' language with --from",
                            where=name)  # fmt: skip
    return Pair(known.code, target.code)


def _forms(fields: dict[str, str], target: str) -> int:
    """How many plural forms the target has: what the file says, else what the language has."""
    for said in (fields.get("Plural-Forms", ""), language(target).plural):
        match = _NPLURALS.search(said)
        if match and 1 <= int(match[1]) <= 6:
            return int(match[1])
    return 1


def _reason(entry: Entry) -> str | None:
    """Why an entry is not to be filled: None for one with a translation, "" for none."""
    texts = entry.plurals if entry.plural is not None else (entry.msgstr,)
    if any(text.strip() for text in texts):
        if all(text.strip() for text in texts):
            return None
        return "some of its plural forms are written: finish it by hand"
    if not entry.msgid.strip():
        return "it has no source text"
    if any(is_icu(text) for text in (entry.msgid, entry.plural or "")):
        return "an ICU message with branches: translate it by hand"
    if is_key(entry.msgid):
        return "its source is the name of a text, not the text: use the file of the source language"
    return ""


def _sources(entry: Entry, forms: int) -> list[str]:
    """What each form is made of: the last from the plural; with several, the first from the singular."""
    if entry.plural is None:
        return [entry.msgid]
    return [entry.plural] if forms == 1 else [entry.msgid, *[entry.plural] * (forms - 1)]


def _slot(raw: str, entry: Entry) -> Slot:
    formatted = any(_FORMAT.search(flag) and flag not in _BRACES for flag in entry.flags)
    glyphs = [Glyph(char, Span(at, at + 1)) for at, char in enumerate(raw)]
    found = codes_in([*glyphs], formatted=formatted)
    return Slot(raw, found.codes, Spelling(percent=formatted, html=found.html), found.held)


def _filled(entry: Entry, answers: Sequence[Answer], pair: Pair, glossary: str) -> Entry:
    """``entry`` with its translation, not signed off, and what ``mtkit`` must know of it later."""
    texts = tuple(fit(normal(answer.raw), entry.msgid) for answer in answers)
    flags = ("fuzzy", *(flag for flag in entry.flags if flag != "fuzzy"))
    if entry.plural is not None:
        return replace(entry, plurals=texts, flags=flags)
    answer = answers[0]
    origin = Origin.MEMORY if answer.from_memory else Origin.MACHINE
    segment = Segment("-", Span(0, 0), entry.msgid, entry.msgid, Kind.BODY)
    matches = answer.units[0].matches if len(answer.units) == 1 else ()
    unit = Unit(
        segment, pair, texts[0], State.RAW, origin, answer.issues, answer.terms, answer.hops, texts[0], "", matches
    )
    lines = [line for line in fact_lines(unit, ["-"], "", glossary) if not line.startswith(("role: ", "mtkit-seg"))]
    return replace(entry, msgstr=texts[0], flags=flags, extracted=(*entry.extracted, *lines))


def _written(text: str, meant: dict[int, Entry]) -> str:
    """``text`` with the entries of ``meant`` in the places that their lines tell."""
    ends = "\n" if "\n" in text else "\r"
    lines = text.split(ends)
    out: list[str] = []
    done = 0
    for number in sorted(meant):
        entry = meant[number]
        first = number - 1
        above = first
        while above > done and _COMMENT.match(lines[above - 1]):
            above -= 1
        out += lines[done:above]
        end = "\r" if lines[first].endswith("\r") else ""
        out += _comments(lines[above:first], entry, end)
        at = first
        while not _MESSAGE.match(lines[at]):
            at += 1
        out += lines[first:at]
        texts = (entry.msgstr,) if entry.plural is None else entry.plurals
        for form, said in enumerate(texts):
            keyword = "msgstr" if entry.plural is None else f"msgstr[{form}]"
            out += [line + end for line in f"{keyword} {encode_string(said)}".split("\n")]
        while at < len(lines) and (_MESSAGE.match(lines[at]) or _STRING.match(lines[at])):
            at += 1
        done = at
    out += lines[done:]
    return ends.join(out)


def _comments(lines: list[str], entry: Entry, end: str) -> Iterator[str]:
    """The comment lines of an entry, with its flags and the lines on how it was made."""
    marks = [line.lstrip()[:2] for line in lines]
    made = [line for line in entry.extracted if line.startswith("mtkit-")]
    flagged = next((at for at, mark in enumerate(marks) if mark == "#,"), None)
    before = next((at for at, mark in enumerate(marks) if mark in {"#:", "#,", "#=", "#|"}), len(lines))
    after = next((at for at, mark in enumerate(marks) if mark == "#|"), len(lines)) if flagged is None else flagged
    for at in range(len(lines) + 1):
        if at == before:
            yield from (f"#. {line}{end}" for line in made)
        if at == after:
            rest = lines[at].lstrip()[2:].rstrip("\r") if flagged is not None else ""
            flags = ["fuzzy"] if entry.fuzzy else []
            flags += [flag for word in rest.split(",") if (flag := word.strip()) and flag != "fuzzy"]
            if flags:
                yield f"#, {', '.join(flags)}{end}"
            if flagged is not None:
                continue
        if at < len(lines):
            yield lines[at]


def _begun(head: Entry, fields: dict[str, str], pair: Pair) -> Entry:
    """The header of a template as that of a translation, with what such a one must say."""
    target, source = language(pair.target), language(pair.source)
    said = dict(fields)
    wanted = {"Language": target.gettext, "Plural-Forms": target.plural, "X-Source-Language": source.gettext}
    said |= {key: value for key, value in wanted.items() if not said.get(key) or "INTEGER" in said[key]}
    if "charset=CHARSET" in said.get("Content-Type", "charset=CHARSET"):
        said["Content-Type"] = "text/plain; charset=UTF-8"
    flags = tuple(flag for flag in head.flags if flag != "fuzzy")
    return replace(head, msgstr=spell_fields(said), flags=flags)


def _demand_meant(data: bytes, entries: Sequence[Entry], meant: dict[int, Entry], name: str) -> None:
    """Raise OutputError unless a reading of ``data`` gives the ``entries``, with ``meant`` in the place of some."""
    text, _ = decode(data, name)
    found = parse(text, name).entries
    wanted = [meant.get(entry.line, entry) for entry in entries]
    for one, other in zip(wanted, [*found, *wanted[len(found) :]], strict=False):
        alike = replace(one, extracted=(), flags=()) == replace(other, extracted=(), flags=())
        if not alike or set(one.flags) != set(other.flags):
            raise OutputError(f"{name}: not written, {one.msgid[:40]!r} would not be read back; report this")
    if len(found) != len(wanted):
        raise OutputError(f"{name}: not written, an entry would be lost; report this")


def _notes(fields: dict[str, str], pair: Pair) -> tuple[str, ...]:
    """What the header should say, and does not."""
    missing = [name for name in ("Language", "Plural-Forms") if not fields.get(name)]
    if not missing:
        return ()
    target = language(pair.target)
    wanted = {"Language": target.gettext, "Plural-Forms": target.plural}
    return ("its header lacks " + " and ".join(f"“{name}: {wanted[name]}”" for name in missing),)

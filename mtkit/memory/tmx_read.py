"""TMX in, of any version and program, read as it comes: a file of any size takes the memory of one unit.

It is read by ``mtkit.xmlsafe``, which does nothing that a stranger's file says (the document type that TMX
prescribes is passed over) and bounds depth and sizes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mtkit.errors import BadInputError
from mtkit.lang import LANGUAGES, Pair, lang
from mtkit.memory.interface import Context, Entry, Provenance
from mtkit.xmlsafe import XML, Limits, Stream

__all__ = ["Skip", "read"]

_CHUNK = 1 << 16
_LIMITS = Limits("translation memory", depth=24, elements=1 << 60)
_MAX_TEXT = 200_000
_MAX_ELEMENTS = 5000
_XML = f"{XML} "
_INLINE = frozenset({"bpt", "ept", "ph", "it", "hi", "ut", "sub"})
_STAMP = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d):?(\d\d)(?:\.\d+)?Z?)?")
_MACHINES = frozenset({"mt", "mt!", "machinetranslation", "adaptivemachinetranslation", "machine", "mt-suggestion"})
_DRAFTS = frozenset({"draft", "unspecified", "rejectedtranslation", "rejectedsignoff"})


@dataclass(frozen=True, slots=True)
class Skip:
    """A unit that was not read, on which line, and why."""

    line: int
    reason: str


@dataclass(slots=True)
class _Variant:
    """A ``tuv`` while it is read: texts, and inline elements as (name, key)."""

    lang: str
    attributes: Mapping[str, str]
    parts: list[str | tuple[str, str]] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    whole: list[str] = field(default_factory=list)  # all characters, those inside codes too
    odd: str = ""


@dataclass(slots=True)
class _Unit:
    line: int
    attributes: Mapping[str, str]
    said: dict[str, str] = field(default_factory=dict)
    variants: list[_Variant] = field(default_factory=list)


def read(
    path: Path, *, source: str | None = None, target: str | None = None, machine: bool = False
) -> Iterator[Entry | Skip]:
    """The translations in the TMX file at ``path``, and what was passed over.

    ``source`` and ``target`` keep to one language each; the first is needed where the file does not name its own
    (``*all*``). ``machine`` takes all for raw machine text. Inline elements become labels: ``{1}``, ``{/1}``,
    ``{2/}``. Raises BadInputError with the line for what is no TMX, is not well formed, or is made to do harm.
    """
    state = _Reader(str(path), source, target, machine=machine)
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                state.stream.feed(chunk)
                yield from state.taken()
    except OSError as error:
        raise BadInputError(f"cannot be read: {error.strerror or error}", where=str(path)) from None
    state.stream.close()
    yield from state.taken()


class _Reader:
    """The handlers of one file."""

    def __init__(self, where: str, source: str | None, target: str | None, *, machine: bool) -> None:
        self.where, self.source, self.target, self.machine = where, source, target, machine
        self.header: Mapping[str, str] = {}
        self.path: list[str] = []
        self.unit: _Unit | None = None
        self.prop = ""
        self.text: list[str] | None = None
        self.length = self.elements = 0
        self.ready: list[Entry | Skip] = []
        self.stream = Stream(where, start=self.start, end=self.end, characters=self.characters, limits=_LIMITS)
        self.refuse = self.stream.refuse

    def taken(self) -> list[Entry | Skip]:
        ready, self.ready = self.ready, []
        return ready

    def start(self, name: str, given: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        attributes = {key.replace(_XML, "xml:").rpartition(" ")[2]: value for key, value in given.items()}
        if not self.path and local != "tmx":
            self.refuse(f"is no TMX: its first element is {local}")
        self.path.append(local)
        self.elements += 1
        if self.unit and self.elements > _MAX_ELEMENTS:
            self.refuse(f"a unit has more than {_MAX_ELEMENTS} elements: split it")
        match local:
            case "header":
                self.header = attributes
            case "tu":
                self.unit, self.length, self.elements = _Unit(self.stream.line, attributes), 0, 0
            case "tuv" if self.unit:
                code = attributes.get("xml:lang") or attributes.get("lang") or ""
                self.unit.variants.append(_Variant(code, attributes))
            case "prop":
                self.prop, self.text = attributes.get("type", ""), []
            case "note" if not self._variant():
                self.text = []
            case _ if local in _INLINE and (variant := self._variant()):
                self._inline(variant, local, attributes)

    def _variant(self) -> _Variant | None:
        """The ``tuv`` in whose ``seg`` the reader stands."""
        return self.unit.variants[-1] if self.unit and self.unit.variants and "seg" in self.path else None

    def _inline(self, variant: _Variant, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sub":
            variant.odd = "text inside a code (sub), which has no place in a sentence"
        key = attributes.get("i") if name in {"bpt", "ept"} else attributes.get("x")
        if name == "bpt":  # x ties the codes of the languages, i only those of one segment
            variant.said["i" + (key or "")] = attributes.get("x", "")
        if name in {"bpt", "ept"}:
            tied = variant.said.get("i" + (key or ""), "")
            key = f"x{tied}" if tied else f"i{key}"
        elif not key:
            key = f"{name}{sum(isinstance(part, tuple) for part in variant.parts)}"
        variant.parts.append((name, f"{'hi' if name == 'hi' else ''}{key}"))

    def end(self, name: str) -> None:
        local = self.path.pop()
        match local:
            case "prop":
                said = "".join(self.text or ())
                self.text = None
                if self.unit:
                    owner = self.unit.variants[-1].said if "tuv" in self.path else self.unit.said
                    owner[self.prop.lower()] = said
            case "note":
                self.text = None
            case "hi" if variant := self._variant():
                opened = [key for kind, key in (p for p in variant.parts if isinstance(p, tuple)) if kind == "hi"]
                closed = {key for kind, key in (p for p in variant.parts if isinstance(p, tuple)) if kind == "/hi"}
                variant.parts.append(("/hi", next(key for key in reversed(opened) if key not in closed)))
            case "tu" if self.unit:
                self.ready += self._entries(self.unit)
                self.unit = None

    def characters(self, text: str) -> None:
        if self.text is None and (variant := self._variant()):
            variant.whole.append(text)
            if not any(name in _INLINE - {"hi"} for name in self.path[self.path.index("seg") :]):
                variant.parts.append(text)
        elif self.text is not None:
            self.text.append(text)
        else:
            return
        self.length += len(text)
        if self.length > _MAX_TEXT:
            self.refuse(f"a unit holds more than {_MAX_TEXT} characters: split it")

    def _entries(self, unit: _Unit) -> Iterator[Entry | Skip]:
        origin = unit.attributes.get("srclang") or self.header.get("srclang") or "*all*"
        if origin.lower() == "*all*":
            if self.source is None:
                self.refuse("does not say which language is the source (srclang is *all*): name it with --from")
            origin = self.source
        source = _code(origin)
        if self.source is not None and source != self.source:
            yield Skip(unit.line, "of another source language")
            return
        first = next((variant for variant in unit.variants if _code(variant.lang) == source), None)
        if first is None or source is None:
            yield Skip(unit.line, "without a text in its source language, or in a language that mtkit does not know")
            return
        others = [variant for variant in unit.variants if variant is not first]
        if not others:
            yield Skip(unit.line, "without a translation")
        for variant in others:
            target = _code(variant.lang)
            if target is None:
                yield Skip(unit.line, "in a language that mtkit does not know")
            elif target == source:
                yield Skip(unit.line, "with two texts in the source language")
            elif self.target is None or target == self.target:
                yield self._entry(unit, first, variant, Pair(source, target))

    def _entry(self, unit: _Unit, one: _Variant, other: _Variant, pair: Pair) -> Entry | Skip:
        said = {**unit.said, **other.said}
        if one.odd or other.odd:
            return Skip(unit.line, one.odd or other.odd)
        if said.get("x-confirmationlevel", "").lower() in _DRAFTS:
            return Skip(unit.line, "a draft that nobody has approved")
        ours = self.header.get("creationtool") == "mtkit"
        source, target = ("".join(one.whole), "".join(other.whole)) if ours else _labelled(one, other)
        if not source.strip() or not target.strip():
            return Skip(unit.line, "without text on one side")
        facts = {**unit.attributes, **{k: v for k, v in other.attributes.items() if k != "xml:lang"}}
        created, changed = _moment(facts.get("creationdate", "")), _moment(facts.get("changedate", ""))
        mine = {name: said.get(f"x-mtkit:{name}", "") for name in _PROPS}
        used = facts.get("usagecount", "")
        return Entry(
            source, target, pair, Context(mine["kind"], mine["previous"], mine["turn"]),
            self._provenance(said, facts), facts.get("changeid") or facts.get("creationid") or "",
            created or changed, changed or created, mine["document"], mine["model"], mine["signature"],
            int(used) if used.isascii() and used.isdigit() and len(used) < 10 else 0,
            _moment(facts.get("lastusagedate", "")),
        )  # fmt: skip

    def _provenance(self, said: Mapping[str, str], facts: Mapping[str, str]) -> Provenance:
        own = said.get("x-mtkit:origin", "")
        who = (facts.get("changeid") or facts.get("creationid") or "").lower()
        if self.machine or own == "machine" or who in _MACHINES or said.get("x-origin", "").lower() in _MACHINES:
            return Provenance.MACHINE
        return Provenance(own) if own in {kind.value for kind in Provenance} else Provenance.IMPORTED


_PROPS = ("kind", "previous", "turn", "document", "model", "signature")


def _labelled(one: _Variant, other: _Variant) -> tuple[str, str]:
    """The texts of source and target with a label for each code, numbered in the order of the source."""
    codes = any(isinstance(part, tuple) for variant in (one, other) for part in variant.parts)
    numbers: dict[str, int] = {}

    def spelt(variant: _Variant) -> str:
        out = []
        for part in variant.parts:
            if isinstance(part, str):
                out.append(part.replace("{", "{{").replace("}", "}}") if codes else part)
                continue
            name, key = part
            number = numbers.setdefault(key, len(numbers) + 1)
            form = {"bpt": "{%d}", "hi": "{%d}", "ept": "{/%d}", "/hi": "{/%d}"}.get(name, "{%d/}")
            out.append(form % number)
        return "".join(out)

    return spelt(one), spelt(other)


def _code(tag: str) -> str | None:
    """The language that a tag names, by its first parts where the whole is not known; None for one of no use here."""
    parts = tag.strip().replace("_", "-").split("-")
    for many in range(len(parts), 0, -1):
        short = "-".join(parts[:many])
        if short.lower() in _KNOWN:
            return _KNOWN[short.lower()]
    return None


def _spellings() -> dict[str, str]:
    others = ("zh-cn", "zh-sg", "zh-hans", "zh-tw", "zh-hk", "zh-mo", "cmn", "tl", "in", "msa", "zsm", "ind", "vie",
              "tha", "lao", "khm", "mya", "tam", "por", "tdt", "eng")  # fmt: skip
    return {name.lower(): lang(name).code for name in (*LANGUAGES, *others)}


_KNOWN: Mapping[str, str] = _spellings()


def _moment(stamp: str) -> str:
    match = _STAMP.fullmatch(stamp.strip())
    if not match:
        return ""
    year, month, day, hour, minute, second = match.groups("00")
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}Z"

"""What a PO entry says of its unit, in ``#.`` lines of one fact each, and how a unit's state follows from it.

gettext tools keep no flag but ``fuzzy``, so the state is derived: no text is untranslated; fuzzy text is raw where
it still has the hash of the machine's text and edited where not; text that is not fuzzy is approved.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import NamedTuple

from mtkit.formats.po_memory import match_lines, parsed_match, shown_match
from mtkit.formats.po_text import digest, fit, flat, normal, token, untoken
from mtkit.lang import Pair
from mtkit.text import Kind, Role, Room, Segment, Span
from mtkit.unit import Hop, Issue, MemoryMatch, Origin, Severity, State, TermUse, Unit

__all__ = [
    "Facts", "Glance", "as_in_po", "derive", "fact_lines", "foreign_lines", "glance", "machine_hash", "machine_text",
    "parse_facts", "standing_in_po", "target_in_po",
]  # fmt: skip

_GLANCED = frozenset({"mtkit-seg", "mtkit-mt-", "mtkit-not", "mtkit-ori", "mtkit-sta"})
_OURS = re.compile(r"(mtkit-[a-z-]+)(?: ([\w-]+))?: ?(.*)", re.DOTALL)
_GUESSED = "boundary guessed"
_ROOM = re.compile(r"lines=([0-9]{1,4}(?:\.[0-9]{1,4})?) seconds=([0-9]{1,6}(?:\.[0-9]{1,4})?)")
_MARK = re.compile("[0-9a-f]{8,64}")
_MARKUP_SHOWN = 100
_KINDS = MappingProxyType({kind.value: kind for kind in Kind})
_SEVERITIES = MappingProxyType({severity.value: severity for severity in Severity})


@dataclass(frozen=True, slots=True)
class Facts:
    """The ``#.`` lines of one entry, read. ``lines`` are those that mtkit did not write."""

    segments: tuple[str, ...] = ()
    kind: Kind | None = None
    guessed: bool = False
    room: Room | None = None
    memory: bool = False
    stale: bool = False
    mark: str = ""
    hops: tuple[Hop, ...] = ()
    terms: tuple[TermUse, ...] = ()
    issues: tuple[Issue, ...] = ()
    lines: tuple[str, ...] = ()
    matches: tuple[MemoryMatch, ...] = ()


def machine_hash(unit: Unit) -> str:
    """The hash by which an entry is told to be untouched: of the text put in for a raw unit, else of ``raw``; or ""."""
    base = machine_text(unit)
    return digest(base) if base else ""


def machine_text(unit: Unit) -> str:
    """What ``machine_hash`` is the hash of: the machine's text as it was put in."""
    return unit.target if unit.state is State.RAW else unit.raw


def target_in_po(unit: Unit) -> str:
    """The msgstr of a unit."""
    return fit(normal(unit.target), normal(unit.segment.text))


def derive(
    target: str, *, fuzzy: bool, mark: str, stale: bool, memory: bool, untouched: bool | None = None
) -> tuple[State, Origin]:
    """State and origin of an entry from its text, its fuzzy flag, the hash of the machine's text and two facts.

    ``untouched`` is for callers that know already whether the text has that hash.
    """
    if not target:
        return State.UNTRANSLATED, Origin.MACHINE
    if untouched is None:
        untouched = bool(mark) and digest(target, len(mark)) == mark
    origin = Origin.HUMAN if not untouched else Origin.MEMORY if memory else Origin.MACHINE
    if not fuzzy:
        return State.APPROVED, origin
    if stale:
        return State.STALE, origin
    return (State.RAW if untouched else State.EDITED), origin


def fact_lines(unit: Unit, segments: Sequence[str], position: str, glossary: str) -> list[str]:
    """The ``#.`` lines of an entry that stands for ``segments``, the first of which is that of ``unit``."""
    lines = [f"role: {unit.segment.kind} | {position}"]
    lines.append("mtkit-segment: " + " ".join(token(segment) for segment in segments))
    lines += _code_lines(unit.segment)
    if unit.segment.guessed:
        lines.append(f"mtkit-note: {_GUESSED}")
    if room := unit.segment.room:
        lines.append(f"mtkit-room: lines={room.lines:g} seconds={room.seconds:g}")
    if unit.origin is Origin.MEMORY:
        lines.append("mtkit-origin: memory")
    if unit.state is State.STALE and not unit.previous:
        lines.append("mtkit-state: stale")
    for number, hop in enumerate(unit.trail, start=1):
        lines.append(_hop_line(hop, glossary))
        if number < len(unit.trail):
            lines.append(f"mtkit-pivot {hop.pair.target}: {flat(hop.text)}")
    lines += match_lines(unit)
    if mark := machine_hash(unit):
        lines.append(f"mtkit-mt-hash: {mark}")
    lines += [_term_line(term) for term in unit.terms]
    lines += [f"mtkit-qa: {issue.severity} {token(issue.code)} {flat(issue.message)}" for issue in unit.issues]
    return [line.rstrip() for line in lines]


def _code_lines(segment: Segment) -> list[str]:
    lines = []
    for code in segment.codes:
        if code.role in {Role.OPEN, Role.EMPTY}:
            markup = flat(code.span.shift(-segment.span.start).of(segment.source))
            if markup.startswith(("<w:", "</w:", "<m:")):
                from mtkit.formats.docx_names import described

                markup = described(markup)
            shown = markup if len(markup) <= _MARKUP_SHOWN else markup[:_MARKUP_SHOWN] + "…"
            lines.append(f"mtkit-code: {code.label} = {shown}")
    return lines


def _hop_line(hop: Hop, glossary: str) -> str:
    line = f"mtkit-mt: {token(hop.model) or '-'} pair={hop.pair.source}>{hop.pair.target}"
    score = _shown_score(hop.score)
    if score is not None:
        line += f" score={score:.4f}"
    line += f" tier={token(hop.tier)}"
    return line + (f" glossary={token(glossary)}" if glossary else "")


def _shown_score(score: float | None) -> float | None:
    return None if score is None or not math.isfinite(score) else round(score, 4) + 0.0


def _term_line(term: TermUse) -> str:
    source, target, authority = _shown_term(term)
    source = source.replace("->", "-%3E")
    line = f"mtkit-term: {token(term.concept)}: {source} -> {target}"
    return line + (f" ({authority})" if authority or not target or target.endswith(")") else "")


def _shown_term(term: TermUse) -> tuple[str, str, str]:
    authority = flat(term.authority)
    if _opening(f" ({authority})") != 1:
        authority = authority.replace("(", "[").replace(")", "]")
    return flat(term.source), flat(term.target), authority


def _opening(text: str) -> int:
    """Where the bracket opens that the last character of ``text`` closes, after a blank; -1 if none."""
    if text.count("(") == 1 == text.count(")") and text.endswith(")"):  # as it nearly always is
        at = text.index("(")
        return at if at and text[at - 1] == " " else -1
    depth = 0
    for at in range(len(text) - 1, -1, -1):
        depth += (text[at] == ")") - (text[at] == "(")
        if depth == 0:
            return at if at and text[at - 1] == " " else -1
    return -1


_WRAPPED = range(76, 82)  # the widths, with "#. ", that polib and its users wrap comments at


def _rejoined(lines: Sequence[str]) -> Sequence[str]:
    """``lines`` with those of mtkit in one piece again that another program wrapped: polib does so at 78 characters."""
    if all(line.startswith(("mtkit-", "role: ")) for line in lines):
        return lines
    whole: list[str] = []
    last = ""  # the line before this one, if it may go on
    for line in lines:
        if line.startswith(("mtkit-", "role: ")):
            whole.append(line)
            last = line
        elif last and line and _goes_on(last, line):
            whole[-1] += f" {line}"
            last = line
        else:
            whole.append(line)
            last = ""
    return whole


def _goes_on(last: str, line: str) -> bool:
    """Whether ``last`` had no room for the first word of ``line``, and no more than a line may hold."""
    least = 3 + len(last) + 1 + len(line.partition(" ")[0])
    return least > _WRAPPED[0] and (3 + len(last) <= _WRAPPED[-1] or " " not in last)


def foreign_lines(lines: Sequence[str]) -> tuple[str, ...]:
    """The ``#.`` lines that mtkit did not write, for it to leave them alone."""
    lines = _rejoined(lines)
    kept = tuple(line for line in lines if not line.startswith("mtkit-") or not _OURS.fullmatch(line))
    ours = len(kept) < len(lines)
    return tuple(line for line in kept if not (ours and line.startswith("role: ")))


def parse_facts(lines: Sequence[str]) -> Facts:
    """What ``fact_lines`` wrote. A line that is damaged is taken for one of the editor's own."""
    draft = _Draft()
    role = ""
    lines = _rejoined(lines)
    for line in lines:
        match = _OURS.fullmatch(line) if line.startswith("mtkit-") else None
        if not match or not draft.take(match[1], match[2] or "", match[3]):
            draft.lines.append(line)
        if not match and line.startswith("role: "):
            role = line
    ours = len(draft.lines) < len(lines)
    if role and ours:
        draft.lines = [line for line in draft.lines if not line.startswith("role: ")]
        draft.kind = _KINDS.get(role.removeprefix("role: ").partition(" ")[0])
    return draft.facts()


class Glance(NamedTuple):
    """Of the facts of an entry, those that its state and its place in the article hang on."""

    segments: tuple[str, ...]
    memory: bool
    stale: bool
    mark: str


def glance(lines: Sequence[str]) -> Glance:
    """What ``parse_facts`` gives, but for the rest of it, at a fifth of the cost."""
    segments: tuple[str, ...] = ()
    mark, said = "", set[str]()
    for line in _rejoined(lines):
        if line[:9] in _GLANCED and (match := _OURS.fullmatch(line)):
            match match[1]:
                case "mtkit-segment":
                    segments = tuple(map(untoken, match[3].split()))
                case "mtkit-mt-hash" if _MARK.fullmatch(match[3]):
                    mark = match[3]
                case "mtkit-note" | "mtkit-origin" | "mtkit-state":
                    said.add(match[3])
    return Glance(segments, "memory" in said, "stale" in said, mark)


class _Draft:
    """Facts while their lines are being read."""

    def __init__(self) -> None:
        self.segments: list[str] = []
        self.kind: Kind | None = None
        self.said: set[str] = set()
        self.room: Room | None = None
        self.mark = ""
        self.hops: list[Hop] = []
        self.terms: list[TermUse] = []
        self.issues: list[Issue] = []
        self.matches: list[MemoryMatch] = []
        self.lines: list[str] = []

    def take(self, name: str, lang: str, text: str) -> bool:
        """Enter one fact; False if it is not as mtkit writes it."""
        match name:
            case "mtkit-segment":
                self.segments = [untoken(word) for word in text.split()]
            case "mtkit-mt-hash" if _MARK.fullmatch(text):
                self.mark = text
            case "mtkit-mt" if hop := _parsed_hop(text):
                self.hops.append(hop)
            case "mtkit-pivot" if self.hops and self.hops[-1].pair.target == lang:
                last = self.hops[-1]
                self.hops[-1] = Hop(last.pair, last.model, text, last.score, last.tier)
            case "mtkit-term" if term := _parsed_term(text):
                self.terms.append(term)
            case "mtkit-memory" | "mtkit-tm" if match := parsed_match(name, text):
                self.matches.append(match)
            case "mtkit-qa" if issue := _parsed_issue(text):
                self.issues.append(issue)
            case "mtkit-room" if room := _ROOM.fullmatch(text):
                self.room = Room(float(room[1]), float(room[2]))
            case "mtkit-note" | "mtkit-origin" | "mtkit-state":
                self.said.add(text)
            case _:
                return name == "mtkit-code"
        return True

    def facts(self) -> Facts:
        return Facts(
            segments=tuple(self.segments),
            kind=self.kind,
            guessed=_GUESSED in self.said,
            room=self.room,
            memory="memory" in self.said,
            stale="stale" in self.said,
            mark=self.mark,
            hops=tuple(self.hops),
            terms=tuple(self.terms),
            issues=tuple(self.issues),
            lines=tuple(self.lines),
            matches=tuple(self.matches),
        )


def _parsed_hop(text: str) -> Hop | None:
    words = text.split()
    said = dict(word.split("=", 1) for word in words[1:] if "=" in word)
    source, _, target = said.get("pair", "").partition(">")
    if not target:
        return None
    try:
        score = float(said["score"]) if "score" in said else None
    except ValueError:
        return None
    model = "" if words[0] == "-" else untoken(words[0])
    return Hop(Pair(source, target), model, "", score, untoken(said.get("tier", "")))


def _parsed_term(text: str) -> TermUse | None:
    concept, colon, rest = text.partition(": ")
    source, arrow, target = rest.partition(" -> ")
    if not colon or not arrow:
        return None
    authority = ""
    if target.endswith(")") and (at := _opening(target)) > 0:
        target, authority = target[: at - 1], target[at + 1 : -1]
    return TermUse(untoken(concept), source.replace("-%3E", "->"), target, authority)


def _parsed_issue(text: str) -> Issue | None:
    severity, _, rest = text.partition(" ")
    code, _, message = rest.partition(" ")
    return Issue(untoken(code), _SEVERITIES[severity], message) if severity in _SEVERITIES and code else None


def as_in_po(unit: Unit) -> Unit:
    """``unit`` as the PO alone can give it back, without the sidecar.

    Gone are spans, codes and the raw source markup, spans of issues, decimals of scores after the fourth, texts and
    ``raw`` of the machine once a person changed them. Texts are ``normal``, facts ``flat``; state and origin are
    what ``derive`` finds. Units that share an entry share the facts of the first, which this does not know of.
    """
    text, mark = normal(unit.segment.text), machine_hash(unit)
    target, state, origin, previous = standing_in_po(unit, mark)
    raw = target if mark and digest(target) == mark else ""
    last = len(unit.trail) - 1
    trail = tuple(
        replace(hop, text=raw if at == last else flat(hop.text), score=_shown_score(hop.score))
        for at, hop in enumerate(unit.trail)
    )
    said = unit.segment
    segment = Segment(said.id, Span(0, 0), text, text, said.kind, (), said.guessed, said.room)
    issues = tuple(Issue(issue.code, issue.severity, flat(issue.message)) for issue in unit.issues)
    terms = tuple(TermUse(term.concept, *_shown_term(term)) for term in unit.terms)
    previous = normal(unit.previous) if state is State.STALE else ""
    matches = tuple(shown_match(match) for match in unit.matches)
    return Unit(segment, unit.pair, target, state, origin, issues, terms, trail, raw, previous, matches)


def standing_in_po(unit: Unit, mark: str) -> tuple[str, State, Origin, str]:
    """Target, state, origin and previous source of ``unit`` as the PO alone gives them; ``mark`` is its hash."""
    target = target_in_po(unit)
    same = unit.state is State.RAW or unit.raw == unit.target  # the hash was made of its text
    state, origin = derive(
        target,
        fuzzy=unit.state is not State.APPROVED,
        mark=mark,
        stale=unit.state is State.STALE,
        memory=unit.origin is Origin.MEMORY,
        untouched=True if same and target else None,
    )
    return target, state, origin, normal(unit.previous) if state is State.STALE else ""

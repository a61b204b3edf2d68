"""Subtitles read as speech: cues cut at speakers, notes and songs, and joined where a sentence runs on.

A chain of parts is one block. What stands between two of its parts (line ends, an index, times, the tags around a
cue) is one CHAR code in it, so that everything downstream sees sentences; ``subtitles_lay`` puts them back into cues.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mtkit.captions import width
from mtkit.formats.interface import Parsed
from mtkit.formats.text import WHITE, joint
from mtkit.text import Block, Code, Kind, Role, Span

__all__ = ["Cue", "Part", "blocks_of", "chains", "parsed"]

_GAP = 2.0  # seconds without text, from which on nobody reads on
_OVERLAP = 0.2  # seconds that two cues may share and still follow each other
_MOST = 12  # parts of a chain, from which on it ends where a clause does
_FINAL = tuple("。！？!?។៕။♪")
_CLAUSE_END = tuple(",;:.，；：、၊。…")
_NAMES = "i|b|u|s|em|strong|font|span|c|v|lang|ruby|rt"
_COMMON = (
    # a run of blanks is tried at its beginning alone, so that a long one takes no time with the square of its length
    r"(?P<break>(?:(?<![ \t\u3000])[ \t\u3000]++)?"
    r"(?:(?:\r\n|[\n\r\v\f\x85\u2028\u2029]|\\N|<br[ \t]{0,9}/?>)[ \t\u3000]*+)++)"
    r"|(?P<override>\{\\[^{}\r\n]{1,120}\})|(?P<hard>\\h)"
)
_SRT = re.compile(rf"{_COMMON}|(?P<tag></?(?:{_NAMES})(?:[. \t][^<>\r\n]{{0,200}})?/?>)", re.IGNORECASE)
_VTT = re.compile(
    rf"{_COMMON}|(?P<tag></?[A-Za-z][^<>\r\n]{{0,200}}>)|(?P<stamp><\d[\d:.]{{1,20}}>)"
    r"|(?P<entity>&(?:#[0-9]{1,7};|#[xX][0-9A-Fa-f]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};))"
)
_BLANK_LINE = re.compile(r"(?>\r\n|\n|\r)[ \t\u3000]*(?:\n|\r)")
_TAG_NAME = re.compile(r"</?\s*([A-Za-z]+)")
_DASH = re.compile(r"[-–—‐−]{1,2}[ \t\u00a0\u3000]*(?=[^\s\d]|\Z)|[-–—]{1,2}[ \t\u00a0]+(?=\d)")
_SIGNS = "♪♫♬♩🎵🎶"
_NOTE = re.compile(r"\[([^\[\]\r\n]{1,80})\]|【([^【】\r\n]{1,80})】|［([^［］\r\n]{1,80})］")
_NOTE_LINE = re.compile(r"\(([^()\r\n]{1,80})\)[ \t]*\Z|（([^（）\r\n]{1,80})）[ \t]*\Z")
_STOPS = r"\s:：,，.。!?！？、;；\"“”「」『』()（）\[\]【】<>"
_NAME = re.compile(
    rf"([^\W\d_][^{_STOPS}]{{0,24}}(?:\.?[ ][^{_STOPS}]{{1,24}}){{0,3}})[ ]?(：|:(?=[ \t\u00a0\r\n]|\Z))"
)
_HAN = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue of a file: when it is shown, in seconds, and where its text stands."""

    start: float
    end: float
    text: Span


@dataclass(frozen=True, slots=True)
class Part:
    """What one voice says in one cue. ``lines`` is how many lines it has there, ``seconds`` its share of the time.

    ``frame`` are the tags around it. ``alone``: a name, a note or a song, joined with nothing. ``leads``: a dash or
    a blank line stands before it. ``marks`` are brackets or a colon next to it; ``shared``: the cue has other parts.
    """

    span: Span
    cue: int
    frame: str = ""
    codes: tuple[Code, ...] = ()
    alone: bool = False
    leads: bool = False
    lines: int = 1
    seconds: float = 0.0
    marks: tuple[Span, ...] = ()
    shared: bool = False


@dataclass(frozen=True, slots=True)
class _Token:
    span: Span
    sort: str  # text, break, tag, override, hard, stamp, entity


def parsed(text: str, cues: Sequence[Cue], *, vtt: bool) -> Parsed:
    """The blocks of a file of subtitles."""
    return tuple(blocks_of(text, chains(text, cues, vtt=vtt))), {}


def chains(text: str, cues: Sequence[Cue], *, vtt: bool) -> list[tuple[Part, ...]]:
    """The parts of all cues, those that may share a sentence together."""
    found: list[list[Part]] = []
    for number, cue in enumerate(cues):
        parts = list(_parts(text, cue, number, vtt=vtt))
        total = sum(width(part.span.of(text)) for part in parts) or 1
        duration = max(0.0, cue.end - cue.start)
        for part in parts:
            seconds = duration * width(part.span.of(text)) / total
            part = replace(part, seconds=seconds, shared=len(parts) > 1)
            if found and _goes_on(text, found[-1], part, cues):
                found[-1].append(part)
            else:
                found.append([part])
    return [tuple(chain) for chain in found]


def blocks_of(text: str, chained: Sequence[tuple[Part, ...]]) -> Iterator[Block]:
    """One block for each chain; codes are numbered through it, cue to cue joints are CHAR codes."""
    for chain in chained:
        codes: list[Code] = []
        last, count = 0, 0
        for index, part in enumerate(chain):
            if index:
                before = chain[index - 1].span.end
                meaning = joint(text[before - 1], text[part.span.start])
                codes.append(Code(Span(before, part.span.start), Role.CHAR, text=meaning))
            for code in part.codes:
                if code.role is not Role.CHAR:
                    code = replace(code, number=code.number + last)
                    count = max(count, code.number)
                codes.append(code)
            last = count
        yield Block(Kind.CUE, Span(chain[0].span.start, chain[-1].span.end), tuple(codes))


def _goes_on(text: str, chain: list[Part], part: Part, cues: Sequence[Cue]) -> bool:
    """Whether ``part`` may go on with the sentence that ``chain`` has begun."""
    last = chain[-1]
    if part.alone or last.alone or part.leads or part.cue != last.cue + 1 or part.frame != last.frame:
        return False
    before, after = cues[last.cue], cues[part.cue]
    gap = after.start - before.end
    if gap > _GAP or gap < -_OVERLAP or after.start < before.start:
        return False
    said = last.span.of(text)
    return not said.endswith(_FINAL) and not (len(chain) >= _MOST and said.endswith(_CLAUSE_END)) and len(chain) < 40


def _parts(text: str, cue: Cue, number: int, *, vtt: bool) -> Iterator[Part]:
    """What the voices of a cue say, in order."""
    for group, leads, alone, marks in _groups(text, _lines(text, cue.text, vtt=vtt)):
        part = _part(text, group, number)
        if part is not None:
            yield replace(part, leads=leads, alone=alone or part.alone, marks=marks)


def _lines(text: str, span: Span, *, vtt: bool) -> list[list[_Token]]:
    """The tokens of each line; a line's last token is its break."""
    lines: list[list[_Token]] = [[]]
    done = span.start
    for match in (_VTT if vtt else _SRT).finditer(text, span.start, span.end):
        if match.start() > done:
            lines[-1].append(_Token(Span(done, match.start()), "text"))
        done = match.end()
        sort = match.lastgroup or "text"
        lines[-1].append(_Token(Span(*match.span()), sort))
        if sort == "break":
            lines.append([])
    if span.end > done:
        lines[-1].append(_Token(Span(done, span.end), "text"))
    return lines


_Group = tuple[list[_Token], bool, bool, tuple[Span, ...]]


def _groups(text: str, lines: list[list[_Token]]) -> Iterator[_Group]:
    """Tokens that belong to one voice: with whether a dash or blank line leads, whether it stands alone, its marks."""
    group: list[_Token] = []
    leads = alone = False
    for index, line in enumerate(lines):
        blank = index > 0 and bool(lines[index - 1]) and bool(_BLANK_LINE.search(lines[index - 1][-1].span.of(text)))
        at, start = _first(text, line)
        if line and "-->" in text[line[0].span.start : line[-1].span.end]:  # times that cannot be read: left alone
            if group:
                yield group, leads, alone, ()
            group, leads, alone = [], True, False
            continue
        dash = _DASH.match(text, start, line[at].span.end) if at >= 0 else None
        song = at >= 0 and text[start] in _SIGNS
        if group and (blank or dash or song or (at >= 0 and _named(text, line, at, start, first=False))):
            yield group, leads, alone, ()
            group, leads, alone = [], False, False
        if dash or blank:
            leads = True
        alone = alone or song
        if dash:
            line = _from(line, at, dash.end())
            at, start = _first(text, line)
        while at >= 0 and (found := _aside(text, line, at, start, first=index == 0 or dash is not None)):
            inner, marks, after = found
            if group:
                yield group, leads, alone, ()
            yield [*line[:at], _Token(inner, "text")], leads, True, marks
            group, leads = [], True
            line = _from(line, at, after)
            dash = None
            old = at
            at, start = _first(text, line)
            if at != old:
                break
        group += line
    if group:
        yield group, leads, alone, ()


def _aside(
    text: str, line: list[_Token], at: int, start: int, *, first: bool
) -> tuple[Span, tuple[Span, ...], int] | None:
    """A note in brackets or a speaker's name at ``start``: its words, the marks next to them, and where it ends."""
    end = line[at].span.end
    note = _NOTE.match(text, start, end) or _NOTE_LINE.match(text, start, end)
    if note:
        inner = Span(*next(note.span(group) for group in range(1, note.re.groups + 1) if note[group] is not None))
        return inner, (Span(inner.start - 1, inner.start), Span(inner.end, inner.end + 1)), note.end()
    name = _named(text, line, at, start, first=first)
    return (Span(*name.span(1)), (Span(*name.span(2)),), name.end()) if name else None


def _named(text: str, line: list[_Token], at: int, start: int, *, first: bool) -> re.Match[str] | None:
    """The name of a speaker with its colon. Inside a cue only one in capitals is told from a colon of a sentence."""
    found = _NAME.match(text, start, line[at].span.end)
    if found is None:
        return None
    name = found[1]
    if not first and not (name.isupper() and len(name) > 1):
        return None
    if _HAN.search(name):
        return found if len(name) <= 8 else None
    words = name.split(" ")
    if name[0].isascii() or name[0].lower() != name[0].upper():
        return found if all(word[0].isupper() or not word[0].isalpha() for word in words) else None
    return found if len(name) <= 24 else None


def _first(text: str, line: list[_Token]) -> tuple[int, int]:
    """The first token of a line with words, and where they begin in it; -1 if there is none."""
    for index, token in enumerate(line):
        if token.sort == "text" and (said := token.span.of(text)).strip(WHITE):
            return index, token.span.end - len(said.lstrip(WHITE))
    return -1, 0


def _from(line: list[_Token], at: int, start: int) -> list[_Token]:
    """``line`` without the characters of its token ``at`` before ``start``."""
    rest = Span(start, line[at].span.end)
    return [*line[:at], *([_Token(rest, "text")] if len(rest) else []), *line[at + 1 :]]


def _part(text: str, tokens: list[_Token], number: int) -> Part | None:
    """The part that ``tokens`` are, without what is around its words."""
    strip = WHITE + _SIGNS
    said = [
        i for i, token in enumerate(tokens) if token.sort in {"text", "entity"} and token.span.of(text).strip(strip)
    ]
    if not said:
        return None
    partner = _pairs(text, tokens)
    low, high = 0, len(tokens) - 1
    frame = ""
    while low < said[0] and not (low in partner and low < partner[low] <= said[-1]):
        frame += tokens[low].span.of(text) if tokens[low].sort == "tag" else ""
        low += 1
    while high > said[-1] and not (high in partner and low <= partner[high] < high):
        high -= 1
    start, end = tokens[low].span.start, tokens[high].span.end
    song = False
    if low == said[0] and tokens[low].sort == "text":
        head = tokens[low].span.of(text)
        kept = head.lstrip(strip)
        song = any(char in _SIGNS for char in head[: len(head) - len(kept)])
        start = tokens[low].span.end - len(kept)
    if high == said[-1] and tokens[high].sort == "text":
        tail = tokens[high].span.of(text)
        kept = tail.rstrip(strip)
        song = song or any(char in _SIGNS for char in tail[len(kept) :])
        end = tokens[high].span.start + len(kept)
    inner = [replace(token, span=Span(max(start, token.span.start), min(end, token.span.end)))
             for token in tokens[low : high + 1]]  # fmt: skip
    codes = tuple(_codes(text, inner, {a - low: b - low for a, b in partner.items()}))
    lines = 1 + sum(token.sort == "break" for token in inner)
    return Part(Span(start, end), number, frame, codes, alone=song, lines=lines)


def _pairs(text: str, tokens: list[_Token]) -> dict[int, int]:
    """Tags that form properly nested pairs, each pointing at its partner."""
    partner: dict[int, int] = {}
    stack: list[tuple[str, int]] = []
    for at, token in enumerate(tokens):
        if token.sort != "tag":
            continue
        raw = token.span.of(text)
        found = _TAG_NAME.match(raw)
        name = found[1].lower() if found else ""
        if not raw.startswith("</"):
            stack.append((name, at))
        elif any(opened == name for opened, _ in stack):
            while stack[-1][0] != name:
                stack.pop()
            opener = stack.pop()[1]
            partner[opener], partner[at] = at, opener
    return partner


def _codes(text: str, tokens: list[_Token], partner: dict[int, int]) -> Iterator[Code]:
    """The codes of a part, numbered from 1."""
    numbers: dict[int, int] = {}
    count = 0
    for at, token in enumerate(tokens):
        raw = token.span.of(text)
        if token.sort == "text":
            continue
        if token.sort == "break":
            meaning = joint(_shown(text, tokens[:at][::-1], -1), _shown(text, tokens[at + 1 :], 0))
            yield Code(token.span, Role.CHAR, text=meaning)
        elif token.sort in {"hard", "stamp"}:
            yield Code(token.span, Role.CHAR, text=" " if token.sort == "hard" else "")
        elif token.sort == "entity":
            yield Code(token.span, Role.CHAR, text=html.unescape(raw))
        elif 0 <= partner.get(at, -1) < at:
            yield Code(token.span, Role.CLOSE, numbers[partner[at]])
        else:
            count += 1
            numbers[at] = count
            yield Code(token.span, Role.OPEN if at in partner else Role.EMPTY, count)


def _shown(text: str, tokens: Sequence[_Token], at: int) -> str:
    """The first (``at`` 0) or last (-1) character that the nearest of ``tokens`` with words shows."""
    for token in tokens:
        if token.sort == "text" and len(token.span):
            return token.span.of(text)[at]
    return " "

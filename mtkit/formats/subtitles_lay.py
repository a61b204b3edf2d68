"""Translated sentences back into cues: no time is changed, and no text is cut off.

A sentence is dealt out over the cues that it came from by their share of its time. Where it may be cut is known per
script (``linebreak``); of all ways to cut, the one is taken that costs least: text that does not fit on the screen,
cuts inside a phrase, and departure from the share of time all cost. Solved exactly, cue by cue.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from mtkit.captions import reading, width
from mtkit.formats.interface import NOTHING, Format, Keep, Place
from mtkit.formats.splice import pieces
from mtkit.formats.subtitles import Part
from mtkit.formats.subtitles_wrap import Atom, wrap
from mtkit.formats.text import WHITE
from mtkit.lang import lang as language
from mtkit.linebreak import Rank, breaks
from mtkit.text import Block, Code, Document, Kind, Role, Room, Segment, Span

__all__ = ["lay", "timed"]

_CUT = {Rank.SENTENCE: 0.0, Rank.CLAUSE: 0.5, Rank.WORD: 2.0, Rank.INSIDE: 8.0}  # what ending a cue there costs
_EMPTY = 1e6
_OVER = 3.0  # per column that does not fit
_SHARE = 0.02  # per squared column away from the share of time
_REACH = 90  # columns around its share of time in which the end of a cue is looked for
_NARROW = {"：": ": ", "（": "(", "）": ")", "【": "[", "】": "]", "［": "[", "］": "]"}
_BLANKS = " \t\n\r\u200b\u3000"
_LEAST = 4  # columns a cue, below which a sentence is not cut


@dataclass(frozen=True, slots=True)
class _Run:
    """The atoms of one sentence, the first and the last part that it may stand in, and its share in each."""

    atoms: tuple[Atom, ...]
    first: int
    shares: tuple[float, ...]

    @property
    def last(self) -> int:
        return self.first + len(self.shares) - 1


def lay(
    document: Document,
    chained: Sequence[tuple[Part, ...]],
    translations: Mapping[str, str],
    segments: Sequence[Segment],
    fmt: Format,
    *,
    lang: str,
    keep: Keep = NOTHING,
) -> str:
    """The text of ``document`` with the translated sentences in the cues that they came from.

    The words to ``keep`` of a sentence are not parted where a line holds them.
    """
    starts = [segment.span.start for segment in segments]
    end = _line_end(document.text)
    new: dict[Span, str] = {}
    for chain in chained:
        low = bisect_left(starts, chain[0].span.start)
        high = bisect_right(starts, chain[-1].span.end)
        mine = [(s, translations.get(s.id, "")) for s in segments[low:high] if s.span.end <= chain[-1].span.end]
        if any(_changed(segment, target) for segment, target in mine):
            new.update(_chain(document, chain, mine, fmt, lang, end, keep))
    out: list[str] = []
    done = 0
    for span in sorted(new):
        out += (document.text[done : span.start], new[span])
        done = span.end
    return "".join([*out, document.text[done:]])


def timed(chained: Sequence[tuple[Part, ...]], segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """``segments`` with the seconds that each is shown, and the lines that it has."""
    found: list[Segment] = []
    at = 0
    for segment in segments:
        while at < len(chained) and chained[at][-1].span.end <= segment.span.start:
            at += 1
        seconds = lines = 0.0
        for part in chained[at] if at < len(chained) else ():
            if part.span.overlaps(segment.span):
                share = _share(part, segment)
                seconds += part.seconds * share
                lines += share * max(part.lines, 1 if part.shared else 2)
        found.append(replace(segment, room=Room(round(lines, 2), round(seconds, 2))) if lines else segment)
    return tuple(found)


def _share(part: Part, segment: Segment) -> float:
    """How much of ``part`` is of ``segment``, by its characters."""
    start, end = max(part.span.start, segment.span.start), min(part.span.end, segment.span.end)
    return max(0, end - start) / max(1, len(part.span))


def _changed(segment: Segment, target: str) -> bool:
    return bool(target.strip()) and target != segment.text


def _line_end(text: str) -> str:
    at = min((place for place in (text.find("\r"), text.find("\n")) if place >= 0), default=-1)
    return "\n" if at < 0 else "\r\n" if text.startswith("\r\n", at) else text[at]


def _chain(
    document: Document,
    chain: tuple[Part, ...],
    mine: list[tuple[Segment, str]],
    fmt: Format,
    lang: str,
    end: str,
    keep: Keep,
) -> dict[Span, str]:
    """New text for the parts of a chain that a translated sentence stands in."""
    spans = [segment.span for segment, target in mine if _changed(segment, target)]
    touched = [any(part.span.overlaps(span) for span in spans) for part in chain]
    runs = _stream(document.text, chain, mine, fmt, lang, keep)
    partner: dict[Span, Code] = {}
    for part in chain:
        closing = {code.number: code for code in part.codes if code.role is Role.CLOSE}
        partner.update((code.span, closing[code.number]) for code in part.codes if code.role is Role.OPEN)
    found: dict[Span, str] = {}
    done = 0
    while done < len(chain):
        if not touched[done]:
            done += 1
            continue
        stop = done
        while stop < len(chain) and touched[stop]:
            stop += 1
        here = [replace(run, first=run.first - done) for run in runs if done <= run.first and run.last < stop]
        speller = _Speller(document.text, partner, end)
        for part, said in zip(chain[done:stop], _deal(chain[done:stop], here, lang, speller), strict=True):
            found[part.span] = fmt.seal(said, Place(document.text, Block(Kind.CUE, part.span), part.span.start))
            if part.marks and not language(lang).script.is_han:
                found.update(_narrow(document.text, part.marks))
        done = stop
    return found


def _stream(
    text: str, chain: tuple[Part, ...], mine: list[tuple[Segment, str]], fmt: Format, lang: str, keep: Keep
) -> list[_Run]:
    """All that a chain says as runs: its sentences, and what stands between them (marks, tags around a sentence)."""
    runs: list[_Run] = []
    waiting: list[str | Code] = []

    def add(run: _Run) -> None:
        if waiting:
            head = run.atoms[0]
            run = replace(run, atoms=(replace(head, parts=(*waiting, *head.parts)), *run.atoms[1:]))
            waiting.clear()
        runs.append(run)

    def close(parts: Sequence[str | Code]) -> None:
        if not runs:
            waiting.extend(parts)
            return
        tail = runs[-1].atoms[-1]
        atoms = (*runs[-1].atoms[:-1], replace(tail, parts=(*tail.parts, *parts)))
        runs[-1] = replace(runs[-1], atoms=atoms)

    done = chain[0].span.start
    for segment, target in [*mine, (None, "")]:
        stop = segment.span.start if segment else chain[-1].span.end
        for item, index in _between(text, chain, Span(done, stop)):
            if isinstance(item, str):
                add(_Run((Atom((item,), width(item), " ", Rank.SENTENCE),), index, (1.0,)))
            elif item.role is Role.CLOSE:
                close([item])
            else:
                waiting.append(item)
        if segment is not None:
            for run in _runs(text, chain, segment, target, fmt, lang, keep.get(segment.id, ())):
                add(run)
            done = segment.span.end
    if waiting:
        close(tuple(waiting))
    return runs


def _between(text: str, chain: tuple[Part, ...], gap: Span) -> Iterator[tuple[str | Code, int]]:
    """The marks and codes of a chain in ``gap``, where no sentence is, with the part that they stand in."""
    for index, part in enumerate(chain):
        if not part.span.overlaps(gap):
            continue
        done, end = max(part.span.start, gap.start), min(part.span.end, gap.end)
        for code in [c for c in part.codes if done <= c.span.start and c.span.end <= end]:
            if said := text[done : code.span.start].strip(WHITE):
                yield said, index
            if code.role is not Role.CHAR or code.text.strip(WHITE):
                yield (code if code.role is not Role.CHAR else code.span.of(text)), index
            done = code.span.end
        if said := text[done:end].strip(WHITE):
            yield said, index


def _narrow(text: str, marks: tuple[Span, ...]) -> dict[Span, str]:
    """Wide brackets and colons next to a part as scripts other than Chinese write them."""
    found = {}
    for span in marks:
        if narrow := _NARROW.get(span.of(text)):
            blank = text[span.end : span.end + 1].isspace() or not text[span.end : span.end + 1]
            found[span] = narrow.rstrip() if blank else narrow
    return found


def _runs(
    text: str,
    chain: tuple[Part, ...],
    segment: Segment,
    target: str,
    fmt: Format,
    lang: str,
    keep: Sequence[str],
) -> Iterator[_Run]:
    """The sentence as a run; one that is not translated as a run for each part it stands in, which hold it there."""
    inside = [index for index, part in enumerate(chain) if part.span.overlaps(segment.span)]
    if _changed(segment, target):
        items = [piece if code is None else code for piece, code in pieces(segment, target)]
        atoms = _atoms(items, lang, fmt, keep=keep)
        if len(atoms) < len(inside):  # a cue would be left without words
            atoms = _atoms(items, lang, fmt)
        if sum(atom.columns for atom in atoms) < _LEAST * len(inside):  # a word or two: each cue shows all of it
            atoms = _atoms(items, lang, fmt, whole=True)
        weights = [chain[i].seconds * _share(chain[i], segment) + 0.01 for i in inside]
        total = sum(weights)
        yield _Run(atoms, inside[0], tuple(weight / total for weight in weights))
        return
    for index in inside:
        span = Span(max(chain[index].span.start, segment.span.start), min(chain[index].span.end, segment.span.end))
        said = _flat(text, span, chain[index].codes)
        yield _Run((Atom((said,), width(said), " ", Rank.SENTENCE),), index, (1.0,))


def _flat(text: str, span: Span, codes: Sequence[Code]) -> str:
    """The raw characters of ``span`` on one line."""
    out: list[str] = []
    done = span.start
    for code in codes:
        if code.role is Role.CHAR and span.covers(code.span) and code.text in {"", " "}:
            out += (text[done : code.span.start], code.text)
            done = code.span.end
    return "".join([*out, text[done : span.end]])


def _kept(shown: str, keep: Sequence[str], lang: str) -> list[Span]:
    """Where the words to keep stand in a target, those that a line holds."""
    room = reading(lang).columns
    spans: list[Span] = []
    for words in keep:
        at = shown.find(words) if words and width(words) <= room else -1
        while at >= 0:
            spans.append(Span(at, at + len(words)))
            at = shown.find(words, at + len(words))
    return spans


def _atoms(
    items: Sequence[str | Code], lang: str, fmt: Format, *, whole: bool = False, keep: Sequence[str] = ()
) -> tuple[Atom, ...]:
    """A target cut at all places where a line may end, or left ``whole``; an opening code goes with what follows it."""
    shown = "".join(item for item in items if isinstance(item, str))
    unspaced = language(lang).script.is_han
    held = _kept(shown, keep, lang)
    free = [cut for cut in breaks(shown, lang) if not any(span.start < cut[0] < span.end for span in held)]
    cuts = [*([] if whole else free), (len(shown), Rank.SENTENCE)]
    placed: list[tuple[int, Code]] = []
    at = 0
    for item in items:
        if isinstance(item, str):
            at += len(item)
        else:
            placed.append((at, item))
    atoms: list[Atom] = []
    start, index = 0, 0
    for stop, rank in cuts:
        last = stop == len(shown)
        parts: list[str | Code] = []
        done = start
        body = stop
        while not last and body > start and shown[body - 1] in _BLANKS:
            body -= 1
        while index < len(placed) and (placed[index][0] < stop or last or _stays(placed[index], stop, start)):
            place, code = placed[index]
            place = min(max(place, done), body)
            parts += (fmt.escape(shown[done:place], ()), code)
            done = place
            index += 1
        parts.append(fmt.escape(shown[done:body], ()))
        space = shown[body:stop]
        gap = " " if last and not unspaced else "" if last else space
        if any(isinstance(part, Code) or part for part in parts):
            atoms.append(Atom(tuple(p for p in parts if p != ""), width(shown[start:body]), gap, rank))
        start = stop
    return tuple(atoms)


def _stays(placed: tuple[int, Code], stop: int, start: int) -> bool:
    """Whether a code right at the end of an atom belongs to it."""
    return placed[0] == stop and placed[1].role is Role.CLOSE and stop > start


def _deal(chain: Sequence[Part], runs: Sequence[_Run], lang: str, speller: _Speller) -> list[str]:
    """The text of each part. One that is left without words shows those of its neighbour in the same sentence."""
    atoms = [atom for run in runs for atom in run.atoms]
    facts = reading(lang)
    most = [max(part.lines, 1 if part.shared else facts.lines) for part in chain]
    dealt = list(pairwise([0, *_ends(runs, atoms, [lines * facts.columns for lines in most])]))
    out = [speller.spell(wrap(atoms[a:b], facts, lines)) for (a, b), lines in zip(dealt, most, strict=True)]
    for index in [*range(len(out)), *reversed(range(len(out)))]:
        for other in (index - 1, index + 1):
            shared = any(run.first <= min(index, other) and max(index, other) <= run.last for run in runs)
            if not out[index] and 0 <= other < len(out) and out[other] and shared:
                out[index] = out[other]
    return out


def _ends(runs: Sequence[_Run], atoms: Sequence[Atom], room: Sequence[int]) -> list[int]:
    """How many atoms are dealt out when each part is full: the cheapest of all ways, part after part."""
    size = len(room)
    sums = [0, *accumulate(atom.columns + len(atom.gap) for atom in atoms)]
    low, high, ideal = [0] * size, [0] * size, [0.0] * size
    for run in runs:
        columns = sum(atom.columns + len(atom.gap) for atom in run.atoms)
        for index in range(size):
            if run.last <= index:
                low[index] += len(run.atoms)
            if run.first <= index:
                high[index] += len(run.atoms)
                ideal[index] += columns * min(1.0, sum(run.shares[: index - run.first + 1]))
    trail: list[dict[int, tuple[float, int]]] = []
    costs = {0: 0.0}
    for index in range(size):
        last = index == size - 1
        near = range(bisect_left(sums, ideal[index] - _REACH), bisect_right(sums, ideal[index] + _REACH))
        ends = [len(atoms)] if last else [i for i in near if low[index] <= i <= high[index]] or [
            min(max(near.start, low[index]), high[index])]  # fmt: skip
        step: dict[int, tuple[float, int]] = {}
        for end in ends:
            off = sums[end] - ideal[index]
            base = _SHARE * off * off + (_CUT[atoms[end - 1].rank] if 0 < end < len(atoms) else 0.0)
            for begin, cost in costs.items():
                if begin > end:
                    continue
                used = sums[end] - sums[begin]
                total = cost + base + (_EMPTY if begin == end else _OVER * max(0, used - 1 - room[index]))
                if end not in step or total < step[end][0]:
                    step[end] = (total, begin)
        trail.append(step)
        costs = {end: cost for end, (cost, _) in step.items()}
    end = len(atoms)
    ends_found = [end]
    for step in reversed(trail[1:]):
        end = step[end][1]
        ends_found.append(end)
    return ends_found[::-1]


class _Speller:
    """Lines as raw text; a pair of tags that runs on into the next cue is closed, and opened again there."""

    def __init__(self, text: str, partner: Mapping[Span, Code], end: str) -> None:
        self._text, self._partner, self._end = text, partner, end
        self._opened: list[Code] = []

    def spell(self, lines: Sequence[Sequence[Atom]]) -> str:
        """The text of the next part, in order; "" if it has no lines."""
        if not lines:
            return ""
        out = [code.span.of(self._text) for code in self._opened]
        for number, line in enumerate(lines):
            if number:
                out.append(self._end)
            for index, atom in enumerate(line):
                out += [part if isinstance(part, str) else self._code(part) for part in atom.parts]
                if index + 1 < len(line):
                    out.append(atom.gap)
        out += [self._partner[code.span].span.of(self._text) for code in reversed(self._opened)]
        return "".join(out)

    def _code(self, code: Code) -> str:
        if code.role is Role.OPEN and code.span in self._partner:
            self._opened.append(code)
        elif self._opened and self._partner[self._opened[-1].span].span == code.span:
            self._opened.pop()
        elif code.role is Role.CLOSE:
            self._opened = [known for known in self._opened if self._partner[known.span].span != code.span]
        return code.span.of(self._text)

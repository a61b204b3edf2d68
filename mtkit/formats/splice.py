"""Translations back into the untouched source: every segment's stretch is replaced, nothing else changes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mtkit.formats.interface import Format, Place
from mtkit.text import Block, Code, Document, Role, Segment

__all__ = ["LABEL", "pieces", "render", "splice"]

LABEL = re.compile(r"\{\{|\}\}|\{(?P<close>/?)(?P<number>[0-9]{1,6})(?P<empty>/?)\}")
"""A doubled brace, or a label: ``{1}``, ``{/1}``, ``{2/}``."""

_LINE_ENDS = re.compile("[ \t]*(?:(?:\r\n|[\n\r\v\f\x85\u2028\u2029])[ \t]*)+")
_UNSPACED_TARGETS = frozenset({"zh", "zh-Hant"})
_HAN = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class _Item:
    """A part of a rendered target: text, or the code that goes there."""

    text: str = ""
    code: Code | None = None


def splice(
    document: Document, translations: Mapping[str, str], segments: Sequence[Segment], fmt: Format, *, lang: str
) -> str:
    """The text of ``document`` with each segment replaced by its translation.

    A segment whose translation is missing, blank or equal to its own text is left as it is, to the character. Where
    Chinese sentences that touch each other become sentences of a spaced language, a space is put between them, and
    the space between sentences is dropped when they become Chinese.
    """
    out: list[str] = []
    done = 0
    waiting = list(reversed(segments))
    for block in document.blocks:
        inside: list[tuple[Segment, str]] = []
        while waiting and waiting[-1].span.start < block.span.end:
            segment = waiting.pop()
            target = translations.get(segment.id, "")
            if target.strip() and target != segment.text and block.span.covers(segment.span):
                inside.append((segment, target))
        if not inside:
            continue
        out.append(document.text[done : block.span.start])
        rendered = _block(document.text, block, inside, fmt, lang)
        out.append(fmt.seal(rendered, Place(document.text, block, block.span.start)))
        done = block.span.end
    out.append(document.text[done:])
    return "".join(out)


def _block(text: str, block: Block, inside: list[tuple[Segment, str]], fmt: Format, lang: str) -> str:
    out: list[str] = []
    done, previous = block.span.start, ""
    for segment, target in inside:
        gap = text[done : segment.span.start]
        rendered = render(segment, target, fmt, Place(text, block, segment.span.start))
        if previous:
            gap = _gap(gap, previous, rendered, lang, block, done, segment.span.start)
        out += (gap, rendered)
        done, previous = segment.span.end, rendered
    out.append(text[done : block.span.end])
    return "".join(out)


def _gap(gap: str, before: str, after: str, lang: str, block: Block, start: int, end: int) -> str:
    """What stands between two translated sentences of a block, which were parted as the source language does it."""
    if lang in _UNSPACED_TARGETS:
        bare = not gap.strip(" \u00a0") and _HAN.match(before[-1]) and _HAN.match(after[0])
        return "" if bare else gap
    first, last = (bisect_left(block.codes, at, key=lambda code: code.span.start) for at in (start, end))
    codes = block.codes[first:last]
    if any(char.isspace() for char in _visible(gap, codes, start)) or any(code.text for code in codes):
        return gap
    at = max((code.span.end for code in codes if code.role is not Role.OPEN), default=start) - start
    return gap[:at] + " " + gap[at:]


def _visible(gap: str, codes: Sequence[Code], start: int) -> str:
    """``gap`` without its codes."""
    out, done = [], 0
    for code in codes:
        out.append(gap[done : code.span.start - start])
        done = code.span.end - start
    return "".join([*out, gap[done:]])


def render(segment: Segment, target: str, fmt: Format, place: Place) -> str:
    """``target`` as raw characters of the format: labels become the markup that they stand for.

    Line ends become spaces. If the labels are not exactly those of the segment, the result is still well-formed:
    unknown and repeated labels are dropped; a missing one is put back at the nearest end of the sentence, half a
    pair at the end on its side, a whole pair around everything; pairs that cross are closed at the earlier end.
    """
    target = _LINE_ENDS.sub(" ", target.strip())
    if not fmt.has_codes:
        return fmt.escape(target, segment.codes, place)
    items = _well_formed(_restored(_items(target, segment.codes), segment))
    raw = [item.code.span.of(place.text) if item.code else item.text for item in items]
    parts: list[tuple[str, Code | None]] = []
    end = segment.span.end
    chars = tuple({code.text: code for code in segment.codes if code.role is Role.CHAR}.values())
    for index, item in enumerate(items):
        if item.code is not None:
            parts.append((raw[index], item.code))
            continue
        follows = raw[index + 1] if index + 1 < len(items) else place.text[end : end + 1]
        spot = Place(place.text, place.block, place.start, leads=index == 0, follows=follows)
        parts.append((fmt.escape(item.text, chars, spot), None))
    return fmt.knit(parts, place.text[max(0, place.start - 1) : place.start], place.text[end : end + 1])


def pieces(segment: Segment, target: str) -> list[tuple[str, Code | None]]:
    """``target`` as plain text, not spelled yet, and the codes in it, well-formed as in ``render``."""
    target = _LINE_ENDS.sub(" ", target.strip())
    items = _well_formed(_restored(_items(target, segment.codes), segment))
    return [(item.text, item.code) for item in items]


def _items(target: str, codes: tuple[Code, ...]) -> list[_Item]:
    """``target`` cut at its labels. Doubled braces are undoubled; unknown and repeated labels are dropped."""
    known = {code.label: code for code in codes if code.role is not Role.CHAR}
    out: list[_Item] = []
    words: list[str] = []
    done = 0
    for match in LABEL.finditer(target):
        words.append(target[done : match.start()])
        done = match.end()
        if match["number"] is None:
            words.append(match[0][0])
        elif code := known.pop(_plain(match), None):
            if text := "".join(words):
                out.append(_Item(text))
            out.append(_Item(code=code))
            words = []
    words.append(target[done:])
    if text := "".join(words):
        out.append(_Item(text))
    return out


def _plain(match: re.Match[str]) -> str:
    return f"{{{match['close']}{int(match['number'])}{match['empty']}}}"


def _restored(items: list[_Item], segment: Segment) -> list[_Item]:
    """``items`` with every code of the segment: what was lost is put back at the nearest end."""
    codes = [code for code in segment.codes if code.role is not Role.CHAR]
    roles: dict[int, set[Role]] = {}
    for code in codes:
        roles.setdefault(code.number, set()).add(code.role)
    there = {item.code.label for item in items if item.code}
    before: list[_Item] = []
    after: list[_Item] = []
    for code in codes:
        if code.label in there:
            continue
        paired = len(roles[code.number]) > 1
        if (code.role is Role.OPEN) if paired else _is_near_start(code, segment):
            before.append(_Item(code=code))
        else:
            after.append(_Item(code=code))
    return [*before, *items, *after]


def _is_near_start(code: Code, segment: Segment) -> bool:
    return code.span.start - segment.span.start < segment.span.end - code.span.end


def _well_formed(items: list[_Item]) -> list[_Item]:
    """Pairs nested, opened before they are closed; codes whose partner is in another sentence in their order."""
    opens = {item.code.number for item in items if item.code and item.code.role is Role.OPEN}
    closes = {item.code.number for item in items if item.code and item.code.role is Role.CLOSE}
    whole = opens & closes
    partner = {(i.code.number, i.code.role): i for i in items if i.code and i.code.number in whole}
    lone = iter(sorted(
        (i for i in items if i.code and i.code.role in {Role.OPEN, Role.CLOSE} and i.code.number not in whole),
        key=lambda item: item.code.span.start if item.code else 0,
    ))  # fmt: skip
    out: list[_Item] = []
    stack: list[int] = []
    opened: set[int] = set()

    def close(until: int | None) -> None:
        while stack:
            number = stack.pop()
            out.append(partner[number, Role.CLOSE])
            if number == until:
                return

    for item in items:
        code = item.code
        if code is None or code.role is Role.EMPTY:
            out.append(item)
        elif code.number not in whole:
            close(None)
            out.append(next(lone))
        elif code.number not in opened:  # a pair begins where either half of it comes first
            opened.add(code.number)
            stack.append(code.number)
            out.append(partner[code.number, Role.OPEN])
        elif code.number in stack:
            close(code.number)
    close(None)
    return out

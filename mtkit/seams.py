"""The seams of texts that are put together again: punctuation per language, fragments, places found or guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from types import MappingProxyType

from mtkit.glossary.normal import fold as folding
from mtkit.lang import Lang
from mtkit.mask import Placed
from mtkit.text import Span

__all__ = ["chinese_marks", "chinese_marks_in", "edges", "edited", "fragment", "guess_codes", "locate", "punctuation"]

_TO_HAN = MappingProxyType(
    {
        ",": "，",
        ".": "。",
        ";": "；",
        ":": "：",
        "?": "？",
        "!": "！",
        "(": "（",
        ")": "）",
        "។": "。",
        "။": "。",
        "၊": "，",
    }
)
_FROM_HAN = MappingProxyType(
    {
        "、": ", ", "，": ", ", "。": ". ", "；": "; ", "：": ": ", "？": "? ", "！": "! ", "（": " (", "）": ") ",
        "《": "“", "》": "”", "「": "“", "」": "”", "『": "“", "』": "”",
    }
)  # fmt: skip
_FULL_STOP = MappingProxyType({"km": "។", "my": "။"})
_SENTENCE_ENDS = ".!?。！？។။…"


def punctuation(text: str, target: Lang) -> str:
    """``text``, which holds no words, with the marks that ``target`` writes."""
    if target.script.is_han:
        spelt = "".join(_TO_HAN.get(char, char) for char in text)
        return re.sub(r"(?<=[，。；：？！（]) +| +(?=[，。；：？！）])", "", spelt)
    spelt = re.sub(" {2,}", " ", "".join(_FROM_HAN.get(char, char) for char in text))
    stop = _FULL_STOP.get(target.code)
    return re.sub(r"[.。](?=\s|$)", stop, spelt) if stop else spelt


_HAN = "\u3400-\u9fff"
_WIDE = rf"[{_HAN}”’』」》）]"
_OPENS = rf"[{_HAN}“‘『「《（]"
_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    # a mark behind a Chinese character, or between a Latin word and one
    (re.compile(rf"(?<={_WIDE})\s*([,;:?!])\s*"), lambda match: _TO_HAN[match[1]]),
    (re.compile(rf"(?<=[A-Za-z0-9%])([,;:?!])\s*(?={_OPENS})"), lambda match: _TO_HAN[match[1]]),
    (re.compile(rf"(?<={_WIDE})\.(?=\s*(?:{_OPENS}|$))\s*"), lambda _: "。"),
    (re.compile(rf"(?<={_WIDE})\s*\.{{3,6}}|\.{{3,6}}\s*(?={_OPENS})"), lambda _: "……"),
)
_ROUND = re.compile(r"\s*\(([^()]*)\)\s*")
_QUOTED = re.compile(rf'"([^"]*[{_HAN}][^"]*)"')


def chinese_marks(text: str) -> str:
    """``text``, in Chinese, with full-width marks between Chinese characters and at the end.

    Stock models answer with half-width ones; numbers, addresses and Latin words keep theirs.
    """
    return chinese_marks_in(text, ())[0]


def chinese_marks_in(text: str, placed: Sequence[Placed]) -> tuple[str, tuple[Placed, ...]]:
    """``chinese_marks``, with what is ``placed`` in the text left as it is, and where it is then."""
    found = tuple(placed)
    for pattern, mark in _RULES:
        edits = [(*match.span(), mark(match)) for match in pattern.finditer(text)]
        text, found = edited(text, found, edits)
    text, found = edited(text, found, list(_brackets(text)))
    quoted = [edit for match in _QUOTED.finditer(text) for edit in (
        (match.start(), match.start() + 1, "“"), (match.end() - 1, match.end(), "”"))]  # fmt: skip
    return edited(text, found, quoted)


def _brackets(text: str) -> Iterator[tuple[int, int, str]]:
    """Round brackets with Chinese in them or before them, in full width, without blanks outside."""
    for match in _ROUND.finditer(text):
        inside = Span(*match.span(1))
        before = text[: match.start()][-1:]
        if re.search(f"[{_HAN}]", match[1]) or (before and re.match(f"[{_HAN}]", before)):
            yield match.start(), inside.start, "（"
            yield inside.end, match.end(), "）"


def edited(
    text: str, placed: Sequence[Placed], edits: Sequence[tuple[int, int, str]]
) -> tuple[str, tuple[Placed, ...]]:
    """``text`` with each (start, end, new) of ``edits``, and ``placed`` where it is then.

    ``edits`` are sorted and apart; one that would touch the inside of something held is left out. What is inserted
    at the end of a held thing stands behind the codes there.
    """
    held = [place.span for place in placed if not place.is_code]
    done = [
        edit
        for edit in edits
        if not any(span.start < edit[1] and edit[0] < span.end for span in held) and text[edit[0] : edit[1]] != edit[2]
    ]

    def moved(at: int, *, begins: bool) -> int:
        shift = 0
        for start, end, new in done:
            if end < at or (end == at and (end > start or begins)):
                shift += len(new) - (end - start)
            elif start < at < end:  # a code inside what is replaced goes to its beginning
                return start + shift
        return at + shift

    spots = tuple(
        Placed(Span(at := moved(p.span.start, begins=False), at), p.what)
        if p.is_code
        else Placed(Span(start := moved(p.span.start, begins=True), start + len(p.span)), p.what)
        for p in placed
    )
    parts: list[str] = []
    last = 0
    for start, end, new in done:
        parts += [text[last:start], new]
        last = end
    return "".join([*parts, text[last:]]), spots


def edges(chunk: str) -> tuple[str, str, str]:
    """``chunk`` as marks and blanks, words, marks and blanks; the words are empty where it has none."""

    def is_word(char: str) -> bool:
        return char.isalnum() or unicodedata.category(char)[0] == "M"

    words = [n for n, char in enumerate(chunk) if is_word(char)]
    if not any(chunk[n].isalnum() for n in words):
        return chunk, "", ""
    return chunk[: words[0]], chunk[words[0] : words[-1] + 1], chunk[words[-1] + 1 :]


def fragment(source: str, output: str, source_lang: Lang, target: Lang, *, begins: bool = False) -> str:
    """A model's answer to ``source``, a part of a sentence, without the capital and full stop of a whole one.

    ``begins``: the part is the first of its sentence; its capital stays unless the source has none.
    """
    out = output.strip()
    if out and out[-1] in _SENTENCE_ENDS and source.strip()[-1:] not in _SENTENCE_ENDS:
        out = out.rstrip(_SENTENCE_ENDS).rstrip()
    starts_low = source[:1].islower() if source_lang.cased else not begins
    if starts_low and target.cased and out[:1].isupper() and out[1:2].islower():
        out = out[:1].lower() + out[1:]
    return out


def locate(held: Sequence[Placed], text: str, target: Lang) -> tuple[Placed, ...] | None:
    """Where each of ``held`` stands in ``text`` in its exact form, each in a place of its own; None if one does not.

    Longer forms choose first, so that a name inside a longer name is not counted for the shorter one.
    """
    taken: list[Span] = []
    found: list[Placed] = []
    for place in sorted(held, key=lambda p: -len(p.what.form)):
        span = next((s for s in _occurrences(place.what.form, text, target) if not any(map(s.overlaps, taken))), None)
        if span is None:
            return None
        taken.append(span)
        found.append(Placed(span, place.what))
    return tuple(sorted(found, key=lambda p: p.span))


def _occurrences(form: str, text: str, target: Lang) -> list[Span]:
    """Where ``form`` stands: to the letter first, then but for width, dashes, quotation marks and invisible characters.

    What is found is written as the form is; capitals count.
    """
    edge = r"(?<!\w){}(?!\w)" if target.spaced else "{}"
    exact = [Span(*match.span()) for match in re.finditer(edge.format(re.escape(form)), text)]
    if exact:
        return exact
    folded, wanted = folding(text, chinese=target.script.is_han), folding(form, chinese=target.script.is_han).exact
    if not wanted:
        return []
    return [folded.span(*match.span()) for match in re.finditer(edge.format(re.escape(wanted)), folded.exact)]


def guess_codes(
    source: str, codes: Sequence[Placed], text: str, held: Sequence[Placed], target: Lang
) -> tuple[Placed, ...]:
    """``held`` and ``codes`` placed in ``text``: a code keeps its share of the length, at the nearest word edge.

    The order of the codes is that of the source, so that pairs stay pairs; none falls inside a held form.
    """
    stops = _word_edges(text, held, target)
    placed: list[Placed] = []
    least = 0
    for code in codes:
        wish = round(code.span.start * len(text) / max(1, len(source)))
        at = min((stop for stop in stops if stop >= least), key=lambda stop: abs(stop - wish), default=len(text))
        placed.append(Placed(Span(at, at), code.what))
        least = at
    return tuple(sorted([*held, *placed], key=lambda p: (p.span.start, not p.is_code and p.span.end > p.span.start)))


def _word_edges(text: str, held: Sequence[Placed], target: Lang) -> list[int]:
    if target.spaced:
        edge = {0, len(text), *(m.start() for m in re.finditer(r"(?<=\w)\b|\b(?=\w)", text))}
    else:
        edge = {n for n in range(len(text) + 1) if n == len(text) or unicodedata.category(text[n])[0] != "M"}
        edge -= {m.start() + n for m in re.finditer(r"[0-9A-Za-z.,]{2,}", text) for n in range(1, len(m[0]))}
    inside = {n for place in held for n in range(place.span.start + 1, place.span.end)}
    return sorted(edge - inside)

"""Mask and restore: what a model must not touch leaves the text before it, and comes back after it.

Three things are placed in a text: glossary terms, which come back in the target language's approved form; inline
codes; and literals such as URLs. A place that both a term and a code pair share is one place. Everything here is
pure: the model's answer is only ever read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from mtkit.articles import capital, counted, possessive, with_article
from mtkit.glossary import Article, Concept
from mtkit.lang import Lang, lang
from mtkit.text import Span

__all__ = [
    "Code",
    "Literal",
    "Masked",
    "Name",
    "Placed",
    "Restored",
    "find_literals",
    "fold",
    "join",
    "mask",
    "render",
    "restore",
]


@dataclass(frozen=True, slots=True)
class Name:
    """A concept of the glossary, to come back as ``form``.

    ``article`` is what English puts before the form. ``before`` and ``after`` are labels of codes that hug it.
    ``short``: in the last language, a later mention, by the name's short form. ``introduce``: there, its abbreviation
    follows in brackets. ``apposition``: it ends with an apposition ("Name, Title"), which a comma closes in English.
    """

    concept: Concept
    form: str
    article: Article = Article.UNKNOWN
    before: str = ""
    after: str = ""
    short: bool = False
    introduce: bool = False
    apposition: bool = False


@dataclass(frozen=True, slots=True)
class Literal:
    """Characters that come back as they are: a URL, an address, text that looks like a mark."""

    form: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """An inline code, by its label; it takes no room in the text that the model sees."""

    form: str


@dataclass(frozen=True, slots=True)
class Placed:
    """Something and the stretch of text it stands for; a code's stretch is empty."""

    span: Span
    what: Name | Literal | Code

    @property
    def is_code(self) -> bool:
        """Whether it is markup, whose loss spoils the layout but not the sense."""
        return isinstance(self.what, Code)


@dataclass(frozen=True, slots=True)
class Masked:
    """A text in which each placed thing is one mark. ``marks[i]`` stands for ``placed[i]``."""

    text: str
    marks: tuple[str, ...]
    placed: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Restored:
    """A text with the placed things back in, where they are now, and which marks did not come back once.

    ``doubled`` counts marks that came more than once (all but the first are dropped) or were never given out.
    """

    text: str
    placed: tuple[Placed, ...]
    missing: tuple[Placed, ...] = ()
    doubled: int = 0

    @property
    def complete(self) -> bool:
        """Whether every mark came back exactly once."""
        return not self.missing and not self.doubled


_LITERAL = re.compile(
    r"https?://[^\s<>\"'\u3000-\u303f\uff00-\uffef\u4e00-\u9fff\u2018-\u201f]+"
    r"|www\.[A-Za-z0-9.-]+\.[A-Za-z]{2,}(?:/[\x21-\x7e]*)?"
    r"|[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
    r"|\u27e6\d+\u27e7"
)
_TRAILING = ".,;:!?)]}"


def find_literals(text: str) -> tuple[Placed, ...]:
    """URLs, mail addresses and look-alikes of marks, in order.

    Sentence punctuation after an address is left out of it.
    """
    found = []
    for match in _LITERAL.finditer(text):
        form = match.group()
        while form[-1] in _TRAILING and not (form[-1] == ")" and form.count("(") >= form.count(")")):
            form = form[:-1]
        found.append(Placed(Span(match.start(), match.start() + len(form)), Literal(form)))
    return tuple(found)


def mask(text: str, placed: Sequence[Placed], marks: Sequence[str]) -> Masked:
    """``text`` with the first free mark for each of ``placed``.

    ``placed`` is sorted and does not overlap; there are at least as many ``marks`` as things placed. A mark that the
    rest of the text holds is never given out.
    """
    free = (mark for mark in marks if mark not in text)
    used: list[str] = []
    parts: list[str] = []
    at = 0
    for place, symbol in zip(placed, free, strict=False):
        parts += [text[at : place.span.start], symbol]
        used.append(symbol)
        at = place.span.end
    return Masked("".join([*parts, text[at:]]), tuple(used), tuple(placed[: len(used)]))


def restore(masked: Masked, output: str, target: str, *, marks: Sequence[str] = ()) -> Restored:
    """``output`` with each mark of ``masked`` replaced by its form, spelt for its place in the ``target`` language.

    ``marks`` are all that the model knows: one that was not given out is taken away and counted as doubled.
    """
    by_mark = dict(zip(masked.marks, masked.placed, strict=True))
    known = sorted({*masked.marks, *marks}, key=len, reverse=True)
    if not known:
        return Restored(output, ())
    pieces: list[str | Placed] = []
    seen: set[str] = set()
    doubled = 0
    literal_marks = {place.what.form for place in masked.placed if isinstance(place.what, Literal)}
    for part in re.split("(" + "|".join(map(re.escape, known)) + ")", output):
        if part not in by_mark:
            if part in marks and part not in literal_marks:
                doubled += 1
            else:
                pieces.append(part)
        elif part in seen:
            doubled += 1
        else:
            seen.add(part)
            pieces.append(by_mark[part])
    text, placed = join(pieces, lang(target))
    missing = tuple(place for mark_, place in by_mark.items() if mark_ not in seen)
    return Restored(text, placed, missing, doubled)


def join(pieces: Sequence[str | Placed], target: Lang) -> tuple[str, tuple[Placed, ...]]:
    """One text of plain pieces and placed things in their order, and where the things are in it.

    Spells the seams: a blank between words in spaced scripts, none inside Chinese; English articles as the glossary
    has them; a capital at the start.
    """
    text = ""
    placed: list[Placed] = []
    last: Placed | None = None  # the held thing that the text ends with
    alone = not any(isinstance(piece, str) and any(map(str.isalnum, piece)) for piece in pieces) and (
        sum(isinstance(piece, Placed) and not piece.is_code for piece in pieces) == 1
    )  # a cell or a heading that is a name takes no article
    for piece in pieces:
        if isinstance(piece, str):
            if last is not None:
                after = possessive(last.what.form, piece, target)
                text = _seam(counted(text, after, target), after, target, name=isinstance(last.what, Name))
            else:
                text += piece
            last = None if piece else last
        elif isinstance(piece.what, Code):
            placed.append(Placed(Span(len(text), len(text)), piece.what))
        else:
            form = piece.what.form
            if isinstance(piece.what, Name):
                if not alone:
                    text = with_article(text, piece.what.article, target)
                form = capital(text, form, target)
            text = _seam(counted(text, form, target), form, target, name=isinstance(piece.what, Name))
            placed.append(Placed(Span(len(text) - len(form), len(text)), piece.what))
            last = piece
    return text, tuple(placed)


def render(text: str, placed: Sequence[Placed], *, escape: Callable[[str], str] = str) -> str:
    """``text`` with the labels of its codes written out; plain stretches pass through ``escape``."""
    inserts: list[tuple[int, int, str]] = []
    for place in placed:
        what = place.what
        if isinstance(what, Code):
            inserts.append((place.span.start, 1, what.form))
        else:
            inserts += [(place.span.start, 2, what.before), (place.span.end, 0, what.after)]
    out: list[str] = []
    at = 0
    for position, _, label in sorted((i for i in inserts if i[2]), key=lambda i: i[:2]):
        out += [escape(text[at:position]), label]
        at = position
    return "".join([*out, escape(text[at:])])


def fold(placed: Sequence[Placed]) -> tuple[Placed, ...]:
    """The same places, with code pairs that enclose exactly one name or literal folded into it.

    ``{1}`` ASEAN ``{/1}`` is then one place, which no model can take apart.
    """
    out = list(placed)
    changed = True
    while changed:
        changed = False
        for i in range(1, len(out) - 1):
            left, here, right = out[i - 1], out[i], out[i + 1]
            hugs = left.span.end == here.span.start and here.span.end == right.span.start
            if not hugs or isinstance(here.what, Code):
                continue
            if isinstance(left.what, Code) and isinstance(right.what, Code) and _pair(left.what, right.what):
                what = replace(
                    here.what, before=left.what.form + here.what.before, after=here.what.after + right.what.form
                )
                out[i - 1 : i + 2] = [Placed(here.span, what)]
                changed = True
                break
    return tuple(out)


def _pair(left: Code, right: Code) -> bool:
    return left.form[1:-1].isdigit() and right.form == "{/" + left.form[1:]


def _cjk(char: str) -> bool:
    return bool(char) and ("\u2e80" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or "\uff00" <= char <= "\uffef")


def _is_word(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char)[0] == "M"


def _seam(left: str, right: str, target: Lang, *, name: bool) -> str:
    """``left`` and ``right`` in one, spaced as ``target`` is; ``name`` says that one of them is a name.

    A blank where words would run together; none beside Chinese characters; one between a name in Latin letters and
    Thai, Lao, Khmer or Burmese.
    """
    if not left or not right:
        return left + right
    if target.spaced:
        apart = _is_word(left[-1]) and (_is_word(right[0]) or right[0] in "([“")
        return f"{left} {right}" if apart else left + right
    if target.script.is_han:
        ends, begins = left.rstrip(" "), right.lstrip(" ")
        beside = (any if name else all)((_cjk(ends[-1:]), _cjk(begins[:1])))
        return ends + begins if ends and begins and beside else left + right
    words = _is_word(left[-1]) and _is_word(right[0]) and not left[-1].isdigit() and not right[0].isdigit()
    return f"{left} {right}" if name and words and _latin(left[-1]) != _latin(right[0]) else left + right


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()

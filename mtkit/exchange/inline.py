"""What inside a text of software must not be translated: placeholders, tags, entities, line ends.

A raw text (a PO string, or the content of an XLIFF element) becomes codes as documents have them, by which it goes
through translation like an article's markup and comes back whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from mtkit.text import Code, Role, Span

__all__ = ["Found", "Glyph", "Mark", "Spelling", "codes_in", "is_icu", "is_key"]

_LENGTH = "(?:hh|ll|[hlLqjzt])?"
_KINDS = "[diouxXeEfFgGaAcCsSpn@]"
_CONVERSION = rf"%(?:[1-9]\d?\$|\([^()\s]{{1,60}}\))?[-+#0' ]*(?:\*|\d+)?(?:\.(?:\*|\d+))?{_LENGTH}{_KINDS}"
# where nobody says that it is a format, a percent sign behind a digit is one of prose, and few letters may follow
_LIKELY = r"(?<![\d%])%(?:[1-9]\d?\$)?(?:l?[du]|[si@])(?![A-Za-z])|%\([^()\s]{1,60}\)[-+#0 ]*\d*[diouxXeEfFgGcrs]"
_ANYWHERE = (
    r"\{\{\{?[^{}\n]{1,80}\}?\}\}|[$#]\{[^{}\n]{1,80}\}"
    r"|\{(?:[A-Za-z_][\w.\[\]-]*|\d*)(?:![rsa])?(?::[^{}\n]{0,40})?\}"
    r"|(?<![\d%])%[A-Za-z_][\w.]*%|(?<![\d%])%L?[1-9]\d?(?![\d%])"
)
_TAG = re.compile(
    r"<!--.*?-->|<(?P<close>/?)(?P<name>[A-Za-z][\w:-]*)(?:\s(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)?(?P<void>/?)>", re.DOTALL
)
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{1,7}|#x[0-9A-Fa-f]{1,6});")
_ICU = re.compile(r"\{\s*[\w.]+\s*,\s*(?:plural|select|selectordinal)\s*,")
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[._]+[A-Za-z0-9]+)+")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_VOID = frozenset({"br", "hr", "img", "input", "wbr", "meta", "link", "area", "embed", "source", "track", "col"})
_LOOSE = re.compile(f"{_LIKELY}|{_ANYWHERE}")
_STRICT = re.compile(f"{_CONVERSION}|{_ANYWHERE}")


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character that a reader sees, and the stretch of the raw text that spells it."""

    shown: str
    span: Span


@dataclass(frozen=True, slots=True)
class Mark:
    """Markup of the file itself. ``tie`` is what the two halves of a pair have in common; a comment is a CHAR."""

    span: Span
    role: Role
    tie: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Spelling:
    """How text is spelt in one raw text: what its characters must be escaped as.

    ``percent``: a format in which ``%`` is written ``%%``. ``html``: text with tags, in which these of ``&<>`` are
    written as entities. ``xml``: the content of an XML element; ``cdata``: of a CDATA section.
    """

    percent: bool = False
    html: str = ""
    xml: bool = False
    cdata: bool = False

    def escape(self, text: str) -> str:
        """Plain text as it is written into such a raw text."""
        if self.percent:
            text = text.replace("%", "%%")
        for char in self.html:  # the ampersand first
            text = text.replace(char, _ENTITIES[char])
        if self.cdata:
            return text.replace("]]>", "]]]]><![CDATA[>")
        if self.xml:
            text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
        return text


@dataclass(frozen=True, slots=True)
class Found:
    """What is in a raw text: its codes, its placeholders, and which of ``&<>`` it writes as entities, if it is HTML.

    Placeholders stand for words: they are held like names, while codes go where the words go that they enclose.
    """

    codes: tuple[Code, ...]
    held: tuple[Span, ...]
    html: str


def is_icu(text: str) -> bool:
    """Whether ``text`` is an ICU message with branches: the words in it cannot be told from its syntax here."""
    return bool(_ICU.search(text))


def is_key(text: str) -> bool:
    """Whether ``text`` is the name of a text, such as ``home.title``, which has nothing to translate."""
    return bool(_KEY.fullmatch(text.strip()))


def codes_in(parts: list[Glyph | Mark], *, formatted: bool, soft: bool = False) -> Found:
    """What is in a raw text that is read as ``parts``.

    ``formatted`` says that a percent sign begins a placeholder; ``soft`` that a line end with a blank behind it is
    but layout.
    """
    numbers: dict[str, int] = {}
    out: list[Code] = []
    run: list[Glyph] = []
    shown = "".join(part.shown for part in parts if isinstance(part, Glyph))
    html = bool(_TAG.search(shown))
    found = _Finder(numbers, formatted=formatted, html=html, soft=soft)
    for part in parts:
        if isinstance(part, Glyph):
            run.append(part)
            continue
        out += found.codes(run)
        run = []
        if part.role is Role.CHAR:
            out.append(Code(part.span, part.role, 0, part.text))
            continue
        number = numbers.setdefault(part.tie, len(numbers) + 1)
        out.append(Code(part.span, part.role, number, part.text))
    out += found.codes(run)
    bare = _ENTITY.sub("", _TAG.sub("", shown))
    return Found(tuple(out), tuple(found.held), "".join(char for char in _ENTITIES if html and char not in bare))


class _Finder:
    """Finds codes in runs of text; tags are paired over all runs of one raw text."""

    def __init__(self, numbers: dict[str, int], *, formatted: bool, html: bool, soft: bool) -> None:
        self.numbers, self.html, self.soft = numbers, html, soft
        self.formatted = formatted
        self.pattern = _STRICT if formatted else _LOOSE
        self.open: list[tuple[str, str]] = []
        self.held: list[Span] = []

    def number(self, tie: str = "") -> int:
        return self.numbers.setdefault(tie or f"alone {len(self.numbers)}", len(self.numbers) + 1)

    def codes(self, run: list[Glyph]) -> Iterator[Code]:
        """The codes of one run, in order."""
        text = "".join(glyph.shown for glyph in run)
        at = 0
        while at < len(run):
            code, after = self.code(text, at, run)
            if code is not None:
                yield code
            at = after

    def code(self, text: str, at: int, run: list[Glyph]) -> tuple[Code | None, int]:
        """The code that begins at ``at``, if there is one, and where to go on."""
        char = text[at]
        if self.formatted and text.startswith("%%", at):
            return Code(_over(run, at, at + 2), Role.CHAR, 0, "%"), at + 2
        if char in "%{$#" and (match := self.pattern.match(text, at)):
            self.held.append(_over(run, at, match.end()))
            return None, match.end()
        if self.html and char == "<" and (match := _TAG.match(text, at)):
            return self.tag(match, _over(run, at, match.end())), match.end()
        if self.html and char == "&" and (match := _ENTITY.match(text, at)):
            return Code(_over(run, at, match.end()), Role.CHAR, 0, unescape(match[0])), match.end()
        if char == "\n":
            end = at + 1
            while self.soft and end < len(text) and text[end] in " \t\n":
                end += 1
            span = _over(run, at, end)
            if self.soft and end > at + 1:
                return Code(span, Role.CHAR, 0, " "), end
            return Code(span, Role.EMPTY, self.number(), "\n"), end
        glyph = run[at]
        return (None if len(glyph.span) == 1 else Code(glyph.span, Role.CHAR, 0, char)), at + 1

    def tag(self, match: re.Match[str], span: Span) -> Code:
        name = (match["name"] or "").lower()
        if not name or match["void"] or name in _VOID:
            return Code(span, Role.EMPTY, self.number(), "\n" if name == "br" else "")
        if not match["close"]:
            tie = f"tag {len(self.numbers)}"
            self.open.append((name, tie))
            return Code(span, Role.OPEN, self.number(tie))
        for at in range(len(self.open) - 1, -1, -1):
            if self.open[at][0] == name:
                tie = self.open[at][1]
                del self.open[at:]
                return Code(span, Role.CLOSE, self.number(tie))
        return Code(span, Role.EMPTY, self.number())


def _over(run: list[Glyph], start: int, end: int) -> Span:
    return Span(run[start].span.start, run[end - 1].span.end)

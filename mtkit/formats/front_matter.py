"""The YAML header of a Markdown file: the values that readers see, in the quotes they stand in.

No YAML parser: only ``key: value`` at the margin is looked at, so that what is not understood stays untouched.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from mtkit.formats.text import strip
from mtkit.text import Block, Code, Kind, Role, Span

__all__ = ["body_start", "front_matter", "is_headed", "quote", "seal"]

_HEADER = re.compile(r"(---|\+\+\+)[ \t]*(?:\r\n|\n|\r)")
_FOOTERS = {
    "---": re.compile(r"(?:(?<=\n)|(?<=\r))(?:---|\.\.\.)[ \t]*(?=\r|\n|\Z)"),
    "+++": re.compile(r"(?:(?<=\n)|(?<=\r))\+\+\+[ \t]*(?=\r|\n|\Z)"),
}
_LONGEST = 1 << 16
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_ENTRY = re.compile(r"([A-Za-z_][\w.-]*)[ \t]*:[ \t]+(?=\S)")
_HEADED = re.compile(r"[ \t#]|$|-[ \t]|[A-Za-z_][\w.-]*[ \t]*:(?:[ \t]|$)")
_BLOCK_SCALAR = re.compile(r"[|>][0-9+-]{0,2}[ \t]*(?:#.*)?$")
_KINDS = {
    "title": Kind.HEADLINE, "headline": Kind.HEADLINE, "subtitle": Kind.STANDFIRST, "standfirst": Kind.STANDFIRST,
    "summary": Kind.STANDFIRST, "description": Kind.META, "excerpt": Kind.STANDFIRST, "lead": Kind.STANDFIRST,
    "abstract": Kind.STANDFIRST, "caption": Kind.CAPTION, "image_caption": Kind.CAPTION, "image_alt": Kind.META,
    "alt": Kind.META,
}  # fmt: skip
_META = {"date": "date", "published": "date", "pubdate": "date", "author": "author", "byline": "author", "lang": "lang"}
_ESCAPE = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")
_NAMED = {**dict.fromkeys("ntrNLPfv", " "), **dict.fromkeys("0abe", ""), "_": "\u00a0"}
_UNSAFE_START = tuple("-?:,[]{}#&*!|>'\"%@`=~<")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "~"})


def body_start(text: str) -> int:
    """Where the body begins; 0 if there is no header, or none that ends within 64 Ki characters."""
    head = _HEADER.match(text)
    foot = _FOOTERS[head[1]].search(text, head.end(), _LONGEST) if head else None
    return foot.end() if foot else 0


def is_headed(text: str) -> bool:
    """Whether a YAML header leads ``text``: between its marks, each line is an entry, goes on with one, or is blank."""
    stop = body_start(text)
    lines = text[:stop].splitlines()[1:-1] if text.startswith("---") else []
    return any(map(_ENTRY.match, lines)) and all(map(_HEADED.match, lines))


def front_matter(text: str) -> tuple[int, list[Block], dict[str, str]]:
    """Where the body begins, the blocks of the header, and what it says of the article. 0 if there is no header.

    A header in TOML (``+++``) is found and left alone.
    """
    stop = body_start(text)
    blocks: list[Block] = []
    meta: dict[str, str] = {}
    if not text.startswith("---"):
        return stop, blocks, meta
    lines = (Span(*match.span()) for match in _LINE.finditer(text, 0, stop) if match.end() > match.start())
    waiting = list(reversed(list(lines)))
    while waiting:
        line = waiting.pop()
        entry = _ENTRY.match(text, line.start, line.end)
        if entry is None:
            continue
        key = entry[1].lower()
        value = strip(text, Span(entry.end(), line.end))
        inside: list[Span] = []
        while waiting and _is_inside(text, waiting[-1]):
            inside.append(waiting.pop())
        if key in _KINDS and _BLOCK_SCALAR.match(value.of(text)):
            blocks += _scalar_blocks(text, inside, _KINDS[key], folded=text[value.start] == ">")
        elif not any(row.of(text).strip() for row in inside) and (found := _scalar(text, value)) is not None:
            if key in _KINDS and len(found[0]):
                blocks.append(Block(_KINDS[key], *found))
            if key in {*_META, "title"}:
                meta.setdefault(_META.get(key, key), _plain(text, *found))
    return stop, blocks, meta


def _is_inside(text: str, line: Span) -> bool:
    """Whether a line is indented or blank, so that it continues the value above."""
    return text[line.start] in " \t\r\n"


def _plain(text: str, span: Span, codes: tuple[Code, ...]) -> str:
    out, done = list[str](), span.start
    for code in codes:
        out += (text[done : code.span.start], code.text)
        done = code.span.end
    return "".join([*out, text[done : span.end]])


def _scalar(text: str, value: Span) -> tuple[Span, tuple[Code, ...]] | None:
    """The words of a one-line scalar without its quotes; None if it is a list, an anchor or goes on."""
    raw = value.of(text)
    if raw[:1] == '"':
        end = re.compile(r'"((?:[^"\\]|\\.)*)"').match(raw)
        pattern: re.Pattern[str] = _ESCAPE
        meaning: Callable[[str], str] = _unescaped
    elif raw[:1] == "'":
        end = re.compile(r"'((?:[^']|'')*)'").match(raw)
        pattern, meaning = re.compile("''"), lambda _: "'"
    elif raw[:1] in set("[]{}&*!|>%@`,#"):
        return None
    else:
        comment = re.search(r"[ \t]#", raw)
        return Span(value.start, value.start + len(raw[: comment.start() if comment else len(raw)].rstrip())), ()
    if end is None or (raw[end.end() :].strip() and not raw[end.end() :].lstrip().startswith("#")):
        return None
    inner = Span(value.start + 1, value.start + 1 + len(end[1]))
    trimmed = strip(text, inner)
    matches = pattern.finditer(text, inner.start, inner.end)
    codes = (Code(Span(*match.span()), Role.CHAR, text=meaning(match[0])) for match in matches)
    return trimmed, tuple(code for code in codes if trimmed.covers(code.span))


def _unescaped(raw: str) -> str:
    if raw[1] in "xuU":
        try:
            char = chr(int(raw[2:], 16))
        except ValueError:
            return ""
        return " " if char in "\n\r" else "" if "\ud800" <= char <= "\udfff" or char < " " else char
    return _NAMED.get(raw[1], raw[1])


def _scalar_blocks(text: str, lines: list[Span], kind: Kind, *, folded: bool) -> Iterator[Block]:
    """The lines of a block scalar; of a folded one its paragraphs, whose inner line ends are spaces."""
    run: list[Span] = []
    for line in [*(strip(text, line) for line in lines), Span(0, 0)]:
        if run and not (folded and len(line)):
            codes = tuple(Code(Span(one.end, two.start), Role.CHAR, text=" ") for one, two in pairwise(run))
            yield Block(kind, Span(run[0].start, run[-1].end), codes)
            run = []
        if len(line):
            run.append(line)


def quote(words: str, place: str) -> str:
    """``words`` inside quotes of the kind ``place``: ``\"``, ``'`` or "" for none."""
    if place == '"':
        return json.dumps(words, ensure_ascii=False)[1:-1]
    return words.replace("'", "''") if place == "'" else words


def seal(value: str) -> str:
    """A plain value as YAML reads it back: in double quotes if it would mean something else without them."""
    risky = (
        value.startswith(_UNSAFE_START)
        or re.search(r":(?:\s|$)|\s#|[\x00-\x1f\x7f]", value)
        or value.lower() in _WORDS
        or re.fullmatch(r"[-+.\d][\d_.,:eExXabcdfABCDF+-]*(?:[ T][\d:.Z+-]*)?", value)
    )
    return json.dumps(value, ensure_ascii=False) if risky else value

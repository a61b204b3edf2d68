"""The YAML header of a Markdown file: the values that readers see, in the quotes they stand in.

No YAML parser: only ``key: value`` at the margin is looked at, so that what is not understood stays untouched.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from mtkit.formats.text import strip
from mtkit.text import Block, Code, Kind, Role, Span

__all__ = ["front_matter", "quote", "seal"]

_HEADER = re.compile(r"---[ \t]*(?:\r\n|\n|\r)")
_FOOTER = re.compile(r"(?:^|(?<=\n)|(?<=\r))(?:---|\.\.\.)[ \t]*(?=\r|\n|\Z)")
_OTHER = re.compile(r"\+\+\+[ \t]*(?:\r\n|\n|\r)(?:.*(?:\r\n|\n|\r))*?\+\+\+[ \t]*(?=\r|\n|\Z)")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_ENTRY = re.compile(r"([A-Za-z_][\w.-]*)[ \t]*:[ \t]+(?=\S)")
_BLOCK_SCALAR = re.compile(r"[|>][0-9+-]{0,2}[ \t]*(?:#.*)?$")
_KINDS = {
    "title": Kind.HEADLINE, "headline": Kind.HEADLINE, "subtitle": Kind.STANDFIRST, "standfirst": Kind.STANDFIRST,
    "summary": Kind.STANDFIRST, "description": Kind.META, "excerpt": Kind.STANDFIRST, "lead": Kind.STANDFIRST,
    "abstract": Kind.STANDFIRST, "caption": Kind.CAPTION, "image_caption": Kind.CAPTION, "image_alt": Kind.META, "alt": Kind.META,
}  # fmt: skip
_META = {"date": "date", "published": "date", "pubdate": "date", "author": "author", "byline": "author", "lang": "lang"}
_ESCAPE = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")
_NAMED = {"n": " ", "t": " ", "r": " ", "N": " ", "_": "\u00a0", "L": " ", "P": " ", "0": "", "a": "", "b": "", "e": "", "f": " ", "v": " "}  # fmt: skip
_UNSAFE_START = tuple("-?:,[]{}#&*!|>'\"%@`=~<")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "~"})


def front_matter(text: str) -> tuple[int, list[Block], dict[str, str]]:
    """Where the body begins, the blocks of the header, and what it says of the article. 0 if there is no header."""
    head = _HEADER.match(text)
    if head is None:
        other = _OTHER.match(text) if text.startswith("+++") else None
        return (other.end() if other else 0), [], {}
    foot = _FOOTER.search(text, head.end())
    if foot is None:
        return 0, [], {}
    blocks: list[Block] = []
    meta: dict[str, str] = {}
    at = head.end()
    while at < foot.start():
        line = _LINE.match(text, at)
        entry = _ENTRY.match(text, at, foot.start())
        after = line.end() if line else foot.start()
        if entry is None or line is None:
            at = after
            continue
        key = entry[1].lower()
        value = strip(text, Span(entry.end(), len(text[:after].rstrip("\r\n")) if after < 1 << 16 else after))
        if _BLOCK_SCALAR.match(value.of(text)):
            end = _scalar_end(text, after, foot.start())
            if key in _KINDS and value.of(text)[0] == ">":
                blocks += _folded(text, Span(after, end), _KINDS[key])
            elif key in _KINDS:
                blocks += [Block(_KINDS[key], line) for line in _lines(text, Span(after, end))]
            at = end
            continue
        found = _scalar(text, value)
        if found is not None and key in _KINDS:
            blocks.append(Block(_KINDS[key], *found))
        if found is not None and key in {*_META, "title"}:
            meta.setdefault(_META.get(key, key), _plain(text, *found))
        at = after
    return foot.end(), [block for block in blocks if len(block.span)], meta


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
        pattern, meaning = _ESCAPE, _unescaped
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
    codes = [Code(Span(*found.span()), Role.CHAR, text=meaning(found[0])) for found in pattern.finditer(text, inner.start, inner.end)]  # fmt: skip
    return strip(text, inner), tuple(code for code in codes if strip(text, inner).covers(code.span))


def _unescaped(raw: str) -> str:
    if raw[1] in "xuU":
        try:
            char = chr(int(raw[2:], 16))
        except ValueError:
            return ""
        return " " if char in "\n\r" else "" if "\ud800" <= char <= "\udfff" or char < " " else char
    return _NAMED.get(raw[1], raw[1])


def _scalar_end(text: str, at: int, end: int) -> int:
    """Where the indented lines of a block scalar end."""
    while at < end:
        line = _LINE.match(text, at)
        if line is None or (line[0].strip() and line[0][0] not in " \t"):
            break
        at = max(line.end(), at + 1)
    return min(at, end)


def _lines(text: str, span: Span) -> Iterator[Span]:
    for match in re.compile(r"[^\r\n]+").finditer(text, span.start, span.end):
        line = strip(text, Span(*match.span()))
        if len(line):
            yield line


def _folded(text: str, span: Span, kind: Kind) -> Iterator[Block]:
    """The paragraphs of a folded scalar; its inner line ends are spaces."""
    run: list[Span] = []
    for line in [*_lines(text, span), Span(span.end, span.end)]:
        if run and (not len(line) or re.search(r"(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)", text[run[-1].end : line.start])):
            joints = zip(run, run[1:], strict=False)
            codes = tuple(Code(Span(one.end, two.start), Role.CHAR, text=" ") for one, two in joints)
            yield Block(kind, Span(run[0].start, run[-1].end), codes)
            run = []
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

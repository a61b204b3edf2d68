"""Translated text back into the runs of a Word file.

In a rendered block, pieces of translation stand between the raw markup of its codes: text without a run around it, and
runs inside runs. ``flat`` makes of that what Word reads: each stretch of text in a run of the look that the innermost
code around it has, or of the block's own; wrappers closed where they were opened. Whatever order the codes are in, the
result is well-formed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from mtkit.formats.docx_atoms import MARKS, WRAPPERS
from mtkit.formats.docx_lang import tag_of
from mtkit.formats.docx_package import Part, parts
from mtkit.formats.docx_package import Role as PartRole
from mtkit.formats.docx_scan import Sort, Token, attribute, partners, prefix_of, scan
from mtkit.text import Code, Role

__all__ = ["closed_with", "escape", "flat"]

_ESCAPES: dict[str, str | int | None] = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_HYPHEN = "\u2011"


def escape(text: str, codes: tuple[Code, ...], source: str) -> str:
    """``text`` as XML; a hyphen that does not break is spelled as in the source, where ``codes`` has one."""
    plain = _NO_XML.sub("", text).translate(str.maketrans(_ESCAPES))
    hyphen = next((code for code in codes if code.role is Role.CHAR and code.text == _HYPHEN), None)
    return plain.replace(_HYPHEN, hyphen.span.of(source)) if hyphen is not None else plain


def flat(rendered: str, base: Callable[[], str], prefix: str) -> str:
    """``rendered``, the inside of a paragraph, as runs. ``base`` gives the start of a run of the block's own look."""
    return _Flattener(rendered, base, prefix).write()


def closed_with(line: str, written: str, lang: str) -> str:
    """``written`` with ``line`` as the last paragraph of the article, before the properties of its last section."""
    for part in parts(written):
        prefix = prefix_of(written, part.start, part.end)
        if part.role is not PartRole.BODY or prefix is None:
            continue
        at = _end_of_body(written, part, prefix)
        tag, slot = tag_of(lang)
        properties = f'<{prefix}rPr><{prefix}lang {prefix}{slot}="{tag}"/></{prefix}rPr>' if prefix else ""
        text = f'<{prefix}t xml:space="preserve">{escape(line, (), "")}</{prefix}t>'
        paragraph = f"<{prefix}p><{prefix}r>{properties}{text}</{prefix}r></{prefix}p>"
        return written[:at] + paragraph + written[at:]
    return written


def _end_of_body(written: str, part: Part, prefix: str) -> int:
    """Where the last paragraph of the body ends."""
    depth, at = 0, part.start
    for token in scan(written, part.start, part.end):
        if token.sort is Sort.CLOSE:
            depth -= 1
            if depth == 1 and token.name == f"{prefix}body":
                return at if at > part.start else token.start
            if depth == 2 and token.name != f"{prefix}sectPr":
                at = token.end
        elif token.sort in (Sort.OPEN, Sort.EMPTY):
            if depth == 2 and token.sort is Sort.EMPTY and token.name != f"{prefix}sectPr":
                at = token.end
            if token.sort is Sort.OPEN:
                depth += 1
                at = token.end if depth == 2 else at
    return at


@dataclass(eq=False, slots=True)
class _Frame:
    """What is open: a run, of which ``raw`` is the start; or a wrapper called ``name``: text in it is in base runs."""

    raw: str | None = None
    name: str = ""


class _Flattener:
    def __init__(self, text: str, base: Callable[[], str], prefix: str) -> None:
        self.text, self.prefix = text, prefix
        self.tokens = list(scan(text))
        self.partner = partners(self.tokens)
        self.base = base
        self.stack = [_Frame()]
        self.written: _Frame | None = None  # the run that is open in the output
        self.letters: list[str] = []
        self.tag = ""
        self.inside = False  # in a w:t of the source
        self.out: list[str] = []

    def write(self) -> str:
        at = 0
        while at < len(self.tokens):
            at = self.take(at)
        self.end_run()
        while len(self.stack) > 1:
            self.close_wrapper(self.stack[-1].name)
        return "".join(self.out)

    def take(self, at: int) -> int:
        """One token or element; the index of the next."""
        token = self.tokens[at]
        raw = self.text[token.start : token.end]
        name = self.local(token)
        if token.sort in (Sort.TEXT, Sort.CDATA):
            if self.inside or raw.strip(" \t\r\n") or not ("\n" in raw or "\r" in raw):
                self.start_run()
                self.letters.append(raw)
        elif token.sort is Sort.OTHER:
            pass
        elif name == "r":
            return self.run(at)
        elif name == "t":
            self.t(token, raw)
        elif name in WRAPPERS and token.sort is not Sort.EMPTY:
            if token.sort is Sort.OPEN:
                self.end_run()
                self.out.append(raw)
                self.stack.append(_Frame(name=token.name))
            else:
                self.close_wrapper(token.name)
        elif token.sort is Sort.CLOSE:  # of what was dropped with its start
            pass
        else:
            last = self.partner[at]
            self.copy(name, self.text[token.start : self.tokens[last].end])
            return last + 1
        return at + 1

    def local(self, token: Token) -> str:
        plain = token.name.rpartition(":")[2]
        if plain in {"oMath", "oMathPara"}:
            return plain
        return token.name[len(self.prefix) :] if token.name.startswith(self.prefix) else f"?{token.name}"

    def run(self, at: int) -> int:
        """The start of a run with its properties, or its end."""
        token = self.tokens[at]
        if token.sort is Sort.CLOSE:
            if not self.stack[-1].name and len(self.stack) > 1:
                self.stack.pop()
            return at + 1
        if token.sort is Sort.EMPTY:
            return at + 1
        last = at
        inner = at + 1
        if inner < len(self.tokens) and self.local(self.tokens[inner]) == "rPr":
            last = self.partner[inner]
        self.stack.append(_Frame(self.text[token.start : self.tokens[last].end]))
        return last + 1

    def t(self, token: Token, raw: str) -> None:
        if token.sort is Sort.OPEN:
            self.end_t()
            self.tag, self.inside = raw, True
        elif token.sort is Sort.CLOSE:
            self.end_t()

    def copy(self, name: str, raw: str) -> None:
        """Something that stays as it is, between runs or in one."""
        if name in MARKS:
            self.end_run()
        else:
            self.end_t()
            self.start_run()
        self.out.append(raw)

    def start_run(self) -> None:
        """See to it that the run that is being written is the innermost one that is open."""
        frame = self.stack[-1]
        if self.written is not frame:
            inside, tag = self.inside, self.tag
            self.end_run()
            self.inside, self.tag = inside, tag
            self.out.append(self.base() if frame.raw is None else frame.raw)
            self.written = frame

    def end_run(self) -> None:
        self.end_t()
        if self.written is not None:
            self.out.append(f"</{self.prefix}r>")
            self.written = None

    def end_t(self) -> None:
        """Write the characters in hand. White space at their ends counts."""
        said = "".join(self.letters)
        if said:
            tag = self.tag or f"<{self.prefix}t>"
            if said != said.strip(" \t\r\n") and attribute(tag, "xml:space") != "preserve":
                tag = f'<{self.prefix}t xml:space="preserve">'
            self.out.append(f"{tag}{said}</{self.prefix}t>")
        self.letters, self.tag, self.inside = [], "", False

    def close_wrapper(self, name: str) -> None:
        """Close what is open up to the innermost wrapper of that name; a run, if there is no name."""
        if name and all(frame.name != name for frame in self.stack):
            return
        self.end_run()
        while len(self.stack) > 1:
            frame = self.stack.pop()
            if frame.name:
                self.out.append(f"</{frame.name}>")
            if frame.name == name:
                return

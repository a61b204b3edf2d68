"""Where the inline markup of Markdown stands.

markdown-it-py finds out what is emphasis, a link or plain text; it does not say where. Its inline parser is run here
with a state that notes the position at which each token was made, so that its rules decide and nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from mtkit.formats.text import joint
from mtkit.text import Code, Role, Span

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.parser_inline import ParserInline
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

__all__ = ["Inline", "apart", "engine", "inline_codes"]

_HTML_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")
_HTML_VOID = frozenset({"area", "br", "col", "hr", "img", "input", "wbr"})
_FOOTNOTE = re.compile(r"\[\^[^\]\s\[]{1,60}\]")
_WIDTHS = {
    "em_open": (0, 1), "em_close": (0, 1), "strong_open": (-1, 1), "strong_close": (0, 2), "s_open": (0, 2),
    "s_close": (0, 2),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Inline:
    """The codes of one stretch of inline content, offsets within it; and the alternative texts of its images."""

    codes: tuple[Code, ...]
    images: Mapping[Span, Span]


@cache
def engine() -> MarkdownIt:
    """CommonMark with the tables and the strikethrough of GFM; blocks only, inline content is left to ``parse``."""
    from markdown_it import MarkdownIt

    md = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    md.inline = _placing_parser()
    md.inline.ruler.enable(["strikethrough"])
    md.core.ruler.disable(["inline", "text_join"])
    reference = next(rule.fn for rule in md.block.ruler.__rules__ if rule.name == "reference")

    def no_footnote(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
        # "[^1]: 词" is a footnote, not the definition of a link to 词
        if state.src.startswith("[^", state.bMarks[start] + state.tShift[start]):
            return False
        return reference(state, start, end, silent)

    md.block.ruler.at("reference", no_footnote)
    return md


def _placing_parser() -> ParserInline:
    from markdown_it.parser_inline import ParserInline as Base
    from markdown_it.rules_inline import StateInline as BaseState

    class PlacingState(BaseState):
        """Notes where the parser stands when it makes a token."""

        def push(self, ttype: str, tag: str, nesting: Any) -> Token:
            token = super().push(ttype, tag, nesting)
            token.meta = {"at": self.pos}
            return token

    class Placing(Base):
        """The base class's loop; after each rule that took something, its tokens learn where they end."""

        def tokenize(self, state: StateInline) -> None:
            rules = self.ruler.getRules("")
            nesting, silent = state.md.options["maxNesting"], False
            while state.pos < state.posMax:
                begin, count = state.pos, len(state.tokens)
                if state.level < nesting and any(rule(state, silent) for rule in rules):
                    _note(state.tokens[count:], begin, state.pos)
                else:
                    state.append_pending(state.src[state.pos])
                    state.pos += 1
            if state.pending:
                state.pushPending()

        def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
            state = PlacingState(src, md, env, tokens)
            self.tokenize(state)
            for rule in self.ruler2.getRules(""):
                if rule.__name__ != "fragments_join":
                    rule(state)
            return state.tokens

    return Placing()


def _note(tokens: Sequence[Token], begin: int, end: int) -> None:
    """Each token that one rule made gets its end; delimiters made at once follow each other."""
    at = begin
    for token in tokens:
        if "at" not in token.meta or "end" in token.meta:
            continue
        if token.type == "text":
            token.meta["at"] = at
            at += len(token.content)
            token.meta["end"] = at
        else:
            token.meta["end"] = end


def inline_codes(content: str, env: dict[str, Any]) -> Inline:
    """The codes in ``content``; ``env`` holds the document's link references."""
    md = engine()
    found: list[Code] = []
    images: dict[Span, Span] = {}
    for token in md.inline.parse(content, md, env, []):
        code = _code(token, content) if "at" in token.meta and token.markup != "autolink" else None
        if code is not None and len(code.span):
            found.append(code)
            if token.type == "image":
                images[code.span] = Span(code.span.start + 2, code.span.start + 2 + len(token.content))
    if "[^" in content:
        found += [Code(Span(*match.span()), Role.EMPTY) for match in _FOOTNOTE.finditer(content)]
    codes = list(apart(sorted(found, key=lambda code: code.span)))
    return Inline(tuple(_joined(_paired(codes, content), content)), images)


def _code(token: Token, content: str) -> Code | None:
    at, end = token.meta["at"], token.meta.get("end", token.meta["at"])
    kind = token.type
    if kind in _WIDTHS:
        before, after = _WIDTHS[kind]
        return Code(Span(at + before, at + after), Role.OPEN if kind.endswith("open") else Role.CLOSE)
    if kind == "link_open":
        return Code(Span(at - 1, at), Role.OPEN)
    if kind == "link_close":
        return Code(Span(at, end), Role.CLOSE)
    if kind == "code_inline":
        return Code(Span(at, end), Role.EMPTY, text=token.content)
    if kind == "image":
        return Code(Span(at, end), Role.EMPTY)
    if kind == "html_inline":
        name = _HTML_NAME.match(token.content)
        tag = name[1].lower() if name else ""
        alone = not tag or tag in _HTML_VOID or token.content.endswith("/>")
        role = Role.EMPTY if alone else Role.CLOSE if token.content.startswith("</") else Role.OPEN
        return Code(Span(at, end), role, text="\n" if tag == "br" else "")
    if kind in {"softbreak", "hardbreak"}:
        while at and content[at - 1] in " \t":
            at -= 1
        return Code(Span(at, end), Role.CHAR if kind == "softbreak" else Role.EMPTY, text="\n")
    if kind == "text_special" and token.content != token.markup:
        said = token.content if not token.content.isspace() or token.content == "\u00a0" else " "
        return Code(Span(at, end), Role.CHAR, text=said)
    return None


def apart(codes: Iterable[Code]) -> Iterator[Code]:
    """``codes`` in order, without those that are empty or overlap one before."""
    done = 0
    for code in codes:
        if done <= code.span.start < code.span.end:
            yield code
            done = code.span.end


def _paired(codes: Sequence[Code], content: str) -> Iterator[Code]:
    """``codes`` with numbers; halves without a partner, and crossing pairs, stand alone."""
    stack: list[int] = []
    partner: dict[int, int] = {}
    names = [_partner_name(code.span.of(content)) for code in codes]
    for at, code in enumerate(codes):
        if code.role is Role.OPEN:
            stack.append(at)
        elif code.role is Role.CLOSE and any(names[opener] == names[at] for opener in stack[-40:]):
            while True:
                opener = stack.pop()
                if names[opener] == names[at]:
                    break
            partner[opener], partner[at] = at, opener
    number = 0
    numbers: dict[int, int] = {}
    for at, code in enumerate(codes):
        if code.role is Role.CHAR:
            yield code
        elif code.role is Role.CLOSE and at in partner:
            yield replace(code, number=numbers[partner[at]])
        else:
            number += 1
            numbers[at] = number
            yield replace(code, number=number, role=code.role if at in partner else Role.EMPTY)


def _partner_name(raw: str) -> str:
    """What the two halves of a pair have in common."""
    if raw[0] == "<":
        name = _HTML_NAME.match(raw)
        return name[1].lower() if name else raw
    return "[" if raw[0] in "[]" else raw


def _joined(codes: Iterator[Code], content: str) -> Iterator[Code]:
    """Soft line breaks with what they mean between the characters around them."""
    listed = list(codes)
    for at, code in enumerate(listed):
        if code.role is Role.CHAR and code.text == "\n":
            code = replace(code, text=joint(_beside(listed, content, at, -1), _beside(listed, content, at, 1)))
        yield code


def _beside(codes: Sequence[Code], content: str, at: int, step: int) -> str:
    """The nearest character shown before (-1) or after (1) a code; "" at the edge."""
    edge = codes[at].span.start if step < 0 else codes[at].span.end
    index = at + step
    while 0 <= index < len(codes) and (codes[index].span.end if step < 0 else codes[index].span.start) == edge:
        if codes[index].text:
            return codes[index].text[-1] if step < 0 else codes[index].text[0]
        edge = codes[index].span.start if step < 0 else codes[index].span.end
        index += step
    return content[edge - 1 : edge] if step < 0 else content[edge : edge + 1]

"""Inline codes as a tree: pairs that enclose text and other codes, and codes that stand alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mtkit.mask import Code, Placed
from mtkit.text import Span

__all__ = ["Node", "is_nested", "loose", "nested"]


@dataclass(frozen=True, slots=True)
class Node:
    """A pair (``span`` is what it encloses) or a code that stands alone (``span`` is empty, ``single``).

    Of a pair that another sentence begins or ends, ``opening`` or ``closing`` is None: it reaches to that end of the
    text.
    """

    span: Span
    opening: Code | None
    closing: Code | None
    single: bool = False
    inner: tuple[Node, ...] = ()


@dataclass(slots=True)
class _Open:
    start: int
    code: Code | None
    inner: list[Node]


def nested(codes: Sequence[Placed], length: int) -> tuple[Node, ...] | None:
    """The tree of ``codes``, which are in the order of a text of ``length``; None where pairs cross each other."""
    labels = [place.what.form for place in codes]
    stack = [_Open(0, None, [])]
    for place, label in zip(codes, labels, strict=True):
        at, code = place.span.start, place.what
        if not isinstance(code, Code):
            continue
        if label.endswith("/}"):
            stack[-1].inner.append(Node(Span(at, at), code, None, single=True))
        elif not label.startswith("{/"):
            stack.append(_Open(at, code, []))
        else:
            opener = "{" + label[2:]
            if not any(one.code is not None and one.code.form == opener for one in stack):
                if len(stack) > 1 or opener in labels:
                    return None
                # begun in a sentence before: it encloses all that was
                stack[0].inner = [Node(Span(0, at), None, code, inner=tuple(stack[0].inner))]
            elif stack[-1].code is not None and stack[-1].code.form == opener:
                done = stack.pop()
                stack[-1].inner.append(Node(Span(done.start, at), done.code, code, inner=tuple(done.inner)))
            else:
                return None
    while len(stack) > 1:  # ended in a sentence after
        done = stack.pop()
        stack[-1].inner.append(Node(Span(done.start, length), done.code, None, inner=tuple(done.inner)))
    return tuple(stack[0].inner)


def is_nested(placed: Sequence[Placed], length: int) -> bool:
    """Whether the codes among ``placed`` open before they close, and do not cross."""
    return nested([place for place in placed if place.is_code], length) is not None


def loose(placed: Sequence[Placed]) -> tuple[str, ...]:
    """The codes whose other half is in another sentence: in another order they would cross each other there."""
    labels = [place.what.form for place in placed if place.is_code and not place.what.form.endswith("/}")]
    halves = {label: "{" + label[2:] if label.startswith("{/") else "{/" + label[1:] for label in labels}
    return tuple(label for label in labels if halves[label] not in halves)

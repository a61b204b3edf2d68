"""Which part of a saved web page is the article.

A small method of this project's own. If the page says it (``itemprop="articleBody"``, ``<article>``, ``<main>``,
``role="main"``), the marked element with most plain text is taken. Else every paragraph gives its length, less twice
the length of its links, to the element that holds it and half of it to the one above; the element with the highest
sum wins, and its parent instead if a sibling holds nearly as much (an article cut in two by an advertisement). From
the winner, navigation, forms, asides, footers and elements whose class or id says so (share, related, comments ...)
are taken out again, unless they hold most of it. The headline and what stands between it and the article come back
in. A fragment without ``<body>`` and a page with fewer than four runs of text are taken whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

__all__ = ["Measure", "Node", "select"]

_JUNK_TAGS = frozenset({"nav", "aside", "footer", "form", "dialog", "menu", "select", "button", "datalist"})
_JUNK_ROLES = frozenset({"navigation", "contentinfo", "complementary", "search", "menu", "menubar", "alert", "dialog"})
_JUNK_WORDS = frozenset([
    "nav", "navbar", "navigation", "menu", "submenu", "breadcrumb", "breadcrumbs", "crumbs", "share", "sharing",
    "sharebar", "social", "follow", "related", "relate", "recommend", "recommended", "recommendation",
    "recommendations", "comment", "comments", "disqus", "reply", "newsletter", "subscribe", "subscription", "signup",
    "cookie", "cookies", "consent", "gdpr", "advert", "adverts", "advertisement", "ads", "adsbygoogle",
    "advertising", "sponsor", "sponsored", "promo", "sidebar", "widget", "footer", "foot", "copyright", "tags",
    "taglist", "pagination", "pager", "toolbar", "tools", "popup", "modal", "login", "search", "skip", "outbrain",
    "taboola", "ranking", "mostread", "popular", "trending", "topbar", "masthead", "hidden", "qrcode", "statement",
    "disclaimer", "bottom", "hotnews",
])  # fmt: skip
_WORD = re.compile("[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[^\\W\\d_A-Za-z]+")
_PARAGRAPHS = frozenset({"p", "li", "blockquote", "dd", "pre", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(slots=True)
class Node:
    """One block-level element while a page is read; ``parent`` is an index, -1 for the root's."""

    tag: str
    parent: int
    kind: str = ""
    skip: bool = False
    role: str = ""
    itemprop: str = ""
    labels: str = ""
    hidden: bool = False
    words: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.words = frozenset(word.lower() for word in _WORD.findall(self.labels))


@dataclass(frozen=True, slots=True)
class Measure:
    """One run of text: the element it stands in, its visible characters, and how many of them are links."""

    node: int
    length: int
    linked: int


def select(nodes: Sequence[Node], runs: Sequence[Measure]) -> tuple[list[bool], list[bool]]:
    """For each run and for each element, whether it belongs to the article. ``nodes`` come parents first."""
    tags = {node.tag for node in nodes}
    whole = not tags & {"html", "body", "article", "main"} or len(runs) < 4
    total, linked = _sums(nodes, runs)
    root = 0 if whole else _winner(nodes, runs, total, linked)
    junk = [False] * len(nodes)
    inside = [False] * len(nodes)
    for at, node in enumerate(nodes):
        above = node.parent
        inside[at] = at == root or (above >= 0 and inside[above])
        if not whole:
            share = total[at] / max(1, total[root]) if inside[at] else 0.0
            mostly_links = linked[at] * 2 > total[at]
            junk[at] = (above >= 0 and junk[above]) or (at != root and _is_junk(node, share, mostly_links=mostly_links))
    chosen = [inside[run.node] and not junk[run.node] for run in runs]
    if not whole:
        _with_head(nodes, runs, chosen, junk)
    return chosen, [within and not out for within, out in zip(inside, junk, strict=True)]


def _sums(nodes: Sequence[Node], runs: Sequence[Measure]) -> tuple[list[int], list[int]]:
    """Visible and linked characters of each element, its descendants included."""
    total, linked = [0] * len(nodes), [0] * len(nodes)
    for run in runs:
        total[run.node] += run.length
        linked[run.node] += run.linked
    for at in range(len(nodes) - 1, 0, -1):
        above = nodes[at].parent
        if above >= 0:
            total[above] += total[at]
            linked[above] += linked[at]
    return total, linked


def _winner(nodes: Sequence[Node], runs: Sequence[Measure], total: list[int], linked: list[int]) -> int:
    page = total[0]
    tests: tuple[Callable[[Node], bool], ...] = (
        lambda node: node.itemprop == "articlebody",
        lambda node: node.tag == "article",
        lambda node: node.tag == "main" or node.role == "main",
    )
    for test in tests:
        marked = [at for at, node in enumerate(nodes) if test(node) and total[at]]
        best = max(marked, key=lambda at: total[at] - 2 * linked[at], default=0)
        rivals = sum(1 for at in marked if at != best and total[at] * 2 > total[best])
        if best and rivals < 2 and (total[best] - linked[best]) * 5 >= page - linked[0]:
            return best
    return _densest(nodes, runs)


def _densest(nodes: Sequence[Node], runs: Sequence[Measure]) -> int:
    score = [0.0] * len(nodes)
    for run in runs:
        node = nodes[run.node]
        if any(word in _JUNK_WORDS for word in node.words) or node.tag in {"title", "head"}:
            continue
        worth = run.length - 2 * run.linked
        holder = node.parent if node.tag in _PARAGRAPHS and node.parent >= 0 else run.node
        while nodes[holder].tag in {"ul", "ol", "dl", "blockquote", "figure"} and nodes[holder].parent >= 0:
            holder = nodes[holder].parent
        if worth > 0:
            score[holder] += worth
            if nodes[holder].parent >= 0:
                score[nodes[holder].parent] += worth / 2
    best = max(range(len(nodes)), key=lambda at: score[at], default=0)
    above = nodes[best].parent
    while above > 0 and nodes[above].tag != "body":
        siblings = (at for at, node in enumerate(nodes) if node.parent == above and at != best)
        if not any(score[at] * 5 > score[best] * 2 for at in siblings):
            break
        best, above = above, nodes[above].parent
    return best


def _is_junk(node: Node, share: float, *, mostly_links: bool) -> bool:
    """Whether an element is no part of the article. ``share``: how much of the article's text it holds."""
    if node.hidden or node.tag in _JUNK_TAGS or node.role in _JUNK_ROLES:
        return True
    if node.tag in {"html", "body", "main", "article"} or not node.words & _JUNK_WORDS:
        return False
    return share < 0.3 or mostly_links


def _with_head(nodes: Sequence[Node], runs: Sequence[Measure], chosen: list[bool], junk: list[bool]) -> None:
    """Bring back the last ``<h1>`` before the article, unless the article has one, and what stands between them."""
    first = next((at for at, taken in enumerate(chosen) if taken), 0)
    if any(taken and nodes[run.node].tag == "h1" for run, taken in zip(runs, chosen, strict=True)):
        return
    heads = [at for at in range(first) if nodes[runs[at].node].tag == "h1" and not junk[runs[at].node]]
    if not heads:
        return
    for at in range(heads[-1], first):
        run = runs[at]
        told = nodes[run.node].kind in {"byline", "standfirst"}
        chosen[at] = not junk[run.node] and (told or run.linked * 2 <= run.length)

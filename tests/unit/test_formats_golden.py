"""Whole articles in the languages of the region, and what is read from them, line by line.

To renew the expected files after an intended change: ``python tests/unit/test_formats_golden.py``; then read the diff.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mtkit.formats import read, write
from mtkit.segment.document import segment_document, tiles
from mtkit.segment.interface import Sentence
from mtkit.text import Document, Kind, Span

HERE = Path(__file__).parent.parent / "golden" / "formats"
ARTICLES = sorted(p for p in HERE.iterdir() if p.suffix in {".html", ".md", ".txt"} and ".out." not in p.name)


class Splitter:
    """A small segmenter of the tests' own."""

    name = "test@1"
    _end = re.compile(r"(?:[.!?](?=\s)|[。！？။។])[”’\"]?\s*|\n+")

    def sentences(self, text: str) -> list[Sentence]:
        ends = [*(match.end() for match in self._end.finditer(text)), len(text)]
        return [Sentence(Span(a, b)) for a, b in zip([0, *ends], ends, strict=False) if b > a]


def load(path: Path) -> Document:
    return read(path, lang=path.name.split(".")[-2], id=path.name)


def dump(document: Document) -> str:
    """Meta, then skipped blocks and segments in the order of the file."""
    lines = [f"# {key}: {value}" for key, value in sorted(document.meta.items())]
    skipped = [block.span for block in document.blocks if block.kind is Kind.SKIP]
    entries = [(span, "skip", span.of(document.text)) for span in skipped]
    entries += [(s.span, f"{s.kind} {s.id}", s.text) for s in segment_document(document, Splitter())]
    lines += [f"{name}\t{text!r}" for _, name, text in sorted(entries)]
    return "\n".join(lines) + "\n"


def marked(document: Document) -> bytes:
    """The article with every segment in corner brackets, labels kept: what merging does, without a language."""
    segments = segment_document(document, Splitter())
    return write(document, {s.id: f"‹{s.text}›" for s in segments}, segments, lang=document.lang)


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.name)
def test_the_article_is_read_as_expected(path):
    document = load(path)
    assert dump(document) == path.with_name(path.name + ".expected").read_text(encoding="utf-8")
    spans = [span for _, _, span in tiles(document, segment_document(document, Splitter()))]
    assert "".join(span.of(document.text) for span in spans) == document.text


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.name)
def test_the_article_is_written_as_expected(path):
    document = load(path)
    assert marked(document) == path.with_name(f"{path.stem}.out{path.suffix}").read_bytes()
    segments = segment_document(document, Splitter())
    assert write(document, {s.id: s.text for s in segments}, segments, lang=document.lang) == path.read_bytes()


if __name__ == "__main__":
    for article in ARTICLES:
        read_again = load(article)
        article.with_name(article.name + ".expected").write_text(dump(read_again), encoding="utf-8")
        article.with_name(f"{article.stem}.out{article.suffix}").write_bytes(marked(read_again))

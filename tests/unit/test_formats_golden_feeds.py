"""Subtitles, JSON and feeds as they come from studios and content management systems, in the region's languages.

To renew the expected files after an intended change: ``python tests/unit/test_formats_golden_feeds.py``; then read
the diff.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from mtkit.formats import read, write
from mtkit.pipeline import segments_of
from mtkit.text import Document

HERE = Path(__file__).parent.parent / "golden" / "feeds"
FILES = sorted(p for p in HERE.iterdir() if p.suffix != ".expected" and ".out." not in p.name)


def load(path: Path) -> Document:
    return read(path, lang=path.name.split(".")[-2], id=path.name)


def dump(document: Document) -> str:
    """Meta, then the segments in the order of the file, with their room where they have one."""
    lines = [f"# {key}: {value}" for key, value in sorted(document.meta.items())]
    for segment in segments_of(document):
        room = f" {segment.room.lines:g} lines {segment.room.seconds:g} s" if segment.room else ""
        lines.append(f"{segment.kind} {segment.id}{room}\t{segment.text!r}")
    return "\n".join(lines) + "\n"


def marked(document: Document) -> bytes:
    """The file with every segment in corner brackets, as one translated into English: labels of language change."""
    segments = segments_of(document)
    return write(document, {s.id: f"‹{s.text}›" for s in segments}, segments, lang="en")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_file_is_read_as_expected(path: Path) -> None:
    assert dump(load(path)) == path.with_name(path.name + ".expected").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_file_is_written_as_expected(path: Path) -> None:
    document = load(path)
    assert marked(document) == path.with_name(f"{path.stem}.out{path.suffix}").read_bytes()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_without_a_change_the_bytes_come_back(path: Path) -> None:
    document = load(path)
    segments = segments_of(document)
    assert len(segments) > 2
    for said in ({}, {s.id: s.text for s in segments}):
        assert write(document, said, segments, lang=document.lang) == path.read_bytes()


if __name__ == "__main__":
    for file in FILES:
        read_again = load(file)
        file.with_name(file.name + ".expected").write_text(dump(read_again), encoding="utf-8")
        file.with_name(f"{file.stem}.out{file.suffix}").write_bytes(marked(read_again))

"""Check two documents against each other, paragraph by paragraph or line by line, and single texts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from pathlib import Path

from mtkit import formats
from mtkit.check import Sample, check, check_together, kept, known, ordered
from mtkit.check.paragraphs import Bead, Paragraph, align
from mtkit.checking.finding import Finding
from mtkit.formats.decode import read_lines
from mtkit.formats.text import joint
from mtkit.glossary import Glossary
from mtkit.lang import Lang, Pair, lang
from mtkit.text import Document, Kind
from mtkit.unit import Issue, Severity

__all__ = ["check_documents", "check_lines", "check_text"]

_LINE_END = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_LABEL = re.compile(r"\{/?\d+/?\}")
_PARAGRAPH = 40.0  # English letters' worth from which a paragraph that is missing is no matter of layout


def check_lines(
    source: Path,
    target: Path,
    pair: Pair,
    glossary: Glossary | None,
    *,
    day: date,
    publisher: str = "",
    select: Collection[str] | None = None,
    ignore: Collection[str] = (),
) -> Iterator[Finding]:
    """What is wrong in a plain-text translation: line by line, or, where the number of lines differs, by paragraphs.

    Raises DocumentError for files that cannot be read.
    """
    known(select, ignore)
    sources, targets = read_lines(source, pair.source, ends=_LINE_END), read_lines(target, pair.target, ends=_LINE_END)
    if len(sources) != len(targets):
        before = formats.read(source, lang=pair.source, format="text")
        after = formats.read(target, lang=pair.target, format="text", id=str(target))
        yield from check_documents(
            before, after, glossary, day=day, publisher=publisher, select=select, ignore=ignore
        )  # fmt: skip
        return
    lines = [n for n, both in enumerate(zip(sources, targets, strict=True)) if any(text.strip() for text in both)]
    samples = [
        Sample(
            targets[n].strip(),
            lang(pair.target),
            sources[n].strip(),
            lang(pair.source),
            glossary=glossary,
            day=day,
            publisher=publisher,
        )
        for n in lines
    ]
    together = check_together(samples, select=select, ignore=ignore)
    for place, (n, sample) in enumerate(zip(lines, samples, strict=True)):
        for issue in ordered((*check(sample, select=select, ignore=ignore), *together.get(place, ()))):
            yield Finding(target.as_posix(), f"line-{n + 1}", issue, sources[n], targets[n], n + 1)


def check_documents(
    source: Document,
    target: Document,
    glossary: Glossary | None,
    *,
    day: date | None = None,
    publisher: str = "",
    select: Collection[str] | None = None,
    ignore: Collection[str] = (),
) -> Iterator[Finding]:
    """What is wrong in a translated article, paragraph by paragraph; the two may be of different formats.

    Where the number of paragraphs differs, those that belong together are sought; what has no counterpart is X03.
    Inline codes are not compared. ``day`` is by default that of the source.
    """
    from mtkit.pipeline import day_of

    known(select, ignore)
    day = day or day_of(source)
    before, after = (paragraphs_of(document, glossary, day) for document in (source, target))
    beads = align(before, after)
    pairs = [bead for bead in beads if bead.source and bead.target]
    samples = [
        Sample(
            _joined([after[n] for n in bead.target]),
            lang(target.lang),
            _joined([before[n] for n in bead.source]),
            lang(source.lang),
            kind=after[bead.target.start].kind,
            glossary=glossary,
            day=day,
            publisher=publisher,
        )
        for bead in pairs
    ]
    together = check_together(samples, select=select, ignore=ignore)
    counted = dict(zip((bead.target for bead in pairs), range(len(pairs)), strict=True))
    for bead in beads:
        place = counted.get(bead.target) if bead.source else None
        line = _line_at(after, bead)
        counts = kept(_uneven(bead, before, after), select, ignore)
        if place is None:
            own: tuple[Issue, ...] = ()
            texts = _joined([before[n] for n in bead.source]), _joined([after[n] for n in bead.target])
        else:
            sample = samples[place]
            own = (*check(sample, select=select, ignore=ignore), *together.get(place, ()))
            texts = sample.source or "", sample.target
        for issue in ordered((*own, *counts)):
            yield Finding(target.id, f"line-{line}", issue, *texts, line)


def check_text(
    document: Document,
    glossary: Glossary | None,
    *,
    day: date | None = None,
    publisher: str = "",
    select: Collection[str] | None = None,
    ignore: Collection[str] = (),
) -> Iterator[Finding]:
    """What is wrong in a text whose source is not at hand: wrong names, and what can be seen in the target alone."""
    from mtkit.pipeline import day_of, segments_of

    known(select, ignore)
    day = day or day_of(document)
    for segment in segments_of(document):
        sample = Sample(
            segment.text, lang(document.lang), kind=segment.kind, glossary=glossary, day=day, publisher=publisher
        )
        line = _line(document, segment.span.start)
        for issue in check(sample, select=select, ignore=ignore):
            yield Finding(document.id, f"line-{line}", issue, "", segment.text, line)


def named_in(text: str, language: Lang, glossary: Glossary, day: date) -> frozenset[str]:
    """The concepts of ``glossary`` that a text names."""
    return frozenset(hit.concept.id for hit in glossary.find(text, language.code, day=day))


def paragraphs_of(document: Document, glossary: Glossary | None, day: date) -> list[Paragraph]:
    """The paragraphs of a document that have words, without inline codes, with their kind, line and names."""
    from mtkit.pipeline import segments_of  # with all that translates: a check of a PO file does without

    by_block: dict[int, list[str]] = {}
    starts = [block.span.start for block in document.blocks]
    at = 0
    for segment in segments_of(document):
        while at + 1 < len(starts) and starts[at + 1] <= segment.span.start:
            at += 1
        text = segment.text
        if formats.FORMATS[document.format].has_codes:
            text = _LABEL.sub("", text).replace("{{", "{").replace("}}", "}")
        by_block.setdefault(at, []).append(text)
    language = lang(document.lang)
    line, done = 1, 0
    found: list[Paragraph] = []
    for n, texts in by_block.items():
        line = n + 1 if document.carrier else line + len(_LINE_END.findall(document.text, done, starts[n]))
        done = starts[n]
        text = _run_on(texts)
        names = named_in(text, language, glossary, day) if glossary else frozenset[str]()
        found.append(Paragraph(text, document.blocks[n].kind, language.base, line, names))
    return found


def _line(document: Document, at: int) -> int:
    """The line at an offset, from 1; of a package such as a Word file, which has no lines, the paragraph."""
    if document.carrier:
        return sum(block.span.start <= at for block in document.blocks)
    return len(_LINE_END.findall(document.text, 0, at)) + 1


def _run_on(texts: Sequence[str]) -> str:
    text = texts[0]
    for more in texts[1:]:
        text += (joint(text[-1:], more[:1]) if text and more else "") + more
    return text


def _joined(paragraphs: Sequence[Paragraph]) -> str:
    return _run_on([paragraph.text for paragraph in paragraphs]) if paragraphs else ""


def _line_at(after: Sequence[Paragraph], bead: Bead) -> int:
    """The line of the bead's target; of a paragraph that is missing, that of the one before which it should stand."""
    if not after:
        return 1
    return after[min(bead.target.start, len(after) - 1)].line


def uneven(before: Sequence[Paragraph], after: Sequence[Paragraph]) -> list[Issue]:
    """X03 between two articles, in their order."""
    return [issue for bead in align(before, after) for issue in _uneven(bead, before, after)]


def _uneven(bead: Bead, before: Sequence[Paragraph], after: Sequence[Paragraph]) -> Iterator[Issue]:
    """X03 for a paragraph without counterpart, and for those that were joined or parted."""
    left, right = len(bead.source), len(bead.target)
    if (left, right) == (1, 1):
        return
    counts = f"the source has {len(before)} paragraphs, the target {len(after)}"
    if not right:
        lost = before[bead.source.start]
        grave = lost.weight >= _PARAGRAPH and lost.kind in {Kind.BODY, Kind.QUOTE, Kind.HEADLINE, Kind.STANDFIRST}
        message = f"paragraph {bead.source.start + 1} of the source is missing: “{_begin(lost.text)}”; {counts}"
        yield Issue("X03", Severity.ERROR if grave else Severity.WARNING, message)
    elif not left:
        message = f"a paragraph that the source does not have: “{_begin(after[bead.target.start].text)}”; {counts}"
        yield Issue("X03", Severity.WARNING, message)
    else:
        first = bead.source.start + 1
        what = f"paragraphs {first} and {first + 1} were joined" if left > right else f"paragraph {first} was parted"
        yield Issue("X03", Severity.INFO, f"{what} in the target; {counts}")


def _begin(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 50 else text[:49] + "…"

"""Score the sentence segmenters against documents with known sentence ends.

    python benchmarks/segmentation.py --data DIR [--flores DIR] [--quotes auto|split|keep] [--without-tagger] [--show]

DIR holds ``NAME.LANG.jsonl`` files, one document a line: ``{"text": ..., "ends": [...], "dontcare": [...]}``, where
the numbers are offsets in code points. An end is identified by the number of characters before it that are not white
space, so that where the white space goes does not count; the end of the document does not count either. Precision,
recall and F1 are over all ends of a file together. ``--flores`` names a folder with ``dev.LANG`` or ``devtest.LANG``
files, line by line translations of each other, of one sentence a line for the most part. Printed is the share of
lines that the segmenter cuts, and of those that it cuts although the English line is not cut: a translator may truly
have made two sentences of one, so this watches for cutting too much and does not judge.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

import mtkit
from mtkit.errors import MtkitError
from mtkit.segment import Quotes, Segmenter, segmenter
from mtkit.segment.facts import facts
from mtkit.segment.thai import ThaiSegmenter

_MARGIN = 30


def _marks(text: str, offsets: list[int]) -> dict[int, int]:
    """Offsets by the number of characters before them that are not white space."""
    blanks = [0]
    for char in text:
        blanks.append(blanks[-1] + (not char.isspace()))
    return {blanks[offset]: offset for offset in offsets}


def _made(lang: str, quotes: Quotes, *, tagger: bool) -> Segmenter:
    return segmenter(lang, quotes=quotes) if tagger or lang != "th" else ThaiSegmenter(facts("th"), tagger=False)


def score(path: Path, cutter: Segmenter, *, show: bool) -> tuple[int, int, int]:
    """True positives, false positives and false negatives of one file."""
    hits = extra = missed = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        text = document["text"]
        last = len("".join(text.split()))
        gold = _marks(text, document["ends"])
        ignored = {*_marks(text, document["dontcare"]), 0, last}
        found = _marks(text, [sentence.span.end for sentence in cutter.sentences(text)])
        for at in sorted((gold.keys() | found.keys()) - ignored):
            if at in gold and at in found:
                hits += 1
                continue
            extra += at in found
            missed += at in gold
            if show:
                offset = found.get(at, gold.get(at, 0))
                context = f"{text[max(0, offset - _MARGIN) : offset]}|{text[offset : offset + _MARGIN]}"
                print(f"{path.name} {'extra ' if at in found else 'missed'} {context!r}")
    return hits, extra, missed


def _rates(hits: int, extra: int, missed: int) -> tuple[float, float, float]:
    precision = hits / (hits + extra) if hits + extra else 0.0
    recall = hits / (hits + missed) if hits + missed else 0.0
    return precision, recall, 2 * hits / (2 * hits + extra + missed) if hits else 0.0


def _print_flores(folder: Path, quotes: Quotes, *, show: bool) -> None:
    english = segmenter("en", quotes=quotes)
    for path in sorted(folder.glob("dev*.*")):
        try:
            cutter = segmenter(path.suffix.lstrip("."), quotes=quotes)
        except MtkitError:
            continue
        texts = path.read_text(encoding="utf-8").splitlines()
        reference = path.with_suffix(".en")
        originals = reference.read_text(encoding="utf-8").splitlines() if reference.exists() else texts
        cut = [len(cutter.sentences(text)) > 1 for text in texts]
        alone = [
            text
            for text, original, is_cut in zip(texts, originals, cut, strict=True)
            if is_cut and len(english.sentences(original)) < 2
        ]
        shares = f"cut {sum(cut) / len(texts):6.1%}  cut where English is not {len(alone) / len(texts):6.1%}"
        print(f"{path.name:24} lines {len(texts):5}  {shares}  {cutter.name}")
        if show:
            for text in alone:
                print("   ", " | ".join(sentence.span.of(text) for sentence in cutter.sentences(text)))


def main() -> int:
    """Print one line per file, then the signature."""
    parser = argparse.ArgumentParser(description="Score the sentence segmenters.")
    parser.add_argument("--data", type=Path, help="folder of NAME.LANG.jsonl files")
    parser.add_argument("--flores", type=Path, help="folder of dev.LANG files, one sentence a line")
    parser.add_argument("--quotes", choices=("auto", "split", "keep"), default="auto")
    parser.add_argument("--without-tagger", action="store_true", help="Thai by cue words alone")
    parser.add_argument("--only", default="", help="files whose name holds this")
    parser.add_argument("--show", action="store_true", help="print every difference")
    options = parser.parse_args()
    if not options.data and not options.flores:
        parser.error("nothing to measure: give --data DIR, --flores DIR or both")
    if options.data:
        paths = [path for path in sorted(options.data.glob("*.jsonl")) if options.only in path.name]
        if not paths:
            print(f"{options.data}: no NAME.LANG.jsonl file there", file=sys.stderr)
            return 3
        for path in paths:
            cutter = _made(path.suffixes[-2].lstrip("."), options.quotes, tagger=not options.without_tagger)
            start = time.perf_counter()
            counts = score(path, cutter, show=options.show)
            seconds = time.perf_counter() - start
            rates = "  ".join(
                f"{name} {rate:6.4f}" for name, rate in zip(("P", "R", "F1"), _rates(*counts), strict=True)
            )
            sentences = counts[0] + counts[2]
            errors = f"ends {sentences:5}  extra {counts[1]:3}  missed {counts[2]:3}"
            print(f"{path.name:24} {rates}  {errors}  {seconds:5.2f} s  {cutter.name}")
    if options.flores:
        _print_flores(options.flores, options.quotes, show=options.show)
    unit = "unit=non-space-characters document-ends=ignored"
    print(f"signature: mtkit={mtkit.__version__} quotes={options.quotes} {unit}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

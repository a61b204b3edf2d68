"""Names on public test sets and on whole articles, with the figures of ``mtkit evaluate terms``.

    python benchmarks/terms.py articles [FILE ...] --from zh --to en --to id
    python benchmarks/terms.py tico19 --data DIR --to id --to zh [--limit 100]
    python benchmarks/terms.py wmt25 --data DIR [--documents 2] [--limit 20]

``articles``: every segment of the articles (by default the sample in that language), with the glossary in the box.
``tico19``: TICO-19 (CC0), English into one language: DIR/eval/tico19/tico19-test.LANG, and a glossary made on the fly
of DIR/train/en-LANG.tsv.xz, its lines of the corpus tico19-terms. The list was not made for the text: many references
do not hold its forms, see the oracle.
``wmt25``: the WMT25 terminology task, track 2 (CC BY-NC 4.0, measuring only): DIR/eval/terminology/*.proper.jsonl,
each document with a glossary of its own; Traditional Chinese into English, and English into Chinese, whose forms are
put into Simplified characters first. The sources come without references, so there is no chrF and no oracle.

Neither set is part of the project; for our own, see benchmarks/termsets and ``mtkit evaluate terms``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

import mtkit
from mtkit import evaluate
from mtkit.glossary import Case, Status
from mtkit.glossary.normal import simplified
from mtkit.lang import Pair

SAMPLES = Path(__file__).parents[1] / "samples"


def glossary_of(pairs: Mapping[str, Sequence[str]], pair: Pair, name: str) -> mtkit.Glossary:
    """A glossary of term pairs: the first form of each is the one to write, the others are right, too."""
    concepts = []
    for source, targets in pairs.items():
        slug = "t" + hashlib.sha256(source.encode("utf-8")).hexdigest()[:12]
        forms = list(dict.fromkeys(target for target in targets if target))
        if not forms or len(source) < 2 or len(source) > 200:
            continue
        terms = [mtkit.Term(slug, pair.source, source, case=Case.ANY, authority=name)]
        terms += [
            mtkit.Term(slug, pair.target, form, Status.ADMITTED if n else Status.APPROVED, Case.ANY, authority=name)
            for n, form in enumerate(forms)
        ]
        concepts.append(mtkit.Concept(slug, "phrase", tuple(terms)))
    return mtkit.Glossary.of(concepts, name=name)


def tico_terms(data: Path, target: str) -> dict[str, list[str]]:
    """The term pairs of TICO-19, English in small letters; the first form for an English term comes first."""
    found: dict[str, list[str]] = {}
    with lzma.open(data / "train" / f"en-{target}.tsv.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            corpus, english, form = line.rstrip("\n").split("\t")[:3]
            if corpus == "tico19-terms":
                found.setdefault(english.strip().lower(), []).append(form.strip())
    return found


def tico19(options: argparse.Namespace) -> None:
    """Print a report for each language."""
    folder = options.data / "eval" / "tico19"
    for target in options.to:
        pair = Pair.of("en", target)
        book = glossary_of(tico_terms(options.data, pair.target), pair, "tico19-terms")
        files = [folder / "tico19-test.en", folder / f"tico19-test.{pair.target}"]
        put(measure(evaluate.read_set(files, pair, limit=options.limit), pair, book, options), options)


def wmt_documents(path: Path, source: str) -> Iterable[tuple[str, list[str], dict[str, list[str]]]]:
    """The documents of a file: a name, their lines with text, their terms."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        raw = json.loads(line)
        texts = (text.strip().lstrip("#").strip() for text in raw[source].split("\n"))
        yield f"{path.name.split('.')[0]}-{number}", [text for text in texts if text], raw["terms"]


def wmt25(options: argparse.Namespace) -> None:
    """Print a report for each direction: all its documents together."""
    for code, pair in (("enzh", Pair("en", "zh")), ("zhen", Pair("zh-Hant", "en"))):
        reports = []
        for path in sorted((options.data / "eval" / "terminology").glob(f"*.{code}.proper.jsonl")):
            for name, texts, terms in list(wmt_documents(path, pair.source[:2]))[: options.documents]:
                if pair.target == "zh":
                    terms = {source: [simplified(form) for form in forms] for source, forms in terms.items()}
                rows = [
                    evaluate.Row(f"{name}:{n}", name, {pair.source: text})
                    for n, text in enumerate(texts[: options.limit], 1)
                ]
                book = glossary_of(terms, pair, name)
                reports.append(measure(evaluate.eval_set(name, rows), pair, book, options))
        if reports:
            put(pooled(f"wmt25-{code}", reports), options)


def articles(options: argparse.Namespace) -> None:
    """Print a report of articles in one language."""
    source = mtkit.Pair.of(options.source, options.to[0]).source
    paths = options.files or sorted(SAMPLES.glob(f"*.{source}.*"))
    rows = []
    for path in paths:
        document = mtkit.read(path, lang=source)
        rows += [
            evaluate.Row(f"{path.name}:{segment.id}", path.name, {source: " ".join(segment.text.split())})
            for segment in mtkit.segments_of(document)
        ][: options.limit]
    testset = evaluate.eval_set("+".join(path.name for path in paths), rows)
    reports = [measure(testset, Pair.of(source, to), mtkit.Glossary.bundled(), options) for to in options.to]
    put(replace(reports[0], directions=tuple(report.directions[0] for report in reports)), options)


def measure(
    testset: evaluate.EvalSet, pair: Pair, book: mtkit.Glossary, options: argparse.Namespace
) -> evaluate.TermReport:
    """Translate and score one set in one direction."""
    return evaluate.evaluate_terms(
        testset, [pair], glossary=book, model=options.model, repeats=options.repeats, allow_low_quality=True
    )


def pooled(name: str, reports: Sequence[evaluate.TermReport]) -> evaluate.TermReport:
    """Reports of one direction, each with a glossary of its own, as one; the time ratio is the median of theirs."""
    found = [report.directions[0] for report in reports]
    tiers: Counter[str] = Counter()
    for direction in found:
        tiers.update(dict(direction.tiers))
    scored = [direction.named for direction in found]
    ratios = [direction.time_ratio for direction in found if direction.time_ratio is not None]
    digest = hashlib.sha256("".join(report.digest for report in reports).encode()).hexdigest()[:12]
    books = hashlib.sha256("".join(direction.signature for direction in found).encode()).hexdigest()[:12]
    first = found[0]
    whole = replace(
        first,
        named=evaluate.Scored(
            evaluate.total(one.counts for one in scored), tuple(f for one in scored for f in one.failures)
        ),
        bare=evaluate.total(direction.bare for direction in found if direction.bare),
        plain=sum(direction.plain for direction in found),
        plain_changed=sum(direction.plain_changed or 0 for direction in found),
        time_ratio=median(ratios) if ratios else None,
        tiers=tuple(tiers.most_common()),
        signature=f"{first.signature}|pooled:{len(found)} documents, each with its own glossary@{books}",
    )
    return replace(reports[0], testset=name, digest=digest, directions=(whole,))


def put(report: evaluate.TermReport, options: argparse.Namespace) -> None:
    """Print one report."""
    for line in evaluate.as_text(report):
        print(line)
    for line in evaluate.details(report) if options.details else ():
        print(line)
    print(flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(required=True)
    for name, run in (("articles", articles), ("tico19", tico19), ("wmt25", wmt25)):
        verb: Any = verbs.add_parser(name)
        verb.set_defaults(run=run)
        verb.add_argument("--limit", type=int, help="lines or segments of each file or document")
        verb.add_argument("--repeats", type=int, default=1)
        verb.add_argument("--model")
        verb.add_argument("--details", action="store_true")
        if name == "articles":
            verb.add_argument("files", nargs="*", type=Path)
            verb.add_argument("--from", dest="source", required=True)
        else:
            verb.add_argument("--data", type=Path, required=True, help="the folder that holds eval/ and train/")
        if name == "wmt25":
            verb.add_argument("--documents", type=int, help="the first so many documents of each file")
        else:
            verb.add_argument("--to", action="append", required=True)
    options = parser.parse_args()
    options.run(options)


if __name__ == "__main__":
    main()

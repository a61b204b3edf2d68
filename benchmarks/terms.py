"""Are official names where they should be, and what does it cost?

``python benchmarks/terms.py [ARTICLE ...] [--from LANG] [--to LANG ...]``: by default the two samples, each into every
language that the models here reach. For each direction prints the covered names (those with an approved form in the
target), how many stand in the translation in an accepted form, by exclusive maximal matching; the tiers that the units
took; and the time against the same run without a glossary.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path

import mtkit
from mtkit.errors import NoRouteError

SAMPLES = Path(__file__).parents[1] / "samples"


def covered(translation: mtkit.Translation, glossary: mtkit.Glossary) -> tuple[int, int]:
    """Names that the units should hold, and that they do hold."""
    wanted = held = 0
    for unit in translation.units:
        needed = Counter(
            use.concept
            for use in unit.terms
            if use.target
            and use.concept in glossary
            and glossary[use.concept].approved(translation.target, translation.day)
        )
        found = glossary.accepted(unit.target, translation.target, day=translation.day, among=needed)
        wanted += sum(needed.values())
        held += sum(min(times, len(found.get(concept, ()))) for concept, times in needed.items())
    return wanted, held


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", nargs="*", type=Path)
    parser.add_argument("--from", dest="source")
    parser.add_argument("--to", action="append")
    options = parser.parse_args()
    if options.articles:
        pairs = [(path, options.source or path.name.split(".")[-2]) for path in options.articles]
    else:
        pairs = [(SAMPLES / "forum.en.md", "en"), (SAMPLES / "forum.zh.md", "zh")]
    glossary = mtkit.Glossary.bundled()
    named, bare = mtkit.Translator(glossary=glossary), mtkit.Translator(glossary=None)
    total = Counter[str]()
    print(f"{'article':<16} {'pair':<8} {'names':>5} {'held':>5} {'errors':>6} {'time':>6}  tiers of the last hop")
    signature = ""
    for path, source in pairs:
        document = mtkit.read(path, lang=source)
        for target in options.to or [code for code in mtkit.LANGUAGES if code != source]:
            try:
                bare.translate(document, target)  # loads the models
            except NoRouteError:
                continue
            start = time.process_time()
            bare.translate(document, target)
            middle = time.process_time()
            translation = named.translate(document, target)
            spent = (time.process_time() - middle) / (middle - start)
            wanted, held = covered(translation, glossary)
            tiers = Counter(unit.trail[-1].tier for unit in translation.units)
            errors = sum(unit.worst is mtkit.Severity.ERROR for unit in translation.units)
            total.update(wanted=wanted, held=held)
            shown = ", ".join(f"{tier} {times}" for tier, times in tiers.most_common())
            print(f"{path.name:<16} {source}-{target:<5} {wanted:>5} {held:>5} {errors:>6} {spent:>5.2f}x  {shown}")
            signature = str(translation.signature)
    print(f"names held: {total['held']} of {total['wanted']}")
    print(f"signature: {signature}")


if __name__ == "__main__":
    main()

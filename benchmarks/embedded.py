"""The embedded model: how fast it loads and decodes, how much memory it takes, and what marks cost in quality.

    python benchmarks/embedded.py [--threads 2] [--lines 100] [--quality]

The text is the held-out news of benchmarks/heldout, which no model of mtkit was trained on. Speed and memory are of a
fresh process each, source pieces a second, with the target token and the end of the sentence counted. ``--quality``
translates every direction with the glossary (names as marks) and without, on the sentences that hold a term.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

HELD_OUT = Path(__file__).parent / "heldout" / "news.jsonl"
PAIRS = ("zh-en", "en-id", "th-en", "en-km")


def rows() -> list[dict[str, str]]:
    return [json.loads(line) for line in HELD_OUT.read_text(encoding="utf-8").splitlines()]


def speed(name: str, *, beam: int, threads: int, repeat: int) -> dict[str, float]:
    """Measure one direction in this process: seconds to load, source pieces a second, peak memory in MB."""
    began = time.perf_counter()
    from mtkit.engine.embedded import load_embedded
    from mtkit.engine.interface import Decoding, Request
    from mtkit.lang import Pair

    imported = time.perf_counter()
    engine = load_embedded(threads=threads)
    pair = Pair(*name.split("-"))
    next(iter(engine.translate([Request("1", pair)], Decoding(beam=beam))))
    loaded = time.perf_counter()
    # the number in front makes each text another one, so that nothing is answered twice
    texts = [f"{n}. {row[pair.source]}" for n in range(repeat) for row in rows()]
    pieces = sum(engine.count(text, pair) for text in texts)
    start = time.perf_counter()
    for _ in engine.translate((Request(text, pair) for text in texts), Decoding(beam=beam)):
        pass
    spent = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "import_s": imported - began,
        "load_s": loaded - imported,
        "pieces": pieces,
        "pieces_per_s": pieces / spent,
        "peak_mb": peak,
    }


def quality(lines: int) -> None:
    """Print chrF with names as marks and without, on the held-out sentences that hold a term."""
    import sacrebleu

    from mtkit import Translator, read_text
    from mtkit.engine import embedded_card

    card = embedded_card()
    assert card is not None
    with_terms, without = Translator(allow_low_quality=True), Translator(glossary=None, allow_low_quality=True)
    totals = [0.0, 0.0]
    for pair in card.pairs:
        own = rows()[:lines]
        held: list[tuple[str, str, str]] = []
        for row in own:
            document = read_text(row[pair.source], lang=pair.source)
            units = with_terms.translate(document, pair.target).units
            if any(unit.terms for unit in units):
                bare = without.translate(document, pair.target).units
                gap = "" if pair.target in ("zh", "th", "lo", "km", "my") else " "
                held.append((gap.join(u.target for u in units), gap.join(u.target for u in bare), row[pair.target]))
        if held:
            scores = [sacrebleu.corpus_chrf([h[n] for h in held], [[h[2] for h in held]]).score for n in (0, 1)]
            totals = [total + score for total, score in zip(totals, scores, strict=True)]
            print(f"{pair}: chrF with terms as marks {scores[0]:.1f}, without {scores[1]:.1f}, {len(held)} sentences")
    print(f"sum of all directions: with {totals[0]:.1f}, without {totals[1]:.1f}, ratio {totals[0] / totals[1]:.3f}")
    print(f"signature: sacrebleu {sacrebleu.__version__} chrF2, {card.name} {card.version} {card.revision}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeat", type=int, default=5, help="how often the 100 sentences are translated")
    parser.add_argument("--lines", type=int, default=100, help="held-out sentences for --quality")
    parser.add_argument("--quality", action="store_true")
    parser.add_argument("--one", nargs=2, metavar=("PAIR", "BEAM"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(speed(given.one[0], beam=int(given.one[1]), threads=given.threads, repeat=given.repeat)))
        return
    if given.quality:
        quality(given.lines)
        return
    for name in PAIRS:
        for beam in (1, 4):
            command = [sys.executable, __file__, "--threads", str(given.threads), "--repeat", str(given.repeat)]
            command += ["--one", name, str(beam)]
            out = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
            found = json.loads(out)
            print(
                f"{name} beam {beam}: load {found['load_s']:.2f} s (imports {found['import_s']:.2f} s), "
                f"{found['pieces_per_s']:.0f} source pieces a second, peak {found['peak_mb']:.0f} MB"
            )


if __name__ == "__main__":
    main()

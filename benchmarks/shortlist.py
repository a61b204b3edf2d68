"""What fewer output pieces bring: all of them, those of the target language, and those that a text may need.

    python benchmarks/stand_in.py TOKENIZER_DIR CHECKPOINT
    python benchmarks/shortlist.py CHECKPOINT TEXTS [--texts 60] [--rounds 3] [--beams 1 4] [--batches-only]

CHECKPOINT is one of stand_in.py, where every source piece has one known target piece, so a shortlist can be exact;
TEXTS holds sentences of its source language, one a line. Each round runs every way once, turn by turn, on one thread;
a figure is the median over the rounds, in source tokens per second of processor time, and the ratio is the median of
the rounds' own ratios to CTranslate2 called directly with the full model and the best of three batch sizes.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import stand_in

from mtkit.engine.batch import plan_batches
from mtkit.engine.card import Card
from mtkit.engine.convert import convert
from mtkit.engine.ctranslate import CTranslateEngine, CTranslateModel
from mtkit.engine.interface import Decoding, Request
from mtkit.engine.pieces import Pieces, read_vocabularies
from mtkit.engine.shortlist import EACH, FREQUENT, Shortlist, always, write
from mtkit.engine.shortlist_trial import chrf
from mtkit.engine.weights import file_digest
from mtkit.lang import Pair

PAIR = Pair("zh", "en")
CARD = Card("stand-in").serving({PAIR: ""})
BUDGETS = (512, 1024, 2048)


def table(checkpoint: Path, folder: Path) -> dict[str, tuple[str, ...]]:
    """The known target piece of each source piece, and as many others as a real table would have."""
    vocabulary: dict[str, int] = json.loads((checkpoint / "vocab.json").read_text(encoding="utf-8"))
    names = {row: piece for piece, row in vocabulary.items()}
    said = stand_in.targets(checkpoint, vocabulary)
    source, target = read_vocabularies(folder)
    own, rng = set(target), random.Random(1)
    fixed = tuple(dict.fromkeys([*always(target), *rng.sample(target, FREQUENT)]))
    rows = {"": fixed}
    for piece in source:
        meant = names[int(said[vocabulary[piece]])]
        rows[piece] = tuple(dict.fromkeys([meant, *rng.sample(target, EACH - 1)] if meant in own else []))
    return {piece: row for piece, row in rows.items() if not set(piece) & set(" \t\n")}


def direct(model: Any, sources: Sequence[tuple[str, ...]], beam: int, budget: int) -> list[tuple[str, ...]]:
    """CTranslate2 without anything around it: sorted by length, in batches of tokens."""
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for batch in plan_batches(dict.fromkeys(sources), size_of=len, budget=budget):
        results = model.translate_batch(
            [list(source) for source in batch], beam_size=beam, max_decoding_length=256, disable_unk=True
        )
        found.update((source, tuple(result.hypotheses[0])) for source, result in zip(batch, results, strict=True))
    return [found[source] for source in sources]


def ways(
    checkpoint: Path, room: Path, texts: Sequence[str], beam: int, *, batches_only: bool
) -> dict[str, Callable[[], list[str]]]:
    """What is compared, each a call that gives the answers."""
    import ctranslate2

    folders = {name: room / name for name in ("full", "pruned", "listed")}
    for name, folder in folders.items():
        if not folder.exists():
            convert(checkpoint, folder, card=CARD, prune=name != "full")
    made = Shortlist(str(PAIR), "", "", "known pieces", (1, 4), ())
    listed = folders["listed"]
    write(listed, table(checkpoint, listed), model=file_digest(listed / "model.bin"), shortlist=made)
    pieces = Pieces(folders["full"], read_vocabularies(folders["full"])[0])
    sources = [pieces.encode(text) for text in texts]
    bare = ctranslate2.Translator(str(folders["full"]), compute_type="int8", inter_threads=1, intra_threads=1)
    requests = [Request(text, PAIR) for text in texts]

    def engine(name: str, *, one_by_one: bool = False) -> Callable[[], list[str]]:
        made = CTranslateEngine(CTranslateModel(folders[name], threads=1), CARD)
        decoding = Decoding(beam=beam, batch_tokens=1 if one_by_one else 1024)
        return lambda: [answer.texts[0] for answer in made.translate(requests, decoding)]

    singly = {
        "mtkit, full, one by one": engine("full", one_by_one=True),
        "mtkit, pruned, one by one": engine("pruned", one_by_one=True),
        "mtkit, pruned and shortlist": engine("listed"),
    }
    return {
        **{
            f"ctranslate2 itself, full, {budget}": lambda budget=budget: [  # type: ignore[misc]
                pieces.decode(said) for said in direct(bare, sources, beam, budget)
            ]
            for budget in BUDGETS
        },
        "mtkit, full": engine("full"),
        "mtkit, pruned": engine("pruned"),
        **({} if batches_only else singly),
    }


def main() -> None:
    """Measure, and print a table for each beam."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--texts", dest="count", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--beams", type=int, nargs="+", default=[1, 4])
    parser.add_argument("--out", type=Path)
    parser.add_argument("--batches-only", action="store_true", help="leave out what decodes texts one by one")
    options = parser.parse_args()
    texts = [line.strip() for line in options.texts.read_text(encoding="utf-8").splitlines() if line.strip()]
    texts = texts[: options.count]
    rows = []
    with tempfile.TemporaryDirectory() as room:
        for beam in options.beams:
            rows += measure(
                options.checkpoint, Path(room), texts, beam, options.rounds, batches_only=options.batches_only
            )
    if options.out:
        options.out.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


def measure(
    checkpoint: Path, room: Path, texts: Sequence[str], beam: int, rounds: int, *, batches_only: bool
) -> list[dict[str, Any]]:
    """One table: the ways turn by turn, ``rounds`` times."""
    compared = ways(checkpoint, room, texts, beam, batches_only=batches_only)
    pieces = Pieces(room / "full", read_vocabularies(room / "full")[0])
    tokens = sum(len(pieces.encode(text)) for text in texts)
    speeds: dict[str, list[float]] = {name: [] for name in compared}
    answers: dict[str, list[str]] = {}
    for _ in range(rounds):
        for name, run in compared.items():
            begun = time.process_time()
            answers[name] = run()
            speeds[name].append(tokens / (time.process_time() - begun))
    best = max(
        (name for name in compared if name.startswith("ctranslate2")), key=lambda n: statistics.median(speeds[n])
    )
    wanted = answers["mtkit, full"]
    print(f"beam {beam}, {len(texts)} texts, {tokens} tokens, {rounds} rounds; ratios to {best!r}")
    rows = []
    for name, found in speeds.items():
        ratio = statistics.median(one / other for one, other in zip(found, speeds[best], strict=True))
        same = sum(a == b for a, b in zip(answers[name], wanted, strict=True))
        lost = 100 - chrf(answers[name], wanted)
        rows.append({"beam": beam, "way": name, "speed": round(statistics.median(found)), "ratio": round(ratio, 3)})
        rows[-1] |= {"same": same, "texts": len(texts), "lost": round(lost, 3)}
        print(f"  {name:<36} {statistics.median(found):7.0f} tokens/s {ratio:6.2f} x  same {same}/{len(texts)}, "
              f"chrF lost {lost:.2f}", flush=True)  # fmt: skip
    return rows


if __name__ == "__main__":
    main()

"""How much faster the CTranslate2 engine is than transformers one sentence at a time, on a MarianMT checkpoint.

    python benchmarks/engine.py MODEL_DIR --from en --to vi [--sentences FILE] [--limit 64] [--beam 4]

MODEL_DIR is a checkpoint as the hub has it (config.json, vocab.json, weights, .spm files). Both engines get the same
sentences and the same search; unit: source tokens per second of wall clock, the model loaded beforehand. Print the
last line with any number you quote.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from mtkit import __version__
from mtkit.engine.ctranslate import worker_count
from mtkit.engine.interface import Answer, Decoding, Engine, Request
from mtkit.engine.route import EnginePool, resolve
from mtkit.engine.smoke import SENTENCES
from mtkit.engine.store import Store
from mtkit.lang import Pair, lang


def timed(engine: Engine, groups: Sequence[Sequence[Request]], decoding: Decoding) -> tuple[float, list[Answer]]:
    """Seconds for all groups, one call of the engine per group, and the answers."""
    start = time.perf_counter()
    answers = [answer for group in groups for answer in engine.translate(group, decoding)]
    return time.perf_counter() - start, answers


def main() -> None:
    """Measure, and print a table and the signature."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--from", dest="source", required=True)
    parser.add_argument("--to", dest="target", required=True)
    parser.add_argument("--sentences", type=Path, help="one a line, UTF-8; by default the sentences of the trial")
    parser.add_argument("--limit", type=int, default=64)
    parser.add_argument("--beam", type=int, default=4)
    options = parser.parse_args()
    pair = Pair.of(options.source, options.target)
    if options.sentences:
        lines = options.sentences.read_text(encoding="utf-8").splitlines()
        texts = [line.strip() for line in lines if line.strip()][: options.limit]
    else:
        texts = list(SENTENCES[lang(options.source).code])
    requests = [Request(text, pair) for text in texts]
    decoding = Decoding(beam=options.beam)
    with tempfile.TemporaryDirectory() as home:
        store, pool = Store(Path(home)), EnginePool(device="cpu")
        fast, slow = (
            pool.engine(resolve(pair, store=store, engine=name, model=options.model).legs[0])
            for name in ("ctranslate", "marian")
        )
        tokens = sum(fast.count(text, pair) for text in texts)
        rows = (
            ("ctranslate int8, batched", *timed(fast, [requests], decoding)),
            ("ctranslate int8, one at a time", *timed(fast, [[request] for request in requests], decoding)),
            ("transformers, one at a time", *timed(slow, [[request] for request in requests], decoding)),
        )
    base = rows[-1][1]
    for name, seconds, _ in rows:
        print(f"{name:<32} {tokens / seconds:10.0f} tok/s {base / seconds:8.1f} x")
    same = sum(one.texts == other.texts for one, other in zip(rows[0][2], rows[-1][2], strict=True))
    print(f"same answers: {same} of {len(texts)} (int8 rounds; float32 gives the same ones)")
    cpu = platform.processor() or platform.machine()
    print(
        f"signature: mtkit {__version__} | {fast.info.version} | {slow.info.version} | {options.model.name} {pair} | "
        f"{len(texts)} sentences, {tokens} tokens | beam {options.beam} | {worker_count()} workers of {os.cpu_count()} "
        f"CPUs | {cpu} | Python {platform.python_version()}"
    )


if __name__ == "__main__":
    main()

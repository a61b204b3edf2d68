"""How much faster the CTranslate2 engine is than transformers one sentence at a time, on a MarianMT checkpoint.

    python benchmarks/engine.py MODEL_DIR --from en --to vi [--sentences FILE] [--limit 64] [--beam 4]
    python benchmarks/engine.py MODEL_DIR --from en --to vi --sentences FILE --limit 2000 --device cuda

MODEL_DIR is a checkpoint as the hub has it (config.json, vocab.json, weights, .spm files). Both engines get the same
sentences and the same search; unit: source tokens per second of wall clock, the model loaded beforehand. Print the
last line with any number you quote.

On a graphics processor (--device cuda) the yardstick is what one writes first: MarianMTModel.generate on batches of 32
in order of arrival, in float32 and in float16. The sentences should be a thousand or more there.
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


def plain(folder: Path, texts: Sequence[str], beam: int, device: str, *, half: bool) -> float:
    """Seconds of the plain batched loop around transformers, the model loaded and warm."""
    import torch
    from transformers import MarianMTModel, MarianTokenizer

    tokenizer = MarianTokenizer.from_pretrained(folder)
    model = MarianMTModel.from_pretrained(folder, torch_dtype=torch.float16 if half else torch.float32).to(device)
    model.train(mode=False)

    def run(some: Sequence[str]) -> None:
        with torch.inference_mode():
            for at in range(0, len(some), 32):
                batch = tokenizer(list(some[at : at + 32]), return_tensors="pt", padding=True).to(device)
                tokenizer.batch_decode(model.generate(**batch, num_beams=beam, max_new_tokens=256))

    run(texts[:32])
    start = time.perf_counter()
    run(texts)
    return time.perf_counter() - start


def main() -> None:
    """Measure, and print a table and the signature."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--from", dest="source", required=True)
    parser.add_argument("--to", dest="target", required=True)
    parser.add_argument("--sentences", type=Path, help="one a line, UTF-8; by default the sentences of the trial")
    parser.add_argument("--limit", type=int, default=64)
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
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
        store, pool = Store(Path(home)), EnginePool(device=options.device)
        fast, slow = (
            pool.engine(resolve(pair, store=store, engine=name, model=options.model).legs[0])
            for name in ("ctranslate", "marian")
        )
        tokens = sum(fast.count(text, pair) for text in texts)
        timed(fast, [requests[:64]], decoding)  # warm
        rows = [("ctranslate, batched", *timed(fast, [requests], decoding))]
        if options.device == "cuda":
            for name, half in (("transformers float16, batches of 32", True), ("transformers, batches of 32", False)):
                rows.append((name, plain(options.model, texts, options.beam, "cuda", half=half), []))
        else:
            single = [[request] for request in requests]
            rows.append(("ctranslate, one at a time", *timed(fast, single, decoding)))
            rows.append(("transformers, one at a time", *timed(slow, single, decoding)))
    base = rows[-1][1]
    for name, seconds, _ in rows:
        print(f"{name:<36} {tokens / seconds:10.0f} tok/s {base / seconds:8.1f} x")
    if rows[-1][2]:
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

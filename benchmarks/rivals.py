"""What a whole job of mtkit is measured against; each rival runs in a process of its own (see job.py).

    python benchmarks/rivals.py ceiling|loop|arrival|argos SEGMENTS.jsonl MODEL_DIR --beam 4 ...

Prints one JSON object: source tokens (counted by the model's own pieces, ``</s>`` and target token included), seconds
of decoding without loading, CPU seconds, seconds to load, and peak memory. SEGMENTS.jsonl holds {"text", "to"} a line.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

BUDGET = {1: 2048}  # padded tokens of a batch: greedy; a wider search is best with 512


@dataclass(frozen=True, slots=True)
class Segment:
    """A text and the language that it goes to."""

    text: str
    to: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What one run took. ``said`` counts target tokens, of the best answer."""

    tokens: int
    said: int
    segments: int
    seconds: float
    cpu: float
    load: float
    peak_mb: float


def read_segments(path: Path) -> list[Segment]:
    """The segments of a job, in order of arrival."""
    return [Segment(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def encoded(folder: Path, segments: Sequence[Segment], source: str) -> list[tuple[str, ...]]:
    """The source pieces of each segment, as mtkit would give them to the model."""
    from mtkit.engine.card import Card, read_card
    from mtkit.engine.pieces import Pieces, read_vocabularies
    from mtkit.lang import Pair

    card = read_card(folder) or Card(folder.name)
    pieces = Pieces(folder, read_vocabularies(folder)[0])
    return [pieces.encode(segment.text, card.token(Pair(source, segment.to))) for segment in segments]


class Clock:
    """Wall and CPU seconds since it was made; CPU seconds are of all threads."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def taken(self, load: float, *, tokens: int, said: int, segments: int) -> Taken:
        """The result of a run that ends now."""
        wall, cpu = time.perf_counter() - self._wall, time.process_time() - self._cpu
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return Taken(tokens, said, segments, wall, cpu, load, peak)


def ceiling(folder: Path, segments: Sequence[Segment], *, source: str, beam: int, threads: int) -> Taken:
    """CTranslate2 and nothing around it: one call, its own sorting by length, batches by tokens, a worker per core."""
    from mtkit.engine.card import read_card

    began = time.perf_counter()
    import ctranslate2

    card = read_card(folder)
    sources = [list(found) for found in encoded(folder, segments, source)]
    translator = ctranslate2.Translator(
        str(folder), compute_type="int8", inter_threads=threads, intra_threads=1, max_queued_batches=-1
    )
    translator.translate_batch([sources[0]], beam_size=beam)
    load = time.perf_counter() - began
    clock = Clock()
    results = translator.translate_batch(
        sources,
        beam_size=beam,
        max_batch_size=BUDGET.get(beam, 512),
        batch_type="tokens",
        max_input_length=0,
        max_decoding_length=400,
        **(dict(card.search) if card else {}),
    )
    said = sum(len(result.hypotheses[0]) + 1 for result in results)
    return clock.taken(load, tokens=sum(map(len, sources)), said=said, segments=len(sources))


def loop(folder: Path, segments: Sequence[Segment], *, beam: int, threads: int, batch: int) -> Taken:
    """The usual loop of transformers: tokenise, generate, decode; ``batch`` sentences at a time as they arrive."""
    began = time.perf_counter()
    import torch
    from transformers import MarianMTModel, MarianTokenizer

    torch.set_num_threads(threads)
    tokenizer = MarianTokenizer.from_pretrained(str(folder))
    model = MarianMTModel.from_pretrained(str(folder)).eval()
    # where the output layer is not tied, as in the stand-in, transformers 5 does not tie the embeddings either
    model.model.encoder.embed_tokens = model.model.decoder.embed_tokens = model.model.shared
    model.generate(**tokenizer(["1"], return_tensors="pt"), num_beams=beam)
    load = time.perf_counter() - began
    tokens = said = 0
    clock = Clock()
    for first in range(0, len(segments), batch):
        texts = [segment.text for segment in segments[first : first + batch]]
        inputs = tokenizer(texts, return_tensors="pt", padding=True, truncation=True)
        with torch.no_grad():
            answers = model.generate(**inputs, num_beams=beam)
        tokenizer.batch_decode(answers, skip_special_tokens=True)
        tokens += int(inputs["attention_mask"].sum())
        said += int((answers != model.config.pad_token_id).sum())
    return clock.taken(load, tokens=tokens, said=said, segments=len(segments))


def argos(package: Path, segments: Sequence[Segment], *, source: str, threads: int, sizes: int) -> Taken:
    """argos-translate's own translation class on a package folder, one paragraph (here: segment) after another.

    Its sentence splitters want models of their own from the network; the segments are sentences already, so its
    splitter is replaced by one that leaves them whole. Everything else is its own: tokenising, batching, decoding,
    joining, its thread settings as it sets them. ``sizes`` is the number of source tokens of ``segments``.
    """
    os.environ["ARGOS_DEVICE_TYPE"] = "cpu"
    os.environ.setdefault("ARGOS_INTER_THREADS", str(threads))
    os.environ.setdefault("ARGOS_INTRA_THREADS", "1")
    began = time.perf_counter()
    import argostranslate.package
    import argostranslate.translate

    held = argostranslate.package.Package(package)
    one, other = (
        argostranslate.translate.Language(code, name) for code, name in ((source, source), (segments[0].to, "to"))
    )
    translation = argostranslate.translate.PackageTranslation(one, other, held)
    translation.sentencizer = _Whole()
    translation.hypotheses(segments[0].text[:4], 1)
    load = time.perf_counter() - began
    said = 0
    clock = Clock()
    for segment in segments:
        # as its own translate() calls it; its beam is max(hypotheses, 4)
        said += len(translation.hypotheses(segment.text, 1)[0].value)
    return clock.taken(load, tokens=sizes, said=said, segments=len(segments))


class _Whole:
    """A splitter of sentences that has nothing to do."""

    def split_sentences(self, text: str) -> list[str]:
        return [text]


def argos_package(converted: Path, package: Path, source: str, target: str) -> Path:
    """The package folder that argos-translate wants, from the conversion in ``converted``.

    Models trained for it end their source themselves; ours must be told to (``add_source_eos``).
    """
    import shutil

    (package / "model").mkdir(parents=True)
    for path in converted.iterdir():
        if path.suffix in {".bin", ".json", ".txt"} and path.name != "card.json":
            shutil.copyfile(path, package / "model" / path.name)
    config = package / "model" / "config.json"
    settings: dict[str, Any] = json.loads(config.read_text(encoding="utf-8"))
    config.write_text(json.dumps({**settings, "add_source_eos": True}), encoding="utf-8")
    shutil.copyfile(converted / "source.spm", package / "sentencepiece.model")
    about = {
        "package_version": "1.0", "argos_version": "1.9", "type": "translate", "from_code": source,
        "from_name": source, "to_code": target, "to_name": target,
    }  # fmt: skip
    (package / "metadata.json").write_text(json.dumps(about), encoding="utf-8")
    return package


def sample(segments: Sequence[Segment], size: int) -> Iterator[Segment]:
    """``size`` segments, spread evenly over the job, in order."""
    for n in range(min(size, len(segments))):
        yield segments[n * len(segments) // min(size, len(segments))]


def main() -> None:
    """Run one rival."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rival", choices=("ceiling", "loop", "arrival", "argos"))
    parser.add_argument("segments", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("--from", dest="source", default="zh")
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--batch", type=int, default=16, help="of arrival")
    parser.add_argument("--tokens", type=int, default=0, help="source tokens of the segments, for argos")
    options = parser.parse_args()
    segments = read_segments(options.segments)
    if options.sample:
        segments = list(sample(segments, options.sample))
    common: dict[str, Any] = {"beam": options.beam, "threads": options.threads}
    if options.rival == "ceiling":
        taken = ceiling(options.model, segments, source=options.source, **common)
    elif options.rival == "argos":
        taken = argos(options.model, segments, source=options.source, sizes=options.tokens, threads=options.threads)
    else:
        taken = loop(options.model, segments, batch=1 if options.rival == "loop" else options.batch, **common)
    print(json.dumps(asdict(taken)))


if __name__ == "__main__":
    main()

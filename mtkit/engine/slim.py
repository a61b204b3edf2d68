"""Conversions whose output layer has no more pieces than the target language can write.

The vocabulary of a MarianMT model serves source and target together, 65,000 pieces in OPUS-MT, and the decoder gives
each of them a score at every step: most of its time. What target.spm cannot make never stood in the target side of the
training text, so those rows can go (compare the shortlists of Marian: Junczys-Dowmunt et al., 2018, section 2.4). That
they are not missed is not taken on trust: the slim model must answer the trial texts as the full one does.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from mtkit.engine.card import Card
from mtkit.engine.convert import convert, put_folder
from mtkit.engine.interface import Decoding, Request
from mtkit.engine.pieces import read_vocabularies
from mtkit.engine.smoke import SENTENCES
from mtkit.lang import Pair, lang

__all__ = ["Slim", "convert_slim", "trial_texts"]

_NAMES = 60  # of the glossary, per source language
_PAIRS = 4  # tried in a model that serves many
_BEAM = 4


@dataclass(frozen=True, slots=True)
class Slim:
    """How many of a model's output pieces were kept, and on how many trial texts that changed nothing."""

    kept: int
    of: int
    same: int = 0
    tried: int = 0

    @property
    def taken(self) -> bool:
        """Whether the slim model took the place of the full one."""
        return self.kept < self.of

    def __str__(self) -> str:
        if self.taken:
            return f"{self.kept:,} of {self.of:,} output pieces kept, same answers to {self.same} of {self.tried} texts"
        if self.same == self.tried:
            return f"all {self.of:,} output pieces kept"
        return f"all {self.of:,} output pieces kept: fewer changed {self.tried - self.same} of {self.tried} answers"


def convert_slim(source: Path, target: Path, *, card: Card, quantization: str = "int8") -> Slim:
    """Convert the checkpoint in ``source`` into ``target``, with the fewest output pieces that change no answer.

    A model whose languages the card does not name is converted in full. Raises as ``convert``.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as room:
        whole = convert(source, Path(room) / "full", quantization=quantization, card=card)
        full = len(read_vocabularies(whole)[1])
        # no model is asked in Traditional characters: they are read as Simplified ones (``placing.place``)
        pairs = [pair for pair in card.pairs if pair.source != "zh-Hant"][:_PAIRS]
        requests = [Request(text, pair) for pair in pairs for text in trial_texts(pair)]
        found = Slim(full, full)
        if requests:
            fewer = convert(source, Path(room) / "slim", quantization=quantization, card=card, prune=True)
            kept = len(read_vocabularies(fewer)[1])
            same = _same(fewer, whole, card, requests) if kept < full else len(requests)
            found = Slim(kept if same == len(requests) else full, full, same, len(requests))
        # nobody ever sees the one before the other
        put_folder(fewer if found.taken else whole, target)
    return found


def trial_texts(pair: Pair) -> list[str]:
    """Sentences and names in the source language of ``pair``: what a model is tried on."""
    from mtkit.glossary import Glossary

    code = lang(pair.source).code
    forms = (concept.approved(code, date.max) for concept in Glossary.bundled())
    names = islice((form.text for form in forms if form is not None), _NAMES)
    return [*SENTENCES.get(code, ()), *names]


def _same(slim: Path, full: Path, card: Card, requests: Sequence[Request]) -> int:
    """To how many of ``requests`` the two models have the same best answer, in a greedy search and in a wide one."""
    from mtkit.engine.ctranslate import CTranslateEngine, CTranslateModel

    one, other = (CTranslateEngine(CTranslateModel(folder), card) for folder in (slim, full))
    alike = [True] * len(requests)
    for beam in (1, _BEAM):
        decoding = Decoding(beam=beam)
        pairs = zip(one.translate(requests, decoding), other.translate(requests, decoding), strict=True)
        alike = [was and a.texts == b.texts for was, (a, b) in zip(alike, pairs, strict=True)]
    return sum(alike)

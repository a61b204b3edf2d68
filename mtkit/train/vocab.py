"""The shared vocabulary: one SentencePiece model for both sides, with target tokens and marks as single pieces."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from mtkit.train.config import Recipe
from mtkit.train.data import SYNTHETIC, Example
from mtkit.train.marks import MARKS

END, UNKNOWN, PAD = "</s>", "<unk>", "<pad>"


def symbols(recipe: Recipe) -> list[str]:
    """List the pieces that are never split: target tokens, the tag of machine-made text, marks."""
    return [*(recipe.tokens[lang] for lang in sorted(recipe.tokens)), SYNTHETIC, *MARKS]


def build(recipe: Recipe, texts: Iterable[tuple[str, Sequence[str]]], out: Path) -> None:
    """Train ``out``/source.spm (and the same file as target.spm, and vocab.json) on an even share of each language.

    Text is taken as it is (identity normalisation), so that full-width punctuation can be written; digits are single
    pieces, so that numbers are copied digit by digit. ``<pad>`` is the last piece, as Marian and CTranslate2 want.
    """
    import sentencepiece

    shape = recipe.vocabulary
    lines: list[str] = []
    for _, rows in texts:
        budget = shape.characters_per_language
        for row in rows:
            budget -= len(row)
            if budget < 0:
                break
            lines.append(row)
    out.mkdir(parents=True, exist_ok=True)
    prefix = out / "shared"
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines),
        model_prefix=str(prefix),
        model_type=shape.kind,
        vocab_size=shape.pieces - 1,
        character_coverage=shape.coverage,
        normalization_rule_name="identity",
        byte_fallback=True,
        split_digits=True,
        eos_id=0,
        eos_piece=END,
        unk_id=1,
        unk_piece=UNKNOWN,
        bos_id=-1,
        pad_id=-1,
        user_defined_symbols=symbols(recipe),
        num_threads=2,
        max_sentence_length=8192,
        minloglevel=1,
    )
    model = prefix.with_suffix(".model").read_bytes()
    (out / "source.spm").write_bytes(model)
    (out / "target.spm").write_bytes(model)
    processor = sentencepiece.SentencePieceProcessor(model_proto=model)
    vocabulary = {processor.id_to_piece(index): index for index in range(processor.get_piece_size())}
    vocabulary[PAD] = len(vocabulary)
    text = json.dumps(vocabulary, ensure_ascii=False, indent=0)
    (out / "vocab.json").write_text(text + "\n", encoding="utf-8")


class Coder:
    """Turn examples into piece numbers and back."""

    def __init__(self, folder: Path, tokens: Mapping[str, str]) -> None:
        import sentencepiece

        self._processor: Any = sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm"))
        self._tokens = {lang: self._processor.piece_to_id(token) for lang, token in tokens.items()}
        self._synthetic: int = self._processor.piece_to_id(SYNTHETIC)
        self.end: int = self._processor.piece_to_id(END)
        self.pad: int = self._processor.get_piece_size()
        self.size: int = self.pad + 1
        self.space: int = self._processor.piece_to_id("\u2581")
        self.never: tuple[int, ...] = (*sorted(self._tokens.values()), self._synthetic, self.pad)

    def encode(self, examples: Sequence[Example]) -> list[tuple[list[int], list[int]]]:
        """Give (source, target) piece numbers: the target token first, then the tag if any, ``</s>`` last on both."""
        sources = self._processor.encode([example.source for example in examples])
        targets = self._processor.encode([example.target for example in examples])
        coded: list[tuple[list[int], list[int]]] = []
        for example, source, target in zip(examples, sources, targets, strict=True):
            head = [self._tokens[example.direction[1]], *([self._synthetic] if example.synthetic else [])]
            coded.append(([*head, *source, self.end], [*target, self.end]))
        return coded

    def decode(self, numbers: Sequence[int]) -> str:
        """Give the text of target piece numbers, up to the first ``</s>``."""
        kept: list[int] = []
        for number in numbers:
            if number == self.end:
                break
            if number != self.pad:
                kept.append(number)
        return str(self._processor.decode(kept))

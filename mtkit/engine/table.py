"""The table engine: translations that a test or a document writes down. The fake of this room, never a default."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from mtkit.engine.interface import Answer, Decoding, EngineInfo, Request
from mtkit.errors import EngineError
from mtkit.lang import Pair

__all__ = ["TableEngine"]

# A word in the Latin script counts as one token; any other visible character counts for itself.
_TOKEN = re.compile(r"[0-9A-Za-z\u00c0-\u024f\u1e00-\u1eff]+|\S")


class TableEngine:
    """An engine that looks texts up.

    ``table`` maps (source, target) codes to texts and their translations; a translation is one string or a tuple of
    hypotheses, best first. With ``pair`` given, ``table`` is the plain mapping of that one pair. A text that the table
    lacks comes back as ``[vi] text``: the target's code, then the source with every word and mark kept.

    ``marks`` and ``max_tokens`` are declared in ``info``. Each mark in ``drop`` vanishes from every answer and each one
    in ``duplicate`` comes twice, so that tests can see what is made of such a fault.
    """

    def __init__(
        self,
        table: Mapping[tuple[str, str], Mapping[str, str | tuple[str, ...]]] | Mapping[str, str | tuple[str, ...]],
        pair: Pair | tuple[str, str] | None = None,
        *,
        marks: tuple[str, ...] = (),
        max_tokens: int = 512,
        drop: Collection[str] = (),
        duplicate: Collection[str] = (),
        model: str = "table",
        revision: str = "1",
    ) -> None:
        self._table: dict[Pair, dict[str, tuple[str, ...]]] = {}
        by_pair = {_pair(pair): table} if pair is not None else {_pair(key): rows for key, rows in table.items()}
        for key, rows in by_pair.items():
            if not isinstance(rows, Mapping):
                raise EngineError("a table of plain texts needs its pair: TableEngine({...}, Pair('zh', 'vi'))")
            self._table[key] = {
                str(text): (found,) if isinstance(found, str) else tuple(found) for text, found in rows.items()
            }
        self._drop, self._duplicate = tuple(drop), tuple(duplicate)
        self._info = EngineInfo(
            name="table",
            version="1",
            model=model,
            revision=revision,
            pairs=tuple(sorted(self._table)),
            marks=marks,
            max_tokens=max_tokens,
        )

    @property
    def info(self) -> EngineInfo:
        """Name, model, revision, pairs, limits."""
        return self._info

    def count(self, text: str, pair: Pair) -> int:
        """Marks, Latin words and other characters of ``text``, plus one for the end."""
        pattern = "|".join([*(re.escape(mark) for mark in self._info.marks), _TOKEN.pattern])
        return len(re.findall(pattern, text)) + 1

    def translate(self, requests: Iterable[Request], decoding: Decoding) -> Iterator[Answer]:
        """Answers in the order of ``requests``; each score is 0.0."""
        for request in requests:
            if request.pair not in self._table:
                known = ", ".join(str(pair) for pair in self._info.pairs) or "none"
                raise EngineError(f"the table has no pair {request.pair}: it has {known}")
            size = self.count(request.text, request.pair)
            if size > self._info.max_tokens:
                raise EngineError(
                    f"a text of {size} tokens is longer than the {self._info.max_tokens} of the table: "
                    f"split it first: {request.text[:40]!r}"
                )
            texts = self._look_up(request)[: max(decoding.nbest, 1)]
            yield Answer(texts, tuple(0.0 for _ in texts))

    def _look_up(self, request: Request) -> tuple[str, ...]:
        if not request.text.strip():
            return ("",)
        echo = f"[{request.pair.target}] {request.text}"
        texts = self._table[request.pair].get(request.text, (echo,))
        return tuple(self._spoil(text) for text in texts)

    def _spoil(self, text: str) -> str:
        for mark in self._drop:
            text = text.replace(mark, "")
        for mark in self._duplicate:
            text = text.replace(mark, f"{mark} {mark}")
        return text


def _pair(key: object) -> Pair:
    if isinstance(key, Pair):
        return key
    if isinstance(key, tuple) and len(key) == 2:
        return Pair.of(str(key[0]), str(key[1]))
    raise EngineError(f"not a pair of languages: {key!r}; write ('zh', 'vi')")

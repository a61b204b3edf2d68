"""Carry jobs through a model, those alone that it has not been asked before.

An outcome follows from the job, the model, the search and the calibration, whatever else is in the batch; so it can be
kept under a key made of these, and any later job with the same key has it. What a name stands for is not in the key,
but how it is written is: the first hop of a pivot is the same for every language behind it, and is made once.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from mtkit import __version__
from mtkit.cache import Cache, key_of
from mtkit.enforce.calibration import Calibration
from mtkit.enforce.climb import carry
from mtkit.enforce.interface import Job, Outcome
from mtkit.engine.card import Card
from mtkit.engine.interface import Decoding, Engine
from mtkit.lang import Pair
from mtkit.mask import Code, Name, Placed
from mtkit.text import Span
from mtkit.unit import Issue, Severity

__all__ = ["Claims", "carry_anew", "settings_of"]

_Record = dict[str, Any]


class Claims:
    """Keys that are being made, by all threads that share this: nobody makes what another is at already.

    Who makes keys waits for nobody meanwhile, so that no two ever wait for each other.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: dict[bytes, threading.Event] = {}

    @contextmanager
    def claimed(self, keys: Iterable[bytes]) -> Iterator[tuple[list[bytes], list[threading.Event]]]:
        """Those of ``keys`` that nobody else makes, claimed for the length of a ``with``; what to wait for after it."""
        done = threading.Event()
        mine: list[bytes] = []
        theirs: list[threading.Event] = []
        with self._lock:
            for key in dict.fromkeys(keys):
                if key in self._made:
                    theirs.append(self._made[key])
                else:
                    mine.append(key)
                    self._made[key] = done
        try:
            yield mine, theirs
        finally:
            with self._lock:
                for key in mine:
                    del self._made[key]
            done.set()


def carry_anew(
    jobs: Sequence[Job],
    pair: Pair,
    engine: Engine,
    decoding: Decoding,
    *,
    calibration: Calibration | None = None,
    cache: Cache | None = None,
    claims: Claims | None = None,
) -> list[Outcome]:
    """What ``carry`` gives for ``jobs``; what ``cache`` holds, or occurs twice, is not asked again. Raises as it.

    Threads that share a cache share ``claims``, too: what one of them is asking, the others wait for.
    """
    if cache is None:
        return carry(jobs, pair, engine, decoding, calibration=calibration)

    def carry_all(some: Sequence[Job]) -> list[Outcome]:
        return carry(some, pair, engine, decoding, calibration=calibration) if some else []

    base = _base(pair, engine, decoding, calibration)
    keys = [key_of(base, _spelt(job)) for job in jobs]
    wanted = dict(zip(keys, jobs, strict=True))
    alone: dict[Job, Outcome] = {}
    with (claims or Claims()).claimed(wanted) as (mine, theirs):
        known = _known(cache, mine)
        asked = {key: wanted[key] for key in mine if key not in known}
        fresh: dict[bytes, _Record] = {}
        for (key, job), outcome in zip(asked.items(), carry_all(list(asked.values())), strict=True):
            record = _record(job, outcome)
            if record is None:  # a tier that places what the job does not have: true for this very job alone
                alone[job] = outcome
            else:
                fresh[key] = record
        if fresh:
            cache.put({key: _bytes(record) for key, record in fresh.items()})
        known.update(fresh)
    for event in theirs:
        event.wait()
    if theirs:
        known.update(_known(cache, [key for key in wanted if key not in known]))
    rest = [job for key, job in zip(keys, jobs, strict=True) if key not in known and job not in alone]
    alone.update(zip(rest, carry_all(rest), strict=True))
    return [_outcome(job, known[key]) if key in known else alone[job] for key, job in zip(keys, jobs, strict=True)]


def _known(cache: Cache, keys: Sequence[bytes]) -> dict[bytes, _Record]:
    """The records that ``cache`` has of ``keys``, and that can be read."""
    return {key: record for key, value in cache.get(keys).items() if (record := _read(value)) is not None}


def _base(pair: Pair, engine: Engine, decoding: Decoding, calibration: Calibration | None) -> str:
    """What all jobs of a hop have in common. ``batch_tokens`` is not in it: it never changes an answer."""
    info = engine.info
    parts = [
        __version__, str(pair), info.name, info.version, info.label, info.sha256, str(info.max_tokens),
        ",".join(info.marks), settings_of(engine, pair), str(decoding.beam), str(decoding.nbest),
        calibration.digest if calibration else "",
    ]  # fmt: skip
    return json.dumps(parts)


def settings_of(engine: Engine, pair: Pair) -> str:
    """What the card of a model says of how it is asked for ``pair``, where it has one: answers depend on it, too."""
    card = getattr(engine, "card", None)
    return json.dumps([card.token(pair), sorted(card.search.items())]) if isinstance(card, Card) else ""


def _spelt(job: Job) -> str:
    """A job as the tiers see it."""
    placed = []
    for place in job.placed:
        what = place.what
        row: list[Any] = [place.span.start, place.span.end, type(what).__name__, what.form]
        if not isinstance(what, Code):
            row += [what.before, what.after]
        if isinstance(what, Name):
            row.append(what.article.value)
        placed.append(row)
    return json.dumps([job.text, placed])


def _record(job: Job, outcome: Outcome) -> _Record | None:
    """An outcome as plain values; what was placed is named by its number in the job. None where it is not of it."""
    left = list(enumerate(job.placed))
    placed: list[list[int]] = []
    for place in outcome.placed:
        at = next((n for n, (_, asked) in enumerate(left) if asked.what == place.what), None)
        if at is None:
            return None
        number, _ = left.pop(at)
        placed.append([place.span.start, place.span.end, number])
    return {
        "text": outcome.text,
        "placed": placed,
        "tier": outcome.tier,
        "score": outcome.score,
        "issues": [
            [issue.code, issue.severity.value, issue.message, _ends(issue.source), _ends(issue.target)]
            for issue in outcome.issues
        ],
    }


def _outcome(job: Job, record: _Record) -> Outcome:
    placed = tuple(Placed(Span(row[0], row[1]), job.placed[row[2]].what) for row in record["placed"])
    issues = tuple(
        Issue(code, Severity(severity), message, _span(source), _span(target))
        for code, severity, message, source, target in record["issues"]
    )
    return Outcome(record["text"], placed, record["tier"], record["score"], issues)


def _bytes(record: _Record) -> bytes:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _read(value: bytes) -> _Record | None:
    """The record, or None for what an earlier mtkit wrote otherwise."""
    try:
        record = json.loads(value.decode("utf-8", "surrogatepass"))
    except ValueError:
        return None
    return record if isinstance(record, dict) and {"text", "placed", "tier", "score", "issues"} <= set(record) else None


def _ends(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def _span(ends: list[int] | None) -> Span | None:
    return None if ends is None else Span(ends[0], ends[1])

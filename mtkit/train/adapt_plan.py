"""The data plan of an adaptation, frozen in its folder at the first run, so that a later one goes on with the same."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mtkit.engine.interface import Engine
from mtkit.errors import BadInputError, UsageError
from mtkit.glossary import Glossary
from mtkit.lang import Pair
from mtkit.train.adapt_data import (
    Couple,
    Gathered,
    TooFewError,
    cleaned,
    digest,
    from_memory,
    from_po,
    from_tables,
    from_tmx,
    place,
    plain,
    read_lines,
    split,
    without,
)
from mtkit.train.adapt_files import output_error, read_json, write_json
from mtkit.train.adapt_guard import translate_all
from mtkit.train.rows import fold

__all__ = ["Least", "Prepared", "Sources", "prepare", "rehearse"]

DATA, REHEARSAL = "data.json", "rehearsal.jsonl"
_MOST_REHEARSED = 20_000
_TEST_REHEARSED = 200
_PART = 64


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the texts are from: the desk's (``memory``, ``po``, ``tmx``) and general ones.

    ``general`` are translations, ``general_test`` such as are for testing alone, ``monolingual`` are texts in the
    source language, one sentence a line, which the base itself translates.
    """

    memory: Path | None = None
    po: tuple[Path, ...] = ()
    tmx: tuple[Path, ...] = ()
    general: tuple[Path, ...] = ()
    general_test: tuple[Path, ...] = ()
    monolingual: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Least:
    """How many pairs there must be: of the desk in all, in each of its held-out sets, in the general test set."""

    desk: int = 100
    held: int = 20
    general: int = 50


@dataclass(frozen=True, slots=True)
class Prepared:
    """The plan: texts by what they are for, and what was left out and why.

    ``rehearsed`` are texts that the base is still to translate, ``to_test`` of them for testing: with references that
    it makes itself, the general test measures how far the two models agree.
    """

    train: tuple[Couple, ...]
    stop: tuple[Couple, ...]
    test: tuple[Couple, ...]
    general: tuple[Couple, ...]
    general_test: tuple[Couple, ...]
    rehearsed: tuple[str, ...] = ()
    to_test: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)
    general_left_out: Mapping[str, int] = field(default_factory=dict)
    by: str = "document"
    documents: int = 0

    @property
    def agreement(self) -> bool:
        """Whether the general test has no references but the base's own answers."""
        return self.to_test > 0

    @property
    def digests(self) -> dict[str, str]:
        """The SHA-256 of each set, short."""
        sets = {"desk train": self.train, "desk stop": self.stop, "desk test": self.test,
                "general train": self.general, "general test": self.general_test,
                "rehearsed": tuple(Couple(text, "") for text in self.rehearsed)}  # fmt: skip
        return {name: digest(couples)[:16] for name, couples in sets.items() if couples}


def prepare(
    sources: Sources,
    pair: Pair,
    out: Path,
    *,
    options: Mapping[str, Any],
    fits: Callable[[str, str], bool],
    glossary: Glossary | None,
    share: float,
    ratio: float,
    least: Least,
) -> Prepared:
    """The plan in ``out``, made now if there is none. ``options`` are all that decides it, but for the files' content.

    Raises TooFewError, with how many pairs are needed; UsageError for options other than the plan was made with, and
    where nothing is given to measure the general score on; BadInputError for files that cannot be read.
    """
    path = out / DATA
    known = read_json(path)
    wanted = json.loads(json.dumps({**options, "share": share, "ratio": ratio, "sources": _names(sources)}))
    if known is not None:
        if known.get("options") != wanted:
            other = sorted(k for k in wanted if wanted[k] != known.get("options", {}).get(k))
            raise UsageError(
                f"{out}: begun with other options ({', '.join(other) or 'an older mtkit'}): name another -o"
            )
        return _thawed(known["plan"], path)
    if not (sources.general or sources.general_test or sources.monolingual):
        raise UsageError(
            "nothing tells whether the model gets worse at everything else: give --general FILE (translations), or "
            "--monolingual FILE (texts in the source language)"
        )
    made = _made(sources, pair, fits=fits, glossary=glossary, share=share, ratio=ratio, least=least)
    write_json(path, {"options": wanted, "plan": _frozen(made)})
    return made


def _names(sources: Sources) -> dict[str, Any]:
    return {
        key: [str(path) for path in value] if isinstance(value, tuple) else str(value or "")
        for key, value in (
            ("memory", sources.memory), ("po", sources.po), ("tmx", sources.tmx), ("general", sources.general),
            ("general_test", sources.general_test), ("monolingual", sources.monolingual),
        )
    }  # fmt: skip


def _made(
    sources: Sources,
    pair: Pair,
    *,
    fits: Callable[[str, str], bool],
    glossary: Glossary | None,
    share: float,
    ratio: float,
    least: Least,
) -> Prepared:
    found = Gathered((), MappingProxyType({}))
    if sources.memory is not None:
        found += from_memory(sources.memory, pair)
    found += from_po(sources.po, pair)
    found += from_tmx(sources.tmx, pair)
    desk = cleaned(found, pair, glossary=glossary, fits=fits)
    if len(desk.couples) < least.desk:
        raise TooFewError(
            f"{len(desk.couples)} approved pairs of {pair} are fit to learn from, at least {least.desk} are needed,"
            f" and 1,000 are worth it{_because(desk.left_out)}"
        )
    cut = split(desk.couples, share=share, least=least.held, salt="desk")
    reasons = Counter(desk.left_out)
    general, general_test, general_out = _general(sources, pair, fits=fits, share=share, least=least)
    held = [cut.stop, cut.test, general_test]
    train, doubled = without(cut.train, *held)
    reasons["stands in a held-out set, too"] += doubled
    if 2 * len(train) < least.desk:
        raise TooFewError(f"only {len(train)} pairs are left to learn from: the others stand in the held-out sets, too")
    general, doubled = without(general, *held)
    general_out["stands in a held-out set, too"] += doubled
    agreement = not general_test
    lines = _lines(sources.monolingual, [*cut.stop, *cut.test, *general_test], fits)
    if agreement and len(lines) < 2 * least.general:
        raise TooFewError(f"{len(lines)} different sentences in the monolingual text: at least {2 * least.general}")
    to_test = max(least.general, min(_TEST_REHEARSED, len(lines) // 4)) if agreement else 0
    missing = max(0, min(round(ratio * len(train)), _MOST_REHEARSED) - len(general))
    return Prepared(
        train,
        cut.stop,
        cut.test,
        general,
        general_test,
        tuple(lines[: to_test + missing]),
        to_test,
        MappingProxyType({k: n for k, n in sorted(reasons.items()) if n}),
        MappingProxyType({k: n for k, n in sorted(general_out.items()) if n}),
        cut.by,
        len({couple.document for couple in desk.couples}),
    )


def _because(left_out: Mapping[str, int]) -> str:
    said = ", ".join(f"{n} {reason}" for reason, n in sorted(left_out.items(), key=lambda item: -item[1])[:5])
    return f" (left out: {said})" if said else ""


def _general(
    sources: Sources, pair: Pair, *, fits: Callable[[str, str], bool], share: float, least: Least
) -> tuple[tuple[Couple, ...], tuple[Couple, ...], Counter[str]]:
    """General couples to learn from, those to test on, and what was left out of both."""
    found = cleaned(from_tables(sources.general, pair), pair, fits=fits)
    reasons = Counter(found.left_out)
    if sources.general_test:
        apart = cleaned(from_tables(sources.general_test, pair), pair, fits=fits)
        reasons.update(apart.left_out)
        test = sorted(apart.couples, key=lambda couple: place(f"general:{couple.source}"))[:500]
        train: Sequence[Couple] = found.couples
    elif sources.general:
        cut = split(found.couples, share=share, least=least.general, salt="general", halves=False)
        train, test = cut.train, list(cut.test)
    else:
        return (), (), reasons
    if len(test) < least.general:
        raise TooFewError(
            f"{len(test)} pairs in the general test set: at least {least.general} are needed, 200 are good"
        )
    return tuple(train), tuple(test), reasons


def _lines(paths: Iterable[Path], held: Iterable[Couple], fits: Callable[[str, str], bool]) -> list[str]:
    """The sentences of monolingual texts that are in no held-out set, each once, in the order of their hashes."""
    banned = {fold(couple.source) for couple in held}
    lines = {plain(line) for path in paths for line in read_lines(path)}
    fit = [line for line in lines if any(map(str.isalpha, line)) and fold(line) not in banned and fits(line, "")]
    return sorted(fit, key=lambda line: (place(f"general:{line}"), line))


def _frozen(made: Prepared) -> dict[str, Any]:
    """Texts alone: who approved them, when and in which file stays where it was."""
    value: dict[str, Any] = {
        "rehearsed": list(made.rehearsed), "to_test": made.to_test, "left_out": dict(made.left_out),
        "general_left_out": dict(made.general_left_out), "by": made.by, "documents": made.documents,
    }  # fmt: skip
    for name in ("train", "stop", "test", "general", "general_test"):
        value[name] = [[couple.source, couple.target] for couple in getattr(made, name)]
    return value


def _thawed(value: Mapping[str, Any], path: Path) -> Prepared:
    try:
        sets = {name: tuple(Couple(*both) for both in value[name])
                for name in ("train", "stop", "test", "general", "general_test")}  # fmt: skip
        return Prepared(
            **sets,
            rehearsed=tuple(value["rehearsed"]),
            to_test=int(value["to_test"]),
            left_out=MappingProxyType(dict(value["left_out"])),
            general_left_out=MappingProxyType(dict(value["general_left_out"])),
            by=str(value["by"]),
            documents=int(value["documents"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadInputError("damaged: delete it and begin anew", where=str(path)) from error


def rehearse(
    made: Prepared,
    engine: Callable[[], Engine],
    pair: Pair,
    out: Path,
    *,
    stop: Callable[[], bool],
    progress: Callable[[str], None],
) -> tuple[tuple[Couple, ...], tuple[Couple, ...], int] | None:
    """What the base makes of the texts to rehearse: couples to learn from, couples to test on, how many were no good.

    Answers are kept as they come, and a killed run goes on behind the last whole one. None if ``stop`` said so.
    """
    path = out / REHEARSAL
    done = _kept(path, made.rehearsed)
    if len(done) < len(made.rehearsed):
        progress(f"the base translates {len(made.rehearsed) - len(done)} sentences to rehearse")
        model = engine()
        for start in range(len(done), len(made.rehearsed), _PART):
            if stop():
                return None
            texts = made.rehearsed[start : start + _PART]
            answers = translate_all(model, texts, pair, beam=2)
            rows = [json.dumps(both, ensure_ascii=False) + "\n" for both in zip(texts, answers, strict=True)]
            try:
                with path.open("a", encoding="utf-8") as stream:
                    stream.write("".join(rows))
            except OSError as error:
                raise output_error(path, error) from error
            done += [Couple(*both) for both in zip(texts, answers, strict=True)]
    to_learn = Gathered(tuple(done[made.to_test :]), MappingProxyType({}))
    fine = cleaned(to_learn, pair)
    return fine.couples, tuple(done[: made.to_test]), sum(fine.left_out.values())


def _kept(path: Path, texts: Sequence[str]) -> list[Couple]:
    """What was translated before, as far as it is whole; the file is cut behind that."""
    if not path.exists():
        return []
    done: list[Couple] = []
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)
    for line, text in zip(lines, texts, strict=False):
        try:
            source, target = json.loads(line)
        except ValueError:
            break
        if source != text or not line.endswith("\n"):
            break
        done.append(Couple(source, target))
    if len(done) < len(lines):
        path.write_text("".join(lines[: len(done)]), encoding="utf-8")
    return done


def key_of(parts: Mapping[str, Any]) -> str:
    """One digest of all that decides a run."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

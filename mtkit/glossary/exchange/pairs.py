"""What formats of one pair of languages share: entries of a source and a target, and the pair in a file's name."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from mtkit.errors import GlossaryError, UnknownLanguageError, UsageError
from mtkit.glossary.model import Concept, Status, Term
from mtkit.glossary.rules import Row, guarded
from mtkit.lang import Pair

__all__ = ["Entry", "entries_of", "name_ids", "one_line", "pair_for_reading", "pair_for_writing", "rows_of_entries"]

_ID = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")
_CODE = "([A-Za-z]{2,3}(?:[-_](?:Hant|Hans|[A-Z]{2}))?)"
_PAIR = re.compile(f"(?:^|[._ -]){_CODE}[-_]{_CODE}$")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a two-column glossary. ``concept`` is "" where the file has no name for it."""

    number: int
    source: str
    target: str
    concept: str = ""
    note: str = ""
    about: str = ""
    status: str = ""


def pair_for_reading(pair: Pair | None, where: str) -> Pair:
    """``pair``, else what the file's name says (``terms.zh-vi.csv``). Raises GlossaryError where neither does."""
    found = pair or _pair_in(PurePath(where).name)
    if found is None:
        mend = "name it like terms.zh-vi.csv, or give --from and --to to mtkit glossary convert"
        raise GlossaryError(f"does not say which two languages it holds: {mend}", where=where)
    return found


def _pair_in(name: str) -> Pair | None:
    stem = name
    while "." in stem:
        stem = stem.rpartition(".")[0]
        met = _PAIR.search(stem)
        if met:
            try:
                return Pair.of(met[1], met[2])
            except UnknownLanguageError:
                return None
    return None


def pair_for_writing(pair: Pair | None, name: str) -> Pair:
    """``pair``. Raises UsageError where there is none."""
    if pair is None:
        raise UsageError(f"{name} holds one pair of languages: say which with --from LANG and --to LANG")
    return pair


def one_line(text: str) -> str:
    """``text`` without the line ends and tabs that would end its cell."""
    return " ".join(text.split())


def name_ids(names: Sequence[str]) -> dict[str, str]:
    """An id for each of ``names``: its letters where they are Latin, else a digest; the same in every run."""
    taken: dict[str, str] = {}
    found: dict[str, str] = {}
    for name in dict.fromkeys(names):
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        slug = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:48]
        digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
        if len(slug) * 2 < len(name):  # most of it was not Latin
            slug = f"t_{digest[:12]}"
        if slug in taken:
            slug = f"{slug}_{digest[:8]}"
        taken[slug] = found[name] = slug
    return found


def rows_of_entries(entries: Sequence[Entry], pair: Pair) -> Iterator[Row]:
    """The rows that entries make: one concept for each id, or for each source text that has none.

    The first source and the first target of a concept are approved, others admitted, unless the entry says more.
    """
    ids = name_ids([entry.source for entry in entries if not entry.concept])
    seen: set[tuple[str, str, str]] = set()
    led: set[tuple[str, str]] = set()
    for entry in entries:
        concept = entry.concept or ids[entry.source]
        for lang, text, note in ((pair.source, entry.source, ""), (pair.target, entry.target, entry.note)):
            if not text or (concept, lang, text) in seen:
                continue
            seen.add((concept, lang, text))
            status = entry.status if lang == pair.target or entry.status == "proposed" else ""
            if not status:
                status = "admitted" if (concept, lang) in led else "approved"
                led.add((concept, lang))
            said = {
                "concept": concept, "kind": "phrase", "lang": lang, "term": guarded(text), "status": status,
                "note": guarded(note), "about": guarded(entry.about),
            }  # fmt: skip
            yield Row(entry.number, said)


def valid_id(text: str) -> bool:
    """Whether ``text`` may name a concept."""
    return _ID.fullmatch(text) is not None


def entries_of(concepts: Iterable[Concept], pair: Pair, day: date, *, alternatives: bool) -> Iterator[Entry]:
    """The entries that show ``concepts`` in ``pair`` on ``day``: each source form with the form to write.

    With ``alternatives``, admitted targets too, behind the first source form.
    """
    for number, concept in enumerate(concepts, 1):
        sources, targets = _forms(concept, pair.source, day), _forms(concept, pair.target, day)
        if not sources or not targets:
            continue
        shown = [(source, targets[0]) for source in sources]
        if alternatives:
            shown += [(sources[0], target) for target in targets[1:]]
        for source, target in shown:
            yield Entry(number, source.text, target.text, concept.id, target.note, concept.note)


def _forms(concept: Concept, lang: str, day: date) -> list[Term]:
    """The approved form first, then the admitted ones, each text once."""
    first = concept.approved(lang, day)
    if first is None:
        return []
    admitted = [t for t in concept.terms if t.lang == lang and t.status is Status.ADMITTED and t.valid_on(day)]
    return list({term.text: term for term in reversed([first, *admitted])}.values())[::-1]

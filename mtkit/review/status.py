"""How far the review of a PO file has come: units by state, words and time left, and what the checks find.

Words are those of the source. Where a language writes no spaces they are estimated: 1.6 Han characters make a word,
and five code points of Thai or Lao or six of Khmer or Burmese do; words in Latin letters and numbers among them count
as they stand. A text that occurs several times in an article is edited once, and its words are counted once.

The time is an estimate and is shown as a range: words left, each state with its share of the work, by a rate of words
an hour that depends on the target language and leaves a third to either side. The rates are rounded figures for full
post-editing of news by an editor who knows the subject (600 to 700 words an hour where machine translation is good,
half of that where it is poor); a desk that knows its own rate gives that instead.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from mtkit.checking import check_file
from mtkit.estimate import valid, worst_first
from mtkit.formats.po import PoFile
from mtkit.glossary import Glossary
from mtkit.lang import LANGUAGES, Pair
from mtkit.review.entries import entries_of
from mtkit.unit import Estimate, Issue, Severity, State, Unit

__all__ = ["LANGUAGE_RATES", "Status", "Work", "Worst", "status_of", "total_of", "words", "worst_of"]

LANGUAGE_RATES: Mapping[str, int] = MappingProxyType(
    {
        "en": 700, "id": 700, "ms": 700, "vi": 650, "pt": 650, "zh": 600, "fil": 550, "th": 500, "ta": 450,
        "lo": 350, "km": 350, "my": 350, "tet": 350,
    }
)  # fmt: skip
"""Source words that an editor brings from raw to approved in an hour, by target language."""

_OTHER_RATE = 500
_EFFORT = MappingProxyType(
    {State.UNTRANSLATED: 2.0, State.RAW: 1.0, State.STALE: 0.6, State.EDITED: 0.5, State.APPROVED: 0.0}
)
_SPREAD = 1 / 3
_PER_WORD = MappingProxyType({"zh": 1.6, "th": 5.0, "lo": 5.0, "km": 6.0, "my": 6.0})
_LABEL = re.compile(r"\{/?[0-9]{1,6}/?\}")
_LATIN = re.compile(r"[0-9A-Za-z\u00c0-\u024f\u1e00-\u1eff]+(?:['’.,-][0-9A-Za-z\u00c0-\u024f\u1e00-\u1eff]+)*")
_NOBODY = "mtkit (machine translation, not reviewed)"


@dataclass(frozen=True, slots=True)
class Work:
    """What is left to do: source words, those not yet approved, and the minutes that these will take, from and to."""

    words: int
    words_left: int
    minutes: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Status:
    """The state of one PO file, or of several together (then ``pair`` is None, and nobody its last editor).

    ``states`` has all states in the order of the work; ``issues`` counts the findings of each severity by code.
    ``editor`` and ``edited`` are the header's Last-Translator and PO-Revision-Date, "" while nobody has edited.
    """

    pair: Pair | None
    document: str
    states: Mapping[State, int]
    issues: Mapping[Severity, Mapping[str, int]]
    work: Work
    editor: str = ""
    edited: str = ""
    note: str = ""

    @property
    def units(self) -> int:
        """All units."""
        return sum(self.states.values())

    @property
    def approved(self) -> float:
        """The approved units in percent; 100 where there are none at all."""
        return 100 * self.states[State.APPROVED] / self.units if self.units else 100.0


@dataclass(frozen=True, slots=True)
class Worst:
    """A unit that wants to be read early: what is found in it, and its estimate, if it is untouched machine text."""

    unit: Unit
    issues: tuple[Issue, ...]
    estimate: Estimate | None


def words(text: str, lang: str) -> float:
    """The words of a source text; see the module for languages without spaces."""
    text = _LABEL.sub(" ", text)
    per_word = _PER_WORD.get(lang.partition("-")[0])
    if per_word is None:
        return float(sum(any(char.isalnum() for char in word) for word in text.split()))
    latin = _LATIN.findall(text)
    rest = _LATIN.sub("", text)
    return len(latin) + sum(unicodedata.category(char)[0] in "LMN" for char in rest) / per_word


def status_of(
    file: PoFile,
    glossary: Glossary | None,
    *,
    day: date | None = None,
    publisher: str = "",
    ignore: Collection[str] = (),
    silenced: Mapping[str, Collection[str]] | None = None,
    rate: int | None = None,
) -> Status:
    """The status of ``file``. The checks are run now, as ``mtkit check`` runs them; ``rate`` is in words an hour."""
    states = Counter(unit.state for unit in file.units)
    known = not file.units or all(code in LANGUAGES for code in (file.pair.source, file.pair.target))
    quiet = silenced or {}
    found = check_file(file, glossary, day=day, publisher=publisher, ignore=ignore, silenced=quiet) if known else ()
    nobody = file.header.get("Last-Translator", _NOBODY) == _NOBODY
    return Status(
        file.pair,
        file.header.get("X-Mtkit-Document", ""),
        MappingProxyType({state: states[state] for state in State}),
        _by_severity(Counter((issue.severity, issue.code) for issues in found for issue in issues)),
        _work(file, rate),
        "" if nobody else file.header.get("Last-Translator", ""),
        "" if nobody else file.header.get("PO-Revision-Date", ""),
        "" if known else "not checked: the header does not name both languages (X-Source-Language, Language)",
    )


def worst_of(
    file: PoFile,
    glossary: Glossary | None,
    *,
    many: int,
    day: date | None = None,
    publisher: str = "",
    ignore: Collection[str] = (),
    silenced: Mapping[str, Collection[str]] | None = None,
) -> tuple[Worst, ...]:
    """The ``many`` units that should be read first, by findings and then by estimates; approved ones are not."""
    if any(code not in LANGUAGES for code in (file.pair.source, file.pair.target)):
        return ()
    found = check_file(file, glossary, day=day, publisher=publisher, ignore=ignore, silenced=silenced or {})
    order = [at for at in worst_first(file.units, found) if file.units[at].state is not State.APPROVED]
    return tuple(Worst(file.units[at], found[at], valid(file.units[at])) for at in order[:many])


def total_of(files: Collection[Status]) -> Status:
    """Several files as one."""
    states: Counter[State] = Counter()
    issues: Counter[tuple[Severity, str]] = Counter()
    for file in files:
        states.update(file.states)
        issues.update({(severity, code): n for severity, codes in file.issues.items() for code, n in codes.items()})
    low, high = (sum(file.work.minutes[end] for file in files) for end in (0, 1))
    work = Work(sum(file.work.words for file in files), sum(file.work.words_left for file in files), (low, high))
    return Status(None, "", MappingProxyType({state: states[state] for state in State}), _by_severity(issues), work)


def _by_severity(counted: Mapping[tuple[Severity, str], int]) -> Mapping[Severity, Mapping[str, int]]:
    worst_first = sorted(Severity, key=lambda severity: -severity.rank)
    return MappingProxyType(
        {
            severity: MappingProxyType({code: n for (grave, code), n in sorted(counted.items()) if grave is severity})
            for severity in worst_first
        }
    )


def _work(file: PoFile, rate: int | None) -> Work:
    """The words of each entry once, and the time for those that are not approved."""
    total = left = effort = 0.0
    seen: set[int] = set()
    for unit, entry in zip(file.units, entries_of(file), strict=True):
        if entry is not None and id(entry) in seen:
            continue
        seen.add(id(entry))
        size = _size(unit)
        total += size
        left += size if unit.state is not State.APPROVED else 0.0
        effort += size * _EFFORT[unit.state]
    speed = rate or LANGUAGE_RATES.get(file.pair.target.partition("-")[0], _OTHER_RATE)
    minutes = effort * 60 / speed
    return Work(round(total), round(left), (round(minutes * (1 - _SPREAD)), round(minutes * (1 + _SPREAD))))


def _size(unit: Unit) -> float:
    return words(unit.segment.text, unit.pair.source)

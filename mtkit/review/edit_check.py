"""Findings of a file that is being edited: checked again after each change, at the price of what changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from mtkit.check import Sample, check_together, kept, ordered
from mtkit.checking import check_units
from mtkit.formats.po import PoFile
from mtkit.formats.po_text import normal
from mtkit.glossary import Glossary
from mtkit.lang import lang
from mtkit.review.entries import silenced_in
from mtkit.unit import Issue, State, Unit

__all__ = ["Checker"]

_MANY = 400  # units over which a text that is still being typed is checked by itself only
_Quiet = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class _Asked:
    unit: Unit
    quiet: frozenset[str]


class Checker:
    """What ``check_file`` finds in one file, remembering what it found in units that have not changed.

    ``glossary`` None checks no names; ``day`` and ``publisher`` are those of the file.
    """

    def __init__(self, glossary: Glossary | None, *, day: date, publisher: str = "") -> None:
        self._glossary = glossary
        self._day = day
        self._publisher = publisher
        self._known: dict[_Asked, tuple[Issue, ...]] = {}

    def file(self, file: PoFile) -> tuple[tuple[Issue, ...], ...]:
        """The findings of each of ``file.units``, as ``check_file`` gives them."""
        before, self._known = self._known, {}
        quiet = _silenced(file)
        own = []
        for unit in file.units:
            asked = _asked(unit, quiet)
            found = before.get(asked)
            found = self._own(asked) if found is None else found
            self._known[asked] = found
            own.append(found)
        return self._with_others(file.units, own, quiet)

    def proposed(self, file: PoFile, places: Sequence[int], target: str) -> tuple[Issue, ...]:
        """The findings of ``file.units`` at ``places``, which share an entry, if their translation were ``target``."""
        units = list(file.units)
        for place in places:
            units[place] = replace(units[place], target=target, state=State.EDITED, issues=())
        quiet = _silenced(file)
        own: list[tuple[Issue, ...]] = [()] * len(units)
        first = places[0]
        own[first] = self._own(_asked(units[first], quiet))
        if len(units) > _MANY:
            return own[first]
        return self._with_others(units, own, quiet)[first]

    def _own(self, asked: _Asked) -> tuple[Issue, ...]:
        text = asked.unit.segment.text
        return check_units(
            [asked.unit], self._glossary, day=self._day, publisher=self._publisher, silenced={text: asked.quiet}
        )[0]

    def _with_others(
        self, units: Sequence[Unit], own: Sequence[tuple[Issue, ...]], quiet: _Quiet
    ) -> tuple[tuple[Issue, ...], ...]:
        places = [place for place, unit in enumerate(units) if unit.target.strip()]
        together = check_together([self._sample(units[place]) for place in places])
        found = list(own)
        for n, issues in together.items():
            place = places[n]
            heard = kept(issues, None, quiet.get(normal(units[place].segment.text), frozenset()))
            found[place] = ordered((*own[place], *heard)) if heard else own[place]
        return tuple(found)

    def _sample(self, unit: Unit) -> Sample:
        return Sample(
            unit.target,
            lang(unit.pair.target),
            unit.segment.text,
            lang(unit.pair.source),
            kind=unit.segment.kind,
            glossary=self._glossary,
            day=self._day,
            publisher=self._publisher,
            room=unit.segment.room,
        )


def _asked(unit: Unit, quiet: _Quiet) -> _Asked:
    return _Asked(unit, quiet.get(normal(unit.segment.text), frozenset()))


def _silenced(file: PoFile) -> _Quiet:
    """The codes that are silenced, by source text, as ``check_file`` takes them."""
    found: dict[str, frozenset[str]] = {}
    for entry in file.entries:
        if codes := silenced_in(entry):
            found[entry.msgid] = found.get(entry.msgid, frozenset()) | frozenset(codes)
    return found

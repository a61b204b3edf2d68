"""The views of one file under review, and the revision in which each of them was last another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from mtkit.formats.po import Entry
from mtkit.glossary import Glossary
from mtkit.proof.model import day_and_publisher, file_view, unit_view
from mtkit.review.edit_check import Checker
from mtkit.review.edit_file import OpenFile
from mtkit.review.entries import entries_of, entry_key
from mtkit.unit import Issue, State, Unit

__all__ = ["Sheet", "View"]

View = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Row:
    """All that a view is made of."""

    unit: Unit
    entry: Entry | None
    issues: tuple[Issue, ...]
    place: int
    lost: Entry | None


class Sheet:
    """One file as the page has it, by ``name``. Raises BadInputError where its header does not name both languages."""

    def __init__(self, file: OpenFile, name: str, glossary: Glossary | None, day: date | None, publisher: str) -> None:
        self.file = file
        self._name = name
        self._glossary = glossary
        self._day, self._publisher = day_and_publisher(file.po, day=day, publisher=publisher)
        self._frame()
        self._checker = Checker(glossary, day=self._day, publisher=self._publisher)
        self._rows: list[tuple[_Row, View]] = []
        self._since: list[int] = []
        self._moved = 0
        self._changed = 0
        self._last: tuple[object, ...] = ()

    def refresh(self, lost: Mapping[str, Entry], revision: int) -> bool:
        """Make the views anew, as of ``revision`` where they are others; whether anything is.

        ``lost`` holds, by key, what this session wrote and another program wrote over.
        """
        po = self.file.po
        last = (po, dict(lost), self.file.trouble)
        if self._last and self._last[0] is po and self._last[1:] == last[1:]:
            return False
        self._last = last
        dated = zip(self._rows, self._since, strict=True)
        old = {row.unit.segment.id: (row, view, since) for (row, view), since in dated}
        order = [row.unit.segment.id for row, _ in self._rows]
        rows: list[tuple[_Row, View]] = []
        dates: list[int] = []
        found = zip(po.units, entries_of(po), self._checker.file(po), strict=True)
        for place, (unit, entry, issues) in enumerate(found, start=1):
            row = _Row(unit, entry, issues, place, lost.get(entry_key(entry)) if entry else None)
            known = old.get(unit.segment.id)
            if known and known[0] == row:
                rows.append(known[:2])
                dates.append(known[2])
                continue
            view = self._view(row)
            rows.append((row, view))
            dates.append(known[2] if known and known[1] == view else revision)
        self._rows, self._since = rows, dates
        if order != [row.unit.segment.id for row, _ in rows]:
            self._moved = self._changed = revision
        elif revision in dates:
            self._changed = revision
        return True

    def _view(self, row: _Row) -> View:
        view = unit_view(
            row.unit,
            row.entry,
            row.issues,
            place=row.place,
            glossary=self._glossary,
            day=self._day,
            publisher=self._publisher,
        )
        if row.lost is not None:
            view["ours"] = {"target": row.lost.msgstr, "approved": not row.lost.fuzzy}
        return view

    def _frame(self) -> View:
        units = self.file.po.units[:1]  # by which the languages are known
        return file_view(self.file.id, self._name, replace(self.file.po, units=units), issues=[()] * len(units))

    def page(self) -> View:
        """All of the file."""
        return {**self._frame(), "changed": self._changed, "units": [view for _, view in self._rows]}

    def counts(self) -> View:
        """How many units there are of each state, and why the file cannot be written now, if it cannot."""
        states = {state.value: 0 for state in State}
        for row, _ in self._rows:
            states[row.unit.state.value] += 1
        return {
            "id": self.file.id,
            "changed": self._changed,
            "units": len(self._rows),
            "states": states,
            "trouble": self.file.trouble,
        }

    def newer(self, since: int) -> list[View]:
        """The units that are others than in revision ``since``."""
        return [self._sent(view) for (_, view), date in zip(self._rows, self._since, strict=True) if date > since]

    def of_key(self, key: str) -> list[View]:
        """The units that share an entry."""
        return [self._sent(view) for _, view in self._rows if view["key"] == key]

    def _sent(self, view: View) -> View:
        return {"file": self.file.id, **view}

    def moved_after(self, since: int) -> bool:
        """Whether units came, went or changed places after revision ``since``."""
        return self._moved > since

    def proposed(self, key: str, target: str) -> View | None:
        """``issues`` and ``terms`` of the entry's units if their translation were ``target``; None without such."""
        places = [place for place, (_, view) in enumerate(self._rows) if view["key"] == key]
        if not places:
            return None
        row = self._rows[places[0]][0]
        issues = self._checker.proposed(self.file.po, places, target)
        view = self._view(replace(row, unit=replace(row.unit, target=target), issues=issues))
        return {"issues": view["issues"], "terms": view["terms"]}

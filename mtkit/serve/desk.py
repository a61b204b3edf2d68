"""What the review page is told: its files, which units changed since it last asked, what became of its actions.

Plain values in, plain values out; one caller at a time, whatever the threads.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import date

import mtkit
from mtkit.errors import MtkitError, UsageError
from mtkit.formats.po_text import fit, normal
from mtkit.glossary import Glossary
from mtkit.review.edit import StaleEditError
from mtkit.review.edit_session import Change, NotThereError, Session
from mtkit.serve.sheet import Sheet, View
from mtkit.unit import State

__all__ = ["Desk", "StaleError"]

_SHOWN = 40


class StaleError(MtkitError):
    """An action on what has been changed meanwhile; ``units`` are the views of it as it is now."""

    def __init__(self, message: str, units: Sequence[View]) -> None:
        super().__init__(message)
        self.units = units


class Desk:
    """A session and its views. ``day`` and ``publisher`` are, where not given, those that each file was made for.

    Raises UsageError without a file, BadInputError where a file does not name its languages.
    """

    def __init__(
        self, session: Session, *, glossary: Glossary | None = None, day: date | None = None, publisher: str = ""
    ) -> None:
        if not session.files:
            raise UsageError("no PO file: name one, or a folder that has some")
        self.session = session
        self._lock = threading.RLock()
        names = [file.path.name for file in session.files]
        self._sheets = {
            file.id: Sheet(file, file.path.as_posix() if names.count(name) > 1 else name, glossary, day, publisher)
            for file, name in zip(session.files, names, strict=True)
        }
        self._revision = 0
        self._refresh()

    def _refresh(self) -> None:
        lost = self.session.lost
        found = [
            sheet.refresh({key: entry for (file, key), entry in lost.items() if file == name}, self._revision + 1)
            for name, sheet in self._sheets.items()
        ]
        self._revision += any(found)

    def _look(self) -> int:
        """Take over what others wrote; the revision after it."""
        self.session.look()
        self._refresh()
        return self._revision

    def page(self) -> View:
        """The data of the whole page."""
        with self._lock:
            self._look()
            files = [sheet.page() for sheet in self._sheets.values()]
            titles = list(dict.fromkeys(view["header"].get("Project-Id-Version") or view["document"] for view in files))
            return {
                "mode": "review",
                "title": " · ".join(titles[:3]) + (" …" if len(titles) > 3 else ""),
                "version": mtkit.__version__,
                "revision": self._revision,
                "undo": self.session.can_undo,
                "redo": self.session.can_redo,
                "files": files,
            }

    def changes(self, since: int) -> View:
        """What changed after revision ``since``; ``reload`` says that units came, went or moved."""
        with self._lock:
            self._look()
            return self._told(since)

    def _told(self, since: int) -> View:
        sheets = self._sheets.values()
        return {
            "revision": self._revision,
            "units": [view for sheet in sheets for view in sheet.newer(since)],
            "files": [sheet.counts() for sheet in sheets],
            "reload": any(sheet.moved_after(since) for sheet in sheets),
            "undo": self.session.can_undo,
            "redo": self.session.can_redo,
        }

    def _done(self, act: Callable[[], Change], since: int | None) -> View:
        """What ``act`` changed, or all since revision ``since``; the units of the change are always there."""
        before = self._look() if since is None else since
        try:
            change = act()
        except StaleEditError as error:
            self._refresh()
            raise StaleError(str(error), ()) from None
        self._refresh()
        told = self._told(before)
        there = {(view["file"], view["id"]) for view in told["units"]}
        for patch in change.patches:
            for view in self._sheets[patch.file].of_key(patch.key):
                if (view["file"], view["id"]) not in there:
                    told["units"].append(view)
        return {
            **told,
            "what": self._what(change),
            "kind": change.kind,
            "changed": [[patch.file, patch.key] for patch in change.patches],
        }

    def _what(self, change: Change) -> str:
        """The sentence that a change was about, and how many more, in no language but its own."""
        if not change.patches:
            return ""
        text = change.patches[0].before.msgid.replace("\n", " ").strip()
        more = f" (+{len(change.patches) - 1})" if len(change.patches) > 1 else ""
        return f"{text[:_SHOWN]}{'…' if len(text) > _SHOWN else ''}{more}"

    def _one(self, file: str, key: str, act: Callable[[], Change], since: int | None) -> View:
        with self._lock:
            try:
                told = self._done(act, since)
            except StaleError as error:
                raise StaleError(str(error), self._sheets[file].of_key(key)) from None
            if not told["units"]:
                told["units"] = self._sheets[file].of_key(key)
            return told

    def edit(
        self, file: str, key: str, version: str, target: str | None, state: State | None, *, since: int | None = None
    ) -> View:
        """Save a unit. Raises StaleError where it is no longer of ``version``, and what ``Session.edit`` raises."""
        return self._one(file, key, lambda: self.session.edit(file, key, version, target=target, state=state), since)

    def silence(self, file: str, key: str, version: str, code: str, *, on: bool, since: int | None = None) -> View:
        """Silence the code of a finding for a unit, or hear it again; raises as ``edit`` does."""
        return self._one(file, key, lambda: self.session.silence(file, key, version, code, on=on), since)

    def undo(self, *, since: int | None = None) -> View:
        """Take back the last change; raises StaleError where somebody changed the same thing since."""
        with self._lock:
            return self._done(self.session.undo, since)

    def redo(self, *, since: int | None = None) -> View:
        """Make the change again that was undone last; raises as ``undo`` does."""
        with self._lock:
            return self._done(self.session.redo, since)

    def forget(self, file: str, key: str, *, since: int | None = None) -> View:
        """Offer no longer the text that another program wrote over."""
        with self._lock:
            before = self._look() if since is None else since
            self.session.forget(file, key)
            self._refresh()
            return self._told(before)

    def check(self, file: str, key: str, target: str) -> View:
        """The findings and terms of a unit if its translation were ``target``; nothing is saved."""
        with self._lock:
            entry = self.session.entry(file, key)
            found = self._sheets[file].proposed(key, fit(normal(target), entry.msgid))
            if found is None:
                raise NotThereError("this sentence is no longer in the file: load the page again")
            return found

    def places(self, file: str, key: str, old: str, new: str) -> View:
        """Where else the phrase ``old`` stands, and the texts with ``new``."""
        with self._lock:
            self._look()
            found = self.session.places(file, key, old, new)
            sources = {(place.file, place.key): self.session.entry(place.file, place.key) for place in found}
            return {
                "places": [
                    {
                        "file": place.file,
                        "key": place.key,
                        "source": sources[place.file, place.key].msgid,
                        "target": place.target,
                        "after": place.after,
                        "approved": not sources[place.file, place.key].fuzzy,
                    }
                    for place in found
                ]
            }

    def replace(
        self,
        file: str,
        key: str,
        old: str,
        new: str,
        *,
        keep: bool = False,
        only: Sequence[tuple[str, str]] | None = None,
        since: int | None = None,
    ) -> View:
        """Put ``new`` for ``old`` in those places; ``keep`` leaves what was approved approved."""
        with self._lock:
            places = self.places(file, key, old, new)["places"]
            told = self._done(lambda: self.session.replace(file, key, old, new, keep=keep, only=only), since)
            return {**told, "places": [place for place in places if [place["file"], place["key"]] in told["changed"]]}

"""A review session: PO files that are edited one change at a time, with undo, while other programs may write them.

Each change is made on what the disk holds at that moment and is on the disk when the call returns. An edit names the
version that it was made for; if another program changed the entry meanwhile nothing is written and StaleEditError
says so. Entries that only others changed are taken over. A text of this session that another program wrote over
is kept in ``lost``, and on the disk (see ``edit_kept``), until its writer has decided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from mtkit.errors import OutputError
from mtkit.formats.po import Entry
from mtkit.formats.po_text import normal
from mtkit.lang import Pair
from mtkit.review.edit import EditError, StaleEditError, approve, edit_entry, merged, set_state, silence
from mtkit.review.edit_file import OpenFile, SharedKeyError
from mtkit.review.edit_kept import Kept
from mtkit.review.edit_phrase import phrase_spans, replaced
from mtkit.review.entries import entry_version
from mtkit.unit import State

__all__ = ["Change", "NotThereError", "Patch", "Place", "Session"]

_Slot = tuple[str, str]  # the id of a file and the key of an entry
_Edits = dict[_Slot, Callable[[Entry], Entry]]


class NotThereError(EditError):
    """A file or entry that the session does not have."""


@dataclass(frozen=True, slots=True)
class Patch:
    """One entry before and after a change."""

    file: str
    key: str
    before: Entry
    after: Entry


@dataclass(frozen=True, slots=True)
class Change:
    """What one action of a person did: ``kind`` is edit, approve, reopen, clear, silence, hear or replace."""

    kind: str
    patches: tuple[Patch, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """An entry in which a phrase stands, its translation now, and with the phrase replaced."""

    file: str
    key: str
    target: str
    after: str


class Session:
    """PO files under review. ``who`` signs the headers, if given; ``pair`` is for files whose headers do not name their
    languages; ``clock`` tells the time, with its offset.

    Not safe for several threads at once: the caller takes turns. Raises PoSyntaxError for a file that cannot be read.
    """

    def __init__(
        self,
        paths: Iterable[Path],
        *,
        who: str = "",
        pair: Pair | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(tz=UTC).astimezone(),
    ) -> None:
        self.files = tuple(OpenFile(f"f{n}", path, pair=pair) for n, path in enumerate(paths))
        self._kept = {file.id: Kept(file.path, file.po.header) for file in self.files}
        self.lost: dict[_Slot, Entry] = {
            (file.id, key): entry
            for file in self.files
            for key, entry in self._kept[file.id].entries.items()
            if (now := _entry_or_none(file, key)) is not None and now.msgstr != entry.msgstr
        }
        self.changes = 0
        self._who = who
        self._clock = clock
        self._mine: dict[_Slot, Entry] = {}
        self._first: dict[_Slot, Entry] = {}
        self._done: list[Change] = []
        self._undone: list[Change] = []

    def file(self, name: str) -> OpenFile:
        """The file of that id. Raises NotThereError."""
        for file in self.files:
            if file.id == name:
                return file
        raise NotThereError("there is no such file in this session: load the page again")

    def entry(self, file: str, key: str) -> Entry:
        """The entry as it was last seen on disk. Raises NotThereError."""
        entry = self.file(file).entry(key)
        if entry is None:
            raise NotThereError("this sentence is no longer in the file: load the page again")
        return entry

    @property
    def can_undo(self) -> int:
        """How many changes can be undone."""
        return len(self._done)

    @property
    def can_redo(self) -> int:
        """How many undone changes can be made again."""
        return len(self._undone)

    @property
    def touched(self) -> Mapping[_Slot, Entry]:
        """The entries that stand otherwise than before this session, as it left them."""
        return {slot: mine for slot, mine in self._mine.items() if mine != self._first[slot]}

    def look(self) -> bool:
        """Take over what other programs wrote to any file; whether there was any such thing."""
        found = [self._look(file) for file in self.files]  # each of them, whatever the first says
        return any(found)

    def _look(self, file: OpenFile) -> bool:
        if not file.look():
            return False
        self._mind(file)
        return True

    def _mind(self, file: OpenFile) -> None:
        """Keep what this session wrote to ``file`` and others have written over."""
        for (name, key), mine in list(self._mine.items()):
            if name != file.id:
                continue
            now = _entry_or_none(file, key)
            text = now.msgstr if now is not None else None
            if text != mine.msgstr and mine.msgstr:
                self.lost[name, key] = mine
                del self._mine[name, key]
        for (name, key), mine in list(self.lost.items()):
            now = _entry_or_none(file, key) if name == file.id else None
            if now is not None and now.msgstr == mine.msgstr:
                del self.lost[name, key]
        self._keep(file)

    def _keep(self, file: OpenFile) -> None:
        lost = {key: entry for (name, key), entry in self.lost.items() if name == file.id}
        self._kept[file.id].store(lost, frozenset(file.keys))

    def forget(self, file: str, key: str) -> None:
        """Keep the text no longer that another program wrote over: its writer does not want it back."""
        if self.lost.pop((self.file(file).id, key), None) is not None:
            self._keep(self.file(file))

    # changes

    def edit(
        self, file: str, key: str, version: str, *, target: str | None = None, state: State | None = None
    ) -> Change:
        """Give an entry the text ``target``, then the state ``state``, where they are given.

        Raises StaleEditError if the entry is no longer of ``version``, EditError for what cannot be done,
        BlockedError while the file on disk is damaged, OutputError if it cannot be written.
        """

        def make(entry: Entry) -> Entry:
            _demand(entry, version)
            new = entry if target is None else edit_entry(entry, target)
            return new if state is None else set_state(new, state)

        kinds = {State.APPROVED: "approve", State.EDITED: "reopen", State.UNTRANSLATED: "clear"}
        kind = "edit" if target is not None or state is None else kinds.get(state, "edit")
        return self._change(kind, {(file, key): make})

    def silence(self, file: str, key: str, version: str, code: str, *, on: bool) -> Change:
        """Silence a code for an entry, or hear it again; raises as ``edit`` does."""

        def make(entry: Entry) -> Entry:
            _demand(entry, version)
            return silence(entry, code, on=on)

        return self._change("silence" if on else "hear", {(file, key): make})

    def places(self, file: str, key: str, old: str, new: str) -> tuple[Place, ...]:
        """Where else the phrase ``old`` stands in translations into the same language, and the texts with ``new``.

        Raises EditError for phrases that are empty or alike.
        """
        here = self.file(file)
        self.entry(file, key)
        old, new = normal(old).strip("\n"), normal(new).strip("\n")
        if not old.strip() or old == new:
            raise EditError("give the phrase to look for, and another one to put in its place")
        language = here.po.pair.target
        found = []
        for other in self.files:
            if other.po.pair.target != language:
                continue
            for name in other.keys:
                entry = None if (other.id, name) == (file, key) else _entry_or_none(other, name)
                if entry is not None and phrase_spans(entry.msgstr, old, language):
                    after = edit_entry(entry, replaced(entry.msgstr, old, new, language)).msgstr
                    found.append(Place(other.id, name, entry.msgstr, after))
        return tuple(found)

    def replace(
        self,
        file: str,
        key: str,
        old: str,
        new: str,
        *,
        keep: bool = False,
        only: Sequence[_Slot] | None = None,
    ) -> Change:
        """Put ``new`` for ``old`` in all ``places``, or in those of ``only``: one change, undone as one.

        A translation that was approved is then a draft again, for its new wording has been seen by nobody; ``keep``
        leaves it approved. Raises as ``places`` and ``edit`` do.
        """
        self.look()
        wanted = self.places(file, key, old, new)
        edits: _Edits = {}
        for place in wanted:
            if only is None or (place.file, place.key) in only:
                edits[place.file, place.key] = _putter(old, new, self.file(place.file).po.pair.target, keep=keep)
        return self._change("replace", edits)

    def undo(self) -> Change:
        """Take back the last change. Raises EditError if there is none.

        StaleEditError says that somebody else changed the same thing since; that change is then let alone for good,
        and the next undo takes back the one before it.
        """
        if not self._done:
            raise EditError("there is nothing to undo")
        return self._turn(self._done, self._undone, back=True)

    def redo(self) -> Change:
        """Make the change again that was undone last. Raises as ``undo`` does."""
        if not self._undone:
            raise EditError("there is nothing to do again")
        return self._turn(self._undone, self._done, back=False)

    def _turn(self, stack: list[Change], other: list[Change], *, back: bool) -> Change:
        change = stack[-1]
        edits: _Edits = {}
        for patch in change.patches:
            old, new = (patch.after, patch.before) if back else (patch.before, patch.after)
            edits[patch.file, patch.key] = _merger(old, new)
        try:
            self._apply(edits)
        except (StaleEditError, NotThereError, SharedKeyError) as error:
            stack.pop()
            doing = "undone" if back else "done again"
            raise StaleEditError(f"not {doing}: {error}; it stays as it is") from None
        other.append(stack.pop())
        return change

    def _change(self, kind: str, edits: _Edits) -> Change:
        patches: list[Patch] = []
        try:
            self._apply(edits, patches)
        finally:  # of several files, those that were written are a change, whatever happened to the rest
            change = Change(kind, tuple(patches))
            if patches:
                self._done.append(change)
                self._undone.clear()
                self.changes += 1
        return change

    def _apply(self, edits: _Edits, made: list[Patch] | None = None) -> None:
        """Make ``edits`` on what the disk holds, all or, before the first byte is written, none."""
        files = [self.file(name) for name in sorted({name for name, _ in edits})]
        patches: list[Patch] = []
        with self._held(files):
            for (name, key), make in edits.items():
                entry = self.entry(name, key)
                after = make(entry)
                if after != entry:
                    patches.append(Patch(name, key, entry, after))
            for file in files:
                self._put(file, [patch for patch in patches if patch.file == file.id], made)

    @contextmanager
    def _held(self, files: Sequence[OpenFile]) -> Iterator[None]:
        with ExitStack() as stack:
            for file in sorted(files, key=lambda file: str(file.path)):  # in one order, so that no two wait in a ring
                before = file.po
                stack.enter_context(file.hold())
                if file.po is not before:
                    self._mind(file)
            yield

    def _put(self, file: OpenFile, patches: Sequence[Patch], made: list[Patch] | None) -> None:
        if not patches:
            return
        try:
            file.put({patch.key: patch.after for patch in patches}, self._clock(), self._who)
        except OutputError as error:
            written = f"; {len(made)} other places are written already" if made else ""
            raise OutputError(f"{error}{written}") from None
        if made is not None:
            made.extend(patches)
        for patch in patches:
            self._first.setdefault((patch.file, patch.key), patch.before)
            self._mine[patch.file, patch.key] = patch.after
            self.lost.pop((patch.file, patch.key), None)
        self._mind(file)


def _entry_or_none(file: OpenFile, key: str) -> Entry | None:
    try:
        return file.entry(key)
    except SharedKeyError:
        return None


def _demand(entry: Entry, version: str) -> None:
    if entry_version(entry) != version:
        raise StaleEditError("this translation has been changed meanwhile by another program or person; not saved")


def _putter(old: str, new: str, language: str, *, keep: bool) -> Callable[[Entry], Entry]:
    def put(entry: Entry) -> Entry:
        after = edit_entry(entry, replaced(entry.msgstr, normal(old).strip("\n"), normal(new).strip("\n"), language))
        signed = keep and not entry.fuzzy and after.msgstr.strip()
        return approve(after) if signed else after

    return put


def _merger(old: Entry, new: Entry) -> Callable[[Entry], Entry]:
    return lambda now: merged(old, new, now)

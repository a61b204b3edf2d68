"""A PO file that is edited while other programs may write it, too."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from mtkit.errors import BadInputError, PoSyntaxError
from mtkit.formats import po
from mtkit.lang import Pair
from mtkit.locking import locked
from mtkit.review.edit import EditError, stamped
from mtkit.review.entries import entry_key

__all__ = ["BlockedError", "OpenFile", "SharedKeyError"]

_SETTLED = 0.25  # seconds for which a file must not have changed, before what another program wrote is believed
_LONG_AGO = 2.0  # seconds after which a file's time of change says that it is at rest
_PATIENCE = 3.0
_TRIES = 5


class BlockedError(EditError):
    """The file on disk cannot be read at present, so that nothing may be written over it."""


class SharedKeyError(EditError):
    """Two entries of the file cannot be told apart."""


class OpenFile:
    """One PO file of a session, as it was last read whole.

    ``po`` is what the disk held then. ``trouble`` says why the disk cannot be believed now, else it is empty; until
    it is mended nothing is written. ``id`` names the file to the outside, which never sees a path; ``pair`` is for a
    file whose header does not name its languages.
    """

    def __init__(self, id: str, path: Path, *, pair: Pair | None = None) -> None:  # noqa: A002 (the page's word)
        self.id = id
        self.path = path
        self._pair = pair
        self.trouble = ""
        self._unrested = False
        self._seen: tuple[int, int, int] | None = None
        self._waiting = ("", 0.0)
        self._digest, self.po = _read_whole(path, pair)
        self._first = self.po.written
        self._index()

    def _index(self) -> None:
        self._places: dict[str, list[int]] = {}
        for place, entry in enumerate(self.po.entries):
            if not entry.obsolete and entry.plural is None and not entry.is_header:
                self._places.setdefault(entry_key(entry), []).append(place)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the entries that can be edited, in the order of the file."""
        return tuple(self._places)

    def entry(self, key: str) -> po.Entry | None:
        """The entry of that key, or None. Raises SharedKeyError where two differ in blanks at their ends alone."""
        places = self._places.get(key, [])
        if len(places) > 1:
            lines = " and ".join(str(self.po.entries[place].line) for place in places)
            raise SharedKeyError(f"the entries of lines {lines} differ in blanks alone: edit them in a PO editor")
        return self.po.entries[places[0]] if places else None

    def look(self) -> bool:
        """Take over what other programs wrote; whether there was any such thing.

        A file that is damaged, empty, gone or perhaps still being written is not taken over: ``trouble`` says so.
        """
        self._unrested = False
        try:
            told = self.path.stat()
            stamp = (told.st_mtime_ns, told.st_size, told.st_ino)
            rested = time.time() - told.st_mtime > _LONG_AGO
            digest = self._digest if stamp == self._seen and rested else _digest(self.path.read_bytes())
        except OSError as error:
            self.trouble = f"{self.path.name} cannot be read: {error.strerror or error}; put it back"
            return False
        if digest == self._digest:
            self.trouble, self._seen = "", stamp
            return False
        if digest != self._waiting[0]:
            self._waiting = (digest, time.monotonic())
        if not rested and time.monotonic() - self._waiting[1] < _SETTLED:
            self._unrested = True
            self.trouble = f"{self.path.name} is being written by another program; it is read again in a moment"
            return False
        return self._take_over(stamp)

    def _take_over(self, stamp: tuple[int, int, int]) -> bool:
        try:
            digest, found = _read_whole(self.path, self._pair)
        except BadInputError as error:
            said = str(error).replace(self.path.as_posix(), self.path.name)  # the page sees names, no paths
            self.trouble = f"{said}; nothing is written until it is mended"
            return False
        if _is_cut_off(self.po, found):
            gone = len(self.po.entries) - len(found.entries)
            self.trouble = (
                f"{self.path.name} has lost its last {gone} sentences on disk; nothing is written until they are back: "
                "restore it, or start the review again if that was meant"
            )
            return False
        self.trouble = ""
        self._seen, self._digest, self.po = stamp, digest, found
        self._first = found.written
        self._index()
        return True

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Keep other mtkits out, with ``po`` as the disk has it, for as long as it takes to ``put`` something.

        Raises BlockedError where the disk cannot be believed, OutputError where another mtkit holds the file.
        """
        with locked(self.path):
            self._seen = None  # times can be set back: before writing, the bytes are compared
            until = time.monotonic() + _PATIENCE
            self.look()
            while self._unrested and time.monotonic() < until:
                time.sleep(_SETTLED / 4)
                self.look()
            if self.trouble:
                raise BlockedError(self.trouble)
            yield

    def put(self, entries: Mapping[str, po.Entry], now: datetime, who: str) -> None:
        """Write the file with ``entries`` in the place of those of their keys; only within ``hold``.

        Raises OutputError if that fails; file and ``po`` are then as they were.
        """
        new, written = list(self.po.entries), dict(self.po.written)
        for key, entry in entries.items():
            new[self._places[key][0]] = entry
            first = self._first.get(entry.key)
            if first is not None and first[0] == entry:  # undone: in the very lines that another program wrote
                written[entry.key] = first
        file = stamped(replace(self.po, entries=tuple(new), written=MappingProxyType(written)), now, who)
        po.save(file, self.path, last_look=self._still)
        self._seen, self._digest, self.po = None, _digest(po.render(file).encode()), file
        try:
            digest, found = _read_whole(self.path, self._pair)
        except BadInputError:  # another program was there at once; the next look tells
            return
        if digest == self._digest:  # the same with its units
            self.po = found
            self._index()

    def _still(self) -> None:
        """Raise BlockedError if another program has written the file since it was read."""
        try:
            same = _digest(self.path.read_bytes()) == self._digest
        except OSError:
            same = False
        if not same:
            raise BlockedError(f"{self.path.name} was written by another program at this moment: try again")


def _is_cut_off(before: po.PoFile, now: po.PoFile) -> bool:
    """Whether ``now`` is but the beginning of ``before``: a file that another program did not write to its end.

    gettext's tools never drop an entry: they make it obsolete.
    """
    keys = [entry.key for entry in now.entries]
    return len(keys) < len(before.entries) and keys == [entry.key for entry in before.entries[: len(keys)]]


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _read_whole(path: Path, pair: Pair | None) -> tuple[str, po.PoFile]:
    """The digest of the file's bytes and what they say, both of one moment. Raises PoSyntaxError."""
    for _ in range(_TRIES):
        try:
            before = path.read_bytes()
            found = po.read(path, pair=pair)
            if path.read_bytes() == before:
                return _digest(before), found
        except OSError as error:
            raise PoSyntaxError(f"cannot be read: {error.strerror or error}", where=path.as_posix()) from None
        time.sleep(_SETTLED / 10)
    raise PoSyntaxError("is being written all the time by another program; stop that", where=path.as_posix())

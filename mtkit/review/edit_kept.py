"""Texts of a review that another program wrote over, kept beside the PO file until their writer has decided.

They lie in ``forum.vi.po.kept``, a PO file by another name, so that neither a crash nor the end of the session loses
them. The file is gone when none is left.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from mtkit.errors import BadInputError, OutputError
from mtkit.formats import po
from mtkit.review.entries import entry_key

__all__ = ["Kept"]

_FIELDS = ("Project-Id-Version", "Language", "X-Source-Language", "MIME-Version", "Content-Type")


class Kept:
    """The kept texts of the PO file at ``path``. A file of that name that cannot be read is left alone."""

    def __init__(self, path: Path, header: Mapping[str, str]) -> None:
        self.path = path.with_name(f"{path.name}.kept")
        self._header = MappingProxyType({name: header[name] for name in _FIELDS if name in header})
        self._damaged = False
        self._stored: dict[str, po.Entry] = {}
        if self.path.is_file():
            try:
                found = po.read(self.path, sidecar=False).entries
            except BadInputError:
                self._damaged = True
            else:
                self._stored = {entry_key(entry): entry for entry in found if not entry.obsolete}

    @property
    def entries(self) -> Mapping[str, po.Entry]:
        """The kept entries by their key."""
        return MappingProxyType(self._stored)

    def store(self, entries: Mapping[str, po.Entry], known: frozenset[str]) -> None:
        """Keep ``entries``, and of those kept before the ones that are not ``known`` to the session.

        Where nothing can be written there the texts are kept by the session alone.
        """
        rest = {key: entry for key, entry in self._stored.items() if key not in known}
        wanted = {**rest, **{key: _bare(entry) for key, entry in entries.items()}}
        if wanted == self._stored or self._damaged:
            return
        with contextlib.suppress(OSError, OutputError):
            if wanted:
                po.save(po.PoFile(self._header, tuple(wanted.values()), ()), self.path)
            else:
                self.path.unlink(missing_ok=True)
            self._stored = wanted


def _bare(entry: po.Entry) -> po.Entry:
    """What a person made of ``entry``: its text, their sign-off and comments."""
    flags = ("fuzzy",) if entry.fuzzy else ()
    return po.Entry(entry.msgid, entry.msgstr, entry.msgctxt, entry.comments, flags=flags)

"""GNU gettext PO files, in which machine translations go to editors and approvals come back.

``compose`` makes a PoFile of units, ``render`` spells it, ``loads`` reads it back; ``write``, ``save`` and ``read``
do so with files. Nothing is wrapped: one line per sentence, as ``msgcat --no-wrap`` writes, so that a change in one
unit is a change in one line. The strings are read and spelt here, for polib loses or accepts in silence what
editors must hear of (an end quote that is missing, an entry that is there twice, lines ending in U+2028). Before a
file takes the place of the old, two other readers, polib one of them, must find in it what was meant.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from mtkit.errors import BadInputError, OutputError, PoSyntaxError
from mtkit.formats.po_calm import calm
from mtkit.formats.po_compose import compose
from mtkit.formats.po_disk import replace_file
from mtkit.formats.po_file import PoFile, loads, render, units_in, without_units
from mtkit.formats.po_header import Header, header_of, pair_of
from mtkit.formats.po_lex import Entry, decode
from mtkit.formats.po_second import Message, NotReadError, cut, meant, new_blocks, second_reading
from mtkit.formats.sidecar import Sidecar, read_sidecar, sidecar_path, units_of, write_sidecar
from mtkit.lang import Pair
from mtkit.unit import Unit

__all__ = ["Entry", "Header", "PoFile", "compose", "dumps", "header_of", "loads", "read", "render", "save", "write"]


def dumps(units: Sequence[Unit], header: Header, *, keep: PoFile | None = None) -> str:
    """The PO text of an article's units, as ``compose`` lays them out."""
    return render(compose(units, header, keep=keep))


def write(
    units: Sequence[Unit], path: Path, header: Header, *, keep: PoFile | None = None, sidecar: bool = True
) -> None:
    """Write the units of one article to ``path``: the whole file or nothing, UTF-8, LF, NFC; and the sidecar beside.

    ``keep`` is the file as it was read before; what its editor or other programs put there stays. Raises OutputError
    if the file cannot be written or polib would read something else in it; the old PO file is then unchanged.
    """
    po = compose(units, header, keep=keep)
    if sidecar:
        # first, so that a PO never lies there without it; units_of sees by the hashes if a kill came in between
        write_sidecar(units, sidecar_path(path), header)
    save(po, path)


@calm()
def save(po: PoFile, path: Path, *, last_look: Callable[[], None] | None = None) -> None:
    """Write ``po`` to ``path`` as ``write`` does.

    ``last_look`` is called when the new file lies ready beside the old; if it raises, the old stays as it is.
    """

    def check(beside: Path) -> None:
        _ask_second_readers(beside, po, path)
        if last_look is not None:
            last_look()

    replace_file(path, render(po).encode(), check=check)


@calm()
def read(path: Path | str, *, pair: Pair | None = None, sidecar: bool = True) -> PoFile:
    """The PO file at ``path``, in whatever encoding it declares, its units filled up from the sidecar beside it.

    A sidecar that is damaged or of another pair is left aside with a note. Raises PoSyntaxError, with path, line,
    text and mend, for what cannot be read.
    """
    path = Path(path)
    where = path.as_posix()
    try:
        data = path.read_bytes()
    except OSError as error:
        raise PoSyntaxError(f"cannot be read: {error.strerror or error}", where=where) from error
    text, notes = decode(data, where)
    po = without_units(text, where=where)
    pair = pair_of(po.header, pair)
    known, fault = _sidecar_of(path, pair) if sidecar else (None, "")
    units = units_of(po, known, pair=pair) if known else units_in(po.entries, pair)
    return replace(po, units=units, notes=(*notes, *po.notes, *([fault] if fault else [])))


def _sidecar_of(path: Path, pair: Pair) -> tuple[Sidecar | None, str]:
    """The sidecar of the PO file at ``path``, if there is one to use, or why there is not."""
    beside = sidecar_path(path)
    if not beside.is_file():
        return None, ""
    try:
        known = read_sidecar(beside)
    except BadInputError as error:
        return None, f"sidecar not used: {error}"
    if Pair(known.header.source, known.header.target) != pair:
        return None, f"sidecar not used: {beside.name} is of another pair"
    return known, ""


def _ask_second_readers(beside: Path, po: PoFile, path: Path) -> None:
    """Raise OutputError unless two other readers find in the file ``beside`` what ``po`` means: see ``po_second``."""
    blocks = cut(beside.read_bytes().decode())
    ours = meant(po.entries)
    try:
        theirs = [message for message in second_reading(blocks) if message[1] or message[0] is not None]
    except NotReadError as error:
        raise OutputError(f"{path}: not written, {str(error)[:60]!r} would not be read back; report this") from None
    _demand_same(ours, theirs, path, "a second reading finds")
    try:
        before = path.read_bytes().decode() if path.exists() else ""
    except UnicodeDecodeError:
        before = ""
    fresh = new_blocks(blocks, cut(before))
    if fresh:
        asked = beside.with_name(f"{beside.name}.part")
        try:
            asked.write_bytes(("\n\n".join(fresh) + "\n").encode())
            _ask_polib(asked, second_reading(fresh), path)
        finally:
            asked.unlink(missing_ok=True)


def _ask_polib(asked: Path, wanted: Sequence[Message], path: Path) -> None:
    """Raise OutputError unless polib finds the messages ``wanted`` in ``asked``, a part of the file.

    polib is given a file, never a text: it cuts a text, but not a file, at U+2028 and U+0085. It leaves the escape
    of the bell as it is, and has plural forms by number; the other reader sees to those.
    """
    import polib

    try:
        theirs = [
            (entry.msgctxt, entry.msgid, entry.msgstr, (), "fuzzy" in entry.flags, bool(entry.obsolete))
            for entry in polib.pofile(str(asked), encoding="utf-8")
            if entry.msgid and not entry.msgid_plural
        ]
    except OSError as error:
        raise OutputError(f"{path}: not written, polib cannot read what it would be: {error}; report this") from error
    known = [(m[0], _bell(m[1]), _bell(m[2]), *m[3:]) for m in wanted if m[1] and not m[3]]
    _demand_same(known, theirs, path, "polib reads")


def _bell(text: str) -> str:
    return text.replace("\a", "\\a")


def _demand_same(ours: Sequence[Message], theirs: Sequence[Message], path: Path, who: str) -> None:
    if ours != theirs:
        pairs = zip(ours, [*theirs, *ours], strict=False)
        text = next((mine[1] for mine, other in pairs if mine != other), "an entry")
        raise OutputError(f"{path}: not written, {who} another entry for {text[:40]!r}; report this")

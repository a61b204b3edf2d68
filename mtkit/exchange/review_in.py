"""A translator's work in an XLIFF file brought back into the PO file that it was made of.

What the translator did is told by what was given out (``mtkit:base``); what others did to the PO file meanwhile is
never written over. Where both changed a translation, the translator's is set aside in ``forum.vi.po.kept``, where
the review page shows it, and a line says so. A unit whose codes are missing or broken is refused.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePath

from mtkit.errors import DocumentError, OutputError
from mtkit.exchange.content import ForeignError, as_text, labels_in, markup_of
from mtkit.exchange.review_out import OURS, given
from mtkit.exchange.xliff_file import known_language, parse_xliff
from mtkit.formats.po import Entry
from mtkit.formats.po_text import fit, normal
from mtkit.review.edit import EditError, approve, edit_entry, reopen
from mtkit.review.edit_file import OpenFile
from mtkit.review.edit_kept import Kept
from mtkit.review.entries import entries_of, entry_key, entry_version
from mtkit.unit import State, Unit
from mtkit.xmlsafe import Element, decode

__all__ = ["Brought", "Said", "bring_back", "holds_work", "original_of"]

_SIGNED_1 = frozenset({"final", "signed-off"})
_SIGNED_2 = frozenset({"reviewed", "final"})


@dataclass(frozen=True, slots=True)
class Said:
    """A unit that was not taken: where, and why, on one line."""

    unit: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Brought:
    """What came back: how many entries were changed, and how many of these are signed off now.

    ``same`` counts units on which the translator did nothing, or the PO file says the same already. ``conflicts`` are
    set aside in ``kept``; ``refused`` were not taken.
    """

    changed: int
    approved: int
    same: int
    conflicts: tuple[Said, ...]
    refused: tuple[Said, ...]
    kept: Path | None = None


@dataclass(frozen=True, slots=True)
class _Back:
    """A unit as it came back. ``source`` and ``target`` are the elements whose texts follow each other."""

    key: str
    line: int
    base: str
    sources: tuple[Element, ...]
    targets: tuple[Element, ...]
    signed: bool


def original_of(data: bytes, name: str) -> str:
    """The name of the PO file that the XLIFF file in ``data`` was made of. Raises DocumentError."""
    text, _, _ = decode(data, name, error=DocumentError)
    file = parse_xliff(text, name)
    named = {PurePath(element.attributes.get("original", "").replace("\\", "/")).name for element in file.files}
    if len(named) != 1 or not (found := named.pop()).endswith(".po"):
        raise DocumentError("does not name one PO file that it was made of: name it with --into", where=name)
    return found


def holds_work(data: bytes, name: str) -> bool:
    """Whether a translator has touched the review file ``data``; what mtkit did not write counts as such.

    A file that was only given out can be written anew.
    """
    try:
        text, _, _ = decode(data, name, error=DocumentError)
        file = parse_xliff(text, name)
        return any(_worked_on(back) for back in _backs(file.root, file.version))
    except DocumentError:
        return True


def _worked_on(back: _Back) -> bool:
    _, _, gave = back.base.partition(" ")
    for labelled in (False, True):
        with contextlib.suppress(ForeignError):
            source, target = (
                "".join(as_text(part, labelled=labelled) for part in row) for row in (back.sources, back.targets)
            )
            if given(fit(normal(target), normal(source)), approved=back.signed) == gave:
                return False
    return True


def bring_back(
    data: bytes,
    path: Path,
    *,
    name: str,
    who: str = "",
    clock: Callable[[], datetime] = lambda: datetime.now(tz=UTC).astimezone(),
) -> Brought:
    """Bring the translations and approvals of the XLIFF file ``data`` into the PO file at ``path``: all or nothing.

    ``who`` signs the header. Raises DocumentError for what is no XLIFF or of another language pair, PoSyntaxError for a
    PO file that cannot be read, BlockedError while another program writes it, OutputError if it cannot be written.
    """
    text, _, _ = decode(data, name, error=DocumentError)
    file = parse_xliff(text, name)
    backs = list(_backs(file.root, file.version))
    held = OpenFile("f0", path)
    with held.hold():
        pair = held.po.pair
        for tag, code in zip(file.languages, (pair.source, pair.target), strict=True):
            found = known_language(tag)
            if found is None or found.code != code:
                raise DocumentError(f"is of another language pair than {path.name}, {pair}", where=name)
        run = _Run(held)
        for back in backs:
            run.take(back)
        kept = Kept(path, held.po.header)
        if run.aside:
            kept.store({**kept.entries, **run.aside}, frozenset(held.keys))
            if not set(run.aside) <= set(kept.entries):
                raise OutputError(f"{kept.path}: cannot be written, so that nothing is taken: make it writable")
        if run.new:
            held.put(run.new, clock(), who)
    return Brought(
        len(run.new),
        sum(not entry.fuzzy and bool(entry.msgstr) for entry in run.new.values()),
        run.same,
        tuple(run.conflicts),
        tuple(run.refused),
        kept.path if run.aside else None,
    )


def _backs(root: Element, version: int) -> Iterator[_Back]:
    base = f"{OURS} base"
    for element in root.walk():
        said = element.attributes
        if version == 1 and element.name == "trans-unit":
            source, target = element.child("source"), element.child("target")
            if source is not None:
                state = target.attributes.get("state", "") if target is not None else ""
                signed = said.get("approved") == "yes" or (state in _SIGNED_1 and said.get("approved") != "no")
                targets = (target,) if target is not None else ()
                yield _Back(said.get("id", ""), element.line, said.get(base, ""), (source,), targets, signed)
        elif version == 2 and element.name == "unit":
            yield _back_2(element, said.get(base, ""))


def _back_2(element: Element, base: str) -> _Back:
    """A unit of 2.x, whose segments may have been cut anew."""
    sources, targets, signed = [], [], []
    for part in element.children:
        source = part.child("source")
        if part.name not in {"segment", "ignorable"} or source is None:
            continue
        sources.append(source)
        target = part.child("target")
        if part.name == "segment":
            signed.append(part.attributes.get("state", "initial") in _SIGNED_2)
        if target is not None:
            targets.append(target)
        elif part.name == "ignorable":
            targets.append(source)
        else:
            signed.append(False)
    return _Back(
        element.attributes.get("id", ""), element.line, base, tuple(sources), tuple(targets),
        bool(signed) and all(signed),
    )  # fmt: skip


class _Run:
    """What becomes of the units that came back."""

    def __init__(self, held: OpenFile) -> None:
        self.held = held
        self.new: dict[str, Entry] = {}
        self.aside: dict[str, Entry] = {}
        self.same = 0
        self.conflicts: list[Said] = []
        self.refused: list[Said] = []
        self.units: dict[str, Unit] = {}
        self.seen: Counter[str] = Counter()
        for unit, entry in zip(held.po.units, entries_of(held.po), strict=True):
            if entry is not None:
                self.units.setdefault(entry_key(entry), unit)

    def take(self, back: _Back) -> None:
        """Take one unit, set it aside, or refuse it."""
        reason = self.judged(back)
        if reason:
            self.refused.append(Said(back.key, back.line, reason))

    def judged(self, back: _Back) -> str:
        """Take a unit or set it aside; else why not."""
        self.seen[back.key] += 1
        if self.seen[back.key] > 1:
            return "there are two units of this id: keep one"
        entry = self.held.entry(back.key) if back.key else None
        unit = self.units.get(back.key)
        if entry is None or unit is None:
            return "its sentence is no longer in the PO file"
        labelled = markup_of(unit, entry) is not None
        try:
            source = "".join(as_text(part, labelled=labelled) for part in back.sources)
            target = "".join(as_text(part, labelled=labelled) for part in back.targets)
        except ForeignError as code:
            return f"holds a code that was not there, {code}: take it out"
        if normal(source) != normal(entry.msgid):
            return "its source is another than in the PO file: export it again"
        return self.weighed(back, entry, fit(normal(target), entry.msgid), labelled=labelled)

    def weighed(self, back: _Back, entry: Entry, target: str, *, labelled: bool) -> str:
        """What the translator did against what was done to the PO file."""
        version, _, gave = back.base.partition(" ")
        now = not entry.fuzzy and bool(entry.msgstr)
        if gave == given(target, approved=back.signed) or (target == entry.msgstr and back.signed == now):
            self.same += 1
            return ""
        if not target.strip():
            if entry.msgstr.strip():
                return "came back empty: the PO file keeps its translation"
            self.same += 1
            return ""
        if labelled and sorted(labels_in(target)) != sorted(labels_in(entry.msgid)):
            return _broken(entry.msgid, target)
        try:
            after = edit_entry(entry, target)
            after = approve(after) if back.signed else reopen(after)
        except EditError as error:
            return str(error)
        if after == entry:
            self.same += 1
        elif self.free(back, entry, version) or (after.msgstr == entry.msgstr and back.signed):
            self.new[back.key] = after
        else:
            self.aside[back.key] = after
            said = "was changed in the PO file too: the translator's text is set aside"
            self.conflicts.append(Said(back.key, back.line, said))
        return ""

    def free(self, back: _Back, entry: Entry, version: str) -> bool:
        """Whether nobody has touched an entry since it was given out."""
        if version:
            return entry_version(entry) == version
        return self.units[back.key].state in {State.UNTRANSLATED, State.RAW}


def _broken(source: str, target: str) -> str:
    wanted, found = Counter(labels_in(source)), Counter(labels_in(target))
    missing, more = sorted((wanted - found).elements()), sorted((found - wanted).elements())
    said = [f"{' '.join(missing)} missing"] if missing else []
    said += [f"{' '.join(more)} too often"] if more else []
    return f"codes are broken ({', '.join(said)}): put them as they are in the source"

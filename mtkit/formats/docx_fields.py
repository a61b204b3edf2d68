"""Fields in a paragraph of a Word file: links are pairs around their text, all others stand as they are.

A field is a ``begin`` mark, its instruction, a ``separate`` mark, what it shows, and an ``end`` mark, each in a run
(ECMA-376 part 1, 17.16.18). What a page number or a cross reference shows is worked out anew by the word processor,
so that it is kept with its sentence as one code. Of a field that goes on over paragraphs, such as a table of contents,
what it shows is text.
"""

from __future__ import annotations

from collections.abc import Sequence

from mtkit.formats.docx_atoms import Atom, Show, links

__all__ = ["resolve"]

_MAX_DEPTH = 8
_OUTER = {Show.OPEN: 1, Show.CLOSE: -1}


def resolve(atoms: Sequence[Atom]) -> list[Atom]:
    """``atoms`` with no FIELD and CODE left among them; runs that show no text are one MARK."""
    return _without_empty_runs(_resolved(atoms, 0))


def _resolved(atoms: Sequence[Atom], depth: int) -> list[Atom]:
    """``depth`` counts the links around these atoms; in too many, what is inside stands mark by mark."""
    out: list[Atom] = []
    ends = _ends(atoms) if depth < _MAX_DEPTH else {}
    at = 0
    while at < len(atoms):
        atom = atoms[at]
        if atom.show is Show.CODE or atom.show is Show.FIELD:
            separate, end = ends.get(at, (-1, -1))
            inner = atoms[at : end + 1]
            balanced = end > 0 and not sum(_OUTER.get(one.show, 0) for one in inner)
            if balanced and all(one.show is not Show.WALL for one in inner):
                at = _field(atoms, at, separate, end, out, depth)
                continue
            out.append(Atom(Show.KEEP, atom.start, atom.end))
        else:
            out.append(atom)
        at += 1
    return out


def _ends(atoms: Sequence[Atom]) -> dict[int, tuple[int, int]]:
    """For each ``begin`` whose field ends here, where its result begins (-1 if it has none) and where it ends."""
    found: dict[int, tuple[int, int]] = {}
    opened: list[tuple[int, int]] = []
    for at, atom in enumerate(atoms):
        if atom.show is not Show.FIELD:
            continue
        if atom.text == "begin":
            opened.append((at, -1))
        elif opened and atom.text == "end":
            begin, separate = opened.pop()
            found[begin] = (separate, at)
        elif opened and opened[-1][1] < 0:
            opened[-1] = (opened[-1][0], at)
    return found


def _field(atoms: Sequence[Atom], begin: int, separate: int, end: int, out: list[Atom], depth: int) -> int:
    """Append one field of this paragraph to ``out``; the index behind it."""
    code = "".join(atom.text for atom in atoms[begin : separate if separate > 0 else end] if atom.show is Show.CODE)
    last = _behind(atoms, end)
    if separate > 0 and links(code):
        result = _behind(atoms, separate)
        close = _before(atoms, end)
        if _before(atoms, begin) < begin and separate < result <= close < end < last:
            _take_back(out)
            out.append(Atom(Show.OPEN, atoms[_before(atoms, begin)].start, atoms[result - 1].end))
            out += _resolved(atoms[result:close], depth + 1)
            out.append(Atom(Show.CLOSE, atoms[close].start, atoms[last - 1].end))
            return last
        out.append(Atom(Show.KEEP, atoms[begin].start, atoms[separate].end))
        out += _resolved(atoms[separate + 1 : end], depth + 1)
        out.append(Atom(Show.KEEP, atoms[end].start, atoms[end].end))
        return end + 1
    shown = atoms[separate + 1 : end] if separate > 0 else []
    text = "".join(atom.text for atom in shown if atom.show in (Show.TEXT, Show.CHAR))
    if _before(atoms, begin) < begin and end < last:
        _take_back(out)
        out.append(Atom(Show.MARK, atoms[_before(atoms, begin)].start, atoms[last - 1].end, text))
        return last
    out.append(Atom(Show.KEEP, atoms[begin].start, atoms[end].end, text))
    return end + 1


def _before(atoms: Sequence[Atom], at: int) -> int:
    """Where the run begins of which ``at`` is the first thing; ``at`` if it is not."""
    n = at - 1
    while n >= 0 and atoms[n].show is Show.DROP:
        n -= 1
    return n if n >= 0 and atoms[n].show is Show.RUN else at


def _behind(atoms: Sequence[Atom], at: int) -> int:
    """The index behind the end of the run of which ``at`` is the last thing; ``at`` if it is not."""
    n = at + 1
    while n < len(atoms) and atoms[n].show is Show.DROP:
        n += 1
    return n + 1 if n < len(atoms) and atoms[n].show is Show.END else at


def _take_back(out: list[Atom]) -> None:
    """Remove the run's start, which becomes a part of the field."""
    while out.pop().show is not Show.RUN:
        pass


def _without_empty_runs(atoms: Sequence[Atom]) -> list[Atom]:
    out: list[Atom] = []
    run: list[Atom] = []
    for atom in atoms:
        if atom.show is Show.RUN:
            out += run  # a run whose end a field has taken
            run = [atom]
        elif run:
            run.append(atom)
            if atom.show is Show.END:
                if any(one.show in (Show.TEXT, Show.CHAR) for one in run):
                    out += run
                else:
                    kept = [one for one in run if one.show is Show.KEEP]
                    text = "".join(one.text for one in kept)
                    show = Show.MARK if kept else Show.DROP
                    out.append(Atom(show, run[0].start, run[-1].end, "\n" if "\n" in text else text))
                run = []
        else:
            out.append(atom)
    return out + run

"""TMX 1.4b out: sentence level, real language tags, who approved what and when; written whole or not at all.

Raw machine text goes to a file of its own (OmegaT reads ``tm/auto`` for the one and ``tm/mt`` for the other); each
unit says its origin in a ``prop``, for TMX has no element for it.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from mtkit import __version__
from mtkit.errors import OutputError
from mtkit.formats.po_disk import make_folder
from mtkit.lang import LANGUAGES, Pair
from mtkit.memory.interface import Entry
from mtkit.memory.rows import as_kept

__all__ = ["lines", "tag", "write"]

_LABEL = re.compile(r"\{\{|\}\}|\{(?P<close>/?)(?P<number>[0-9]{1,6})(?P<empty>/?)\}")


def tag(code: str) -> str:
    """The BCP 47 tag by which other programs know a language: ``zh-CN`` for Simplified Chinese, ``zh-TW``, ``vi``."""
    known = LANGUAGES.get(code)
    return known.gettext.replace("_", "-") if known else code


def write(entries: Iterable[Entry], path: Path, *, pair: Pair | None = None) -> int:
    """Write ``entries`` to ``path`` and return how many; ``pair`` is that of all, if they have but one.

    Raises OutputError if the file cannot be written; what was there is then unchanged.
    """
    make_folder(path.absolute().parent)
    path = Path(os.path.realpath(path))
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    count = 0
    try:
        with beside.open("w", encoding="utf-8", newline="\n") as stream:
            for text in lines(entries, pair=pair):
                stream.write(text)
                count += text.startswith("<tu ")
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}; it is unchanged") from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
    return count


def lines(entries: Iterable[Entry], *, pair: Pair | None = None) -> Iterator[str]:
    """The parts of the TMX file of ``entries``: its head, a ``tu`` for each, its foot."""
    source = quoteattr(tag(pair.source) if pair else "*all*")
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n'
        '<tmx version="1.4">\n'
        f'<header creationtool="mtkit" creationtoolversion="{__version__}" segtype="sentence" o-tmf="mtkit"'
        f' adminlang="en" srclang={source} datatype="plaintext"/>\n'
        "<body>\n"
    )
    for entry in entries:
        yield _unit(as_kept(entry))
    yield "</body>\n</tmx>\n"


def _unit(entry: Entry) -> str:
    dates = f" creationdate={quoteattr(_stamp(entry.created))}" if entry.created else ""
    dates += f" changedate={quoteattr(_stamp(entry.changed))}" if entry.changed else ""
    who = f" creationid={quoteattr(entry.author)} changeid={quoteattr(entry.author)}" if entry.author else ""
    used = f' usagecount="{entry.used}"' if entry.used else ""
    used += f" lastusagedate={quoteattr(_stamp(entry.last_used))}" if entry.last_used else ""
    where = entry.context
    props = {
        "origin": entry.provenance.value, "document": entry.document, "kind": where.kind,
        "previous": where.previous, "turn": where.turn, "model": entry.model, "signature": entry.signature,
    }  # fmt: skip
    said = "".join(f'<prop type="x-mtkit:{name}">{escape(value)}</prop>\n' for name, value in props.items() if value)
    both = "".join(
        f"<tuv xml:lang={quoteattr(tag(code))}><seg>{_segment(text)}</seg></tuv>\n"
        for code, text in ((entry.pair.source, entry.source), (entry.pair.target, entry.target))
    )
    return f"<tu srclang={quoteattr(tag(entry.pair.source))}{dates}{who}{used}>\n{said}{both}</tu>\n"


def _segment(text: str) -> str:
    """``text`` with its labels as inline elements, so that other programs see codes and not braces."""
    found = [match for match in _LABEL.finditer(text) if match["number"]]
    opens = [match["number"] for match in found if not match["close"] and not match["empty"]]
    closes = [match["number"] for match in found if match["close"] and not match["empty"]]
    parts, at, begun = [], 0, set[str]()
    for match in found:
        number, label = match["number"], match[0]
        parts.append(escape(text[at : match.start()]))
        paired = opens.count(number) == closes.count(number) == 1 and not match["empty"]
        if paired and not match["close"]:
            begun.add(number)
            parts.append(f'<bpt i="{number}" x="{number}">{label}</bpt>')
        elif paired and number in begun:
            parts.append(f'<ept i="{number}">{label}</ept>')
        else:
            parts.append(f'<ph x="{number}">{label}</ph>')
        at = match.end()
    return "".join([*parts, escape(text[at:])])


def _stamp(moment: str) -> str:
    return re.sub("[-:]", "", moment)

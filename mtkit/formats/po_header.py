"""The header of a PO file: every field that ``msgfmt -c`` wants, and how the units were made."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

import mtkit
from mtkit.errors import UnknownLanguageError, UsageError
from mtkit.formats.po_text import flat
from mtkit.lang import Pair, lang
from mtkit.unit import Unit

__all__ = ["Header", "fields", "header_of", "pair_of", "parse_fields", "spell_fields"]

_NOTHING: Mapping[str, str] = MappingProxyType({})
_NOBODY = "mtkit (machine translation, not reviewed)"
_DESKS_OWN = ("Report-Msgid-Bugs-To", "Language-Team")
_EDITORS_OWN = ("PO-Revision-Date", "Last-Translator")


@dataclass(frozen=True, slots=True)
class Header:
    """What a PO file says of itself.

    ``project`` names the work for editors, ``document`` is the article's id and ``sha256`` the digest of its bytes.
    ``created`` is ISO 8601 with an offset; it is given, never looked up, so that the same call gives the same bytes.
    ``extra`` holds further fields, or other values for the usual ones (``Last-Translator``, ``Report-Msgid-Bugs-To``).
    """

    project: str
    source: str
    target: str
    document: str
    sha256: str
    signature: str
    glossary: str
    created: str
    segmenter: str = ""
    extra: Mapping[str, str] = field(default_factory=lambda: _NOTHING)

    def __post_init__(self) -> None:
        object.__setattr__(self, "extra", MappingProxyType(dict(self.extra)))


def fields(header: Header, units: Sequence[Unit], keep: Mapping[str, str] = _NOTHING) -> dict[str, str]:
    """The header's fields in their order; of ``keep``, an earlier file's, what its editor or others put there.

    Raises UsageError where ``created`` is not a time with an offset, UnknownLanguageError for an unknown language.
    """
    target, source = lang(header.target), lang(header.source)
    stamp = _stamp(header.created)
    models = dict.fromkeys(hop.model for unit in units for hop in unit.trail)
    named = {
        "Project-Id-Version": header.project or header.document,
        "Report-Msgid-Bugs-To": "the desk that issued this file",
        "POT-Creation-Date": stamp,
        "PO-Revision-Date": stamp,
        "Last-Translator": _NOBODY,
        "Language-Team": target.name,
        "Language": target.gettext,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": target.plural,
        "X-Generator": f"mtkit {mtkit.__version__}",
        "X-Source-Language": source.gettext,
        "X-Mtkit-Document": header.document,
        "X-Mtkit-Source-Hash": header.sha256,
        "X-Mtkit-Model": ", ".join(models) or "none",
        "X-Mtkit-Glossary": header.glossary or "none",
        "X-Mtkit-Signature": header.signature,
        "X-Mtkit-Segmenter": header.segmenter or "none",
    }
    reviewed = keep.get("Last-Translator", _NOBODY) != _NOBODY
    owned = (*_DESKS_OWN, *_EDITORS_OWN) if reviewed else _DESKS_OWN
    named |= {name: keep[name] for name in owned if keep.get(name)}
    named |= {name: value for name, value in keep.items() if name not in named}
    named |= header.extra
    return {name: flat(value) for name, value in named.items()}


def _stamp(created: str) -> str:
    """``2026-11-23T10:00:00+08:00`` as gettext writes it, ``2026-11-23 10:00+0800``."""
    try:
        moment = datetime.fromisoformat(created)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise UsageError(f"creation time {created!r} is not ISO 8601 with an offset, such as 2026-11-23T10:00:00+08:00")
    return f"{moment:%Y-%m-%d %H:%M%z}"


def header_of(named: Mapping[str, str]) -> Header:
    """The Header that the fields of a file came from; what it does not say is empty. Times lose their seconds."""
    pair = pair_of(named)
    created = named.get("POT-Creation-Date", "")
    match = re.fullmatch(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d)([+-]\d\d)(\d\d)", created)
    standard = fields(Header("", "en", "en", "", "", "", "", "2000-01-01T00:00+00:00"), ())
    return Header(
        project=named.get("Project-Id-Version", ""),
        source=pair.source,
        target=pair.target,
        document=named.get("X-Mtkit-Document", ""),
        sha256=named.get("X-Mtkit-Source-Hash", ""),
        signature=named.get("X-Mtkit-Signature", ""),
        glossary=_unless_none(named.get("X-Mtkit-Glossary", "")),
        created=f"{match[1]}T{match[2]}:00{match[3]}:{match[4]}" if match else created,
        segmenter=_unless_none(named.get("X-Mtkit-Segmenter", "")),
        extra={name: value for name, value in named.items() if name not in standard},
    )


def _unless_none(value: str) -> str:
    return "" if value == "none" else value


def pair_of(named: Mapping[str, str], default: Pair | None = None) -> Pair:
    """The direction a header states, then ``default``; ``und`` for what nobody says."""
    known = default or Pair("und", "und")
    return Pair(
        _code(named.get("X-Source-Language", "")) or known.source,
        _code(named.get("Language", "")) or known.target,
    )


def _code(spelt: str) -> str:
    try:
        return lang(spelt).code
    except UnknownLanguageError:
        return spelt.strip().replace("_", "-")


def parse_fields(msgstr: str) -> dict[str, str]:
    """The fields in the msgstr of a header entry; a line without a colon goes on with the field before it."""
    named: dict[str, str] = {}
    last = ""
    for line in msgstr.split("\n"):
        name, colon, value = line.partition(":")
        if colon:
            last = name.strip()
            named[last] = value.strip()
        elif line.strip() and last:
            named[last] += "\n" + line.strip()
    return named


def spell_fields(named: Mapping[str, str]) -> str:
    """The msgstr of a header entry."""
    return "".join(f"{name}: {value}\n" for name, value in named.items())

"""Entries as rows: their columns, their keys, and the digest by which a changed memory is known."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from mtkit.formats.po_text import flat, normal
from mtkit.lang import Pair
from mtkit.memory.interface import Context, Entry, Provenance

__all__ = ["COLUMNS", "as_kept", "entry_of", "fingerprint", "kept_text", "source_hash", "values_of"]

COLUMNS = (
    "source", "target", "kind", "previous", "turn", "origin", "author", "created", "changed", "document", "model",
    "signature", "superseded",
)  # fmt: skip
_NOT_IN_XML = re.compile("[\ufffe\uffff\U0001fffe\U0001ffff]")


def kept_text(text: str) -> str:
    """``text`` as the memory keeps it: NFC, line feeds only, U+FFFD for what neither PO nor XML may hold."""
    return _NOT_IN_XML.sub("\ufffd", normal(text)).strip()


def as_kept(entry: Entry) -> Entry:
    """``entry`` with its texts as they are kept, and one line for each of its facts."""

    def fact(text: str) -> str:
        return _NOT_IN_XML.sub("\ufffd", flat(text))

    where = entry.context
    return replace(
        entry,
        source=kept_text(entry.source),
        target=kept_text(entry.target),
        context=Context(fact(where.kind), fact(where.previous), fact(where.turn)),
        author=fact(entry.author),
        document=fact(entry.document),
        model=fact(entry.model),
        signature=fact(entry.signature),
    )


def source_hash(source: str) -> int:
    """64 bits of SHA-256, signed as SQLite has its integers."""
    return int.from_bytes(hashlib.sha256(source.encode()).digest()[:8], "big", signed=True)


def values_of(entry: Entry) -> tuple[str, ...]:
    """The values of COLUMNS."""
    where = entry.context
    return (
        entry.source, entry.target, where.kind, where.previous, where.turn, entry.provenance.value, entry.author,
        entry.created, entry.changed, entry.document, entry.model, entry.signature, entry.superseded,
    )  # fmt: skip


def entry_of(row: Sequence[Any], pair: Pair) -> Entry:
    """The entry of ``id, used, last_used`` and COLUMNS."""
    number, used, last_used, source, target, kind, previous, turn, origin, *rest = row
    author, created, changed, document, model, signature, superseded = rest
    return Entry(
        source, target, pair, Context(kind, previous, turn), Provenance(origin), author, created, changed, document,
        model, signature, used, last_used, superseded, number,
    )  # fmt: skip


def fingerprint(values: Sequence[str]) -> int:
    """128 bits of the values of COLUMNS; sums of them do not depend on an order."""
    return int.from_bytes(hashlib.sha256("\x00".join(values).encode()).digest()[:16], "big")

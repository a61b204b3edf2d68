"""Somebody's bilingual file, its untranslated units filled in: the library's function for it."""

from __future__ import annotations

from pathlib import PurePath

from mtkit.errors import UsageError
from mtkit.exchange.result import Filled, Left, Pretranslated
from mtkit.exchange.slots import Translates
from mtkit.formats.xliff import PO_ENDINGS, XLIFF_ENDINGS

__all__ = ["Filled", "Left", "Pretranslated", "pretranslate"]


def pretranslate(
    data: bytes, translator: Translates, *, name: str, to: str, source: str | None = None
) -> Pretranslated:
    """The PO or XLIFF file in ``data`` with its untranslated units filled in, each of them marked for review.

    ``name`` tells the kind of file by its ending, and leads error messages. ``source`` is for files that do not name
    the language of their sources. What has a translation is never touched; outside of what was filled in every byte
    is as it was. Raises UsageError for another kind of file, PoSyntaxError or DocumentError for one that cannot be
    read, and as the translator does.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix in PO_ENDINGS:
        from mtkit.exchange.foreign_po import fill_po

        return fill_po(data, translator, name=name, to=to, source=source)
    if suffix in XLIFF_ENDINGS:
        from mtkit.exchange.foreign_xliff import fill_xliff

        return fill_xliff(data, translator, name=name, to=to, source=source)
    raise UsageError(f"{name}: neither PO nor XLIFF: known endings are {', '.join((*PO_ENDINGS, *XLIFF_ENDINGS))}")

"""Word files (.docx, ISO/IEC 29500 WordprocessingML): what a reader sees, byte for byte but for the translated text.

The text of a document are the XML parts that hold words, one after the other (``docx_package``); translations are
spliced into it, and every other part of the package is copied as it is. Read are the article with its tables and text
boxes, the descriptions of pictures, footnotes, endnotes, headers, footers, and the file's own title. Left alone are
comments, deletions that are only proposed, instructions of fields and what they work out, hidden text, and pictures.
"""

from __future__ import annotations

from collections.abc import Sequence

from mtkit.formats.interface import Parsed, Place
from mtkit.text import Code

__all__ = ["Docx"]


class Docx:
    """The format of ``.docx`` files. What reads and writes them is loaded with the first of them."""

    name = "docx"
    suffixes = (".docx",)
    has_codes = True

    def unpack(self, data: bytes) -> str:
        """The parts with words, as one text. Raises DocumentError for what is no Word file, or not to be trusted."""
        from mtkit.formats import docx_package

        return docx_package.unpack(data)

    def repack(self, carrier: bytes, text: str) -> bytes:
        """The package with those parts as in ``text``."""
        from mtkit.formats import docx_package

        return docx_package.repack(carrier, text)

    def parse(self, text: str, lang: str) -> Parsed:
        """The paragraphs of all parts: those of the article first, the file's own title last, as META."""
        from mtkit.formats.docx_read import blocks_in

        return blocks_in(text)

    def escape(self, text: str, codes: tuple[Code, ...], place: Place | None = None) -> str:
        """``&``, ``<`` and ``>`` as entities, quotes too in attributes; what no XML can hold is left out."""
        from mtkit.formats.docx_read import ATTRIBUTE
        from mtkit.formats.docx_write import escape

        spelled = escape(text, codes if place is not None else (), place.text if place is not None else "")
        if place is not None and place.block.syntax == ATTRIBUTE:
            return spelled.replace('"', "&quot;").replace("'", "&apos;")
        return spelled

    def knit(self, parts: Sequence[tuple[str, Code | None]], before: str, after: str) -> str:
        """Text and markup one after the other."""
        return "".join(raw for raw, _ in parts)

    def seal(self, rendered: str, place: Place) -> str:
        """A paragraph as runs that Word can read."""
        from mtkit.formats.docx_blocks import base_run
        from mtkit.formats.docx_scan import scan
        from mtkit.formats.docx_write import flat

        start = place.block.span.start
        if place.text[start] != "<":  # the title among the properties, a picture's description
            return rendered
        name = next(scan(place.text, start, place.block.span.end)).name
        prefix = name[: name.index(":") + 1] if ":" in name else ""
        return flat(rendered, lambda: base_run(place.text, place.block.span, prefix), prefix)

    def relabel(self, written: str, lang: str) -> str:
        """The languages of the styles, the settings and the runs; fonts and sizes as the script needs them."""
        from mtkit.formats.docx_lang import relabelled

        return relabelled(written, lang)

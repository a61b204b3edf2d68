"""The sentences of an article as the PO file made of it has them.

Thai is cut by a trained tagger where that is installed, and by cue words elsewhere. A file is reviewed on one machine
and merged on another: what counts is how it was cut, not what this machine would do.
"""

from __future__ import annotations

from mtkit.errors import BadInputError
from mtkit.formats.po import PoFile, header_of
from mtkit.pipeline import segments_of
from mtkit.segment import segmenter
from mtkit.text import Document, Segment

__all__ = ["cut_by", "cut_like", "demand_tagger"]


def cut_by(file: PoFile) -> str:
    """The name of the segmenter that cut ``file``, "" if it does not say."""
    return header_of(file.header).segmenter


def cut_like(file: PoFile, document: Document) -> tuple[Segment, ...]:
    """The segments of ``document``, cut as ``file`` was, as far as this machine can."""
    return segments_of(document, like=cut_by(file))


def demand_tagger(file: PoFile, document: Document, where: str) -> None:
    """Raises BadInputError if ``file`` was cut with a tagger that is not here."""
    name = cut_by(file)
    if "+" in name and "+" not in segmenter(document.lang).name:
        message = f"its sentences were cut by {name}, which is not here: pip install 'mtkit[thai]'"
        raise BadInputError(message, where=where)

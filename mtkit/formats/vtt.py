"""WebVTT (.vtt): cues with times and settings, among notes, styles and regions, all of which are kept."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from mtkit.errors import DocumentError
from mtkit.formats.interface import NOTHING, Keep, Parsed, Place
from mtkit.formats.subtitles import Cue, Part, chains, parsed
from mtkit.formats.subtitles_lay import lay, timed
from mtkit.lang import lang as language
from mtkit.text import Code, Document, Segment, Span

__all__ = ["Vtt"]

_HEAD = re.compile(r"WEBVTT(?=[ \t\r\n]|\Z)")
_STAMP = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?"
_TIMES = re.compile(rf"^[ \t]*{_STAMP}[ \t]*-->[ \t]*{_STAMP}(?P<rest>[^\r\n]*)(?:\r\n|\n|\r|\Z)", re.MULTILINE)
_EMPTY_LINE = re.compile(r"(?>\r\n|\n|\r)(?=\r|\n)|\Z")
_LINES = re.compile("\r\n?")
_LANGUAGE = re.compile(r"^(Language:[ \t]*)([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)", re.MULTILINE)


class Vtt:
    """The format of ``.vtt`` files."""

    name = "vtt"
    suffixes = (".vtt",)
    has_codes = True

    def parse(self, text: str, lang: str) -> Parsed:
        """One block for what one voice says without a pause. Raises DocumentError for a text that is no WebVTT."""
        return parsed(text, _cues(text), vtt=True)

    def escape(self, text: str, codes: tuple[Code, ...], place: Place | None = None) -> str:
        """``&``, ``<`` and ``>`` as references."""
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    def knit(self, parts: Sequence[tuple[str, Code | None]], before: str, after: str) -> str:
        """Text and markup one after the other."""
        return "".join(raw for raw, _ in parts)

    def seal(self, rendered: str, place: Place) -> str:
        """Nothing is quoted."""
        return rendered

    def relabel(self, written: str, lang: str) -> str:
        """The ``Language:`` line of the header, where it has one, set to ``lang``."""
        end = _EMPTY_LINE.search(written)
        head = written[: end.start()] if end else written
        return _LANGUAGE.sub(lambda found: found[1] + lang, head, count=1) + written[len(head) :]

    def lay(
        self,
        document: Document,
        translations: Mapping[str, str],
        segments: Sequence[Segment],
        *,
        lang: str,
        keep: Keep = NOTHING,
    ) -> str:
        """The sentences cut over the cues that they came from; all else as it was."""
        text = lay(document, self._chains(document.text), translations, segments, self, lang=lang, keep=keep)
        return self.relabel(text, lang) if lang != language(document.lang).code else text

    def timed(self, document: Document, segments: Sequence[Segment]) -> tuple[Segment, ...]:
        """``segments`` with the room that each has on the screen."""
        return timed(self._chains(document.text), segments)

    def _chains(self, text: str) -> list[tuple[Part, ...]]:
        return chains(text, _cues(text), vtt=True)


def _cues(text: str) -> list[Cue]:
    """The cues; each ends at the first empty line, as the standard has it (W3C WebVTT, section 6)."""
    if not text.strip():
        return []
    if not _HEAD.match(text):
        raise DocumentError("does not begin with WEBVTT: is it WebVTT?")
    flat = _LINES.sub(lambda found: "\r\n" if len(found[0]) == 2 else "\n", text)
    cues: list[Cue] = []
    for match in _TIMES.finditer(flat):
        if text[match.end() : match.end() + 1] in {"", "\r", "\n"}:
            end = match.end()
        else:
            stop = _EMPTY_LINE.search(text, match.end())
            end = stop.start() if stop else len(text)
        cues.append(Cue(_seconds(match, 1), _seconds(match, 5), Span(match.end(), end)))
    return cues


def _seconds(match: re.Match[str], group: int) -> float:
    hours, minutes, seconds, part = (match[group + i] for i in range(4))
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return whole + (int(part.ljust(3, "0")) / 1000 if part else 0.0)

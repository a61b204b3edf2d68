"""SubRip (.srt): cues with an index and times; the times are kept, the text is cut anew for its language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from mtkit.errors import DocumentError
from mtkit.formats.interface import NOTHING, Keep, Parsed, Place
from mtkit.formats.subtitles import Cue, Part, chains, parsed
from mtkit.formats.subtitles_lay import lay, timed
from mtkit.text import Code, Document, Segment, Span

__all__ = ["Srt"]

_STAMP = r"(\d{1,3}):(\d{1,2}):(\d{1,2})(?:[,.](\d{1,3}))?"
_TIMES = re.compile(
    rf"^[ \t]*{_STAMP}[ \t]*-->[ \t]*{_STAMP}(?P<rest>[^\r\n]*)(?:\r\n|\n|\r|\Z)",
    re.MULTILINE,
)
_INDEX = re.compile(r"(?:\A|[\r\n])[ \t\ufeff]*\d{1,9}[ \t]*(?:\r\n|\n|\r)\Z")
_LINES = re.compile("\r\n?")


class Srt:
    """The format of ``.srt`` files."""

    name = "srt"
    suffixes = (".srt",)
    has_codes = True

    def parse(self, text: str, lang: str) -> Parsed:
        """One block for what one voice says without a pause. Raises DocumentError for a text without a cue."""
        return parsed(text, _cues(text), vtt=False)

    def escape(self, text: str, codes: tuple[Code, ...], place: Place | None = None) -> str:
        """SubRip has no escapes."""
        return text

    def knit(self, parts: Sequence[tuple[str, Code | None]], before: str, after: str) -> str:
        """Text and markup one after the other."""
        return "".join(raw for raw, _ in parts)

    def seal(self, rendered: str, place: Place) -> str:
        """No arrow is left, which would look like times."""
        return rendered.replace("-->", "->")

    def relabel(self, written: str, lang: str) -> str:
        """SubRip does not say its language."""
        return written

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
        return lay(document, self._chains(document.text), translations, segments, self, lang=lang, keep=keep)

    def timed(self, document: Document, segments: Sequence[Segment]) -> tuple[Segment, ...]:
        """``segments`` with the room that each has on the screen."""
        return timed(self._chains(document.text), segments)

    def _chains(self, text: str) -> list[tuple[Part, ...]]:
        return chains(text, _cues(text), vtt=False)


def _cues(text: str) -> list[Cue]:
    """The cues. Text behind an empty line still belongs to its cue, as players have it."""
    # offsets stay the same: a lone \r is made a \n only for the search of line starts
    flat = _LINES.sub(lambda found: "\r\n" if len(found[0]) == 2 else "\n", text)
    found = list(_TIMES.finditer(flat))
    if not found and text.strip():
        raise DocumentError("has no cue (a line such as 00:01:02,500 --> 00:01:05,000): is it SubRip?")
    cues: list[Cue] = []
    for at, match in enumerate(found):
        end = found[at + 1].start() if at + 1 < len(found) else len(text)
        if at + 1 < len(found) and (index := _INDEX.search(text, max(match.end() - 1, end - 80), end)):
            end = max(match.end(), index.start())
        end = match.end() + len(text[match.end() : end].rstrip(" \t\r\n\v\f"))
        cues.append(Cue(_seconds(match, 1), _seconds(match, 5), Span(match.end(), end)))
    return cues


def _seconds(match: re.Match[str], group: int) -> float:
    hours, minutes, seconds, part = (match[group + i] for i in range(4))
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + (int(part.ljust(3, "0")) / 1000 if part else 0.0)

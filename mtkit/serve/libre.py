"""The interface of LibreTranslate, so that its clients work as they are: field names, statuses, codes, error shapes.

What it promises is described at https://docs.libretranslate.com; what happens behind it is mtkit's pipeline. Language
codes are accepted in the spellings of all its versions (zh and zh-Hans, zt and zh-Hant, tl and fil) and listed in each,
for clients look their own up in the list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from mtkit.errors import UnknownLanguageError
from mtkit.formats import FORMATS
from mtkit.lang import LANGUAGES, lang
from mtkit.outputs import as_article
from mtkit.pipeline import Translation
from mtkit.serve.call import Call, RefusedError
from mtkit.serve.detect import Detected, detect, has_letters
from mtkit.serve.limits import Limits
from mtkit.serve.room import text_of
from mtkit.serve.service import Service
from mtkit.serve.shelf import Shelf, disposition, safe_name

if TYPE_CHECKING:
    from starlette.responses import Response

__all__ = ["SPELLINGS", "Libre", "code_of", "spelt"]

SPELLINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"zh": ("zh-Hans", "zh"), "zh-Hant": ("zh-Hant", "zt", "zh_Hant"), "fil": ("tl", "fil")}
)
"""The codes of a language where LibreTranslate, in one version or another, and its clients have others than mtkit."""

_NAMES = MappingProxyType({"zh": "Chinese", "zh-Hant": "Chinese (traditional)", "tl": "Tagalog"})
_ALSO = MappingProxyType({"zt": "zh-Hant", "pb": "pt"})
_FORMATS = ("text", "html")


def spelt(code: str) -> str:
    """A language's code as LibreTranslate has it now."""
    return SPELLINGS.get(code, (code,))[0]


def code_of(given: str) -> str:
    """The language that a client means. Raises UnknownLanguageError."""
    return lang(_ALSO.get(given.strip().lower(), given)).code


def _name(code: str, spelling: str) -> str:
    return _NAMES.get(spelling) or _NAMES.get(code) or LANGUAGES[code].name


class Libre:
    """The endpoints."""

    def __init__(self, service: Service, limits: Limits, shelf: Shelf, *, keys: bool) -> None:
        self._service = service
        self._limits = limits
        self._shelf = shelf
        self._keys = keys

    async def languages(self, call: Call) -> Any:
        """GET /languages"""
        listed = []
        for code in await self._service.chores.do(self._service.languages):
            targets = [*self._service.targets(code), code]  # into itself: as it is
            spellings = [
                spelling for known in LANGUAGES if known in targets for spelling in SPELLINGS.get(known, (known,))
            ]
            listed += [
                {"code": spelling, "name": _name(code, spelling), "targets": spellings}
                for spelling in SPELLINGS.get(code, (code,))
            ]
        return listed

    async def settings(self, call: Call) -> Any:
        """GET /frontend/settings"""
        return {
            "apiKeys": self._keys,
            "charLimit": self._limits.characters,
            "filesTranslation": True,
            "frontendTimeout": 500,
            "keyRequired": self._keys,
            "language": {
                "source": {"code": "auto", "name": "Auto Detect"},
                "target": {"code": "en", "name": "English"},
            },
            "suggestions": False,
            "supportedFilesFormat": [suffix for fmt in FORMATS.values() for suffix in fmt.suffixes],
        }

    async def suggest(self, call: Call) -> Any:
        """POST /suggest"""
        raise RefusedError(403, "Suggestions are disabled on this server.")

    async def health(self, call: Call) -> Any:
        """GET /health"""
        if self._service.batcher.stopping:
            raise RefusedError(503, "the server is stopping", {"Retry-After": "1"})
        return {"status": "ok"}

    async def detect(self, call: Call) -> Any:
        """POST /detect"""
        said = _needed(call, "q")
        texts = self._texts(said)
        found = await self._service.chores.do(lambda: detect(texts))
        return [_detected(one) for one in found]

    async def translate(self, call: Call) -> Any:
        """POST /translate"""
        said, source, target = (_needed(call, name) for name in ("q", "source", "target"))
        kind = call.fields.get("format") or "text"
        turns = self._alternatives(call.fields.get("alternatives", 0))
        texts = self._texts(said)
        to = _language(target)
        if kind not in _FORMATS:
            raise RefusedError(400, "this format is not supported: give text or html")
        told: list[Detected] = []
        if _is_auto(source):
            told = await self._service.told(texts)
        own = _language(source) if not told else ""
        sources = [one.language for one in told] or [own] * len(texts)
        self._demand(sources, to)
        done, others = await self._translated(texts, sources, to, kind, turns)
        many = isinstance(said, list)
        answer: dict[str, Any] = {"translatedText": done if many else done[0]}
        if told:
            detected = [_detected(one) for one in told]
            answer["detectedLanguage"] = detected if many else detected[0]
        if turns:
            answer["alternatives"] = others if many else others[0]
        return answer

    async def _translated(
        self, texts: Sequence[str], sources: Sequence[str], to: str, kind: str, turns: int
    ) -> tuple[list[str], list[list[str]]]:
        """The texts in ``to``, and up to ``turns`` alternatives of each; what has nothing to translate as it is."""
        asked = [n for n, text in enumerate(texts) if sources[n] != to and has_letters(text)]
        documents = await self._service.documents([texts[n] for n in asked], [sources[n] for n in asked], kind)
        done = list(texts)
        others: list[list[str]] = [[] for _ in texts]
        for n, translation in zip(asked, await self._service.translate(documents, to), strict=True):
            done[n] = text_of(translation)
        for turn in range(1, (turns if kind == "text" else 0) + 1):
            more = await self._service.translate(documents, to, turn=turn)
            for n, translation in zip(asked, more, strict=True):
                other = text_of(translation)
                if other != done[n] and other not in others[n]:
                    others[n].append(other)
        return done, others

    def _demand(self, sources: Sequence[str], to: str) -> None:
        """Refuse a direction that cannot be had, in words that say which."""
        for source in dict.fromkeys(sources):
            if source != to and to not in self._service.targets(source):
                here, there = spelt(source), spelt(to)
                line = f"{_name(to, there)} ({there}) is not available as a target language from "
                raise RefusedError(400, f"{line}{_name(source, here)} ({here})")

    def _texts(self, said: Any) -> list[str]:
        texts = said if isinstance(said, list) else [said]
        if not texts or not all(isinstance(text, str) for text in texts):
            raise RefusedError(400, "Invalid request: q must be a string or a list of strings")
        if len(texts) > self._limits.texts:
            raise RefusedError(
                400, f"Invalid request: request ({len(texts)}) exceeds text limit ({self._limits.texts})"
            )
        size = sum(map(len, texts))
        if size > self._limits.characters:
            raise RefusedError(400, f"Invalid request: request ({size}) exceeds text limit ({self._limits.characters})")
        if any("\ud800" <= char <= "\udfff" for text in texts for char in text):
            raise RefusedError(400, "Invalid request: q holds half a character (a lone surrogate)")
        return texts

    def _alternatives(self, given: Any) -> int:
        try:
            count = max(0, int(given or 0))
        except (TypeError, ValueError, OverflowError):
            raise RefusedError(400, "Invalid request: alternatives parameter is not a number") from None
        if count > self._limits.alternatives:
            line = f"Invalid request: alternatives parameter must be <= {self._limits.alternatives}"
            raise RefusedError(400, line)
        return min(count, self._service.room.beam - 1)

    async def translate_file(self, call: Call) -> Any:
        """POST /translate_file"""
        if call.upload is None:
            raise RefusedError(400, "Invalid request: missing file parameter")
        source, target = (_needed(call, name) for name in ("source", "target"))
        name = safe_name(call.upload.name)
        if not name or not call.upload.data:
            raise RefusedError(400, "Invalid request: empty file")
        suffixes = tuple(suffix for fmt in FORMATS.values() for suffix in fmt.suffixes)
        if not name.lower().endswith(suffixes):
            raise RefusedError(400, f"Invalid request: file format not supported; known are {', '.join(suffixes)}")
        to = _language(target)
        translation = await self._file(call.upload.data, name, source, to)
        data = (
            call.upload.data if translation is None else await self._service.chores.do(lambda: as_article(translation))
        )
        place = self._shelf.put(name, data)
        host = call.request.headers["host"]  # one that the fence has let pass
        return {"translatedFileUrl": f"{call.request.scope['mtkit.scheme']}://{host}/download_file/{_quoted(place)}"}

    async def _file(self, data: bytes, name: str, source: str, to: str) -> Translation | None:
        """The file in ``to``; None where it is in that language already."""
        room, chores = self._service.room, self._service.chores
        if _is_auto(source):
            sample = await chores.do(lambda: room.document_of(data, name, "en"))
            words = [block.shown(sample.text) for block in sample.blocks]
            own = (await chores.do(lambda: detect(words)))[0].language
        else:
            own = _language(source)
        if own == to:
            return None
        self._demand([own], to)
        document = await chores.do(lambda: room.document_of(data, name, own))
        size = sum(len(block.shown(document.text)) for block in document.blocks)
        if size > self._limits.file_characters:
            raise RefusedError(
                400, f"Invalid request: request ({size}) exceeds text limit ({self._limits.file_characters})"
            )
        return (await self._service.translate([document], to))[0]

    async def download(self, call: Call) -> Response:
        """GET /download_file/{name}"""
        from starlette.responses import Response

        kept = self._shelf.get(call.places["name"])
        if kept is None:
            raise RefusedError(404, "no such file: it was never here, or it is forgotten by now")
        headers = {"Content-Disposition": disposition(kept.name)}
        return Response(kept.data, headers=headers, media_type="application/octet-stream")


def _quoted(place: str) -> str:
    return quote(place, safe="")


def _needed(call: Call, name: str) -> Any:
    value = call.fields.get(name)
    if not value:
        raise RefusedError(400, f"Invalid request: missing {name} parameter")
    return value


def _is_auto(given: Any) -> bool:
    return isinstance(given, str) and given.strip().lower() == "auto"


def _language(given: Any) -> str:
    try:
        if not isinstance(given, str):
            raise UnknownLanguageError("")
        return code_of(given)
    except UnknownLanguageError:
        shown = given[:20] if isinstance(given, str) and given.isprintable() else "this language"
        raise RefusedError(400, f"{shown} is not supported") from None


def _detected(one: Detected) -> dict[str, Any]:
    return {"confidence": one.confidence, "language": spelt(one.language)}

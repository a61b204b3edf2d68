"""The one table of endpoints: the document of the interface, and what requests are held to, both come from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mtkit.check import CODES
from mtkit.lang import LANGUAGES
from mtkit.serve.limits import Limits
from mtkit.serve.schema import Schema, array, choice, integer, one_of, record, text

__all__ = ["Operation", "operations"]


@dataclass(frozen=True, slots=True)
class Operation:
    """One endpoint. ``name`` finds its handler; ``body`` is held to where ``strict``, else described only.

    ``open``: no key is asked for and nothing is counted against a rate. ``form`` is how LibreTranslate's clients may
    send the body, too; ``plain`` is the content type of an answer that is no JSON; ``refusals`` are statuses beyond
    those that every endpoint has.
    """

    name: str
    method: str
    path: str
    about: str
    answer: Schema
    body: Schema | None = None
    query: Mapping[str, Schema] | None = None
    strict: bool = False
    open: bool = False
    form: str = ""
    plain: str = ""
    refusals: tuple[int, ...] = ()


_CODES = tuple(LANGUAGES)
_SPAN = {"type": ["array", "null"], "items": integer(minimum=0), "description": "start and end in code points"}
_NUMBER = {"type": "number"}
_DAY = text("whose names are in force; by default the text's own date, else today", format="date")
_ISSUE = record(
    {
        "code": text(),
        "severity": choice(("info", "warning", "error")),
        "message": text(),
        "source_span": _SPAN,
        "target_span": _SPAN,
    }
)
_TERM = record({"concept": text(), "source": text(), "target": text(), "authority": text()})
_HOP = record({"pair": text(), "model": text(), "tier": text(), "score": {"type": ["number", "null"]}, "text": text()})
_ESTIMATE = record({"value": {**_NUMBER, "minimum": 0, "maximum": 1}, "how": text("what it goes by")})
_UNIT = record(
    {
        "id": text(),
        "kind": text(),
        "start": integer(minimum=0),
        "end": integer(minimum=0),
        "source": text(),
        "target": text(),
        "source_lang": text(),
        "target_lang": text(),
        "state": text(),
        "origin": text(),
        "estimate": one_of(_ESTIMATE, {"type": "null"}),
        "terms": array(_TERM),
        "issues": array(_ISSUE),
        "trail": array(_HOP),
        "memory": array({"type": "object"}),
    },
    closed=False,
)
_DETECTED = record({"confidence": {**_NUMBER, "minimum": 0, "maximum": 100}, "language": text()})


def operations(limits: Limits) -> tuple[Operation, ...]:
    """Every endpoint of a server with these limits."""
    return (*_own(limits), *_libre(limits))


def _own(limits: Limits) -> tuple[Operation, ...]:
    one = text(maxLength=limits.characters)
    texts = array(one, "what to translate, each a text of its own", minItems=1, maxItems=limits.texts)
    source = choice(("auto", *_CODES), "the language of the texts; auto tells it from each")
    code = text(pattern=r"^[A-Z]([0-9]{2})?$", description="a code of a finding, or the letter of a group")
    unit = record({"source": one, "target": one})
    return (
        Operation(
            "v1.translate", "POST", "/v1/translate", "Translate texts; every unit with its findings and provenance.",
            record({"target": text(), "results": array(record(
                {"source": text(), "text": text(), "day": text(), "signature": text(), "units": array(_UNIT),
                 "confidence": _NUMBER}, ("source", "text", "day", "signature", "units")))}),
            record({"texts": texts, "source": source, "target": choice(_CODES),
                    "format": choice(("text", "markdown", "html")), "day": _DAY}, ("texts", "source", "target")),
            strict=True, refusals=(413, 422, 500, 504),
        ),
        Operation(
            "v1.check", "POST", "/v1/check", "Check translations: names, numbers, punctuation and all else.",
            record({"day": text(), "results": array(record({"issues": array(_ISSUE)}))}),
            record({"units": array(unit, minItems=1, maxItems=limits.texts), "source": choice(_CODES),
                    "target": choice(_CODES), "day": _DAY, "select": array(code, maxItems=len(CODES)),
                    "ignore": array(code, maxItems=len(CODES))}, ("units", "source", "target")),
            strict=True, refusals=(413, 422),
        ),
        Operation(
            "v1.find", "POST", "/v1/glossary/find", "Find the glossary's names in a text.",
            record({"day": text(), "hits": array(record(
                {"start": integer(minimum=0), "end": integer(minimum=0), "text": text(), "concept": text(),
                 "kind": text(), "status": text(), "approved": {"type": ["string", "null"]}, "authority": text(),
                 "accepted": array(text()), "rivals": array(text())}))}),
            record({"text": one, "source": choice(_CODES), "target": choice(_CODES), "day": _DAY}, ("text", "source")),
            strict=True,
        ),
        Operation(
            "v1.detect", "POST", "/v1/detect", "Tell the language of texts.",
            record({"results": array(record({"language": text(), "confidence": _NUMBER,
                                             "letters": {"type": "boolean"}}))}),
            record({"texts": texts}), strict=True, refusals=(413,),
        ),
        Operation(
            "v1.languages", "GET", "/v1/languages", "The languages, and what each can be translated into.",
            record({"languages": array(record(
                {"code": text(), "name": text(), "script": text(), "targets": array(text())}))}),
            open=True,
        ),
        Operation(
            "v1.routes", "GET", "/v1/routes", "The ways there are: hops, models, and how good they are.",
            record({"routes": array(record(
                {"source": text(), "target": text(), "hops": array(record(
                    {"source": text(), "target": text(), "engine": text(), "model": text(), "quality": text(),
                     "note": text()})), "hints": array(text())}))}),
            query={"source": choice(_CODES), "target": choice(_CODES)}, open=True,
        ),
        Operation(
            "v1.codes", "GET", "/v1/codes", "The codes of findings, and what they mean.",
            record({"codes": array(record({"code": text(), "meaning": text()}))}), open=True,
        ),
        Operation("v1.openapi", "GET", "/v1/openapi.json", "This document.", {"type": "object"}, open=True),
    )  # fmt: skip


def _libre(limits: Limits) -> tuple[Operation, ...]:
    q = text("the text", minLength=1)
    key = text("the key, where the server asks for one")
    many = array(text(), minItems=1, maxItems=limits.texts)
    name = record({"code": text(), "name": text()}, closed=False)
    return (
        Operation(
            "translate", "POST", "/translate", "Translate a text or a list of texts, as LibreTranslate does.",
            record({"translatedText": one_of(text(), array(text())),
                    "detectedLanguage": one_of(_DETECTED, array(_DETECTED)),
                    "alternatives": array(one_of(text(), array(text())))}, ("translatedText",)),
            record({"q": one_of(q, many), "source": text(minLength=1), "target": text(minLength=1),
                    "format": choice(("text", "html")),
                    "alternatives": integer(minimum=0, maximum=limits.alternatives), "api_key": key},
                   ("q", "source", "target"), closed=False),
            form="application/x-www-form-urlencoded", refusals=(500, 504),
        ),
        Operation(
            "detect", "POST", "/detect", "Tell the language of a text.",
            array(_DETECTED, minItems=1), record({"q": q, "api_key": key}, ("q",), closed=False),
            form="application/x-www-form-urlencoded",
        ),
        Operation(
            "languages", "GET", "/languages", "The languages, in every spelling that clients use.",
            array(record({"code": text(), "name": text(), "targets": array(text())})), open=True,
        ),
        Operation(
            "settings", "GET", "/frontend/settings", "What a frontend may want to know.",
            record({"apiKeys": {"type": "boolean"}, "charLimit": integer(), "filesTranslation": {"type": "boolean"},
                    "frontendTimeout": integer(), "keyRequired": {"type": "boolean"},
                    "language": record({"source": name, "target": name}), "suggestions": {"type": "boolean"},
                    "supportedFilesFormat": array(text())}),
            open=True,
        ),
        Operation(
            "translate_file", "POST", "/translate_file", "Translate a file; the answer says where to fetch it.",
            record({"translatedFileUrl": text()}),
            record({"file": text(format="binary"), "source": text(), "target": text(), "api_key": key},
                   ("file", "source", "target"), closed=False),
            form="multipart/form-data", refusals=(500, 504),
        ),
        Operation(
            "download", "GET", "/download_file/{name}", "Fetch a translated file.", text(format="binary"),
            plain="application/octet-stream", open=True, refusals=(404,),
        ),
        Operation(
            "suggest", "POST", "/suggest", "Suggestions are not taken: corrections are made in review.",
            record({"success": {"type": "boolean"}}), open=True, refusals=(403,),
        ),
        Operation("spec", "GET", "/spec", "This document.", {"type": "object"}, open=True),
        Operation(
            "health", "GET", "/health", "Whether the server takes requests.", record({"status": text()}), open=True,
            refusals=(503,),
        ),
        Operation(
            "metrics", "GET", "/metrics", "Counters for Prometheus.", text(),
            plain="text/plain; version=1.0.0; charset=utf-8",
        ),
        Operation("about", "GET", "/", "What answers here.",
                  record({"name": text(), "version": text(), "spec": text()}), open=True),
    )  # fmt: skip


def error() -> dict[str, Any]:
    """The shape of every refusal."""
    return dict(record({"error": text("one line: what is wrong, and the mend")}, closed=False))

"""The interface of mtkit's own values: segments with their findings, terms and provenance; checks, names, routes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from mtkit.check import CODES
from mtkit.checking import check_units
from mtkit.glossary import Hit
from mtkit.lang import LANGUAGES, Pair
from mtkit.outputs import as_json
from mtkit.serve.call import Call, RefusedError
from mtkit.serve.detect import has_letters
from mtkit.serve.limits import Limits
from mtkit.serve.room import text_of
from mtkit.serve.service import Service
from mtkit.text import Segment, Span
from mtkit.unit import Issue, State, Unit

__all__ = ["V1"]


class V1:
    """The endpoints. Fields have been held to their schemas before they come here."""

    def __init__(self, service: Service, limits: Limits) -> None:
        self._service = service
        self._limits = limits

    async def translate(self, call: Call) -> Any:
        """POST /v1/translate"""
        said = call.fields
        texts: list[str] = said["texts"]
        self._bound(sum(map(len, texts)))
        told = await self._service.told(texts) if said["source"] == "auto" else []
        sources = [one.language for one in told] or [said["source"]] * len(texts)
        documents = await self._service.documents(texts, sources, said.get("format", "text"), _day(said))
        done = await self._service.translate(documents, said["target"])
        results: list[dict[str, Any]] = [
            {
                "source": translation.document.lang,
                "text": text_of(translation),
                "day": translation.day.isoformat(),
                "signature": str(translation.signature),
                "units": [as_json(unit) for unit in translation.units],
            }
            for translation in done
        ]
        for result, one in zip(results, told, strict=False):
            result["confidence"] = one.confidence
        return {"target": said["target"], "results": results}

    async def check(self, call: Call) -> Any:
        """POST /v1/check"""
        said = call.fields
        self._bound(sum(len(unit["source"]) + len(unit["target"]) for unit in said["units"]))
        pair = Pair(said["source"], said["target"])
        day = _day(said) or _today()
        room = self._service.room
        units = [_unit(n, pair, unit["source"], unit["target"]) for n, unit in enumerate(said["units"], 1)]
        found = await self._service.chores.do(
            lambda: check_units(
                units,
                room.glossary,
                day=day,
                publisher=room.publisher,
                select=said.get("select") or None,
                ignore=said.get("ignore", ()),
            )
        )
        return {
            "day": day.isoformat(),
            "results": [{"issues": [_issue(issue) for issue in issues]} for issues in found],
        }

    async def find(self, call: Call) -> Any:
        """POST /v1/glossary/find"""
        said = call.fields
        day = _day(said) or _today()
        room, target = self._service.room, said.get("target", "")
        glossary = room.glossary
        if glossary is None:
            return {"day": day.isoformat(), "hits": []}
        found: Sequence[Hit] = await self._service.chores.do(
            lambda: glossary.find(said["text"], said["source"], day=day, publisher=room.publisher)
        )
        return {"day": day.isoformat(), "hits": [self._hit(hit, said["text"], target, day) for hit in found]}

    def _hit(self, hit: Hit, text: str, target: str, day: date) -> dict[str, Any]:
        publisher = self._service.room.publisher
        approved = hit.concept.approved(target, day, publisher=publisher) if target else None
        return {
            "start": hit.span.start,
            "end": hit.span.end,
            "text": hit.span.of(text),
            "concept": hit.concept.id,
            "kind": hit.concept.kind,
            "status": hit.term.status.value,
            "approved": approved.text if approved else None,
            "authority": approved.authority if approved else "",
            "accepted": list(hit.concept.accepted(target, day, publisher=publisher)) if target else [],
            "rivals": [rival.id for rival in hit.rivals],
        }

    async def languages(self, call: Call) -> Any:
        """GET /v1/languages"""
        await self._service.chores.do(self._service.languages)
        return {
            "languages": [
                {
                    "code": code,
                    "name": entry.name,
                    "script": entry.script.value,
                    "targets": list(self._service.targets(code)),
                }
                for code, entry in LANGUAGES.items()
            ]
        }

    async def routes(self, call: Call) -> Any:
        """GET /v1/routes"""
        source, target = call.fields.get("source"), call.fields.get("target")
        found = await self._service.chores.do(lambda: self._service.room.routes)
        return {
            "routes": [
                {
                    "source": pair.source,
                    "target": pair.target,
                    "hops": [
                        {
                            "source": leg.pair.source,
                            "target": leg.pair.target,
                            "engine": leg.engine,
                            "model": leg.label,
                            "quality": leg.quality,
                            "note": leg.note,
                        }
                        for leg in route.legs
                    ],
                    "hints": list(route.hints),
                }
                for pair, route in found.items()
                if source in {None, pair.source} and target in {None, pair.target}
            ]
        }

    async def codes(self, call: Call) -> Any:
        """GET /v1/codes"""
        return {"codes": [{"code": code, "meaning": line} for code, line in CODES.items()]}

    async def detect(self, call: Call) -> Any:
        """POST /v1/detect"""
        texts: list[str] = call.fields["texts"]
        self._bound(sum(map(len, texts)))
        told = await self._service.told(texts)
        return {
            "results": [
                {"language": one.language, "confidence": one.confidence, "letters": has_letters(text)}
                for one, text in zip(told, texts, strict=True)
            ]
        }

    def _bound(self, size: int) -> None:
        if size > self._limits.characters:
            raise RefusedError(413, f"the texts have {size} characters, more than {self._limits.characters}: send less")


def _day(said: Mapping[str, Any]) -> date | None:
    return date.fromisoformat(said["day"]) if said.get("day") else None


def _today() -> date:
    return datetime.now(tz=UTC).date()


def _unit(number: int, pair: Pair, source: str, target: str) -> Unit:
    segment = Segment(str(number), Span(0, len(source)), source, source)
    return Unit(segment, pair, target, State.EDITED if target.strip() else State.UNTRANSLATED)


def _issue(issue: Issue) -> dict[str, Any]:
    return {
        "code": issue.code,
        "severity": issue.severity.value,
        "message": issue.message,
        "source_span": [issue.source.start, issue.source.end] if issue.source else None,
        "target_span": [issue.target.start, issue.target.end] if issue.target else None,
    }

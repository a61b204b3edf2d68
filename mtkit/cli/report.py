"""What a job says while it runs: a line for each file, how far it is, and events for machines (docs/jobs.md)."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from mtkit import __version__
from mtkit.cli.output import emit, emit_json, say
from mtkit.unit import Origin, Severity

if TYPE_CHECKING:
    from mtkit.pipeline import Translation

__all__ = ["Report"]

_DRAW_SECONDS = 0.1
_LINE_SECONDS = 30.0
_EVENT_SECONDS = 10.0


def _nothing(source: str) -> str:
    """What is said of an article without a single sentence: silence would pass for a translation."""
    if source.lower().endswith((".json", ".jsonl", ".ndjson", ".rss", ".atom", ".xml")):
        return "no field of it is text; name yours with --fields (docs/formats.md)"
    return "there is nothing to translate"


class Report:
    """Told what becomes of each file of a job. It is the Progress of the models, too.

    ``sizes`` has the bytes of each article by its id, from which the time left is reckoned. ``clock`` only ever goes
    forward. With ``data``, stdout is taken by the translations themselves, and nothing else is said there.
    """

    def __init__(
        self,
        sizes: dict[str, int],
        targets: Sequence[str],
        *,
        as_json: bool,
        quiet: bool,
        data: bool = False,
        clock: Callable[[], float] = time.monotonic,
        stream: TextIO | None = None,
    ) -> None:
        self._sizes, self._targets = sizes, tuple(targets)
        self._events, self._lines, self._quiet = as_json and not data, not as_json and not data, quiet
        self._stream = stream or sys.stderr
        self._drawn = ""
        self._draws = not quiet and self._stream.isatty()
        self._clock = clock
        self._began = self._told = self._shown = self._sent = clock()
        self._total = sum(sizes.values()) * len(self._targets)
        self._left = self._total
        self._made = 0  # bytes of articles that were translated now, not found done
        self._segments = 0
        self._words = 0.0
        self._articles: dict[str, int] = {}
        self._whole = 0
        self.count: Counter[str] = Counter()

    # what happens

    def started(self, output: Path | None) -> None:
        """The job begins; ``output`` is the folder it writes to, if it is one."""
        self._event(
            "started",
            articles=len(self._sizes),
            targets=list(self._targets),
            output=None if output is None else str(output),
            version=__version__,
        )

    def done(self, path: Path, translation: Translation, found: dict[Severity, int]) -> float:
        """A file lies there. Gives the seconds since the one before."""
        from mtkit.review.status import words

        document, units = translation.document, translation.units
        facts = {
            "units": len(units),
            "memory": sum(unit.origin is Origin.MEMORY for unit in units),
            **{f"{severity.value}s": number for severity, number in found.items()},
            "signature": str(translation.signature),
            "words": sum(words(unit.segment.text, document.lang) for unit in units),
        }
        return self.wrote(str(path), document.id, document.lang, translation.target, facts)

    def wrote(self, path: str, source: str, lang: str, target: str, facts: Mapping[str, Any]) -> float:
        """The same, by its facts alone: units, memory, errors, warnings, infos, signature, words."""
        said = {name: facts[name] for name in ("units", "memory", "errors", "warnings", "infos")}
        self._words += facts["words"]
        self.count.update(said, done=1)
        self._made += self._sizes.get(source, 0)
        self._turned(source)
        now = self._clock()
        seconds, self._told = now - self._told, now
        signature = facts["signature"]
        self._event("done", file=path, source=source, **{"from": lang}, to=target, **said, signature=signature)
        self._file(path)
        reused = f", {said['memory']} from the memory" if said["memory"] else ""
        empty = "" if said["units"] else f": {_nothing(source)}"
        self.say(f"{path}: {said['units']} units{reused}, {said['errors']} errors, {said['warnings']} warnings{empty}")
        return seconds

    def skipped(self, path: Path | str, source: str, target: str) -> None:
        """A file was there already, and nothing has changed."""
        self.count.update(skipped=1)
        self._turned(source)
        self._event("skipped", file=str(path), source=source, to=target, reason="unchanged")
        self._file(path)
        self.say(f"{path}: already made, nothing has changed")

    def failed(self, message: str, source: str, target: str | None = None) -> None:
        """An article failed, in one language or (None) as a whole; the job goes on."""
        self.count.update(failed=1)
        for _ in range(1 if target else len(self._targets)):
            self._turned(source)
        self._event("failed", source=source, to=target, error=message)
        self._over(lambda: say(f"mtkit: error: {message}"))

    def doubted(self, message: str, source: str, language: str) -> None:
        """An article seems to be in ``language`` and not in the one that was named; it is translated all the same."""
        self._event("doubted", source=source, looks_like=language, message=message)
        self.say(f"warning: {source}: {message}")

    def finished(self, *, interrupted: bool = False) -> None:
        """Nothing more comes. What is finished is said, in any case."""
        self.finish()
        self._draws = False
        seconds = self._clock() - self._began
        names = ("done", "skipped", "failed", "units", "memory", "errors", "warnings", "infos")
        self._event(
            "finished",
            articles=len(self._sizes),
            **{name: self.count[name] for name in names},
            words=round(self._words),
            seconds=round(seconds, 3),
            interrupted=interrupted,
        )
        if interrupted:
            self.say(f"interrupted: {self._summary(seconds)}; what is finished is whole, the same call goes on from it")
        elif len(self._sizes) * len(self._targets) > 1 and (self._lines or self._events):
            self.say(self._summary(seconds))

    def _summary(self, seconds: float) -> str:
        count = self.count
        said = f"{count['done']} files made, {count['skipped']} unchanged, {count['failed']} failures"
        if count["done"]:
            said += f"; {self._words:,.0f} words in {_span(seconds)} ({self._words / max(seconds, 1e-3):,.0f} a second)"
        return said

    # Progress

    def start(self, what: str, total: int | None = None) -> None: ...

    def advance(self, steps: int = 1) -> None:
        """``steps`` more segments are translated."""
        self._segments += steps
        self._show()

    def note(self, message: str) -> None:
        """Something worth a line."""
        self.say(message)

    def finish(self) -> None:
        """Take the line away."""
        if self._drawn:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._drawn = ""

    # how it is said

    def say(self, message: str) -> None:
        """One line for the person at the terminal."""
        if not self._quiet:
            self._over(lambda: say(f"mtkit: {message}"))

    def _file(self, path: Path | str) -> None:
        if self._lines:
            self._over(lambda: emit(str(path)))

    def _event(self, event: str, **facts: object) -> None:
        if self._events:
            emit_json({"event": event, **facts})
            sys.stdout.flush()

    def _over(self, write: Callable[[], None]) -> None:
        """``write`` where the line of progress was, which is drawn anew below."""
        self.finish()
        write()
        self._show()

    def _turned(self, source: str) -> None:
        """One more language of an article is settled, one way or the other."""
        self._left -= self._sizes.get(source, 0)
        turned = self._articles.get(source, 0) + 1
        if turned < len(self._targets):
            self._articles[source] = turned
        else:
            self._articles.pop(source, None)
            self._whole += 1

    def _show(self) -> None:
        now = self._clock()
        if self._draws and (not self._drawn or now - self._shown >= _DRAW_SECONDS):
            self._shown = now
            self._drawn = self._status(now)
            self._stream.write(f"\r\x1b[K{self._drawn}")
            self._stream.flush()
        elif not self._draws and not self._quiet and now - self._shown >= _LINE_SECONDS:
            self._shown = now
            say(f"mtkit: {self._status(now)}")
        if self._events and now - self._sent >= _EVENT_SECONDS:
            self._sent = now
            self._event(
                "progress",
                articles=self._whole,
                segments=self._segments,
                words=round(self._words),
                seconds=round(now - self._began, 3),
                left=None if (left := self._time_left(now)) is None else round(left),
            )

    def _status(self, now: float) -> str:
        parts = [f"{self._whole}/{len(self._sizes)} articles", f"{self._segments:,} segments"]
        if self._words:
            parts.append(f"{self._words / max(now - self._began, 1e-3):,.0f} words/s")
        if (left := self._time_left(now)) is not None:
            parts.append(f"{_span(left)} left")
        return ", ".join(parts)

    def _time_left(self, now: float) -> float | None:
        """Seconds, by what the articles made so far took for their size."""
        return (now - self._began) * max(self._left, 0) / self._made if self._made else None


def _span(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"

"""What the memory has for one segment: a text to put in, and what to show beside.

Only the same text is ever put in, as a candidate that a person reads; it counts as approved just where that is asked
for and it was approved behind the same segment, once and for all, and nothing is wrong with it. A text that breaks
the glossary in force, or has other codes, is shown with the reason, and the segment is translated anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from mtkit.glossary import Glossary
from mtkit.lang import Pair
from mtkit.memory.interface import Context, Found, TranslationMemory
from mtkit.unit import Issue, MemoryMatch, Severity

__all__ = ["THRESHOLD", "Faults", "Lookup", "Offer"]

THRESHOLD = 75
"""The score, in percent, from which a like text is shown."""

Faults = Callable[[str], Sequence[Issue]]
"""What the checks find in a target for the segment that is looked up."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What the memory has for a segment. ``target`` "" means that it is to be translated."""

    target: str = ""
    approved: bool = False
    issues: tuple[Issue, ...] = ()
    matches: tuple[MemoryMatch, ...] = ()


@dataclass(frozen=True, slots=True)
class Lookup:
    """A memory and how it is asked.

    ``threshold`` is the score, in percent, from which like texts are shown, up to ``limit`` of them. ``approve`` takes
    what was approved in the same context as approved.
    """

    memory: TranslationMemory
    approve: bool = False
    threshold: float = THRESHOLD
    limit: int = 3

    def options(self, pair: Pair) -> str:
        """What units of ``pair`` depend on, for their signature."""
        said = f"memory:{self.memory.digest(pair)}"
        said += "|memory-approved" if self.approve else ""
        return said + (f"|memory-threshold:{self.threshold:g}" if self.threshold != THRESHOLD else "")

    def offer(
        self, text: str, pair: Pair, context: Context, faults: Faults, *, glossary: Glossary | None, day: date
    ) -> Offer:
        """What the memory has for ``text``, which stands in ``context``."""
        exact = self.memory.exact(text, pair, context)
        shown: list[MemoryMatch] = []
        for n, found in enumerate(exact):
            issues = tuple(faults(found.entry.target))
            if broken := list(_breaks(issues)):
                shown.append(_match(found, "shown", tuple(broken)))
                continue
            certain = self.approve and _certain(exact, n) and not _grave(issues)
            shown += [_match(other, "shown") for other in exact[n + 1 :]]
            put = _match(found, "approved" if certain else "candidate")
            self.memory.touch([found.entry.id])
            return Offer(found.entry.target, certain, issues, (put, *shown[: self.limit]))
        like = self.memory.fuzzy(text, pair, threshold=self.threshold, limit=self.limit, glossary=glossary, day=day)
        shown += [_match(found, "shown", found.changed) for found in like]
        return Offer(matches=tuple(shown[: self.limit]))


def _breaks(issues: Sequence[Issue]) -> Iterator[str]:
    """Why a target must not be put in: it breaks the glossary or the codes."""
    return (f"{i.code} {i.message}" for i in issues if i.severity is Severity.ERROR and i.code[:1] in {"T", "C"})


def _grave(issues: Sequence[Issue]) -> bool:
    return any(issue.severity is Severity.ERROR for issue in issues)


def _certain(exact: Sequence[Found], n: int) -> bool:
    """Whether the ``n``-th is in context, and no other translation is."""
    return [found.in_context for found in exact].count(True) == 1 and exact[n].in_context


def _match(found: Found, use: str, changed: tuple[str, ...] = ()) -> MemoryMatch:
    entry = found.entry
    return MemoryMatch(
        int(found.score), entry.source, entry.target, entry.author, entry.changed, entry.document, changed, use
    )

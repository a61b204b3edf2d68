"""T0 for stock models: something the model is known to translate stands in for the name, and is swapped afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mtkit.enforce.asked import read_all
from mtkit.enforce.calibration import Carrier
from mtkit.enforce.interface import Climb, Desk, Draft, Job, Outcome
from mtkit.engine.interface import Answer, Phrase
from mtkit.lang import Pair, lang
from mtkit.mask import Literal, Name, Placed, join
from mtkit.seams import locate
from mtkit.text import Span

__all__ = ["Carried", "UnderCarriers", "carried"]


@dataclass(frozen=True, slots=True)
class UnderCarriers:
    """A job with carriers in the place of its names.

    ``stands`` are the carriers' places in ``text``, each a literal of what the model makes of it; ``held`` are the
    names behind them, in the same order.
    """

    text: str
    stands: tuple[Placed, ...]
    held: tuple[Placed, ...]
    pair: Pair

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """What the model is known to make of the carriers."""
        return tuple(Phrase(place.span, place.what.form) for place in self.stands)

    def found(self, answer: str) -> tuple[tuple[int, ...], ...]:
        """All places or none: a draft with carriers in it is of no use to later tiers."""
        placed = self._swapped(answer)
        if placed is None:
            return tuple(() for _ in self.stands)
        return tuple((place.span.start, place.span.end) for place in placed)

    def read(self, answer: str) -> tuple[str, tuple[Placed, ...]] | None:
        """The answer with the forms in the places of what their carriers became; None if one of them is not there.

        A carrier must not come more often than it was written: it would stay in the text as a false name.
        """
        placed = self._swapped(answer)
        if placed is None:
            return None
        pieces: list[str | Placed] = []
        at = 0
        for place in placed:
            pieces += [answer[at : place.span.start], place]
            at = place.span.end
        return join([*pieces, answer[at:]], lang(self.pair.target))

    def rescue(self, answer: str) -> tuple[str, tuple[Placed, ...]]:
        """Nothing: an answer with carriers left in it must not be shown."""
        return self.read(answer) or ("", ())

    def _swapped(self, answer: str) -> list[Placed] | None:
        placed = locate(self.stands, answer, lang(self.pair.target))
        if placed is None:
            return None
        for form in {place.what.form for place in self.stands}:
            if answer.count(form) != sum(place.what.form.count(form) for place in self.stands):
                return None
        left = list(zip(self.stands, self.held, strict=True))
        swapped = []
        for place in placed:
            at = next(n for n, (stand, _) in enumerate(left) if stand.what == place.what)
            swapped.append(replace(place, what=left.pop(at)[1].what))
        return swapped


@dataclass(frozen=True, slots=True)
class Carried:
    """The carriers that a calibration found, for jobs in which every name has one of its own."""

    name: str = "carrier"

    def texts(self, climb: Climb, desk: Desk) -> tuple[str, ...] | None:
        """The text with carriers."""
        view = _view(climb.job, desk)
        return (view.text,) if view is not None else None

    def outcome(self, climb: Climb, desk: Desk, answers: Sequence[Answer]) -> Outcome | tuple[Draft, ...]:
        """The first hypothesis in which every carrier can be swapped."""
        view = _view(climb.job, desk)
        made = read_all(self.name, view, climb.job, desk, answers[0]) if view is not None else ()
        return made if isinstance(made, Outcome) else ()


def _view(job: Job, desk: Desk) -> UnderCarriers | None:
    if desk.info.marks or desk.calibration is None or not job.held:
        return None
    chosen: list[Carrier] = []
    for place in job.held:
        source, form = place.span.of(job.text), place.what.form
        found = desk.calibration.carrier(desk.pair, source, form) if isinstance(place.what, Name) else None
        literal = Carrier("inline", form, form) if isinstance(place.what, Literal) else None
        carrier = found or literal
        if carrier is None:
            return None
        chosen.append(carrier)
    anchors = [carrier.source for carrier in chosen if carrier.kind == "anchor"]
    if len(set(anchors)) < len(anchors) or any(anchor in job.text for anchor in anchors):
        return None  # one could not tell which is which
    return carried(job, chosen, desk.pair)


def carried(job: Job, carriers: Sequence[Carrier], pair: Pair) -> UnderCarriers:
    """``job`` with one of ``carriers`` for each of its held things."""
    parts: list[str] = []
    stands: list[Placed] = []
    at = length = 0
    for place, carrier in zip(job.held, carriers, strict=True):
        written = carrier.source or place.span.of(job.text)
        parts += [job.text[at : place.span.start], written]
        length += place.span.start - at
        stands.append(Placed(Span(length, length + len(written)), Literal(carrier.says or place.what.form)))
        length += len(written)
        at = place.span.end
    return UnderCarriers("".join([*parts, job.text[at:]]), tuple(stands), job.held, pair)

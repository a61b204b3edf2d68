"""Numbers under marks, beside the names: they come back by value, in the digits that the target language writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from mtkit.check.interface import Sample
from mtkit.check.numbers import check_numbers
from mtkit.check.numbers.money import is_currency
from mtkit.check.numbers.sums import spare_words
from mtkit.enforce.aligned import Resumed
from mtkit.enforce.asked import read_all
from mtkit.enforce.interface import Climb, Desk, Draft, Job, Outcome
from mtkit.enforce.views import UnderMarks, under_marks
from mtkit.engine.interface import Answer, Request
from mtkit.figures import Figure, amounts, figures, with_currency
from mtkit.glossary import Article
from mtkit.lang import lang
from mtkit.mask import Literal, Name, Placed
from mtkit.text import Span
from mtkit.unit import Severity

__all__ = ["Numbered", "Summed"]

_LINKING = frozenset({"", "de", "g", "ng", "na", "of"})


@dataclass(frozen=True, slots=True)
class _Amount(Literal):
    """A sum with its currency."""

    currency: Name | None = None


@dataclass(frozen=True, slots=True)
class Numbered:
    """Marks for what is placed and for every number that means the same in both languages.

    A number is no promise: where an answer loses one, the next tier asks with the numbers in the text.
    """

    name: str = "numbers"

    def texts(self, climb: Climb, desk: Desk) -> tuple[str, ...] | None:
        """The text under marks; None without numbers, or if there are not enough marks."""
        job = _with_numbers(climb.job, desk)
        view = under_marks(job, desk, codes=True) if job is not None else None
        return (view.text,) if view is not None else None

    def outcome(self, climb: Climb, desk: Desk, answers: Sequence[Answer]) -> Outcome | tuple[Draft, ...]:
        """The best hypothesis with every mark; no draft is left behind, for it would be of another job."""
        job = _with_numbers(climb.job, desk)
        view = under_marks(job, desk, codes=True) if job is not None else None
        if job is None or view is None:
            return ()
        outcome = _read(self.name, view, job, desk, answers[0])
        return _settled(outcome, climb.job, job, desk) if isinstance(outcome, Outcome) else ()


@dataclass(frozen=True, slots=True)
class Summed:
    """Marks for what is placed and for the sums alone (9823亿, 5.6 million), which models get wrong by factors of ten.

    For jobs that lost a number. Fewer marks come back more often; a sum that still is not there is put where attention
    says that it would have come, as the names are (see ``Resumed``).
    """

    name: str = "sums"

    def suits(self, climb: Climb, desk: Desk) -> bool:
        """Whether there is a sum, and marks for all."""
        view = self._view(climb, desk)
        return view is not None and desk.takes(view[1].text)

    def attempt(self, climbs: Sequence[Climb], desk: Desk) -> list[Outcome | tuple[Draft, ...]]:
        """One question for each job, and the repair of those answers that lack something; no draft is left behind."""
        works = [self._view(climb, desk) for climb in climbs]
        asked = [Request(view.text, desk.pair) for _, view in filter(None, works)]
        answers = list(desk.engine.translate(asked, desk.decoding))
        made: list[Outcome | tuple[Draft, ...]] = [()] * len(climbs)
        again: dict[int, Climb] = {}
        repair = Resumed(self.name)
        for n, work in enumerate(works):
            if work is None:
                continue
            made[n] = result = _read(self.name, work[1], work[0], desk, answers.pop(0))
            left = Climb(work[0], result) if not isinstance(result, Outcome) else None
            if left is not None and repair.suits(left, desk):
                again[n] = left
        for n, mended in zip(again, repair.attempt(list(again.values()), desk) if again else (), strict=True):
            made[n] = mended if isinstance(mended, Outcome) and _together(again[n].job, mended, desk) else ()
        return [
            _settled(result, climb.job, work[0], desk) if work and isinstance(result, Outcome) else ()
            for result, climb, work in zip(made, climbs, works, strict=True)
        ]

    def _view(self, climb: Climb, desk: Desk) -> tuple[Job, UnderMarks] | None:
        job = _with_numbers(climb.job, desk, sums=True)
        view = under_marks(job, desk, codes=True) if job is not None else None
        return (job, view) if job is not None and view is not None else None


def _read(tier: str, view: UnderMarks, job: Job, desk: Desk, answer: Answer) -> Outcome | tuple[Draft, ...]:
    """As ``read_all``; of the hypotheses that hold every sum, the first with the fewest findings of numbers.

    A model may well drop the currency behind a mark, and have it in its second hypothesis.
    """
    first = read_all(tier, view, job, desk, answer)
    if not isinstance(first, Outcome) or len(answer.texts) == 1 or not _sums(job, desk) or not _wrong(first, job, desk):
        return first
    rest = [
        read_all(tier, view, job, desk, Answer((text,), (score,)))
        for text, score in zip(answer.texts, answer.scores, strict=True)
    ]
    able = [one for one in rest if isinstance(one, Outcome) and len(one.issues) <= len(first.issues)]
    return min([first, *able], key=lambda one: _wrong(one, job, desk))


def _wrong(outcome: Outcome, job: Job, desk: Desk) -> int:
    """How many findings the check of numbers has that an editor must see."""
    pair = desk.pair
    text = _without_spare_words(outcome, _carried(job, desk), desk).text
    sample = Sample(target=text, target_lang=lang(pair.target), source=job.text, source_lang=lang(pair.source))
    return sum(issue.severity is not Severity.INFO for issue in check_numbers(sample))


def _together(job: Job, outcome: Outcome, desk: Desk) -> bool:
    """Whether each sum that touches a name in the source does so in ``outcome``: 982.3 billion of what?"""
    forms = _sums(job, desk)
    for one, two in pairwise(job.held):
        pair = {place.what.form for place in (one, two)}
        if not pair & forms or job.text[one.span.end : two.span.start].strip():
            continue
        held = sorted((place for place in outcome.placed if not place.is_code), key=lambda place: place.span)
        beside = [(a, b) for a, b in pairwise(held) if (a.what, b.what) in {(one.what, two.what), (two.what, one.what)}]
        gaps = (outcome.text[a.span.end : b.span.start].strip() for a, b in beside)
        if not any(gap in _LINKING for gap in gaps):
            return False
    return True


def _sums(job: Job, desk: Desk) -> frozenset[str]:
    """The forms of the sums of a job, without a currency."""
    found = figures(job.text, desk.pair.source, desk.pair.target)
    return frozenset(figure.form for figure in found if figure.scaled)


def _carried(job: Job, desk: Desk) -> frozenset[str]:
    """The forms of the sums of a job, with their currencies and without."""
    found = amounts(job.text, desk.pair.source, desk.pair.target)
    return _sums(job, desk) | {figure.form for figure in found if figure.scaled}


def _amounts(text: str, placed: Sequence[Placed], desk: Desk) -> list[Placed]:
    """``placed``, a sum and the currency of the glossary that it touches under one mark, which no model can part."""
    source, target = lang(desk.pair.source), lang(desk.pair.target)
    made: list[Placed] = []
    for place in placed:
        last = made[-1] if made else None
        sides = (last, place) if last and isinstance(last.what, Literal) else (place, last)
        number, unit = sides
        touches = last is not None and not text[last.span.end : place.span.start].strip(" \u00a0\u200b")
        if (
            touches and last and number and unit and isinstance(unit.what, Name)
            and isinstance(number.what, Literal) and not isinstance(number.what, _Amount)
            and is_currency(unit.span.of(text), source.base) and not _has_more(unit.what)
            and any(map(str.isalpha, number.what.form)) and any(map(str.isdigit, number.what.form))
        ):  # fmt: skip
            form = with_currency(number.what.form, unit.what.form, target)
            made[-1] = Placed(Span(last.span.start, place.span.end), _Amount(form, currency=unit.what))
        else:
            made.append(place)
    return made


def _has_more(name: Name) -> bool:
    return bool(name.before or name.after or name.introduce or name.article is Article.THE)


def _split(outcome: Outcome) -> Outcome:
    """``outcome`` with the currencies of its amounts as the names that they are."""
    placed: list[Placed] = []
    for place in outcome.placed:
        what = place.what
        if isinstance(what, _Amount) and what.currency is not None:
            at = place.span.start + what.form.index(what.currency.form)
            place = Placed(Span(at, at + len(what.currency.form)), what.currency)
        placed.append(place)
    return replace(outcome, placed=tuple(placed))


def _settled(outcome: Outcome, job: Job, work: Job, desk: Desk) -> Outcome:
    """``outcome`` of ``work``, which is ``job`` with its numbers, with what was placed in ``job`` alone."""
    outcome = _split(_without_spare_words(outcome, _carried(work, desk), desk))
    left = list(job.placed)
    placed: list[Placed] = []
    for place in outcome.placed:
        mine = next((n for n, other in enumerate(left) if other.what == place.what), None)
        if mine is not None:
            placed.append(place)
            del left[mine]
    return replace(outcome, placed=tuple(placed))


def _without_spare_words(outcome: Outcome, forms: frozenset[str], desk: Desk) -> Outcome:
    """``outcome`` without a second counting word beside a sum: 350 juta juta.

    A model may give one, for it has seen marks stand for the digits alone. The source has none there.
    """
    ahead, behind = spare_words(lang(desk.pair.target).base)
    cuts: list[Span] = []
    for place in outcome.placed:
        if isinstance(place.what, Literal) and place.what.form in forms:
            plain = outcome.text.lower()
            before = ahead.search(plain[: place.span.start]) if len(plain) == len(outcome.text) else None
            after = behind.match(plain, place.span.end)
            cuts += [Span(*match.span()) for match in (before, after) if match]
    held = [place.span for place in outcome.placed if not place.is_code]
    for cut in sorted(set(cuts), reverse=True):
        if not any(cut.overlaps(span) for span in held):
            outcome = _without(outcome, cut)
    return outcome


def _without(outcome: Outcome, cut: Span) -> Outcome:
    def moved(at: int) -> int:
        return at if at <= cut.start else max(cut.start, at - len(cut))

    placed = (replace(place, span=Span(moved(place.span.start), moved(place.span.end))) for place in outcome.placed)
    return replace(outcome, text=outcome.text[: cut.start] + outcome.text[cut.end :], placed=tuple(placed))


def _free(job: Job, desk: Desk) -> list[Figure]:
    """The numbers of a job that nothing is placed in, with their currencies where these are free, too."""
    pair = desk.pair.source, desk.pair.target
    free: list[Figure] = []
    for bare, full in zip(figures(job.text, *pair), amounts(job.text, *pair), strict=True):
        for figure in (full, bare):
            # an empty place, a code, counts if it is truly inside
            if not any(p.span.start < figure.span.end and figure.span.start < p.span.end for p in job.placed):
                free.append(figure)
                break
    return free


def _with_numbers(job: Job, desk: Desk, *, sums: bool = False) -> Job | None:
    """``job`` with its numbers placed, too, or its ``sums`` alone; None where there are none, or no marks."""
    if not desk.info.marks:
        return None
    numbers = [
        Placed(figure.span, _Amount(figure.form) if figure.currency else Literal(figure.form))
        for figure in _free(job, desk)
        if figure.scaled or not sums
    ]
    if not numbers:
        return None
    # sorted() keeps a code before the number that it touches
    placed = sorted([*job.placed, *numbers], key=lambda place: place.span)
    return Job(job.text, tuple(_amounts(job.text, placed, desk)))

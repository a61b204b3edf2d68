"""The guard: an adapted model is promoted only if it is better for the desk and no worse for everything else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mtkit.check import Sample, check
from mtkit.engine.interface import Decoding, Engine, Request
from mtkit.engine.smoke import SmokeReport
from mtkit.glossary import Glossary
from mtkit.lang import Pair, lang
from mtkit.train.adapt_data import Couple
from mtkit.train.adapt_score import Compared, compare
from mtkit.unit import Severity

__all__ = ["AGREEMENT", "TOLERANCE", "Judged", "Trial", "judge", "translate_all", "try_both"]

TOLERANCE = 1.0
"""How many points of chrF the general score may fall, where there are references."""
AGREEMENT = 30.0
"""The same where there are none, and the base's own answers, 100 by definition, are what is compared with."""
_MORE_FAULTS = 2.0


@dataclass(frozen=True, slots=True)
class Trial:
    """Both models on one held-out set: answers in the order of ``couples``, scores, sentences with an error of 100."""

    couples: tuple[Couple, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    compared: Compared
    faulty_before: float
    faulty_after: float

    @property
    def changed(self) -> int:
        """How many answers differ."""
        return sum(one != other for one, other in zip(self.before, self.after, strict=True))


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict, with every reason against it."""

    passed: bool
    reasons: tuple[str, ...]


def translate_all(engine: Engine, texts: Sequence[str], pair: Pair, *, beam: int) -> list[str]:
    """The best answer to each text; "" for one that is too long for the model, which is scored so."""
    fits = [n for n, text in enumerate(texts) if engine.count(text, pair) <= engine.info.max_tokens]
    answers = engine.translate((Request(texts[n], pair) for n in fits), Decoding(beam=beam))
    found = [""] * len(texts)
    for n, answer in zip(fits, answers, strict=True):
        found[n] = answer.texts[0]
    return found


def try_both(
    couples: Sequence[Couple],
    before: Sequence[str],
    after: Sequence[str],
    pair: Pair,
    *,
    glossary: Glossary | None = None,
    agreement: bool = False,
) -> Trial:
    """Compare answers from before and after. With ``agreement`` those from before are the references."""
    references = list(before) if agreement else [couple.target for couple in couples]
    one, other = (_faulty(couples, answers, pair, glossary) for answers in (before, after))
    return Trial(tuple(couples), tuple(before), tuple(after), compare(before, after, references), one, other)


def _faulty(couples: Sequence[Couple], answers: Sequence[str], pair: Pair, glossary: Glossary | None) -> float:
    """How many answers of 100 have an error by the checks."""
    ignored = () if glossary is not None else ("T",)
    bad = 0
    for couple, answer in zip(couples, answers, strict=True):
        sample = Sample(answer, lang(pair.target), couple.source, lang(pair.source), glossary=glossary)
        bad += any(issue.severity is Severity.ERROR for issue in check(sample, ignore=ignored))
    return 100 * bad / max(len(couples), 1)


def judge(desk: Trial, general: Trial, smoke: SmokeReport, *, tolerance: float) -> Judged:
    """Promote, or say what speaks against it.

    The general score passes if 95 of 100 resamplings of the held-out set keep it within ``tolerance`` points of what
    it was: a test of non-inferiority, so that a small set does not pass for want of evidence.
    """
    reasons = []
    if not smoke.passed:
        reasons.append(f"it {smoke}")
    found = general.compared
    if found.surely < -tolerance:
        reasons.append(
            f"the general score may fall by more than {tolerance:g}: {found.before:.1f} before,"
            f" {found.after:.1f} after, and {-found.surely:.1f} lost in 1 of 20 resamplings"
            + ("" if found.change < -tolerance else "; a larger general test set would tell more surely")
        )
    if general.faulty_after > general.faulty_before + _MORE_FAULTS:
        reasons.append(
            f"errors by the checks in general text: {general.faulty_before:.1f} of 100 sentences before,"
            f" {general.faulty_after:.1f} after"
        )
    if desk.compared.change <= 0:
        reasons.append(
            f"nothing is gained on the desk's held-out set: {desk.compared.before:.1f} before,"
            f" {desk.compared.after:.1f} after"
        )
    return Judged(not reasons, tuple(reasons))

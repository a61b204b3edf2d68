"""The tiers that need more of an engine, on a network with random weights and on stubs; and names made to be hard."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
import tiny_marian

from mtkit.enforce import TIERS, Job, Outcome, carry
from mtkit.engine.convert import convert
from mtkit.engine.interface import Alignment, Answer, Decoding, Engine, EngineInfo, Head, Request, Wanted
from mtkit.engine.table import TableEngine
from mtkit.glossary import Concept
from mtkit.lang import Pair, lang
from mtkit.mask import Literal, Name, Placed, find_literals
from mtkit.seams import locate
from mtkit.text import Span
from mtkit.unit import Severity

ZH, VI = Pair("en", "zh"), Pair("en", "vi")
BY_NAME = {tier.name: tier for tier in TIERS}


def job(text: str, *names: tuple[str, str]) -> Job:
    """Each name and its form, in the order of the text; what looks like a mark or an address is held, too."""
    held, at = list(find_literals(text)), 0
    for source, form in names:
        start = text.index(source, at)
        at = start + len(source)
        held.append(Placed(Span(start, at), Name(Concept(form, "body", ()), form)))
    return Job(text, tuple(sorted(held, key=lambda place: place.span)))


HARD = {
    "a term inside another": job(
        "Nanning University and Nanning agreed.", ("Nanning University", "Đại học Nam Ninh"), ("Nanning", "Nam Ninh")
    ),
    "at both ends": job("Jakarta met Nanning", ("Jakarta", "Gia-các-ta"), ("Nanning", "Nam Ninh")),
    "ten times": job("; ".join(["Jakarta"] * 10), *[("Jakarta", "Gia-các-ta cũ")] * 10),
    "in quotes and brackets": job("“Trade” (Jakarta) grew.", ("Trade", "Kim ngạch"), ("Jakarta", "năm sau")),
    "looks like a mark": job("⟦1⟧ Trade grew in Jakarta, ⟦0⟧.", ("Trade", "Kim ngạch"), ("Jakarta", "Nam Ninh")),
    "side by side": job(
        "Trade Jakarta Nanning", ("Trade", "Kim ngạch"), ("Jakarta", "Gia-các-ta"), ("Nanning", "Nam Ninh")
    ),
    "nothing but a term": job("Jakarta", ("Jakarta", "Gia-các-ta")),
    "full width": job("Ｔｒａｄｅ grew in Jakarta.", ("Ｔｒａｄｅ", "Kim ngạch"), ("Jakarta", "Nam Ninh")),
    "a form that no vocabulary spells": job("Trade grew.", ("Trade", "🙂鿿 Kim ngạch")),
    "an address": job("See https://a.example/b?c=1 in Jakarta.", ("Jakarta", "Nam Ninh")),
}


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_marian.write_checkpoint(tmp_path_factory.mktemp("hf") / "tiny")


@pytest.fixture(scope="module", params=["ctranslate", "ctranslate-marks", "marian", "marian-marks"])
def engine(request: pytest.FixtureRequest, checkpoint: Path, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    from dataclasses import replace

    from mtkit.engine.ctranslate import CTranslateEngine, CTranslateModel

    card = tiny_marian.card("tiny")
    card = card if request.param.endswith("marks") else replace(card, marks=())
    if request.param.startswith("ctranslate"):
        folder = convert(checkpoint, tmp_path_factory.mktemp("ct2") / "model")
        (folder / "card.json").write_text(json.dumps(tiny_marian.card_json()), encoding="utf-8")
        return CTranslateEngine(CTranslateModel(folder, threads=1), card)
    import torch

    from mtkit.engine.marian import MarianEngine

    torch.set_num_threads(1)
    return MarianEngine(checkpoint, card, device="cpu")


def keeps_the_promise(work: Job, outcome: Outcome, pair: Pair) -> bool:
    """Every held thing in its form in a place of its own, or an error that names it."""
    errors = [issue.message for issue in outcome.issues if issue.severity is Severity.ERROR]
    if errors:
        return any(place.what.form in error for place in work.held for error in errors)
    return locate([p for p in work.held if isinstance(p.what, Name)], outcome.text, lang(pair.target)) is not None


@pytest.mark.deep
def test_no_network_however_bad_loses_a_name_in_silence(engine: Engine) -> None:
    outcomes = carry(list(HARD.values()), VI, engine, Decoding(beam=2, nbest=2))
    for work, outcome in zip(HARD.values(), outcomes, strict=True):
        assert keeps_the_promise(work, outcome, VI), (work.text, outcome)
        assert outcome.tier != "kept"
    tiers = {tier for outcome in outcomes for tier in outcome.tier.split("+")}
    assert tiers & {"force", "prefix"}, tiers  # the tiers above the net are worth their while


@pytest.mark.parametrize("name", ["force", "prefix", "replace", "search"])
def test_each_tier_alone_gives_a_verified_text_or_an_error(engine: Engine, name: str) -> None:
    works = [
        HARD[key] for key in ("a term inside another", "at both ends", "in quotes and brackets", "looks like a mark")
    ]
    first = [BY_NAME["marks"], BY_NAME["as-is"]]
    outcomes = carry(works, VI, engine, Decoding(beam=2, nbest=2), tiers=[*first, BY_NAME[name]])
    assert all(keeps_the_promise(work, outcome, VI) for work, outcome in zip(works, outcomes, strict=True))
    # a text with more names than the model has marks is parted
    tiers = {tier for outcome in outcomes for tier in outcome.tier.split("+")}
    assert tiers <= {"marks", "as-is", name, "kept", "plain"}
    for outcome in outcomes:
        codes = {issue.code for issue in outcome.issues}
        assert "kept" in outcome.tier or "M06" not in codes
        assert "kept" not in outcome.tier or codes & {"M05", "M06"}  # an answer that did not end is not taken


def test_outcomes_do_not_depend_on_company_or_order(engine: Engine) -> None:
    works = [HARD["at both ends"], Job("Trade grew."), HARD["in quotes and brackets"], HARD["looks like a mark"]]
    together = carry(works, VI, engine, Decoding(beam=2, nbest=2))
    assert carry(works[::-1], VI, engine, Decoding(beam=2, nbest=2)) == together[::-1]
    assert carry(works[:1], VI, engine, Decoding(beam=2, nbest=2)) == together[:1]


@dataclass
class Aligned:
    """A stock engine of one answer, whose words come from the words of the source in order, and that can go on."""

    says: str
    goes_on: str = ""
    sure: float = 1.0
    info: EngineInfo = EngineInfo("table", "1", "stub", "1", (VI,))  # noqa: RUF009

    def count(self, text: str, pair: Pair) -> int:
        return len(text.split())

    def translate(self, requests: Iterable[Request], decoding: Decoding) -> Iterator[Answer]:
        for request in requests:
            yield Answer((self.says if " " in request.text else request.text,), (-0.5,))

    def align(self, answers: Sequence[tuple[Request, str]], *, head: Head = Head()) -> list[Alignment]:  # noqa: B008
        found = []
        for request, text in answers:
            source, target = _words(request.text), _words(text)
            rows = tuple(
                tuple(self.sure * float(s == min(t, len(source) - 1)) for s in range(len(source)))
                for t in range(len(target))
            )
            found.append(Alignment(source, target, rows))
        return found

    def resume(self, begun: Sequence[tuple[Request, str]], decoding: Decoding) -> list[Answer]:
        return [Answer((f"{text} {self.goes_on}".strip(),), (-0.7,)) for _, text in begun]


def _words(text: str) -> tuple[Span, ...]:
    import re

    return tuple(Span(*match.span()) for match in re.finditer(r"\w+|[^\w\s]", text))


FORUM = job("Jakarta hosts the forum.", ("Jakarta", "Gia-các-ta"))


def test_the_name_is_put_where_the_model_went_wrong_and_the_model_goes_on() -> None:
    engine = Aligned("Djakarta đăng cai diễn đàn.", goes_on="đăng cai diễn đàn.")
    (outcome,) = carry([FORUM], VI, engine, Decoding(), tiers=[BY_NAME["as-is"], BY_NAME["prefix"]])
    assert (outcome.text, outcome.tier) == ("Gia-các-ta đăng cai diễn đàn.", "prefix")


def test_the_name_takes_the_place_of_the_words_for_it() -> None:
    engine = Aligned("Djakarta đăng cai diễn đàn.")
    (outcome,) = carry([FORUM], VI, engine, Decoding(), tiers=[BY_NAME["as-is"], BY_NAME["replace"]])
    assert (outcome.text, outcome.tier) == ("Gia-các-ta đăng cai diễn đàn.", "replace")


def test_nothing_is_replaced_where_the_alignment_is_not_sure() -> None:
    engine = Aligned("Djakarta đăng cai diễn đàn.", sure=0.5)
    (outcome,) = carry([FORUM], VI, engine, Decoding(), tiers=[BY_NAME["as-is"], BY_NAME["replace"]])
    assert (outcome.text, outcome.tier) == ("Djakarta đăng cai diễn đàn.", "kept")
    assert [(issue.code, issue.severity) for issue in outcome.issues] == [("M06", Severity.ERROR)]
    assert "“Jakarta” must be “Gia-các-ta”" in outcome.issues[0].message


@dataclass
class Stutters:
    """An engine that can search, and holds names by saying things over and over."""

    text: str
    info: EngineInfo = EngineInfo("table", "1", "stub", "1", (VI,))  # noqa: RUF009

    def count(self, text: str, pair: Pair) -> int:
        return len(text.split())

    def translate(self, requests: Iterable[Request], decoding: Decoding) -> Iterator[Answer]:
        for _ in requests:
            yield Answer(("Diễn đàn họp tại thủ đô.",), (-0.5,))

    def constrain(self, wanted: Sequence[Wanted], decoding: Decoding) -> list[Answer | None]:
        return [Answer((self.text,), (-0.9,)) for _ in wanted]


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("Diễn đàn họp tại Gia-các-ta.", "search"),
        ("Gia-các-ta.", "kept"),  # cut short
        ("Diễn đàn ở Gia-các-ta, họp tại đó.", "search"),
        ("diễn đàn họp tại Gia-các-ta diễn đàn họp tại", "kept"),  # says it twice
        ("Diễn đàn họp tại thủ đô.", "kept"),
    ],
)
def test_a_search_is_believed_only_if_it_reads_like_a_sentence(text: str, tier: str) -> None:
    (outcome,) = carry([FORUM], VI, Stutters(text), Decoding(), tiers=[BY_NAME["as-is"], BY_NAME["search"]])
    assert outcome.tier == tier


def test_the_draft_that_holds_most_is_kept_with_an_error_for_each_missing_name() -> None:
    work = job("Jakarta met Nanning twice.", ("Jakarta", "Gia-các-ta"), ("Nanning", "Nam Ninh"))
    engine = TableEngine({work.text: ("Họ gặp nhau.", "Gia-các-ta gặp họ.")}, VI)
    (outcome,) = carry([work], VI, engine, Decoding(nbest=2), tiers=[BY_NAME["as-is"]])
    assert (outcome.text, outcome.tier) == ("Gia-các-ta gặp họ.", "kept")
    assert [issue.code for issue in outcome.issues] == ["M06"]
    assert "Nam Ninh" in outcome.issues[0].message


def test_a_job_that_no_tier_takes_is_an_error_not_a_crash() -> None:
    (outcome,) = carry([FORUM], VI, TableEngine({("en", "vi"): {}}), Decoding(), tiers=[])
    assert (outcome.text, outcome.tier) == ("", "kept")
    assert [issue.severity for issue in outcome.issues] == [Severity.ERROR]


def test_what_has_no_names_is_the_same_bytes_in_any_company(engine: Engine) -> None:
    plain = [Job(text) for text in tiny_marian.SENTENCES[:4]]
    alone = carry(plain, VI, engine, Decoding(beam=2, nbest=2))
    mixed = [*plain, HARD["at both ends"], HARD["in quotes and brackets"]]
    order = list(range(len(mixed)))
    random.Random(4).shuffle(order)
    outcomes = carry([mixed[n] for n in order], VI, engine, Decoding(beam=2, nbest=2))
    assert [outcomes[order.index(n)] for n in range(len(plain))] == alone
    assert {outcome.tier for outcome in alone} == {"plain"}


def test_a_literal_that_looks_like_a_mark_comes_back_beside_marks() -> None:
    marks = tuple(f"⟦{n}⟧" for n in range(6))
    work = HARD["looks like a mark"]
    assert isinstance(work.placed[0].what, Literal)
    (outcome,) = carry([work], VI, TableEngine({("en", "vi"): {}}, marks=marks), Decoding())
    assert outcome.tier == "marks"
    for form in ("⟦0⟧", "⟦1⟧", "Kim ngạch", "Nam Ninh"):
        assert outcome.text.count(form) == 1

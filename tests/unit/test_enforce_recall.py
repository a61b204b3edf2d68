"""Outcomes by content: a job that was carried before is not asked again, and comes out the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtkit.cache import Recent
from mtkit.enforce import Job, carry
from mtkit.enforce.recall import carry_anew
from mtkit.engine.interface import Answer, Decoding, EngineInfo, Request
from mtkit.glossary import Glossary
from mtkit.lang import Pair
from mtkit.mask import Code, Literal, Name, Placed
from mtkit.placing import place, relabel
from mtkit.text import Segment, Span

BOOK = Glossary.bundled()
DAY = date(2026, 1, 1)
DECODING = Decoding(beam=2, nbest=2)


class Echo:
    """Answers with its question, and counts what it was asked."""

    def __init__(self, pair: Pair, *, version: str = "1") -> None:
        self.info = EngineInfo(
            "echo", version, "echo", "r", (pair,), sha256="0" * 64, marks=tuple(f"⟦{n}⟧" for n in range(1, 9))
        )
        self.asked: list[str] = []

    def count(self, text: str, pair: Pair) -> int:
        return len(text) // 4 + 2

    def translate(self, requests: Iterable[Request], decoding: Decoding) -> Iterator[Answer]:
        for request in requests:
            self.asked.append(request.text)
            yield Answer((request.text, request.text), (-0.1, -0.2))


def job_of(text: str, pair: Pair) -> Job:
    segment = Segment("s", Span(0, len(text)), text, text)
    return relabel(place(segment, pair, BOOK, DAY, has_codes=True).job, pair.target, DAY)


TEXTS = (
    "中国外文局和老挝国家通讯社签署了3项协议。",
    "{1}中国—东盟中心{/1}秘书长出席了会议，详见https://example.org/a?b=1。",
    "东盟秘书处表示，东盟秘书处将于9月12日发布报告。",
    "他说。",
)


def test_what_comes_back_is_what_carry_gives_and_nothing_is_asked_twice() -> None:
    pair = Pair("zh", "en")
    jobs = [job_of(text, pair) for text in (*TEXTS, *TEXTS)]
    plain = carry(jobs, pair, Echo(pair), DECODING)
    cache = Recent()
    first, second = Echo(pair), Echo(pair)
    assert carry_anew(jobs, pair, first, DECODING, cache=cache) == plain
    assert carry_anew(jobs, pair, second, DECODING, cache=cache) == plain
    assert not second.asked
    assert len(first.asked) < 2 * len(TEXTS) + 2


def test_the_first_hop_is_shared_by_the_languages_behind_it() -> None:
    cache, engine = Recent(), Echo(Pair("zh", "en"))
    texts = (TEXTS[0], TEXTS[2])
    for target in ("vi", "th", "km"):
        segments = [Segment(f"s{n}", Span(0, len(text)), text, text) for n, text in enumerate(texts)]
        placings = [place(segment, Pair("zh", target), BOOK, DAY, has_codes=True) for segment in segments]
        jobs = [relabel(p.job, "en", DAY, last=False) for p in placings]
        outcomes = carry_anew(jobs, Pair("zh", "en"), engine, DECODING, cache=cache)
        # what stands for a name knows its own concept, from which the next hop takes its form
        for job, outcome in zip(jobs, outcomes, strict=True):
            assert {id(p.what) for p in outcome.placed} <= {id(p.what) for p in job.placed}
        if target == "vi":
            asked = len(engine.asked)
    assert len(engine.asked) == asked


@pytest.mark.parametrize(
    "other",
    [
        (Pair("zh", "en"), Decoding(beam=4, nbest=4), "1"),
        (Pair("zh", "en"), DECODING, "2"),
        (Pair("zh", "vi"), DECODING, "1"),
    ],
)
def test_another_search_engine_or_pair_is_another_question(other: tuple[Pair, Decoding, str]) -> None:
    cache = Recent()
    carry_anew([Job("他说。")], Pair("zh", "en"), Echo(Pair("zh", "en")), DECODING, cache=cache)
    pair, decoding, version = other
    engine = Echo(pair, version=version)
    carry_anew([Job("他说。")], pair, engine, decoding, cache=cache)
    assert engine.asked


class Liar:
    """A cache whose entries are not what was kept."""

    def __init__(self, value: bytes) -> None:
        self.value = value

    def get(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        return dict.fromkeys(keys, self.value)

    def put(self, entries: Mapping[bytes, bytes]) -> None: ...


@pytest.mark.parametrize("value", [b"", b"{}", b"[1]", b"\xff\xfe", b'{"text": "x"}'])
def test_an_entry_that_cannot_be_read_is_made_again(value: bytes) -> None:
    pair = Pair("zh", "en")
    assert carry_anew([Job("他说。")], pair, Echo(pair), DECODING, cache=Liar(value)) == carry(
        [Job("他说。")], pair, Echo(pair), DECODING
    )


@given(
    st.text(st.sampled_from("他说会议 .,a1"), min_size=1, max_size=30),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 4), st.sampled_from("nlc")), max_size=4),
)
def test_any_job_comes_back_alike(text: str, places: list[tuple[int, int, str]]) -> None:
    placed: list[Placed] = []
    at = 0
    concept = next(iter(BOOK))
    for start, length, kind in sorted(places):
        start = max(start, at)
        end = start + (0 if kind == "c" else length + 1)
        if end > len(text):
            break
        what = {"n": Name(concept, "Body"), "l": Literal("a@b.org"), "c": Code(f"{{{len(placed) + 1}/}}")}[kind]
        placed.append(Placed(Span(start, end), what))
        at = end
    pair = Pair("zh", "en")
    job = Job(text, tuple(placed))
    cache = Recent()
    once = carry_anew([job, job], pair, Echo(pair), DECODING, cache=cache)
    again = carry_anew([job], pair, Echo(pair), DECODING, cache=cache)
    assert once == carry([job, job], pair, Echo(pair), DECODING)
    assert again == once[:1]


def test_another_target_token_or_penalty_is_another_question() -> None:
    from mtkit.engine.card import Card

    pair, cache = Pair("zh", "en"), Recent()
    for card in (
        Card("echo"),
        Card("echo", target_tokens={"en": ">>eng<<"}),
        Card("echo", search={"length_penalty": 2}),
    ):
        engine = Echo(pair)
        engine.card = card
        carry_anew([Job("他说。")], pair, engine, DECODING, cache=cache)
        assert engine.asked

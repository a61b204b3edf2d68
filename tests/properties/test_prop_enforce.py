"""What has no names does not feel the glossary; what has names keeps them, whatever an aligned engine makes of them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.enforce import Job, carry
from mtkit.engine.interface import LAST_HEAD, Alignment, Answer, Decoding, EngineInfo, Head, Phrase, Request, Wanted
from mtkit.formats import read_text
from mtkit.glossary import Concept, Glossary, Term
from mtkit.lang import Pair, lang
from mtkit.mask import Name, Placed
from mtkit.pipeline import Leg, Pipeline
from mtkit.seams import locate
from mtkit.text import Span
from mtkit.unit import Severity

PAIR = Pair("zh", "vi")
MARKS = tuple(f"⟦{n}⟧" for n in range(6))
NAMES = {"东盟": "ASEAN", "东盟秘书处": "Ban Thư ký ASEAN", "外交部": "Bộ Ngoại giao", "南宁": "Nam Ninh"}
GLOSSARY = Glossary.of(
    [
        Concept(f"c{n}", "body", (Term(f"c{n}", "zh", zh), Term(f"c{n}", "vi", vi, authority="desk")))
        for n, (zh, vi) in enumerate(NAMES.items())
    ]
)
WORDS = ["diễn đàn", "và", "hội nghị", ",", ".", "(", *NAMES.values(), *MARKS]


@dataclass
class Wild:
    """Can do everything, and does nothing right: alignments, continuations and forced answers are random words."""

    seed: int
    info: EngineInfo
    asked: list[str] = field(default_factory=list)

    def _say(self, text: str) -> str:
        chance = random.Random(f"{self.seed}{text}")
        words = chance.choices(WORDS, k=chance.randrange(8))
        return " ".join(word for word in words if word not in MARKS or word in text)

    def count(self, text: str, pair: Pair) -> int:
        return len(text) + 2

    def translate(self, requests: Iterable[Request], decoding: Decoding) -> Iterator[Answer]:
        for request in requests:
            texts = tuple(self._say(f"{n}{request.text}") for n in range(decoding.nbest))
            yield Answer(texts, (-1.0,) * len(texts))

    def align(self, answers: Sequence[tuple[Request, str]], *, head: Head = LAST_HEAD) -> list[Alignment]:
        found = []
        for request, text in answers:
            chance = random.Random(f"{self.seed}{request.text}{text}")
            source = tuple(Span(n, n + 1) for n in range(len(request.text)))
            target = tuple(Span(n, min(n + 3, len(text))) for n in range(0, len(text), 3))
            rows = tuple(tuple(chance.random() / len(source) for _ in source) for _ in target)
            found.append(Alignment(source, target, rows))
        return found

    def resume(self, begun: Sequence[tuple[Request, str]], decoding: Decoding) -> list[Answer]:
        return [Answer((f"{text} {self._say(text + request.text)}".strip(),), (-1.0,)) for request, text in begun]

    def force(self, wanted: Sequence[Wanted], decoding: Decoding, *, head: Head = LAST_HEAD) -> list[Answer | None]:
        return [self._stuffed(one.request.text, one.phrases) for one in wanted]

    def constrain(self, wanted: Sequence[Wanted], decoding: Decoding) -> list[Answer | None]:
        return [self._stuffed(one.request.text + "!", one.phrases) for one in wanted]

    def _stuffed(self, text: str, phrases: Sequence[Phrase]) -> Answer | None:
        chance = random.Random(f"{self.seed}{text}")
        words = self._say(text).split() + [phrase.text for phrase in phrases if chance.random() < 0.8]
        chance.shuffle(words)
        return Answer((" ".join(words),), (-1.0,)) if chance.random() < 0.8 else None


def wild(seed: int, marks: tuple[str, ...]) -> Wild:
    return Wild(seed, EngineInfo("table", "1", "wild", str(seed), (PAIR,), marks=marks, max_tokens=60))


PIECES = [*NAMES, "论坛", "和", "，", "举行", "“", "”", "（", "）", "⟦1⟧", "。", "\n"]
articles = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@settings(deadline=None, max_examples=60)
@given(articles, st.integers(0, 9), st.sampled_from([(), MARKS]))
def test_segments_without_names_are_the_same_bytes_with_and_without_a_glossary(
    text: str, seed: int, marks: tuple[str, ...]
) -> None:
    def units(glossary: Glossary | None):
        pipeline = Pipeline(
            lambda pair: [Leg(pair, wild(seed, marks))],
            glossary=glossary,
            decoding=Decoding(nbest=2),
            day=date(2025, 9, 18),
        )
        return pipeline.translate(read_text(text, lang="zh"), "vi").units

    for named, bare in zip(units(GLOSSARY), units(None), strict=True):
        if not named.terms:
            assert (named.target, named.trail, named.raw) == (bare.target, bare.trail, bare.raw)


@st.composite
def jobs(draw: st.DrawFn) -> Job:
    parts = draw(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12))
    placed, length = [], 0
    for part in parts:
        if part in NAMES:
            placed.append(Placed(Span(length, length + len(part)), Name(GLOSSARY.concepts[0], NAMES[part])))
        length += len(part)
    return Job("".join(parts), tuple(placed))


@settings(deadline=None)
@given(st.lists(jobs(), min_size=1, max_size=4), st.integers(0, 99), st.sampled_from([(), MARKS]))
def test_every_name_is_there_or_an_error_names_it(works: list[Job], seed: int, marks: tuple[str, ...]) -> None:
    outcomes = carry(works, PAIR, wild(seed, marks), Decoding(nbest=2))
    for work, outcome in zip(works, outcomes, strict=True):
        errors = [issue for issue in outcome.issues if issue.severity is Severity.ERROR]
        assert errors or locate(work.held, outcome.text, lang("vi")) is not None, outcome
        for place in outcome.placed:
            assert place.span.of(outcome.text) == place.what.form
    assert carry(works[::-1], PAIR, wild(seed, marks), Decoding(nbest=2)) == outcomes[::-1]

"""Invariants 3, 6 and 8 on the whole line, over engines that lose, double and invent marks."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.cache import Recent
from mtkit.engine.interface import Answer, Decoding, EngineInfo, Request
from mtkit.errors import EngineError
from mtkit.formats import read_text
from mtkit.glossary import Concept, Glossary, Term
from mtkit.lang import Pair
from mtkit.pipeline import Leg, Pipeline, Translation
from mtkit.unit import Severity

DAY = date(2025, 9, 18)
MARKS = tuple(f"⟦{n}⟧" for n in range(8))
PAIR = Pair("zh", "vi")
NAMES = {
    "中国外文局": "Cục Ngoại văn Trung Quốc",
    "中国": "Trung Quốc",
    "东盟秘书处": "Ban Thư ký ASEAN",
    "东盟": "ASEAN",
    "外交部": "Bộ Ngoại giao",
    "中国外交部": "Bộ Ngoại giao Trung Quốc",
}
GLOSSARY = Glossary.of(
    [
        Concept(
            f"c{n}",
            "body",
            (Term(f"c{n}", "zh", zh, confidence="high"), Term(f"c{n}", "vi", vi, authority="desk", confidence="high")),
        )
        for n, (zh, vi) in enumerate(NAMES.items())
    ]
)


class Wilful:
    """An engine whose answers depend on the text alone, and on nothing good: marks are lost, doubled, swapped, made up.

    It refuses what is longer than it takes, as real ones do.
    """

    def __init__(
        self, seed: int, *, marks: tuple[str, ...], max_tokens: int = 40, pairs: tuple[Pair, ...] = (PAIR,)
    ) -> None:
        self._seed = seed
        self.info = EngineInfo("table", "1", "wilful", str(seed), pairs, marks=marks, max_tokens=max_tokens)
        self.seen: Counter[str] = Counter()

    def count(self, text: str, pair: Pair) -> int:
        return len(text) + 2

    def translate(self, requests: Iterable[Request], decoding: Decoding) -> Iterator[Answer]:
        for request in requests:
            if self.count(request.text, request.pair) > self.info.max_tokens:
                raise EngineError(f"too long: {request.text}")
            self.seen[request.text] += 1
            chance = random.Random(f"{self._seed}{request.text}")
            words = [mark for mark in MARKS if mark in request.text]
            chance.shuffle(words)
            for _ in range(chance.randrange(4)):
                what = chance.choice(["drop", "double", "invent", "word", "form"])
                if what == "drop" and words:
                    words.pop()
                elif what == "double" and words:
                    words.append(chance.choice(words))
                elif what == "invent":
                    words.append(chance.choice(MARKS))
                elif what == "form":
                    words.append(chance.choice(list(NAMES.values())))
                else:
                    words.append(chance.choice(["diễn đàn", "và", "hội nghị", "."]))
            texts = tuple(" ".join(words[n:]) for n in range(decoding.nbest))
            yield Answer(texts, (-1.0,) * len(texts))


PIECES = [
    *NAMES,
    "论坛",
    "和",
    "，",
    "、",
    "举行",
    "“",
    "”",
    "https://example.org/a?b=1",
    "2025年",
    "⟦1⟧",
    "{1}",
    "。",
    "\n",
    " ",
]
articles = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def pipeline(engine: Wilful, window: int = 1024) -> Pipeline:
    return Pipeline(
        lambda pair: [Leg(pair, engine)], glossary=GLOSSARY, decoding=Decoding(nbest=2), day=DAY, window=window
    )


@settings(deadline=None)
@given(articles, st.integers(0, 5), st.sampled_from([(), MARKS]))
def test_every_covered_name_is_there_or_the_unit_is_in_error(text: str, seed: int, marks: tuple[str, ...]) -> None:
    translation = pipeline(Wilful(seed, marks=marks)).translate(read_text(text, lang="zh"), "vi")
    for unit in translation.units:
        wanted = Counter(use.target for use in unit.terms if use.target)
        for form, times in wanted.items():
            assert unit.target.count(form) >= times or unit.worst is Severity.ERROR, (unit.segment.text, unit.target)
        for mark in MARKS:
            assert mark not in unit.target or mark in unit.segment.text or unit.worst is Severity.ERROR
        assert unit.segment.text.count("https://example.org/a?b=1") <= unit.target.count("https://example.org/a?b=1")


@settings(deadline=None, max_examples=40)
@given(st.lists(articles, min_size=1, max_size=4), st.integers(0, 3), st.integers(1, 5), st.randoms())
def test_windows_and_the_order_of_articles_change_nothing(
    texts: list[str], seed: int, window: int, order: random.Random
) -> None:
    documents = [read_text(text, id=f"{n}.txt", lang="zh") for n, text in enumerate(texts)]
    together = {t.document.id: t for t in pipeline(Wilful(seed, marks=MARKS)).translate_all(documents, ["vi"])}
    order.shuffle(documents)
    for translation in pipeline(Wilful(seed, marks=MARKS), window=window).translate_all(documents, ["vi"]):
        assert translation == together[translation.document.id]


@settings(deadline=None, max_examples=25)
@given(st.lists(articles, min_size=1, max_size=5), st.integers(0, 3), st.integers(1, 30), st.integers(1, 4), st.data())
def test_neither_threads_nor_what_a_cache_holds_change_anything(
    texts: list[str], seed: int, window: int, threads: int, data: st.DataObject
) -> None:
    documents = [read_text(text, id=f"{n}.txt", lang="zh") for n, text in enumerate(texts)]

    def line(**options: Any) -> list[Translation]:
        engine = Wilful(seed, marks=MARKS, pairs=(PAIR, Pair("zh", "en"), Pair("en", "vi")))

        def legs(pair: Pair) -> list[Leg]:
            hops = [pair] if pair.target == "en" else [Pair("zh", "en"), Pair("en", "vi")]
            return [Leg(hop, engine) for hop in hops]

        made = Pipeline(legs, glossary=GLOSSARY, decoding=Decoding(nbest=2), day=DAY, **options)
        return list(made.translate_all(documents, ["vi", "en"]))

    plain = line(window=9999, threads=1)
    assert [(made.document.id, made.target) for made in plain] == [(d.id, to) for d in documents for to in ("vi", "en")]
    cache = Recent(limit=data.draw(st.sampled_from([0, 500, 10**6])))
    for _ in range(2):
        assert line(window=window, threads=threads, cache=cache) == plain

"""Calibration finds what a model can do, writes it whole, goes on where it was, and the first tier uses it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest

from mtkit.calibrate import TRIALS, calibrate
from mtkit.enforce import carry
from mtkit.enforce.calibration import Calibration, Carrier, calibration_file, calibration_of, read_calibration
from mtkit.enforce.interface import Job
from mtkit.engine.interface import Alignment, Answer, Decoding, EngineInfo, Head, Request
from mtkit.errors import EngineError, UsageError
from mtkit.glossary import Article, Concept, Glossary, Term
from mtkit.lang import Pair
from mtkit.mask import Literal, Name, Placed
from mtkit.text import Span

DAY = date(2025, 9, 18)
PAIR = Pair("zh", "en")
INFO = EngineInfo("table", "1", "stock", "7", (PAIR, Pair("en", "zh")))


@dataclass
class Stock:
    """A model that knows some words and says ⟪...⟫ around the rest; it reports what it was asked."""

    knows: dict[str, str]
    pair: Pair = PAIR
    asked: list[str] = field(default_factory=list)
    info: EngineInfo = INFO
    heads: tuple[Head, ...] = (Head(-1, 0), Head(-1, 1))

    def count(self, text: str, pair: Pair) -> int:
        return len(text)

    def translate(self, requests: Iterable[Request], decoding: Decoding) -> Iterator[Answer]:
        for request in requests:
            self.asked.append(request.text)
            text = request.text
            for word, meaning in sorted(self.knows.items(), key=lambda pair: -len(pair[0])):
                text = text.replace(word, f" {meaning} ")
            yield Answer((" ".join(text.split()),), (-0.1,))

    def align(self, answers: list[tuple[Request, str]], *, head: Head) -> list[Alignment]:
        """The second head looks at the name, the first one at what is not the name."""
        found = []
        for request, text in answers:
            source = tuple(Span(n, n + 1) for n in range(len(request.text)))
            name = request.text.find("东盟秘书处")
            row = [float(name <= n < name + 5) / 5 if head.head else 0.0 for n in range(len(source))]
            found.append(Alignment(source, (Span(0, len(text)),), (tuple(row),)))
        return found


def concept(name: str, zh: str, en: str, kind: str = "body", article: Article = Article.THE) -> Concept:
    return Concept(name, kind, (Term(name, "zh", zh), Term(name, "en", en, article=article, authority="desk")))


BOOK = Glossary.of(
    [
        concept("sec", "东盟秘书处", "ASEAN Secretariat"),
        concept("cicg", "中国外文局", "China International Communications Group"),
        concept("acc", "中国—东盟中心", "ASEAN-China Centre"),
        concept("lost", "某某委员会", "Committee That Nothing Carries", "phrase"),
        concept("latin", "东博会", "CAEXPO", "person", Article.NONE),
    ]
)
KNOWS = {
    "东盟秘书处": "ASEAN Secretariat",
    "中国国际传播集团": "China International Communications Group",
    "世界银行": "World Bank",
    "CAEXPO": "CAEXPO",
    "Committee That Nothing Carries": "it",
}


def back() -> Stock:
    return Stock({"China International Communications Group": "中国国际传播集团", "ASEAN-China Centre": "一个中心"})


def test_the_cheapest_carrier_that_works_is_kept(tmp_path: Path) -> None:
    made, path = calibrate(Stock(KNOWS), PAIR, BOOK, DAY, back=back(), home=tmp_path)
    kinds = {key.partition("\t")[0]: carrier for key, carrier in made.carriers[PAIR].items()}
    assert kinds["东盟秘书处"] == Carrier("name", "", "ASEAN Secretariat", 6, 6)
    assert kinds["中国外文局"] == Carrier("proxy", "中国国际传播集团", "China International Communications Group", 6, 6)
    assert kinds["中国—东盟中心"] == Carrier("anchor", "世界银行", "World Bank", 6, 6)
    assert kinds["东博会"] == Carrier("inline", "CAEXPO", "CAEXPO", 6, 6)
    assert kinds["某某委员会"].kind == "none"
    assert made.carrier(PAIR, "某某委员会", "Committee That Nothing Carries") is None
    assert read_calibration(path) == made


def test_the_head_that_looks_at_the_names_is_picked(tmp_path: Path) -> None:
    made, _ = calibrate(Stock(KNOWS), PAIR, BOOK, DAY, home=tmp_path)
    assert made.head(PAIR) == Head(-1, 1)


def test_a_run_that_was_stopped_goes_on_where_it_was(tmp_path: Path) -> None:
    whole, path = calibrate(Stock(KNOWS), PAIR, BOOK, DAY, back=back(), home=tmp_path / "whole")
    calibrate(Stock(KNOWS), PAIR, BOOK, DAY, back=back(), home=tmp_path / "parts", limit=2)
    engine = Stock(KNOWS)
    made, again = calibrate(engine, PAIR, BOOK, DAY, back=back(), home=tmp_path / "parts")
    assert not [text for text in engine.asked if "中国外文局" in text]
    assert made == whole
    assert again.read_bytes() == path.read_bytes()
    assert [file.name for file in again.parent.iterdir()] == [again.name]


def test_a_model_with_marks_needs_none(tmp_path: Path) -> None:
    engine = Stock(KNOWS, info=replace(INFO, marks=("⟦0⟧",)))
    with pytest.raises(UsageError, match="marks"):
        calibrate(engine, PAIR, BOOK, DAY, home=tmp_path)
    assert calibration_of(engine.info, BOOK, tmp_path) is None


def test_another_model_or_glossary_has_another_file(tmp_path: Path) -> None:
    info = INFO
    files = {
        calibration_file(info, BOOK.digest, tmp_path),
        calibration_file(replace(info, sha256="ab" * 32), BOOK.digest, tmp_path),
        calibration_file(info, Glossary.of(BOOK.concepts[:2]).digest, tmp_path),
    }
    assert len(files) == 3
    calibrate(Stock(KNOWS), PAIR, BOOK, DAY, home=tmp_path, limit=1)
    assert calibration_of(info, BOOK, tmp_path) is not None
    assert calibration_of(replace(info, sha256="ab" * 32), BOOK, tmp_path) is None


@pytest.mark.parametrize(
    "text", ["", "[]", '{"pairs": {"zh": {}}}', '{"pairs": {"zh-en": {"head": [1], "carriers": {}}}}']
)
def test_a_damaged_file_is_named_with_its_mend(tmp_path: Path, text: str) -> None:
    path = calibration_file(INFO, BOOK.digest, tmp_path)
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EngineError, match="calibrate again"):
        calibration_of(INFO, BOOK, tmp_path)


def test_every_language_of_trials_has_six_sentences_with_one_name() -> None:
    for trials in TRIALS.values():
        assert len(set(trials)) == 6
        assert all(trial.count("{}") == 1 for trial in trials)


def job(text: str, *names: str) -> Job:
    placed, at = [], 0
    for name in names:
        start = text.index(name, at)
        at = start + len(name)
        found = next((c for c in BOOK if c.terms[0].text == name), None)
        what = Name(found, found.terms[1].text, found.terms[1].article) if found else Literal(name)
        placed.append(Placed(Span(start, at), what))
    return Job(text, tuple(placed))


@pytest.fixture(scope="module")
def calibrated(tmp_path_factory: pytest.TempPathFactory) -> Calibration:
    return calibrate(Stock(KNOWS), PAIR, BOOK, DAY, back=back(), home=tmp_path_factory.mktemp("home"))[0]


def test_carriers_are_swapped_for_the_official_names(calibrated: Calibration) -> None:
    work = job("中国外文局、中国—东盟中心：https://a.example/b。", "中国外文局", "中国—东盟中心", "https://a.example/b")
    (outcome,) = carry([work], PAIR, Stock(KNOWS), Decoding(), calibration=calibrated)
    assert outcome.tier == "carrier"
    assert "World Bank" not in outcome.text
    assert "The China International Communications Group" in outcome.text
    assert "the ASEAN-China Centre" in outcome.text
    assert outcome.issues == ()


@pytest.mark.parametrize(
    "work",
    [
        job("世界银行与中国—东盟中心会谈。", "中国—东盟中心"),  # the anchor is in the source itself
        job("中国—东盟中心与中国—东盟中心会谈。", "中国—东盟中心", "中国—东盟中心"),  # two would look the same
        job("某某委员会开会。", "某某委员会"),
    ],
)
def test_no_false_name_is_ever_left(calibrated: Calibration, work: Job) -> None:
    (outcome,) = carry([work], PAIR, Stock(KNOWS), Decoding(), calibration=calibrated)
    assert outcome.tier != "carrier"
    for place in work.held:
        assert place.what.form in outcome.text
    assert outcome.text.count("World Bank") == work.text.count("世界银行")


def test_a_carrier_that_the_model_says_twice_is_not_believed(calibrated: Calibration) -> None:
    engine = Stock({**KNOWS, "中心": "World Bank centre", "世界银行": "World Bank of the World Bank"})
    (outcome,) = carry([job("中国—东盟中心开会。", "中国—东盟中心")], PAIR, engine, Decoding(), calibration=calibrated)
    assert outcome.tier != "carrier"
    assert "World Bank of" not in outcome.text

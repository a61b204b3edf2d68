"""Inline codes: taken off at the ends, put where their words stand, beside what they stood beside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import pytest

from mtkit.check.certain import certain
from mtkit.enforce import Job, Outcome, carry
from mtkit.enforce.nesting import nested
from mtkit.enforce.peeling import peel, put_back
from mtkit.enforce.tokenised import tokens
from mtkit.engine.interface import LAST_HEAD, Alignment, Answer, Decoding, EngineInfo, Head, Request
from mtkit.lang import Pair
from mtkit.mask import Code, Placed
from mtkit.placing import place, target_text
from mtkit.text import Segment, Span


class Saying:
    """An engine that says what it was told, and, of single words, what a small dictionary says."""

    def __init__(self, pair: Pair, answers: dict[str, str], marks: tuple[str, ...] = ()) -> None:
        self._pair, self._answers, self._marks = pair, answers, marks

    @property
    def info(self) -> EngineInfo:
        return EngineInfo("table", "1", "saying", "1", (self._pair,), marks=self._marks, max_tokens=200)

    def count(self, text: str, pair: Pair) -> int:
        return len(text) // 3 + 2

    def translate(self, requests: Iterable[Request], decoding: Decoding) -> Iterator[Answer]:
        for request in requests:
            yield Answer((self._answers.get(request.text, ""),), (-0.1,))


class Looking(Saying):
    """One that also looks: word ``looks[n]`` of the source for word n of the answer."""

    def __init__(self, pair: Pair, answers: dict[str, str], looks: Sequence[int]) -> None:
        super().__init__(pair, answers)
        self._looks = looks

    def align(self, answers: Sequence[tuple[Request, str]], *, head: Head = LAST_HEAD) -> list[Alignment]:
        found = []
        for request, text in answers:
            source, target = _words(request.text), _words(text)
            rows = tuple(
                tuple(0.9 if n == look else 0.1 / len(source) for n in range(len(source))) for look in self._looks
            )
            found.append(Alignment(source, target, rows[: len(target)]))
        return found


class Scoring(Saying):
    """One that finds some answers probable, by request and text; ``asked`` keeps what it was asked."""

    def __init__(self, pair: Pair, answers: dict[str, str], likes: set[tuple[str, str]]) -> None:
        super().__init__(pair, answers)
        self._likes = likes
        self.asked: list[tuple[str, str]] = []

    def score(self, asked: Sequence[Sequence[tuple[Request, str]]]) -> list[tuple[float, ...]]:
        self.asked += [(request.text, text) for batch in asked for request, text in batch]
        return [
            tuple(-1.0 if (request.text, text) in self._likes else -60.0 for request, text in batch) for batch in asked
        ]


def _words(text: str) -> tuple[Span, ...]:
    spans, at = [], 0
    for word in text.split(" "):
        spans.append(Span(at, at + len(word)))
        at += len(word) + 1
    return tuple(spans)


def brought(text: str, engine: Saying) -> tuple[str, list[str]]:
    pair = engine.info.pairs[0]
    segment = Segment("b-0", Span(0, len(text)), text, text)
    job = place(segment, pair, None, date(2026, 1, 1), has_codes=True).job
    (outcome,) = carry([job], pair, engine, Decoding(beam=1))
    messages = [issue.message for issue in outcome.issues if issue.code == "M02"]
    return target_text(outcome, pair.target, has_codes=True), messages


VI = Pair("en", "vi")


@pytest.mark.parametrize(
    ("text", "answer", "wanted"),
    [
        ("{1}{2}Young people met{/2}{/1}.", "Thanh niên gặp nhau.", "{1}{2}Thanh niên gặp nhau{/2}{/1}."),
        ("{1}“Young people met.”{/1}", "“Thanh niên gặp nhau.”", "{1}“Thanh niên gặp nhau.”{/1}"),
        ("“{1}Young people met{/1}.”", "“Thanh niên gặp nhau.”", "“{1}Thanh niên gặp nhau{/1}.”"),
        ("Young people met.{1/}", "Thanh niên gặp nhau.", "Thanh niên gặp nhau.{1/}"),
        ("Young people met{1/}.", "Thanh niên gặp nhau.", "Thanh niên gặp nhau{1/}."),
        ("{1/}Young people met.", "Thanh niên gặp nhau.", "{1/}Thanh niên gặp nhau."),
        ("{1}Young people met.", "Thanh niên gặp nhau.", "{1}Thanh niên gặp nhau."),  # ends in a later sentence
        ("Young people met.{/1}", "Thanh niên gặp nhau.", "Thanh niên gặp nhau.{/1}"),
    ],
)
def test_codes_at_the_ends_need_no_model_and_no_warning(text: str, answer: str, wanted: str) -> None:
    plain = text
    for label in ("{1}", "{/1}", "{2}", "{/2}", "{1/}"):
        plain = plain.replace(label, "")
    assert brought(text, Saying(VI, {plain: answer})) == (wanted, [])


def test_a_link_follows_its_words_where_the_engine_looks() -> None:
    engine = Looking(VI, {"Children plant green trees here.": "Ở đây trẻ em trồng cây xanh."}, (4, 4, 0, 0, 1, 3, 2))
    assert brought("Children plant {1}green trees{/1} here.", engine)[0] == "Ở đây trẻ em trồng {1}cây xanh{/1}."


def test_what_is_certain_needs_no_attention() -> None:
    said = {"Rice worth 5.6 billion left Hanoi in 2024.": "Năm 2024, gạo trị giá 5,6 tỷ rời Hà Nội."}
    text, _ = brought("Rice worth {1}5.6 billion{/1} left Hanoi in {2}2024{/2}.", Saying(VI, said))
    assert text == "Năm {2}2024{/2}, gạo trị giá {1}5,6 tỷ{/1} rời Hà Nội."


def test_a_code_stays_at_the_end_of_the_pair_it_followed() -> None:
    pair = Pair("en", "th")
    engine = Saying(pair, {"ASEAN published rules on 12 May.": "ASEAN เผยแพร่กฎเมื่อวันที่ 12 พฤษภาคม"})
    text, _ = brought("{1}ASEAN{/1}{2/} published rules on {3}12 May{/3}.", engine)
    assert text == "{1}ASEAN{/1}{2/} เผยแพร่กฎเมื่อวันที่ {3}12 พฤษภาคม{/3}"


def test_a_break_of_the_line_comes_after_the_mark_that_ended_the_sentence() -> None:
    pair = Pair("en", "km")
    said = {"Opening at 9:00. Press at 11:30.": "បើកនៅម៉ោង 9:00។ សារព័ត៌មាននៅម៉ោង 11:30។"}
    assert brought("Opening at 9:00.{1/}Press at 11:30.", Saying(pair, said))[0] == (
        "បើកនៅម៉ោង ៩:០០។{1/} សារព័ត៌មាននៅម៉ោង ១១:៣០។"
    )


def test_what_is_not_sure_is_named() -> None:
    engine = Saying(VI, {"Farmers sell fresh fruit here.": "Nông dân bán trái cây tươi ở đây."})
    text, messages = brought("Farmers sell {1}fresh fruit{/1} here.", engine)
    assert text.replace("{1}", "").replace("{/1}", "") == "Nông dân bán trái cây tươi ở đây."
    assert messages == ["the place of {1} was guessed: check what the markup encloses"]


FARMERS = {"Farmers sell fresh fruit here.": "Nông dân bán trái cây tươi ở đây."}


def test_a_pair_goes_around_what_the_model_finds_probable() -> None:
    likes = {("fresh fruit", "trái cây tươi"), ("Farmers sell here.", "Nông dân bán ở đây.")}
    text, messages = brought("Farmers sell {1}fresh fruit{/1} here.", Scoring(VI, FARMERS, likes))
    assert text == "Nông dân bán {1}trái cây tươi{/1} ở đây."
    assert messages == []


def test_codes_at_the_ends_are_not_asked_about() -> None:
    engine = Scoring(VI, FARMERS, set())
    assert brought("{1}Farmers sell fresh fruit here{/1}.", engine)[0] == "{1}Nông dân bán trái cây tươi ở đây{/1}."
    assert engine.asked == []


def test_a_footnote_mark_comes_after_the_whole_phrase() -> None:
    said = {"The new fund opened today.": "Hôm nay quỹ mới mở cửa."}
    likes = {("new fund", "quỹ mới"), ("The opened today.", "Hôm nay mở cửa.")}
    text, _ = brought("The new fund{1/} opened today.", Scoring(VI, said, likes))
    assert text == "Hôm nay quỹ mới{1/} mở cửa."


def test_marks_that_cross_are_not_believed() -> None:
    marks = ("⟦0⟧", "⟦1⟧", "⟦2⟧", "⟦3⟧")
    said = {"See ⟦0⟧our ⟦1⟧new⟦2⟧ page⟦3⟧ today.": "Xem ⟦0⟧trang ⟦1⟧mới⟦3⟧ của chúng tôi⟦2⟧ hôm nay."}
    text, _ = brought("See {1}our {2}new{/2} page{/1} today.", Saying(VI, said, marks))
    assert nested([*_codes(text)], len(text)) is not None


def test_marks_that_come_back_in_place_are_believed() -> None:
    marks = ("⟦0⟧", "⟦1⟧", "⟦2⟧", "⟦3⟧")
    said = {"See ⟦0⟧our page⟦1⟧ today.": "Hôm nay xem ⟦0⟧trang của chúng tôi⟦1⟧ nhé."}
    assert brought("See {1}our page{/1} today.", Saying(VI, said, marks)) == (
        "Hôm nay xem {1}trang của chúng tôi{/1} nhé.", []
    )  # fmt: skip


def test_blanks_are_outside_of_pairs() -> None:
    marks = ("⟦0⟧", "⟦1⟧", "⟦2⟧", "⟦3⟧")
    said = {"See ⟦0⟧our page⟦1⟧ today.": "Hôm nay xem ⟦0⟧ trang của chúng tôi ⟦1⟧nhé."}
    text, _ = brought("See {1}our page{/1} today.", Saying(VI, said, marks))
    assert text == "Hôm nay xem  {1}trang của chúng tôi{/1} nhé."


def _codes(text: str) -> Iterator[Placed]:
    for match in re.finditer(r"\{/?\d+/?\}", text):
        yield Placed(Span(match.start(), match.start()), Code(match[0]))


@pytest.mark.parametrize("text", ["{1}a{/1}b{2}c{3/}{/2}", "a{/1}b{2}c", "{1}{2}{/2}{/1}"])
def test_codes_nest(text: str) -> None:
    assert nested(list(_codes(text)), len(text)) is not None


@pytest.mark.parametrize("text", ["{1}a{2}b{/1}c{/2}", "{/1}a{1}"])
def test_codes_that_cross_are_no_tree(text: str) -> None:
    assert nested(list(_codes(text)), len(text)) is None


def test_codes_come_off_only_in_pairs() -> None:
    codes = (Placed(Span(0, 0), Code("{1}")), Placed(Span(4, 4), Code("{/1}")), Placed(Span(9, 9), Code("{2/}")))
    rest, peeled = peel(Job("Note sent.", codes))
    assert [code.what.form for code in rest.codes] == ["{1}", "{/1}"]
    assert put_back(peeled, Outcome("Đã gửi ghi chú.", (), "plain")).placed == (
        Placed(Span(14, 14), Code("{2/}")),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code", "parts"),
    [
        ("ที่เวียงจันทน์", "th", ["ที่", "เวี", "ย", "ง", "จั", "น", "ท", "น์"]),
        ("ໃນວັນສຸກ", "lo", ["ໃນ", "ວັນ", "ສຸກ"]),
        ("ကျောင်းသား ၃,၂၀၀", "my", ["ကျောင်းသား", "၃,၂၀၀"]),
        ("增长7.8%。", "zh", ["增", "长", "7.8%", "。"]),
        ("film-makers’ 5.6 billion", "en", ["film-makers", "’", "5.6", "billion"]),
        ("https://a.example.org/x", "en", ["https", ":", "/", "/", "a.example.org/x"]),
    ],
)
def test_tokens_keep_clusters_numbers_and_known_words_whole(text: str, code: str, parts: list[str]) -> None:
    assert [token.span.of(text) for token in tokens(text, code)] == parts


def test_certain_stretches_are_dates_shares_numbers_and_equal_words() -> None:
    source, target = "On 12 May tourism in Nanning grew by 12 percent.", "5月12日，南宁旅游业增长12%。"
    found = {(one.of(source), other.of(target)) for one, other in certain(source, target, Pair("en", "zh"))}
    assert found == {("12 May", "5月12日"), ("12 percent", "12%")}

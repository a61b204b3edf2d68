"""The house's style, whatever the text: twice is as once, what is held stays, numbers keep their value."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from mtkit.check.script_data import HANS
from mtkit.glossary import Concept
from mtkit.house import dressed
from mtkit.lang import LANGUAGES
from mtkit.mask import Code, Literal, Name, Placed
from mtkit.style import SWITCHES, Style
from mtkit.text import Span

LETTERS = "ab Z0123456789 ...…%％,.;:!?\"'“”‘’«»„「」『』()（）、。，-/ \u00a0"
SCRIPTS = "中国东盟说後裡干里面กลุ่มປະເທດមាន១០ဖိုရမ်၂၀நல்லது௧ðổé"
WORDS = st.sampled_from(
    ["2025-09-18", "2025/9/1", "5 %", "COVID-19", "ASEAN", "G20", "后天", "软件", "3.5", "1,234", "“好”", '"ok"', "..."]
)
TEXTS = st.lists(st.one_of(WORDS, st.text(alphabet=LETTERS + SCRIPTS, max_size=6)), max_size=8).map("".join)
CODES = st.sampled_from(list(LANGUAGES))
ROWS = st.lists(
    st.sampled_from([f"{name}={word}" for name, words in SWITCHES.items() for word in words]), max_size=5, unique=True
)
PLACES = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 5), st.booleans()), max_size=3)


def placed_in(text: str, places: list[tuple[int, int, bool]]) -> tuple[Placed, ...]:
    """Names, addresses and codes in ``text``, sorted and apart."""
    found: list[Placed] = []
    at = 0
    for n, (start, length, name) in enumerate(sorted(places)):
        start, end = max(start, at), max(start, at) + length
        if end > len(text):
            continue
        span = Span(start, end)
        form = span.of(text)
        what = Code(f"{{{n}/}}") if not length else Name(Concept(f"c{n}", "body", ()), form) if name else Literal(form)
        found.append(Placed(span, what))
        at = end
    return tuple(found)


@given(TEXTS, CODES, ROWS)
def test_twice_is_as_once(text: str, code: str, rows: list[str]) -> None:
    style = Style.of(rows)
    once, _ = dressed(text, (), code, style)
    assert dressed(once, (), code, style)[0] == once


@given(TEXTS, CODES, ROWS, PLACES)
def test_what_is_held_is_the_same_and_codes_keep_their_order(
    text: str, code: str, rows: list[str], places: list[tuple[int, int, bool]]
) -> None:
    placed = placed_in(text, places)
    out, found = dressed(text, placed, code, Style.of([*rows, "variant=off"]), form_of=lambda name: "")
    assert [place.what for place in found] == [place.what for place in placed]
    assert [place.span.of(out) for place in found] == [place.span.of(text) for place in placed]
    spans = [place.span for place in found]
    assert spans == sorted(spans)


@given(TEXTS, CODES, ROWS)
def test_numbers_keep_their_value_and_letters_their_place(text: str, code: str, rows: list[str]) -> None:
    out, _ = dressed(text, (), code, Style.of([*rows, "dates=off", "variant=off"]))

    def digits(one: str) -> list[int]:
        return [unicodedata.digit(char) for char in one if char.isdigit()]

    def letters(one: str) -> str:
        return "".join(char for char in one if unicodedata.category(char)[0] in "LM")

    assert digits(out) == digits(text)
    assert letters(out) == letters(text)


@given(TEXTS, CODES, ROWS)
def test_quotation_marks_are_as_many_and_pair_as_before(text: str, code: str, rows: list[str]) -> None:
    marks = "\"“”„«»「」『』'‘’"
    out, _ = dressed(text, (), code, Style.of([*rows, "variant=off"]))
    assert sum(map(out.count, marks)) == sum(map(text.count, marks))


@given(
    st.text(alphabet="".join(sorted(HANS - {"云"})) + "干后里面台只松，。A", max_size=20),
    st.sampled_from(["hant", "tw", "hk"]),
)
def test_no_character_that_only_simplified_texts_have_is_left(text: str, variant: str) -> None:
    out, _ = dressed(text, (), "zh-Hant", Style.of([f"variant={variant}"]))
    assert set(out) & HANS <= ({"户"} if variant == "hk" else set())
    assert dressed(out, (), "zh-Hant", Style.of([f"variant={variant}"]))[0] == out

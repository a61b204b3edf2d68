"""The tier of numbers, on engines that are told to fail."""

from __future__ import annotations

from mtkit.enforce import Job, carry
from mtkit.engine.interface import Decoding
from mtkit.engine.table import TableEngine
from mtkit.glossary import Concept
from mtkit.lang import Pair
from mtkit.mask import Code, Name, Placed
from mtkit.text import Span

MARKS = tuple(f"⟦{n}⟧" for n in range(10))
PAIR = Pair("en", "id")
TEXT = "ASEAN drew 1,200 guests in 2024."


def job(text: str = TEXT, *codes: Placed) -> Job:
    name = Placed(Span(0, 5), Name(Concept("asean", "body", ()), "ASEAN"))
    return Job(text, tuple(sorted((name, *codes), key=lambda place: place.span)))


def carried(work: Job, table: dict[str, str], **options: object):
    (outcome,) = carry([work], PAIR, TableEngine(table, PAIR, marks=MARKS, **options), Decoding())
    return outcome


def test_numbers_come_back_as_the_target_writes_them_in_any_order():
    answer = "Pada ⟦2⟧, ⟦0⟧ menarik ⟦1⟧ tamu."
    outcome = carried(job(), {"⟦0⟧ drew ⟦1⟧ guests in ⟦2⟧.": answer})
    assert outcome.text == "Pada 2024, ASEAN menarik 1.200 tamu."
    assert outcome.tier == "numbers"
    assert [place.what.form for place in outcome.placed] == ["ASEAN"]
    assert outcome.issues == ()


def test_a_lost_number_mark_falls_back_to_the_numbers_in_the_text():
    table = {
        "⟦0⟧ drew ⟦1⟧ guests in ⟦2⟧.": "⟦0⟧ menarik ⟦1⟧ tamu.",
        "⟦0⟧ drew 1,200 guests in 2024.": "⟦0⟧ menarik 1.200 tamu pada 2024.",
    }
    outcome = carried(job(), table)
    assert (outcome.text, outcome.tier) == ("ASEAN menarik 1.200 tamu pada 2024.", "marks")


def test_a_text_with_numbers_alone_uses_marks_too_and_falls_back_to_plain():
    text = "Some 1,200 guests came."
    outcome = carried(Job(text), {"Some ⟦0⟧ guests came.": "Sekitar ⟦0⟧ tamu datang."})
    assert (outcome.text, outcome.tier, outcome.placed) == ("Sekitar 1.200 tamu datang.", "numbers", ())
    outcome = carried(Job(text), {text: "Sekitar 1.200 tamu datang.", "Some ⟦0⟧ guests came.": "Tamu datang."})
    assert (outcome.text, outcome.tier) == ("Sekitar 1.200 tamu datang.", "plain")


def test_codes_beside_numbers_keep_their_places():
    codes = (Placed(Span(11, 11), Code("{1}")), Placed(Span(16, 16), Code("{/1}")))
    outcome = carried(job(TEXT, *codes), {"⟦0⟧ drew ⟦1⟧⟦2⟧⟦3⟧ guests in ⟦4⟧.": "⟦0⟧ menarik ⟦1⟧⟦2⟧⟦3⟧ tamu pada ⟦4⟧."})
    assert outcome.text == "ASEAN menarik 1.200 tamu pada 2024."
    opened, closed = (place.span.start for place in outcome.placed if place.is_code)
    assert outcome.text[opened:closed] == "1.200"


def test_a_stock_model_without_marks_sees_its_numbers():
    outcome = carry([Job(TEXT)], PAIR, TableEngine({TEXT: "Tamu 1.200."}, PAIR), Decoding())[0]
    assert (outcome.text, outcome.tier) == ("Tamu 1.200.", "plain")

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


def sums(text: str, pair: Pair, table: dict[str, str], *placed: Placed):
    (outcome,) = carry([Job(text, placed)], pair, TableEngine(table, pair, marks=MARKS), Decoding())
    return outcome


def test_a_sum_comes_back_with_its_counting_word_and_without_a_second_one():
    text = "Some 350 million people watched 12 films."
    outcome = sums(text, PAIR, {"Some ⟦0⟧ people watched ⟦1⟧ films.": "Sekitar ⟦0⟧ juta orang menonton ⟦1⟧ film."})
    assert (outcome.text, outcome.tier) == ("Sekitar 350 juta orang menonton 12 film.", "numbers")
    to = Pair("en", "my")
    outcome = sums("5.6 million came.", to, {"⟦0⟧ came.": "သန်း ⟦0⟧ လာသည်။"})
    assert outcome.text == "၅.၆ သန်း လာသည်။"


def test_a_word_that_only_looks_like_a_second_counting_word_stays():
    outcome = sums("560亿千瓦时。", Pair("zh", "zh-Hant"), {"⟦0⟧千瓦时。": "⟦0⟧千瓦時。"})
    assert outcome.text == "560億千瓦時。"


def test_where_a_plain_number_is_lost_the_sums_alone_are_asked_for():
    text = "Some 350 million people watched 12 films."
    table = {
        "Some ⟦0⟧ people watched ⟦1⟧ films.": "Sekitar ⟦0⟧ orang menonton film.",
        "Some ⟦0⟧ people watched 12 films.": "Sekitar ⟦0⟧ orang menonton 12 film.",
    }
    outcome = sums(text, PAIR, table)
    assert (outcome.text, outcome.tier, outcome.placed) == ("Sekitar 350 juta orang menonton 12 film.", "sums", ())


def test_where_the_sums_are_lost_too_the_model_sees_them():
    text = "Some 350 million people watched."
    outcome = sums(text, PAIR, {"Some ⟦0⟧ people watched.": "Ya.", text: "Sekitar 35 juta orang menonton."})
    assert (outcome.text, outcome.tier) == ("Sekitar 35 juta orang menonton.", "plain")


def test_a_sum_and_the_currency_that_it_touches_are_one():
    text = "贸易额达9823亿美元。"
    usd = Name(Concept("usd", "phrase", ()), "US dollars")
    outcome = sums(text, Pair("zh", "en"), {"贸易额达⟦0⟧。": "Trade reached ⟦0⟧."}, Placed(Span(9, 11), usd))
    assert (outcome.text, outcome.tier) == ("Trade reached 982.3 billion US dollars.", "numbers")
    assert [(place.span.of(outcome.text), place.what) for place in outcome.placed] == [("US dollars", usd)]
    kyat = Name(Concept("usd", "phrase", ()), "အမေရိကန်ဒေါ်လာ")
    outcome = sums(text, Pair("zh", "my"), {"贸易额达⟦0⟧。": "⟦0⟧ ရှိသည်။"}, Placed(Span(9, 11), kyat))
    assert outcome.text == "အမေရိကန်ဒေါ်လာ ၉၈၂.၃ ဘီလီယံ ရှိသည်။"
    assert [place.what for place in outcome.placed] == [kyat]


def test_the_hypothesis_with_the_currency_is_taken():
    text = "总投资1.2万亿澳元。"
    answers = ("Investment of ⟦0⟧.", "Investment of ⟦0⟧ Australian dollars.")
    engine = TableEngine({"总投资⟦0⟧澳元。": answers}, Pair("zh", "en"), marks=MARKS)
    (outcome,) = carry([Job(text)], Pair("zh", "en"), engine, Decoding(nbest=2))
    assert outcome.text == "Investment of 1.2 trillion Australian dollars."


def test_a_sum_and_a_currency_that_is_not_in_the_glossary_are_one():
    text = "总投资1.2万亿元。"
    outcome = sums(text, Pair("zh", "en"), {"总投资⟦0⟧。": "Total investment is ⟦0⟧."})
    assert (outcome.text, outcome.placed) == ("Total investment is 1.2 trillion yuan.", ())
    outcome = sums(text, Pair("zh", "my"), {"总投资⟦0⟧。": "⟦0⟧ ရှိသည်။"})
    assert outcome.text == "ယွမ် ၁.၂ ထရီလီယံ ရှိသည်။"


def test_the_glossary_wins_over_the_usual_word_for_a_currency():
    text = "总投资1.2万亿元。"
    renminbi = Name(Concept("cny", "phrase", ()), "renminbi")
    outcome = sums(text, Pair("zh", "en"), {"总投资⟦0⟧。": "Investment of ⟦0⟧."}, Placed(Span(8, 9), renminbi))
    assert outcome.text == "Investment of 1.2 trillion renminbi."
    assert [place.what for place in outcome.placed] == [renminbi]

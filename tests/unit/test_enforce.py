"""Every tier, on engines that are told to fail."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mtkit.enforce import Job, carry
from mtkit.engine.interface import Decoding
from mtkit.engine.table import TableEngine
from mtkit.glossary import Concept
from mtkit.lang import Pair
from mtkit.mask import Code, Literal, Name, Placed
from mtkit.text import Span

MARKS = tuple(f"⟦{n}⟧" for n in range(10))
PAIR = Pair("zh", "vi")


def job(text: str, forms: dict[str, str], *codes: tuple[int, str]) -> Job:
    held = []
    for source, form in forms.items():
        start = text.index(source)
        held.append(Placed(Span(start, start + len(source)), Name(Concept(form, "body", ()), form)))
    placed = [*held, *(Placed(Span(at, at), Code(label)) for at, label in codes)]
    return Job(text, tuple(sorted(placed, key=lambda p: (p.span.start, not p.is_code))))


def carried(work: Job, engine: TableEngine):
    (outcome,) = carry([work], PAIR, engine, Decoding())
    return outcome


TEXT = "论坛由中国外文局和东盟秘书处共同主办。"
FORMS = {"中国外文局": "Cục Ngoại văn Trung Quốc", "东盟秘书处": "Ban Thư ký ASEAN"}


def test_a_model_with_marks_holds_names_at_the_first_tier() -> None:
    engine = TableEngine({"论坛由⟦0⟧和⟦1⟧共同主办。": "Diễn đàn do ⟦0⟧ và ⟦1⟧ đồng tổ chức."}, PAIR, marks=MARKS)
    outcome = carried(job(TEXT, FORMS), engine)
    assert outcome.text == "Diễn đàn do Cục Ngoại văn Trung Quốc và Ban Thư ký ASEAN đồng tổ chức."
    assert outcome.tier == "marks"
    assert outcome.issues == ()


def test_the_second_hypothesis_is_taken_when_the_first_lost_a_mark() -> None:
    answers = ("Diễn đàn do ⟦0⟧ tổ chức.", "Diễn đàn do ⟦0⟧ và ⟦1⟧ đồng tổ chức.")
    engine = TableEngine({"论坛由⟦0⟧和⟦1⟧共同主办。": answers}, PAIR, marks=MARKS)
    (outcome,) = carry([job(TEXT, FORMS)], PAIR, engine, Decoding(nbest=2))
    assert outcome.tier == "marks"
    assert "Ban Thư ký ASEAN" in outcome.text


def test_a_model_that_loses_marks_is_asked_in_pieces() -> None:
    engine = TableEngine(
        {"论坛由": "Diễn đàn do", "和": "và", "共同主办": "đồng tổ chức."}, PAIR, marks=MARKS, drop=MARKS
    )
    outcome = carried(job(TEXT, FORMS), engine)
    assert outcome.tier == "pieces"
    assert [issue.code for issue in outcome.issues] == ["M01"]
    assert outcome.text == "Diễn đàn do Cục Ngoại văn Trung Quốc và Ban Thư ký ASEAN đồng tổ chức."


def test_a_doubled_mark_is_not_accepted() -> None:
    engine = TableEngine({PAIR_KEY: {}}, marks=MARKS, duplicate=MARKS[:9])
    outcome = carried(job(TEXT, FORMS), engine)
    assert outcome.text.count("Ban Thư ký ASEAN") == 1


PAIR_KEY = ("zh", "vi")


def test_a_stock_model_that_knows_the_name_is_trusted() -> None:
    right = "Diễn đàn do Cục Ngoại văn Trung Quốc và Ban Thư ký ASEAN đồng tổ chức."
    outcome = carried(job(TEXT, FORMS), TableEngine({TEXT: right}, PAIR))
    assert (outcome.text, outcome.tier) == (right, "as-is")


def test_a_stock_model_copies_the_approved_form_written_into_the_source() -> None:
    inline = "论坛由Cục Ngoại văn Trung Quốc和Ban Thư ký ASEAN共同主办。"
    right = "Diễn đàn do Cục Ngoại văn Trung Quốc và Ban Thư ký ASEAN đồng tổ chức."
    outcome = carried(job(TEXT, FORMS), TableEngine({inline: right}, PAIR))
    assert (outcome.text, outcome.tier) == (right, "inline")


def test_a_stock_model_that_knows_nothing_still_gives_every_name() -> None:
    outcome = carried(job(TEXT, FORMS), TableEngine({inline_of(TEXT): "Diễn đàn."}, PAIR))
    assert outcome.tier in {"inline", "pieces"}
    for form in FORMS.values():
        assert form in outcome.text


def inline_of(text: str) -> str:
    for source, form in FORMS.items():
        text = text.replace(source, form)
    return text


def test_codes_that_the_model_lost_are_put_back_and_the_unit_says_so() -> None:
    text = "论坛十分重要，由东盟秘书处主办。"
    work = job(text, {"东盟秘书处": "Ban Thư ký ASEAN"}, (2, "{1}"), (6, "{/1}"))
    engine = TableEngine(
        {"论坛十分重要，由⟦7⟧主办。": "Diễn đàn rất quan trọng do ⟦7⟧ tổ chức."}, PAIR, marks=MARKS, drop=MARKS[:3]
    )
    outcome = carried(work, engine)
    assert outcome.tier == "marks-2"
    assert [issue.code for issue in outcome.issues] == ["M02"]
    labels = [p.what.form for p in outcome.placed if p.is_code]
    assert labels == ["{1}", "{/1}"]


def test_a_long_job_is_parted_between_names_and_joined() -> None:
    guests = "、".join(f"代表{n}号东盟秘书处" for n in range(30))
    placed = []
    at = 0
    while (at := guests.find("东盟秘书处", at)) >= 0:
        placed.append(Placed(Span(at, at + 5), Name(Concept("sec", "body", ()), "Ban Thư ký ASEAN")))
        at += 5
    engine = TableEngine({PAIR_KEY: {}}, marks=MARKS, max_tokens=60)
    outcome = carried(Job(guests, tuple(placed)), engine)
    assert outcome.text.count("Ban Thư ký ASEAN") == 30
    assert "M03" in {issue.code for issue in outcome.issues}


def test_a_text_without_names_is_left_to_the_model() -> None:
    outcome = carried(Job("会议结束。"), TableEngine({"会议结束。": "Hội nghị kết thúc."}, PAIR, marks=MARKS))
    assert (outcome.text, outcome.tier, outcome.issues) == ("Hội nghị kết thúc.", "plain", ())


@pytest.mark.parametrize("drop", [(), MARKS])
def test_jobs_come_back_in_order_whatever_their_tier(drop: tuple[str, ...]) -> None:
    engine = TableEngine({PAIR_KEY: {}}, marks=MARKS, drop=drop)
    jobs = [
        job(TEXT, FORMS),
        Job("会议结束。"),
        job("东盟秘书处发布公报。", {"东盟秘书处": "Ban Thư ký ASEAN"}),
        Job("第四句。"),
    ]
    outcomes = carry(jobs, PAIR, engine, Decoding())
    assert [("Ban Thư ký ASEAN" in o.text) for o in outcomes] == [True, False, True, False]
    alone = [carry([one], PAIR, engine, Decoding())[0] for one in jobs]
    assert outcomes == alone


def test_a_literal_comes_back_as_it_was() -> None:
    text = "详情见https://forum.example.org/a?b=1。"
    start = text.index("https")
    work = Job(text, (Placed(Span(start, len(text) - 1), Literal(text[start:-1])),))
    for engine in (TableEngine({PAIR_KEY: {}}, marks=MARKS), TableEngine({PAIR_KEY: {}}, marks=MARKS, drop=MARKS)):
        assert "https://forum.example.org/a?b=1" in carried(work, engine).text


def test_marks_that_run_out_part_the_job() -> None:
    text = "，".join(["东盟秘书处"] * 25)
    placed = tuple(
        Placed(Span(n * 6, n * 6 + 5), Name(Concept("sec", "body", ()), "Ban Thư ký ASEAN")) for n in range(25)
    )
    outcome = carried(Job(text, placed), TableEngine({PAIR_KEY: {}}, marks=MARKS))
    assert outcome.text.count("Ban Thư ký ASEAN") == 25
    assert replace(outcome, placed=()).issues

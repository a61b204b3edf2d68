"""What is placed: names, literals and codes, and what becomes of names without a form."""

from __future__ import annotations

from datetime import date

from mtkit.glossary import Article, Concept, Glossary, Term
from mtkit.lang import Pair
from mtkit.mask import Code, Literal, Name
from mtkit.placing import place, relabel, target_text
from mtkit.text import Segment, Span

DAY = date(2025, 9, 18)


def concept(name: str, kind: str, **forms: str) -> Concept:
    return Concept(name, kind, tuple(Term(name, lang, text, confidence="high") for lang, text in forms.items()))


GLOSSARY = Glossary.of(
    [
        concept("acc", "body", zh="中国—东盟中心", en="ASEAN-China Centre", vi="Trung tâm ASEAN-Trung Quốc"),
        concept("acc_sg", "title", zh="中国—东盟中心秘书长", en="Secretary-General of the ASEAN-China Centre"),
        concept("acc_head", "title", zh="中国—东盟中心处长", en="Head of Section of the ASEAN-China Centre"),
        concept("state_council", "body", zh="国务院", en="State Council", vi="Quốc vụ viện"),
        concept("us_state", "body", zh="美国国务院", en="US Department of State"),
        concept("forum", "phrase", zh="媒体合作"),
    ],
    name="test",
)


def placing(text: str, target: str = "vi", *, has_codes: bool = False):
    segment = Segment("b-1", Span(0, len(text)), text, text)
    return place(segment, Pair("zh", target), GLOSSARY, DAY, has_codes=has_codes)


def forms(found) -> list[str]:
    return [p.what.form for p in found.job.placed]


def test_a_title_without_a_form_is_taken_apart() -> None:
    assert forms(placing("中国—东盟中心处长出席")) == ["Trung tâm ASEAN-Trung Quốc"]
    assert forms(placing("中国—东盟中心秘书长出席", "en")) == ["Secretary-General of the ASEAN-China Centre"]


def test_a_title_without_a_form_is_put_together_where_its_office_is_certain() -> None:
    found = placing("中国—东盟中心秘书长出席")
    assert forms(found) == ["Tổng Thư ký Trung tâm ASEAN-Trung Quốc"]


def test_a_body_without_a_form_is_not() -> None:
    found = placing("美国国务院发言人")
    assert forms(found) == ["US Department of State"]
    assert [issue.code for issue in found.issues] == ["M04"]


def test_an_abbreviation_in_brackets_stays_one() -> None:
    full = Concept(
        "cicg",
        "body",
        (
            Term("cicg", "en", "China International Communications Group", abbreviation="CICG"),
            Term("cicg", "zh", "中国外文局"),
        ),
    )
    text = "China International Communications Group (CICG) met"
    found = place(Segment("b", Span(0, 1), text, text), Pair("en", "zh"), Glossary.of([full]), DAY, has_codes=False)
    assert forms(found) == ["中国外文局", "CICG"]
    assert len(found.terms) == 1


def test_a_phrase_without_a_form_is_left_to_the_model_and_named() -> None:
    found = placing("媒体合作很重要")
    assert forms(found) == []
    assert [(use.concept, use.target) for use in found.terms] == [("forum", "")]


def test_terms_inside_an_address_are_the_address() -> None:
    found = placing("见https://example.org/中国—东盟中心 和国务院")
    assert type(found.job.placed[0].what) is Literal


def test_codes_leave_the_text_and_hug_their_name() -> None:
    found = placing("由{1}国务院{/1}和{2}媒体{/2}{{x}}", has_codes=True)
    assert found.job.text == "由国务院和媒体{x}"
    first = found.job.placed[0].what
    assert isinstance(first, Name)
    assert (first.before, first.after) == ("{1}", "{/1}")
    assert [type(p.what) for p in found.job.placed[1:]] == [Code, Code]


def test_a_code_inside_a_name_moves_to_its_edge() -> None:
    found = placing("{1}中国—东盟{/1}中心", has_codes=True)
    (only,) = found.job.placed
    assert (only.what.before, only.what.form, only.what.after) == ("{1}", "Trung tâm ASEAN-Trung Quốc", "{/1}")


def test_the_next_hop_has_the_names_of_its_language() -> None:
    job = placing("国务院").job
    assert relabel(job, "en", DAY).placed[0].what.form == "State Council"
    assert relabel(relabel(job, "en", DAY), "vi", DAY).placed[0].what.form == "Quốc vụ viện"


def test_literal_braces_come_back_doubled() -> None:
    from mtkit.enforce import Outcome

    job = placing("{1}媒体{/1}{{x}}", has_codes=True).job
    assert target_text(Outcome(job.text, job.placed, "plain"), "vi", has_codes=True) == "{1}媒体{/1}{{x}}"
    assert Article.UNKNOWN == ""

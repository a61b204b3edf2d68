"""What counts as a name rightly rendered: exclusive counts, doubts, dates, houses, one name per article."""

from __future__ import annotations

from datetime import date

import pytest

from mtkit.glossary import Concept, Glossary, Hit, Status, Term
from mtkit.lang import lang
from mtkit.unit import Issue, Severity
from mtkit.verify import Rendering, doubt, inconsistent, residue, verify

DAY = date(2026, 3, 1)
UNTIL = date(2025, 3, 19)


def concept(name: str, *terms: tuple[str, str] | Term, kind: str = "body", replaced_by: str = "") -> Concept:
    made = [t if isinstance(t, Term) else Term(name, t[0], t[1], confidence="high") for t in terms]
    return Concept(name, kind, tuple(made), replaced_by)


BOOK = Glossary.of(
    [
        concept("asean", ("zh", "东盟"), ("en", "ASEAN"), ("th", "อาเซียน"), kind="abbr"),
        concept("asean_sec", ("zh", "东盟秘书处"), ("en", "ASEAN Secretariat"), ("th", "สำนักเลขาธิการอาเซียน")),
        concept("cn", ("zh", "中国"), ("en", "China"), ("ms", "China"), kind="country"),
        concept("daily", ("zh", "中国日报"), ("en", "China Daily"), kind="media"),
        concept("sg", ("zh", "秘书长"), ("en", "Secretary-General"), kind="title"),
        concept(
            "state_council",
            ("zh", "国务院"),
            ("en", "State Council"),
            Term("state_council", "en", "State Department", Status.FORBIDDEN),
        ),
        concept(
            "us_state",
            ("zh", "美国国务院"),
            ("en", "US Department of State"),
            Term("us_state", "en", "US State Department", Status.ADMITTED),
        ),
        concept("un", ("zh", "联合国"), Term("un", "en", "United Nations", abbreviation="UN"), ("my", "ကုလသမဂ္ဂ")),
        concept(
            "vna",
            ("zh", "越南通讯社"),
            Term("vna", "en", "Vietnam News Agency", publisher="VNA", confidence="high"),
            Term("vna", "en", "Viet Nam News Agency", publisher="ASEAN", confidence="high"),
            kind="media",
        ),
        concept("mic_my", Term("mic_my", "zh", "通讯部"), ("en", "Ministry of Communications of Malaysia")),
        concept("mic_vn", Term("mic_vn", "zh", "通讯部"), ("en", "Ministry of Communications of Viet Nam")),
        concept(
            "old",
            Term("old", "zh", "新闻文化旅游部", valid_to=UNTIL),
            Term("old", "en", "Ministry of Information, Culture and Tourism", valid_to=UNTIL, confidence="high"),
            replaced_by="new",
        ),
        concept("new", ("zh", "老挝文旅部"), ("en", "Ministry of Culture and Tourism of Laos")),
    ],
    name="test",
)


def rendering(source: str, target: str, to: str = "en", **options: object) -> Rendering:
    return Rendering(target, lang(to), BOOK, DAY, source, lang("zh"), **options)  # type: ignore[arg-type]


def found(source: str, target: str, to: str = "en", **options: object) -> list[tuple[str, str]]:
    return [(issue.code, issue.severity.value) for issue in verify(rendering(source, target, to, **options))]


@pytest.mark.parametrize(
    ("source", "target", "to"),
    [
        ("东盟和东盟秘书处发表声明。", "ASEAN and the ASEAN Secretariat issued a statement.", "en"),
        ("東盟秘書處發表聲明。", "The ASEAN Secretariat issued a statement.", "en"),
        ("东盟秘书处\u200b发表声明。", "The ASEAN\u200b Secretariat issued a statement.", "en"),
        ("东盟秘书处在曼谷发表声明。", "สำนักเลขาธิการอาเซียนออกแถลงการณ์ที่กรุงเทพฯ", "th"),
        ("美国国务院发言人说。", "A US State Department spokesperson said so.", "en"),
        ("联合国举行会议。", "The United Nations (UN) held a meeting.", "en"),
        ("联合国举行会议。", "ကုလသမဂ္ဂက အစည်းအဝေး ကျင်းပသည်။", "my"),
        ("“国务院”、（国务院）", "“State Council”, (State Council)", "en"),
    ],
)
def test_what_is_right_passes(source: str, target: str, to: str) -> None:
    assert found(source, target, to) == []


@pytest.mark.parametrize(
    ("source", "target", "wanted"),
    [
        # a name inside a longer name is no mention of its own
        ("中国发表声明。", "China Daily issued a statement.", [("T01", "warning")]),
        ("东盟和东盟秘书处", "The ASEAN Secretariat", [("T01", "warning")]),
        # straddling: two names cannot share a word
        ("中国日报、中国", "China Daily", [("T01", "warning")]),
        # the forbidden form, but not inside an accepted one
        ("国务院发言人说。", "A State Department spokesperson said so.", [("T02", "error")]),
        ("国务院发言人说。", "A US State Department spokesperson said so.", [("T01", "error")]),
        # said twice too often
        ("国务院" * 1, "State Council State Council State Council", [("T08", "info")]),
        ("国务院" * 10, " and ".join(["State Council"] * 9), [("T01", "info")]),
        ("国务院" * 10, " and ".join(["State Council"] * 10), []),
    ],
)
def test_counts_are_exclusive(source: str, target: str, wanted: list[tuple[str, str]]) -> None:
    assert found(source, target) == wanted


def test_an_abbreviation_may_have_full_stops_and_one_that_was_kept_is_no_error() -> None:
    short = Term("un", "en", "United Nations", abbreviation="UN")
    book = Glossary.of([concept("un", ("th", "สหประชาชาติ"), ("ms", "PBB"), ("zh", "联合国"), short)])

    def severities(source: str, base: str, target: str, to: str) -> list[Severity]:
        return [issue.severity for issue in verify(Rendering(target, lang(to), book, DAY, source, lang(base)))]

    assert severities("เธอเป็นผู้เชี่ยวชาญของสหประชาชาติ", "th", "She is a U.N. expert.", "en") == []
    assert severities("เธอเป็นผู้เชี่ยวชาญของสหประชาชาติ", "th", "She is an expert.", "en") == [Severity.ERROR]
    assert severities("PBB menghantar bantuan.", "ms", "PBB派出救援队。", "zh") == [Severity.WARNING]
    assert severities("PBB menghantar bantuan.", "ms", "UN派出救援队。", "zh") == [Severity.WARNING]
    assert severities("PBB menghantar bantuan.", "ms", "救援队已经出发。", "zh") == [Severity.ERROR]


def test_words_of_two_concepts_are_never_guessed() -> None:
    (hit,) = BOOK.find("通讯部宣布", "zh", day=DAY)
    assert {term.concept for term in doubt(hit, lang("en"), DAY)} == {"mic_my", "mic_vn"}
    assert found("通讯部宣布。", "The ministry announced it.") == [("T05", "error")]
    assert found("通讯部宣布。", "The Ministry of Communications of Malaysia announced it.") == [("T05", "warning")]


def test_a_house_settles_which_form_is_its_own() -> None:
    source = "越南通讯社报道。"
    assert found(source, "The agency reported it.") == [("T05", "error")]
    assert found(source, "The Vietnam News Agency reported it.", publisher="vna") == []
    assert found(source, "The Viet Nam News Agency reported it.", publisher="VNA") == [("T01", "error")]
    (issue,) = verify(rendering(source, "The agency.", publisher="Xinhua"))
    assert issue.code == "T05" and "“Vietnam News Agency” (VNA)" in issue.message


def test_an_expired_name_is_flagged_with_its_successor() -> None:
    (issue,) = verify(rendering("新闻文化旅游部宣布。", "The ministry announced it."))
    assert (issue.code, issue.severity) == ("T06", Severity.WARNING)
    assert "2025-03-19" in issue.message and "Ministry of Culture and Tourism of Laos" in issue.message
    past = Rendering("The ministry.", lang("en"), BOOK, UNTIL, "新闻文化旅游部宣布。", lang("zh"))
    assert [issue.code for issue in verify(past)] == ["T01"]


def test_one_thing_has_one_name_in_an_article() -> None:
    both = Glossary.of(
        [
            concept(
                "vna",
                ("zh", "越通社"),
                Term("vna", "en", "Vietnam News Agency", abbreviation="VNA"),
                Term("vna", "en", "Viet Nam News Agency", Status.ADMITTED),
                kind="media",
            )
        ]
    )

    def issues(*targets: str) -> dict[int, list[Issue]]:
        texts = [Rendering(t, lang("en"), both, DAY, "越通社报道。", lang("zh")) for t in targets]
        return inconsistent(texts)

    assert issues("The Vietnam News Agency said.", "VNA said.", "The Vietnam News Agency (VNA) said.") == {}
    assert issues("The Viet Nam News Agency said.", "The Viet Nam News Agency said.") == {}
    mixed = issues("The Viet Nam News Agency said.", "VNA said.", "The Vietnam News Agency said.")
    assert {n: [issue.code for issue in found] for n, found in mixed.items()} == {0: ["T07"]}


@pytest.mark.parametrize("left", ["⟦3⟧", "⟦", "<unk>", "▁ASEAN", ">>vie<<", "⁇"])
def test_what_a_model_leaves_behind_is_residue_unless_the_source_has_it(left: str) -> None:
    issue = residue("东盟。", f"ASEAN {left}.")
    assert issue is not None and issue.code == "T03"
    assert residue(f"东盟{left}。", f"ASEAN {left}.") is None


def test_a_form_is_found_whatever_its_width_or_dash() -> None:
    assert found("中国\u2015\u2015东盟秘书处".replace("\u2015", "—"), "China and the ＡＳＥＡＮ Secretariat") == []
    assert isinstance(BOOK.find("东盟", "zh", day=DAY)[0], Hit)


def test_a_name_inside_an_english_name_that_was_kept_does_not_count() -> None:
    assert found("中国日报", "China Daily", "ms") == []
    assert found("中国日报和中国", "China Daily dan negara itu", "ms") == [("T01", "warning")]
    assert found("中国日报和中国", "China Daily dan China", "ms") == []

"""What two wordings of one sentence say differently."""

from __future__ import annotations

import pytest

from mtkit.glossary import Concept, Glossary, Status, Term
from mtkit.review.facts import fact_changes


def said(lang: str, old: str, new: str, glossary: Glossary | None = None) -> list[str]:
    return [str(change) for change in fact_changes(old, new, lang, glossary=glossary)]


@pytest.mark.parametrize(
    ("lang", "old", "new", "facts"),
    [
        (
            "en",
            "The flood killed 5 people in Java.",
            "The flood killed 8 people in Java.",
            ["number 5 -> 8 people in Java"],
        ),
        ("en", "Five people were killed.", "Eight people were killed.", ["number Five -> Eight people were killed"]),
        (
            "zh",
            "地震造成5人死亡，27人受伤。",
            "地震造成8人死亡，31人受伤。",
            ["number 5 -> 8 人死亡", "number 27 -> 31 人受伤"],
        ),
        ("zh", "已造成34人死亡{1/}。", "已造成43人死亡{1/}。", ["number 34 -> 43 人死亡"]),  # no half of a code
        ("zh", "贸易额达5.67万亿元。", "贸易额达5.67亿元。", ["number 5.67万亿 -> 5.67亿 元"]),
        ("km", "មនុស្ស ៥ នាក់បានស្លាប់។", "មនុស្ស ៨ នាក់បានស្លាប់។", ["number ៥ -> ៨ នាក់បានស្"]),
        ("my", "လူ ၅ ဦး သေဆုံးခဲ့သည်။", "လူ ၈ ဦး သေဆုံးခဲ့သည်။", ["number ၅ -> ၈ ဦး သေဆုံးခဲ့သည်"]),
        ("th", "น้ำท่วมคร่าชีวิต 5 คน", "น้ำท่วมคร่าชีวิต 8 คน", ["number 5 -> 8 คน"]),
        ("lo", "ນ້ຳຖ້ວມເຮັດໃຫ້ 5 ຄົນເສຍຊີວິດ", "ນ້ຳຖ້ວມເຮັດໃຫ້ 8 ຄົນເສຍຊີວິດ", ["number 5 -> 8 ຄົນເສຍຊີ"]),
        ("ta", "வெள்ளத்தில் 5 பேர் பலி.", "வெள்ளத்தில் 8 பேர் பலி.", ["number 5 -> 8 பேர் பலி"]),
        ("id", "Banjir menewaskan 1.250 orang.", "Banjir menewaskan 1.520 orang.", ["number 1.250 -> 1.520 orang"]),
        ("en", "Exports rose 8%.", "Exports rose 8 points.", ["number - %"]),
        ("en", "It cost $20 million.", "It cost €20 million.", ["number $ -> €"]),
        (
            "en",
            "They meet on Monday in May.",
            "They meet on Friday in June.",
            ["date Monday -> Friday", "date May -> June"],
        ),
        ("zh", "会议将于周五举行。", "会议将于周四举行。", ["date 周五 -> 周四"]),
        ("zh", "他昨天抵达。", "他今天抵达。", ["date 昨天 -> 今天"]),
        ("th", "การประชุมจะมีขึ้นวันศุกร์", "การประชุมจะมีขึ้นวันจันทร์", ["date วันศุกร์ -> วันจันทร์"]),
        ("zh", "会议将于周五举行。", "会议不会于周五举行。", ["negation + 不会"]),
        ("en", "The bridge was closed.", "The bridge was not closed.", ["negation + not"]),
        ("th", "สะพานจะปิด", "สะพานจะไม่ปิด", ["negation + จะไม่"]),
        ("vi", "Cầu sẽ đóng cửa.", "Cầu sẽ không đóng cửa.", ["negation + không"]),
        (
            "en",
            "Talks with Anwar Ibrahim began.",
            "Talks with Hun Manet began.",
            ["name Anwar -> Hun", "name Ibrahim -> Manet"],
        ),
        ("zh", "外交部长王毅表示欢迎。", "外交部长李强表示欢迎。", ["name 王毅 -> 李强"]),
        ("en", "Five were killed in the fire.", "Five were injured in the fire.", ["sense killed -> injured"]),
        ("zh", "出口同比上升。", "出口同比下降。", ["sense 上升 -> 下降"]),
        ("id", "Ekspor naik 5 persen.", "Ekspor turun 5 persen.", ["sense naik -> turun"]),
        ("th", "มีผู้บาดเจ็บ 5 ราย", "มีผู้เสียชีวิต 5 ราย", ["sense บาดเจ็บ -> เสียชีวิต"]),
        ("zh", "习近平说，合作前景广阔。", "李克强说，合作前景广阔。", ["name 习近平 -> 李克强"]),
        ("zh", "印尼海事局派出船只。", "马来海事局派出船只。", ["name 印尼海事局 -> 马来海事局"]),
        ("th", "น้ำท่วมในจังหวัดเชียงราย", "น้ำท่วมในจังหวัดน่าน", ["name เชียงราย -> น่าน"]),
        ("km", "ទឹកជំនន់នៅខេត្តកំពត", "ទឹកជំនន់នៅខេត្តក្រចេះ", ["name កំពត -> ក្រចេះ"]),
        ("th", 'งบอยู่ที่ 25 ล้านบาท "เราจะสู้"', 'งบอยู่ที่ 52 ล้านบาท "เราจะสู้"', ["number 25 ล้าน -> 52 ล้าน บาท"]),
        ("zh", "BYD将在泰国建厂。", "CATL将在泰国建厂。", ["name BYD -> CATL"]),
        ("th", "นายสมชาย ใจดี กล่าว", "นายสมศักดิ์ ใจดี กล่าว", ["name สมชาย ใจดี -> สมศักดิ์ ใจดี"]),
    ],
)
def test_a_change_of_fact_is_named_with_both_sides(lang: str, old: str, new: str, facts: list[str]) -> None:
    assert said(lang, old, new) == facts


@pytest.mark.parametrize(
    ("lang", "old", "new"),
    [
        ("en", "The two sides agreed to deepen cooperation.", "The two sides agreed to further deepen cooperation."),
        ("en", "Exports rose in May.", "Exports increased in May."),
        ("zh", "5人死亡。", "5人遇难。"),
        ("zh", "警方称，云南省医疗队抵达。", "警方说，云南省医疗队已抵达。"),
        ("th", "กระทรวงพาณิชย์แถลงว่าจะช่วยเหลือ", "กระทรวงพาณิชย์กล่าวว่าจะช่วยเหลือ"),
        ("en", "Yesterday the ministry signed it.", "The ministry signed it yesterday."),
        ("en", "The report says 12 million people fled.", "The report says that 12,000,000 people fled."),
        ("en", "He did not agree.", "He didn't agree."),
        ("zh", "洪水造成5人死亡。", "洪水已造成5人死亡。"),
        ("zh", "双方同意加强合作。", "双方一致同意加强合作。"),
        ("zh", "贸易额达1.2万亿元。", "贸易总额达12000亿元。"),
        ("zh", "这不仅是机遇，也是责任。", "这是机遇，更是责任。"),
        ("km", "មនុស្ស ៥ នាក់បានស្លាប់។", "មនុស្ស 5 នាក់បានស្លាប់។"),
        ("th", "การประชุมจะมีขึ้นวันศุกร์ที่กรุงเทพ", "การประชุมครั้งนี้จะมีขึ้นวันศุกร์ที่กรุงเทพ"),
        ("en", "Trade grew.", "Trade grew."),
    ],
)
def test_another_wording_of_the_same_facts_is_no_change(lang: str, old: str, new: str) -> None:
    assert said(lang, old, new) == []


def concept(name: str, kind: str, *forms: str) -> Concept:
    return Concept(name, kind, tuple(Term(name, "zh", form) for form in forms))


def test_the_glossary_knows_names_that_nothing_else_shows() -> None:
    countries = concept("vn", "country", "越南"), concept("la", "country", "老挝")
    assert said("zh", "代表团将访问越南。", "代表团将访问老挝。") == []
    assert said("zh", "代表团将访问越南。", "代表团将访问老挝。", Glossary.of(countries)) == ["name 越南 -> 老挝"]


def test_two_names_of_one_body_are_the_same() -> None:
    asean = Concept(
        "asean", "body", (Term("asean", "zh", "东盟"), Term("asean", "zh", "东南亚国家联盟", Status.ADMITTED))
    )
    assert said("zh", "东盟对此表示欢迎。", "东南亚国家联盟对此表示欢迎。", Glossary.of([asean])) == []


def test_the_places_are_spans_of_the_two_texts() -> None:
    old, new = "The flood on Monday killed 5 people.", "On Monday the flood killed as many as 8 people."
    (change,) = fact_changes(old, new, "en")
    assert change.old_span is not None
    assert change.new_span is not None
    assert (change.old_span.of(old), change.new_span.of(new)) == ("5", "8")


def test_a_language_without_data_is_compared_by_its_digits() -> None:
    assert said("und", "v 5 w", "v 8 w") == ["number 5 -> 8 w"]

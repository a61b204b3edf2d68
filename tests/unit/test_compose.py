"""Titles put together from country, body, office and person, in the order of the target."""

from __future__ import annotations

from datetime import date

import pytest

from mtkit.engine.table import TableEngine
from mtkit.formats import read_text
from mtkit.glossary import Article, Concept, Glossary, Status, Term
from mtkit.lang import Pair
from mtkit.offices import Office, Region, ministerial, region
from mtkit.pipeline import Leg, Pipeline
from mtkit.placing import look, place
from mtkit.text import Segment, Span

DAY = date(2026, 3, 1)
MARKS = tuple(f"⟦{n}⟧" for n in range(12))


def concept(name: str, kind: str, *more: Term, **forms: str) -> Concept:
    terms = [Term(name, lang.replace("_", "-"), text, confidence="high") for lang, text in forms.items()]
    return Concept(name, kind, (*terms, *more))


BOOK = Glossary.of(
    [
        concept("cn", "country", zh="中国", en="China", vi="Trung Quốc", id="Tiongkok", th="จีน", lo="ຈີນ", ms="China"),
        concept("la", "country", zh="老挝", en="Laos", vi="Lào", id="Laos", th="ลาว", lo="ລາວ", fil="Laos"),
        concept("kh", "country", zh="柬埔寨", en="Cambodia", vi="Campuchia"),
        concept("sg", "country", zh="新加坡", en="Singapore", vi="Singapore"),
        Concept(
            "ph",
            "country",
            (
                Term("ph", "zh", "菲律宾"),
                Term("ph", "en", "Philippines", article=Article.THE),
                Term("ph", "vi", "Philippines"),
            ),
        ),
        concept("fr", "country", zh="法国", en="France", vi="Pháp"),
        concept(
            "fm",
            "title",
            Term("fm", "zh", "外交部部长", Status.ADMITTED),
            Term("fm", "en", "Minister for Foreign Affairs", Status.ADMITTED),
            zh="外交部长",
            en="Minister of Foreign Affairs",
            vi="Bộ trưởng Ngoại giao",
            id="Menteri Luar Negeri",
            th="รัฐมนตรีว่าการกระทรวงการต่างประเทศ",
            my="နိုင်ငံခြားရေးဝန်ကြီး",
        ),
        concept(
            "vfm",
            "title",
            Term("vfm", "en", "Deputy Minister of Foreign Affairs", Status.ADMITTED),
            zh="外交部副部长",
            en="Vice Minister of Foreign Affairs",
            vi="Thứ trưởng Bộ Ngoại giao",
        ),
        concept(
            "sg_title",
            "title",
            Term("sg_title", "en", "General Secretary", Status.DERIVED),
            zh="秘书长",
            en="Secretary-General",
        ),
        concept(
            "gs_title",
            "title",
            Term("gs_title", "en", "Secretary-General of the Communist Party of China", Status.FORBIDDEN),
            zh="总书记",
            en="General Secretary",
        ),
        concept(
            "culture_th", "body", zh="泰国文化部", en="Ministry of Culture of Thailand", vi="Bộ Văn hóa Thái Lan",
            th="กระทรวงวัฒนธรรม", id="Kementerian Kebudayaan Thailand", my="ထိုင်းယဉ်ကျေးမှုဝန်ကြီးဌာန",
            pt="Ministério da Cultura da Tailândia",
        ),
        concept("th", "country", zh="泰国", en="Thailand", vi="Thái Lan", th="ไทย", my="ထိုင်း"),
        concept("commerce", "body", zh="商务部", en="Ministry of Commerce", vi="Bộ Thương mại"),
        Concept(
            "un",
            "body",
            (
                Term("un", "zh", "联合国"), Term("un", "en", "United Nations", article=Article.THE),
                Term("un", "km", "អង្គការសហប្រជាជាតិ"), Term("un", "ms", "Pertubuhan Bangsa-Bangsa Bersatu"),
                Term("un", "my", "ကုလသမဂ္ဂ"), Term("un", "lo", "ສະຫະປະຊາຊາດ"), Term("un", "ta", "ஐக்கிய நாடுகள் சபை"),
                Term("un", "fil", "Mga Nagkakaisang Bansa"), Term("un", "pt", "Nações Unidas"),
            ),
        ),
        concept(
            "cpc",
            "body",
            Term("cpc", "en", "Communist Party of China", article=Article.THE),
            zh="中国共产党",
            vi="Đảng Cộng sản Trung Quốc",
        ),
        concept("wang", "person", zh="王毅", en="Wang Yi", vi="Vương Nghị", th="หวัง อี้"),
    ],
    name="test",
)  # fmt: skip


def forms(text: str, to: str, source: str = "zh") -> list[str]:
    segment = Segment("b", Span(0, len(text)), text, text)
    return [p.what.form for p in place(segment, Pair(source, to), BOOK, DAY, has_codes=False).job.placed]


def codes(text: str, to: str = "en") -> list[str]:
    segment = Segment("b", Span(0, len(text)), text, text)
    found = place(segment, Pair("zh", to), BOOK, DAY, has_codes=False)
    return [issue.code for issue in found.issues if issue.code != "M04"]


@pytest.mark.parametrize(
    ("text", "to", "wanted"),
    [
        # deputies by the country of the body
        ("中国外交部副部长", "en", ["Vice Minister of Foreign Affairs of China"]),
        ("老挝外交部副部长", "en", ["Deputy Minister of Foreign Affairs of Laos"]),
        ("老撾外交部副部長", "en", ["Deputy Minister of Foreign Affairs of Laos"]),
        ("老挝外交部副部长", "vi", ["Thứ trưởng Bộ Ngoại giao Lào"]),
        ("商务部副部长", "en", ["Vice Minister of Commerce"]),
        ("泰国文化部副部长", "en", ["Deputy Minister of Culture of Thailand"]),
        ("泰国文化部副部长", "vi", ["Thứ trưởng Bộ Văn hóa Thái Lan"]),
        ("泰国文化部副部长", "th", ["รัฐมนตรีช่วยว่าการกระทรวงวัฒนธรรม"]),
        ("泰国文化部副部长", "id", ["Wakil Menteri Kebudayaan Thailand"]),
        ("泰国文化部副部长", "my", ["ထိုင်းယဉ်ကျေးမှုဝန်ကြီးဌာန ဒုတိယဝန်ကြီး"]),
        # the ministry's last character is the office's first
        ("泰国文化部长", "en", ["Minister of Culture of Thailand"]),
        ("泰国文化部部长", "en", ["Minister of Culture of Thailand"]),
        # each country's own usage
        ("新加坡外交部长", "en", ["Minister for Foreign Affairs of Singapore"]),
        ("菲律宾外交部长", "en", ["Philippines", "Minister of Foreign Affairs"]),
        ("法国外交部长", "en", ["France", "Minister of Foreign Affairs"]),
        # 总书记 is not 秘书长
        ("中国共产党总书记", "en", ["General Secretary of the Communist Party of China"]),
        ("中国共产党总书记", "vi", ["Tổng Bí thư Đảng Cộng sản Trung Quốc"]),
        ("联合国秘书长", "en", ["Secretary-General of the United Nations"]),
        ("联合国秘书长", "km", ["អគ្គលេខាធិការអង្គការសហប្រជាជាតិ"]),
        ("联合国秘书长", "ms", ["Setiausaha Agung Pertubuhan Bangsa-Bangsa Bersatu"]),
        ("联合国秘书长", "my", ["ကုလသမဂ္ဂ အတွင်းရေးမှူးချုပ်"]),
        ("联合国秘书长", "lo", ["ເລຂາທິການໃຫຍ່ສະຫະປະຊາຊາດ"]),
        ("联合国秘书长", "fil", ["Kalihim-Heneral ng Mga Nagkakaisang Bansa"]),
        # gender or case decide: the parts stay
        ("联合国秘书长", "pt", ["Nações Unidas"]),
        ("联合国秘书长", "ta", ["ஐக்கிய நாடுகள் சபை"]),
        # persons
        ("中国外交部长王毅表示", "en", ["Wang Yi, Minister of Foreign Affairs of China"]),
        ("中国外交部长王毅表示", "vi", ["Bộ trưởng Ngoại giao Trung Quốc Vương Nghị"]),
        ("中国外交部长王毅表示", "th", ["รัฐมนตรีว่าการกระทรวงการต่างประเทศจีน หวัง อี้"]),
        ("前外交部长王毅", "en", ["Minister of Foreign Affairs", "Wang Yi"]),
        ("国务委员兼外交部长王毅", "en", ["Minister of Foreign Affairs", "Wang Yi"]),
        ("外交部长王毅先生", "en", ["Minister of Foreign Affairs", "Wang Yi"]),
    ],
)
def test_chinese_runs(text: str, to: str, wanted: list[str]) -> None:
    assert forms(text, to) == wanted


@pytest.mark.parametrize(
    ("text", "to", "wanted"),
    [
        ("the Vice Minister of Foreign Affairs of Laos said", "zh", ["老挝外交部副部长"]),
        ("China's Minister of Foreign Affairs said", "zh", ["中国外交部长"]),
        ("Deputy Minister of Culture of Thailand", "zh", ["泰国文化部副部长"]),
        ("Deputy Minister of Culture of Thailand", "vi", ["Thứ trưởng Bộ Văn hóa Thái Lan"]),
        ("Wang Yi, Minister of Foreign Affairs of China, said", "zh", ["中国外交部长王毅"]),
        ("Wang Yi, Minister of Foreign Affairs of China, said", "vi", ["Bộ trưởng Ngoại giao Trung Quốc Vương Nghị"]),
        ("Minister of Foreign Affairs Wang Yi said", "zh", ["外交部长王毅"]),
        ("Wang Yi, Minister of Foreign Affairs and others", "zh", ["王毅", "外交部长"]),
    ],
)
def test_english_runs(text: str, to: str, wanted: list[str]) -> None:
    assert forms(text, to, "en") == wanted


def test_what_is_not_certain_is_said_and_not_composed() -> None:
    assert codes("菲律宾外交部副部长出席。") == ["M07"]
    assert codes("柬埔寨外交部副部长出席。") == ["M07"]
    assert codes("法国外交部长出席。") == []
    assert codes("泰国文化部部长出席。", "pt") == ["M07"]
    assert codes("泰国文化部部长出席。", "km") == ["M07"]
    assert codes("联合国秘书长出席。", "pt") == []


@pytest.mark.parametrize("name", ["宛沙婉", "安瓦尔·易卜拉欣"])
def test_an_unknown_person_is_flagged_and_never_guessed(name: str) -> None:
    text = f"老挝外交部副部长{name}表示欢迎。"
    assert forms(text, "en") == ["Deputy Minister of Foreign Affairs of Laos"]
    segment = Segment("b", Span(0, len(text)), text, text)
    (issue,) = place(segment, Pair("zh", "en"), BOOK, DAY, has_codes=False).issues
    assert issue.code == "M07" and issue.source is not None and issue.source.of(text) == name


@pytest.mark.parametrize("verb", ["表示欢迎。", "在会上说。", "出席论坛。", "，以及记者。", ""])
def test_a_verb_is_no_person(verb: str) -> None:
    assert codes(f"老挝外交部副部长{verb}") == []


def test_a_composed_title_is_found_present_and_its_comma_closed() -> None:
    def run(text: str, to: str, table: dict[str, str]) -> str:
        engine = TableEngine(table, Pair("zh", to), marks=MARKS)
        unit = (
            Pipeline(lambda pair: [Leg(pair, engine)], glossary=BOOK, day=DAY)
            .translate(read_text(text, lang="zh"), to)
            .units[0]
        )
        assert [issue for issue in unit.issues if issue.code[0] in "TM"] == []
        return unit.target

    said = run("中国外交部长王毅表示欢迎。", "en", {"⟦0⟧表示欢迎。": "The ⟦0⟧ welcomed it."})
    assert said == "Wang Yi, Minister of Foreign Affairs of China, welcomed it."
    last = run("欢迎中国外交部长王毅。", "en", {"欢迎⟦0⟧。": "Welcome ⟦0⟧."})
    assert last == "Welcome Wang Yi, Minister of Foreign Affairs of China."
    thai = run("泰国文化部副部长表示欢迎。", "th", {"⟦0⟧表示欢迎。": "⟦0⟧กล่าวต้อนรับ"})
    assert thai == "รัฐมนตรีช่วยว่าการกระทรวงวัฒนธรรมกล่าวต้อนรับ"


def test_a_composed_title_goes_through_a_pivot() -> None:
    first = TableEngine({"⟦0⟧表示欢迎。": "⟦0⟧ welcomed it."}, Pair("zh", "en"), marks=MARKS)
    second = TableEngine({"⟦0⟧ welcomed it.": "⟦0⟧ hoan nghênh."}, Pair("en", "vi"), marks=MARKS)
    legs = [Leg(Pair("zh", "en"), first), Leg(Pair("en", "vi"), second)]
    unit = (
        Pipeline(lambda pair: legs, glossary=BOOK, day=DAY)
        .translate(read_text("老挝外交部副部长表示欢迎。", lang="zh"), "vi")
        .units[0]
    )
    assert unit.trail[0].text == "Deputy Minister of Foreign Affairs of Laos welcomed it."
    assert unit.target == "Thứ trưởng Bộ Ngoại giao Lào hoan nghênh."


def test_what_a_title_is_made_of_is_noted() -> None:
    text = "中国外交部长王毅"
    segment = Segment("b", Span(0, len(text)), text, text)
    uses = place(segment, Pair("zh", "en"), BOOK, DAY, has_codes=False).terms
    assert [(use.concept, use.target) for use in uses] == [
        ("fm", "Wang Yi, Minister of Foreign Affairs of China"), ("cn", "China"), ("wang", "Wang Yi"),
    ]  # fmt: skip
    assert look(segment, Pair("zh", "en"), BOOK, DAY, has_codes=False).appositions == {0}


def test_a_region_is_told_by_the_english_name() -> None:
    assert [region(BOOK[name]) for name in ("cn", "la", "kh", "sg", "ph", "fr")] == [
        Region.CHINA, Region.ASEAN, Region.CAMBODIA, Region.SINGAPORE, Region.PHILIPPINES, Region.OTHER,
    ]  # fmt: skip
    assert ministerial("ms", "Kementerian Perdagangan", Office.DEPUTY, Region.CHINA) == ""
    assert ministerial("ms", "Kementerian Komunikasi", Office.DEPUTY, Region.ASEAN) == "Timbalan Menteri Komunikasi"
    assert ministerial("en", "Department of Education", Office.MINISTER, Region.ASEAN) == ""

"""The house's style: what each switch does to a text, by language, and what it never touches."""

from __future__ import annotations

import importlib.util
from datetime import date

import pytest

from mtkit.check import Sample, check
from mtkit.errors import UsageError
from mtkit.glossary import Concept, Glossary, Status, Term
from mtkit.house import dressed
from mtkit.lang import LANGUAGES, Pair, lang
from mtkit.mask import Code, Literal, Name, Placed
from mtkit.pipeline import as_models_know
from mtkit.style import SWITCHES, Style, regional
from mtkit.style.model import facts
from mtkit.text import Span

hant = pytest.mark.skipif(importlib.util.find_spec("opencc") is None, reason="OpenCC is not installed")


def written(text: str, code: str, *rows: str) -> str:
    """``text`` as a house with ``rows`` writes it; twice is as once."""
    style = Style.of(rows)
    once, _ = dressed(text, (), code, style)
    assert dressed(once, (), code, style)[0] == once
    return once


CASES = [
    # quotation marks, nested ones too
    ("quotes=corner", "zh", "他说：“这是‘一带一路’的成果。”", "他说：「这是『一带一路』的成果。」"),
    ("quotes=curly", "zh", "他说：「这是『一带一路』的成果。」", "他说：“这是‘一带一路’的成果。”"),
    ("", "zh", '大使说:"合作很好."', "大使说：“合作很好。”"),
    ("", "zh-Hant", "大使說：“這是‘重要’的一步。”", "大使說：「這是『重要』的一步。」"),
    ("quotes=angle", "pt", 'O ministro disse: "O plano “Rota” é bom."', "O ministro disse: «O plano “Rota” é bom.»"),
    ("quotes=desk", "vi", 'Ông nói: "Đây là \'bước đi\' lớn."', "Ông nói: “Đây là 'bước đi' lớn.”"),
    ("quotes=straight", "id", "Ia berkata, “Ini langkah ‘besar’.”", "Ia berkata, \"Ini langkah 'besar'.\""),
    ("quotes=curly", "en", 'He said, "It\'s the people\'s choice."', "He said, “It's the people's choice.”"),
    ("quotes=curly", "th", 'เขากล่าวว่า "ความร่วมมือ" ดีมาก', "เขากล่าวว่า “ความร่วมมือ” ดีมาก"),
    ("quotes=curly", "km", "លោកថា «ល្អណាស់»។", "លោកថា “ល្អណាស់”។"),
    ("quotes=curly", "ta", '"நல்லது" என்றார்.', "“நல்லது” என்றார்."),
    # what does not pair is left as it is
    ("quotes=curly", "en", 'A 5" pipe and a "tube', 'A 5" pipe and a "tube'),
    ("quotes=curly", "id", 'Pipa 5" itu', 'Pipa 5" itu'),
    ("quotes=corner", "zh", "他说：“好。", "他说：“好。"),
    ("", "vi", 'Ông nói: "Tốt."', 'Ông nói: "Tốt."'),
    # dates in numerals: only what can be read in one way
    ("dates=desk", "vi", "Diễn đàn khai mạc 2025-09-18.", "Diễn đàn khai mạc 18/9/2025."),
    ("dates=desk", "id", "Forum dibuka 2025/09/18.", "Forum dibuka 18/9/2025."),
    ("dates=desk", "zh", "论坛于2025-09-18开幕。", "论坛于2025年9月18日开幕。"),
    ("dates=desk", "my", "ဖိုရမ်ကို 2025.09.18 တွင် ဖွင့်သည်။", "ဖိုရမ်ကို ၁၈-၉-၂၀၂၅ တွင် ဖွင့်သည်။"),
    ("dates=desk", "vi", "Ngày 03/04/2025, mã 2025-13-40, 2025-02-30.", "Ngày 03/04/2025, mã 2025-13-40, 2025-02-30."),
    ("dates=desk", "th", "เปิดวันที่ 2025-09-18", "เปิดวันที่ 2025-09-18"),
    ("", "vi", "Diễn đàn khai mạc 2025-09-18.", "Diễn đàn khai mạc 2025-09-18."),
    # digits
    ("", "km", "មានប្រទេស 10 និង 5.5 លាន។", "មានប្រទេស ១០ និង ៥.៥ លាន។"),
    ("digits=off", "km", "មានប្រទេស 10 និង ៥ លាន។", "មានប្រទេស 10 និង ៥ លាន។"),
    ("digits=ascii", "km", "មានប្រទេស ១០ និង 5 លាន។", "មានប្រទេស 10 និង 5 លាន។"),
    ("", "my", "COVID-19 နှင့် G20 အကြောင်း 2025 ခုနှစ်", "COVID-19 နှင့် G20 အကြောင်း ၂၀၂၅ ခုနှစ်"),
    ("digits=native", "th", "ปี 2568 มี 12 ประเทศ", "ปี ๒๕๖๘ มี ๑๒ ประเทศ"),
    ("digits=native", "lo", "ມີ 10 ປະເທດ", "ມີ ໑໐ ປະເທດ"),
    ("digits=native", "vi", "Có 10 nước", "Có 10 nước"),
    # spaces beside Latin words
    ("", "th", "กลุ่มASEANและจีนปี2025", "กลุ่ม ASEAN และจีนปี 2025"),
    ("", "lo", "ກຸ່ມASEANແລະ 10ປະເທດ", "ກຸ່ມ ASEAN ແລະ 10ປະເທດ"),
    ("latin=off", "th", "กลุ่มASEANและจีน", "กลุ่มASEANและจีน"),
    ("latin=tight", "zh", "中国与 ASEAN 于 2025 年合作", "中国与ASEAN于2025年合作"),
    ("latin=spaced", "zh", "中国与ASEAN于2025年合作", "中国与 ASEAN 于 2025 年合作"),
    # percent, ellipsis, full width
    ("", "id", "Naik 5 % dan 7\u00a0%.", "Naik 5% dan 7%."),
    ("percent=spaced", "pt", "Subiu 5% e 7 %.", "Subiu 5\u00a0% e 7\u00a0%."),
    ("", "zh", "合作... 未来", "合作……未来"),
    ("ellipsis=sign", "vi", "Hợp tác... và tương lai……", "Hợp tác… và tương lai…"),
    ("ellipsis=dots", "en", "Trade… and more", "Trade... and more"),
    ("width=off", "zh", "中国,东盟", "中国,东盟"),
    ("", "zh", "中国,东盟", "中国，东盟"),
    # money stays as it is
    ("quotes=curly", "id", "Rp5.000.000, US$5 juta, RM10, ฿100, ₫200", "Rp5.000.000, US$5 juta, RM10, ฿100, ₫200"),
    ("digits=native", "th", "US$5 ล้าน", "US$๕ ล้าน"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "code", "text", "wanted"), CASES)
def test_a_switch_does_what_it_says(row: str, code: str, text: str, wanted: str) -> None:
    assert written(text, code, *([row] if row else [])) == wanted


def test_all_switches_off_leave_every_text_alone() -> None:
    rows = [f"{name}=off" for name in SWITCHES]
    for _, code, text, _ in CASES:
        assert written(text, code, *rows) == text


def test_a_row_for_one_language_counts_before_one_for_all_and_later_ones_count() -> None:
    style = Style.of(["vi.quotes=off", "quotes=curly", "quotes=straight"])
    assert [style.choice("quotes", code) for code in ("vi", "id")] == ["off", "straight"]
    assert Style.of(["quotes=desk"]).choice("quotes", "zh-Hant") == "corner"


def test_a_signature_tells_what_is_not_default_and_only_that() -> None:
    assert [Style().options(code) for code in LANGUAGES] == [""] * len(LANGUAGES)
    assert Style.of(["quotes=desk", "width=full", "percent=tight"]).options("zh") == ""
    assert Style.of(["quotes=desk"]).options("vi") == "quotes=curly"
    assert Style.of(["digits=off", "quotes=curly"]).options("km") == "quotes=curly,digits=off"
    assert Style.of(["digits=native"]).options("vi") == ""  # no digits of its own
    assert Style.of(["quotes=off", "vi.quotes=curly"]).options("vi") == Style.of(["quotes=curly"]).options("vi")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("quotes", "write a switch and its word"),
        ("quote=curly", "unknown switch 'quote': did you mean 'quotes'"),
        ("quotes=round", "quotes is one of off, desk, straight"),
        ("xx.quotes=curly", "unknown language 'xx'"),
    ],
)
def test_what_is_no_style_is_refused(row: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        Style.of([row])


def test_every_language_has_its_facts() -> None:
    for code in LANGUAGES:
        known = facts(code)
        assert known.default.get("percent") == "tight", code
        assert known.desk.get("quotes") in SWITCHES["quotes"], code
        assert all(word in SWITCHES[name] and known.knows(name) for name, word in known.default.items()), code
        assert not known.digits or (len(known.digits) == 10 and [int(d) for d in known.digits] == list(range(10)))


def test_what_is_held_stays_and_codes_stay_at_their_words() -> None:
    text = 'กลุ่มASEAN "ก้าวหน้า"5 % จาก https://asean.org/?p=5 %'
    form = 'ASEAN "ก้าวหน้า"'
    start = text.index("ASEAN")
    url = text.index("https")
    concept = Concept("asean", "abbr", ())
    placed = (
        Placed(Span(start, start), Code("{1}")),
        Placed(Span(start, start + len(form)), Name(concept, form)),
        Placed(Span(url, len(text)), Literal(text[url:])),
    )
    out, found = dressed(text, placed, "th", Style.of(["quotes=curly", "digits=native"]))
    assert out == 'กลุ่มASEAN "ก้าวหน้า"๕% จาก https://asean.org/?p=5 %'
    assert [place.span.of(out) for place in found] == ["", form, text[url:]]
    assert found[0].span.start == found[1].span.start


def test_findings_free_text_stays_so() -> None:
    rows = ["quotes=desk", "dates=desk", "ellipsis=sign"]
    pairs = [
        (
            "zh",
            "vi",
            "大使说：“双方2025-09-18签署协议，增长5%。”",
            'Đại sứ nói: "Hai bên ký thỏa thuận 2025-09-18, tăng 5 %."',
        ),
        ("zh", "km", "大使说：“双方增长5%。”", 'ឯកអគ្គរដ្ឋទូតថា "ភាគីទាំងពីរកើន 5 %"។'),
        ("en", "zh", 'The envoy said, "Trade grew 5%."', '大使说："贸易增长了5 %。"'),
        ("zh", "id", "东盟10国于2025-09-18开会……", "Sepuluh negara ASEAN (10) bersidang pada 2025-09-18..."),
    ]
    for source, target, before, text in pairs:
        out = written(text, target, *rows)
        assert out != text
        grave = [_findings(one, target, before, source) for one in (text, out)]
        assert grave[1] <= grave[0], (out, grave)


def _findings(text: str, target: str, source_text: str, source: str) -> set[str]:
    return {issue.code for issue in check(Sample(text, lang(target), source_text, lang(source)))}


def _concept(name: str, kind: str, simplified: str, traditional: str) -> Concept:
    forms = (("zh", simplified), ("zh-Hant", traditional))
    return Concept(name, kind, tuple(Term(name, lang=code, text=text, status=Status.APPROVED) for code, text in forms))


BOOK = Glossary.of(
    [
        _concept("desk_hall", "body", "中国文化中心", "中國文化中心（本部）"),
        _concept("la", "country", "老挝", "老撾"),
    ]
)


@hant
@pytest.mark.parametrize(
    ("row", "text", "wanted"),
    [
        ("variant=hant", "后天里面的软件公司干预面条价格。", "後天裏面的軟件公司干預麪條價格。"),
        ("variant=tw", "后天里面的软件公司干预面条价格。", "後天裡面的軟件公司干預麵條價格。"),
        ("variant=tw-words", "服务器里的软件信息", "伺服器裡的軟體資訊"),
        ("variant=hk", "里面的软件着重", "裏面的軟件着重"),
        ("variant=tw", "後天裡面的軟體公司干預麵條價格。", "後天裡面的軟體公司干預麵條價格。"),
        ("variant=off", "软件", "软件"),
    ],
)
def test_traditional_characters_are_those_of_the_desk(row: str, text: str, wanted: str) -> None:
    assert written(text, "zh-Hant", row) == wanted


@hant
def test_official_forms_are_those_of_the_glossary_held_or_not() -> None:
    text = "老挝外长访问中国文化中心，谈合作。"
    start = text.index("中国")
    name = Name(BOOK["desk_hall"], "中国文化中心")
    placed = (
        Placed(Span(start, start + 6), name),
        Placed(Span(start + 6, start + 6), Code("{/1}")),
    )
    out, found = dressed(
        text, placed, "zh-Hant", Style.of(["variant=tw-words"]), glossary=BOOK, day=date(2026, 1, 1),
        form_of=lambda held: held.concept.approved("zh-Hant", date(2026, 1, 1)).text,
    )  # fmt: skip
    assert out == "老撾外長訪問中國文化中心（本部），談合作。"  # not 寮國, which OpenCC would write
    assert [place.span.of(out) for place in found] == ["中國文化中心（本部）", ""]
    assert found[1].span.start == found[0].span.end


def test_official_forms_that_a_model_wrote_by_itself_stay() -> None:
    book = Glossary.of([_concept("vision", "document", "愿景", "願景"), Concept("plan", "document", (
        Term("plan", lang="th", text='แผน "อาเซียน" 2045', status=Status.APPROVED),))])  # fmt: skip
    text = 'แผน "อาเซียน" 2045 และ "ปี" 2045'
    style = Style.of(["quotes=curly", "digits=native"])
    assert dressed(text, (), "th", style)[0] == "แผน “อาเซียน” ๒๐๔๕ และ “ปี” ๒๐๔๕"
    assert dressed(text, (), "th", style, glossary=book)[0] == 'แผน "อาเซียน" 2045 และ “ปี” ๒๐๔๕'


@hant
def test_models_are_asked_for_simplified_characters_where_they_can_be_converted() -> None:
    assert as_models_know(Pair("en", "zh-Hant")) == Pair("en", "zh")
    assert as_models_know(Pair("zh-Hant", "vi")) == Pair("zh", "vi")
    assert as_models_know(Pair("en", "zh-Hant"), Style.of(["variant=off"])) == Pair("en", "zh-Hant")
    assert as_models_know(Pair("zh", "zh-Hant")) == Pair("zh", "zh-Hant")  # no model leads there


def test_without_opencc_a_variant_that_is_asked_for_is_refused_and_else_models_write_it(monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip # noqa: E501
    import mtkit.style.variant as variant

    monkeypatch.setattr(variant, "_installed", lambda: False)
    assert as_models_know(Pair("en", "zh-Hant")) == Pair("en", "zh-Hant")
    assert dressed("软件", (), "zh-Hant", Style())[0] == "软件"
    with pytest.raises(UsageError, match=r"pip install 'mtkit\[hant\]'"):
        as_models_know(Pair("en", "zh-Hant"), Style.of(["variant=tw"]))


def test_a_region_chooses_the_characters_where_nothing_else_does() -> None:
    assert regional(["vi", "zh_TW"]) == ["variant=tw"]
    assert regional(["zh-Hant-HK", "zh-MO"]) == ["variant=hk"]
    assert regional(["zh-Hant", "zh-CN", "zh", "pt-TL"]) == []
    assert {lang(code).code for code in ("zh-TW", "zh-Hant-HK", "zh_mo")} == {"zh-Hant"}
    assert Style.of(regional(["zh-TW"])).choice("variant", "zh-Hant") == "tw"
    assert Style.of([*regional(["zh-TW"]), "variant=tw-words"]).choice("variant", "zh-Hant") == "tw-words"
    assert Style.of([*regional(["zh-TW"]), "zh-Hant.variant=hk"]).choice("variant", "zh-Hant") == "hk"
    with pytest.raises(UsageError, match="calls of their own"):
        regional(["zh-TW", "zh-HK"])

"""Names that no glossary has: spelling, absence, one form for one person, abbreviations."""

from __future__ import annotations

import pytest

from mtkit.check import Sample
from mtkit.check.names import check_names, check_people
from mtkit.check.names_chinese import looks_foreign, persons, readings, vietnamese
from mtkit.check.names_latin import bare, tokens
from mtkit.check.names_people import find_person
from mtkit.glossary import Glossary
from mtkit.lang import lang
from mtkit.unit import Issue, Severity


def sample(pair: str, source: str, target: str, glossary: Glossary | None = None) -> Sample:
    before, _, after = pair.partition("-")
    return Sample(target, lang(after), source, lang(before), glossary=glossary)


def found(pair: str, source: str, target: str) -> list[tuple[str, Severity]]:
    return [(issue.code, issue.severity) for issue in check_names(sample(pair, source, target))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("中国外文局局长杜占元、山东省副省长王艺华出席论坛。", ["杜占元", "王艺华"]),
        ("史忠俊表示，媒体合作前景广阔。", ["史忠俊"]),
        ("欧阳晓明教授介绍了研究成果。", ["欧阳晓明"]),
        ("记者陈晓、李文华报道", ["陈晓", "李文华"]),
        ("外交部长林国成率团访问。", ["林国成"]),
        ("会议通过了高质量发展的倡议。", []),
        ("德国前总理安格拉·默克尔抵达北京。", []),
        ("", []),
    ],
)
def test_persons_are_found_by_surname_and_title_or_verb(text: str, names: list[str]) -> None:
    assert [person.name for person in persons(text)] == names
    assert all(person.span.of(text) == person.name for person in persons(text))


def test_readings_of_surnames_and_of_characters_with_several() -> None:
    assert readings("单霁翔")[0][0] == "shan"
    assert readings("曾庆红")[0][0] == "zeng"
    assert {family for family, _ in readings("吕晓丽")} == {"lu", "lyu", "lv"}
    assert ("ouyang", "xiaoming") in readings("欧阳晓明")
    assert ("wang", "changle") in readings("王长乐")


def test_sino_vietnamese_readings_or_none() -> None:
    assert vietnamese("习近平") == (("tập",), ("cận",), ("bình",))
    assert vietnamese("王龘") == ()


def test_a_name_spelt_by_its_sound_may_be_a_foreigners() -> None:
    assert looks_foreign("马克龙")
    assert not looks_foreign("杜占元")


@pytest.mark.parametrize(
    ("target", "exact"),
    [
        ("Du Zhanyuan spoke.", True),
        ("Zhanyuan Du spoke.", True),
        ("DU Zhan-yuan spoke.", True),
        ("Later, Du thanked the guests.", True),
        ("Du Zhangyuan spoke.", False),
    ],
)
def test_a_person_in_latin_letters(target: str, exact: bool) -> None:
    person = find_person("杜占元", target, lang("en"), tokens(target))
    assert person is not None
    assert person.exact is exact
    assert person.expected == "Du Zhanyuan"


def test_a_doubtful_person_is_a_hint() -> None:
    abroad = found("zh-en", "新加坡教育部长林伟杰出席。", "Education Minister Lim Wei Jie attended.")
    assert all(severity is Severity.INFO for _, severity in abroad)
    assert found("zh-en", "法国总统马克龙会见了代表团。", "French President Macron met the delegation.") in (
        [],
        [("E02", Severity.INFO)],
    )


@pytest.mark.parametrize(
    ("pair", "source", "target"),
    [
        ("en-pt", "The delegation flew from Brazil to Indonesia.", "A delegação voou do Brasil para a Indonésia."),
        ("en-id", "The American University of Cambodia opened.", "Universitas Amerika Kamboja dibuka."),
        ("en-vi", "The Australian minister visited Hong Kong.", "Bộ trưởng Úc thăm Hồng Kông."),
        ("en-fil", "Branson's firm is in New Zealand.", "Nasa New Zealand ang kompanya ni Branson."),
        ("en-id", "MINISTERS MEET IN NANNING", "Para Menteri Bertemu di Nanning"),
        ("en-th", "Robert Castlemaine spoke.", "โรเบิร์ต คาสเซิลเมน กล่าว"),
        ("pt-tet", "O presidente falou em Díli.", "Prezidente ko'alia iha Dili."),
        ("zh-en", "在World War II期间", "During World War II"),
        ("en-zh", "The World Wide Fund for Nature (WWF) spoke.", "世界自然基金会发言。"),
    ],
)
def test_what_is_translated_is_no_fault(pair: str, source: str, target: str) -> None:
    assert [code for code, severity in found(pair, source, target) if severity is not Severity.INFO] == []


def test_an_equal_text_and_a_lone_text_have_no_findings() -> None:
    assert found("en-id", "Robert Castlemaine (AMRO) spoke.", "Robert Castlemaine (AMRO) spoke.") == []
    assert list(check_names(Sample("Du Zhanyaun", lang("en")))) == []


@pytest.mark.parametrize(
    ("source", "target", "codes"),
    [
        ("The UN met.", "PBB bersidang.", []),
        ("China's GDP grew in 2024.", "PDB Tiongkok tumbuh pada 2024.", []),
        ("The COVID-19 wave ended at 3 PM.", "Gelombang Covid-19 berakhir pukul 15.00.", []),
        ("Phase III of the plan began.", "Tahap ketiga rencana itu dimulai.", []),
        ("AMRO issued a report.", "Kantor itu menerbitkan laporan.", ["E04"]),
        ("AMROs staff met.", "Staf AMRO bertemu.", []),
    ],
)
def test_abbreviations(source: str, target: str, codes: list[str]) -> None:
    assert [code for code, _ in found("en-id", source, target) if code == "E04"] == codes


def test_what_the_glossary_knows_is_left_to_it() -> None:
    glossary = Glossary.bundled()
    text = "RCEP已于2022年生效。"
    issues = list(check_names(sample("zh-vi", text, "Hiệp định đã có hiệu lực.", glossary)))
    assert [issue.code for issue in issues if issue.code == "E04"] == []


def test_spans_lie_on_the_names() -> None:
    source, target = "局长杜占元出席论坛。", "Director Du Zhanyaun attended."
    issue = next(iter(check_names(sample("zh-en", source, target))))
    assert issue.source is not None
    assert issue.target is not None
    assert (issue.source.of(source), issue.target.of(target)) == ("杜占元", "Du Zhanyaun")


def together(pair: str, *texts: tuple[str, str]) -> dict[int, list[Issue]]:
    return check_people([sample(pair, source, target) for source, target in texts])


def test_one_person_in_two_forms_is_said_once_at_the_rarer() -> None:
    issues = together(
        "zh-en",
        ("局长杜占元出席。", "Du Zhanyuan attended."),
        ("局长杜占元致辞。", "Zhanyuan Du spoke; Zhanyuan Du smiled."),
        ("局长杜占元指出", "Du Zhanyuan noted"),
    )
    assert [(place, [issue.code for issue in each]) for place, each in issues.items()] == [(1, ["E03"])]


def test_a_short_later_mention_and_other_persons_are_no_other_form() -> None:
    assert together("zh-en", ("局长杜占元出席。", "Du Zhanyuan attended."), ("杜占元说，", "Du said")) == {}
    assert (
        together("zh-en", ("局长杜占元出席。", "Du Zhanyuan attended."), ("局长史忠俊出席。", "Shi Zhongjun came."))
        == {}
    )
    assert together("zh-en") == {}


def test_forms_behind_an_honorific_are_a_hint() -> None:
    issues = together(
        "en-th",
        ("Anwar Castlemaine arrived.", "นายอันวาร์ คาสเซิลเมน เดินทางถึง"),
        ("Anwar Castlemaine left.", "นายอันวา คาสเซิลเมน เดินทางกลับ"),
    )
    assert [issue.severity for each in issues.values() for issue in each] == [Severity.INFO]


def test_bare_and_tokens() -> None:
    assert bare("Đỗ São") == "do sao"
    assert [token.text for token in tokens("Mrs Nguyễn Thị Hạnh's Ford-Werke, www.Example.com a@B.cn")] == [
        "Mrs", "Nguyễn", "Thị", "Hạnh", "Ford-Werke",
    ]  # fmt: skip

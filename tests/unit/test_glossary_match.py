"""Folding and boundaries: which spellings of a form are found, and which stretches are not it."""

from __future__ import annotations

from datetime import date

import pytest

from mtkit.glossary import Case, Concept, Glossary, Status, Term
from mtkit.glossary.normal import fold, hant_to_hans, simplified

DAY = date(2024, 6, 21)


def book(lang: str, *forms: str, kind: str = "body", case: Case = Case.SENTENCE) -> Glossary:
    """A glossary with one concept per form, named c0, c1 ..."""
    return Glossary.of(Concept(f"c{n}", kind, (Term(f"c{n}", lang, text, case=case),)) for n, text in enumerate(forms))


def found(glossary: Glossary, text: str, lang: str) -> list[str]:
    return [hit.span.of(text) for hit in glossary.find(text, lang, day=DAY)]


@pytest.mark.parametrize(
    "spelling",
    ["中国—东盟中心", "中国-东盟中心", "中国－东盟中心", "中国–东盟中心", "中国——东盟中心", "中国东盟中心",
     "中国 — 东盟中心", "中国\u2011东盟\u200b中心", "中國—東盟中心", "中國－東盟 中心", "中国−东盟\ufeff中心"],
)  # fmt: skip
def test_chinese_spellings_of_one_name(spelling: str) -> None:
    glossary = book("zh", "中国—东盟中心")
    for lang in ("zh", "zh-Hant"):
        assert found(glossary, f"六月，{spelling}在北京举行了招待会。", lang) == [spelling]


@pytest.mark.parametrize(
    ("lang", "form", "text", "hits"),
    [
        # Latin letters: whole words only
        ("en", "State Council", "the State Council's Office, the State Councillor", ["State Council"]),
        ("en", "State Council", "State\u00a0Council and State\n  Council", ["State\u00a0Council", "State\n  Council"]),
        ("en", "State Council", "of the State\n\nCouncil of Ministers", []),
        ("en", "People's Daily", "the People’s Daily and the People`s Daily", ["People’s Daily", "People`s Daily"]),
        ("en", "State Council", "STATE COUNCIL, State council", ["STATE COUNCIL"]),
        ("en", "Lao", "Laos and the Laotian side", []),
        ("en", "ASEAN", "东盟（ASEAN）和ASEAN国家", ["ASEAN", "ASEAN"]),
        ("en", "US", "a loan of US$14 million from the US", ["US"]),
        ("zh", "TAC", "TAC秘书长，TACT公司，第3TAC号", ["TAC"]),
        ("vi", "Bộ Ngoại giao", "Bộ Ngoại giao Việt Nam", ["Bộ Ngoại giao"]),
        ("vi", "Việt Nam", "Vie\u0323\u0302t Nam và Việt Namm", ["Vie\u0323\u0302t Nam"]),
        # enclitics
        ("id", "Sekretariat ASEAN", "Sekretariat ASEANnya, Sekretariat ASEAN-nya", ["Sekretariat ASEAN"]),
        ("id", "Kementerian Luar Negeri", "Kementerian Luar Negerinya juga hadir", ["Kementerian Luar Negeri"]),
        ("fil", "Tsina", "ang Tsinang mamamahayag at ang Tsinoy", ["Tsina"]),
        # no word spaces: grapheme clusters stay whole
        ("th", "ไทย", "ประเทศไทยและไทยแลนด์", ["ไทย", "ไทย"]),
        ("th", "จีน", "ชาวจีนกับจีนี่", ["จีน"]),
        ("th", "ทย", "ไทย", []),
        ("th", "ลาว", "เลาวและลาวา", []),
        ("th", "กำ", "กํา", ["กํา"]),
        ("km", "ចិន", "ប្រទេសចិនបានប្រកាស", ["ចិន"]),
        ("km", "ចិន", "ចិន្តា", []),
        ("my", "မြန်မာ", "မြန်မာနိုင်ငံ၌", ["မြန်မာ"]),
        ("my", "ထိုင်", "ထိုင်း", []),
        ("my", "မြန်မာ", "မြန်မာန်", []),
        ("lo", "ລາວ", "ສປປ ລາວ ແລະ ເລາວ", ["ລາວ"]),
        ("km", "ក្រសួងការបរទេស និងសហប្រតិបត្តិការ", "ក្រសួង\u200bការបរទេស\u200bនិង\u200bសហប្រតិបត្តិការ",
         ["ក្រសួង\u200bការបរទេស\u200bនិង\u200bសហប្រតិបត្តិការ"]),
        # Tamil writes case endings on to the noun
        ("ta", "சிங்கப்பூர்", "சிங்கப்பூர் அரசு, சிங்கப்பூரில்", ["சிங்கப்பூர்", "சிங்கப்பூர"]),
        ("ta", "சீன", "சீனாவின்", []),
        # Chinese ministries and ministers
        ("zh", "外交部", "外交部发言人、外交部长、外交部副部长、外交部部长、外交部门", ["外交部"]),
        ("en", "Ministry of Education", "the Ministry of Education, Youth and Sport; the Ministry of Education in",
         ["Ministry of Education"]),
    ],
)  # fmt: skip
def test_boundaries(lang: str, form: str, text: str, hits: list[str]) -> None:
    kind = "body" if "Ministry" in form or form == "外交部" else "country"
    assert found(book(lang, form, kind=kind, case=Case.SENTENCE), text, lang) == hits


def test_a_hyphen_makes_another_office_but_not_another_country() -> None:
    office = book("en", "Secretary-General", kind="title", case=Case.ANY)
    assert found(office, "the Under-Secretary-General and the secretary-general", "en") == ["secretary-general"]
    assert found(book("en", "ASEAN", kind="abbr", case=Case.FIXED), "ASEAN-led, non-ASEAN", "en") == ["ASEAN", "ASEAN"]


@pytest.mark.parametrize(
    ("lang", "form", "text"),
    [
        ("en", "Secretary-General of ASEAN", "the Deputy Secretary-General of ASEAN"),
        ("en", "Minister of Information", "Vice Minister of Information"),
        ("zh", "秘书长", "副秘书长"),
        ("id", "Menteri Luar Negeri", "Wakil Menteri Luar Negeri"),
        ("vi", "Tổng Thư ký ASEAN", "Phó Tổng Thư ký ASEAN"),
        ("th", "เลขาธิการอาเซียน", "รองเลขาธิการอาเซียน"),
    ],
)
def test_a_deputy_is_not_the_chief(lang: str, form: str, text: str) -> None:
    glossary = book(lang, form, kind="title", case=Case.ANY)
    assert found(glossary, text, lang) == []
    assert found(glossary, form, lang) == [form]


@pytest.mark.parametrize(
    ("case", "hits"),
    [
        (Case.FIXED, ["win-win cooperation"]),
        (Case.SENTENCE, ["win-win cooperation", "Win-win cooperation", "WIN-WIN COOPERATION"]),
        (Case.ANY, ["win-win cooperation", "Win-win cooperation", "WIN-WIN COOPERATION", "Win-Win Cooperation"]),
    ],
)
def test_case_rules(case: Case, hits: list[str]) -> None:
    text = "win-win cooperation. Win-win cooperation. WIN-WIN COOPERATION. Win-Win Cooperation."
    assert found(book("en", "win-win cooperation", kind="phrase", case=case), text, "en") == hits


def test_the_longest_name_from_the_left_wins() -> None:
    glossary = book("zh", "中国", "国务院", "美国国务院", "中国人民银行", "人民", "东盟")
    text = "美国国务院与国务院、中国人民银行、中国人民和中国—东盟关系"
    assert found(glossary, text, "zh") == ["美国国务院", "国务院", "中国人民银行", "中国", "人民", "中国", "东盟"]


def test_a_longer_name_that_does_not_fit_gives_way_to_a_shorter() -> None:
    glossary = book("en", "Ministry", "Ministry of Information")
    assert found(glossary, "the Ministry of Informations", "en") == ["Ministry"]


def test_an_abbreviation_is_found_as_written_and_a_later_mention_is_not_sought() -> None:
    term = Term("acc", "en", "ASEAN-China Centre", abbreviation="ACC", later="the Centre")
    glossary = Glossary.of([Concept("acc", "body", (term,))])
    text = "The ACC said that the Centre and acc would meet."
    assert found(glossary, text, "en") == ["ACC"]
    assert [hit.span.of(text) for hit in glossary.occurrences(text, "en", "acc", day=DAY)] == ["ACC", "the Centre"]


def test_a_derived_form_counts_in_a_target_and_is_not_sought() -> None:
    terms = (Term("cn", "en", "China"), Term("cn", "en", "Chinese", Status.DERIVED))
    glossary = Glossary.of([Concept("cn", "country", terms)])
    text = "Chinese media in China"
    assert found(glossary, text, "en") == ["China"]
    assert [hit.span.of(text) for hit in glossary.occurrences(text, "en", "cn", day=DAY)] == ["Chinese", "China"]


def test_folding_keeps_the_way_back() -> None:
    text = "Ｔhe\u00a0 ASEAN – 中\u200b国「e\u0301」\n\n४２"
    folded = fold(text, chinese=True)
    assert folded.exact == "The ASEAN-中国'é'\x1e42"
    assert folded.lower == "the asean-中国'é'\x1e42"
    assert len(folded.starts) == len(folded.ends) == len(folded.exact)
    assert folded.span(10, 12).of(text) == "中\u200b国"
    assert folded.span(13, 14).of(text) == "e\u0301"
    assert folded.span(3, 4).of(text) == "\u00a0 "


def test_plain_text_folds_to_itself() -> None:
    text = "The ASEAN-China Centre (ACC) said on 21 June."
    folded = fold(text)
    assert (folded.exact, folded.lower) == (text, text.lower())
    assert list(zip(folded.starts, folded.ends, strict=True)) == [(n, n + 1) for n in range(len(text))]


def test_the_traditional_table_is_one_to_one_and_settled() -> None:
    table = hant_to_hans()
    assert len(table) > 2000
    assert all(len(old) == len(new) == 1 and old != new for old, new in table.items())
    assert not [new for new in table.values() if new in table]
    assert simplified("國務院新聞辦公室、廣播電視總臺、發佈會") == "国务院新闻办公室、广播电视总台、发佈会"


def test_a_hostile_text_takes_no_time_out_of_proportion() -> None:
    forms = ["中" * length + "国" for length in range(1, 150)] + ["a" * length for length in range(1, 150)]
    glossary = book("zh", *forms)
    assert found(glossary, "中" * 3000, "zh") == []
    assert found(glossary, "a" * 3000, "zh") == []
    assert found(glossary, "中" * 149 + "国", "zh") == ["中" * 149 + "国"]

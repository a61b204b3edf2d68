"""Formats of glossaries: what each reads and writes, what it loses, and what hostile files meet."""

from __future__ import annotations

import io
import time
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from mtkit.errors import GlossaryError, UsageError
from mtkit.glossary import Article, Case, Concept, Glossary, Status, Term
from mtkit.glossary import files as glossary_files
from mtkit.glossary.exchange import FORMATS, losses
from mtkit.glossary.lint import lint
from mtkit.lang import Pair

DAY = date(2026, 11, 23)
ZH_VI = Pair("zh", "vi")
FULL = (
    Concept(
        "cicg", "body",
        (
            Term("cicg", "zh", "中国外文局", abbreviation="外文局", authority="CICG <cicg.org.cn> & co",
                 confidence="high"),
            Term("cicg", "vi", "Tập đoàn Truyền thông Quốc tế Trung Quốc", later='"Tập đoàn"', note="hai\ndòng"),
            Term("cicg", "th", "กลุ่มการสื่อสารนานาชาติจีน", Status.DERIVED, Case.ANY),
            Term("cicg", "en", "China International Communications Group", Status.APPROVED, Case.FIXED, Article.NONE,
                 "CICG", "the Group", "CICG", "medium", date(2022, 1, 19), date(2030, 12, 31), "cicg",
                 "mtkit:case=any"),
            Term("cicg", "en", "=Foreign Languages Bureau", Status.FORBIDDEN, note="'=quoted"),
            Term("cicg", "my", "တရုတ်", Status.PROPOSED),
        ),
        "cipg", "an <about>",
    ),
    Concept("10plus1", "event", (Term("10plus1", "zh", "10+1会议"), Term("10plus1", "vi", "@ASEAN+1"))),
)  # fmt: skip
LOSSLESS = ("csv", "tsv", "xlsx", "tbx", "tbx-2008")


def read(data: bytes, name: str, where: str = "terms.file", pair: Pair | None = ZH_VI) -> tuple[Concept, ...]:
    return glossary_files.loads(FORMATS[name].read(data, where, pair), where)


@pytest.mark.parametrize("name", LOSSLESS)
def test_formats_that_hold_everything_give_it_back_and_the_same_bytes_again(name: str) -> None:
    form = FORMATS[name]
    data = form.write(FULL, None, DAY)
    assert read(data, name) == FULL
    assert losses(FULL, read(data, name)) == ()
    assert form.write(FULL, None, DAY) == data


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".xlsx", ".tbx", ".martif"])
def test_load_and_find_take_every_suffix(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"terms{suffix}"
    path.write_bytes(glossary_files.format_of(path).write(FULL, None, DAY))
    book = Glossary.load(path)
    assert [hit.concept.id for hit in book.find("中国外文局代表团", "zh", day=DAY)] == ["cicg"]
    assert book.digest == Glossary.of(FULL).digest


def test_proposed_forms_are_neither_sought_nor_written_nor_accepted() -> None:
    book = Glossary.of([Concept("a", "body", (Term("a", "my", "အာဆီယံ", Status.PROPOSED), Term("a", "en", "ASEAN")))])
    assert book.find("အာဆီယံ", "my", day=DAY) == ()
    assert book["a"].approved("my", DAY) is None
    assert book["a"].accepted("my", DAY) == ()
    assert book.forbidden("အာဆီယံ", "my", day=DAY) == ()


@pytest.mark.parametrize("name", ["omegat", "weblate-csv", "weblate-tbx"])
def test_pair_formats_list_what_they_lose(name: str) -> None:
    data = FORMATS[name].write(FULL, ZH_VI, DAY)
    after = read(data, name)
    forms = {(term.lang, term.text) for concept in after for term in concept.terms}
    assert forms == {
        ("zh", "中国外文局"), ("vi", "Tập đoàn Truyền thông Quốc tế Trung Quốc"), ("zh", "10+1会议"),
        ("vi", "@ASEAN+1"),
    }  # fmt: skip
    lost = {loss.field: loss for loss in losses(FULL, after)}
    assert lost["rows in other languages"].count == 4
    assert lost["authority"].example == "'CICG <cicg.org.cn> & co' of 中国外文局 (cicg, zh)"
    assert ("concept" in lost) == (name == "omegat")


def test_pair_formats_need_a_pair(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--from LANG and --to LANG"):
        FORMATS["omegat"].write(FULL, None, DAY)
    data = FORMATS["omegat"].write(FULL, ZH_VI, DAY)
    with pytest.raises(GlossaryError, match=r"terms\.utf8: does not say which two languages it holds: name it like"):
        read(data, "omegat", "terms.utf8", None)
    path = tmp_path / "asean.zh_CN-vi.utf8"
    path.write_bytes(data)
    assert {term.lang for concept in Glossary.load(path) for term in concept.terms} == {"zh", "vi"}


def test_omegat_reads_remarks_comments_and_synonyms() -> None:
    text = "# remark\n东盟\tASEAN\tcơ quan\n东盟\tHiệp hội\n\n老挝\tLào\n"
    asean, laos = read(text.encode(), "omegat")
    assert [(t.text, t.status.value, t.note) for t in asean.terms] == [
        ("东盟", "approved", ""), ("ASEAN", "approved", "cơ quan"), ("Hiệp hội", "admitted", ""),
    ]  # fmt: skip
    assert laos.kind == "phrase"
    with pytest.raises(GlossaryError, match="row 2: '老挝' has no target: write source, tab, target"):
        read("东盟\tASEAN\n老挝\n".encode(), "omegat")


def test_weblates_csv_is_told_by_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "glossary.zh-vi.csv"
    path.write_text(
        '"location","source","target","id","fuzzy","context","translator_comments","developer_comments"\n'
        '"a.c:1","东盟","ASEAN","","","asean","n","d"\n"","老挝","Lào","","True","",""\n',
        encoding="utf-8",
    )
    sheet = glossary_files.read(path)
    asean, laos = glossary_files.loads(sheet, "x")
    assert (asean.id, asean.note, asean.terms[1].note) == ("asean", "d", "n")
    assert {term.status for term in laos.terms} == {Status.PROPOSED}
    assert [loss.line for loss in sheet.left] == ["location: 1 lost, first 'a.c:1' in row 2"]


def test_weblates_tbx_carries_forbidden_translations() -> None:
    concept = Concept(
        "acc", "phrase",
        (Term("acc", "zh", "中国—东盟中心"), Term("acc", "vi", "Trung tâm ASEAN-Trung Quốc"),
         Term("acc", "vi", "Trung tâm Trung-ASEAN", Status.FORBIDDEN)),
    )  # fmt: skip
    data = FORMATS["weblate-tbx"].write([concept], ZH_VI, DAY)
    assert data.decode().count('<termNote type="administrativeStatus">forbidden</termNote>') == 1
    assert read(data, "tbx") == (concept,)
    assert losses([concept], read(data, "tbx")) == ()


DCT = """<?xml version="1.0" encoding="UTF-8"?>
<tbx type="TBX-Basic" style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
 xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic">
<tbxHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></tbxHeader>
<text><body><conceptEntry id="TID-7"><min:subjectField>diplomacy</min:subjectField>
<basic:definition>a forum</basic:definition>
<langSec xml:lang="zh-CN"><termSec><term>东亚<hi>峰会</hi></term>
<min:administrativeStatus>preferredTerm-admn-sts</min:administrativeStatus>
<min:partOfSpeech>noun</min:partOfSpeech></termSec></langSec>
<langSec xml:lang="en-GB"><termSec><term>East Asia Summit</term><basic:source>ASEAN</basic:source></termSec>
<termSec><term>EAS</term><basic:termType>acronym</basic:termType></termSec>
<termSec><term>Eastern Asia Summit</term><min:administrativeStatus>supersededTerm-admn-sts</min:administrativeStatus>
</termSec></langSec></conceptEntry></body></text></tbx>"""
MARTIF = """<?xml version='1.0'?>
<!DOCTYPE martif PUBLIC "ISO 12200:1999A//DTD MARTIF core (DXFcdV04)//EN" "http://127.0.0.1:9/TBXcdv04.dtd">
<martif type="TBX" xml:lang="en"><martifHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></martifHeader>
<text><body><termEntry id="7"><descripGrp><descrip type="definition">a forum</descrip></descripGrp>
<langSet xml:lang="en"><ntig><termGrp><term>East Asia Summit</term>
<termNote type="administrativeStatus">admittedTerm-admn-sts</termNote></termGrp>
<admin type="source">ASEAN</admin></ntig></langSet>
<langSet xml:lang="th"><tig><term>การประชุมสุดยอดเอเชียตะวันออก</term></tig></langSet>
</termEntry></body></text></martif>"""


def test_tbx_of_2019_in_dct_style() -> None:
    sheet = FORMATS["tbx"].read(DCT.encode(), "x.tbx", None)
    (concept,) = glossary_files.loads(sheet, "x.tbx")
    assert (concept.id, concept.kind, concept.note) == ("tid_7", "phrase", "a forum")
    assert [(t.lang, t.text, t.status.value, t.authority) for t in concept.terms] == [
        ("zh", "东亚峰会", "approved", ""),
        ("en", "East Asia Summit", "approved", "ASEAN"),
        ("en", "EAS", "admitted", ""),
        ("en", "Eastern Asia Summit", "forbidden", ""),
    ]
    assert [(loss.field, loss.count) for loss in sheet.left] == [
        ("partOfSpeech", 1),
        ("subjectField", 1),
        ("termType", 1),
    ]


def test_tbx_of_2008_with_a_document_type_that_nobody_fetches() -> None:
    (concept,) = read(MARTIF.encode(), "tbx")
    assert (concept.id, concept.note) == ("7", "a forum")
    assert [(t.lang, t.status.value, t.authority) for t in concept.terms] == [
        ("en", "admitted", "ASEAN"), ("th", "approved", ""),
    ]  # fmt: skip


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
ENTRY = '<termEntry id="a"><langSet xml:lang="en"><tig><term>{}</term></tig></langSet></termEntry>'


def martif(body: str, doctype: str = "") -> bytes:
    return f'<?xml version="1.0"?>\n{doctype}<martif type="TBX">\n<text><body>\n{body}</body></text></martif>'.encode()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (martif(ENTRY.format("&l9;"), f'<!DOCTYPE martif [<!ENTITY l0 "ha">{LAUGHS}]>'), "x.tbx:2: declares or uses"),
        (martif(ENTRY.format("&x;"), '<!DOCTYPE martif [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), "an entity"),
        (martif(ENTRY.format("A"), '<!DOCTYPE martif [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]>'), "an entity"),
        (martif(ENTRY.format("&nbsp;"), '<!DOCTYPE martif SYSTEM "http://127.0.0.1:9/x.dtd">'), "x.tbx:4: declares or"),
        (martif("<a>" * 40 + "</a>" * 40), "more than 32 deep"),
        (martif(ENTRY.format("A" * 200_000)), "more than 100000 characters"),
        (martif(ENTRY.format("A" * 201)), "line 4, entry a, element term: is 201 characters long"),
        (martif(ENTRY.format("")), "line 4, entry a, element term: is empty"),
        (martif(ENTRY.format("A").replace('"en"', '"tlh"')), "element langSec xml:lang: unknown language 'tlh'"),
        (martif(ENTRY.format("A</term><termNote type='administrativeStatus'>good</termNote><term>")),
         "element administrativeStatus: 'good' is no status"),
        (martif(ENTRY.format("A") + ENTRY.format("B")), "entry id 'a' occurs twice"),
        (martif('<termEntry id="a"></termEntry>'), "line 4, entry a, element term: is missing"),
        (martif(""), "is empty"),
        (martif(ENTRY.format("A"))[:-20], "x.tbx:4: is no well-formed XML"),
        (b"<html><body/></html>", "is no TBX: its root is 'html'"),
        (b"", "is no well-formed XML"),
        (b'<?xml version="1.0" encoding="klingon"?><tbx/>', "is no well-formed XML|cannot be read as XML"),
    ],
)  # fmt: skip
def test_hostile_tbx_is_refused_in_one_line_and_at_once(data: bytes, says: str) -> None:
    start = time.process_time()
    with pytest.raises(GlossaryError, match=says) as caught:
        read(data, "tbx", "x.tbx")
    assert time.process_time() - start < 2
    assert str(caught.value).startswith("x.tbx")
    assert "\n" not in str(caught.value)


def workbook(*rows: list[object], sheets: int = 1) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for _ in range(sheets - 1):
        book.create_sheet("more")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


HEADER: list[object] = ["concept", "kind", "lang", "term", "status", "valid_from", "note"]


def test_a_workbook_made_by_hand(tmp_path: Path) -> None:
    data = workbook(HEADER, ["acc", "body", "en", "ASEAN-China Centre", "approved", date(2011, 11, 18), 7.0], sheets=2)
    sheet = FORMATS["xlsx"].read(data, "x.xlsx", None)
    (concept,) = glossary_files.loads(sheet, "x.xlsx")
    assert (concept.terms[0].valid_from, concept.terms[0].note) == (date(2011, 11, 18), "7")
    assert [loss.line for loss in sheet.left] == ["sheets: 1 lost, first 'more'"]


def test_formulas_are_neither_run_nor_written() -> None:
    data = workbook(HEADER, ["acc", "body", "en", '=HYPERLINK("http://127.0.0.1:9","x")', "approved"])
    with pytest.raises(GlossaryError, match=r"row 2, column D: holds the formula .*x.*: paste its value as text"):
        read(data, "xlsx")
    written = FORMATS["xlsx"].write(FULL, None, DAY)
    cells = [
        cell for row in openpyxl.load_workbook(io.BytesIO(written)).active.iter_rows() for cell in row if cell.value
    ]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not [cell.value for cell in cells if cell.value[0] in "=+-@"]


def packed(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


def altered(data: bytes, name: str, change) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        return packed({m: change(old.read(m)) if m == name else old.read(m) for m in old.namelist()})


SHEET = "xl/worksheets/sheet1.xml"
GOOD = workbook(HEADER, ["acc", "body", "en", "ASEAN-China Centre", "approved"])


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x03\x04 no workbook", "is no workbook of Excel"),
        (b"", "is no workbook of Excel"),
        (packed({"a.xml": b"<a/>"}), "is no workbook that can be read"),
        (packed({"xl/bomb.xml": b"<a>" + b" " * 20_000_000 + b"</a>"}), "packed like a bomb"),
        (packed({f"{n}.xml": b"<a/>" for n in range(600)}), "holds 600 parts"),
        (altered(GOOD, SHEET, lambda x: b'<!DOCTYPE worksheet [<!ENTITY a "b">]>' + x), "declares a document type"),
        (altered(GOOD, SHEET, lambda x: x.replace(b'r="D2"', b'r="XFD2"')), "cell XFD2: too far out"),
        (altered(GOOD, SHEET, lambda x: x.replace(b'r="D2"', b'r="D9999999"')), "cell D9999999: too far out"),
        (altered(GOOD, SHEET, lambda x: x[:200]), "is no well-formed XML"),
        (workbook([]), "is empty"),
        (workbook(HEADER[:3]), "column 'term' is missing from the first row"),
        (workbook(HEADER, ["acc", "body", "en", "A", "good"]), "row 2, column status: 'good' is no status"),
    ],
)
def test_hostile_workbooks_are_refused_in_one_line(data: bytes, says: str) -> None:
    with pytest.raises(GlossaryError, match=says) as caught:
        read(data, "xlsx", "x.xlsx")
    assert str(caught.value).startswith("x.xlsx")
    assert "\n" not in str(caught.value)


def test_lint_reads_every_format_and_names_lines_in_tbx(tmp_path: Path) -> None:
    path = tmp_path / "x.tbx"
    path.write_bytes(martif(ENTRY.format("ศูนย์A") + "\n" + ENTRY.format("").replace('"a"', '"b"')))
    found = [(f.code, f.row) for f in lint(path, day=DAY)]
    assert ("G08", 4) in found
    assert ("G01", 5) in found


def test_an_ending_that_tells_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "terms.doc").write_bytes(b"x")
    with pytest.raises(GlossaryError, match=r"use one of \.csv, \.tsv, \.xlsx, \.tbx"):
        Glossary.load(tmp_path / "terms.doc")
    with pytest.raises(UsageError, match="did you mean 'xlsx'"):
        glossary_files.format_of(tmp_path / "x", "xlsm")

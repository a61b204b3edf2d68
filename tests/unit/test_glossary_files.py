"""Reading and writing glossaries: what is understood, what is refused and how."""

from __future__ import annotations

import codecs
from datetime import date
from pathlib import Path

import pytest

from mtkit.errors import GlossaryError
from mtkit.glossary import Article, Case, Concept, Glossary, Status, Term
from mtkit.glossary.files import dump_csv, load_csv

HEADER = "concept,kind,lang,term,status"
ROWS = """acc,body,en,ASEAN-China Centre,approved
acc,body,en,China-ASEAN Center,forbidden
acc,body,zh,中国—东盟中心,approved
acc,body,th,ศูนย์อาเซียน-จีน,approved
"""


def write(tmp_path: Path, text: str | bytes, name: str = "terms.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


def refusal(tmp_path: Path, text: str | bytes) -> str:
    path = write(tmp_path, text)
    with pytest.raises(GlossaryError) as caught:
        Glossary.load(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: "), message
    assert "\n" not in message
    assert caught.value.exit_code == 3
    return message.removeprefix(f"{path}: ")


@pytest.mark.parametrize(
    "encode",
    [
        pytest.param(lambda text: text.encode("utf-8"), id="utf-8"),
        pytest.param(lambda text: text.encode("utf-8-sig"), id="bom"),
        pytest.param(lambda text: text.encode("utf-16"), id="utf-16"),
        pytest.param(lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"), id="utf-16-be"),
        pytest.param(lambda text: text.encode("gb18030"), id="gb18030"),
        pytest.param(lambda text: text.replace("\n", "\r\n").encode("utf-8-sig"), id="crlf"),
        pytest.param(lambda text: text.replace("\n", "\r").encode("utf-8"), id="cr"),
        pytest.param(lambda text: text.replace(",", ";").encode("utf-8"), id="semicolon"),
        pytest.param(lambda text: text.replace(",", "\t").encode("utf-16"), id="tab"),
        pytest.param(lambda text: ("sep=;\r\n" + text.replace(",", ";")).encode("utf-8"), id="sep-line"),
        pytest.param(lambda text: text.replace("\n", ",,,\n").encode("utf-8"), id="padding"),
        pytest.param(lambda text: text.replace("concept,kind", " Concept ,KIND").encode("utf-8"), id="header-case"),
    ],
)
def test_a_file_reads_the_same_however_it_was_saved(tmp_path: Path, encode) -> None:
    concepts = load_csv(write(tmp_path, encode(f"{HEADER}\n{ROWS}")))
    assert concepts == load_csv(write(tmp_path, f"{HEADER}\n{ROWS}", "plain.csv"))
    assert [term.text for term in concepts[0].terms][2:] == ["中国—东盟中心", "ศูนย์อาเซียน-จีน"]


def test_every_column_is_read(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "concept,kind,lang,term,status,case,article,abbreviation,later,authority,confidence,valid_from,valid_to,"
        "publisher,replaced_by,note,about\r\n"
        'cicg,body,zh_CN,中国外文局,Approved,FIXED,none,CICG,该局,"CICG, Beijing",high,2022/1/19,2030-12-31,'
        'cicg,other,"first line\nsecond","a ""group"""\r\n',
    )
    (concept,) = load_csv(path)
    assert concept == Concept(
        "cicg",
        "body",
        (
            Term(
                "cicg", "zh", "中国外文局", Status.APPROVED, Case.FIXED, Article.NONE, "CICG", "该局", "CICG, Beijing",
                "high", date(2022, 1, 19), date(2030, 12, 31), "cicg", "first line\nsecond",
            ),
        ),
        "other",
        'a "group"',
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "is empty"),
        ("concept,kind,lang,term\n", "row 1, column status: column 'status' is missing from the first row"),
        (f"{HEADER},colour\na,body,en,A,approved,red\n", "row 1, column colour: unknown column 'colour'"),
        (f"{HEADER},valid_form\n", "row 1, column valid_form: unknown column 'valid_form': did you mean 'valid_from'?"),
        (f"{HEADER},note,note\n", "row 1, column note: column 'note' occurs twice"),
        (f"{HEADER}\na,body,en,A,aproved\n", "row 2, column status: 'aproved' is no status: did you mean 'approved'?"),
        (f"{HEADER}\na,body,en,A,\n", "row 2, column status: '' is no status"),
        (f"{HEADER}\na,bodie,en,A,approved\n", "row 2, column kind: 'bodie' is no kind: did you mean 'body'?"),
        (f"{HEADER}\na,,en,A,approved\n", "row 2, column kind: is empty"),
        (f"{HEADER}\na,body,eng-x,A,approved\n", "row 2, column lang: unknown language 'eng-x'"),
        (f"{HEADER}\na,body,xx,A,approved\n", "row 2, column lang: unknown language 'xx'"),
        (f"{HEADER}\nA b,body,en,A,approved\n", "row 2, column concept: 'A b' is no concept id"),
        (f"{HEADER}\n,body,en,A,approved\n", "row 2, column concept: '' is no concept id"),
        (f"{HEADER}\na,body,en, ,approved\n", "row 2, column term: is empty"),
        (f"{HEADER}\na,body,en,{'A' * 201},approved\n", "row 2, column term: is 201 characters long"),
        (f"{HEADER}\na,body,en,A\x00B,approved\n", "row 2, column term: holds a character that is no text (U+0000)"),
        (f'{HEADER}\na,body,en,"A\nB",approved\n', "row 2, column term: holds a character that is no text (U+000A)"),
        (f"{HEADER}\na,body,en,A,approved,x\n", "row 2: has a cell beyond the last column ('x'): put quotes round"),
        (f'{HEADER}\na,body,en,"A,approved\nb,body', "row 2: a quotation mark is not closed"),
        (f"{HEADER},valid_from\na,body,en,A,approved,19.1.2022\n", "row 2, column valid_from: '19.1.2022' is no date"),
        (f"{HEADER},valid_from\na,body,en,A,approved,2022-02-30\n", "row 2, column valid_from: '2022-02-30' is no"),
        (
            f"{HEADER},valid_from,valid_to\na,body,en,A,approved,2022-02-03,2022-02-02\n",
            "row 2, column valid_to: 2022-02-02 is before valid_from 2022-02-03",
        ),
        (f"{HEADER},confidence\na,body,en,A,approved,sure\n", "row 2, column confidence: 'sure' is no confidence"),
        (f"{HEADER},case\na,body,en,A,approved,upper\n", "row 2, column case: 'upper' is no case"),
        (f"{HEADER},article\na,body,en,A,approved,a\n", "row 2, column article: 'a' is no article"),
        (
            f"{HEADER}\na,body,en,A,approved\na,media,th,ก,approved\n",
            "row 3, column kind: 'media' differs from 'body' in",
        ),
        (f"{HEADER}\na,body,en,A,approved\na,body,en,B,approved\n", "row 3, column term: 'B' is approved at the same"),
        (f"{HEADER}\na,body,en,A,approved\na,body,en,A,admitted\n", "row 3, column term: 'A' stands twice"),
        (f"{HEADER}\na,body,en,A,approved\na,body,en,A,forbidden\n", "row 3, column term: 'A' is both forbidden and"),
    ],
)
def test_a_wrong_row_is_named_with_its_mend(tmp_path: Path, text: str, expected: str) -> None:
    assert refusal(tmp_path, text).startswith(expected)


def test_blank_rows_count_as_excel_counts(tmp_path: Path) -> None:
    text = f'{HEADER},note\n\na,body,en,A,approved,"two\nlines"\n,,,,,\nb,body,en,B,wrong,\n'
    assert refusal(tmp_path, text).startswith("row 5, column status")


def test_the_first_problem_is_shown_with_the_count_of_others(tmp_path: Path) -> None:
    text = f"{HEADER}\na,body,en,A,x\nb,body,en,B,y\nc,bogus,en,C,approved\n"
    assert refusal(tmp_path, text).endswith("(and 2 more: mtkit glossary lint shows all)")


def test_letters_lost_in_a_legacy_encoding_are_not_taken_for_terms(tmp_path: Path) -> None:
    text = f"{HEADER}\nacc,body,zh,中国—东盟中心,approved\nacc,body,th,?????????-???,approved\n"
    assert refusal(tmp_path, text.encode("gb18030")).startswith("row 3: letters were lost")


def test_bytes_of_no_known_encoding_are_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, b"concept,kind\n\xff\xff\xff").startswith(
        "is neither UTF-8 nor GB 18030 (the first bad byte"
    )


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(GlossaryError, match="cannot be read"):
            Glossary.load(path)


def test_dates_and_publishers_part_approved_forms(tmp_path: Path) -> None:
    text = (
        f"{HEADER},valid_from,valid_to,publisher\n"
        "cicg,body,en,China International Publishing Group,approved,,2022-01-18,\n"
        "cicg,body,en,China International Publishing Group,forbidden,2022-01-19,,\n"
        "cicg,body,en,China International Communications Group,approved,2022-01-19,,\n"
        "cicg,body,en,CICG Group,approved,2022-01-19,,house\n"
    )
    glossary = Glossary.load(write(tmp_path, text))
    before, after = (
        glossary["cicg"].approved("en", date(2022, 1, 18)),
        glossary["cicg"].approved("en", date(2022, 1, 19)),
    )
    assert before is not None
    assert after is not None
    assert (before.text, after.text) == (
        "China International Publishing Group",
        "China International Communications Group",
    )


def test_a_later_file_overrides_concepts(tmp_path: Path) -> None:
    one = write(tmp_path, f"{HEADER}\na,body,en,A,approved\nb,body,en,B,approved\n", "one.csv")
    two = write(tmp_path, f"{HEADER}\na,body,en,Alpha,approved\n", "two.csv")
    glossary = Glossary.load(one, two)
    assert glossary.name == "one+two"
    assert [(c.id, c.terms[0].text) for c in glossary] == [("a", "Alpha"), ("b", "B")]


def test_formulas_are_guarded_on_the_way_out_and_read_back(tmp_path: Path) -> None:
    texts = ["=HYPERLINK(1)", "+86", "-ing", "@ASEAN", "'=x", "'quoted'"]
    terms = tuple(Term("odd", "en", text, Status.ADMITTED) for text in texts)
    path = tmp_path / "odd.csv"
    dump_csv((Concept("odd", "phrase", terms),), path)
    lines = path.read_text(encoding="utf-8-sig").splitlines()[1:]
    cells = [line.split(",")[3] for line in lines]
    assert not [cell for cell in cells if cell[0] in "=+-@"]
    assert [term.text for term in load_csv(path)[0].terms] == texts


def test_what_is_written_opens_in_excel_and_replaces_the_file_whole(tmp_path: Path) -> None:
    path = write(tmp_path, "old")
    concepts = load_csv(write(tmp_path, f"{HEADER}\n{ROWS}", "in.csv"))
    dump_csv(concepts, path)
    raw = path.read_bytes()
    assert raw.startswith(codecs.BOM_UTF8)
    assert raw.count(b"\r\n") == raw.count(b"\n") == 5
    assert load_csv(path) == concepts
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["in.csv", "terms.csv"]


def test_a_glossary_made_in_code_keeps_the_same_rules() -> None:
    term = Term("a", "en", "A")
    assert Glossary.of([Concept("a", "body", (term,))])["a"].terms == (term,)
    for concepts, message in [
        ([Concept("a", "body", (term,)), Concept("a", "body", (term,))], "occurs twice"),
        ([Concept("b", "body", (term,))], "belongs to 'a'"),
        ([Concept("a", "body", ())], "has no term"),
        ([Concept("a", "nonsense", (term,))], "is no kind"),
        ([Concept("a", "body", (Term("a", "tlh", "A"),))], "unknown language"),
    ]:
        with pytest.raises(GlossaryError, match=message):
            Glossary.of(concepts)


def test_terms_are_read_in_composed_form(tmp_path: Path) -> None:
    decomposed = "Vie\u0302\u0323t Nam"
    (concept,) = load_csv(write(tmp_path, f"{HEADER}\nvn,country,vi,{decomposed},approved\n"))
    assert concept.terms[0].text == "Việt Nam"

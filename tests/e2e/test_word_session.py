"""A desk's session with Word files: translate, check, correct, merge; and what is refused."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from command import Mtkit
from word_files import body, contents, core, package, paragraph, part, run, word_file

LINK = '<w:hyperlink r:id="rId9">' + run("the programme", '<w:rStyle w:val="Hyperlink"/>') + "</w:hyperlink>"
ARTICLE = word_file(
    paragraph(run("Media forum opens in Nanning"), style="desk"),
    paragraph(
        run("The forum opened on "), run("4 May 2024", "<w:b/>"), run(" in Nanning. "), run("See "), LINK, run(".")
    ),
    "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc>"
    + paragraph(run("Thailand"))
    + "</w:tc></w:tr></w:tbl>",
    more={
        "docProps/core.xml": core("Media forum &amp; fair", "en"),
        "word/header1.xml": part("hdr", paragraph(run("Press release"))),
        "word/media/image1.png": bytes(range(256)),
        "word/comments.xml": part("comments", paragraph(run("An editor's remark."))),
    },
)


def approve(path: Path, targets: dict[str, str]) -> None:
    """What an editor does in Poedit: write each sentence and take the mark off."""
    text = path.read_text(encoding="utf-8")
    head, *entries = text.split("\n\n")
    out = []
    for entry in entries:
        key = next((key for key in targets if f'msgid "{key}"' in entry), None)
        assert key is not None, entry
        lines = [line for line in entry.splitlines() if not line.startswith(("#, fuzzy", "#| "))]
        start = next(n for n, line in enumerate(lines) if line.startswith("msgstr"))
        out.append("\n".join([*lines[:start], f'msgstr "{targets[key]}"']))
    path.write_text("\n\n".join([head, *out]) + "\n", encoding="utf-8")


TARGETS = {
    "Media forum opens in Nanning": "Diễn đàn truyền thông khai mạc tại Nam Ninh",
    "The forum opened on {1}4 May 2024{/1} in Nanning.": "Ngày {1}4/5/2024{/1}, diễn đàn khai mạc tại Nam Ninh.",
    "See {1}the programme{/1}.": "Xem {1}chương trình{/1}.",
    "Thailand": "Thái Lan",
    "Press release": "Thông cáo báo chí",
    "Media forum & fair": "Diễn đàn & hội chợ truyền thông",
}


def test_a_word_file_is_translated_reviewed_and_merged(mtkit: Mtkit, tmp_path: Path) -> None:
    source = tmp_path / "forum.docx"
    source.write_bytes(ARTICLE)
    made = mtkit("translate", "forum.docx", "--from", "en", "--to", "vi", "-o", "out")
    assert made.code == 0, made.err
    path = tmp_path / "out" / "forum.vi.po"
    text = path.read_text(encoding="utf-8")
    assert all(f'msgid "{key}"' in text for key in TARGETS), text
    assert "mtkit-code: {1} = bold" in text
    assert "mtkit-code: {1} = link" in text
    assert "An editor's remark" not in text
    assert "role: cell" in text
    assert mtkit("check", "out/forum.vi.po").code in {0, 1}

    assert mtkit("merge", "forum.docx", "out/forum.vi.po").code != 0
    assert not (tmp_path / "forum.vi.docx").exists()
    approve(path, TARGETS)
    merged = mtkit("merge", "forum.docx", "out/forum.vi.po", "-o", "site", "--disclosure")
    assert merged.code == 0, merged.err
    out = (tmp_path / "site" / "forum.vi.docx").read_bytes()
    opened = docx.Document(io.BytesIO(out))
    assert [line.text for line in opened.paragraphs][:2] == [
        "Diễn đàn truyền thông khai mạc tại Nam Ninh",
        "Ngày 4/5/2024, diễn đàn khai mạc tại Nam Ninh. Xem chương trình.",
    ]
    assert [one.text for one in opened.paragraphs[1].runs if one.bold] == ["4/5/2024"]
    assert opened.tables[0].cell(0, 0).text == "Thái Lan"
    assert "<dc:title>Diễn đàn &amp; hội chợ truyền thông</dc:title>" in contents(out)["docProps/core.xml"].decode()
    before, after = contents(ARTICLE), contents(out)
    for name in ("[Content_Types].xml", "_rels/.rels", "word/media/image1.png", "word/comments.xml"):
        assert before[name] == after[name]
    assert source.read_bytes() == ARTICLE

    again = word_file(*(paragraph(run(text)) for text in ("Thailand", "A new sentence came in.")))
    source.write_bytes(again)
    updated = mtkit("update", "forum.docx", "out/forum.vi.po")
    assert updated.code == 0, updated.err
    assert "A new sentence came in." in path.read_text(encoding="utf-8")
    assert "Thái Lan" in path.read_text(encoding="utf-8")


@pytest.mark.deep
def test_a_word_file_comes_out_as_one(mtkit: Mtkit, tmp_path: Path) -> None:
    (tmp_path / "forum.docx").write_bytes(ARTICLE)
    result = mtkit(
        "translate", "forum.docx", "--from", "en", "--to", "th", "--to", "km", "-o", "out", "--format", "text"
    )
    assert result.code == 0, result.err
    first = {lang: (tmp_path / "out" / f"forum.{lang}.docx").read_bytes() for lang in ("th", "km")}
    for data in first.values():
        assert len(docx.Document(io.BytesIO(data)).paragraphs) == 2
    assert b'w:bidi="th-TH"' in contents(first["th"])["word/styles.xml"]
    again = mtkit("translate", "forum.docx", "--from", "en", "--to", "th", "-o", "twice", "--format", "text")
    assert again.code == 0, again.err
    assert (tmp_path / "twice" / "forum.th.docx").read_bytes() == first["th"]
    checked = mtkit("check", "--from", "en", "--to", "th", "forum.docx", "out/forum.th.docx")
    assert checked.code in {0, 1}, checked.err


BAD = {
    "macro.docx": package({"word/document.xml": body(paragraph(run("a"))), "word/vbaProject.bin": b"x"}),
    "bomb.docx": package({"word/document.xml": body(paragraph(run("a"))), "word/media/a.bmp": bytes(8 << 20)}),
    "away.docx": package({"word/document.xml": body(paragraph(run("a"))), "../evil.xml": b"x"}),
    "cut.docx": ARTICLE[: len(ARTICLE) // 2],
    "deep.docx": package({"word/document.xml": body("<w:sdt>" * 5000, "</w:sdt>" * 5000)}),
    "page.docx": b"<html><body><p>The forum opened.</p></body></html>",
    "locked.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000),
    "report.docm": ARTICLE,
}


@pytest.mark.deep
@pytest.mark.parametrize("name", sorted(BAD))
def test_what_is_not_to_be_trusted_is_one_line_and_nothing_is_written(mtkit: Mtkit, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(BAD[name])
    result = mtkit("translate", name, "--from", "en", "--to", "vi", "-o", "out")
    assert result.code == 3
    assert len(result.errors) == 1
    assert name in result.errors[0]
    assert not list(tmp_path.glob("out/*.po"))


def test_the_note_that_word_keeps_beside_an_open_file_is_no_article(mtkit: Mtkit, tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "forum.docx").write_bytes(ARTICLE)
    (tmp_path / "desk" / "~$forum.docx").write_bytes(b"\x05Desk" + bytes(157))
    result = mtkit("translate", "desk", "--from", "en", "--to", "vi", "-o", "out", "--format", "text")
    assert result.code == 0, result.err
    assert [path.name for path in (tmp_path / "out").glob("*.docx")] == ["forum.vi.docx"]

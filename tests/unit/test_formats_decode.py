"""Encodings are told apart, kept byte for byte, or refused with the place and the mend."""

from __future__ import annotations

import codecs

import pytest

from mtkit.errors import DocumentError, UsageError
from mtkit.formats import format_for, read, read_bytes, read_text, write
from mtkit.segment.document import segment_document
from mtkit.segment.interface import Sentence
from mtkit.text import Span

ZH = "中国和东盟国家的媒体代表在南宁举行会议，讨论合作计划。\n来自十一个国家的代表出席了会议。\n"
ZH_HANT = "中國和東協國家的媒體代表在南寧舉行會議，討論合作計畫。\n來自十一個國家的代表出席了會議。\n"
PT = "A cooperação entre os meios de comunicação começou em Díli – disse o ministério.\n"
TH = "นายกรัฐมนตรีเปิดการประชุมที่กรุงเทพฯ เมื่อวันที่ ๓ กันยายน “ความร่วมมือ” เพิ่มขึ้นร้อยละ 5.2\n"


class Whole:
    name = "whole@1"

    def sentences(self, text):
        return [Sentence(Span(0, len(text)))] if text else []


@pytest.mark.parametrize(
    ("bom", "codec"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_a_byte_order_mark_decides_and_is_kept(bom, codec):
    data = bom + ZH.encode(codec)
    document = read_bytes(data, id="a.txt", lang="zh")
    assert (document.text, document.encoding, document.bom) == (ZH, codec, bom)
    assert write(document, {}, (), lang="zh") == data


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_seen_by_its_nuls(codec):
    document = read_bytes(ZH.encode(codec), id="a.txt", lang="zh")
    assert (document.text, document.encoding) == (ZH, codec)


@pytest.mark.parametrize(
    ("text", "codec", "lang"),
    [(ZH, "gb18030", "zh"), (ZH_HANT, "big5", "zh-Hant"), (PT, "cp1252", "pt"), (TH, "cp874", "th")],
)
def test_national_encodings_are_recognised(text, codec, lang):
    document = read_bytes(text.encode(codec), id="a.txt", lang=lang)
    assert (document.text, document.encoding) == (text, codec)


def test_bytes_in_no_encoding_are_refused_with_their_place():
    data = PT.encode() + b"caf\xe9 \xff\xfe\n"
    with pytest.raises(
        DocumentError, match=rf"^a\.txt: not valid UTF-8 at byte {len(PT.encode()) + 3} \(line 2, byte 0xE9\)"
    ):
        read_bytes(data, id="a.txt", lang="vi")


def test_a_damaged_utf8_file_is_not_taken_for_chinese():
    data = bytearray(ZH.encode())
    data[31] = 0xFF
    with pytest.raises(DocumentError, match="not valid UTF-8 at byte 3"):
        read_bytes(bytes(data), id="a.txt", lang="zh")


@pytest.mark.parametrize(
    ("data", "seems"),
    [
        (b"%PDF-1.7\n...", "PDF"),
        (b"PK\x03\x04....[Content_Types].xml..word/document.xml", "Word document"),
        (b"PK\x03\x04....xl/workbook.xml", "Excel"),
        (b"PK\x03\x04....a.txt", "ZIP"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0..", "JPEG"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "Office"),
        (b"text\x00more text\n\x00\x00", "NUL at byte 4"),
    ],
)
def test_binary_files_are_refused_by_name(data, seems):
    with pytest.raises(DocumentError, match=seems) as caught:
        read_bytes(data, id="a.txt", lang="en")
    assert str(caught.value).startswith("a.txt: ")
    assert caught.value.exit_code == 3


def test_a_control_character_is_refused_with_its_line():
    with pytest.raises(DocumentError, match=r"control character U\+0008 in line 3"):
        read_bytes(b"one\n\ntw\x08o\n", id="a.txt", lang="en")


def test_half_a_character_is_refused():
    with pytest.raises(DocumentError, match=r"U\+D83D"):
        read_text("a\ud83d", lang="en")
    document = read_text("A sentence.", lang="en")
    segments = segment_document(document, Whole())
    with pytest.raises(DocumentError, match=r"U\+D83D.*remove it from the translation"):
        write(document, {segments[0].id: "a\ud83d"}, segments, lang="vi")


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", codecs.BOM_UTF8, "\u3000\n\u200b".encode()])
@pytest.mark.parametrize("fmt", ["text", "markdown", "html"])
def test_an_empty_file_is_a_document_without_blocks(data, fmt):
    document = read_bytes(data, id="a", lang="zh", format=fmt)
    assert segment_document(document, Whole()) == ()
    assert write(document, {}, (), lang="en") == data


def test_the_charset_that_a_page_declares_is_honoured():
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"></head><p>{ZH}</p>'
    document = read_bytes(page.encode("gb18030"), id="a.html", lang="zh")
    assert (document.text, document.encoding) == (page, "gb18030")
    ascii_page = '<meta charset="big5"><p>Taipei news</p>'
    assert read_bytes(ascii_page.encode(), id="a.html", lang="en").encoding == "big5"


def test_a_wrong_declaration_does_not_garble_utf8():
    page = f'<meta charset="gb2312"><p>{ZH}</p>'
    document = read_bytes(page.encode(), id="a.html", lang="zh")
    assert (document.text, document.encoding) == (page, "utf-8")


def test_what_the_encoding_cannot_spell_is_written_as_utf8_and_declared_so():
    page = "<html lang='pt'><head><meta charset=iso-8859-1></head><body><p>Notícia de Díli</p></body></html>"
    document = read_bytes(page.encode("latin-1"), id="a.html", lang="pt")
    segments = segment_document(document, Whole())
    written = write(document, {segments[0].id: "帝力新闻"}, segments, lang="zh").decode("utf-8")
    assert written == "<html lang='zh'><head><meta charset=utf-8></head><body><p>帝力新闻</p></body></html>"


def test_files_that_cannot_be_read_are_one_line(tmp_path):
    with pytest.raises(DocumentError, match=r"missing\.txt: no such file$"):
        read(tmp_path / "missing.txt", lang="en")
    with pytest.raises(DocumentError, match="a directory, not an article"):
        read(tmp_path, lang="en")
    word = tmp_path / "a.odt"
    word.write_bytes(b"PK\x03\x04")
    with pytest.raises(DocumentError, match=r"no format takes \.odt .*save it as \.docx or \.html"):
        read(word, lang="en")
    with pytest.raises(DocumentError, match=r"Word|ZIP"):
        read(word, lang="en", format="text")
    for name, mend in (("desk.tmx", "mtkit memory import"), ("terms.xlsx", "--glossary"), ("talk.ttml", "as .srt")):
        with pytest.raises(DocumentError, match=mend):
            read_bytes(b"x", id=name, lang="en")


def test_odd_paths_are_one_line_too(tmp_path):
    plain = tmp_path / "README"
    plain.write_text("Text.\n", encoding="utf-8")
    with pytest.raises(DocumentError, match="no format takes a file without a suffix"):
        read(plain, lang="en")
    assert read(plain, lang="en", format="text").text == "Text.\n"
    with pytest.raises(DocumentError, match="cannot be read: File name too long"):
        read(tmp_path / ("a" * 300 + ".txt"), lang="en")
    with pytest.raises(DocumentError, match=r"no such file|cannot be read"):
        read(plain / "a.txt", lang="en")
    with pytest.raises(UsageError, match="unknown format"):
        read(plain, lang="en", format="doc")
    assert read_bytes(b"Text.\n", id="-", lang="en").format == "text"


def test_a_file_over_the_limit_is_refused_unread(tmp_path):
    big = tmp_path / "big.txt"
    with big.open("wb") as file:
        file.truncate(65 * 2**20)
    with pytest.raises(DocumentError, match="65 MB, more than the 64 MB"):
        read(big, lang="en")


def test_formats_are_found_by_name_suffix_and_file_name():
    assert [format_for(name).name for name in ("html", ".HTM", "a/b.md", "x.y.TXT")] == [
        "html",
        "html",
        "markdown",
        "text",
    ]
    with pytest.raises(UsageError, match="unknown format 'word'; known are text, markdown, html"):
        format_for("word")


def test_the_id_is_the_path_or_what_is_given(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "news" / "a.txt"
    path.parent.mkdir()
    path.write_text("Tin tức.\n", encoding="utf-8")
    assert read(path.relative_to(tmp_path), lang="vi").id == "news/a.txt"
    assert read(path, lang="vi", id="b").id == "b"


def test_chinese_bytes_are_not_taken_for_thai():
    assert read_bytes(ZH.encode("gb18030"), id="a.txt", lang="th").text == ZH


@pytest.mark.parametrize("label", ["tis-620", "windows-874", "iso-8859-11"])
def test_a_page_may_declare_thai_as_browsers_know_it(label):
    data = f'<meta charset="{label}"><p>{TH.strip()}</p>'.encode("cp874")
    document = read_bytes(data, id="a.html", lang="th")
    assert (document.encoding, TH.strip() in document.text) == ("cp874", True)


@pytest.mark.parametrize("label", ["raw_unicode_escape", "unicode_escape", "idna", "punycode", "utf_7", "U16", "cp037"])
def test_a_declared_charset_that_no_browser_knows_is_passed_over(label):
    text = f'<meta charset="{label}"><p>A page about C:\\ud800 and \\x00.</p>'
    assert read_bytes(text.encode(), id="a.html", lang="en").text == text

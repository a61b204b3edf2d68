"""Word files: what is read, what it is, and what comes back."""

from __future__ import annotations

import io
import re
from datetime import date

import docx
import pytest
from word_files import SETTINGS, STYLES, body, contents, core, package, paragraph, part, run, word_file

from mtkit import formats
from mtkit.dating import date_of
from mtkit.errors import DocumentError
from mtkit.pipeline import segments_of
from mtkit.text import Document, Kind

BOLD, ITALIC = "<w:b/>", "<w:i/>"
LINK = '<w:hyperlink r:id="rId9">' + run("官方网站", '<w:rStyle w:val="Hyperlink"/>') + "</w:hyperlink>"
NOTE = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="2"/></w:r>'


def complex_field(code: str, *result: str) -> str:
    """A field in runs."""
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    instruction = f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    return "".join([marks[0], instruction, marks[1], *result, marks[2]])


def text_box(*inside: str) -> str:
    """A text box as Word writes it, with its copy for old programs."""
    said = f"<w:txbxContent>{''.join(inside)}</w:txbxContent>"
    drawing = f"<w:drawing><wp:inline><wps:txbx>{said}</wps:txbx></wp:inline></w:drawing>"
    choice = f'<mc:Choice Requires="wps">{drawing}</mc:Choice>'
    fallback = f"<mc:Fallback><w:pict><v:textbox>{said}</v:textbox></w:pict></mc:Fallback>"
    return f"<w:r><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent></w:r>"


def read(*inside: str, lang: str = "zh", more: dict[str, bytes] | None = None) -> Document:
    return formats.read_bytes(word_file(*inside, more=more), id="论坛.docx", lang=lang)


def shown(document: Document) -> list[tuple[Kind, str]]:
    return [(segment.kind, segment.text) for segment in segments_of(document)]


def texts(*inside: str, lang: str = "zh") -> list[str]:
    return [text for _, text in shown(read(*inside, lang=lang))]


def written(document: Document, targets: dict[str, str], lang: str = "vi") -> bytes:
    """The file with the segments replaced whose text is a key."""
    segments = segments_of(document)
    by_id = {segment.id: targets[segment.text] for segment in segments if segment.text in targets}
    assert set(targets) <= {segment.text for segment in segments}, [segment.text for segment in segments]
    out = formats.write(document, by_id, segments, lang=lang)
    formats.read_bytes(out, id="out.docx", lang=lang)
    docx.Document(io.BytesIO(out))
    return out


def inner(data: bytes, name: str = "word/document.xml") -> str:
    """What stands in the body of a written file."""
    found = re.search(r"<w:body>(.*)<w:sectPr/></w:body>", contents(data)[name].decode(), re.DOTALL)
    assert found is not None
    return found[1]


def test_runs_that_look_alike_are_one_text():
    east = '<w:rFonts w:hint="eastAsia"/>'
    assert texts(
        paragraph(
            run("论坛在", east, rsid="00A1"),
            '<w:proofErr w:type="spellStart"/>',
            run("2024", rsid="00B2"),
            '<w:bookmarkStart w:id="0" w:name="_GoBack"/><w:bookmarkEnd w:id="0"/>',
            run("年在", east + '<w:lang w:eastAsia="zh-CN"/>'),
            "<w:r><w:lastRenderedPageBreak/></w:r>",
            run("南宁开幕。", '<w:rFonts w:hint="eastAsia"/><w:color w:val="auto"/>'),
        )
    ) == ["论坛在2024年在南宁开幕。"]


def test_fonts_part_runs_only_where_both_use_the_same_slot():
    song, times, kai = '<w:rFonts w:eastAsia="宋体"/>', '<w:rFonts w:ascii="Times"/>', '<w:rFonts w:eastAsia="楷体"/>'
    assert texts(paragraph(run("出口额达", song), run("1.2", times), run("亿元。", song))) == ["出口额达1.2亿元。"]
    assert texts(paragraph(run("他说：", song), run("合作很好", kai), run("，前景广阔。", song))) == [
        "他说：{1}合作很好{/1}，前景广阔。"
    ]


def test_looks_are_pairs_and_most_of_a_paragraph_is_bare():
    assert texts(
        paragraph(run("新华社电 ", BOLD), run("论坛在南宁开幕，"), run("五国", ITALIC), run("代表出席。"))
    ) == ["{1}新华社电 {/1}论坛在南宁开幕，{2}五国{/2}代表出席。"]
    assert texts(paragraph(run("全是粗体", BOLD), run("的一句。", '<w:b w:val="1"/>'))) == ["全是粗体的一句。"]
    assert texts(paragraph(run("不是粗体", '<w:b w:val="0"/>'), run("的一句。"))) == ["不是粗体的一句。"]


def test_links_notes_fields_and_formulas():
    assert texts(paragraph(run("请看"), LINK, run("了解"), NOTE, run("详情。"))) == [
        "请看{1}官方网站{/1}了解{2/}详情。"
    ]
    link, page = (
        complex_field('HYPERLINK "http://a.example"', run("这里", ITALIC)),
        complex_field("PAGEREF a", run("12")),
    )
    assert texts(paragraph(run("点"), link, run("，见第"), page, run("页。"))) == ["点{1}这里{/1}，见第{2/}页。"]
    assert texts(paragraph(run("第"), '<w:fldSimple w:instr="PAGE">' + run("3") + "</w:fldSimple>", run("页。"))) == [
        "第{1/}页。"
    ]
    formula = "<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>"
    assert texts(paragraph(run("当"), formula, run("时成立。"))) == ["当{1/}时成立。"]


def test_a_field_over_paragraphs_shows_text():
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o </w:instrText></w:r>'
    begin += '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    assert texts(
        paragraph(begin, run("一、开幕"), "<w:r><w:tab/></w:r>", complex_field("PAGEREF a", run("1"))),
        paragraph(run("二、合作"), end),
    ) == ["一、开幕", "二、合作"]


def test_proposed_changes():
    deleted = '<w:del w:id="1"><w:r><w:delText>旧文</w:delText></w:r></w:del>'
    inserted = f'<w:ins w:id="2">{run("新文")}</w:ins>'
    moved = f'<w:moveFrom w:id="3">{run("移走")}</w:moveFrom>'
    assert texts(paragraph(run("这是"), deleted, inserted, run("的句子。"), moved)) == ["这是{1/}{2}新文{/2}的句子。"]


def test_breaks_tabs_and_hyphens():
    inside = "<w:r><w:t>第一行。</w:t><w:br/><w:t>第二行</w:t><w:tab/><w:t>右边</w:t></w:r>"
    assert texts(paragraph(inside)) == ["第一行。", "第二行{1/}右边"]
    hyphens = "<w:r><w:t>pre</w:t><w:noBreakHyphen/><w:t>summit co</w:t><w:softHyphen/><w:t>operation.</w:t></w:r>"
    assert texts(paragraph(hyphens), lang="en") == ["pre‑summit cooperation."]
    out = inner(written(read(paragraph(hyphens), lang="en"), {"pre‑summit cooperation.": "hợp tác tiền‑hội nghị."}))
    assert "<w:t>hợp tác tiền</w:t><w:noBreakHyphen/><w:t>hội nghị.</w:t>" in out
    assert "softHyphen" not in out


def test_white_space_counts_where_the_file_says_so():
    assert texts(paragraph(run(" Forum ", space=False), run(" opens.", space=False)), lang="en") == ["Forumopens."]
    assert texts(paragraph(run("Forum "), run("opens.")), lang="en") == ["Forum opens."]
    assert texts(paragraph("\n  <w:r>\n    <w:t>Forum\n  opens.</w:t>\n  </w:r>\n"), lang="en") == ["Forum opens."]


def test_characters_of_xml_and_braces():
    assert texts(paragraph(run("R&amp;D &lt;2024&gt; {1} &#x4E2D;")), lang="en") == ["R&D <2024> {{1}} 中"]
    document = read(paragraph(run("R&amp;D grows.")), lang="en")
    assert "<w:t>P&amp;M &lt;b&gt; {1}</w:t>" in inner(written(document, {"R&D grows.": "P&M <b> {{1}}"})).replace(
        ' xml:space="preserve"', ""
    )


def test_what_paragraphs_are():
    inside = paragraph(run("泰国")) + paragraph(run("表中标题"), style="1")
    cell = f"<w:tbl><w:tr><w:tc>{inside}</w:tc></w:tr></w:tbl>"
    note = paragraph(run("脚注一条。"))
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>'
    document = read(
        paragraph(run("论坛开幕"), style="desk"),
        paragraph(run("正文一句。")),
        paragraph(run("会场外景"), style="a5"),
        paragraph(run("第一项"), more=listed),
        paragraph(run("不编号"), more='<w:numPr><w:numId w:val="0"/></w:numPr>'),
        paragraph(run("列表段落"), style="a6"),
        paragraph(run("大纲标题"), more='<w:outlineLvl w:val="1"/>'),
        cell,
        more={
            "docProps/core.xml": core("论坛 &amp; 媒体"),
            "word/header1.xml": part("hdr", paragraph(run("论坛简报"))),
            "word/footnotes.xml": part("footnotes", f'<w:footnote w:id="2">{note}</w:footnote>'),
            "word/comments.xml": part("comments", paragraph(run("批注不译。"))),
        },
    )
    assert shown(document) == [
        (Kind.HEADLINE, "论坛开幕"), (Kind.BODY, "正文一句。"), (Kind.CAPTION, "会场外景"), (Kind.ITEM, "第一项"),
        (Kind.BODY, "不编号"), (Kind.ITEM, "列表段落"), (Kind.HEADLINE, "大纲标题"), (Kind.CELL, "泰国"),
        (Kind.HEADLINE, "表中标题"), (Kind.BODY, "脚注一条。"), (Kind.META, "论坛简报"), (Kind.META, "论坛 & 媒体"),
    ]  # fmt: skip
    assert document.meta["title"] == "论坛开幕"


def test_a_headline_without_a_style():
    long = "这是正文的第一段，说明论坛在南宁开幕，来自东盟十国的代表出席了会议并作了发言。"
    assert [kind for kind, _ in shown(read(paragraph(run("论坛在南宁开幕", BOLD)), paragraph(run(long))))] == [
        Kind.HEADLINE,
        Kind.BODY,
    ]


def test_text_boxes():
    box = text_box(paragraph(run("框里的字。")))
    assert texts(paragraph(run("前面。"), box, run("后面。"))) == ["前面。", "框里的字。", "后面。"]
    document = read(paragraph(box, run("图一")))
    out = inner(written(document, {"框里的字。": "Chữ trong khung."}))
    choice, fallback = out.split("<mc:Fallback>")
    assert "Chữ trong khung." in choice
    assert "框里的字。" in fallback
    assert "图一" in fallback


def test_descriptions_of_pictures():
    def picture(said: str) -> str:
        return (
            f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="图片 1" descr="{said}"/></wp:inline></w:drawing></w:r>'
        )

    document = read(
        paragraph(picture("论坛主会场&#x0a;“全景”")), paragraph(picture("IMG_2034.JPG")), paragraph(picture("")),
        paragraph(run("句中的"), picture("不译"), run("图。")),
    )  # fmt: skip
    assert shown(document) == [(Kind.META, "论坛主会场 “全景”"), (Kind.BODY, "句中的{1/}图。")]
    out = inner(written(document, {"论坛主会场 “全景”": 'Hội trường <chính> & "toàn cảnh"'}))
    assert 'descr="Hội trường &lt;chính&gt; &amp; &quot;toàn cảnh&quot;"' in out


def test_controls_smart_tags_and_readings():
    control = f'<w:sdt><w:sdtPr><w:alias w:val="x"/></w:sdtPr><w:sdtContent>{run("控件")}</w:sdtContent></w:sdt>'
    assert texts(paragraph(run("前面的字和"), control, run("之后。"))) == ["前面的字和{1}控件{/1}之后。"]
    chosen = f"<w:sdt><w:sdtPr><w:dropDownList/></w:sdtPr><w:sdtContent>{run('选项')}</w:sdtContent></w:sdt>"
    assert texts(paragraph(run("请选"), chosen, run("一项。"))) == ["请选{1/}一项。"]
    place = f'<w:smartTag w:element="place"><w:smartTagPr><w:attr w:val="1"/></w:smartTagPr>{run("南宁")}</w:smartTag>'
    assert texts(paragraph(run("会议在"), place, run("举行。"))) == ["会议在{1}南宁{/1}举行。"]
    ruby = f"<w:ruby><w:rubyPr/><w:rt>{run('hàn')}</w:rt><w:rubyBase>{run('汉')}</w:rubyBase></w:ruby>"
    assert texts(paragraph(f"<w:r>{ruby}</w:r>", run("字。"))) == ["汉字。"]


def test_hidden_text_is_left_alone():
    assert texts(paragraph(run("看得见"), run("看不见", "<w:vanish/>"), run("的字。"))) == ["看得见{1/}的字。"]


def test_other_prefixes_and_the_strict_namespace():
    plain = body(paragraph(run("论坛在"), run("南宁", BOLD), run("开幕。"))).decode()
    other = plain.replace("w:", "ns0:").replace("xmlns:w=", "xmlns:ns0=")
    document = formats.read_bytes(package({"word/document.xml": other.encode()}), id="a.docx", lang="zh")
    assert [text for _, text in shown(document)] == ["论坛在{1}南宁{/1}开幕。"]
    out = written(document, {"论坛在{1}南宁{/1}开幕。": "Diễn đàn mở ở {1}Nam Ninh{/1}."})
    out = contents(out)["word/document.xml"]
    assert b"<ns0:r><ns0:rPr><ns0:b/></ns0:rPr><ns0:t" in out
    strict = plain.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    document = formats.read_bytes(package({"word/document.xml": strict.encode()}), id="a.docx", lang="zh")
    assert [text for _, text in shown(document)] == ["论坛在{1}南宁{/1}开幕。"]


def test_parts_in_utf_16():
    wide = body(paragraph(run("论坛在南宁开幕。"))).decode().replace("UTF-8", "UTF-16").encode("utf-16")
    document = formats.read_bytes(package({"word/document.xml": wide}), id="a.docx", lang="zh")
    out = contents(written(document, {"论坛在南宁开幕。": "Diễn đàn khai mạc."}))["word/document.xml"]
    assert "Diễn đàn khai mạc." in out.decode("utf-16")
    assert out[:2] == wide[:2]


def test_translated_runs_keep_their_looks():
    document = read(paragraph(run("新华社电 ", BOLD), run("论坛在南宁开幕，"), run("五国", ITALIC), run("代表出席。")))
    source = "{1}新华社电 {/1}论坛在南宁开幕，{2}五国{/2}代表出席。"
    out = written(document, {source: "{1}Tân Hoa Xã {/1}Đại biểu {2}năm nước{/2} dự diễn đàn."})
    runs = docx.Document(io.BytesIO(out)).paragraphs[0].runs
    assert [(one.text, one.bold, one.italic) for one in runs] == [
        ("Tân Hoa Xã ", True, None), ("Đại biểu ", None, None), ("năm nước", None, True), (" dự diễn đàn.", None, None)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("target", "runs"),
    [
        ("{2}năm nước{/2} và {1}hãng tin{/1}.", ["năm nước:i", " và :", "hãng tin:b", ".:"]),
        ("{1}hãng {2}năm{/2} tin{/1}.", ["hãng :b", "năm:i", " tin:b", ".:"]),
        ("{1}hãng {2}năm{/1} tin{/2}.", ["hãng :b", "năm:i", " tin.:"]),
        ("không có gì", ["không có gì:"]),
        ("{/2}ngược{1} lại{/1}{2}", ["ngược:i", " lại:b"]),
        ("{1}{/1}{2}{/2}rỗng", ["rỗng:"]),
    ],
)
def test_codes_in_any_order_are_well_formed(target, runs):
    document = read(paragraph(run("新华社电", BOLD), run("论坛在南宁开幕，"), run("五国", ITALIC), run("代表出席。")))
    out = written(document, {"{1}新华社电{/1}论坛在南宁开幕，{2}五国{/2}代表出席。": target})
    found = [
        f"{one.text}:{'b' if one.bold else ''}{'i' if one.italic else ''}"
        for one in docx.Document(io.BytesIO(out)).paragraphs[0].runs
        if one.text
    ]
    if target == "không có gì":
        assert "".join(one.split(":")[0] for one in found) == target
    else:
        assert found == runs


def test_a_sentence_that_is_not_translated_keeps_its_runs():
    document = read(
        paragraph(run("第一句", BOLD), run("在此，说得清楚。"), run("第二"), run("句", ITALIC), run("在后。"))
    )
    out = inner(written(document, {"{1}第一句{/1}在此，说得清楚。": "Câu {1}một{/1}."}, lang="vi"))
    assert run("句", ITALIC) in out
    assert "第二" in out


def test_the_language_and_what_its_letters_need():
    file = word_file(
        paragraph(run("论坛开幕。", '<w:rFonts w:hint="eastAsia"/><w:b/><w:sz w:val="32"/><w:lang w:val="en-US"/>')),
        more={"docProps/core.xml": core("论坛", "zh-CN")},
    )
    document = formats.read_bytes(file, id="a.docx", lang="zh")
    thai = contents(written(document, {"论坛开幕。": "เวทีเปิดแล้ว"}, lang="th"))
    assert b'<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="th-TH"/>' in thai["word/styles.xml"]
    assert b'<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN" w:bidi="th-TH"/>' in thai["word/settings.xml"]
    assert b'<w:b/><w:bCs/><w:sz w:val="44"/><w:szCs w:val="44"/>' in thai["word/styles.xml"]
    said = thai["word/document.xml"].decode()
    assert '<w:r><w:rPr><w:b/><w:bCs/><w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US"/></w:rPr>' in said
    assert b"<dc:language>th</dc:language>" in thai["docProps/core.xml"]
    viet = contents(written(document, {"论坛开幕。": "Diễn đàn đã mở."}))
    assert b'<w:lang w:val="vi-VN" w:eastAsia="zh-CN" w:bidi="ar-SA"/>' in viet["word/styles.xml"]
    assert '<w:r><w:rPr><w:b/><w:sz w:val="32"/><w:lang w:val="vi-VN"/></w:rPr>' in viet["word/document.xml"].decode()
    latin = formats.read_bytes(word_file(paragraph(run("The forum opened."))), id="a.docx", lang="en")
    han = contents(written(latin, {"The forum opened.": "论坛开幕。"}, lang="zh-Hant"))
    assert b'w:eastAsia="zh-TW"' in han["word/settings.xml"]
    assert han["word/document.xml"] == contents(latin.carrier)["word/document.xml"].replace(
        b"The forum opened.", "论坛开幕。".encode()
    )


def test_a_dateline_is_read_through_its_runs():
    line = paragraph(run("新华社南宁", rsid="20190101"), run("2024", BOLD), run("年5月4日电 "), run("论坛在南宁开幕。"))
    assert date_of(read(paragraph(run("论坛开幕"), style="1"), line)) == date(2024, 5, 4)


def test_many_links_in_links_are_read():
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK x</w:instrText></w:r>'
    begin += '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    document = read(paragraph(begin * 2000, run("论坛在南宁开幕。"), end * 2000))
    (segment,) = segments_of(document)
    written(document, {segment.text: segment.text.replace("论坛在南宁开幕。", "Diễn đàn.")})
    nested = paragraph('<w:hyperlink r:id="r">' * 110, run("论坛。"), "</w:hyperlink>" * 110)
    assert texts(nested) == ["论坛。"]


def test_parts_without_words_keep_their_bytes():
    picture = {"word/media/image1.png": bytes(range(256)), "customXml/item1.xml": b"<a>\xe8\xae\xba</a>"}
    document = read(paragraph(run("论坛开幕。")), more=picture)
    before, after = contents(document.carrier), contents(written(document, {"论坛开幕。": "Diễn đàn."}))
    assert list(before) == list(after)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"word/document.xml", "word/styles.xml", "word/settings.xml"}


def test_what_python_docx_writes():
    made = docx.Document()
    made.add_heading("中国—东盟媒体合作论坛开幕", 1)
    line = made.add_paragraph("来自东盟国家的")
    line.add_run("两百名代表").bold = True
    line.add_run("出席了会议。")
    made.add_paragraph("第一项", style="List Bullet")
    made.add_table(1, 2).cell(0, 0).text = "泰国"
    made.sections[0].footer.paragraphs[0].text = "总编室"
    made.core_properties.title = "论坛"
    out = io.BytesIO()
    made.save(out)
    document = formats.read_bytes(out.getvalue(), id="a.docx", lang="zh")
    assert shown(document) == [
        (Kind.HEADLINE, "中国—东盟媒体合作论坛开幕"), (Kind.BODY, "来自东盟国家的{1}两百名代表{/1}出席了会议。"),
        (Kind.ITEM, "第一项"), (Kind.CELL, "泰国"), (Kind.META, "总编室"), (Kind.META, "论坛"),
    ]  # fmt: skip
    khmer = written(document, {"泰国": "ថៃ", "论坛": "វេទិកា", "总编室": "ការិយាល័យ"}, lang="km")
    again = docx.Document(io.BytesIO(khmer))
    assert again.tables[0].cell(0, 0).text == "ថៃ"
    assert again.core_properties.title == "វេទិកា"
    assert again.sections[0].footer.paragraphs[0].text == "ការិយាល័យ"
    assert again.paragraphs[0].text == "中国—东盟媒体合作论坛开幕"


MACROS = {"word/vbaProject.bin": b"\xcc\x61"}
MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"
ENTITY = b'<!DOCTYPE x [<!ENTITY a "b">]>'
REFUSED = {
    "macros": (package({"word/document.xml": body(), **MACROS}), "holds macros"),
    "macro type": (package({"word/document.xml": body()}, types={"word/document.xml": MACRO_TYPE}), "holds macros"),
    "no types": (b"PK\x03\x04", "damaged"),
    "old": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), r"old \.doc, or locked with a password"),
    "text": ("论坛".encode(), "is no ZIP package"),
    "empty": (b"", "is no ZIP package"),
    "workbook": (
        package({"xl/workbook.xml": b"<x/>"}, types={"xl/workbook.xml": "application/vnd.openxmlformats-officedocument."
                "spreadsheetml.sheet.main+xml"}), "is an Excel workbook, not a Word document"),
    "no body": (package({"word/styles.xml": STYLES}), "has no main text"),
    "entity": (
        package({"word/document.xml": body(paragraph(run("a"))).replace(b"<w:doc", ENTITY + b"<w:doc", 1)}),
        "word/document.xml:2: declares a document type"),
    "broken": (package({"word/document.xml": body()[:-3]}), r"word/document\.xml:\d+: is no well-formed XML"),
    "deep": (
        package({"word/document.xml": body("<w:sdt><w:sdtContent>" * 200, "</w:sdtContent></w:sdt>" * 200)}),
        "elements lie more than 128 deep"),
    "form feed": (package({"word/document.xml": body(paragraph(run("a\fb")))}), "no well-formed XML"),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_is_refused_is_one_line(name):
    data, message = REFUSED[name]
    with pytest.raises(DocumentError, match=rf"^forum\.docx: .*{message}") as error:
        formats.read_bytes(data, id="forum.docx", lang="zh")
    assert "\n" not in str(error.value)


def test_a_text_of_another_file_is_not_written_into_this_one():
    one, other = read(paragraph(run("论坛。"))), read(paragraph(run("会议。")), more={"docProps/core.xml": core("x")})
    with pytest.raises(DocumentError, match="not of this Word file"):
        formats.pack(one, other.text)
    with pytest.raises(DocumentError, match="not the text of a Word file"):
        formats.pack(one, "论坛")
    assert formats.pack(one, one.text) == one.carrier


def test_the_settings_alone_change_nothing_else():
    assert contents(word_file(paragraph(run("论坛。"))))["word/settings.xml"] == SETTINGS

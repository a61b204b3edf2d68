"""Word files of any make: nothing is lost, what is written is well-formed, and damage is refused."""

from __future__ import annotations

import io
import random
import re
import xml.etree.ElementTree as ElementTree
import zipfile

import docx
from hypothesis import given, settings
from hypothesis import strategies as st
from word_files import contents, core, package, paragraph, part, run, word_file

from mtkit import formats
from mtkit.errors import DocumentError
from mtkit.formats.docx_write import flat
from mtkit.formats.splice import LABEL
from mtkit.pipeline import segments_of
from mtkit.text import Document, Role

WORDS = ["论坛在南宁开幕。", "东盟", "2024", " ", "การประชุม", "វេទិកា។", "ဖွင့်သည်။ ", "R&amp;D ", "The forum opened. ",
         "{1}", "&lt;b&gt;", "“合作”", "Diễn đàn ", "&#x4E2D;", "\n  ", "เวที"]  # fmt: skip
LOOKS = ["", "<w:b/>", "<w:i/>", '<w:rFonts w:hint="eastAsia"/>', '<w:rFonts w:eastAsia="楷体"/>', '<w:sz w:val="32"/>',
         "<w:b/><w:i/>", '<w:color w:val="FF0000"/>', "<w:vanish/>", '<w:lang w:val="en-US"/>']  # fmt: skip
ALONE = [
    "<w:r><w:tab/></w:r>", "<w:r><w:br/></w:r>", '<w:r><w:footnoteReference w:id="2"/></w:r>',
    '<w:proofErr w:type="gramEnd"/>',
    '<w:bookmarkStart w:id="7" w:name="a"/>', '<w:bookmarkEnd w:id="7"/>', "<w:r/>", "<w:r><w:t/></w:r>",
    '<w:del w:id="1"><w:r><w:delText>删</w:delText></w:r></w:del>', "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>",
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>', "<w:r><w:instrText> PAGE </w:instrText></w:r>",
    '<w:r><w:instrText> HYPERLINK "x" </w:instrText></w:r>', "<w:r><w:drawing><a/></w:drawing></w:r>", "<!-- x -->",
    "\n  ",
    f"<w:r><w:pict><v:textbox><w:txbxContent>{paragraph(run('框里的字。'))}</w:txbxContent></v:textbox></w:pict></w:r>",
    '<w:r><w:t>a</w:t><w:fldChar w:fldCharType="begin"/><w:instrText>HYPERLINK y</w:instrText></w:r>', "<mc:Other/>",
    "<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>丙</w:t></w:r>",
]  # fmt: skip
AROUND = [("<w:hyperlink r:id=\"rId1\">", "</w:hyperlink>"), ('<w:ins w:id="9">', "</w:ins>"),
          ("<w:sdt><w:sdtPr/><w:sdtContent>", "</w:sdtContent></w:sdt>"), ("<w:smartTag>", "</w:smartTag>"),
          ('<w:fldSimple w:instr="PAGE">', "</w:fldSimple>")]  # fmt: skip

HOLDERS = {
    "t": {"r"}, "tab": {"r"}, "br": {"r"}, "footnoteReference": {"r"}, "fldChar": {"r"}, "instrText": {"r"},
    "drawing": {"r"}, "rPr": {"r"},
    "r": {"p", "hyperlink", "ins", "del", "sdtContent", "smartTag", "fldSimple"},
}  # fmt: skip
"""In which elements an element of a Word file may stand."""

runs = st.builds(
    lambda words, look, space: run("".join(words), look, space=space),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3), st.sampled_from(LOOKS), st.booleans(),
)  # fmt: skip
items = st.recursive(
    st.one_of(runs, runs, st.sampled_from(ALONE)),
    lambda inner: st.builds(
        lambda pair, inside: pair[0] + "".join(inside) + pair[1], st.sampled_from(AROUND), st.lists(inner, max_size=3)
    ),
    max_leaves=4,
)
paragraphs = st.lists(items, max_size=8).map(lambda inside: paragraph(*inside))
bodies = st.lists(paragraphs, min_size=1, max_size=4)


def read(data: bytes, lang: str = "zh") -> Document:
    return formats.read_bytes(data, id="a.docx", lang=lang)


def text_of(data: bytes) -> str:
    """All text that is read, in order, by another reader."""
    root = ElementTree.fromstring(contents(data)["word/document.xml"])
    return "".join(node.text or "" for node in root.iter() if node.tag.endswith("}t"))


@settings(max_examples=100, deadline=None)
@given(bodies)
def test_blocks_and_codes_are_in_order_and_writing_nothing_changes_nothing(inside):
    data = word_file(*inside, more={"docProps/core.xml": core("论坛"), "word/header1.xml": part("hdr", inside[0])})
    document = read(data)
    segments = segments_of(document)
    end = 0
    for block in document.blocks:
        assert block.span.start >= end
        at = block.span.start
        for code in block.codes:
            assert code.span.start >= at
            at = code.span.end
        assert at <= block.span.end
        end = block.span.end
        opened = [code.number for code in block.codes if code.role is Role.OPEN]
        assert sorted(opened) == sorted(code.number for code in block.codes if code.role is Role.CLOSE)
    assert formats.write(document, {}, segments, lang="zh") == data
    same = {segment.id: segment.text for segment in segments}
    assert formats.write(document, same, segments, lang="zh") == data


@settings(max_examples=100, deadline=None)
@given(bodies, st.randoms(use_true_random=False), st.sampled_from(["vi", "th", "my", "zh-Hant"]))
def test_codes_in_any_order_give_a_file_that_others_read(inside, chance, lang):
    document = read(word_file(*inside))
    segments = segments_of(document)
    targets: dict[str, str] = {}
    for segment in segments:
        if chance.random() < 0.8:
            pieces = [match[0] for match in LABEL.finditer(segment.text) if match["number"]]
            pieces += [chance.choice(["Hội nghị", " mở ", "A&B <c>", "{{1}}", "เวที", "“é”"]) for _ in range(4)]
            chance.shuffle(pieces)
            targets[segment.id] = "".join(pieces[: len(pieces) - chance.randrange(3)]) or "x"
    out = formats.write(document, targets, segments, lang=lang)
    assert out == formats.write(document, targets, segments, lang=lang)
    opened = docx.Document(io.BytesIO(out))
    assert len(opened.paragraphs) == len(inside)
    again = contents(out)["word/document.xml"].decode()
    before = contents(document.carrier)["word/document.xml"].decode()
    for tag in (
        "w:footnoteReference",
        "w:hyperlink ",
        "w:ins ",
        "w:tab/",
        "w:bookmarkStart",
        "m:oMath>",
        "w:delText>",
        "w:drawing",
    ):
        assert again.count(f"<{tag}") == before.count(f"<{tag}")
    root = ElementTree.fromstring(again)
    for parent in root.iter():
        holder = parent.tag.rpartition("}")[2]
        assert holder in {"t", "instrText", "delText"} or not (parent.text or "").strip()
        for child in parent:
            local = child.tag.rpartition("}")[2]
            assert holder in HOLDERS.get(local, {holder}) or "math" in child.tag
            assert not (child.tail or "").strip()
    said = "".join(node.text or "" for node in root.iter() if node.tag.endswith("main}t"))
    assert said.count("Hội nghị") == sum(target.count("Hội nghị") for target in targets.values())
    formats.read_bytes(out, id="b.docx", lang=lang)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from([word for word in WORDS if "\n" not in word]), min_size=1, max_size=6),
    st.randoms(use_true_random=False),
)
def test_where_runs_are_cut_makes_no_difference(words, chance):
    characters = [piece for word in words for piece in re.findall(r"&[^;]+;|.", word)]
    cut: list[str] = []
    at = 0
    while at < len(characters):
        size = chance.randrange(1, 5)
        look = chance.choice(["", '<w:rFonts w:hint="eastAsia"/>', '<w:lang w:val="en-US"/>', "<w:noProof/>"])
        cut.append(run("".join(characters[at : at + size]), look, rsid=f"00{chance.randrange(10, 99)}"))
        if chance.random() < 0.3:
            cut.append('<w:proofErr w:type="spellEnd"/>')
        at += size
    whole, parted = (segments_of(read(word_file(one))) for one in (paragraph(run("".join(words))), paragraph(*cut)))
    assert [(s.id, s.text, s.kind) for s in whole] == [(s.id, s.text, s.kind) for s in parted]


@settings(max_examples=60, deadline=None)
@given(bodies)
def test_a_translation_of_all_leaves_no_source_text_but_what_is_kept(inside):
    document = read(word_file(*inside))
    segments = segments_of(document)
    labels = {s.id: "".join(code.label for code in s.codes if code.role is not Role.CHAR) for s in segments}
    out = formats.write(document, {name: f"{said}XYZ" for name, said in labels.items()}, segments, lang="vi")
    shown = read(out, "vi")
    left = [s.text for s in segments_of(shown) if "XYZ" not in s.text]
    assert not left


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_damage_is_refused_in_one_line_or_does_no_harm(data):
    whole = word_file(
        paragraph(run("论坛在"), run("南宁", "<w:b/>"), run("开幕。")), more={"word/media/a.png": bytes(99)}
    )
    wrong = bytearray(whole)
    kind = data.draw(st.sampled_from(["cut", "flip", "insert", "drop"]))
    at = data.draw(st.integers(0, len(whole) - 1))
    if kind == "cut":
        del wrong[at:]
    elif kind == "flip":
        wrong[at] ^= 1 << data.draw(st.integers(0, 7))
    elif kind == "insert":
        wrong[at:at] = data.draw(st.binary(min_size=1, max_size=8))
    else:
        del wrong[at : at + data.draw(st.integers(1, 30))]
    try:
        document = read(bytes(wrong))
        segments = segments_of(document)
        formats.write(document, {segment.id: "XYZ" for segment in segments}, segments, lang="vi")
    except DocumentError as error:
        assert str(error).startswith("a.docx: ")
        assert "\n" not in str(error)


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_a_damaged_part_is_refused_or_written_well_formed(data):
    chance = random.Random(data.draw(st.integers(0, 10**6)))
    parts = contents(word_file(paragraph(run("论坛在"), run("南宁", "<w:b/>"), run("开幕。")), paragraph(run("二"))))
    name = chance.choice(["word/document.xml", "word/styles.xml", "[Content_Types].xml"])
    raw = bytearray(parts[name])
    for _ in range(chance.randrange(1, 4)):
        at = chance.randrange(len(raw))
        piece = chance.choice(
            [b"<", b">", b"/", b'"', b"&", b"<w:p>", b"</w:p>", b"</w:r>", b"<w:t>", b"w:", b"\x00", b"\xff", b"]]>"]
        )
        raw[at : at + chance.randrange(0, 4)] = piece
    parts[name] = bytes(raw)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for part_name, content in parts.items():
            made.writestr(part_name, content)
    try:
        document = read(out.getvalue())
        segments = segments_of(document)
        written = formats.write(document, {segment.id: "XYZ" for segment in segments}, segments, lang="vi")
    except DocumentError as error:
        assert "\n" not in str(error)
        return
    ElementTree.fromstring(contents(written)["word/document.xml"])


RENDERED = [
    "chữ", " ", "<w:r>", "<w:r><w:rPr><w:b/></w:rPr>", "</w:r>", "<w:t>", '<w:t xml:space="preserve">', "</w:t>",
    "<w:br/>", '<w:hyperlink r:id="x">', "</w:hyperlink>", "<w:sdt><w:sdtPr/><w:sdtContent>", "</w:sdtContent></w:sdt>",
    "&amp;", '<w:bookmarkStart w:id="1"/>', "<w:r><w:tab/></w:r>", "\n", "<w:r/>",
    "<w:del><w:r><w:delText>x</w:delText></w:r></w:del>",
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(RENDERED), max_size=12))
def test_whatever_is_rendered_becomes_runs(pieces):
    out = flat("".join(pieces), lambda: "<w:r><w:rPr><w:i/></w:rPr>", "w:")
    root = ElementTree.fromstring(f'<w:p xmlns:w="w" xmlns:r="r">{out}</w:p>')
    assert not (root.text or "").strip()
    for node in root.iter():
        local = node.tag.removeprefix("{w}")
        assert local == "t" or local == "delText" or not (node.text or "").strip()
        assert not (node.tail or "").strip()
        if local == "r":
            assert all(child.tag != "{w}r" for child in node)
    assert "".join(root.itertext()).count("chữ") == pieces.count("chữ")


def test_the_same_file_by_two_makers_reads_alike():
    made = docx.Document()
    for style in made.styles:
        assert style.name
    made.add_paragraph("论坛在南宁开幕。")
    out = io.BytesIO()
    made.save(out)
    theirs, ours = (
        read(out.getvalue()),
        read(
            package({"word/document.xml": part("document", f"<w:body>{paragraph(run('论坛在南宁开幕。'))}</w:body>")})
        ),
    )
    assert [s.id for s in segments_of(theirs)] == [s.id for s in segments_of(ours)]
    assert text_of(out.getvalue()) == "论坛在南宁开幕。"

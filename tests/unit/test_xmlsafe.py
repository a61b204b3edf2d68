"""XML of strangers: what is refused and how, and where things stand in a text."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.errors import BadInputError, GlossaryError
from mtkit.xmlsafe import Element, Limits, Stream, decode, encode, tree

BOMB = '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (BOMB, "f.xml:1: declares or uses an entity of its own, which is never expanded"),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>', "an entity of its own"),
        ('<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]><a/>', "an entity of its own"),
        ('<!DOCTYPE a SYSTEM "a.dtd"><a>&nbsp;</a>', "an entity of its own"),
        ('<!DOCTYPE a [<!ATTLIST a b CDATA "long">]><a/>', "declares attributes of its own"),
        ("<a>\n" + "<b>" * 70 + "</b>" * 70 + "</a>", "f.xml:2: element b: elements lie more than 64 deep"),
        ("<a " + " ".join(f'a{n}="1"' for n in range(300)) + "/>", "element a has more than 256 attributes"),
        (f'<a b="{"x" * (5 << 20)}"/>', "more than 4 MiB"),
        ("<a><b></a>", "f.xml:1: is no well-formed XML"),
        ("<a>\n&nbsp;</a>", "f.xml:2: is no well-formed XML"),
        ("<a/><b/>", "is no well-formed XML"),
        ("<a>\x01</a>", "is no well-formed XML"),
        ("", "is no well-formed XML"),
        ("  ", "is no well-formed XML"),
        ("<a b='1' b='2'/>", "is no well-formed XML"),
        ("<x:a/>", "is no well-formed XML"),
    ],
)
def test_what_is_refused(text: str, said: str) -> None:
    with pytest.raises(BadInputError) as caught:
        tree(text, "f.xml")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_class_of_the_error_and_the_kind_of_file_are_the_callers() -> None:
    with pytest.raises(GlossaryError, match="this is no glossary"):
        tree("<a><b><c/></b></a>", "f", limits=Limits("glossary", depth=2), error=GlossaryError)
    with pytest.raises(BadInputError, match="more than 2 elements"):
        tree("<a><b/><c/></a>", "f", limits=Limits(elements=2))
    with pytest.raises(BadInputError, match="declares a document type"):
        tree("<!DOCTYPE a><a/>", "f", limits=Limits(doctype=False))
    assert tree('<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>', "f").name == "a"


def test_places_of_elements_are_those_of_the_text() -> None:
    text = (
        '<?xml version="1.0"?>\r\n<!-- <b> -->\r\n<a xmlns="urn:a" xmlns:n="urn:n">会议<b i="1&gt;&quot;>">ການ&amp;'
        "<![CDATA[<c>]]></b >\r\n<n:c n:d='2' /><e></e></a\n>\r\n<?end?>"
    )
    root = tree(text, "f")
    assert text[root.start : root.inner] == '<a xmlns="urn:a" xmlns:n="urn:n">'
    assert text[root.outer : root.end] == "</a\n>"
    b, c, e = root.children
    assert (b.name, b.attributes, b.text, b.line) == ("b", {"i": '1>">'}, "ການ&<c>", 3)
    assert text[b.start : b.end] == '<b i="1&gt;&quot;>">ການ&amp;<![CDATA[<c>]]></b >'
    assert text[b.inner : b.outer] == "ການ&amp;<![CDATA[<c>]]>"
    assert (c.space, c.name, c.attributes, c.closed) == ("urn:n", "c", {"urn:n d": "2"}, True)
    assert text[c.start : c.end] == "<n:c n:d='2' />"
    assert (e.closed, text[e.inner : e.outer], text[e.start : e.end]) == (False, "", "<e></e>")
    assert root.content[0] == "会议"
    assert root.content[2] == "\n"
    assert [element.name for element in root.walk()] == ["a", "b", "c", "e"]
    assert root.child("b") is b
    assert root.child("c") is None
    assert root.child("c", "urn:n") is c


WORDS = st.text(st.sampled_from("会议 ASEAN\U0001f30fခွင့်<>&\"'\n\r\t]"), max_size=12)


def spelt(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


@st.composite
def xml(draw: st.DrawFn, deep: int = 3) -> str:
    """One element, with whatever may stand in it."""
    name = draw(st.sampled_from(["a", "b", "n:a"]))
    attributes = "".join(f' k{n}="{spelt(draw(WORDS))}"' for n in range(draw(st.integers(0, 2))))
    if draw(st.booleans()):
        return f"<{name}{attributes}/>"
    inside = ""
    for _ in range(draw(st.integers(0, 3))):
        kind = draw(st.sampled_from("tcdpe"))
        words = draw(WORDS)
        if kind == "t":
            inside += spelt(words)
        elif kind == "c":
            inside += f"<!--{words.replace('-', '')}-->"
        elif kind == "d":
            inside += f"<![CDATA[{words.replace(']', '')}]]>"
        elif kind == "p":
            inside += f"<?p {words.replace('>', '')}?>"
        elif deep:
            inside += draw(xml(deep - 1))
    return f"<{name}{attributes}>{inside}</{name}>"


@settings(max_examples=100)
@given(xml())
def test_any_element_can_be_cut_out_and_read_alone(text: str) -> None:
    root = tree(f'<r xmlns:n="urn:n">{text}</r>', "f")
    whole = f'<r xmlns:n="urn:n">{text}</r>'
    for element in list(root.walk())[1:]:
        again = tree(f'<r xmlns:n="urn:n">{whole[element.start : element.end]}</r>', "f").children[0]
        assert shape(again) == shape(element)
        assert whole[element.start] == "<"
        assert whole[element.end - 1] == ">"


def shape(element: Element) -> tuple[object, ...]:
    content = tuple(part if isinstance(part, str) else shape(part) for part in element.content)
    return element.space, element.name, dict(element.attributes), content


@pytest.mark.parametrize(
    "data",
    [
        '<?xml version="1.0" encoding="UTF-8"?>\r\n<a>会议</a>'.encode(),
        codecs.BOM_UTF8 + "<a>ประชุม</a>".encode(),
        codecs.BOM_UTF16_LE + '<?xml version="1.0" encoding="UTF-16"?><a>会议</a>'.encode("utf-16-le"),
        '<?xml version="1.0" encoding="UTF-16"?><a>会议</a>'.encode("utf-16-be"),
        '<?xml version="1.0" encoding="gb18030"?><a>会议</a>'.encode("gb18030"),
        "<?xml version='1.0' encoding='windows-1258'?><a>Hội nghị</a>".replace("ị", "i")
        .replace("ộ", "ô")
        .encode("cp1258"),
    ],
)
def test_bytes_come_back_as_they_were(data: bytes) -> None:
    text, codec, bom = decode(data, "f")
    assert encode(text, codec, bom) == data
    assert tree(text, "f").name == "a"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'<?xml version="1.0" encoding="klingon"?><a/>', "'klingon', which is not known: save it as UTF-8"),
        (b'<?xml version="1.0" encoding="zip"?><a/>', "which is not known"),
        (b'<?xml version="1.0" encoding="undefined"?><a/>', "no undefined"),
        (b"<a>\n\xff</a>", "f:2: holds bytes that are no utf-8"),
        (b'<?xml version="1.0" encoding="utf-7"?><a>+AGE-</a>', "spelt in an unusual way"),
    ],
)
def test_encodings_that_are_refused(data: bytes, said: str) -> None:
    with pytest.raises(BadInputError) as caught:
        decode(data, "f")
    assert said in str(caught.value)


def test_characters_that_an_encoding_lacks_become_references() -> None:
    assert encode("<a>ค</a>", "cp1252") == b"<a>&#3588;</a>"
    assert tree(encode("<a>ค</a>", "cp1252").decode("cp1252"), "f").text == "ค"


def test_long_runs_of_text_take_time_with_their_length() -> None:
    assert len(tree("<a>" + "x" * 20_000_000 + "</a>", "f").text) == 20_000_000


def test_a_stream_gives_lines() -> None:
    seen: list[tuple[str, int]] = []
    stream = Stream("f", start=lambda name, _: seen.append((name, stream.line)))
    for byte in b"<a>\n<b/>\n\n<c/></a>":
        stream.feed(bytes([byte]))
    stream.close()
    assert seen == [("a", 1), ("b", 2), ("c", 4)]

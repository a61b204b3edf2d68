"""RSS and Atom: the ways in which text stands in them, and the feeds that are refused."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from mtkit.errors import DocumentError
from mtkit.formats import read_bytes, write
from mtkit.pipeline import segments_of


def rss(item: str, head: str = "") -> str:
    space = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:m="http://search.yahoo.com/mrss/"'
    return f'{head}<rss version="2.0" {space}><channel><language>zh-CN</language><item>{item}</item></channel></rss>'


def texts(text: str, lang: str = "zh") -> list[str]:
    return [segment.text for segment in segments_of(read_bytes(text.encode(), id="f.rss", lang=lang))]


def item(item: str, *targets: str, to: str = "vi") -> str:
    """The item with its sentences become ``targets``."""
    document = read_bytes(rss(item).encode(), id="f.rss", lang="zh")
    segments = segments_of(document)
    said = dict(zip((segment.id for segment in segments), targets, strict=True))
    written = write(document, said, segments, lang=to).decode()
    ElementTree.fromstring(written)
    return written.partition("<item>")[2].partition("</item>")[0]


@pytest.mark.parametrize(
    ("source", "target", "written"),
    [
        ("<title>会</title>", "R&D <a>", "<title>R&amp;D &lt;a&gt;</title>"),
        ("<title><![CDATA[会]]></title>", "R&D ]]> <a>", "<title><![CDATA[R&D ]]]]><![CDATA[> <a>]]></title>"),
        ("<description><![CDATA[<p>会</p>]]></description>", "R&D ]]> <a>",
         "<description><![CDATA[<p>R&amp;D ]]&gt; &lt;a&gt;</p>]]></description>"),
        ("<description>&lt;p&gt;会&lt;/p&gt;</description>", "R&D <a>",
         "<description>&lt;p&gt;R&amp;amp;D &amp;lt;a&amp;gt;&lt;/p&gt;</description>"),
        ("<description> \n 会议 &#24320;始 \n </description>", "Họp", "<description> \n Họp \n </description>"),
        ("<m:description>会</m:description>", "Họp", "<m:description>Họp</m:description>"),
        ("<content:encoded><![CDATA[<b>会]]]]><![CDATA[>议</b>开始]]></content:encoded>", "{1}Họp{/1} mở",
         "<content:encoded><![CDATA[<b>Họp</b> mở]]></content:encoded>"),
        ("<title>会<!-- 注 -->议</title>", "Họp", "<title>Họp</title>"),
        ("<title>会</title>", "a\x0cb\x00", "<title>a b</title>"),
    ],
)  # fmt: skip
def test_text_is_spelled_as_the_feed_spells_it(source: str, target: str, written: str) -> None:
    assert item(source, target) == written


def test_what_is_no_text_is_left() -> None:
    fields = "<guid>会</guid><link>http://例.cn</link><category>会</category><author>会</author>"
    assert texts(rss(fields + "<x:title xmlns:x='urn:x'>会</x:title>")) == []
    assert texts(rss("<title>会<![CDATA[议]]></title>")) == []  # spelled in two ways at once
    assert texts(rss("<title/><description></description>")) == []


def test_atom_says_how_its_text_is_spelled() -> None:
    text = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title type="text">a &lt;b&gt; 会</title>'
        '<subtitle type="html">a &lt;b&gt;会&lt;/b&gt;</subtitle><entry xml:lang="en"><title>Meeting</title></entry>'
        '<entry xml:lang="zh"><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">一<br/>二</div></content></entry>'
        '<entry xml:lang="zh"><content type="image/png">会</content></entry></feed>'
    )
    assert texts(text)[:4] == ["a <b> 会", "a {1}会{/1}", "一", "二"]


def test_labels_of_language_follow() -> None:
    text = rss("<title>会</title>").replace("<item>", '<item xml:lang="zh">')
    document = read_bytes(text.encode(), id="f.rss", lang="zh")
    written = write(document, {}, segments_of(document), lang="km").decode()
    assert written == text.replace("zh-CN", "km").replace('xml:lang="zh"', 'xml:lang="km"')


def test_other_encodings_are_kept_while_they_can_spell_the_text() -> None:
    head = '<?xml version="1.0" encoding="gb2312"?>'
    data = rss("<title>会议开始，代表团到达昆明。</title>", head).encode("gb2312")
    document = read_bytes(data, id="f.rss", lang="zh")
    segments = segments_of(document)
    assert write(document, {}, segments, lang="zh") == data
    assert read_bytes(write(document, {segments[0].id: "Ă"}, segments, lang="vi"), id="f.rss", lang="vi").blocks


BOMB = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (rss("<title>&b;</title>", BOMB), "entity of its own"),
        (rss("<title>&x;</title>", OUTSIDE), "entity of its own"),
        (rss("<a>" * 100 + "</a>" * 100), "64 deep"),
        (rss("<title>会</titel>"), "f.rss:1: is no well-formed XML (mismatched tag"),
        (rss("<title>会&nbsp;议</title>"), "f.rss:1: "),
        ("<html><title>会</title></html>", "its root element is 'html': neither RSS nor Atom"),
        ("会议", "f.rss:1: is no well-formed XML"),
    ],
)
def test_what_is_broken_or_dangerous_is_refused(text: str, said: str) -> None:
    with pytest.raises(DocumentError) as caught:
        texts(text)
    assert said in str(caught.value)
    assert str(caught.value).startswith("f.rss")
    assert "\n" not in str(caught.value)

"""HTML: tokens, blocks, codes, and which part of a page is the article."""

from __future__ import annotations

import pytest

from mtkit.formats import read_text, write
from mtkit.formats.html_scan import scan
from mtkit.segment.document import segment_document
from mtkit.segment.interface import Sentence
from mtkit.text import Kind, Span


class Lines:
    """A segmenter that cuts at line ends only."""

    name = "lines@1"

    def sentences(self, text):
        ends = [*(at + 1 for at, char in enumerate(text) if char == "\n"), len(text)]
        return [Sentence(Span(a, b)) for a, b in zip([0, *ends], ends, strict=False) if b > a]


def texts(html, lang="en"):
    document = read_text(html, lang=lang, format="html")
    return [segment.text for segment in segment_document(document, Lines())]


def translate(html, target, lang="vi"):
    document = read_text(html, lang="en", format="html")
    segments = segment_document(document, Lines())
    assert len(segments) == 1
    return write(document, {segments[0].id: target}, segments, lang=lang).decode()


@pytest.mark.parametrize(
    "html",
    [
        "", "<", "</", "<p", "a<b>c</b", "<a href='>'>x</a>", "<a href=\"x>y", "<!-- a > b -->c", "<!-- never closed", "<!-->x-->", "<![x[ y ]]>z",  # noqa: E501
        "<![CDATA[ <p>x</p> ]]>y", "<script>if (a<b) '</p>'</script>x", "<SCRIPT>x</sCrIpT>y", "<style>p{}", "<textarea><p></textarea>", "a & b &amp; c &#x41; &nope; &copy 3 < 4",  # noqa: E501
        "<p>\r\n<p>\r<p>\n", "<br/><img src=x/>", "<p =x y='1' y=\"2\">", "<?php echo '>' ?>", "İ<script>İ</script>İ",
    ],
)  # fmt: skip
def test_tokens_are_the_page(html):
    spans = [token.span for token in scan(html)]
    assert "".join(span.of(html) for span in spans) == html
    assert all(len(span) for span in spans)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One <b>two</b> three.</p>", ["One {1}two{/1} three."]),
        ("<p>One<p>Two", ["One", "Two"]),
        ("<ul><li>One<li>Two</ul>", ["One", "Two"]),
        ("<div>One<div>Two</div>Three</div>", ["One", "Two", "Three"]),
        ("<b><p>One</p><p>Two</p></b>", ["One", "Two"]),
        ("<p><b>Whole</b></p>", ["Whole"]),
        ("<p><a href=x><b>Both</b></a></p>", ["Both"]),
        ("<p>a <b>b <i>c</b> d</i> e</p>", ["a {1}b {2/}c{/1} d{3/} e"]),
        ("<p>One<br>Two<br/>Three</p>", ["One", "Two", "Three"]),
        ("<p>Tea &amp; rice &lt;3 &nbsp;&#38; {x}</p>", ["Tea & rice <3 \xa0& {{x}}"]),
        ("<p>R&D and AT&T &unknown; x</p>", ["R&D and AT&T &unknown; x"]),
        ("<p>One\n   two\tthree</p>", ["One two three"]),
        ("<p>中国\n  东盟</p>", ["中国东盟"]),
        ("<p>中国\n  <b>\n东盟</b>论坛</p>", ["中国{1}东盟{/1}论坛"]),
        ("<p>Run <code>a &lt; b</code> now</p>", ["Run {1/} now"]),
        ("<p>On 12 tháng 5<sup>1</sup> a</p>", ["On 12 tháng 5{1/} a"]),
        ("<p>One<sup>[<a href=#n title='A note'>2</a>, 3]</sup> km<SUP>2</SUP> x</p>", ["One{1/} km{2/} x"]),
        ("<p>The 3<sup>rd</sup> of n<sup>o</sup> x<sup></sup> y</p>", ["The 3{1}rd{/1} of n{2}o{/2} x{3}{/3} y"]),
        ("<p>The <span translate=no>mtkit <b>tool</b></span> runs</p>", ["The {1/} runs"]),
        ("<p class=notranslate>No</p><div translate='NO'><p>No</p></div><p>Yes</p>", ["Yes"]),
        ("<pre>No</pre><script>No</script><style>No</style><noscript>No</noscript><textarea>No</textarea><template>No</template><p>Yes", ["Yes"]),  # noqa: E501
        ("<p>One <!-- no --> two</p>", ["One {1/} two"]),
        ("<p>5 < 6 and 7 > 3</p>", ["5 < 6 and 7 > 3"]),
        ("<p><img src=a alt='A boat'> Text</p>", ["A boat", "Text"]),
        ("<a href=x><img src=a alt='A &quot;boat&quot;'></a>", ['A "boat"']),
        ("<p>Text <img src=a alt='mid'> text</p>", ["Text {1/} text"]),
        ("<p>one &#10; two</p>", ["one  two"]),
        ("<p> &nbsp; </p><p>…</p><p>*</p>", []),
        ("<title>T &amp; t</title><p>x", ["T & t", "x"]),
    ],
)  # fmt: skip
def test_what_a_translator_sees(html, expected):
    assert texts(html, "zh" if "中" in html else "en") == expected


@pytest.mark.parametrize(
    ("html", "target", "expected"),
    [
        ("<p>One <b>two</b>.</p>", "Hai {1}một{/1}.", "<p>Hai <b>một</b>.</p>"),
        ("<p>Tea</p>", "a < b & c > d", "<p>a &lt; b &amp; c &gt; d</p>"),
        ("<p>Tea&nbsp;5</p>", "Trà\xa05", "<p>Trà&nbsp;5</p>"),
        ("<p>“Tea” &ldquo;x&rdquo;</p>", "“Trà”", "<p>&ldquo;Trà&rdquo;</p>"),
        ("<p>Tea</p>", "{{x}} {9} one\ntwo", "<p>{x}  one two</p>"),
        ("<img alt='Tea'>", "\"a\" 'b' <c>", "<img alt='&quot;a&quot; &#39;b&#39; &lt;c&gt;'>"),
        ("<img alt=Tea src=x>", "Trà xanh", "<img alt=Trà&#32;xanh src=x>"),
        ("<p>a <b>b</b> <i>c</i></p>", "{2}x{/2} {1}y{/1}", "<p><i>x</i> <b>y</b></p>"),
        ("<p>a <b>b</b> c</p>", "x y", "<p><b>x y</b></p>"),
        ("<p>a <b>b</b> c</p>", "x {1}y", "<p>x <b>y</b></p>"),
        ("<p>a <b>b</b> c</p>", "x{/1} y", "<p><b>x</b> y</p>"),
        ("<p>a <b>b</b> c</p>", "{1}x{/1} {1}y{/1}", "<p><b>x</b> y</p>"),
        ("<p>a <b>b</b> c</p>", "x{/1} {1}y", "<p>x<b> </b>y</p>"),
        ("<p>a <b>b</b> <i>c</i> d</p>", "{1}x {2}y{/1} z{/2}", "<p><b>x <i>y</i></b> z</p>"),
        ("<p>a <img src=x> b c d e f</p>", "x", "<p><img src=x>x</p>"),
        ("<p>a b c d e <img src=x> f</p>", "x", "<p>x<img src=x></p>"),
        ("<html lang='en-GB'><p>Tea", "Trà", "<html lang='vi'><p>Trà"),
        ("<p>Tea</p>", "   ", "<p>Tea</p>"),
    ],
)  # fmt: skip
def test_what_is_written(html, target, expected):
    assert translate(html, target) == expected


def test_a_pair_over_two_sentences_stays_well_formed():
    html = "<p>One <b>two<br>three</b> four</p>"
    document = read_text(html, lang="en", format="html")
    segments = segment_document(document, Lines())
    assert [s.text for s in segments] == ["One {1}two", "three{/1} four"]
    targets = dict(zip([s.id for s in segments], ["không có mã", "{/1} ba bốn"], strict=True))
    assert write(document, targets, segments, lang="vi").decode() == "<p>không có mã<b><br></b> ba bốn</p>"


def test_sentences_are_parted_as_the_target_language_does():
    class Stops(Lines):
        def sentences(self, text):
            ends = [at + 1 for at, char in enumerate(text) if char in "。."] or [len(text)]
            return [Sentence(Span(a, b)) for a, b in zip([0, *ends], ends, strict=False)]

    html = "<p>会议开幕。<b>代表出席。</b></p>"
    document = read_text(html, lang="zh", format="html")
    segments = segment_document(document, Stops())
    targets = dict(zip([s.id for s in segments], ["The meeting opened.", "Delegates came."], strict=True))
    assert write(document, targets, segments, lang="en").decode() == "<p>The meeting opened. <b>Delegates came.</b></p>"
    html = "<p>The meeting opened. Delegates came.</p>"
    document = read_text(html, lang="en", format="html")
    segments = segment_document(document, Stops())
    targets = dict(zip([s.id for s in segments], ["会议开幕。", "代表出席。"], strict=True))
    assert write(document, targets, segments, lang="zh").decode() == "<p>会议开幕。代表出席。</p>"


def test_the_page_says_its_date_author_and_language():
    html = (
        "<html lang=th><meta property='article:published_time' content='2025-09-17T09:30:00+07:00'><meta name=author content=' กอง บก. '>"  # noqa: E501
        "<time datetime='2020-01-01'>x</time><h1>หัวข้อ &amp; ข่าว</h1>"
    )
    meta = read_text(html, lang="th", format="html").meta
    assert meta == {"lang": "th", "date": "2025-09-17T09:30:00+07:00", "author": "กอง บก.", "title": "หัวข้อ & ข่าว"}


PARAGRAPHS = {
    "en": "The forum opened on Friday with delegates from eleven countries, who agreed to share pictures and training. ",  # noqa: E501
    "zh": "论坛周五开幕，来自十一个国家的代表出席，并同意共享图片和培训资源，推动媒体合作不断深入发展。",
    "th": "การประชุมเปิดขึ้นเมื่อวันศุกร์ โดยมีผู้แทนจากสิบเอ็ดประเทศเข้าร่วม และตกลงแลกเปลี่ยนภาพข่าวกับการฝึกอบรม ",
    "km": "វេទិកាបានបើកនៅថ្ងៃសុក្រ ដោយមានប្រតិភូមកពីប្រទេសចំនួនដប់មួយចូលរួម ហើយបានឯកភាពចែករំលែករូបភាព។ ",
    "my": "ဖိုရမ်ကို သောကြာနေ့က ဖွင့်လှစ်ခဲ့ပြီး နိုင်ငံပေါင်း ဆယ့်တစ်နိုင်ငံမှ ကိုယ်စားလှယ်များ တက်ရောက်ခဲ့ကြသည်။ ",
    "vi": "Diễn đàn khai mạc hôm thứ Sáu với sự tham dự của đại biểu từ mười một nước, các bên nhất trí chia sẻ hình ảnh. ",  # noqa: E501
}
MENU = "".join(f"<li><a href=/{n}>Menu {n}</a></li>" for n in range(12))
NEWS = "".join(f"<li><a href=/n{n}>Another story about trade and culture number {n}</a></li>" for n in range(10))
TEMPLATES = {
    "semantic": "<body><header><nav><ul>{menu}</ul></nav></header><main><article><h1>Head</h1>{body}</article><aside>{news}</aside></main>"  # noqa: E501
    "<footer><p>Footer text of the newspaper, its address and its licence.</p></footer></body>",
    "divs": "<body><div id=nav><ul>{menu}</ul></div><h1>Head</h1><div class=col><div class=text>{body}</div><div class='share clearfix'>Share: <a>A</a></div>"  # noqa: E501
    "<div class=related-news><ul>{news}</ul></div></div><div id=comments><p>I liked this article very much, thank you all.</p></div></body>",  # noqa: E501
    "tables": "<body><table><tr><td>{menu}</td><td><h1>Head</h1>{body}</td><td><ul>{news}</ul></td></tr></table><p>Site address and telephone</p></body>",  # noqa: E501
    "bare": "<html><body>{body}</body></html>",
    "split": "<body><ul>{menu}</ul><div class=page><div>{body}</div><div class=ads><a href=x>Buy now</a></div><div>{body2}</div></div><ul>{news}</ul></body>",  # noqa: E501
    "breaks": "<body><ul>{menu}</ul><h1>Head</h1><div id=zoom>{lines}</div><ul>{news}</ul></body>",
}  # fmt: skip


@pytest.mark.parametrize("lang", PARAGRAPHS)
@pytest.mark.parametrize("template", TEMPLATES)
def test_the_article_is_told_from_the_page(template, lang):
    words = PARAGRAPHS[lang]
    body = "".join(f"<p>{n} {words * 2}</p>" for n in range(5))
    body2 = "".join(f"<p>{n} {words * 2}</p>" for n in range(5, 9))
    lines = "<br>".join(f"{n} {words * 2}" for n in range(5))
    page = "<html>" + TEMPLATES[template].format(menu=MENU, news=NEWS, body=body, body2=body2, lines=lines) + "</html>"
    document = read_text(page, lang=lang, format="html")
    kept = "\n".join(b.span.of(page) for b in document.blocks if b.kind is not Kind.SKIP)
    skipped = "\n".join(b.span.of(page) for b in document.blocks if b.kind is Kind.SKIP)
    assert kept.count(words.strip()) == page.count(words.strip())
    for junk in ("Menu 3", "Another story", "Footer text", "I liked this", "Share:", "Buy now"):
        assert junk not in kept
        assert (junk in page) == (junk in skipped)
    assert ("Head" in kept) == ("Head" in page)


def test_a_fragment_is_taken_whole():
    html = "<div class=share>Share</div><p>One</p><footer>Two</footer>"
    assert all(
        block.kind is not Kind.SKIP or "Share" in block.span.of(html)
        for block in read_text(html, lang="en", format="html").blocks
    )

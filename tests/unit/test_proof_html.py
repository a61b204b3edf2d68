"""The proof page as a file: safe, whole, the same each time, fit to be read by everybody."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from proof_files import DAY, GLOSSARY, HOSTILE, po_file, po_text

from mtkit.check import CODES
from mtkit.errors import UsageError
from mtkit.formats.po import loads
from mtkit.formats.po_text import digest
from mtkit.lang import LANGUAGES
from mtkit.proof.marks import Mark, Name, diff, marked, shown
from mtkit.proof.model import page_of
from mtkit.proof.page import page_html
from mtkit.proof.words import Words, words
from mtkit.text import Kind
from mtkit.unit import Origin, Severity, State

GOLDEN = Path(__file__).parents[1] / "golden" / "proof"
PARTS = Path(__file__).parents[2] / "mtkit" / "proof" / "page"
FUZZY = "#, fuzzy\n"
VI = [
    ("中国—东盟媒体论坛闭幕", "Diễn đàn truyền thông bế mạc.", 'msgctxt "headline"\n'),
    ("中国—东盟中心主办论坛，240人出席。", "Trung tâm ASEAN-Trung Quốc tổ chức diễn đàn, 24 người dự.", FUZZY),
    ("见{1}网页{/1}。", "", ""),
]
TH = [
    (VI[0][0], "เวทีสื่อมวลชนปิดฉากลง", VI[0][2]),
    (VI[1][0], "ศูนย์อาเซียน-จีนจัดเวที มีผู้เข้าร่วม 240 คน", FUZZY + '#| msgid "中国—东盟中心主办论坛。"\n'),
    (VI[2][0], "ดู{1}หน้าเว็บ{/1}", FUZZY),
]


def page(*files, ui="en", mode="proof", sort="article", **more):
    named = files or (("forum.vi.po", po_file("vi", VI)), ("forum.th.po", po_file("th", TH)))
    data = page_of(named, glossary=GLOSSARY, day=DAY, mode=mode)
    return page_html(data | {"version": "0"}, ui=ui, sort=sort, **more)


class Reader(HTMLParser):
    """What a page is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "input", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_every_element_is_closed_and_every_id_is_there_once() -> None:
    reader = Reader(page())
    assert reader.open == []
    ids = [attrs["id"] for _, attrs in reader.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    hashes = [
        attrs["href"][1:] for tag, attrs in reader.tags if tag == "a" and (attrs.get("href") or "").startswith("#")
    ]
    assert hashes and set(hashes) <= set(ids)


def test_four_languages_stand_in_one_row() -> None:
    html = page(*((f"forum.{code}.po", po_file(code, VI)) for code in ("vi", "th", "km", "id")))
    assert '<section class="doc" id="d0" data-n="4"' in html
    assert '.doc[data-n="4"] .us { grid-template-columns: repeat(4, minmax(0, 1fr)); }' in html


def test_the_page_loads_nothing() -> None:
    for mode in ("proof", "review"):
        tags = Reader(page(mode=mode)).tags
        assert not [attrs for _, attrs in tags if {"src", "srcset", "data", "poster", "style"} & set(attrs)]
        assert not [
            tag for tag, _ in tags if tag in {"link", "img", "iframe", "object", "embed", "base", "form action"}
        ]
    style = (PARTS / "page.css").read_text(encoding="utf-8")
    assert "url(" not in style and "@import" not in style
    assert not re.search(r"fetch|XMLHttp|WebSocket|sendBeacon|import\(|eval|Function\(", _script(page(mode="proof")))


def _script(html: str) -> str:
    return html.split('<script type="module">', 1)[1].split("</script>", 1)[0]


@pytest.mark.parametrize("mode", ["proof", "review"])
def test_the_policy_lets_only_this_style_and_script_run(mode: str) -> None:
    html = page(mode=mode)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', html)[1]
    style = html.split("<style>", 1)[1].split("</style>", 1)[0]
    for name, text in (("style", style), ("script", _script(html))):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert ("connect-src 'self'" in policy) is (mode == "review")
    assert not re.search(r"\son\w+=", html.split("<body>")[1].split("<script")[0])


def test_a_nonce_stands_on_style_and_script() -> None:
    html = page(mode="review", nonce='a"b')
    assert html.count('nonce="a&quot;b"') == 2


def test_hostile_text_stays_text() -> None:
    files = [
        (f"{HOSTILE}.po", po_file("vi", [(HOSTILE, HOSTILE, f"# {HOSTILE}\n".replace("\u2028", ""))], title="<b>x</b>"))
    ]
    for mode in ("proof", "review"):
        html = page(*files, mode=mode)
        assert html.count("<script") == html.count("</script>") == 2
        assert "<img" not in html and "<b>x</b>" not in html
        assert "\u202e" not in html.split('<script type="application/json"')[0]
        assert "\u2028" not in html
        assert Reader(html).open == []
    data = html.split('id="data">', 1)[1].split("</script>", 1)[0]
    unit = json.loads(data)["files"][0]["units"][0]
    assert unit["target"] == HOSTILE


def test_what_a_file_says_of_how_it_was_made_cannot_become_markup() -> None:
    evil = '"><script>x</script>'
    mark = digest("Hà Nội")
    facts = (
        f"#. mtkit-segment: {evil}\n#. mtkit-mt: {evil} pair=zh>{evil} score=nan tier={evil}\n"
        f"#. mtkit-pivot {'x'}: {evil}\n#. mtkit-mt: m pair=en>vi score=inf tier=x\n#. mtkit-mt-hash: {mark}\n"
        f"#. mtkit-term: {evil}: 河内 -> Hà Nội ({evil} https://x/{evil})\n#. mtkit-qa: error M9{evil} {evil}\n"
    )
    text = po_text("vi", [("河内", "Hà Nội", facts + FUZZY)])
    for mode in ("proof", "review"):
        html = page((f"{evil}.po", loads(text)), mode=mode)
        assert html.count("<script") == html.count("</script>") == 2
        json.loads(html.split('id="data">', 1)[1].split("</script>", 1)[0], parse_constant=pytest.fail)
        for tag, attrs in Reader(html).tags:
            assert not any(name.startswith("on") for name in attrs), tag
            assert "<script>" not in str([attrs.get(name) for name in ("id", "href", "class", "lang", "data-s")])


def test_half_a_character_does_not_break_the_page() -> None:
    data = page_of([("a.po", po_file("vi", VI))], day=DAY)
    data["files"][0]["units"][0]["target"] = "x\ud800y"
    for mode in ("proof", "review"):
        page_html(data, mode=mode).encode()


def test_the_same_data_gives_the_same_bytes() -> None:
    assert page() == page()
    assert page(mode="review") == page(mode="review")


def test_files_of_one_article_stand_side_by_side_and_others_alone() -> None:
    other = po_file("vi", [("另一篇。", "Bài khác.", "")], document="other.md")
    html = page(("a.vi.po", po_file("vi", VI)), ("a.th.po", po_file("th", TH)), ("b.vi.po", other))
    assert html.count('<section class="doc"') == 2
    assert html.count('class="row') == 4
    assert re.findall(r'class="u" id="(f\d-\d)"', html) == ["f0-1", "f1-1", "f0-2", "f1-2", "f0-3", "f1-3", "f2-1"]


def test_files_of_other_makers_stand_side_by_side_as_well() -> None:
    files = [(f"{lang}.po", po_file(lang, VI, document=f"{lang}.md")) for lang in ("vi", "th")]
    assert page(*files).count('<section class="doc"') == 1


def test_a_file_without_units_is_a_page_all_the_same() -> None:
    html = page(("empty.po", po_file("vi", [])))
    assert Reader(html).open == []
    assert "No findings." in html and 'id="worst"' not in html


def test_every_text_says_its_language() -> None:
    html = page()
    assert '<p class="t" lang="zh-Hans">' in html
    assert '<p class="t" lang="th">' in html
    style = (PARTS / "page.css").read_text(encoding="utf-8")
    for code in ("th", "lo", "km", "my", "ta", "zh-Hans", "zh-Hant"):
        assert f".t:lang({code})" in style


def test_the_worst_unit_can_be_gone_to_and_put_first() -> None:
    assert '<a class="button" id="worst" href="#f0-2"' in page()
    order = re.findall(r'class="n" href="#f0-(\d)"', page(sort="worst"))
    assert order[0] == "2" and sorted(order) == ["1", "2", "3"]


def test_marks_and_names_may_overlap_and_never_tear_a_letter() -> None:
    html = marked("ศูนย์ที่กรุง", [Name(0, 5, "a"), Name(2, 7, "b")], [Mark(3, 6, "error", "0"), Mark(5, 8, "info", "1")])
    assert re.sub(r"<[^>]+>", "", html) == "ศูนย์ที่กรุง"
    Reader(html)
    torn = marked("ที่", [], [Mark(0, 1, "error", "0")])
    assert torn == '<mark class="error" data-i="0">ที่</mark>'
    assert marked("ab", [], [Mark(5, 9, "info", "0")]) == "ab"


def test_signs_that_nobody_sees_are_shown() -> None:
    assert shown("a\u202eb\u200bc") == 'a<span class="ctl">U+202E</span>b\u200bc'
    assert shown("{1}x{/1}{2/}").count('class="ph"') == 3
    assert diff([(0, "a<"), (-1, "b"), (1, "c")]) == "a&lt;<del>b</del><ins>c</ins>"


def test_both_languages_say_everything() -> None:
    for ui in ("en", "zh"):
        said = words(ui)
        keys = [*said.all, *(f"code-{code}" for code in CODES), *(f"lang-{code}" for code in LANGUAGES)]
        keys += [*State, *Severity, *Origin, *(kind for kind in Kind if kind is not Kind.SKIP)]
        assert all(said.text(str(key)).strip() for key in keys)
    for key, (english, chinese) in Words("en").all.items():
        assert english.count("{}") == chinese.count("{}"), key
        assert chinese != english or key in {"mtkit"}, key
    html = page(ui="zh")
    assert '<html lang="zh"' in html and "机器译文" in html and "Machine text<" not in html.split("<script")[0]
    with pytest.raises(UsageError):
        words("fr")
    with pytest.raises(UsageError):
        page_html(page_of([("a.po", po_file("vi", VI))], day=DAY), sort="best")


def test_the_words_that_the_script_asks_for_are_there() -> None:
    known = Words("en").all
    for path in sorted(PARTS.glob("*.js")):
        text = path.read_text(encoding="utf-8")
        asked = re.findall(r'\b(?:tr|said|button)\("([a-z_]+)"', text) + re.findall(r'\], "([a-z_]+)"\]', text)
        assert asked and not [key for key in asked if key not in known]


def _colours(style: str) -> list[tuple[str, dict[str, str]]]:
    """The variables of each scheme, those of the print style over the light ones."""
    blocks = re.findall(r"(:root[^{]*)\{([^{}]*--bg:[^{}]*)\}", style)
    found = [(name.strip(), dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-f]+)", text))) for name, text in blocks]
    light = found[0][1]
    return [(name, light | own) for name, own in found]


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(char * 2 for char in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_text_stands_out_from_its_ground_in_every_scheme() -> None:
    schemes = _colours((PARTS / "page.css").read_text(encoding="utf-8"))
    assert len(schemes) == 4  # light, dark by choice, dark by the system, print
    assert schemes[1][1] == schemes[2][1]
    inks = ("ink", "dim", "accent", "error", "warning", "info", "approved", "edited", "raw", "stale", "untranslated")
    for name, colours in schemes:
        for ground in ("bg", "card", "sunk"):
            for ink in inks:
                assert _contrast(colours[f"--{ink}"], colours[f"--{ground}"]) >= 4.5, (name, ink, ground)
        for ground in ("ins", "del", "lit"):
            assert _contrast(colours["--ink"], colours[f"--{ground}"]) >= 4.5, (name, ground)
        assert _contrast(colours["--on-accent"], colours["--accent"]) >= 4.5, name
        assert _contrast(colours["--edge"], colours["--card"]) >= 3, name
        assert _contrast(colours["--focus"], colours["--card"]) >= 3, name


def test_every_control_has_a_name_and_the_page_its_landmarks() -> None:
    html = page()
    tags = Reader(html).tags
    names = [tag for tag, _ in tags]
    assert names.count("main") == names.count("header") == names.count("footer") == names.count("h1") == 1
    for control in re.findall(r"<(?:input|select)[^>]*>", html):
        before = html[: html.index(control)]
        assert before.rfind("<label") > before.rfind("</label>"), control
    assert any(attrs.get("aria-live") == "polite" for _, attrs in tags)
    assert any(attrs.get("class") == "skip" for _, attrs in tags)


def test_a_code_of_two_severities_shows_each() -> None:
    units = [
        ("12家媒体参加论坛。", "สื่อ 21 แห่งเข้าร่วมเวที", FUZZY),
        ("贸易额为35亿美元，有12家媒体、8个国家参加。", "มูลค่าการค้า 35 ล้านดอลลาร์ สื่อ 21 แห่งและ 9 ประเทศเข้าร่วม", FUZZY),
    ]
    html = page(("forum.th.po", po_file("th", units)))
    row = html[html.index('<tr data-c="N01">') :].split("</tr>", 1)[0]
    assert re.findall('<rect class="([a-z]+)" x="([0-9.]+)" y="0" width="([0-9.]+)"', row) == [
        ("error", "0", "66.7"), ("warning", "66.7", "33.3"),
    ]  # fmt: skip
    assert '<td class="times">3</td>' in row
    assert re.findall('class="sev ([a-z]+)"><span data-s="([a-z]+)">[A-Z][a-z]+</span> ([0-9])<', row) == [
        ("error", "error", "2"), ("warning", "warning", "1"),
    ]  # fmt: skip
    assert '<option value="N01">N01 (3)</option>' in html


def test_a_small_page_is_as_it_was() -> None:
    html = page()
    body = html.split("<body>\n", 1)[1].split('<section class="about-codes"', 1)[0]
    got = re.sub(r"(?<=>)(?=<(?:div|p|ul|li|details|section|header|main|tr|dt|label)\b)", "\n", body)
    golden = GOLDEN / "forum.html"
    assert got == golden.read_text(encoding="utf-8"), "if the change is meant, write the new page to the golden file"

"""Merging: layout kept, nothing published that nobody reviewed, and every refusal in one clear line."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from mtkit import formats
from mtkit.errors import BadInputError, UsageError
from mtkit.formats import po
from mtkit.lang import LANGUAGES, Pair
from mtkit.pipeline import segments_of
from mtkit.review.disclosure import wording
from mtkit.review.disclosure_data import WORDING
from mtkit.review.merge import merge, source_hash
from mtkit.text import Document
from mtkit.unit import Hop, Origin, State, Unit

GOLDEN = Path(__file__).parent.parent / "golden" / "formats"
ARTICLES = sorted(p for p in GOLDEN.iterdir() if p.suffix in {".html", ".md", ".txt"} and ".out." not in p.name)
MARKDOWN = """---
title: 中国与东盟深化数字合作
date: 2025-09-18
---

# 中国与东盟深化数字合作

双方周四在**雅加达**签署备忘录。会议由[东盟秘书处](https://asean.org/?a=1&b=2)主办。

| 国家 | 项目 |
|:-----|-----:|
| 泰国 | 12 |

他说。\\
双方将继续合作。他说。
"""


def article(text: str = MARKDOWN, name: str = "forum.md", lang: str = "zh") -> Document:
    return formats.read_text(text, id=name, lang=lang, format=formats.format_for(name).name)


def units_of(document: Document, target: str, *, state: State = State.APPROVED) -> list[Unit]:
    """A unit for each sentence, whose translation is its text between corner brackets."""
    pair = Pair(document.lang, target)
    trail = (Hop(pair, "mtkit/test@1", "", -0.5),)
    return [
        Unit(s, pair, f"‹{s.text}›", state, Origin.MACHINE, trail=trail, raw=f"‹{s.text}›")
        for s in segments_of(document)
    ]


def as_file(document: Document, units: list[Unit], **extra: str) -> po.PoFile:
    header = po.Header(
        project="x", source=document.lang, target=units[0].pair.target, document=document.id,
        sha256=source_hash(document), signature="mtkit:0.1.0|as-of:2025-09-18", glossary="china-asean@1",
        created="2025-09-18T00:00:00+00:00", extra=extra,
    )  # fmt: skip
    return po.loads(po.dumps(units, header))


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.name)
def test_every_character_outside_the_sentences_is_the_sources(path: Path) -> None:
    code = path.name.split(".")[-2]
    document = formats.read(path, lang=code, id=path.name)
    target = "zh" if code != "zh" else "th"
    units = [replace(unit, target=unit.segment.text) for unit in units_of(document, target)]
    text = merge(document, as_file(document, units)).data.decode()
    assert text == formats.format_for(document.format).relabel(document.text, target)  # but for its lang attribute


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.name)
def test_each_sentence_is_in_its_place_and_the_bytes_are_the_same_on_each_run(path: Path) -> None:
    code = path.name.split(".")[-2]
    document = formats.read(path, lang=code, id=path.name)
    file = as_file(document, units_of(document, "vi"))
    merged = merge(document, file)
    assert merged.reviewed
    assert merged.data == merge(document, file).data
    assert merged.data.decode().count("‹") == len(segments_of(document))


def test_comments_lost_by_another_program_do_not_matter() -> None:
    document = article()
    units = units_of(document, "vi")
    said = [n for n, unit in enumerate(units) if unit.segment.text == "他说。"]
    assert len(said) == 2
    units[said[1]] = replace(units[said[1]], target="Bà nói.", raw="Bà nói.")
    file = as_file(document, units)
    expected = merge(document, file).data
    without = [replace(entry, extracted=()) for entry in file.entries]
    bare = [replace(entry, references=()) for entry in without]
    for entries in (without, bare, bare[::-1]):
        found = po.loads(po.render(replace(file, entries=tuple(entries))))
        assert merge(document, found).data == expected


def test_a_sentence_that_nothing_tells_from_another_is_an_error() -> None:
    document = article("甲方表示。\n他说。\n甲方表示。\n他说。\n", "a.txt")
    units = units_of(document, "vi")
    units[3] = replace(units[3], target="Bà nói.", raw="Bà nói.")
    file = as_file(document, units)
    assert "Bà nói." in merge(document, file).data.decode()
    bare = replace(file, entries=tuple(replace(e, extracted=(), references=()) for e in file.entries))
    with pytest.raises(
        BadInputError, match=r"a\.po: '他说。' has several translations \(lines \d+ and \d+\), and nothing"
    ):
        merge(document, po.loads(po.render(bare)), where="a.po")


@pytest.mark.parametrize(
    ("state", "instead"),
    [
        (State.RAW, "machine text that nobody has reviewed"),
        (State.EDITED, "text that an editor has begun and not signed off"),
        (State.STALE, "text that was approved for an earlier source"),
        (State.UNTRANSLATED, "the source text"),
    ],
)
def test_what_nobody_reviewed_is_named_with_what_stands_there(state: State, instead: str) -> None:
    document = article()
    units = units_of(document, "vi")
    target = "" if state is State.UNTRANSLATED else "Bản nháp." if state is not State.RAW else units[3].target
    units[3] = replace(units[3], target=target, state=state, previous="旧句。" if state is State.STALE else "")
    file = as_file(document, units)
    merged = merge(document, file)
    assert not merged.reviewed
    assert [(item.unit.state, item.instead) for item in merged.unreviewed] == [(state, instead)]
    entry = next(entry for entry in file.entries if entry.line == merged.unreviewed[0].line)
    assert entry.msgid == units[3].segment.text
    assert (target.replace("{1}", "[").partition("{/1}")[0] or units[3].segment.source) in merged.data.decode()


def test_provenance_counts_who_made_what() -> None:
    document = article()
    units = units_of(document, "vi")
    units[0] = replace(units[0], target="Việt hóa", origin=Origin.HUMAN)
    units[2] = replace(units[2], raw="", trail=(), origin=Origin.HUMAN)
    units[4] = replace(units[4], state=State.RAW)
    file = as_file(document, units, **{"Last-Translator": "Desk <desk@example.org>"})
    said = merge(document, file).provenance
    assert (said.post_edited, said.human, said.memory, said.unreviewed) == (1, 1, 0, ((State.RAW, 1),))
    assert said.as_is == len(units) - 3
    assert (said.models, said.glossary) == (("mtkit/test@1",), "china-asean@1")
    assert (said.editor, said.revised) == ("Desk <desk@example.org>", "2025-09-18 00:00+0000")
    assert said.by_machine


def test_an_approved_error_is_told_with_its_line() -> None:
    document = article("周五，双方签署12项协议。\n", "a.txt")
    unit = replace(units_of(document, "vi")[0], target="Hôm thứ Sáu, hai bên ký 21 thỏa thuận.", origin=Origin.HUMAN)
    file = as_file(document, [unit])
    flagged = merge(document, file).flagged
    assert [item.line for item in flagged] == [file.entries[0].line]
    assert flagged[0].issues[0].code.startswith("N")
    quiet = replace(file, entries=(replace(file.entries[0], comments=("mtkit-ignore: N",)),))
    assert not any(issue.code.startswith("N") for item in merge(document, quiet).flagged for issue in item.issues)


def changed(file: po.PoFile, **header: str) -> po.PoFile:
    return replace(file, header={**file.header, **header})


def test_a_source_or_a_file_that_does_not_fit_is_refused_with_the_mend() -> None:
    document = article()
    file = as_file(document, units_of(document, "vi"))
    edited = article(MARKDOWN.replace("周四", "周五"))
    with pytest.raises(
        BadInputError, match=r"^a\.po: forum\.md has changed .*: run mtkit update forum\.md a\.po first$"
    ):
        merge(edited, file, where="a.po")
    with pytest.raises(BadInputError, match=r"is the translation of forum\.md, and has no sentence of other\.txt"):
        merge(article("另一篇文章。\n", "other.txt"), file, where="a.po")
    with pytest.raises(BadInputError, match=r"is the translation of forum\.md, and has no sentence of other\.txt"):
        merge(article("另一篇文章。\n", "other.txt"), changed(file, **{"X-Mtkit-Source-Hash": ""}), where="a.po")
    with pytest.raises(BadInputError, match=r"translates from Chinese \(Simplified\), and forum\.md is English"):
        merge(article(lang="en"), file, where="a.po")
    with pytest.raises(BadInputError, match="does not name both languages"):
        merge(document, changed(replace(file, units=()), Language=""), where="a.po")
    fewer = po.loads(po.render(replace(file, entries=file.entries[1:])))
    with pytest.raises(
        BadInputError, match=r"a\.po: \d of \d+ sentences have no entry, first '中国与东盟深化数字合作'"
    ):
        merge(document, fewer, where="a.po")
    foreign = (*file.entries, po.Entry("外来的句子。", "Câu lạ."))
    with pytest.raises(BadInputError, match=r"a\.po:\d+: 1 entries are no sentence of forum\.md, first '外来的句子。'"):
        merge(document, po.loads(po.render(replace(file, entries=foreign))), where="a.po")


def test_obsolete_entries_and_a_file_that_another_program_stripped_of_its_hash_are_no_matter() -> None:
    document = article()
    file = as_file(document, units_of(document, "vi"))
    old = (*file.entries, po.Entry("旧句。", "Câu cũ.", obsolete=True))
    assert merge(document, changed(replace(file, entries=old), **{"X-Mtkit-Source-Hash": ""})).reviewed


def test_bytes_stay_in_the_sources_encoding_where_it_can_spell_them() -> None:
    data = "双方签署协议。\r\n他说。\r\n".encode("gb18030")
    document = formats.read_bytes(data, id="a.txt", lang="zh")
    units = units_of(document, "zh-Hant")
    file = as_file(document, units)
    assert merge(document, file).data.decode("gb18030") == "‹双方签署协议。›\r\n‹他说。›\r\n"


def test_a_page_says_its_new_language() -> None:
    document = article('<html lang="zh-CN"><body><p>双方签署协议。</p></body></html>', "a.html")
    merged = merge(document, as_file(document, units_of(document, "km")))
    assert merged.data.decode() == '<html lang="km"><body><p>‹双方签署协议。›</p></body></html>'


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_both_wordings(code: str) -> None:
    reviewed, not_reviewed = WORDING[code]
    assert reviewed != not_reviewed
    assert wording(code, reviewed=True) == reviewed
    assert wording(code, reviewed=False) == not_reviewed
    page = (Path(__file__).parents[2] / "docs" / "review.md").read_text(encoding="utf-8")
    assert f"| {reviewed} | {not_reviewed} |" in page


LAYOUTS = [
    ("a.txt", "正文。\n", "‹正文。›\n\nLINE\n"),
    ("a.txt", "正文。", "‹正文。›\n\nLINE"),
    ("a.txt", "正文。\r\n\r\n", "‹正文。›\r\n\r\nLINE\r\n"),
    ("a.md", "正文。\n\n- 一项。\n", "‹正文。›\n\n- ‹一项。›\n\n*LINE*\n"),
    ("a.html", "<p>正文。</p>\n", '<p>‹正文。›</p>\n<p class="translation-notice" lang="vi">LINE</p>\n'),
    (
        "a.html",
        "<body><article><p>正文。</p></article><footer>版权</footer></body>",
        '<body><article><p>‹正文。›</p>\n<p class="translation-notice" lang="vi">LINE</p>\n'
        "</article><footer>FOOT</footer></body>",
    ),
]


@pytest.mark.parametrize(("name", "source", "expected"), LAYOUTS)
def test_the_disclosure_line_is_the_last_paragraph_in_the_syntax_of_the_format(
    name: str, source: str, expected: str
) -> None:
    document = article(source, name)
    merged = merge(document, as_file(document, units_of(document, "vi")), disclose=True)
    assert merged.disclosure == WORDING["vi"][0]
    text = re.sub("<footer>.*?</footer>", "<footer>FOOT</footer>", merged.data.decode())
    assert text == expected.replace("LINE", merged.disclosure)


def test_the_disclosure_says_whether_editors_reviewed_and_is_left_out_where_no_machine_had_a_part() -> None:
    document = article("正文。\n他说。\n", "a.txt")
    units = units_of(document, "th")
    raw = [replace(units[0], state=State.RAW), units[1]]
    assert merge(document, as_file(document, raw), disclose=True).disclosure == WORDING["th"][1]
    human = [replace(unit, raw="", trail=(), origin=Origin.HUMAN) for unit in units]
    assert merge(document, as_file(document, human), disclose=True).disclosure == ""
    converted = as_file(document, units_of(document, "zh-Hant"))
    assert merge(document, converted, disclose=True).disclosure == ""
    assert merge(document, converted, disclose=True, own_words="OpenCC").disclosure == "OpenCC"
    own = merge(document, as_file(document, units), disclose=True, own_words="R&D  desk\n")
    assert own.data.decode().endswith("\n\nR&D  desk\n")
    with pytest.raises(UsageError, match="is blank"):
        merge(document, as_file(document, units), disclose=True, own_words=" \n")


@pytest.mark.parametrize(
    ("name", "source"),
    [("a.md", "正文。\n\n```\ncode\n"), ("a.html", "<p>正文。</p><script>let a"), ("a.html", "<p>正文。<!-- x")],
)
def test_a_line_that_the_end_of_the_file_would_swallow_is_refused(name: str, source: str) -> None:
    document = article(source, name)
    with pytest.raises(BadInputError, match="would swallow the disclosure line"):
        merge(document, as_file(document, units_of(document, "vi")), disclose=True)


def test_own_words_cannot_become_markup() -> None:
    document = article("正文。\n", "a.md")
    file = as_file(document, units_of(document, "en"))
    text = merge(document, file, disclose=True, own_words="See *all* [x](y) <b>").data.decode()
    assert text.endswith("\n\n*See \\*all\\* \\[x\\](y) \\<b>*\n")


def test_a_markdown_article_is_merged_as_the_golden_file_has_it() -> None:
    folder = GOLDEN.parent / "merge"
    document = formats.read(folder / "laocai.zh.md", lang="zh")
    merged = merge(document, po.read(folder / "laocai.vi.po"), disclose=True)
    assert merged.data == (folder / "laocai.vi.md").read_bytes()
    said = merged.provenance
    assert (said.as_is, said.post_edited, said.human, said.editor) == (11, 2, 0, "Border desk <desk@example.org>")
    assert merged.reviewed

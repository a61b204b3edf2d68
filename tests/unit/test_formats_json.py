"""JSON and JSON Lines: which fields are text, how they are spelled, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mtkit.errors import ConfigError, DocumentError
from mtkit.formats import read_bytes, write
from mtkit.formats.fields import load
from mtkit.pipeline import segments_of
from mtkit.text import Document, Segment


def story(text: str, lang: str = "zh", *, name: str = "story.json", fields: Path | None = None) -> Document:
    return read_bytes(text.encode(), id=name, lang=lang, fields=load(fields) if fields else None)


def texts(text: str, lang: str = "zh", *, name: str = "story.json", fields: Path | None = None) -> list[str]:
    return [segment.text for segment in segments_of(story(text, lang, name=name, fields=fields))]


def translated(text: str, target: str, *, to: str = "vi") -> str:
    """The file with every sentence become ``target``."""
    document = story(text)
    segments: tuple[Segment, ...] = segments_of(document)
    return write(document, {segment.id: target for segment in segments}, segments, lang=to).decode()


def test_fields_of_articles_are_text_and_no_others() -> None:
    text = json.dumps(
        {"id": "a-1", "title": "昆明开会", "slug": "kunming", "author": {"name": "编辑部"}, "tags": ["会议"],
         "date_published": "2026-11-23", "seo": {"meta_description": "简介"},
         "image": {"url": "图.jpg", "altText": "会场"},
         "body": ["第一段。", "第二段。"], "_links": {"self": {"title": "链接"}}, "title_id": "标题"},
        ensure_ascii=False,
    )  # fmt: skip
    assert texts(text) == ["昆明开会", "简介", "会场", "第一段。", "第二段。"]
    assert story(text).meta["date"] == "2026-11-23"
    assert story(text).meta["title"] == "昆明开会"


def test_html_in_a_field_is_read_as_html_and_addresses_are_left() -> None:
    text = (
        '{"body_html":"<p>他说：<a href=\\"\\/a\\">你好<\\/a>。<\\/p><p>A&nbsp;B<\\/p>","alt":"https:\\/\\/e.cn\\/图"}'
    )
    assert texts(text) == ["他说：{1}你好{/1}。", "A\u00a0B"]
    assert texts('{"title":"3 < 5 而且 7 > 2"}') == ["3 < 5 而且 7 > 2"]


@pytest.mark.parametrize(
    ("source", "target", "written"),
    [
        ('{"title":"会"}', 'A "b" \\ c\td', '{"title":"A \\"b\\" \\\\ c\\td"}'),
        ('{"title":"\\u4f1a"}', "Lễ 😀", '{"title":"L\\u1ec5 \\ud83d\\ude00"}'),
        ('{"title":"\\u4F1A\\u5C31"}', "Lễ", '{"title":"L\\u1EC5"}'),
        ('{"title":"会","u":"a\\/b"}', "1/2", '{"title":"1\\/2","u":"a\\/b"}'),
        ('{"html":"\\u003cp\\u003e会\\u003c/p\\u003e"}', "<R&D>",
         '{"html":"\\u003cp\\u003e\\u0026lt;R\\u0026amp;D\\u0026gt;\\u003c/p\\u003e"}'),
        ('{"html":"<p>会</p>"}', "<R&D>", '{"html":"<p>&lt;R&amp;D&gt;</p>"}'),
        ('{"html":"<img alt=\\"会\\">"}', 'a "b"', '{"html":"<img alt=\\"a &quot;b&quot;\\">"}'),
    ],
)  # fmt: skip
def test_text_is_spelled_as_the_file_spells_it(source: str, target: str, written: str) -> None:
    found = translated(source, target)
    assert found == written
    json.loads(found)


def test_labels_of_language_follow_and_other_languages_are_left() -> None:
    text = (
        '{"lang":"zh_CN","title":"一","i18n":[{"locale":"en-GB","title":"one"},{"locale":"zh-CN","title":"二"}],'
        '"language":"zh","note":"zh"}'
    )
    assert texts(text) == ["一", "二"]
    found = json.loads(translated(text, "x"))
    assert (found["lang"], found["language"], found["note"]) == ("vi", "vi", "zh")
    assert [part["locale"] for part in found["i18n"]] == ["en-GB", "vi"]
    assert texts('{"lang":"en","title":"一"}') == ["一"]  # nothing is labelled with the language that was asked for


def test_lines_are_values_of_their_own() -> None:
    text = '{"title":"一"}\n\n{"title":"二"}\n'
    assert texts(text, name="a.jsonl") == texts(text, name="a.ndjson") == ["一", "二"]
    with pytest.raises(DocumentError, match=r"^story\.json: is no valid JSON, line 3: more after .*\.jsonl"):
        texts(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"title": "一"', "line 1: ends inside an object"),
        ('{"title": "一",}', "line 1: '}' out of place"),
        ('{"title": "一" "b": 1}', "out of place (a comma should be there)"),
        ("[1 2]", "out of place"),
        ('{"a": 01}', "no JSON value"),
        ('{"a": NaN}', "no JSON value"),
        ('{title: "一"}', "no JSON value"),
        ('["a\nb"]', "holds a raw line end"),
        ('{"a": "\\x"}', "no JSON value"),
        ("]", "out of place"),
        ("{1: 2}", "out of place"),
        ('\n\n{"a":}', "line 3: '}' out of place (a value should be there)"),
        ("[" * 300 + "]" * 300, "more than 256 levels"),
    ],
)
def test_what_is_no_json_is_refused_with_its_line(text: str, said: str) -> None:
    with pytest.raises(DocumentError) as caught:
        texts(text)
    assert str(caught.value).startswith("story.json: is no valid JSON, line ")
    assert said in str(caught.value)


def test_half_a_surrogate_pair_is_kept() -> None:
    text = '{"title":"会\\ud83d议"}'
    assert texts(text) == ["会\ufffd议"]
    document = story(text)
    assert write(document, {}, segments_of(document), lang="vi").decode() == text


def test_a_map_of_ones_own(tmp_path: Path) -> None:
    fields = tmp_path / "fields.toml"
    fields.write_text(
        '[json]\ntranslate = ["headline_text", "block.caption"]\nkinds = { headline = ["headlineText"] }\n', "utf-8"
    )
    text = '{"title":"一","headlineText":"二","block":{"caption":"三"},"caption":"四"}'
    assert texts(text, fields=fields) == ["二", "三"]
    assert [block.kind for block in story(text, fields=fields).blocks] == ["headline", "body"]
    assert story(text, fields=fields).meta["fields"] == load(fields).digest


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[jsn]\n", "unknown table 'jsn': did you mean 'json'?"),
        ('[json]\ntranslte = ["a"]\n', "[json]: unknown list 'translte': did you mean 'translate'?"),
        ('[json]\nhtml = "body"\n', "[json] html is no list of names"),
        ('[json.kinds]\nheadlne = ["a"]\n', "[json] kinds: unknown kind 'headlne': did you mean 'headline'?"),
        ("[json\n", "fields.toml: "),
    ],
)
def test_a_wrong_map_is_one_line(tmp_path: Path, content: str, said: str) -> None:
    fields = tmp_path / "fields.toml"
    fields.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(fields)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_map_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read: No such file"):
        load(tmp_path / "none.toml")


def test_ten_thousand_rows_take_a_moment() -> None:
    text = json.dumps([{"id": n, "title": f"第{n}条新闻", "views": n / 7} for n in range(10_000)])
    document = story(text)
    assert len(document.blocks) == 10_000

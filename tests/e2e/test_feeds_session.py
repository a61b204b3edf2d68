"""A studio's subtitles and a desk's feeds, as their users bring them through: translate, approve, merge, update."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest
from command import ROOT, Mtkit

GOLDEN = ROOT / "tests" / "golden" / "feeds"
TIMES = re.compile(r"^.*-->.*$", re.MULTILINE)


def approve(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace("#, fuzzy\n", ""), encoding="utf-8")


def bring(name: str, folder: Path, to: str) -> Path:
    shutil.copy(GOLDEN / name, folder / to)
    return folder / to


@pytest.mark.parametrize(
    ("name", "file", "lang"), [("mekong.zh.srt", "film.srt", "zh"), ("wat.th.vtt", "film.vtt", "th")]
)
def test_a_film_in_khmer(mtkit: Mtkit, tmp_path: Path, name: str, file: str, lang: str) -> None:
    source = bring(name, tmp_path, file)
    result = mtkit("translate", file, "--from", lang, "--to", "km", "-o", "out")
    assert result.code == 0, result.err
    po = tmp_path / "out" / "film.km.po"
    entries = po.read_text(encoding="utf-8")
    assert "mtkit-room: lines=" in entries
    assert "-->" not in entries  # translators see sentences, not cues

    assert mtkit("merge", file, po).code == 1  # nobody has reviewed it
    approve(po)
    result = mtkit("merge", file, po)
    assert result.code == 0, result.err
    before, after = source.read_bytes(), (tmp_path / f"film.km{source.suffix}").read_bytes()
    texts = [data.decode("utf-8-sig") for data in (before, after)]
    assert TIMES.findall(texts[0]) == TIMES.findall(texts[1])
    assert after.startswith(b"\xef\xbb\xbf") == before.startswith(b"\xef\xbb\xbf")
    assert after.count(b"\r\n") == after.count(b"\n") if b"\r\n" in before else b"\r" not in after
    assert re.search("[\u1780-\u17b3]", texts[1])


def test_an_edited_film_keeps_its_approvals(mtkit: Mtkit, tmp_path: Path) -> None:
    source = bring("mekong.zh.srt", tmp_path, "film.srt")
    assert mtkit("translate", "film.srt", "--from", "zh", "--to", "vi", "-o", ".").code == 0
    po = tmp_path / "film.vi.po"
    approve(po)
    text = source.read_bytes().decode("utf-8-sig")
    moved = text.replace("00:00:08,500 --> 00:00:11,000", "00:00:08,600 --> 00:00:11,200").replace("谢谢", "非常感谢")
    source.write_bytes(b"\xef\xbb\xbf" + moved.encode())
    result = mtkit("update", "film.srt", po, "--json")
    assert result.code == 0, result.err
    said = json.loads(result.out)
    assert said["changed"] == 1, said
    assert mtkit("merge", "film.srt", po, "--allow-unreviewed").code == 0
    assert "00:00:08,600 --> 00:00:11,200" in (tmp_path / "film.vi.srt").read_text(encoding="utf-8-sig")


def test_what_does_not_fit_is_found(mtkit: Mtkit, tmp_path: Path) -> None:
    bring("mekong.zh.srt", tmp_path, "film.srt")
    assert mtkit("translate", "film.srt", "--from", "zh", "--to", "vi", "-o", ".").code == 0
    po = tmp_path / "film.vi.po"
    text = po.read_text(encoding="utf-8")
    long = "Xin trân trọng kính chào quý vị và chào mừng quý vị đã đến với thủ đô Phnôm Pênh xinh đẹp của chúng tôi"
    entry = re.compile(r'(msgid "您好，欢迎来到金边。"\nmsgstr ")[^"]*"')
    po.write_text(entry.sub(lambda found: f'{found[1]}{long}"', text), encoding="utf-8")
    result = mtkit("check", po, "--select", "L05", "--json")
    assert '"L05"' in result.out
    assert "fit in its cues" in result.out


def test_a_folder_of_exports_and_feeds(mtkit: Mtkit, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    bring("asean.zh.rss", tmp_path / "in", "asean.rss")
    (tmp_path / "in" / "story.json").write_text(
        '{"id":1,"lang":"zh","title":"昆明举行论坛","slug":"kun-ming"}', "utf-8"
    )
    (tmp_path / "in" / "sitemap.xml").write_text("<urlset><url/></urlset>", "utf-8")  # no feed: passed over
    result = mtkit("translate", "in", "--from", "zh", "--to", "vi", "-o", "out", "--format", "text")
    assert result.code == 0, result.err
    story = json.loads((tmp_path / "out" / "story.vi.json").read_text(encoding="utf-8"))
    assert (story["id"], story["lang"], story["slug"]) == (1, "vi", "kun-ming")
    assert story["title"] != "昆明举行论坛"
    feed = ElementTree.parse(tmp_path / "out" / "asean.vi.rss").getroot()
    assert feed.findtext("channel/language") == "vi"
    assert feed.findtext("channel/item/guid") == "asean-1"


@pytest.mark.deep
def test_a_map_of_fields_goes_with_each_verb(mtkit: Mtkit, tmp_path: Path) -> None:
    (tmp_path / "fields.toml").write_text('[json]\ntranslate = ["body_cn"]\n', encoding="utf-8")
    (tmp_path / "a.json").write_text('{"title":"不译","body_cn":"论坛在昆明开幕。"}', encoding="utf-8")
    assert mtkit("segment", "a.json", "--from", "zh").out == "不译\n"
    assert mtkit("segment", "a.json", "--from", "zh", "--fields", "fields.toml").out == "论坛在昆明开幕。\n"
    assert mtkit("translate", "a.json", "--from", "zh", "--to", "vi", "--fields", "fields.toml").code == 0
    po = tmp_path / "a.vi.po"
    approve(po)
    lacking = mtkit("merge", "a.json", po)  # without the map its sentences are others
    assert lacking.code == 3
    assert "give the PO file made of it, or the --fields that it was translated with" in lacking.err
    assert mtkit("merge", "a.json", po, "--fields", "fields.toml").code == 0
    merged = json.loads((tmp_path / "a.vi.json").read_text(encoding="utf-8"))
    assert merged["title"] == "不译"
    assert merged["body_cn"] != "论坛在昆明开幕。"
    assert mtkit("update", "a.json", po, "--fields", "fields.toml").code == 0


def test_an_article_without_a_sentence_is_said_to_be_one(mtkit: Mtkit, tmp_path: Path) -> None:
    (tmp_path / "cms.json").write_text('{"text_cn":"论坛在昆明开幕。"}', encoding="utf-8")
    (tmp_path / "blank.md").write_text("\n\n", encoding="utf-8")
    done = mtkit("translate", "cms.json", "blank.md", "--from", "zh", "--to", "vi", "-o", "out")
    assert done.code == 0
    assert "cms.vi.po: 0 units, 0 errors, 0 warnings: no field of it is text; name yours with --fields" in done.err
    assert "blank.vi.po: 0 units, 0 errors, 0 warnings: there is nothing to translate" in done.err


@pytest.mark.deep
@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.srt", b"not a subtitle\n", "a.srt: has no cue"),
        ("a.vtt", b"00:01.000 --> 00:02.000\nx\n", "a.vtt: does not begin with WEBVTT"),
        ("a.json", b'{"title": }', "a.json: is no valid JSON, line 1"),
        ("a.xml", b"<note>x</note>", "a.xml: its root element is 'note'"),
        ("a.rss", b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hosts">]><rss>&x;</rss>', "a.rss:1: "),
    ],
)  # fmt: skip
def test_bad_files_are_one_line_and_nothing_is_written(
    mtkit: Mtkit, tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(data)
    result = mtkit("translate", name, "--from", "en", "--to", "vi", "-o", "out")
    assert result.code == 3
    assert result.errors[0].removeprefix("mtkit: error: ").startswith(said)
    assert not [*tmp_path.rglob("*.po"), *tmp_path.rglob("*.jsonl")]

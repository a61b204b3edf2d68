"""Subtitles: what is joined, what is not, and how translations come back into the cues."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mtkit.captions import LANGUAGES_TOLD, reading, width
from mtkit.checking import check_file
from mtkit.errors import DocumentError
from mtkit.formats import po, read_text, write
from mtkit.lang import LANGUAGES, Pair
from mtkit.pipeline import segments_of
from mtkit.text import Document, Segment
from mtkit.unit import Unit


def film(text: str, lang: str = "zh", format: str = "srt") -> tuple[Document, tuple[Segment, ...]]:  # noqa: A002
    document = read_text(text, id=f"film.{format}", lang=lang, format=format)
    return document, segments_of(document)


def srt(*cues: tuple[float, float, str]) -> str:
    """A SubRip file of (start, end, text), in seconds under a minute."""
    stamp = "00:00:{:06.3f}"
    times = (f"{stamp} --> {stamp}".format(start, end).replace(".", ",") for start, end, _ in cues)
    return "\n\n".join(
        f"{n}\n{time}\n{said}" for n, (time, (_, _, said)) in enumerate(zip(times, cues, strict=True), 1)
    )


def texts(text: str, lang: str = "zh", format: str = "srt") -> list[str]:  # noqa: A002
    return [segment.text for segment in film(text, lang, format)[1]]


def cues_of(data: bytes) -> list[str]:
    return [cue.partition("\n")[2].partition("\n")[2] for cue in data.decode().split("\n\n")]


def written(text: str, *targets: str, to: str, lang: str = "zh") -> list[str]:
    """The text of each cue after its sentences became ``targets``, "" leaving one as it is."""
    document, segments = film(text, lang)
    assert len(segments) == len(targets), [segment.text for segment in segments]
    said = {segment.id: target for segment, target in zip(segments, targets, strict=True)}
    return cues_of(write(document, said, segments, lang=to))


def test_a_sentence_runs_on_over_cues_and_lines() -> None:
    text = srt((1, 3, "这条铁路连接昆明"), (3.1, 5, "和万象，\n全长1035公里。"), (5.2, 7, "它开通五年了。"))
    assert texts(text) == ["这条铁路连接昆明和万象，全长1035公里。", "它开通五年了。"]
    assert texts(srt((1, 3, "ທາງລົດໄຟ"), (3.1, 5, "ລາວ-ຈີນ")), "lo") == ["ທາງລົດໄຟ ລາວ-ຈີນ"]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (srt((1, 3, "我们去"), (5.5, 7, "金边吧")), ["我们去", "金边吧"]),  # nobody speaks for two seconds
        (srt((1, 3, "- 你去哪儿\n- 去万象")), ["你去哪儿", "去万象"]),
        (srt((1, 3, "你去哪儿"), (3.1, 5, "- 去万象")), ["你去哪儿", "去万象"]),
        (srt((1, 3, "王莉：你好"), (3.1, 5, "阿南：您好")), ["王莉", "你好", "阿南", "您好"]),
        (srt((1, 3, "我们出发"), (3.1, 4, "【掌声】"), (4.1, 5, "现在开始")), ["我们出发", "掌声", "现在开始"]),
        (srt((1, 3, "我们出发"), (3.1, 4, "（笑声）"), (4.1, 5, "吧")), ["我们出发", "笑声", "吧"]),
        (srt((1, 3, "我们唱"), (3.1, 4, "♪ 月亮升起来 ♪")), ["我们唱", "月亮升起来"]),
        (srt((1, 3, "旁白"), (3.1, 4, "<i>画外音</i>")), ["旁白", "画外音"]),
        (srt((1, 3, "第一段"), (1.5, 4, "同时出现")), ["第一段", "同时出现"]),
        (srt((1, 3, "气温降到"), (3.1, 4, "-5度。")), ["气温降到 -5度。"]),
        (srt((1, 3, "会议在10:30"), (3.1, 4, "开始。")), ["会议在10:30 开始。"]),
    ],
)  # fmt: skip
def test_another_voice_begins_anew(text: str, sentences: list[str]) -> None:
    assert texts(text) == sentences


def test_names_of_speakers_in_latin_letters() -> None:
    text = srt((1, 3, "SITI RAHMAH: Selamat pagi."), (3.1, 5, "Perkara ini:\nharga beras naik."))
    assert texts(text, "ms") == ["SITI RAHMAH", "Selamat pagi.", "Perkara ini: harga beras naik."]


def test_sentences_are_dealt_out_by_time() -> None:
    text = srt((1, 4, "湄公河流域的六个国家"), (4.1, 5, "共同拍摄了这部电影。"))
    said = "Enam negara di lembah Mekong bersama-sama membuat film ini."
    first, second = written(text, said, to="id")
    assert f"{first} {second}".replace("\n", " ").replace("  ", " ") == said
    assert width(first) > 1.5 * width(second)


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("km", "ប្រទេសទាំងប្រាំមួយនៅក្នុងអាងទន្លេមេគង្គ បានផលិតភាពយន្តនេះរួមគ្នា ដើម្បីទស្សនិកជនទូទាំងតំបន់។"),
        ("th", "หกประเทศในลุ่มแม่น้ำโขงร่วมกันสร้างภาพยนตร์เรื่องนี้เพื่อผู้ชมทั่วทั้งภูมิภาค"),
        ("my", "မဲခေါင်မြစ်ဝှမ်းရှိ နိုင်ငံခြောက်နိုင်ငံသည် ဤရုပ်ရှင်ကို ပူးတွဲရိုက်ကူးခဲ့ကြသည်။"),
        ("lo", "ຫົກປະເທດໃນລຸ່ມແມ່ນ້ຳຂອງ ໄດ້ຮ່ວມກັນສ້າງຮູບເງົາເລື່ອງນີ້ ເພື່ອຜູ້ຊົມໃນທົ່ວພາກພື້ນ."),
        ("ta", "மேகோங் படுகையில் உள்ள ஆறு நாடுகள் இணைந்து இந்தத் திரைப்படத்தை உருவாக்கின."),
        ("vi", "Sáu nước lưu vực sông Mê Công cùng làm bộ phim này cho khán giả khắp khu vực."),
        ("zh-Hant", "湄公河流域的六個國家共同拍攝了這部電影，獻給整個地區的觀眾，讓更多人看到好故事。"),
    ],
)  # fmt: skip
def test_lines_hold_what_the_screen_holds_and_no_letter_is_lost(to: str, said: str) -> None:
    text = srt((1, 3.5, "湄公河流域的六个国家"), (3.6, 6, "共同拍摄了这部电影。"))
    found = written(text, said, to=to)
    facts = reading(to)
    for cue in found:
        lines = cue.split("\n")
        assert 1 <= len(lines) <= facts.lines
        assert all(width(line) <= facts.columns for line in lines)
    assert re.sub(r"\s", "", "".join(found)) == said.replace(" ", "")


def test_what_does_not_fit_is_written_all_the_same() -> None:
    said = "Một câu rất dài " * 20
    (cue,) = written(srt((1, 2, "好的，我们走吧。")), said, to="vi")
    assert cue.split() == said.split()
    assert all(width(line) <= reading("vi").columns for line in cue.split("\n"))


def test_a_cue_that_is_left_without_words_shows_its_sentence() -> None:
    assert written(srt((1, 2, "非常非常"), (2.1, 3, "感谢！")), "謝謝！", to="zh-Hant") == ["謝謝！", "謝謝！"]


def test_cues_without_a_translated_sentence_stay_to_the_byte() -> None:
    text = srt((1, 3, "第一句。\n  第二句"), (3.1, 5, "在这里  结束。"), (5.1, 7, "第三句。"))
    first, second, third = written(text, "Câu một.", "", "", to="vi")
    assert first == "Câu một. 第二句"
    assert (second, third) == ("在这里  结束。", "第三句。")


def test_tags_that_run_on_are_closed_and_opened_again() -> None:
    text = srt((1, 3, "我们今天介绍<b>吴哥窟"), (3.1, 5, "和护城河</b>，欢迎收看。"))
    _, segments = film(text)
    assert segments[0].text.count("{") == 2
    text = srt((1, 3, "我们今天介绍<b>世界文化遗产吴哥窟</b>，"), (3.1, 5, "欢迎大家收看。"))
    said = "Chào mừng quý vị đến với {1}di sản thế giới Angkor Wat, ngôi đền lớn nhất{/1} của Campuchia."
    first, second = written(text, said, to="vi")
    assert first.count("<b>") == first.count("</b>") == second.count("<b>") == second.count("</b>") == 1
    assert re.sub("</?b>", "", f"{first} {second}").split() == re.sub(r"\{/?1\}", "", said).split()


def test_wide_marks_next_to_names_become_narrow() -> None:
    text = srt((1, 3, "王莉：你好！"), (3.1, 5, "（笑声）"), (8, 9, "【音乐】"))
    assert written(text, "Wang Li", "Xin chào!", "cười", "nhạc", to="vi") == ["Wang Li: Xin chào!", "(cười)", "[nhạc]"]
    assert written(text, "王莉", "您好！", "笑聲", "音樂", to="zh-Hant") == ["王莉：您好！", "（笑聲）", "【音樂】"]


def test_vtt_spells_its_own_characters() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:03.000 align:start\n<v 王莉>研发 &amp; 制作\n"
    document, segments = film(text, format="vtt")
    assert [segment.text for segment in segments] == ["研发 & 制作"]
    got = write(document, {segments[0].id: "R&D <và> sản xuất"}, segments, lang="vi").decode()
    assert got == text.replace("研发 &amp; 制作", "R&amp;D &lt;và&gt; sản xuất")


def test_line_ends_marks_and_odd_files_come_back() -> None:
    for text in (
        "\r\n\r\n1\r\n00:00:01,000 --> 00:00:02,000\r\n你好\r\n\r\n\r\n2\r\n00:00:05,500 --> 00:00:06,000\r\n\r\n",
        "1\r00:00:01,000 --> 00:00:02,000\r你好\r\r2\r00:00:05,500 --> 00:00:06,000\r再见",
        "00:00:01,000 --> 00:00:02,000\n你好\n\n接着说\n\n7\n0:0:6,5-->0:0:7,5\n再见\n\n\n",
    ):
        document, segments = film(text)
        assert {"你好", "再见"} & {segment.text for segment in segments}
        assert write(document, {}, segments, lang="vi").decode() == text
        got = write(document, {segment.id: "Chào" for segment in segments}, segments, lang="vi").decode()
        for segment in segments:
            text = text.replace(segment.text, "Chào")
        assert got == text


@pytest.mark.parametrize(
    ("text", "format", "said"),
    [
        ("这不是字幕。", "srt", "film.srt: has no cue"),
        ("00:01.000 --> 00:02.000\n你好", "vtt", "film.vtt: does not begin with WEBVTT"),
    ],
)  # fmt: skip
def test_what_is_no_subtitle_is_refused(text: str, format: str, said: str) -> None:  # noqa: A002
    with pytest.raises(DocumentError) as caught:
        film(text, format=format)
    assert str(caught.value).startswith(said)


def test_an_empty_file_has_no_cue() -> None:
    assert texts("") == []
    assert texts("WEBVTT\n", format="vtt") == []


def test_an_hour_without_a_full_stop_is_laid_out_in_a_moment() -> None:
    cues = [(n * 0.01, n * 0.01 + 0.009, "ထိုမြို့သို့ သွားခဲ့ကြပြီး") for n in range(2000)]
    document, segments = film(srt(*cues), "my")
    said = {segment.id: "they went to that town and then " * 5 for segment in segments}
    assert write(document, said, segments, lang="en").count(b"-->") == 2000


def test_each_language_has_facts() -> None:
    for code in LANGUAGES:
        facts = reading(code)
        assert 20 <= facts.columns <= 42
        assert facts.speed >= 12
    assert set(LANGUAGES) >= LANGUAGES_TOLD


def test_the_room_of_a_sentence_goes_through_po_and_sidecar(tmp_path: Path) -> None:
    _, segments = film(srt((1, 3.5, "湄公河流域的六个国家"), (3.6, 6, "共同拍摄了这部电影。谢谢！")), "zh")
    units = [Unit(segment, Pair("zh", "vi"), "Xin chào " * 20) for segment in segments]
    path = tmp_path / "film.vi.po"
    po.write(units, path, po.Header("Film", "zh", "vi", "film.srt", "", "", "none", "2026-11-23T00:00:00+00:00"))
    rooms = [segment.room for segment in segments]
    assert rooms[0] and rooms[0].lines > rooms[1].lines > 0  # type: ignore[union-attr]
    assert [unit.segment.room for unit in po.read(path).units] == rooms
    assert [[issue.code for issue in found if issue.code == "L05"] for found in check_file(po.read(path), None)] == [
        ["L05"], ["L05"]
    ]  # fmt: skip
    path.with_suffix(".mtkit.jsonl").unlink()
    assert [unit.segment.room for unit in po.read(path).units] == rooms


NAMED = srt((1, 3, "他在南宁参观了"), (3.1, 5, "中国—东盟博览会展馆。"))


@pytest.mark.parametrize(
    ("to", "said", "name"),
    [
        ("en", "He came to the China-ASEAN Expo in Nanning.", "the China-ASEAN Expo"),
        ("vi", "Ông đã thăm Hội chợ Trung Quốc - ASEAN tại Nam Ninh.", "Hội chợ Trung Quốc - ASEAN"),
        ("th", "เขาเยี่ยมชมงานแสดงสินค้าจีน-อาเซียนที่หนานหนิง", "งานแสดงสินค้าจีน-อาเซียน"),
        ("km", "គាត់បានទស្សនាពិព័រណ៍ចិន-អាស៊ាននៅណាននីង។", "ពិព័រណ៍ចិន-អាស៊ាន"),
    ],
)
def test_a_name_stays_in_one_cue(to: str, said: str, name: str) -> None:
    document, segments = film(NAMED)
    (segment,) = segments
    free = cues_of(write(document, {segment.id: said}, segments, lang=to))
    kept = cues_of(write(document, {segment.id: said}, segments, lang=to, keep={segment.id: (name,)}))
    assert not any(name in cue for cue in free)
    assert sum(name in cue for cue in kept) == 1
    assert "".join("".join(kept).split()) == "".join(said.split())


def test_a_name_wider_than_a_line_is_cut_where_it_must() -> None:
    document, segments = film(NAMED)
    said = "The Secretariat of the Association of Southeast Asian Nations came to Nanning."
    name = "The Secretariat of the Association of Southeast Asian Nations"
    assert width(name) > reading("en").columns
    one, other = (cues_of(write(document, {segments[0].id: said}, segments, lang="en", keep=keep)) for keep in (
        {}, {segments[0].id: (name,)}))  # fmt: skip
    assert one == other


def test_no_cue_is_left_empty_for_a_name() -> None:
    document, segments = film(NAMED)
    name = "China-ASEAN Expo in Nanning"
    cues = cues_of(write(document, {segments[0].id: name}, segments, lang="en", keep={segments[0].id: (name,)}))
    assert len(cues) == 2
    assert all(cues)

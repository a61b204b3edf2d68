"""TMX: our own both ways, other programs' in, and what a stranger's file must not do."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from mtkit import __version__
from mtkit.errors import BadInputError, OutputError
from mtkit.lang import Pair
from mtkit.memory import Context, Entry, Memory, Provenance
from mtkit.memory.tmx_read import Skip, read
from mtkit.memory.tmx_write import lines, tag, write

GOLDEN = Path(__file__).parents[1] / "golden" / "memory"
DESK = (
    Entry(
        "论坛在{1}南宁{/1}开幕，{2/}逾300名记者出席。",
        "Diễn đàn khai mạc tại {1}Nam Ninh{/1},{2/} hơn 300 nhà báo tham dự.",
        Pair("zh", "vi"),
        Context("body", "0123456789ab"),
        Provenance.POST_EDITED,
        "Bàn tiếng Việt <vi@example.org>",
        "2025-11-18T09:30:00Z",
        "2025-11-19T01:00:00Z",
        "forum.md",
        "mtkit-embedded@8753aa7db59c",
        "mtkit:0.1.0|beam:4",
    ),
    Entry(
        "Said & done: a < b, “{{x}}” {3}\ttab",
        "ກ່າວ & ເຮັດ: a < b, “{{x}}” {3}",
        Pair("en", "lo"),
        Context("headline", turn="2"),
        Provenance.HUMAN,
        changed="2025-11-19T01:00:00Z",
        created="2025-11-19T01:00:00Z",
    ),
    Entry(
        "會議結束。",
        "அமர்வு முடிந்தது.",
        Pair("zh-Hant", "ta"),
        provenance=Provenance.IMPORTED,
        created="2020-01-02T00:00:00Z",
        changed="2020-01-02T00:00:00Z",
    ),
)


def tmx(body: str, head: str = 'srclang="zh"', prolog: str = "") -> bytes:
    return (f'<?xml version="1.0"?>{prolog}<tmx version="1.4"><header {head}/><body>{body}</body></tmx>').encode()


def unit(source: str, target: str, more: str = "") -> str:
    return f'<tu>{more}<tuv xml:lang="zh"><seg>{source}</seg></tuv><tuv xml:lang="vi"><seg>{target}</seg></tuv></tu>'


@pytest.fixture
def at(tmp_path: Path) -> Path:
    return tmp_path / "a.tmx"


def test_what_is_written_is_the_golden_file_and_reads_back_the_same() -> None:
    golden = GOLDEN / "desk.tmx"
    wanted = golden.read_text(encoding="utf-8").replace('toolversion="0.1.0"', f'toolversion="{__version__}"')
    assert "".join(lines(DESK)) == wanted
    assert tuple(read(golden)) == DESK


def test_other_programs_are_understood() -> None:
    found = list(read(GOLDEN / "omegat.tmx"))
    entries = [one for one in found if isinstance(one, Entry)]
    assert [(e.source, e.target, e.pair, e.provenance) for e in entries] == [
        (
            "论坛在{1}南宁{/1}开幕{2/}。",
            "Diễn đàn khai mạc{2/} tại {1}Nam Ninh{/1}.",
            Pair("zh", "vi"),
            Provenance.IMPORTED,
        ),
        ("会议  & 展览 {2}", "Hội nghị & triển lãm {2}", Pair("zh", "vi"), Provenance.IMPORTED),
        ("会议  & 展览 {{2}}", "{1}การประชุม{/1}และนิทรรศการ", Pair("zh", "th"), Provenance.IMPORTED),
        ("机器翻译。", "Dịch máy.", Pair("zh", "vi"), Provenance.MACHINE),
    ]
    first = entries[0]
    assert (first.author, first.created, first.changed) == ("Lan", "2025-11-17T01:02:03Z", "2025-11-18T09:30:00Z")
    assert [(one.line, one.reason.partition(",")[0]) for one in found if isinstance(one, Skip)] == [
        (16, "in a language that mtkit does not know"),
        (23, "a draft that nobody has approved"),
        (24, "without a translation"),
        (25, "text inside a code (sub)"),
        (26, "without text on one side"),
    ]


def test_one_language_each_may_be_asked_for(at: Path) -> None:
    assert [e.pair.target for e in read(GOLDEN / "omegat.tmx", target="th") if isinstance(e, Entry)] == ["th"]
    at.write_bytes(tmx(unit("会议结束。", "Hội nghị kết thúc."), 'srclang="*all*"'))
    with pytest.raises(BadInputError, match=r"a\.tmx:1: does not say which language is the source .*--from"):
        list(read(at))
    assert [e.pair for e in read(at, source="vi") if isinstance(e, Entry)] == [Pair("vi", "zh")]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_other_encodings_are_read(at: Path, encoding: str) -> None:
    mark = "\ufeff" if encoding.startswith("utf-16-") else ""
    at.write_bytes((mark + tmx(unit("会议结束。", "Hội nghị kết thúc.")).decode()).encode(encoding))
    assert [e.source for e in read(at) if isinstance(e, Entry)] == ["会议结束。"]


BOMB = '<!DOCTYPE tmx [<!ENTITY a "哈哈"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (tmx(unit("&b;", "x"), prolog=BOMB), "an entity of its own, which is never expanded"),
        (tmx(unit("&x;", "x"), prolog='<!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/hostname">]>'), "never expanded"),
        (tmx(unit("&x;", "x"), prolog='<!DOCTYPE tmx SYSTEM "http://127.0.0.1:9/tmx14.dtd">'), "never expanded"),
        (tmx(unit("x", "x"), prolog='<!DOCTYPE tmx [<!ENTITY % p SYSTEM "file:///etc/hostname">%p;]>'), "never expand"),
        (tmx(unit("<hi>" * 40 + "x" + "</hi>" * 40, "x")), "more than 24 deep"),
        (tmx(unit("长" * 300_000, "x")), "more than 200000 characters"),
        (tmx(unit("<ph/>" * 6000, "x")), "more than 5000 elements"),
        (b"<html><body/></html>", "is no TMX: its first element is html"),
        (tmx("<tu>")[:60], "is no well-formed XML"),
        (tmx(unit("x", "y"))[:-20], "is no well-formed XML"),
        (b'<?xml version="1.0" encoding="GB18030"?><tmx/>', "save it as UTF-8"),
        (b"", "is no well-formed XML"),
        (tmx(f'<tu a="{"x" * 9_000_000}"/>'), "more than 4 MiB"),
    ],
)
def test_hostile_and_damaged_files_are_refused_in_one_line(at: Path, data: bytes, said: str) -> None:
    at.write_bytes(data)
    with pytest.raises(BadInputError) as error:
        list(read(at))
    assert said in str(error.value)
    assert str(error.value).startswith(str(at))
    assert "\n" not in str(error.value)


def test_the_document_type_is_passed_over_without_looking_for_it(at: Path) -> None:
    doctype = '<!DOCTYPE tmx PUBLIC "-//LISA OSCAR:1998//DTD for Translation Memory eXchange//EN" "tmx14.dtd">'
    at.write_bytes(tmx(unit("会议结束。", "Hội nghị kết thúc."), prolog=doctype))
    assert len(list(read(at))) == 1


def test_a_damaged_file_leaves_the_memory_as_it_was(at: Path, tmp_path: Path) -> None:
    at.write_bytes(tmx(unit("会议结束。", "Hội nghị kết thúc.") * 2000)[:-30])
    with Memory.open(tmp_path / "m.sqlite") as memory:
        with pytest.raises(BadInputError):
            memory.add(one for one in read(at) if isinstance(one, Entry))
        assert memory.stats().entries == 0


@pytest.mark.deep
def test_a_large_file_is_read_in_little_memory(at: Path) -> None:
    def body() -> Iterator[str]:
        for n in range(20_000):
            yield unit(f"第{n}届论坛在南宁开幕，{n}名记者出席。", f"Diễn đàn lần thứ {n} khai mạc.")

    with at.open("wb") as stream:
        whole = tmx("@")
        start, end = whole.split(b"@")
        stream.write(start)
        stream.writelines(part.encode() for part in body())
        stream.write(end)
    tracemalloc.start()
    try:
        count = sum(1 for _ in read(at))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 20_000
    assert peak < 3_000_000 < at.stat().st_size


def test_a_file_that_cannot_be_written_stays_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "a.tmx"
    folder.mkdir()
    with pytest.raises(OutputError, match="cannot be written"):
        write(DESK, folder)
    assert list(tmp_path.iterdir()) == [folder]


def test_languages_go_by_their_usual_tags() -> None:
    assert [tag(code) for code in ("zh", "zh-Hant", "vi", "fil")] == ["zh-CN", "zh-TW", "vi", "fil"]

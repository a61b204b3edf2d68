"""Units, files and batches: what is found where, in which order, and what silences it."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.check import Sample, check
from mtkit.checking import check_batch, check_file, check_units
from mtkit.errors import BadInputError, UsageError
from mtkit.formats import po
from mtkit.lang import Pair, lang
from mtkit.text import Segment, Span
from mtkit.unit import Issue, Severity, State, Unit

DAY = date(2026, 11, 20)
HEAD = """msgid ""
msgstr ""
"Language: {target}\\n"
"X-Source-Language: zh_CN\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""
M05 = Issue("M05", Severity.WARNING, "the model was stopped")


def unit(source: str, target: str, *, state: State = State.RAW, issues: tuple[Issue, ...] = (), n: int = 0) -> Unit:
    segment = Segment(f"p-{n}", Span(0, len(source)), source, source)
    return Unit(segment, Pair("zh", "vi"), target, state, issues=issues)


def codes(*units: Unit, **options: object) -> list[list[str]]:
    found = check_units(units, None, day=DAY, **options)  # type: ignore[arg-type]
    return [[issue.code for issue in issues] for issues in found]


WRONG = unit("论坛有240名代表出席。", "Có 420 đại biểu dự diễn đàn.")


def test_one_tuple_a_unit_in_order() -> None:
    assert codes(unit("会议结束。", "Hội nghị kết thúc."), WRONG, unit("会议结束。", "")) == [[], ["N01"], []]
    assert codes() == []


def test_an_untranslated_unit_has_no_findings_whatever_its_issues() -> None:
    assert codes(unit("会议结束。", " \n", issues=(M05,))) == [[]]


@pytest.mark.parametrize(
    ("state", "there"),
    [(State.RAW, True), (State.EDITED, False), (State.APPROVED, False), (State.STALE, False)],
)
def test_what_was_noted_in_translating_stands_while_the_unit_is_raw(state: State, there: bool) -> None:
    old = Issue("N01", Severity.ERROR, "an old finding, which is looked for anew")
    found = codes(unit("会议结束。", "Hội nghị kết thúc.", state=state, issues=(M05, old)))
    assert found == [["M05"] if there else []]
    assert codes(unit("会议结束。", "Hội nghị kết thúc.", state=state, issues=(M05,)), ignore=["M"]) == [[]]
    assert codes(unit("会议结束。", "Hội nghị kết thúc.", state=state, issues=(M05,)), select=["N"]) == [[]]


def test_findings_across_units_are_with_those_of_the_unit_gravest_first() -> None:
    two = unit("论坛有240名代表出席，会期三天。", "Diễn đàn có 240 đại biểu, kéo dài ba ngày.", n=1)
    other = unit("论坛有240名代表出席，会期三天。", "Có 420 người đến dự trong ba ngày họp.", n=2)
    assert codes(two, other, ignore=["L"]) == [[], ["N01", "X01"]]
    assert codes(two, other, ignore=["L", "X"]) == [[], ["N01"]]
    assert codes(two, other, select=["X01"]) == [[], ["X01"]]


def test_silence_is_by_source_code_or_group() -> None:
    source = WRONG.segment.text
    assert codes(WRONG, silenced={source: ["N01"]}) == [[]]
    assert codes(WRONG, silenced={source: ["N"]}) == [[]]
    assert codes(WRONG, silenced={source: ["P"], "other": ["N01"]}) == [["N01"]]
    two = unit("论坛有240名代表出席，会期三天。", "Diễn đàn có 240 đại biểu, kéo dài ba ngày.")
    other = unit("论坛有240名代表出席，会期三天。", "Có 240 người đến dự trong ba ngày họp.")
    assert codes(two, other, select=["X"], silenced={two.segment.text: ["X01"]}) == [[], []]


@pytest.mark.parametrize("options", [{"select": ["N99"]}, {"ignore": ["Q"]}, {"ignore": "N"}])
def test_unknown_codes_are_refused_even_without_units(options: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        codes(**options)
    with pytest.raises(UsageError):
        list(check_batch([], None, **options))  # type: ignore[arg-type]


def entry(source: str, target: str, *, before: str = "", context: str = "") -> str:
    ctxt = f'msgctxt "{context}"\n' if context else ""
    return f'\n{before}{ctxt}msgid "{source}"\nmsgstr "{target}"\n'


def test_a_file_silences_by_comment(tmp_path: Path) -> None:
    body = entry("论坛有240名代表出席。", "Có 420 đại biểu.", before="# mtkit-ignore: X01, N01 L\n")
    path = tmp_path / "a.po"
    path.write_text(HEAD.format(target="vi") + body + entry("共有86家企业。", "Có 68 công ty."), encoding="utf-8")
    found = check_file(po.read(path), None)
    assert [[issue.code for issue in issues] for issues in found] == [[], ["N01"]]


def test_a_batch_is_looked_at_across_its_files(tmp_path: Path) -> None:
    source = "双方同意加强媒体合作，增进人员往来。"
    targets = {
        "a.vi.po": ("vi", "Hai bên nhất trí tăng cường hợp tác truyền thông và giao lưu nhân dân."),
        "b.vi.po": ("vi", "Các bên đồng ý đẩy mạnh quan hệ báo chí, tạo thuận lợi cho việc đi lại."),
        "c.id.po": ("id", "Kedua pihak sepakat memperkuat kerja sama media dan pertukaran personel."),
    }
    for name, (code, target) in targets.items():
        (tmp_path / name).write_text(HEAD.format(target=code) + entry(source, target), encoding="utf-8")
    paths = [tmp_path / name for name in targets]
    found = list(check_batch(paths, None, select=["X"]))
    assert [(Path(finding.file).name, finding.issue.code, finding.line) for finding in found] == [
        ("b.vi.po", "X01", 10)
    ]
    assert [list(check_batch([path], None, select=["X"])) for path in paths] == [[], [], []]


def test_lines_are_those_of_msgstr_in_any_layout(tmp_path: Path) -> None:
    wrapped = '\n# a comment\n#. role: body\n#, fuzzy\n#| msgid "旧"\nmsgid ""\n"共有86"\n"家企业。"\n'
    wrapped += 'msgstr ""\n"Có 68 "\n"công ty."\n'
    text = HEAD.format(target="vi") + entry("论坛有240名代表出席。", "Có 420 đại biểu.") + wrapped
    path = tmp_path / "a.po"
    path.write_text(text, encoding="utf-8")
    rows = text.split("\n")
    lines = [finding.line for finding in check_batch([path], None, select=["N"])]
    assert [rows[line - 1] for line in lines] == ['msgstr "Có 420 đại biểu."', 'msgstr ""']
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert [finding.line for finding in check_batch([path], None, select=["N"])] == lines


def test_a_file_without_languages_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_text(entry("会议结束。", "Hết.").lstrip(), encoding="utf-8")
    with pytest.raises(BadInputError, match=r"a\.po.*--from"):
        list(check_batch([path], None))


TEXTS = st.sampled_from(["论坛有240名代表出席。", "会议于9月12日举行。", "双方签署了协议。", "他说：“合作前景广阔。”"])
TARGETS = st.sampled_from(
    ["", "Có 420 đại biểu dự.", "Họp ngày 12 tháng 10.", "Hai bên ký thỏa thuận.", "Ông nói: “Rộng mở."]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(TEXTS, TARGETS), max_size=6), st.sets(st.sampled_from("NPLX")))
def test_units_have_what_check_finds_and_what_is_found_across(rows: list[tuple[str, str]], groups: set[str]) -> None:
    units = [unit(source, target, n=n) for n, (source, target) in enumerate(rows)]
    found = check_units(units, None, day=DAY, ignore=groups)
    assert len(found) == len(units)
    for one, issues in zip(units, found, strict=True):
        sample = Sample(one.target, lang("vi"), one.segment.text, lang("zh"), day=DAY)
        single = check(sample, ignore=groups) if one.target.strip() else ()
        assert set(single) <= set(issues)
        assert not {issue.code[0] for issue in issues} & groups
        assert [i.severity.rank for i in issues] == sorted((i.severity.rank for i in issues), reverse=True)
    assert found == check_units(units, None, day=DAY, ignore=groups)


PROGRAM = """
import os, sys
from mtkit.checking.parallel import spread

here = os.getpid()
print("before", end=" ")
print(list(spread(lambda start, stop: [(n, os.getpid() == here) for n in range(start, stop)], 7, 3)))
died = spread(lambda start, stop: os._exit(9) if os.getpid() != here else list(range(start, stop)), 5, 2)
print(list(died))
try:
    list(spread(lambda start, stop: [1 // (3 - n) for n in range(start, stop)], 6, 2))
except ZeroDivisionError:
    print("raised")
"""


def test_slices_come_back_in_order_from_several_processes() -> None:
    done = subprocess.run([sys.executable, "-W", "error", "-c", PROGRAM], capture_output=True, text=True, check=True)
    first, second, third = done.stdout.splitlines()
    forked = sys.platform == "linux"
    assert first == f"before {[(n, n < 2 or not forked) for n in range(7)]}"
    assert (second, third, done.stderr) == ("[0, 1, 2, 3, 4]", "raised", "")


def test_a_batch_is_the_same_in_one_process_and_in_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [entry(f"论坛第{n}天有{n}40名代表出席。", f"Ngày thứ {n}, diễn đàn có {n}04 đại biểu.") for n in range(1, 9)]
    path = tmp_path / "a.po"
    path.write_text(HEAD.format(target="vi") + "".join(rows), encoding="utf-8")
    monkeypatch.setattr("mtkit.checking.units._WORTH_A_PROCESS", 2)
    one, many = (list(check_batch([path, path], None, jobs=jobs)) for jobs in (1, 3))
    assert one == many
    assert len(one) >= 16

"""How far a review has come, in numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from po_articles import KM_HEADER, VI_HEADER, khmer, vietnamese

from mtkit.cli.status import _fitted, _time
from mtkit.formats import po
from mtkit.review.status import LANGUAGE_RATES, status_of, total_of, words
from mtkit.unit import Severity, State

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("lang", "text", "count"),
    [
        ("en", "ASEAN's 11 members met in Kuala Lumpur on 26 May - all of them.", 13),
        ("en", "{1}Rice{/1} arrived {2/} by ship.", 4),
        ("vi", "Hội nghị sẽ diễn ra vào thứ Sáu.", 8),
        ("ta", "ஆசியான் தலைவர்கள் சந்தித்தனர்.", 3),
        ("zh", "东盟与中国加强防灾合作", 11 / 1.6),
        ("zh", "2026年GDP增长5.0%，好于预期。", 3 + 7 / 1.6),
        ("zh-Hant", "東盟", 2 / 1.6),
        ("th", "ไทย", 3 / 5),
        ("km", "ភាសា", 4 / 6),
    ],
)
def test_words_are_counted_or_estimated_by_characters(lang: str, text: str, count: float) -> None:
    assert words(text, lang) == pytest.approx(count)


def test_states_words_and_issues_of_one_file() -> None:
    file = po.loads(po.dumps(vietnamese(), VI_HEADER))
    status = status_of(file, None, day=DAY)
    assert dict(status.states) == {
        State.UNTRANSLATED: 1, State.RAW: 3, State.EDITED: 1, State.APPROVED: 2, State.STALE: 1,
    }  # fmt: skip
    assert (status.units, status.approved) == (8, 25.0)
    assert status.issues[Severity.ERROR]["N02"] == 1  # 5.67万亿 became 5,67 tỷ
    assert status.editor == ""
    texts = {(unit.segment.text, unit.state) for unit in file.units}  # two units share an entry: counted once
    assert status.work.words == round(sum(words(text, "zh") for text, _ in texts))
    left = sum(words(text, "zh") for text, state in texts if state is not State.APPROVED)
    assert status.work.words_left == round(left)


def test_the_time_left_follows_the_rate() -> None:
    file = po.loads(po.dumps(khmer(), KM_HEADER))
    slow, fast = (status_of(file, None, day=DAY, rate=rate).work.minutes for rate in (6, 600))
    assert slow[0] > 50 * fast[0]
    assert slow[0] < slow[1]
    own = status_of(file, None, day=DAY).work.minutes
    assert own == status_of(file, None, day=DAY, rate=LANGUAGE_RATES["km"]).work.minutes


def test_nothing_is_left_of_an_approved_file() -> None:
    units = [replace(unit, state=State.APPROVED) for unit in vietnamese() if unit.target]
    status = status_of(po.loads(po.dumps(units, VI_HEADER)), None, day=DAY)
    assert (status.approved, status.work.words_left, status.work.minutes) == (100.0, 0, (0, 0))


def test_an_empty_file_is_wholly_approved_and_a_nameless_one_is_not_checked() -> None:
    assert status_of(po.loads(po.dumps([], VI_HEADER)), None, day=DAY).approved == 100.0
    status = status_of(po.loads('msgid "Rice"\nmsgstr "Gạo"\n'), None, day=DAY)
    assert "not checked" in status.note
    assert status.units == 1


def test_a_total_adds_up() -> None:
    one = status_of(po.loads(po.dumps(vietnamese(), VI_HEADER)), None, day=DAY)
    two = status_of(po.loads(po.dumps(khmer(), KM_HEADER)), None, day=DAY)
    both = total_of([one, two])
    assert both.units == one.units + two.units
    assert both.work.words == one.work.words + two.work.words
    assert sum(both.issues[Severity.ERROR].values()) == sum(
        sum(status.issues[Severity.ERROR].values()) for status in (one, two)
    )


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [((0, 0), "-"), ((2, 4), "~5 min"), ((11, 24), "~10-25 min"), ((55, 110), "~1-2 h"), ((800, 1600), "~13-27 h")],
)
def test_time_is_a_rounded_range(minutes: tuple[int, int], shown: str) -> None:
    assert _time(minutes) == shown


def test_a_long_name_shows_its_end_in_its_columns() -> None:
    assert _fitted("forum.vi.po") == "forum.vi.po" + " " * 10
    assert _fitted("articles/2026/forum-on-trade.vi.po") == "…orum-on-trade.vi.po "
    assert _fitted("中国与东盟防灾合作论坛.vi.po") == "…防灾合作论坛.vi.po" + " " * 2

"""A file reviewed on one machine and merged or updated on another, which would cut Thai elsewhere."""

from __future__ import annotations

import pytest
from live_story import Machine, article

from mtkit import segment
from mtkit.errors import BadInputError
from mtkit.formats import po
from mtkit.lang import Pair
from mtkit.pipeline import segments_of
from mtkit.review.merge import merge, source_hash
from mtkit.review.update import update
from mtkit.segment import thai
from mtkit.text import Document
from mtkit.unit import Origin, State, Unit

NEWS = (
    "กรุงเทพฯ 24 พฤศจิกายน 2568 — สภากาชาดจีนได้มอบเงินช่วยเหลือจำนวน 40 ล้านบาท ให้แก่สภากาชาดไทย "
    "เพื่อช่วยเหลือผู้ประสบอุทกภัยในอำเภอหาดใหญ่ จังหวัดสงขลา ซึ่งมีผู้เสียชีวิต 33 ราย "
    "และประชาชนกว่า 2.7 ล้านคนได้รับผลกระทบ\n\n"
    "เอกอัครราชทูตจีนประจำประเทศไทยกล่าวว่า จีนและไทยเป็นครอบครัวเดียวกัน จีนจะไม่ทอดทิ้งมิตรสหายในยามยาก "
    "และขอแสดงความเสียใจต่อครอบครัวผู้เสียชีวิต ทั้งนี้ กระทรวงการต่างประเทศไทยได้แสดงความขอบคุณ\n\n"
    "เต็นท์ 500 หลังมาถึงแล้ว\n"
)
RULES = "rules-th@1"
TENTS = "เต็นท์ 500 หลังมาถึงแล้ว"


@pytest.fixture
def tagger() -> str:
    pytest.importorskip("pythainlp")
    name = segment.segmenter("th").name
    assert len(segments_of(article(NEWS, "th"))) > len(segments_of(article(NEWS, "th"), like=RULES))
    return name


def approved(document: Document, cut_by: str) -> po.PoFile:
    pair = Pair("th", "zh")
    units = [
        Unit(s, pair, f"‹{s.text}›", State.APPROVED, Origin.MACHINE, raw=f"‹{s.text}›")
        for s in segments_of(document, like=cut_by)
    ]
    header = po.Header(
        project="x", source="th", target="zh", document=document.id, sha256=source_hash(document),
        signature=f"mtkit:0.1.0|segmenter:{cut_by}", glossary="none", segmenter=cut_by,
        created="2025-11-24T00:00:00+00:00",
    )  # fmt: skip
    return po.loads(po.dumps(units, header))


@pytest.mark.usefixtures("tagger")
def test_a_file_cut_without_the_tagger_is_merged_with_it() -> None:
    document = article(NEWS, "th")
    done = merge(document, approved(document, RULES))
    assert done.reviewed
    assert done.data.decode().count("‹") == len(segments_of(document, like=RULES))


@pytest.mark.usefixtures("tagger")
def test_an_update_changes_what_changed_and_goes_on_cutting_as_before() -> None:
    file = approved(article(NEWS, "th"), RULES)
    same = update(file, article(NEWS, "th"), Machine("zh"))
    assert not same.needed
    later = article(NEWS.replace("33 ราย", "35 ราย").replace("500", "600"), "th")
    done = update(file, later, Machine("zh"))
    fresh = [unit for unit in done.file.units if unit.state is not State.APPROVED]
    changed = [s.text for s in segments_of(later, like=RULES) if "35 ราย" in s.text or "600" in s.text]
    assert [unit.segment.text for unit in fresh] == changed
    assert len(changed) == 2
    assert all(unit.target.startswith("[zh] ") and unit.state is State.RAW for unit in fresh)
    assert done.file.header["X-Mtkit-Segmenter"] == RULES
    assert not update(po.loads(po.render(done.file)), later, Machine("zh")).needed


def test_a_file_cut_with_the_tagger_says_what_this_machine_lacks(tagger: str, monkeypatch: pytest.MonkeyPatch) -> None:
    document, tents = article(NEWS, "th"), article(TENTS + "\n", "th")
    file, alike = approved(document, tagger), approved(tents, tagger)
    monkeypatch.setattr(thai, "_tagger_version", lambda: "")  # the light install
    segment._built.cache_clear()
    try:
        said = r"a\.po: its sentences were cut by rules-th@1\+pythainlp.*mtkit\[thai\]"
        with pytest.raises(BadInputError, match=said):
            merge(document, file, where="a.po")
        with pytest.raises(BadInputError, match=said):
            update(file, document, Machine("zh"), where="a.po")
        assert merge(tents, alike).reviewed  # nothing here that the two would cut differently
    finally:
        segment._built.cache_clear()

"""The memory in the main path: what is put in, what is shown, and what the models are still asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from mtkit.engine.interface import Answer, Decoding, Request
from mtkit.engine.table import TableEngine
from mtkit.formats import po, read_text
from mtkit.formats.po_facts import as_in_po
from mtkit.glossary import Concept, Glossary, Status, Term
from mtkit.lang import Pair
from mtkit.memory import Entry, Memory, Provenance
from mtkit.memory.harvest import harvest
from mtkit.memory.lookup import Lookup
from mtkit.outputs import Standing, header_of, standing, write_po
from mtkit.pipeline import Leg, Pipeline, Translation
from mtkit.unit import MemoryMatch, Origin, State, Unit

DAY = date(2025, 9, 18)
ZH_VI = Pair("zh", "vi")
SECRETARIAT = Concept(
    "asean_sec",
    "body",
    (
        Term("asean_sec", "zh", "东盟秘书处", authority="asean.org", confidence="high"),
        Term("asean_sec", "vi", "Ban Thư ký ASEAN", authority="asean.org", confidence="high"),
        Term("asean_sec", "vi", "Văn phòng ASEAN", Status.FORBIDDEN),
    ),
)
TABLE = {
    "⟦0⟧发布公报。": "⟦0⟧ ra thông cáo.",
    "会议结束。": "Máy: hội nghị kết thúc.",
    "代表们返回首都。": "Máy: các đại biểu trở về thủ đô.",
    "共有5名代表参加了此次会议。": "Máy: 5 đại biểu.",
    "共有8名代表参加了此次会议。": "Máy: 8 đại biểu.",
}
FIRST = "东盟秘书处发布公报。\n\n会议结束。代表们返回首都。\n\n共有5名代表参加了此次会议。\n"
SECOND = "代表们返回首都。\n\n东盟秘书处发布公报。会议结束。代表们返回首都。\n\n共有8名代表参加了此次会议。\n"


class _Counted(TableEngine):
    """A table that notes what it is asked."""

    asked: list[str]

    def translate(self, requests: Iterable[Request], decoding: Decoding) -> Iterator[Answer]:
        noted = list(requests)
        self.asked += [request.text for request in noted]
        return super().translate(noted, decoding)


def pipeline(memory: Memory | None = None, *, approve: bool = False) -> tuple[Pipeline, list[str]]:
    engine = _Counted(TABLE, ZH_VI, marks=tuple(f"⟦{n}⟧" for n in range(12)))
    engine.asked = []
    lookup = Lookup(memory, approve) if memory else None
    glossary = Glossary.of([SECRETARIAT], name="test")
    made = Pipeline(
        lambda _: [Leg(ZH_VI, engine)], glossary=glossary, decoding=Decoding(beam=1), day=DAY, lookup=lookup
    )
    return made, engine.asked


def translated(text: str, name: str, memory: Memory | None = None, *, approve: bool = False) -> Translation:
    return pipeline(memory, approve=approve)[0].translate(read_text(text, id=name, lang="zh"), "vi")


def approved(path: Path, targets: dict[str, str]) -> po.PoFile:
    """The file at ``path`` as a person signs it off, with other words where ``targets`` has them."""
    file = po.read(path, sidecar=False)
    entries = tuple(replace(entry, msgstr=targets.get(entry.msgid, entry.msgstr), flags=()) for entry in file.entries)
    header = {**file.header, "Last-Translator": "Lan <lan@example.org>", "PO-Revision-Date": "2025-09-19 10:00+0700"}
    text = po.render(replace(file, entries=entries, header=header))
    path.write_text(text, encoding="utf-8")
    return po.read(path)


@pytest.fixture
def memory(tmp_path: Path):
    with Memory.open(tmp_path / "memory.sqlite") as memory:
        path = tmp_path / "first.vi.po"
        write_po(translated(FIRST, "first.txt"), path)
        got = harvest(approved(path, {"会议结束。": "Hội nghị bế mạc."}))
        assert memory.add(got.entries).added == 4
        yield memory


def served(unit: Unit) -> tuple[str, State, Origin, list[tuple[str, int]]]:
    return unit.target, unit.state, unit.origin, [(match.use, match.score) for match in unit.matches]


def test_harvest_knows_who_made_and_who_approved_what(memory: Memory) -> None:
    kept = {entry.source: entry for entry in memory.entries()}
    changed = kept["会议结束。"]
    assert (changed.target, changed.provenance) == ("Hội nghị bế mạc.", Provenance.POST_EDITED)
    assert kept["代表们返回首都。"].provenance is Provenance.MACHINE_APPROVED
    assert (changed.author, changed.changed, changed.document) == (
        "Lan <lan@example.org>",
        "2025-09-19T03:00:00Z",
        "first.txt",
    )
    assert changed.model.startswith("table")
    assert "engine:" in changed.signature


def test_the_same_text_comes_from_the_memory_as_a_candidate_and_no_model_is_asked_for_it(memory: Memory) -> None:
    line, asked = pipeline(memory)
    units = line.translate(read_text(SECOND, id="second.txt", lang="zh"), "vi").units
    back = "Máy: các đại biểu trở về thủ đô."
    assert [served(unit) for unit in units] == [
        (back, State.RAW, Origin.MEMORY, [("candidate", 100)]),
        ("Ban Thư ký ASEAN ra thông cáo.", State.RAW, Origin.MEMORY, [("candidate", 100)]),
        ("Hội nghị bế mạc.", State.RAW, Origin.MEMORY, [("candidate", 100)]),
        (back, State.RAW, Origin.MEMORY, [("candidate", 100)]),
        ("Máy: 8 đại biểu.", State.RAW, Origin.MACHINE, [("shown", 80)]),
    ]
    assert set(asked) == {"共有8名代表参加了此次会议。"}
    assert units[4].matches[0].changed == ("number 8 → 5",)
    assert units[1].terms[0].target == "Ban Thư ký ASEAN"
    assert [unit.trail for unit in units[:4]] == [()] * 4


def test_only_what_was_approved_behind_the_same_segment_counts_as_approved(memory: Memory) -> None:
    units = translated(SECOND, "second.txt", memory, approve=True).units
    assert [unit.state for unit in units] == [State.RAW, State.RAW, State.APPROVED, State.APPROVED, State.RAW]


def test_two_translations_in_the_same_context_are_for_a_person_to_choose(memory: Memory) -> None:
    (here,) = [entry for entry in memory.entries() if entry.source == "会议结束。"]
    memory.add([replace(here, document="other.txt", target="Cuộc họp kết thúc.", changed="2025-10-01T00:00:00Z")])
    unit = translated(SECOND, "second.txt", memory, approve=True).units[2]
    assert served(unit) == ("Cuộc họp kết thúc.", State.RAW, Origin.MEMORY, [("candidate", 100), ("shown", 100)])


def test_what_breaks_the_glossary_in_force_is_shown_with_the_reason_and_translated_anew(memory: Memory) -> None:
    (old,) = [entry for entry in memory.entries() if "秘书处" in entry.source]
    memory.add([replace(old, target="Văn phòng ASEAN ra thông cáo.", changed="2026-01-01T00:00:00Z", document="x")])
    memory.prune(document="first.txt")
    unit = translated(FIRST, "third.txt", memory, approve=True).units[0]
    assert served(unit) == ("Ban Thư ký ASEAN ra thông cáo.", State.RAW, Origin.MACHINE, [("shown", 100)])
    assert unit.matches[0].changed[0].startswith("T0")


def test_of_two_the_one_that_keeps_the_glossary_is_put_in(memory: Memory) -> None:
    (good,) = [entry for entry in memory.entries() if "秘书处" in entry.source]
    memory.add([replace(good, target="Văn phòng ASEAN ra thông cáo.", changed="2026-01-01T00:00:00Z", document="x")])
    unit = translated(FIRST, "third.txt", memory).units[0]
    assert (unit.target, [match.use for match in unit.matches]) == (good.target, ["candidate", "shown"])


def test_the_signature_knows_the_memory_and_a_rerun_is_a_no_op_until_it_changes(memory: Memory, tmp_path: Path) -> None:
    path = tmp_path / "second.vi.po"
    document = read_text(SECOND, id="second.txt", lang="zh")

    def signature() -> str:
        return str(pipeline(memory, approve=True)[0].signature(ZH_VI, DAY))

    write_po(translated(SECOND, "second.txt", memory, approve=True), path)
    data = path.read_bytes()
    assert standing(path, document, signature()) is Standing.DONE, "approved by the memory is not a person's work"
    assert memory.stats().used
    write_po(translated(SECOND, "second.txt", memory, approve=True), path)
    assert path.read_bytes() == data
    memory.add([Entry("新的一句。", "Câu mới.", ZH_VI)])
    assert standing(path, document, signature()) is Standing.OLD


def test_a_person_who_changes_what_the_memory_approved_is_not_written_over(memory: Memory, tmp_path: Path) -> None:
    path = tmp_path / "second.vi.po"
    document = read_text(SECOND, id="second.txt", lang="zh")
    write_po(translated(SECOND, "second.txt", memory, approve=True), path)
    assert standing(path, document, "") is Standing.OLD
    text = path.read_text(encoding="utf-8").replace("Hội nghị bế mạc.", "Hội nghị đã bế mạc.")
    path.write_text(text, encoding="utf-8")
    assert standing(path, document, "") is Standing.TOUCHED


def test_putting_fuzzy_back_is_a_persons_doing_too(memory: Memory, tmp_path: Path) -> None:
    path = tmp_path / "second.vi.po"
    write_po(translated(SECOND, "second.txt", memory, approve=True), path)
    text = path.read_text(encoding="utf-8").replace('msgid "会议结束', '#, fuzzy\nmsgid "会议结束')
    path.write_text(text, encoding="utf-8")
    assert standing(path, read_text(SECOND, id="second.txt", lang="zh"), "") is Standing.TOUCHED


def test_what_the_memory_approved_does_not_come_back_as_a_new_approval(memory: Memory, tmp_path: Path) -> None:
    path = tmp_path / "second.vi.po"
    write_po(translated(SECOND, "second.txt", memory, approve=True), path)
    got = harvest(po.read(path))
    assert dict(got.skipped) == {"from the memory as it was": 2, "raw": 3}
    assert got.entries == ()


def test_nothing_of_the_memory_is_lost_on_the_way_through_the_po(memory: Memory, tmp_path: Path) -> None:
    translation = translated(SECOND, "second.txt", memory, approve=True)
    path = tmp_path / "second.vi.po"
    write_po(translation, path)
    assert po.read(path).units == translation.units
    assert po.read(path, sidecar=False).units == tuple(as_in_po(unit) for unit in translation.units)


def test_odd_facts_keep_their_lines(tmp_path: Path) -> None:
    odd = (
        MemoryMatch(100, "x", "y", "A | B; 50%", "", "-", ('N01 a; b | "c"', ""), "candidate"),
        MemoryMatch(87, 'sagt "ja" -> "nein" \\', "a\u2028b\nc", "", "2025-01-01T00:00:00Z", "d/ё.md"),
    )
    translation = translated("会议结束。", "a.txt")
    unit = replace(translation.units[0], matches=odd, origin=Origin.MEMORY, raw=translation.units[0].target)
    file = po.loads(po.dumps([unit], header_of(translation)))
    assert file.units[0].matches == as_in_po(unit).matches
    assert file.units[0].matches[0].author == "A | B; 50%"


def test_without_a_memory_nothing_is_asked_of_one_and_the_signature_is_as_before() -> None:
    translation = translated(FIRST, "first.txt")
    assert "memory" not in str(translation.signature)
    assert all(unit.matches == () for unit in translation.units)

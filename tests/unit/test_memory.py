"""The memory's file: what is kept, what is in force, what is found, and what is said of a damaged one."""

from __future__ import annotations

import sqlite3
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from mtkit.errors import BadInputError, OutputError, UsageError
from mtkit.glossary import Concept, Glossary, Term
from mtkit.lang import Pair
from mtkit.memory import Added, Context, Entry, Memory, Provenance, default_path, path_of
from mtkit.memory.similar import ONE_FACT, SEVERAL_FACTS, changed_facts, clusters, score

GOLDEN = Path(__file__).parents[1] / "golden" / "memory"
FACTS = tomllib.loads((GOLDEN / "facts.toml").read_text(encoding="utf-8"))["case"]
ZH_VI = Pair("zh", "vi")
BEFORE = Context("body", "0123456789ab")
MEETING = Entry(
    "东盟外长会议将于周五在万象举行。",
    "Hội nghị Ngoại trưởng ASEAN sẽ diễn ra vào thứ Sáu tại Viêng Chăn.",
    ZH_VI,
    BEFORE,
    Provenance.POST_EDITED,
    "Desk",
    changed="2026-11-20T02:00:00Z",
    document="forum.md",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "memory.sqlite"


def test_adding_again_changes_nothing_and_says_so(path: Path) -> None:
    with Memory.open(path) as memory:
        assert memory.add([MEETING]) == Added(added=1)
        digest = memory.digest(ZH_VI)
        assert memory.add([MEETING, replace(MEETING, changed="2027-01-01T00:00:00Z")]) == Added(known=2)
        assert memory.digest(ZH_VI) == digest
        assert [entry.changed for entry in memory.entries()] == [MEETING.changed]


def test_a_later_approval_of_the_same_place_takes_over_and_the_earlier_is_kept_behind(path: Path) -> None:
    mended = replace(MEETING, target="Hội nghị diễn ra thứ Sáu.", changed="2026-11-21T00:00:00Z")
    with Memory.open(path) as memory:
        memory.add([MEETING])
        assert memory.add([mended]) == Added(changed=1)
        assert [found.entry.target for found in memory.exact(MEETING.source, ZH_VI)] == [mended.target]
        assert memory.add([MEETING]) == Added(known=1), "an older approval that is kept already comes back"
        assert memory.add([replace(MEETING, target="Bản cũ.", changed="2026-01-01T00:00:00Z")]) == Added(older=1)
        found = memory.search("周五")
        assert [bool(entry.superseded) for entry in found] == [False, True, True]
        assert memory.stats().superseded == 2
        again = replace(MEETING, changed="2026-11-22T00:00:00Z")
        assert memory.add([again]) == Added(changed=1)
        assert [found.entry.target for found in memory.exact(MEETING.source, ZH_VI)] == [MEETING.target]


def test_several_documents_keep_their_own_and_the_newest_comes_first_but_for_the_same_context(path: Path) -> None:
    newer = replace(MEETING, target="Mới.", document="b.md", context=Context("body", "ffff"), changed="2026-12-01")
    with Memory.open(path) as memory:
        assert memory.add([MEETING, newer]) == Added(added=2)
        assert [f.entry.target for f in memory.exact(MEETING.source, ZH_VI)] == ["Mới.", MEETING.target]
        here = memory.exact(MEETING.source, ZH_VI, BEFORE)
        assert [(f.entry.target, f.in_context) for f in here] == [(MEETING.target, True), ("Mới.", False)]


def test_what_stands_first_is_in_nobodys_context(path: Path) -> None:
    headline = replace(MEETING, context=Context("headline"))
    with Memory.open(path) as memory:
        memory.add([headline])
        assert [f.in_context for f in memory.exact(MEETING.source, ZH_VI, Context("headline"))] == [False]


def test_entries_without_a_document_take_nobodys_place(path: Path) -> None:
    one, two = (replace(MEETING, document="", context=Context(), target=text) for text in ("Một.", "Hai."))
    with Memory.open(path) as memory:
        assert memory.add([one, two, one]) == Added(added=2, known=1)
        assert len(memory.exact(MEETING.source, ZH_VI)) == 2


def test_texts_are_kept_in_nfc_and_found_so(path: Path) -> None:
    with Memory.open(path) as memory:
        memory.add([replace(MEETING, source="Hội nghị\r\ntiếp tục", pair=Pair("vi", "zh"))])
        assert memory.exact("Hội nghị\ntiếp tục", Pair("vi", "zh"))


def test_raw_machine_text_is_never_given_out(path: Path) -> None:
    raw = replace(MEETING, provenance=Provenance.MACHINE, author="")
    with Memory.open(path) as memory:
        assert memory.add([raw, raw]) == Added(machine=1, known=1)
        assert memory.exact(raw.source, ZH_VI) == ()
        assert memory.fuzzy(raw.source + "！", ZH_VI, threshold=1) == ()
        assert memory.search("周五") == ()
        assert list(memory.entries()) == []
        assert [entry.provenance for entry in memory.machine()] == [Provenance.MACHINE]
        assert memory.digest(ZH_VI) == "0" * 16


@pytest.mark.parametrize("case", FACTS, ids=lambda case: f"{case['lang']}-{case['changed']}")
def test_a_changed_fact_is_said_and_caps_the_score(path: Path, case: dict[str, str]) -> None:
    pair = Pair(case["lang"], "en")
    with Memory.open(path) as memory:
        memory.add([replace(MEETING, source=case["kept"], pair=pair)])
        (found,) = memory.fuzzy(case["asked"], pair, threshold=50)
    assert found.changed == (case["changed"],)
    assert found.score <= ONE_FACT


def test_two_facts_cap_it_further() -> None:
    found, changed = score(
        "The ministry said 12 officials would attend the talks next week in the capital of the country.",
        "The ministry said 15 officials would not attend the talks next week in the capital of the country.",
        "en",
    )
    assert (found <= SEVERAL_FACTS, len(changed)) == (True, 2)


def test_harmless_words_are_no_negation() -> None:
    assert changed_facts("两国合作不断深化。", "两国合作持续深化。", "zh") == ()
    assert changed_facts("Hai nước hợp tác.", "Không chỉ hai nước hợp tác.", "vi") == ()


def test_names_of_the_glossary_are_facts() -> None:
    terms = {"vn": ("越南", "Việt Nam"), "la": ("老挝", "Lào")}
    concepts = [Concept(n, "country", (Term(n, "zh", zh), Term(n, "vi", vi))) for n, (zh, vi) in terms.items()]
    book = Glossary.of(concepts)
    assert changed_facts("总理将访问越南。", "总理将访问老挝。", "zh", glossary=book) == ("name 越南 → 老挝",)


def test_marks_belong_to_their_letter() -> None:
    assert clusters("ກິນ\u200bປູ") == clusters("ກິນ ປູ") == ("ກິ", "ນ", "ປູ")
    assert clusters("ភ្នំ") == ("ភ្នំ",)
    assert clusters("น้ำ")[0] == "น้"


def test_fuzzy_shows_the_likest_first_each_translation_once(path: Path) -> None:
    like = [
        replace(MEETING, source=MEETING.source.replace("举行", text), document=f"{text}.md")
        for text in ("开办", "召开")
    ]
    with Memory.open(path) as memory:
        memory.add([*like, replace(like[0], document="twin.md")])
        found = memory.fuzzy(MEETING.source, ZH_VI, limit=5)
        assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
        assert len(found) == 2
        assert len(memory.fuzzy(MEETING.source, ZH_VI, limit=1)) == 1
        assert memory.fuzzy(MEETING.source, Pair("zh", "th")) == ()
        with pytest.raises(UsageError, match="from 1 to 100"):
            memory.fuzzy(MEETING.source, ZH_VI, threshold=0)


def test_search_looks_on_both_sides_in_any_case(path: Path) -> None:
    with Memory.open(path) as memory:
        memory.add([MEETING])
        assert memory.search("VIÊNG chăn") == memory.search("万象") == memory.search("万象", pair=ZH_VI)
        assert len(memory.search("万象")) == 1
        assert memory.search("100%_") == memory.search("万象", pair=Pair("zh", "th")) == ()


def test_prune_removes_what_meets_every_condition_and_dry_run_nothing(path: Path) -> None:
    old = replace(MEETING, document="old.md", changed="2020-01-01T00:00:00Z")
    with Memory.open(path) as memory:
        memory.add([old, MEETING])
        whole = memory.digest(ZH_VI)
        assert memory.prune(before=date(2021, 1, 1), document="forum.md").count == 0
        assert memory.prune(before=date(2021, 1, 1), dry_run=True).count == 1
        assert memory.digest(ZH_VI) == whole
        assert memory.prune(duplicates=True).sample[0].document == "old.md"
        memory.touch([memory.exact(MEETING.source, ZH_VI)[0].entry.id])
        assert memory.prune(unused=True).count == 0
        assert memory.prune(pair=ZH_VI).count == 1
        assert memory.digest(ZH_VI) == "0" * 16
        assert memory.fuzzy(MEETING.source + "吧", ZH_VI) == ()
        assert memory.damage() == ()
        with pytest.raises(UsageError, match="nothing says what to prune"):
            memory.prune()


def test_a_frozen_memory_shows_what_it_held_and_counts_uses_at_its_close(path: Path) -> None:
    with Memory.open(path) as memory:
        memory.add([MEETING])
    with Memory.open(path, frozen=True) as frozen, Memory.open(path) as other:
        digest = frozen.digest(ZH_VI)
        other.add([replace(MEETING, target="Khác.", changed="2027-01-01T00:00:00Z")])
        (found,) = frozen.exact(MEETING.source, ZH_VI)
        assert (found.entry.target, frozen.digest(ZH_VI)) == (MEETING.target, digest)
        frozen.touch([found.entry.id])
        with pytest.raises(UsageError, match="only read"):
            frozen.add([MEETING])
    with Memory.open(path) as memory:
        used = {entry.target: entry.used for entry in memory.entries(superseded=True)}
        assert used == {MEETING.target: 1, "Khác.": 0}


def test_a_failure_while_adding_leaves_nothing_behind(path: Path) -> None:
    def entries():
        yield MEETING
        raise BadInputError("line 7 is damaged")

    with Memory.open(path) as memory:
        with pytest.raises(BadInputError):
            memory.add(entries())
        assert memory.add([MEETING]) == Added(added=1)
        assert memory.exact(MEETING.source, ZH_VI)


def test_what_is_no_memory_is_refused_in_one_line_with_the_mend(path: Path, tmp_path: Path) -> None:
    path.write_bytes(b"PK\x03\x04 not a database at all" * 40)
    with pytest.raises(BadInputError, match=r"memory.sqlite: is no sound translation memory .*restore it"):
        Memory.open(path)
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE people (name)")
    connection.close()
    with pytest.raises(BadInputError, match="of another program"):
        Memory.open(other)
    with pytest.raises(OutputError, match="is a folder"):
        Memory.open(tmp_path)
    with pytest.raises(BadInputError, match="there is no memory here"):
        Memory.open(tmp_path / "none.sqlite", create=False)
    assert not (tmp_path / "none.sqlite").exists()


def test_a_file_that_is_cut_short_or_written_over_is_refused(path: Path) -> None:
    with Memory.open(path) as memory:
        memory.add(replace(MEETING, source=f"第{n}次会议", document=str(n)) for n in range(3000))
    whole = path.read_bytes()
    for broken in (whole[: len(whole) // 2], whole[:4096] + b"\xff" * (len(whole) - 4096)):
        path.write_bytes(broken)
        with pytest.raises(BadInputError, match=r"memory\.sqlite: is"), Memory.open(path) as memory:
            memory.exact("第7次会议", ZH_VI)
            memory.stats()
            assert memory.damage()
            raise BadInputError("is damaged", where=str(path))


def test_a_memory_of_a_later_mtkit_is_refused(path: Path) -> None:
    Memory.open(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(BadInputError, match="schema 99, later than 1, which this mtkit knows: update mtkit"):
        Memory.open(path)


def test_where_it_lies() -> None:
    env = {"MTKIT_HOME": "/home/desk/data"}
    assert default_path(env) == Path("/home/desk/data/memory.sqlite")
    assert path_of(None, env) is None
    assert path_of("default", env) == path_of(None, {**env, "MTKIT_MEMORY": "default"}) == default_path(env)
    assert path_of("a.sqlite", {**env, "MTKIT_MEMORY": "b.sqlite"}) == Path("a.sqlite")
    with pytest.raises(UsageError, match="--memory is empty"):
        path_of("", env)

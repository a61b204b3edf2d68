"""The sidecar: exact, whole, and never stronger than the PO."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from po_articles import KM_HEADER, VI_HEADER, ZH_VI, khmer, segment, vietnamese

from mtkit.errors import BadInputError
from mtkit.formats import po
from mtkit.formats.sidecar import dumps_sidecar, loads_sidecar, read_sidecar, sidecar_path, units_of, write_sidecar
from mtkit.unit import State, Unit


def test_it_holds_units_and_header_exactly(tmp_path: Path) -> None:
    path = sidecar_path(tmp_path / "news.vi.po")
    assert path.name == "news.vi.mtkit.jsonl"
    write_sidecar(vietnamese(), path, VI_HEADER)
    found = read_sidecar(path)
    assert (found.units, found.header) == (vietnamese(), VI_HEADER)
    assert found.contexts == (None, None, "body", None, "body", "quote", None, None)
    write_sidecar(khmer(), path, KM_HEADER)
    assert (read_sidecar(path).units, read_sidecar(path).header) == (khmer(), KM_HEADER)


def test_each_line_is_json_even_where_text_has_line_separators_or_half_characters() -> None:
    units = [Unit(segment("p1.1", 0, "一\u2028二\x85"), ZH_VI, "a\n\ud800")]
    text = dumps_sidecar(units, VI_HEADER)
    assert [bool(json.loads(line)) for line in text.removesuffix("\n").split("\n")] == [True, True]
    assert loads_sidecar(text.encode().decode()).units == tuple(units)


def test_ids_that_are_lost_are_found_again_by_context_and_text() -> None:
    sidecar = loads_sidecar(dumps_sidecar(vietnamese(), VI_HEADER))
    found = po.compose(vietnamese(), VI_HEADER)
    bare = replace(found, entries=tuple(replace(entry, extracted=(), references=()) for entry in found.entries))
    assert units_of(po.loads(po.render(bare)), sidecar) == vietnamese()


def test_what_the_editor_did_wins() -> None:
    sidecar = loads_sidecar(dumps_sidecar(vietnamese(), VI_HEADER))
    text = po.dumps(vietnamese(), VI_HEADER).replace("đạt 5,67 tỷ.", "đạt 5,67 nghìn tỷ NDT.")
    unit = units_of(po.loads(text), sidecar)[1]
    before = vietnamese()[1]
    assert unit.state is State.EDITED
    assert unit.target.endswith("đạt 5,67 nghìn tỷ NDT.")
    assert (unit.segment, unit.raw, unit.trail, unit.terms) == (before.segment, before.raw, before.trail, before.terms)
    assert [issue.source for issue in unit.issues] == [issue.source for issue in before.issues]
    assert [issue.target for issue in unit.issues] == [None, None]  # they counted in a text that is gone


def test_a_sidecar_of_another_run_gives_the_segment_alone() -> None:
    later = replace(vietnamese()[0], target="Hiệp định số", raw="Hiệp định số", trail=())
    sidecar = loads_sidecar(dumps_sidecar([later], VI_HEADER))
    unit = units_of(po.loads(po.dumps(vietnamese()[:1], VI_HEADER)), sidecar)[0]
    assert (unit.target, unit.state) == (vietnamese()[0].target, State.RAW)
    assert len(unit.trail) == 2
    assert unit.segment == later.segment


def test_a_sidecar_of_another_source_is_not_believed() -> None:
    other = replace(vietnamese()[0], segment=segment("p1.1", 7, "另一个标题"))
    sidecar = loads_sidecar(dumps_sidecar([other], VI_HEADER))
    unit = units_of(po.loads(po.dumps(vietnamese()[:1], VI_HEADER)), sidecar)[0]
    assert unit.segment.text == "中国与东盟签署数字贸易协定"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", r"a\.jsonl:1: not a sidecar line"),
        ("[]\n", r"a\.jsonl:1: not a sidecar line"),
        ('{"mtkit-sidecar":2}\n', r"a\.jsonl: sidecar schema 2 is later than 1, .*; update mtkit"),
        ('{"mtkit-sidecar":1}\n', r"a\.jsonl:1: not a sidecar line"),
        ("HEAD{}\n", r"a\.jsonl:2: not a sidecar line"),
        ('HEAD{"id":"1"\n', r"a\.jsonl:2: not a sidecar line \(JSONDecodeError.*; delete it and use the PO alone"),
    ],
)
def test_damage_is_told_by_line(text: str, message: str) -> None:
    head = dumps_sidecar((), VI_HEADER)
    with pytest.raises(BadInputError, match=message):
        loads_sidecar(text.replace("HEAD", head), where="a.jsonl")


def test_a_damaged_sidecar_is_noted_and_the_po_used_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    po.write(vietnamese(), path, VI_HEADER)
    sidecar_path(path).write_bytes(b"\xff\xfe")
    found = po.read(path)
    assert len(found.units) == len(vietnamese())
    assert [note.partition(":")[0] for note in found.notes] == ["sidecar not used"]
    write_sidecar(khmer(), sidecar_path(path), KM_HEADER)
    assert po.read(path).notes == ("sidecar not used: a.mtkit.jsonl is of another pair",)

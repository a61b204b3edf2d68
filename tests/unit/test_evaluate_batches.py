"""Test sets of every format, and reviewed PO files: approvals alone."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from mtkit.errors import BadInputError, UsageError
from mtkit.evaluate import batches_of, evaluate_systems, parse_systems, reviewed
from mtkit.evaluate.batches import plain
from mtkit.formats import po
from mtkit.lang import Pair
from mtkit.text import Segment, Span
from mtkit.unit import Origin, State, Unit

ZH_EN = Pair("zh", "en")
TMX = """<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4"><header creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="t" adminlang="en"
 srclang="zh" datatype="plaintext"/><body>
<tu><tuv xml:lang="zh"><seg>东盟与中国签署<bpt i="1">b</bpt>联合声明<ept i="1">b</ept>。</seg></tuv>
<tuv xml:lang="en"><seg>ASEAN and China signed a <bpt i="1">b</bpt>joint statement<ept i="1">b</ept>.</seg></tuv></tu>
<tu changeid="MT!"><tuv xml:lang="zh"><seg>机器说的。</seg></tuv><tuv xml:lang="en"><seg>Machine.</seg></tuv></tu>
</body></tmx>
"""


def put(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_aligned_files_leave_out_what_is_empty_but_know_the_line(tmp_path):
    one = put(tmp_path / "a.zh.txt", "东盟会议。\n\n贸易增长。\n")
    two = put(tmp_path / "a.en.txt", "ASEAN met.\n\nTrade grew.\n")
    (found,) = batches_of([one, two], [ZH_EN])
    assert [(p.id, p.line, p.source, p.reference) for p in found.passages] == [
        ("1", 0, "东盟会议。", "ASEAN met."), ("3", 2, "贸易增长。", "Trade grew."),
    ]  # fmt: skip
    assert found.lines == 3
    assert batches_of([one, two], [ZH_EN], limit=1)[0].passages == found.passages[:1]
    assert batches_of([one, two], [ZH_EN])[0].digest == found.digest


def test_tsv_with_and_without_a_head(tmp_path):
    bare = put(tmp_path / "a.tsv", '"东盟"会议。\t"ASEAN" met.\n贸易增长。\tTrade grew.\tnote\n')
    (found,) = batches_of([bare], [ZH_EN])
    assert [p.source for p in found.passages] == ['"东盟"会议。', "贸易增长。"]
    head = put(tmp_path / "b.tsv", "document\ten\tvi\tzh\nx\tASEAN met.\tASEAN họp.\t东盟会议。\nx\tHi.\t\t你好。\n")
    one, two = batches_of([head], [ZH_EN, Pair("zh", "vi")])
    assert [(p.document, p.reference) for p in one.passages] == [("document x", "ASEAN met."), ("document x", "Hi.")]
    assert [p.reference for p in two.passages] == ["ASEAN họp."]
    assert one.lines == 2


def test_jsonl_holds_many_directions(tmp_path):
    rows = [{"zh": "东盟会议。", "en": "ASEAN met.", "th": "อาเซียนประชุม"}, {"zh": "贸易增长。", "th": "การค้าเติบโต"}]
    path = put(tmp_path / "a.jsonl", "\n".join(json.dumps(row, ensure_ascii=False) for row in rows))
    one, two = batches_of([path], [ZH_EN, Pair("zh", "th")])
    assert [len(one.passages), len(two.passages), one.lines] == [1, 2, 2]
    assert one.digest != two.digest


def test_tmx_gives_what_people_made_without_its_codes(tmp_path):
    (found,) = batches_of([put(tmp_path / "a.tmx", TMX)], [ZH_EN])
    assert [(p.source, p.reference) for p in found.passages] == [
        ("东盟与中国签署联合声明。", "ASEAN and China signed a joint statement.")
    ]


def unit(n: int, source: str, raw: str, target: str, state: State, origin: Origin = Origin.HUMAN) -> Unit:
    return Unit(Segment(f"b-{n}", Span(n * 100, n * 100 + len(source)), source, source), ZH_EN, target, state, origin,
                raw=raw)  # fmt: skip


def test_of_po_files_approvals_alone_count(tmp_path):
    units = [
        unit(1, "东盟会议。", "ASEAN meeting.", "ASEAN met.", State.APPROVED),
        unit(2, "贸易{1}增长{/1}。", "Trade {1}grew{/1}.", "Trade {1}grew{/1}.", State.APPROVED, Origin.MACHINE),
        unit(3, "未审。", "Not read.", "Not read.", State.RAW, Origin.MACHINE),
        unit(4, "改过。", "Changed.", "Altered.", State.EDITED),
        unit(5, "未译。", "", "", State.UNTRANSLATED, Origin.MACHINE),
        unit(6, "东盟会议。", "ASEAN meeting.", "ASEAN met.", State.APPROVED),
    ]
    path = tmp_path / "news.en.po"
    header = po.Header(
        project="x", source="zh", target="en", document="news.md", sha256="0" * 64, signature="mtkit:1|beam:4",
        glossary="none", created="2026-11-01T00:00:00+00:00",
    )  # fmt: skip
    po.write(units, path, header)
    (found,) = batches_of([tmp_path], [])
    assert [(p.source, p.recorded, p.reference) for p in found.passages] == [
        ("东盟会议。", "ASEAN meeting.", "ASEAN met."), ("贸易增长。", "Trade grew.", "Trade grew."),
    ]  # fmt: skip
    assert (found.pair, found.made) == (ZH_EN, "mtkit:1|beam:4")
    po.write([replace(one, state=State.RAW, target=one.raw) for one in units[:2]], path, header)
    with pytest.raises(BadInputError, match="no unit is approved"):
        reviewed([path])


@pytest.mark.parametrize(
    ("names", "pairs", "error", "says"),
    [
        (["a.txt"], [ZH_EN], UsageError, "no references"),
        (["a.txt", "b.txt"], [], UsageError, "--from LANG --to LANG"),
        (["a.txt", "b.txt", "c.txt"], [ZH_EN], UsageError, "a test set is one file"),
        (["a.txt", "b.txt"], [ZH_EN, Pair("zh", "vi")], UsageError, "with one --to"),
        (["a.txt", "long.txt"], [ZH_EN], BadInputError, "long.txt: has 2 lines"),
        (["head.tsv"], [ZH_EN], BadInputError, "head.tsv:1: no column zh"),
        (["thin.tsv"], [ZH_EN], BadInputError, "thin.tsv:2: 1 columns, where 2 are needed"),
        (["empty.tsv"], [ZH_EN], BadInputError, "is empty"),
        (["a.jsonl"], [ZH_EN], BadInputError, "nothing has both a text in zh and one in en"),
        (["a.po", "a.txt"], [ZH_EN], UsageError, "PO files are scored alone"),
        (["none.tmx"], [ZH_EN], BadInputError, "none.tmx: cannot be read"),
    ],
)
def test_what_cannot_be_scored_is_refused(tmp_path, names, pairs, error, says):
    texts = {
        "a.txt": "东盟\n", "b.txt": "ASEAN\n", "c.txt": "x\n", "long.txt": "a\nb\n", "head.tsv": "en\tvi\na\tb\n",
        "thin.tsv": "东盟\tASEAN\n贸易\n", "empty.tsv": "", "a.jsonl": '{"zh": "东盟"}\n',
    }  # fmt: skip
    for name, text in texts.items():
        put(tmp_path / name, text)
    with pytest.raises(error, match=says):
        batches_of([tmp_path / name for name in names], pairs)


def test_labels_of_codes_are_not_scored():
    assert plain("Trade {1}grew{/1} by {2/}8%.") == "Trade grew by 8%."
    assert plain("no codes, {braces} stay") == "no codes, {braces} stay"


def test_another_run_of_po_files_is_a_system(tmp_path):
    header = po.Header(
        project="x", source="zh", target="en", document="news.md", sha256="0" * 64, signature="mtkit:1|beam:4",
        glossary="none", created="2026-11-01T00:00:00+00:00",
    )  # fmt: skip
    units = [
        unit(1, "东盟会议。", "ASEAN meeting.", "ASEAN met.", State.APPROVED),
        unit(2, "贸易{1}增长{/1}。", "Trade {1}grew{/1}.", "Trade {1}grew{/1} fast.", State.APPROVED),
    ]
    for folder in ("old", "new"):
        (tmp_path / folder).mkdir()
    po.write(units, tmp_path / "old" / "news.en.po", header)
    again = [replace(one, state=State.RAW, origin=Origin.MACHINE, target=one.target, raw=one.target) for one in units]
    po.write(again, tmp_path / "new" / "news.en.po", replace(header, signature="mtkit:2|beam:8"))
    batches = batches_of([tmp_path / "old"], [])
    systems = parse_systems(["recorded", str(tmp_path / "new")], recorded=True)
    report = evaluate_systems(batches, systems, glossary=None, metrics=["chrF"], comparing=True, resamples=40)
    old, new = report.systems
    assert new.edits.untouched == 100 > old.edits.untouched
    assert new.signature.startswith("mtkit:2|beam:8|set:old@")
    po.write(again[:1], tmp_path / "new" / "news.en.po", header)
    with pytest.raises(BadInputError, match="has no translation of “贸易增长。”"):
        evaluate_systems(batches, systems, glossary=None, metrics=["chrF"])

"""The options that say how names are written, on the command line, with the model in the box."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import Mtkit

from mtkit import read_po

GLOSSARY = """concept,kind,lang,term,status,article,abbreviation,publisher
vna,media,zh,越南通讯社,approved,,,
vna,media,zh,越通社,admitted,,,
vna,media,en,Vietnam News Agency,approved,the,VNA,desk-a
vna,media,en,Viet Nam News Agency,approved,the,VNA,desk-b
"""


@pytest.mark.deep
@pytest.mark.parametrize(
    ("options", "held", "flagged"),
    [
        ((), [], {"T05"}),
        (("--publisher", "desk-a"), ["Vietnam News Agency (VNA)", "VNA"], set()),
        (("--publisher", "Desk-B", "--mentions", "full"), ["Viet Nam News Agency", "Viet Nam News Agency"], set()),
    ],
)
def test_the_publisher_and_the_mentions_are_chosen(
    mtkit: Mtkit, tmp_path: Path, options: tuple[str, ...], held: list[str], flagged: set[str]
) -> None:
    (tmp_path / "terms.csv").write_text(GLOSSARY, encoding="utf-8")
    (tmp_path / "a.txt").write_text("越南通讯社发布消息。\n越通社在河内举行会议。\n", encoding="utf-8")
    command = ["translate", "a.txt", "--from", "zh", "--to", "en", "-g", "terms.csv", "-o", "a.po"]
    done = mtkit(*command, "--allow-low-quality", *options)
    assert done.code == 0, done.err
    units = read_po(tmp_path / "a.po").units
    assert [form in unit.target for form, unit in zip(held, units, strict=False)] == [True] * len(held)
    assert {issue.code for unit in units for issue in unit.issues if issue.code[0] == "T"} == flagged
    checked = mtkit("check", "a.po", "-g", "terms.csv")
    assert ("T05" in checked.out) == bool(flagged)

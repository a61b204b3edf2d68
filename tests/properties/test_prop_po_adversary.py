"""Other programs at work on a PO file between our own edits: no character of a person is lost, no state is wrong."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from po_articles import VI_HEADER, ZH_VI, gettext, segment, vietnamese

from mtkit.errors import PoSyntaxError
from mtkit.formats import po
from mtkit.formats.sidecar import sidecar_path
from mtkit.unit import Origin, State, Unit

pytestmark = pytest.mark.skipif(shutil.which("msgmerge") is None, reason="gettext (msgcat, msgmerge) is not installed")

SENTENCES = [
    "中国与东盟签署数字贸易协定。", "会议将于周五在雅加达举行，议程包括海关、物流和跨境支付等十二个领域的合作安排。",
    "他说。", "双边贸易额达5.67万亿元，同比增长8.6%。", "{1}详情{/1}见官网。", "“共同的家园”，他补充说。",
]  # fmt: skip
WORDS = [
    "Hội nghị",
    "thứ Sáu",
    "ກອງປະຊຸມ",
    "កិច្ច\u200bប្រជុំ",
    "အစည်းအဝေး။",
    "\\",
    '"',
    "#~ x",
    "%d",
    "\t",
    "5,67 nghìn tỷ",
    " ",
]
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=30).map(" ".join).map(str.strip).filter(bool)


class Desk:
    """A PO file on the disk, and what each sentence must say: text and state, as a person left it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "a.po"
        self.template = folder / "a.pot"
        units = [
            Unit(segment(f"b-{n}", n * 50, text), ZH_VI, f"Máy {n}.", raw=f"Máy {n}.")
            for n, text in enumerate(SENTENCES)
        ]
        po.write(units, self.path, VI_HEADER)
        entries = "\n\n".join(f'msgid "{text}"\nmsgstr ""' for text in SENTENCES)
        self.template.write_text(
            f'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n{entries}\n', encoding="utf-8"
        )
        self.said = {text: (f"Máy {n}.", State.RAW) for n, text in enumerate(SENTENCES)}
        self.facts = True  # whether the PO or its sidecar still tells what is the machine's

    def edit(self, number: int, text: str, *, approve: bool) -> None:
        file = po.read(self.path)
        place = next(n for n, entry in enumerate(file.entries) if entry.msgid == SENTENCES[number])
        entry = replace(file.entries[place], msgstr=text, flags=() if approve else ("fuzzy",), previous=None)
        before = self.path.read_text(encoding="utf-8").split("\n\n")
        po.save(replace(file, entries=(*file.entries[:place], entry, *file.entries[place + 1 :])), self.path)
        after = self.path.read_text(encoding="utf-8").split("\n\n")
        assert sum(one not in before for one in after) <= 1, "more than the edited unit was changed"
        self.said[SENTENCES[number]] = (text, State.APPROVED if approve else State.EDITED)

    def approve(self, number: int) -> None:
        self.edit(number, self.said[SENTENCES[number]][0], approve=True)

    def through(self, tool: str, *arguments: str | Path) -> None:
        done = gettext(tool, *arguments)
        assert done.returncode == 0, done.stderr
        self.path.write_text(done.stdout, encoding="utf-8")

    def rewrap(self, width: int) -> None:
        self.through("msgcat", f"--width={width}", self.path)

    def sort(self) -> None:
        self.through("msgcat", "--sort-output", self.path)

    def merge(self) -> None:
        """msgmerge with the same sentences: the ``#.`` lines are gone afterwards."""
        self.through("msgmerge", "--previous", self.path, self.template)
        self.facts = self.facts and sidecar_path(self.path).exists()

    def strip(self) -> None:
        lines = self.path.read_text(encoding="utf-8").split("\n")
        self.path.write_text("\n".join(line for line in lines if not line.startswith("#.")), encoding="utf-8")
        self.facts = self.facts and sidecar_path(self.path).exists()

    def lose_sidecar(self) -> None:
        sidecar_path(self.path).unlink(missing_ok=True)
        text = self.path.read_text(encoding="utf-8")
        self.facts = self.facts and text.count("#. mtkit-mt-hash:") == len(SENTENCES)

    def write_again(self) -> None:
        """Our own writer, over what is there: units, sidecar and all."""
        file = po.read(self.path)
        po.write(file.units, self.path, VI_HEADER, keep=file)

    def crlf(self) -> None:
        text = self.path.read_text(encoding="utf-8")
        self.path.write_bytes(text.replace("\r\n", "\n").replace("\n", "\r\n").encode())

    def look(self) -> None:
        units = {unit.segment.text: unit for unit in po.read(self.path).units}
        assert set(units) == set(SENTENCES)
        for text, (target, state) in self.said.items():
            unit = units[text]
            assert unit.target == target
            if self.facts:
                assert unit.state is state, (text, unit.state, state)
            else:  # nobody knows the machine's text any more: then it counts as a person's, never the other way
                assert (unit.state is State.APPROVED) == (state is State.APPROVED)
                assert not (state is State.EDITED and unit.state is State.RAW)


numbers = st.integers(0, len(SENTENCES) - 1)
Step = Callable[[Desk], None]
steps: st.SearchStrategy[Step] = st.one_of(
    st.builds(lambda n, text, ok: lambda desk: desk.edit(n, text, approve=ok), numbers, texts, st.booleans()),
    st.builds(lambda n: lambda desk: desk.approve(n), numbers),
    st.builds(lambda width: lambda desk: desk.rewrap(width), st.sampled_from([20, 79, 2000])),
    st.sampled_from([Desk.sort, Desk.merge, Desk.strip, Desk.lose_sidecar, Desk.write_again, Desk.crlf]),
)


@given(st.lists(steps, min_size=2, max_size=8))
@settings(max_examples=25, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
def test_no_character_of_a_person_is_lost_and_no_state_goes_wrong(run: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        for step in run:
            step(desk)
            desk.look()


pieces = st.lists(
    st.sampled_from([
        *po.dumps(vietnamese(), VI_HEADER).split("\n\n"), '"more"', '#~ msgid "old"\n#~ msgstr "cũ"', "# alone", "",
        " ", '#| msgid "x"\nmsgid "y"\nmsgstr ""', 'msgid "one line"\nmsgstr "x"\nmsgid "next"\nmsgstr "y"',
        "#, fuzzy",
        'msgid ""\n"wrapped "\n"text"\nmsgstr "a\\n"\n"b"', '#: a b\n#: c\n#,fuzzy,c-format\nmsgid "f"\nmsgstr "\\x41"',
        'msgctxt "c"\nmsgid "y"\nmsgstr "z" ', "#. trailing  \n#.\n# \n#\nmsgid \"t\"\nmsgstr \"\"",
        'msgid "n"', "<<<<<<< HEAD",
        'msgid "p"\nmsgid_plural "q"\nmsgstr[0] "r"', 'msgstr[1] "late"',
        '#: \u2068a b\u2069:3\nmsgid "iso"\nmsgstr ""',
    ]),
    max_size=6,
)  # fmt: skip


@given(pieces, st.sampled_from(["\n\n", "\n", "\n\n\n"]), st.sampled_from(["", "\n", "\n\n"]))
@settings(max_examples=150, deadline=None)
def test_blocks_read_at_once_mean_what_they_mean_line_by_line(blocks: list[str], between: str, end: str) -> None:
    """A blank in the blank lines keeps the reader from taking a block at once."""
    text = between.join(blocks) + end

    def read(spelt: str) -> object:
        try:
            found = po.loads(spelt)
        except PoSyntaxError as error:
            return str(error), error.more
        return found, found.notes, [entry.line for entry in found.entries]

    assert read(text) == read(text.replace("\n\n", "\n \n").replace("\n\n", "\n \n"))


def test_origin_is_kept_apart() -> None:
    """What the machine wrote is its own even when approved; a changed letter makes it a person's."""
    units = [Unit(segment("b-1", 0, "他说。"), ZH_VI, "Ông nói.", State.APPROVED, raw="Ông nói.")]
    text = po.dumps(units, VI_HEADER)
    assert po.loads(text).units[0].origin is Origin.MACHINE
    assert po.loads(text.replace("Ông nói", "Bà nói")).units[0].origin is Origin.HUMAN

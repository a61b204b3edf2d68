"""Whatever people and programs do to a PO file between two versions of its article, nothing of theirs is lost."""

from __future__ import annotations

import random
import shutil
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from live_story import Desk, Machine, article
from po_articles import gettext

from mtkit.formats import po
from mtkit.formats.po_text import normal
from mtkit.review.entries import entries_of
from mtkit.review.facts import fact_changes
from mtkit.unit import State

EN = (
    "Five people were killed in the flood.", "Eight people were killed in the flood.",
    "The bridge near Vientiane was closed on Monday.", "The bridge near Vientiane was not closed on Monday.",
    "The bridge near Vientiane was closed on Tuesday.", "Officials said so.", "He said.",
    "The ministers agreed to deepen their cooperation on trade and transport.",
    "The ministers agreed to deepen cooperation on trade and on transport.",
    "The ministers agreed to deepen cooperation on trade. They will meet again in Hanoi.",
    "ASEAN will send a team of 20 doctors.", "ASEAN will send a team of 25 doctors.",
    'Schools stay "closed" until the water falls \\ rises.', "A second team from Yunnan is on its way to the province.",
)  # fmt: skip
ZH = (
    "洪水造成5人死亡。", "洪水造成8人死亡。", "会议将于周五在万象举行。", "会议不会于周五在万象举行。",
    "会议将于周四在万象举行。", "他说。", "双方同意深化贸易和交通领域的合作。", "双方一致同意深化贸易和交通领域合作。",
    "中国将派出20名医生。", "中国将派出25名医生。",
    "代表团将访问越南。", "代表团将访问老挝。", "水位下降前学校暂停上课。", "云南第二支医疗队正赶往灾区。",
)  # fmt: skip
POOLS = {"en": EN, "zh": ZH}
GETTEXT = shutil.which("msgcat") is not None and shutil.which("msgmerge") is not None
OPERATIONS = (
    "write", "approve", "comment", "silence", "rewrap", "template", "next template", "drop facts", "drop sidecar",
    "shuffle", "replace", "insert", "delete", "move", "double", "headline", "update", "update",
)  # fmt: skip


class Newsroom:
    """A desk, the sentences of its article, and all that a person has written that must be in the file."""

    def __init__(self, folder: Path, lang: str, seed: int) -> None:
        self.random = random.Random(seed)
        self.pool = POOLS[lang]
        self.sentences = list(self.random.sample(self.pool, 6))
        self.desk = Desk(folder, lang, "vi", self.text())
        self.texts: set[str] = set()
        self.comments: set[str] = set()
        self.count = 0

    def text(self) -> str:
        return "\n\n".join(self.sentences) + "\n"

    def run(self, operation: str, number: int) -> None:
        getattr(self, "_" + operation.replace(" ", "_"))(number)

    def _entry(self, number: int) -> po.Entry | None:
        live = [entry for entry in self.desk.file().entries if not entry.obsolete]
        return live[number % len(live)] if live else None

    def _edit(self, number: int, change) -> None:
        entry = self._entry(number)
        if entry is not None:
            file = po.read(self.desk.path, sidecar=False)
            made = change(entry)
            po.save(replace(file, entries=tuple(made if e == entry else e for e in file.entries)), self.desk.path)

    def _unsay(self, text: str) -> None:
        """A person has replaced ``text``: it need not be there, unless it stands in another place too."""
        self.texts.discard(text)

    def _write(self, number: int) -> None:
        self.count += 1
        text = normal(f'Bản dịch "{self.count}"\\ của người ' + "\u200bkết thúc" * (number % 2))

        def change(entry: po.Entry) -> po.Entry:
            self._unsay(entry.msgstr)
            return replace(entry, msgstr=text, flags=("fuzzy",) if number % 3 else ())

        if self._entry(number) is not None:
            self._edit(number, change)
            self.texts.add(text)

    def _approve(self, number: int) -> None:
        entry = self._entry(number)
        if entry is not None and entry.msgstr:
            self._edit(number, lambda entry: replace(entry, flags=(), previous=None))
            self.texts.add(entry.msgstr)

    def _comment(self, number: int) -> None:
        self.count += 1
        note = f"ghi chú {self.count} của biên tập"
        if self._entry(number) is not None:
            self._edit(number, lambda entry: replace(entry, comments=(*entry.comments, note)))
            self.comments.add(note)

    def _silence(self, number: int) -> None:
        if self._entry(number) is not None:
            self._edit(number, lambda entry: replace(entry, comments=(*entry.comments, "mtkit-ignore: N01")))

    def _rewrap(self, number: int) -> None:
        if GETTEXT:
            done = gettext("msgcat", f"--width={30 + number % 50}", "-o", self.desk.path, self.desk.path)
            assert done.returncode == 0, done.stderr

    def _template(self, number: int) -> None:
        """What msgmerge leaves when a template without ``#.`` lines is laid on the file."""
        file = po.read(self.desk.path, sidecar=False)
        self._merge([entry.key for entry in file.entries if not entry.obsolete], number)

    def _next_template(self, number: int) -> None:
        """msgmerge with the sentences of the next version, which moves texts to sentences that look alike."""
        self._merge([(None, normal(sentence)) for sentence in dict.fromkeys(self.sentences)], number)

    def _merge(self, keys: list[tuple[str | None, str]], number: int) -> None:
        if not GETTEXT:
            return
        file = po.read(self.desk.path, sidecar=False)
        bare = [po.Entry(text, msgctxt=context) for context, text in keys]
        template = self.desk.path.with_suffix(".pot")
        template.write_text(po.render(po.PoFile(file.header, tuple(bare), ())), encoding="utf-8")
        options = ["--quiet", *(["--no-fuzzy-matching"] if number % 2 else [])]
        done = gettext("msgmerge", *options, "-o", self.desk.path, self.desk.path, template)
        assert done.returncode == 0, done.stderr
        there = po.read(self.desk.path, sidecar=False).entries  # what msgmerge itself lost is not for mtkit to keep
        self.texts &= {entry.msgstr for entry in there}
        self.comments &= {comment for entry in there for comment in entry.comments}

    def _drop_facts(self, number: int) -> None:
        self.desk.drop_facts()

    def _drop_sidecar(self, number: int) -> None:
        self.desk.drop_sidecar()

    def _shuffle(self, number: int) -> None:
        file = po.read(self.desk.path, sidecar=False)
        live = [entry for entry in file.entries if not entry.obsolete]
        random.Random(number).shuffle(live)
        rest = [entry for entry in file.entries if entry.obsolete]
        po.save(replace(file, entries=(*live, *rest)), self.desk.path)

    def _replace(self, number: int) -> None:
        if self.sentences:
            self.sentences[number % len(self.sentences)] = self.pool[number * 7 % len(self.pool)]

    def _insert(self, number: int) -> None:
        self.sentences.insert(number % (len(self.sentences) + 1), self.pool[number * 5 % len(self.pool)])

    def _delete(self, number: int) -> None:
        if len(self.sentences) > 2:
            del self.sentences[number % len(self.sentences)]

    def _move(self, number: int) -> None:
        if self.sentences:
            self.sentences.append(self.sentences.pop(number % len(self.sentences)))

    def _double(self, number: int) -> None:
        if self.sentences:
            self.sentences.append(self.sentences[number % len(self.sentences)])

    def _headline(self, number: int) -> None:
        """A first line of another kind with the text of a sentence."""
        if self.sentences:
            self.sentences.insert(0, self.sentences[number % len(self.sentences)])

    def _update(self, number: int) -> None:
        before = self.desk.file()
        done = self.desk.update(self.text(), force=True)
        after = self.desk.file()
        wanted = [normal(unit.segment.text) for unit in done.file.units]
        assert [normal(unit.segment.text) for unit in after.units] == wanted
        self._nothing_lost(after)
        _approvals_stand(before, after)
        _states_are_true(after)
        bytes_after = self.desk.path.read_bytes()
        self.desk.update(self.text(), force=True)
        assert self.desk.path.read_bytes() == bytes_after, "a second update changed the file"
        if GETTEXT:
            checked = gettext("msgfmt", "-c", "-o", "/dev/null", self.desk.path)
            assert (checked.returncode, checked.stderr) == (0, "")

    def _nothing_lost(self, file: po.PoFile) -> None:
        there = {entry.msgstr for entry in file.entries}
        assert self.texts <= there, self.texts - there
        notes = {comment for entry in file.entries for comment in entry.comments}
        assert self.comments <= notes, self.comments - notes


def _approvals_stand(before: po.PoFile, after: po.PoFile) -> None:
    """Approved entries whose source still stands are the same in all that an editor sees."""
    live = {entry.key: entry for entry in after.entries if not entry.obsolete}
    texts = {entry.msgid for entry in live.values()}
    alike: dict[str, int] = {}
    for entry in before.entries:
        alike[entry.msgid] = alike.get(entry.msgid, 0) + (not entry.obsolete)
    for entry in before.entries:
        if entry.obsolete or entry.fuzzy or not entry.msgstr or entry.msgid not in texts:
            continue
        kept = live.get(entry.key)
        if kept is None and alike[entry.msgid] > 1:
            continue  # one of several places with this sentence is gone
        assert kept is not None, entry
        assert (kept.msgstr, kept.flags, kept.comments, kept.previous) == (
            entry.msgstr, entry.flags, entry.comments, entry.previous,
        )  # fmt: skip


@cache
def machine_text(sentence: str, lang: str) -> str:
    return Machine("vi")(article(sentence, lang)).units[0].target


def _states_are_true(file: po.PoFile) -> None:
    """Raw text is the machine's for its own sentence; what update left stale says the facts that the article says."""
    for unit, entry in zip(file.units, entries_of(file), strict=True):
        text = unit.segment.text
        if unit.state is State.RAW:
            assert unit.target == machine_text(text, unit.pair.source)
        if unit.state is State.STALE:
            assert unit.previous != text
            assert entry is not None
            if any(line.startswith("mtkit-fresh: ") for line in entry.extracted):
                assert fact_changes(unit.previous, text, unit.pair.source) == ()


steps = st.lists(st.tuples(st.sampled_from(OPERATIONS), st.integers(0, 400)), min_size=3, max_size=14)


@pytest.mark.parametrize("lang", sorted(POOLS))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10_000), operations=steps)
@example(seed=1, operations=[("approve", 0), ("replace", 0), ("update", 0), ("replace", 3), ("update", 0)])
@example(seed=2, operations=[("write", 1), ("template", 0), ("replace", 1), ("update", 0), ("rewrap", 3)])
def test_nothing_a_person_did_is_lost(lang: str, seed: int, operations: list[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        room = Newsroom(Path(folder), lang, seed)
        for operation, number in [*operations, ("update", 0)]:
            room.run(operation, number)

"""Random sessions: our edits, undo and redo, and other programs at the same file; no character of a person is lost."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from po_articles import KM_HEADER, VI_HEADER, gettext, khmer, vietnamese

from mtkit.formats import po
from mtkit.formats.po import Entry
from mtkit.formats.po_text import fit, normal
from mtkit.review.edit import EditError, StaleEditError, edit_entry, merged, silence
from mtkit.review.edit_phrase import phrase_spans, replaced
from mtkit.review.edit_session import Session
from mtkit.review.entries import entry_key, entry_version
from mtkit.unit import State

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
PIECES = [
    "Bộ Thương mại", "Ông nói", "ố", "o\u0302\u0301", "កិច្ច\u200bប្រជុំ", "การประชุม", "ဆွေးနွေးပွဲ", "论坛", '"', "\\", "\n",
    "\t", "{1}", "{/1}", "5,67", " ", "\u2028", "\u200b", "😀", "#~ ", "\u202e", "msgstr", "»", "\r\n",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map("".join).filter(lambda text: bool(text.strip()))
states = st.sampled_from([None, State.APPROVED, State.EDITED])
places = st.integers(0, 20)
ours = st.one_of(
    st.tuples(st.just("edit"), places, texts, states),
    st.tuples(st.just("silence"), places, st.sampled_from(["N01", "P02", "T01"]), st.booleans()),
    st.tuples(st.just("replace"), places, st.sampled_from(["Ông", "Bộ", "ប្រជុំ", "nói"]), st.sampled_from(["Bà", "x"])),
    st.tuples(st.just("clear"), places, st.none(), st.none()),
    st.tuples(st.just("undo"), places, st.none(), st.none()),
    st.tuples(st.just("redo"), places, st.none(), st.none()),
)
theirs = st.one_of(
    st.tuples(st.just("polib"), places, texts.map(lambda text: text.replace("\r", "")), st.booleans()),
    st.tuples(st.just("comment"), places, st.sampled_from(["xem lại", "请核对", "ตรวจสอบ"]), st.none()),
    st.tuples(st.just("msgcat"), st.sampled_from([20, 40, 79]), st.none(), st.none()),
    st.tuples(st.just("msgmerge"), st.none(), st.none(), st.none()),
    st.tuples(st.just("crlf"), places, st.none(), st.none()),
    st.tuples(st.just("stale edit"), places, texts, states),
    st.tuples(st.just("old copy"), places, st.none(), st.none()),
)
articles = st.sampled_from([(vietnamese, VI_HEADER), (khmer, KM_HEADER)])


def start(folder: Path, article: tuple) -> tuple[Path, Session]:
    path = folder / "article.po"
    units, header = article
    po.write(units(), path, header)
    return path, Session([path], clock=lambda: NOON)


def on_disk(path: Path) -> dict[str, Entry]:
    return {entry_key(entry): entry for entry in po.read(path).entries}


def act(session: Session, step: tuple) -> None:
    """One of our steps, on what we last saw; a refusal is fine."""
    name, place, text, more = step
    keys = session.files[0].keys
    key = keys[place % len(keys)]
    version = entry_version(session.entry("f0", key))
    try:
        match name:
            case "edit":
                session.edit("f0", key, version, target=text, state=more)
            case "clear":
                session.edit("f0", key, version, state=State.UNTRANSLATED)
            case "silence":
                session.silence("f0", key, version, text, on=more)
            case "replace":
                session.replace("f0", key, text, more)
            case "undo":
                session.undo()
            case "redo":
                session.redo()
    except EditError:
        return


@given(articles, st.lists(ours, max_size=8))
@settings(max_examples=40, deadline=None)
def test_undoing_all_gives_back_the_first_bytes_of_every_entry(article: tuple, steps: list) -> None:
    with tempfile.TemporaryDirectory() as name:
        path, session = start(Path(name), article)
        first = path.read_text(encoding="utf-8").split("\n\n")
        for step in steps:
            act(session, step)
        last = path.read_text(encoding="utf-8").split("\n\n")
        count = session.can_undo
        for _ in range(count):
            session.undo()
        assert path.read_text(encoding="utf-8").split("\n\n")[1:] == first[1:]
        assert not session.touched
        for _ in range(count):
            session.redo()
        if count and "redo" not in {step[0] for step in steps} and "undo" not in {step[0] for step in steps}:
            assert path.read_text(encoding="utf-8").split("\n\n")[1:] == last[1:]


class Others:
    """Other programs at the file, each of which says what it wrote."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.copies = [path.read_bytes()]
        self.comments: dict[str, list[str]] = {}

    def rest(self) -> None:
        past = time.time() - 60
        os.utime(self.path, (past, past))

    def polib(self, place: int, text: str, signed: bool) -> None:
        file = polib.pofile(str(self.path), encoding="utf-8", wrapwidth=40)
        entry = file[place % len(file)]
        entry.msgstr = fit(normal(text), entry.msgid)
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"] + ([] if signed else ["fuzzy"])
        file.save()

    def comment(self, place: int, text: str, _: object) -> None:
        # gettext leaves carriage returns in the middle of lines of a file with CRLF: they must not become line ends
        blocks = self.path.read_bytes().decode().replace("\r\n", "\n").split("\n\n")
        at = 1 + place % (len(blocks) - 1)
        blocks[at] = f"# {text}\n{blocks[at]}"
        entry = po.loads("\n\n".join((blocks[0], blocks[at]))).entries[0]
        self.comments.setdefault(entry_key(entry), []).append(text)
        self.path.write_bytes("\n\n".join(blocks).encode())

    def msgcat(self, width: int, *_: object) -> None:
        done = gettext("msgcat", f"--width={width}", "-o", self.path, self.path)
        assert done.returncode == 0, done.stderr

    def msgmerge(self, *_: object) -> None:
        done = gettext("msgmerge", "-q", "-o", self.path, self.path, self.path)
        assert done.returncode == 0, done.stderr

    def crlf(self, *_: object) -> None:
        self.path.write_bytes(self.path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))

    def old_copy(self, place: int, *_: object) -> None:
        self.path.write_bytes(self.copies[place % len(self.copies)])
        self.comments.clear()


@given(articles, st.lists(st.one_of(ours, theirs), min_size=1, max_size=10))
@settings(max_examples=10, deadline=None)
def test_no_text_of_anybody_is_lost(article: tuple, steps: list) -> None:
    with tempfile.TemporaryDirectory() as name:
        path, session = start(Path(name), article)
        _run(path, session, steps)


@pytest.mark.deep
@given(articles, st.lists(st.one_of(ours, theirs), min_size=5, max_size=40))
@settings(max_examples=100, deadline=None)
def test_no_text_of_anybody_is_lost_in_long_sessions(article: tuple, steps: list) -> None:
    with tempfile.TemporaryDirectory() as name:
        path, session = start(Path(name), article)
        _run(path, session, steps)


def _run(path: Path, session: Session, steps: list) -> None:
    others = Others(path)
    programs: dict[str, Callable[..., None]] = {
        "polib": others.polib, "comment": others.comment, "msgcat": others.msgcat, "msgmerge": others.msgmerge,
        "crlf": others.crlf, "old copy": others.old_copy,
    }  # fmt: skip
    for step in steps:
        before = on_disk(path)
        if step[0] in programs:
            mine = {key: entry.msgstr for (_, key), entry in session.touched.items()}
            programs[step[0]](*step[1:])
            others.rest()
            now = on_disk(path)
            session.look()
            for key, text in mine.items():  # what we wrote is there, or kept for us
                if text and now[key].msgstr != text:
                    assert session.lost["f0", key].msgstr == text
        elif step[0] == "stale edit":
            key = list(before)[step[1] % len(before)]
            with pytest.raises(StaleEditError):
                session.edit("f0", key, "0" * 12, target=step[2], state=step[3])
            assert on_disk(path) == before
        else:
            lost = dict(session.lost)
            done = session.can_undo, session.can_redo
            act(session, step)
            _only_what_was_meant(before, on_disk(path), step, session, done)
            assert {key for key in lost if key not in session.lost} <= {("f0", key) for key in _changed(before, path)}
        for key, comments in others.comments.items():
            entry = on_disk(path)[key]
            assert set(comments) <= set(entry.comments)
        others.copies.append(path.read_bytes())


def _changed(before: dict[str, Entry], path: Path) -> set[str]:
    return {key for key, entry in on_disk(path).items() if entry != before[key]}


def _only_what_was_meant(
    before: dict[str, Entry], after: dict[str, Entry], step: tuple, session: Session, done: tuple[int, int]
) -> None:
    """A step of ours changes the entries that it is about, and of these only what it is about."""
    assert list(before) == list(after)
    changed = [key for key in before if before[key] != after[key]]
    if step[0] in {"edit", "clear", "silence"}:
        keys = session.files[0].keys
        assert set(changed) <= {keys[step[1] % len(keys)]}
    if step[0] == "edit":
        for key in changed:
            assert after[key].msgstr == fit(normal(step[2]), after[key].msgid)
    if step[0] == "silence":
        assert all(before[key].msgstr == after[key].msgstr for key in changed)
    if step[0] == "replace":
        language = session.files[0].po.pair.target
        for key in changed:
            assert after[key].msgstr == normal(replaced(before[key].msgstr, step[2], step[3], language))
    if changed:
        assert (session.can_undo, session.can_redo) != done or step[0] not in {"undo", "redo"}
    for key in changed:
        for name in ("msgid", "msgctxt", "references", "plural", "obsolete"):
            assert getattr(before[key], name) == getattr(after[key], name)


@given(texts, st.sampled_from(PIECES), st.sampled_from(["vi", "th", "zh", "km", "my", "lo", "en", "ta"]))
def test_phrases_are_found_where_they_stand_and_never_overlap(text: str, phrase: str, language: str) -> None:
    end = 0
    for span in phrase_spans(text, phrase, language):
        assert span.of(text) == phrase
        assert span.start >= end
        end = span.end
    assert replaced(text, phrase, phrase, language) == text


@given(texts, texts, texts, st.sampled_from(["N01", "P02"]))
def test_a_merge_with_an_unchanged_side_is_the_other_side(first: str, mine: str, other: str, code: str) -> None:
    base = Entry("原文", normal(first).strip("\n"), comments=("a",), flags=("fuzzy",))
    left, right = silence(edit_entry(base, mine), code, on=True), edit_entry(base, other)
    assert merged(base, left, base) == left
    assert merged(base, base, right) == right
    assert merged(base, left, left) == left

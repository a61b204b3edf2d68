"""Whatever is kept: it comes out of TMX as it went in, adding is idempotent, raw text stays apart, scores behave."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.lang import LANGUAGES, Pair
from mtkit.memory import Context, Entry, Memory, Provenance
from mtkit.memory.rows import as_kept, kept_text
from mtkit.memory.similar import score
from mtkit.memory.tmx_read import read
from mtkit.memory.tmx_write import lines

LETTERS = "会议东盟12 ab{}<>&\"'/\n\t\x00\x0b\ufffe\U0001ffffé\u0301ก่กำ\u200bក្ន។မြ\u1039ไม่không不。.!]]>"
texts = st.one_of(st.text(LETTERS, min_size=1, max_size=24), st.text(min_size=1, max_size=12))
labelled = st.lists(
    st.one_of(texts, st.sampled_from(["{1}", "{/1}", "{2/}", "{3}", "{{", "}}"])), min_size=1, max_size=6
).map("".join)
pairs = st.sampled_from([Pair("zh", "vi"), Pair("zh", "th"), Pair("en", "my"), Pair("zh-Hant", "fil")])
moments = st.sampled_from(["2020-01-02T03:04:05Z", "2025-12-31T23:59:59Z", "2026-06-01T00:00:00Z"])
facts = st.one_of(st.just(""), st.text(LETTERS, max_size=8))
contexts = st.builds(Context, st.sampled_from(["", "body", "headline"]), st.sampled_from(["", "0123456789ab", "ff"]))
entries = st.builds(
    Entry,
    labelled,
    labelled,
    pairs,
    contexts,
    st.sampled_from(list(Provenance)),
    facts,
    moments,
    moments,
    facts,
    facts,
    facts,
)
langs = st.sampled_from(sorted(LANGUAGES))


@contextmanager
def memory() -> Iterator[Memory]:
    with tempfile.TemporaryDirectory() as folder, Memory.open(Path(folder) / "memory.sqlite") as opened:
        yield opened


def worth(entry: Entry) -> bool:
    return bool(kept_text(entry.source) and kept_text(entry.target))


@settings(max_examples=25, deadline=None)
@given(st.lists(entries, max_size=8))
def test_export_and_import_give_the_same(given_entries: list[Entry]) -> None:
    with memory() as first, memory() as second, tempfile.TemporaryDirectory() as folder:
        first.add(given_entries)
        path = Path(folder) / "a.tmx"
        path.write_text("".join(lines(first.entries())), encoding="utf-8", newline="\n")
        found = list(read(path))
        assert found == list(first.entries())
        second.add(one for one in found if isinstance(one, Entry))
        assert sorted(map(repr, (replace(e, id=0) for e in second.entries()))) == sorted(
            map(repr, (replace(e, id=0) for e in first.entries()))
        )


@settings(max_examples=25, deadline=None)
@given(st.lists(entries, max_size=8))
def test_a_raw_text_goes_through_tmx_as_raw(given_entries: list[Entry]) -> None:
    raw = [replace(entry, provenance=Provenance.MACHINE) for entry in given_entries]
    with memory() as first, tempfile.TemporaryDirectory() as folder:
        first.add(raw)
        assert list(first.entries()) == []
        assert all(first.exact(entry.source, entry.pair) == () for entry in raw)
        path = Path(folder) / "mt.tmx"
        path.write_text("".join(lines(first.machine())), encoding="utf-8", newline="\n")
        found = list(read(path))
        assert len(found) == first.stats().machine
        assert all(isinstance(one, Entry) and one.provenance is Provenance.MACHINE for one in found)


@settings(max_examples=25, deadline=None)
@given(st.lists(entries, max_size=8))
def test_what_is_in_force_is_added_but_once_and_found(given_entries: list[Entry]) -> None:
    with memory() as opened:
        opened.add(given_entries)
        force = list(opened.entries())
        digests = [opened.digest(entry.pair) for entry in force]
        again = opened.add(force)
        assert (again.known, again.added + again.changed + again.older) == (len(force), 0)
        assert list(opened.entries()) == force
        assert [opened.digest(entry.pair) for entry in force] == digests
        for entry in force:
            assert entry.provenance is not Provenance.MACHINE
            assert entry.target in [found.entry.target for found in opened.exact(entry.source, entry.pair)]
        for entry in filter(worth, given_entries):
            if entry.provenance is not Provenance.MACHINE:
                assert opened.exact(entry.source, entry.pair)


@settings(max_examples=25, deadline=None)
@given(st.lists(entries, max_size=8), st.data())
def test_the_digest_and_the_index_follow_whatever_is_removed(given_entries: list[Entry], data: st.DataObject) -> None:
    with memory() as opened, memory() as fresh:
        opened.add(given_entries)
        gone = data.draw(st.sampled_from([entry.document for entry in map(as_kept, given_entries)] or [""]))
        opened.prune(document=gone)
        assert opened.damage() == ()
        fresh.add(replace(entry, superseded="") for entry in opened.entries(superseded=True))
        assert all(entry.document != gone for entry in opened.entries(superseded=True))
        opened.prune(superseded=True)
        fresh.prune(superseded=True)
        for pair in {entry.pair for entry in given_entries}:
            kept = sorted(entry.target for entry in opened.entries(pair=pair))
            assert bool(int(opened.digest(pair), 16)) == bool(kept)


@settings(max_examples=150, deadline=None)
@given(texts, texts, langs)
def test_scores_are_symmetric_bounded_and_full_for_equal_texts_alone(one: str, other: str, lang: str) -> None:
    there, changed = score(one, other, lang)
    back, _ = score(other, one, lang)
    assert there == back
    assert 0 <= there <= 100
    assert (there == 100) == (one == other)
    assert not changed or there <= 80
    assert score(one, one, lang) == (100.0, ())

"""Test sets that anybody may hand in, and what must hold of scores whatever the texts."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.errors import MtkitError
from mtkit.evaluate import batches_of, compare, tally, works_of
from mtkit.evaluate.bootstrap import total
from mtkit.lang import Pair

PAIR = Pair("zh", "en")
LINES = st.lists(st.text("东盟会议 ASEAN met.\t\"'{}1/\u200b\u00a0\u2028\r", max_size=20), min_size=1, max_size=6)
TEXTS = st.lists(st.tuples(*[st.text("ประชุม อาเซียน 东盟 met.", max_size=15)] * 3), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["a.tsv", "a.jsonl", "a.tmx", "a.po"]), st.binary(max_size=120) | LINES)
def test_any_file_is_read_or_refused_in_one_line(name, data):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data if isinstance(data, bytes) else "\n".join(data).encode())
        try:
            batches = batches_of([path], [PAIR])
        except MtkitError as error:
            assert "\n" not in str(error)
            return
        for passage in batches[0].passages:
            assert passage.source.strip() and passage.reference.strip()
            assert not {"\n", "\t"} & set(passage.source + passage.reference)


@settings(max_examples=40, deadline=None)
@given(TEXTS, st.sampled_from(["en", "zh", "th"]))
def test_scores_stay_in_their_bounds_and_comparing_is_fair(rows, target):
    references = [row[0] or "x" for row in rows]
    one, two = [row[1] for row in rows], [row[2] for row in rows]
    for name in ("BLEU", "chrF"):
        first, other = (tally(name, texts, references, target) for texts in (one, two))
        assert first is not None and other is not None
        assert -1e-6 <= total(first) <= 100 + 1e-6
        there, back = compare(first, other, resamples=40), compare(other, first, resamples=40)
        assert (there.value, there.p) == (-back.value, back.p)
        assert abs(there.won + back.won - 1) < 1e-9 and 0 < there.p <= 1
    same = works_of(references, references)
    assert all(work.same and not work.chars for work in same)

"""What holds for every text on the proof page."""

from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from mtkit.proof.diff import changes, pieces
from mtkit.proof.marks import Mark, Name, diff, marked, shown

LETTERS = "ab <>&\"'{1}/\n\u200b\u202e\u2028ที่ុំ្កမြန်中国é\u0301தி\ud800\U000e0041"
TEXTS = st.text(st.sampled_from(LETTERS), max_size=30) | st.text(max_size=20)
LANGS = st.sampled_from(["zh", "th", "km", "my", "lo", "ta", "vi", "en", "und"])
ENDS = st.tuples(st.integers(0, 34), st.integers(0, 34)).map(sorted)
NAMES = st.lists(st.builds(lambda ends, said: Name(*ends, said), ENDS, TEXTS), max_size=4)
MARKS = st.lists(
    st.builds(
        lambda ends, severity, ref: Mark(*ends, severity, str(ref)),
        ENDS,
        st.sampled_from(["info", "warning", "error"]),
        st.integers(0, 9),
    ),
    max_size=5,
)


def read(markup: str) -> str:
    """The characters of ``markup`` as a reader sees them, names of invisible ones aside."""
    text = re.sub(r'<span class="ctl">U\+([0-9A-F]+)</span>', lambda match: f"\ue000{match[1]}\ue001", markup)
    text = html.unescape(re.sub(r"<[^>]*>", "", text))
    return re.sub("\ue000([0-9A-F]+)\ue001", lambda match: chr(int(match[1], 16)), text)


@given(TEXTS.filter(lambda text: not re.search("[\ue000\ue001]", text)), NAMES, MARKS)
def test_marks_leave_the_text_as_it_is_and_nest(text: str, names: list[Name], marks: list[Mark]) -> None:
    markup = marked(text, names, marks)
    assert read(markup) == text
    open_tags: list[str] = []
    for closing, tag in re.findall(r"<(/?)(\w+)[^>]*>", markup):
        if closing:
            assert open_tags.pop() == tag
        else:
            open_tags.append(tag)
    assert not open_tags
    assert not re.search(r"<(?!/?(?:span|mark)\b)", markup)


@given(TEXTS)
def test_nothing_that_turns_or_hides_text_is_left_in_it(text: str) -> None:
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff]", shown(text))


@given(TEXTS, TEXTS, LANGS)
def test_changes_hold_both_texts(before: str, after: str, lang: str) -> None:
    assert "".join(pieces(before, lang)) == before
    runs = changes(before, after, lang)
    if before == after:
        assert runs is None
        return
    assert runs is not None
    assert "".join(text for kind, text in runs if kind <= 0) == before
    assert "".join(text for kind, text in runs if kind >= 0) == after
    assert diff(runs).count("<del>") == sum(kind < 0 for kind, _ in runs)

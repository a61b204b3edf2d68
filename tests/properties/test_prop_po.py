"""Invariant 4: units written to a PO come back, whatever their text; gettext and polib accept every file."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from po_articles import VI_HEADER, ZH_VI, gettext, vietnamese

from mtkit.errors import PoSyntaxError
from mtkit.formats import po
from mtkit.formats.po_compose import contexts
from mtkit.formats.po_facts import as_in_po
from mtkit.formats.po_lex import decode
from mtkit.formats.po_text import decode_string, encode_string, flat, normal, token, untoken
from mtkit.formats.sidecar import dumps_sidecar, loads_sidecar, units_of
from mtkit.lang import Pair
from mtkit.text import Code, Kind, Role, Segment, Span
from mtkit.unit import Hop, Issue, Origin, Severity, State, TermUse, Unit

NASTY = [
    '"', "\\", "\n", "\t", "\\n", "\r\n", "\r", "\u2028", "\u2029", "\x85", "\u200b", "\u200c", "\u200d", "\xad",
    "\ufeff", "\u202e", "\u2066", "\u2068", "\u2069", "e\u0301", "ế", "e\u0302\u0301", "ố\u0323", "か\u3099", "\u212b",
    "😀", "👩\u200d👧", "🇻🇳", "%s", "%", "{1}", "{/1}", "{{", "#~", "#, fuzzy", "msgid", "->", " -> ", "(", ")", " (",
    "mtkit-qa: error", "|", " ", "\xa0", "\u3000", "\x00", "\x07", "\x0b", "\x0c", "\x1b", "\x1c", "\x7f", "\x9f",
    "\ud800", "\ufffe", "\U0010ffff", ":", "=",
]  # fmt: skip
PHRASES = [
    "中国人民银行", "東協秘書長", "会议将于周五举行。", "Hội nghị sẽ diễn ra", "การประชุมจะจัดขึ้น", "ກອງປະຊຸມຈະຈັດຂຶ້ນ",
    "កិច្ចប្រជុំ\u200bនឹង\u200bធ្វើឡើង", "အစည်းအဝေးကို ကျင်းပမည်။", "கூட்டம் நடைபெறும்", "kerja sama",
    "São Tomé", "5.67", "1,234", "8.6%",
]  # fmt: skip
pieces = st.one_of(st.sampled_from(NASTY), st.sampled_from(PHRASES), st.characters(codec="utf-8"))
texts = st.lists(pieces, max_size=8).map("".join)
some_text = texts.filter(lambda text: bool(normal(text).strip("\n")))
few = st.sampled_from(["他说。", "（完）", "é", "e\u0301"])
words = st.lists(pieces, min_size=1, max_size=4).map("".join).filter(lambda text: text != "-")
spans = st.one_of(st.none(), st.builds(Span, st.integers(0, 99), st.integers(0, 99)))
issues = st.builds(Issue, words, st.sampled_from(Severity), texts, spans, spans)
terms = st.builds(TermUse, words, texts.filter(lambda text: "-%3E" not in text), texts, texts)
scores = st.one_of(st.none(), st.floats(-99, 0))
codes = st.builds(Code, st.builds(Span, st.just(3), st.integers(3, 9)), st.sampled_from(Role), st.integers(0, 9), texts)


@st.composite
def units(draw: st.DrawFn, size: int = 8) -> tuple[Unit, ...]:
    """Units of one article, in every state, some with the same text."""
    found = []
    for number in range(draw(st.integers(0, size))):
        text = draw(st.one_of(few, some_text))
        held = tuple(draw(st.lists(codes, max_size=2)))
        name, kind = draw(words) + f".{number}", draw(st.sampled_from(Kind))
        segment = Segment(name, Span(number, number + 5), draw(texts), text, kind, held, draw(st.booleans()))
        target = draw(st.one_of(few, texts))
        route = draw(st.sampled_from([(), (ZH_VI,), (Pair("zh", "zh-Hant"), Pair("zh-Hant", "vi"))]))
        unit = Unit(
            segment,
            ZH_VI,
            target,
            draw(st.sampled_from(State)),
            draw(st.sampled_from(Origin)),
            issues=tuple(draw(st.lists(issues, max_size=2))),
            terms=tuple(draw(st.lists(terms, max_size=2))),
            trail=tuple(Hop(pair, draw(words), draw(texts), draw(scores), draw(texts)) for pair in route),
            raw=draw(st.one_of(st.just(target), texts)),
            previous=draw(st.one_of(st.just(""), texts)),
        )
        found.append(unit)
    return tuple(found)


def as_in_file(article: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """What the PO alone gives back: each unit ``as_in_po``; those that share an entry have the facts of the first."""
    first: dict[tuple[str | None, str], Unit] = {}
    found = []
    for unit, context in zip(article, contexts(article), strict=True):
        seen = as_in_po(unit)
        head = first.setdefault((context, seen.segment.text), seen)
        segment = replace(seen.segment, guessed=head.segment.guessed)
        found.append(replace(seen, segment=segment, issues=head.issues, terms=head.terms, trail=head.trail))
    return tuple(found)


@given(units())
@settings(max_examples=40, deadline=None)
def test_the_po_alone_gives_the_units_back_as_an_editor_sees_them(article: tuple[Unit, ...]) -> None:
    text = po.dumps(article, VI_HEADER)
    found = po.loads(text)
    assert found.units == as_in_file(article)
    assert found.notes == ()
    assert po.render(found) == text


@given(units())
@settings(max_examples=40, deadline=None)
def test_po_and_sidecar_give_the_units_back_exactly(article: tuple[Unit, ...]) -> None:
    sidecar = loads_sidecar(dumps_sidecar(article, VI_HEADER))
    assert sidecar.units == article
    assert units_of(po.loads(po.dumps(article, VI_HEADER)), sidecar) == article


@given(units())
@settings(max_examples=40, deadline=None)
def test_without_comments_the_sidecar_still_gives_the_units_back(article: tuple[Unit, ...]) -> None:
    sidecar = loads_sidecar(dumps_sidecar(article, VI_HEADER))
    found = po.compose(article, VI_HEADER)
    bare = replace(found, entries=tuple(replace(entry, extracted=()) for entry in found.entries))
    assert units_of(po.loads(po.render(bare)), sidecar) == article


@given(units())
@settings(max_examples=40, deadline=None)
def test_a_second_run_over_its_own_file_changes_nothing(article: tuple[Unit, ...]) -> None:
    first = po.compose(article, VI_HEADER)
    assert po.render(po.compose(article, VI_HEADER, keep=first)) == po.render(first)
    read = po.loads(po.render(first))
    assert po.render(po.compose(article, VI_HEADER, keep=read)) == po.render(first)


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="gettext (msgfmt, msgcat) is not installed")
@given(units(size=25))
@settings(
    max_examples=10, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate]
)  # shrinking runs minutes
def test_gettext_and_polib_accept_every_file(article: tuple[Unit, ...]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.po")
        po.write(article, path, VI_HEADER)  # polib is asked in there
        checked = gettext("msgfmt", "-c", "--use-fuzzy", "-o", os.devnull, path)
        assert checked.returncode == 0, checked.stderr
        assert checked.stderr == ""
        again = gettext("msgcat", "--no-wrap", path)
        assert again.returncode == 0, again.stderr
        assert po.loads(again.stdout).units == po.loads(po.dumps(article, VI_HEADER)).units
        assert po.read(path).units == article


lines = st.sampled_from(
    [*po.dumps(vietnamese(), VI_HEADER).split("\n"), '"', "#~ ", "#|", "msgid", "#, ", "", "\r", "#:"]
)
scrambled = st.lists(st.one_of(lines, texts), max_size=25).map("\n".join)
WHOLE = po.dumps(vietnamese(), VI_HEADER)


@st.composite
def scratched(draw: st.DrawFn) -> str:
    """A good file with a few stretches of it lost or written over."""
    text = WHOLE
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(texts) + text[at + draw(st.integers(0, 12)) :]
    return text


@given(st.one_of(scrambled, scratched()))
@example("#~")
@example("#|")
@example('msgid "a" msgstr "b"')
@settings(max_examples=100, deadline=None)
def test_any_text_is_read_or_refused_in_one_line_and_what_is_read_is_stable(text: str) -> None:
    try:
        found = po.loads(text, where="a.po")
    except PoSyntaxError as error:
        assert str(error).startswith("a.po:")
        assert len(str(error).splitlines()) == 1
        return
    again = po.loads(po.render(found), where="a.po")
    assert again == found
    assert po.render(again) == po.render(found)


@given(st.one_of(st.binary(max_size=60), scrambled.map(lambda text: text.encode("utf-16", "surrogatepass"))))
@settings(max_examples=40, deadline=None)
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    try:
        text, _ = decode(data, "a.po")
    except PoSyntaxError as error:
        assert str(error).startswith("a.po")
    else:
        assert isinstance(text, str)


@given(texts)
def test_strings_and_words_are_spelt_so_that_they_come_back(text: str) -> None:
    spelt = encode_string(normal(text)).split("\n")
    assert all(line.startswith('"') and line.endswith('"') for line in spelt)
    assert "".join(decode_string(line[1:-1]) for line in spelt) == normal(text)
    assert untoken(token(text)) == text
    assert token(text).split() in ([], [token(text)])
    assert flat(flat(text)) == flat(text)
    assert normal(normal(text)) == normal(text)

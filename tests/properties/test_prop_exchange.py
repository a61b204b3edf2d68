"""Whatever is in a bilingual file: it is filled in or refused, never spoilt; review files bring work back exactly."""

from __future__ import annotations

import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from exchange_files import MEMOQ_XLIFF, OMEGAT_XLIFF, TRADOS_SDLXLIFF, WEBLATE_PO, WEBLATE_XLIFF, XLIFF_20, pipeline
from hypothesis import given, settings
from hypothesis import strategies as st
from po_articles import VI_HEADER, vietnamese

from mtkit.errors import MtkitError
from mtkit.exchange import pretranslate
from mtkit.exchange.review_in import bring_back
from mtkit.exchange.review_out import review_xliff
from mtkit.exchange.xliff_file import parse_xliff
from mtkit.formats import po
from mtkit.formats.po_text import encode_string
from mtkit.review.entries import entry_key
from mtkit.unit import State

FILES = {
    "vi.po": (WEBLATE_PO, "en", "vi"),
    "omegat.xlf": (OMEGAT_XLIFF, "zh", "th"),
    "memoq.xlf": (MEMOQ_XLIFF, "en", "km"),
    "trados.sdlxliff": (TRADOS_SDLXLIFF, "en", "vi"),
    "weblate.xliff": (WEBLATE_XLIFF, "en", "vi"),
    "two.xlf": (XLIFF_20, "en", "my"),
}


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(sorted(FILES)),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), st.binary(max_size=4)), min_size=1, max_size=3),
)
def test_a_damaged_file_is_filled_in_or_refused_with_one_line(name: str, cuts) -> None:
    text, source, target = FILES[name]
    data = text.encode()
    for where, many, put in cuts:
        at = int(where * len(data))
        data = data[:at] + put + data[at + many :]
    try:
        done = pretranslate(data, pipeline(source, target), name=name, to=target, source=source)
    except MtkitError as error:
        assert "\n" not in str(error)
        return
    again = pretranslate(done.data, pipeline(source, target), name=name, to=target, source=source)
    assert (again.data, again.filled) == (done.data, ())


PIECES = st.sampled_from([
    "The ministers met. ", "ASEAN ", "会议", " &amp; ", "&lt;b&gt;", "&lt;/b&gt;", "%s", "%(n)d ", "{0}", "{{x}}",
    "{1}", "100% ", "\n  ", "<x id='9'/>", "<ph id='8'>&lt;br/&gt;</ph>", "<![CDATA[<i>a & b</i>]]>", "<!-- c -->",
    "<?p q?>", "\u200b", "ᠠ", "⟦0⟧", "⟦100⟧", "]]&gt;",
])  # fmt: skip


@st.composite
def source(draw: st.DrawFn, deep: int = 2) -> str:
    """The content of a source element of 1.2."""
    out = ""
    for number in range(draw(st.integers(0, 4))):
        if deep and draw(st.booleans()):
            out += f'<g id="{deep}{number}">{draw(source(deep - 1))}</g>'
        else:
            out += draw(PIECES)
    return out


@settings(max_examples=100, deadline=None)
@given(st.lists(source(), min_size=1, max_size=4), st.booleans())
def test_any_source_comes_back_with_all_its_codes(sources: list[str], keep: bool) -> None:
    space = ' xml:space="preserve"' if keep else ""
    units = "".join(
        f'<trans-unit id="{n}"{space}><source>{one}</source></trans-unit>\n' for n, one in enumerate(sources)
    )
    text = (
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file source-language="en" '
        f'target-language="vi" original="a" datatype="x"><body>\n{units}</body></file></xliff>'
    )
    done = pretranslate(text.encode(), pipeline("en", "vi"), name="a.xlf", to="vi").data.decode()
    assert re.sub(r"<target state=.*?</target>", "", done, flags=re.DOTALL) == text
    for unit in parse_xliff(done, "f").units:
        (piece,) = unit.pieces
        if piece.target is not None:
            wanted, found = ([(e.name, e.attributes["id"]) for e in one.walk() if "id" in e.attributes]
                             for one in (piece.source, piece.target))  # fmt: skip
            assert sorted(found) == sorted(wanted)
            for form in ("%s", "%(n)d", "{0}"):
                assert piece.target.text.count(form) >= piece.source.text.count(form)


TEXT = st.text(st.sampled_from(list('The ministers met. 会议 %sd{}n<b>/&"\\\n\t\u200b⟦1⟧၊')), min_size=1, max_size=30)
FLAGS = st.sampled_from(["", "#, c-format", "#, fuzzy", "#, fuzzy, c-format", "#,python-format", '#| msgid "old"'])


@st.composite
def catalog(draw: st.DrawFn) -> str:
    """A PO file of entries in many states."""
    head = "Language: vi\nContent-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=1; plural=0;\n"
    out = [f'msgid ""\nmsgstr {encode_string(head)}\n']
    for number in range(draw(st.integers(1, 5))):
        lines = [f"# note {number}", f"#. said {number}", f"#: a.py:{number}"][: draw(st.integers(0, 3))]
        lines += [flags] if (flags := draw(FLAGS)) else []
        lines.append(f'msgctxt "c{number}"')
        lines.append(f"msgid {encode_string(draw(TEXT))}")
        done = draw(st.sampled_from(["", "", "", "Xong"]))
        if draw(st.integers(0, 3)) == 0:
            lines += [f"msgid_plural {encode_string(draw(TEXT))}", f'msgstr[0] "{done}"']
        else:
            lines.append(f'msgstr "{done}"')
        gone = number == 4
        out.append("\n".join(f"#~ {line}" if gone and line[0] in 'm"' else line for line in lines) + "\n")
    return "\n".join(out)


@settings(max_examples=100, deadline=None)
@given(catalog(), st.booleans())
def test_any_catalog_is_filled_in_and_all_else_stays(text: str, windows: bool) -> None:
    end = "\r\n" if windows else "\n"
    data = text.replace("\n", end).encode()
    try:
        before = po.loads(text)
    except MtkitError:
        return
    done = pretranslate(data, pipeline("en", "vi"), name="a.po", to="vi", source="en")
    out = done.data.decode()
    after = po.loads(out)
    filled = {one.place for one in done.filled}
    assert len(before.entries) == len(after.entries)
    for one, other in zip(before.entries, after.entries, strict=True):
        assert (one.msgid, one.msgctxt, one.plural, one.comments, one.references) == (
            other.msgid, other.msgctxt, other.plural, other.comments, other.references,
        )  # fmt: skip
        if f"line {one.line}" in filled:
            assert other.fuzzy
            assert other.msgstr or other.plurals
        else:
            assert one == other
    mine = re.compile(r"msgstr|#,|#\. mtkit|\s*\"|$")
    kept = [line for line in text.split("\n") if not mine.match(line)]
    assert [line for line in out.replace(end, "\n").split("\n") if not mine.match(line)] == kept


EDITS = st.dictionaries(
    st.integers(0, 6),
    st.tuples(st.sampled_from(["Hội nghị sẽ họp.", "Đã xong", "& < ]]> {1} {{", "  ", "မြန်မာ", ""]), st.booleans()),
)


@settings(max_examples=60, deadline=None)
@given(EDITS, EDITS, st.sampled_from(["2.1", "1.2"]))
def test_nobodys_work_is_lost_whoever_comes_first(theirs, mine, version: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "forum.vi.po")
        po.write(vietnamese(), path, VI_HEADER)
        first = po.read(path)
        text = review_xliff(first, version=version, name=path.name)
        # somebody edits the PO file meanwhile
        entries = list(first.entries)
        for at, (said, signed) in mine.items():
            if at < len(entries) and said.strip():
                flags = () if signed else ("fuzzy",)
                entries[at] = po.Entry(
                    entries[at].msgid, said, entries[at].msgctxt, extracted=entries[at].extracted,
                    references=entries[at].references, flags=flags,
                )  # fmt: skip
        po.save(po.PoFile(first.header, tuple(entries), (), first.head), path)
        # and the translator the XLIFF file
        keys = [entry_key(entry) for entry in first.entries]
        for at, (said, signed) in theirs.items():
            if at < len(keys):
                text = _written(text, keys[at], said, signed=signed)
        now = po.read(path)
        done = bring_back(text.encode(), path, name="x.xlf", clock=lambda: datetime(2026, 11, 24, tzinfo=UTC))
        after = po.read(path)
        kept = {entry_key(e): e for e in po.read(done.kept, sidecar=False).entries} if done.kept else {}
        assert [entry.key for entry in now.entries] == [entry.key for entry in after.entries]
        refused = {one.unit for one in done.refused}
        for at, (old, new) in enumerate(zip(now.entries, after.entries, strict=True)):
            key = keys[at]
            if at in mine and mine[at][0].strip():  # what stands in the PO file is a person's
                assert new.msgstr == old.msgstr or _same(first.entries[at], old)
            if at in theirs and theirs[at][0].strip() and key not in refused:
                places = {new.msgstr.strip(), kept[key].msgstr.strip() if key in kept else None}
                assert theirs[at][0].strip() in places or _same_text(theirs[at][0], first.entries[at].msgstr)
        assert (after.units[0].state is State.RAW) == (now.units[0].state is State.RAW) or 0 in theirs


def _same(one: po.Entry, other: po.Entry) -> bool:
    return (one.msgstr, one.fuzzy, one.previous) == (other.msgstr, other.fuzzy, other.previous)


def _same_text(one: str, other: str) -> bool:
    return one.strip() == other.strip()


def _written(text: str, key: str, said: str, *, signed: bool) -> str:
    """``text`` with another target for the unit of ``key``, as a tool writes it that knows nothing of codes."""
    unit = re.search(rf'<(trans-unit|unit) id="{key}".*?</\1>\n', text, re.DOTALL)
    assert unit
    spelt = said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if 'version="1.2"' in text:
        done = re.sub(r"\n<target.*?</target>", "", unit[0]).replace(' approved="yes"', "")
        done = done.replace("</source>\n", f"</source>\n<target>{spelt}</target>\n", 1)
        done = done.replace("<trans-unit ", '<trans-unit approved="yes" ') if signed else done
    else:
        head, tag, rest = unit[0].partition("<segment ")
        rest = re.sub(r"\n<target.*?</target>", "", rest)
        rest = rest.replace("</source>\n", f"</source>\n<target>{spelt}</target>\n", 1)
        done = head + tag + re.sub(r'state="\w+"', f'state="{"final" if signed else "translated"}"', rest, count=1)
    return text.replace(unit[0], done)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["2.1", "1.2"]),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), st.text(max_size=5)), min_size=1, max_size=3),
)
def test_a_review_file_that_is_damaged_takes_nothing_it_does_not_say(version: str, cuts) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "forum.vi.po")
        po.write(vietnamese(), path, VI_HEADER)
        before = po.read(path)
        text = review_xliff(before, version=version, name=path.name)
        for where, many, put in cuts:
            at = int(where * len(text))
            text = text[:at] + put + text[at + many :]
        old = path.read_bytes()
        try:
            done = bring_back(text.encode("utf-8", "replace"), path, name="x.xlf")
        except MtkitError as error:
            assert "\n" not in str(error)
            assert path.read_bytes() == old
            return
        after = po.read(path)
        changed = [new.msgid for one, new in zip(before.entries, after.entries, strict=True) if one != new]
        assert len(changed) == done.changed
        assert [entry.key for entry in after.entries] == [entry.key for entry in before.entries]
        for one, new in zip(before.entries, after.entries, strict=True):
            assert new.msgstr or not one.msgstr  # nothing is emptied

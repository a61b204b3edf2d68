"""Merging any mixture of states and texts: layout kept, each unreviewed sentence named, the same bytes each time."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit import formats
from mtkit.formats import po
from mtkit.lang import Pair
from mtkit.pipeline import segments_of
from mtkit.review.merge import merge, source_hash
from mtkit.unit import Origin, State, Unit

SOURCES = {
    "a.md": "---\ntitle: 标题\n---\n\n# 标题\n\n双方**签署**协议。他说。\n\n"
    "| 国家 | 项目 |\n|---|--:|\n| 泰国 | 十二 |\n\n- 他说。\n",
    "a.html": '<html lang="zh"><body><h1>标题</h1><p>双方<b>签署</b>协议。他说。<br>会议结束。</p>'
    "<p>他说。</p></body></html>\n",
    "a.txt": "标题\r\n\r\n双方签署协议。他说。\r\n\r\n他说。\r\n",
}
texts = st.one_of(
    st.sampled_from(["", " ", "{1}", "{/1} x {1}", "a\nb", "<script>", "| x |", "---", "&amp;", "“ក”", "{{"]),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12),
)  # fmt: skip
drafts = st.lists(st.tuples(texts, st.sampled_from(State)), min_size=12, max_size=12)


@given(st.sampled_from(sorted(SOURCES)), drafts, st.sampled_from(["vi", "th", "km"]), st.booleans(), st.booleans())
@settings(max_examples=60, deadline=None)
def test_what_is_not_approved_is_named_and_nothing_else_moves(
    name: str, drafts: list[tuple[str, State]], target: str, bare: bool, disclose: bool
) -> None:
    document = formats.read_text(SOURCES[name], id=name, lang="zh", format=formats.format_for(name).name)
    segments, pair = segments_of(document), Pair("zh", target)
    units = [
        Unit(s, pair, text, state, Origin.HUMAN, previous="旧" if state is State.STALE else "")
        for s, (text, state) in zip(segments, drafts, strict=False)
    ]
    header = po.Header("x", "zh", target, name, source_hash(document), "", "", "2025-09-18T00:00:00+00:00")
    file = po.loads(po.dumps(units, header))
    if bare:
        file = po.loads(po.render(replace(file, entries=tuple(replace(e, extracted=()) for e in file.entries))))
    merged = merge(document, file, disclose=disclose)
    again = merge(document, file, disclose=disclose)
    assert (merged.data, merged.unreviewed) == (again.data, again.unreviewed)
    waiting = [u.segment.id for u in merged.units if u.state is not State.APPROVED]
    assert [item.unit.segment.id for item in merged.unreviewed] == waiting
    approved = [u for u in units if u.state is State.APPROVED and u.target.strip()]
    assert len(merged.units) - len(waiting) == len(approved)
    parsed = formats.read_text(merged.data.decode(), id=name, lang=target, format=document.format)
    if name == "a.html" and not merged.disclosure:
        assert merged.data.decode().count("<p>") == 2
    assert parsed.blocks or not merged.data.strip()

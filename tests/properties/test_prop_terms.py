"""Invariants of names: what is held stays held, mentions begin in full, titles cover what they are made of."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.compose import compose
from mtkit.dating import date_in
from mtkit.glossary import Article, Concept, Glossary, Status, Term
from mtkit.lang import LANGUAGES, Pair, lang
from mtkit.mask import Code, Literal, Name, Placed, join
from mtkit.mentions import Mention, Mentions, plan
from mtkit.seams import chinese_marks_in, edited, locate
from mtkit.text import Kind, Span
from mtkit.unit import Severity
from mtkit.verify import Rendering, inconsistent, verify

DAY = date(2026, 3, 1)
NAMES = {
    "cn": ("country", "中国", "China", ""),
    "la": ("country", "老挝", "Laos", ""),
    "daily": ("media", "中国日报", "China Daily", ""),
    "cicg": ("body", "中国外文局", "China International Communications Group", "CICG"),
    "asean": ("abbr", "东盟", "ASEAN", ""),
    "sec": ("body", "东盟秘书处", "ASEAN Secretariat", "AS"),
    "culture": ("body", "老挝文化部", "Ministry of Culture of Laos", ""),
    "vfm": ("title", "外交部副部长", "Vice Minister of Foreign Affairs", ""),
    "wang": ("person", "王毅", "Wang Yi", ""),
}
BOOK = Glossary.of(
    [
        Concept(
            name,
            kind,
            (
                Term(name, "zh", zh, confidence="high"),
                *([Term(name, "zh", "外文局", Status.ADMITTED)] if name == "cicg" else []),
                *([Term(name, "en", "Deputy Minister of Foreign Affairs", Status.ADMITTED)] if name == "vfm" else []),
                Term(name, "en", en, article=Article.THE if kind == "body" else Article.NONE, abbreviation=short),
            ),
        )
        for name, (kind, zh, en, short) in NAMES.items()
    ]
)
PIECES = [*(zh for _, zh, _, _ in NAMES.values()), "外文局", "部长", "副部长", "秘书长", "和", "，", "（", "）", "前",
          "表示", "宛沙婉", "。", " ", "论坛", "\u200b"]  # fmt: skip
runs = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
SCRAPS = [
    "中国",
    "论坛",
    "ASEAN",
    " ",
    ",",
    ", ",
    ".",
    "...",
    "(",
    ")",
    '"',
    ":",
    "8.6%",
    "the ",
    "'s",
    "ไทย",
    "မြန်မာ",
    "a",
]
FORMS = ["ASEAN Secretariat", "中国,东盟", "A (B).", "อาเซียน", "United Nations", '"x"', "អាស៊ាន"]
quick = settings(max_examples=80, deadline=None)


@st.composite
def texts(draw: st.DrawFn) -> list[str | Placed]:
    """Scraps of text and things placed between them."""
    pieces: list[str | Placed] = []
    for _ in range(draw(st.integers(0, 5))):
        pieces.append("".join(draw(st.lists(st.sampled_from(SCRAPS), max_size=4))))
        form = draw(st.sampled_from(FORMS))
        kind = draw(st.sampled_from(["name", "literal", "code"]))
        what = (
            Name(Concept(form.lower(), "body", ()), form, draw(st.sampled_from(list(Article))))
            if kind == "name"
            else Literal(form)
            if kind == "literal"
            else Code("{1}")
        )
        pieces.append(Placed(Span(0, 0), what))
    return [*pieces, draw(st.sampled_from(SCRAPS))]


def stands(text: str, placed: tuple[Placed, ...]) -> bool:
    """Whether each held thing is in its form, but for a capital, where it is said to be."""
    return all(
        place.is_code or place.span.of(text) in {place.what.form, place.what.form[:1].upper() + place.what.form[1:]}
        for place in placed
    )


@quick
@given(texts(), st.sampled_from(sorted(LANGUAGES)))
def test_what_is_joined_stands_in_its_form(pieces: list[str | Placed], code: str) -> None:
    text, placed = join(pieces, lang(code))
    assert stands(text, placed)
    assert [place.what for place in placed] == [piece.what for piece in pieces if isinstance(piece, Placed)]


@quick
@given(texts())
def test_chinese_marks_leave_what_is_held_and_settle(pieces: list[str | Placed]) -> None:
    text, placed = join(pieces, lang("zh"))
    once, kept = chinese_marks_in(text, placed)
    assert stands(once, kept)
    assert len(kept) == len(placed)
    assert [place.what for place in kept] == [place.what for place in placed]


@quick
@given(
    texts(),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 3), st.sampled_from(["", "x", "（", "yz"])), max_size=6),
)
def test_edits_never_touch_what_is_held(pieces: list[str | Placed], wishes: list[tuple[int, int, str]]) -> None:
    text, placed = join(pieces, lang("en"))
    edits: list[tuple[int, int, str]] = []
    for start, length, new in sorted(wishes):
        if start + length <= len(text) and (not edits or start > edits[-1][1]):
            edits.append((start, start + length, new))
    after, kept = edited(text, placed, edits)
    assert stands(after, kept)
    if not placed:
        parts, at = [], 0
        for start, end, new in edits:
            parts += [text[at:start], new]
            at = end
        assert after == "".join([*parts, text[at:]])


@quick
@given(runs)
def test_composed_titles_cover_their_parts_whole(text: str) -> None:
    hits = BOOK.find(text, "zh", day=DAY)
    made = compose(text, hits, Pair("zh", "en"), BOOK, DAY)
    spans = [hit.span for hit in made.hits]
    assert spans == sorted(spans)
    assert all(one.end <= two.start for one, two in pairwise(spans))
    for hit in hits:
        assert any(span.covers(hit.span) for span in spans)
    for n, parts in made.parts.items():
        assert all(made.hits[n].span.covers(part.span) for part in parts)
        approved = made.hits[n].concept.approved("en", DAY)
        assert approved is not None and approved.text
    assert compose(text, hits, Pair("zh", "en"), BOOK, DAY) == made


@quick
@given(st.lists(st.tuples(st.sampled_from(list(Kind)), runs), max_size=6), st.sampled_from(list(Mentions)))
def test_a_first_mention_is_in_full_and_introduced_at_most_once(rows: list[tuple[Kind, str]], style: Mentions) -> None:
    found = [(kind, text, BOOK.find(text, "zh", day=DAY)) for kind, text in rows]
    mentions = plan(found, "en", DAY, style=style)
    assert [len(row) for row in mentions] == [len(hits) for _, _, hits in found]
    seen: dict[str, list[Mention]] = {}
    for (_, _, hits), row in zip(found, mentions, strict=True):
        for hit, mention in zip(hits, row, strict=True):
            seen.setdefault(hit.concept.id, []).append(mention)
    for row in seen.values():
        assert not row[0].short
        assert sum(mention.introduce for mention in row) <= 1
        assert all(any(m.short for m in row[n:]) for n, mention in enumerate(row) if mention.introduce)
        assert style is not Mentions.FULL or set(row) == {Mention()}


@quick
@given(st.lists(st.sampled_from(sorted(NAMES)), min_size=1, max_size=8), st.integers(0, 7))
def test_each_name_is_counted_once_and_a_missing_one_is_seen(names: list[str], gap: int) -> None:
    source = "和".join(NAMES[name][1] for name in names)
    forms = [NAMES[name][2] for name in names]

    def errors(target: str) -> list[str]:
        rendering = Rendering(target, lang("en"), BOOK, DAY, source, lang("zh"))
        return [issue.code for issue in verify(rendering) if issue.code == "T01"]

    assert errors("; then ".join(forms)) == []
    del forms[gap % len(forms)]
    assert errors("; then ".join(forms)) != []


@quick
@given(st.lists(st.sampled_from(sorted(NAMES)), max_size=5))
def test_one_form_for_one_thing_is_consistent(names: list[str]) -> None:
    rows = [Rendering(NAMES[n][2], lang("en"), BOOK, DAY, NAMES[n][1], lang("zh")) for n in names]
    assert inconsistent(rows) == {}
    assert all(issue.severity is not Severity.ERROR for row in rows for issue in verify(row))


@quick
@given(st.sampled_from(FORMS), st.sampled_from(["\u200b", "\u2060", "\ufeff"]), st.sampled_from(["zh", "th", "km"]))
def test_a_form_with_invisible_characters_in_it_is_located(form: str, hidden: str, code: str) -> None:
    held = [Placed(Span(0, 1), Name(Concept("c", "body", ()), form))]
    text = "a " + form[:1] + hidden + form[1:] + " b"
    found = locate(held, text, lang(code))
    assert found is not None
    assert found[0].span.of(text).replace(hidden, "") == form


@quick
@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)))
def test_a_date_is_read_back(day: date) -> None:
    ways = [
        day.isoformat(),
        f"{day:%d %B %Y}",
        f"{day:%B} {day.day}, {day.year}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.day} tháng {day.month} năm {day.year}",
        f"{day:%a, %d %b %Y} 10:00:00 GMT",
    ]
    assert {date_in(way) for way in ways} == {day}

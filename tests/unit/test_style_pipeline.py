"""The house's style on the main path: in what machines write, in the signature, and nowhere else."""

from __future__ import annotations

import importlib.util
from datetime import date
from pathlib import Path

import pytest

from mtkit.engine.interface import Decoding
from mtkit.engine.table import TableEngine
from mtkit.formats import po, read_text
from mtkit.glossary import Concept, Glossary, Term
from mtkit.lang import Pair
from mtkit.memory import Memory
from mtkit.memory.interface import Entry
from mtkit.memory.lookup import Lookup
from mtkit.outputs import as_article, write_po
from mtkit.pipeline import Leg, Pipeline
from mtkit.style import Style
from mtkit.unit import Origin

DAY = date(2025, 9, 18)
MARKS = tuple(f"⟦{n}⟧" for n in range(12))
hant = pytest.mark.skipif(importlib.util.find_spec("opencc") is None, reason="OpenCC is not installed")
BOOK = Glossary.of(
    [
        Concept(
            "asean_sec",
            "body",
            (
                Term("asean_sec", "en", "ASEAN Secretariat", authority="asean.org"),
                Term("asean_sec", "zh", "东盟秘书处", authority="asean.org"),
                Term("asean_sec", "zh-Hant", "東協秘書處", authority="asean.org"),
                Term("asean_sec", "vi", "Ban Thư ký ASEAN", authority="asean.org"),
            ),
        )
    ],
    name="test",
)


def line(source: str, target: str, table: dict[str, str], style: Style, lookup: Lookup | None = None) -> Pipeline:
    pair = Pair(source, target)
    legs = [Leg(pair, TableEngine(table, pair, marks=MARKS))]
    asked: list[Pair] = []

    def route(wanted: Pair) -> list[Leg]:
        asked.append(wanted)
        assert wanted == pair, asked
        return legs

    return Pipeline(route, glossary=BOOK, decoding=Decoding(beam=1), day=DAY, style=style, lookup=lookup)


def test_machine_text_is_in_the_style_of_the_house_and_its_signature_says_so() -> None:
    table = {'⟦0⟧ said: "Trade grew 5 %."': '⟦0⟧ nói: "Thương mại tăng 5 %."'}
    document = read_text('ASEAN Secretariat said: "Trade grew 5 %."', id="a.txt", lang="en")
    plain = line("en", "vi", table, Style()).translate(document, "vi")
    assert plain.units[0].target == 'Ban Thư ký ASEAN nói: "Thương mại tăng 5%."'
    assert "style" not in str(plain.signature)
    house = line("en", "vi", table, Style.of(["quotes=desk", "zh.quotes=off"])).translate(document, "vi")
    assert house.units[0].target == house.units[0].raw == "Ban Thư ký ASEAN nói: “Thương mại tăng 5%.”"
    assert str(house.signature) == f"{plain.signature}|style:quotes=curly"
    same = line("en", "vi", table, Style.of(["vi.quotes=curly"])).translate(document, "vi")
    assert (same.units, same.signature) == (house.units, house.signature), "not on how it was said"


def test_codes_of_markup_are_whole_and_where_they_were(tmp_path: Path) -> None:
    document = read_text('The **"trade pact"** is good.\n', id="a.md", lang="en", format="markdown")
    table = {'The "trade pact" is good.': 'Thỏa thuận "thương mại" là tốt.', 'The ⟦0⟧"trade pact"⟦1⟧ is good.':
             'Thỏa thuận ⟦0⟧"thương mại"⟦1⟧ là tốt.'}  # fmt: skip
    done = line("en", "vi", table, Style.of(["quotes=curly"])).translate(document, "vi")
    assert as_article(done).decode() == "Thỏa thuận **“thương mại”** là tốt.\n"


def test_what_a_person_approved_is_never_touched(tmp_path: Path) -> None:
    source, approved = "会议增长5%。", 'Hội nghị tăng 5 % "thật"...'
    with Memory.open(tmp_path / "m.sqlite") as memory:
        memory.add([Entry(source=source, target=approved, pair=Pair("zh", "vi"))])
        found = line("zh", "vi", {}, Style.of(["quotes=curly", "ellipsis=sign"]), Lookup(memory, False, 75))
        unit = found.translate(read_text(source, id="a.txt", lang="zh"), "vi").units[0]
    assert (unit.origin, unit.target) == (Origin.MEMORY, approved)


@hant
def test_traditional_chinese_is_made_of_what_models_write_in_simplified(tmp_path: Path) -> None:
    table = {'⟦0⟧ said the software "is good".': "⟦0⟧表示，软件“很好”，后天面试。"}
    document = read_text('ASEAN Secretariat said the software "is good".', id="a.txt", lang="en")
    done = line("en", "zh", table, Style.of(["variant=tw-words"])).translate(document, "zh-Hant")
    (unit,) = done.units
    assert unit.target == "東協秘書處表示，軟體「很好」，後天面試。"
    assert unit.pair == Pair("en", "zh-Hant")
    assert [(use.concept, use.target) for use in unit.terms] == [("asean_sec", "東協秘書處")]
    assert not [issue for issue in unit.issues if issue.code[0] in "TS"], unit.issues
    assert "|style:tw-words(opencc " in str(done.signature)
    write_po(done, tmp_path / "a.po")
    read = po.read(tmp_path / "a.po").units[0]
    assert (read.target, read.state, read.pair) == (unit.target, unit.state, unit.pair)

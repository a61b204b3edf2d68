"""The house's style on the main path: in what machines write, in the signature, and nowhere else."""

from __future__ import annotations

import importlib.util
from datetime import date
from pathlib import Path

import pytest

from mtkit.engine.characters import CONVERSIONS, Characters, converts
from mtkit.engine.interface import Decoding, Request
from mtkit.engine.table import TableEngine
from mtkit.errors import EngineError, NoRouteError
from mtkit.estimate import valid
from mtkit.formats import po, read_text
from mtkit.glossary import Concept, Glossary, Term
from mtkit.lang import Pair
from mtkit.memory import Memory
from mtkit.memory.interface import Entry
from mtkit.memory.lookup import Lookup
from mtkit.outputs import as_article, write_po
from mtkit.pipeline import Leg, Pipeline, as_models_know
from mtkit.style import Style
from mtkit.translator import Models, Translator
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


@hant
@pytest.mark.parametrize(
    ("source", "target", "rows", "text", "wanted"),
    [
        (
            "zh",
            "zh-Hant",
            [],
            "东盟秘书处表示：“软件很好”，皇后后天面试3次。",
            "東協秘書處表示：「軟件很好」，皇后後天面試3次。",
        ),
        ("zh", "zh-Hant", ["variant=tw-words"], "他用**软件**工作。", "他用**軟體**工作。"),
        ("zh", "zh-Hant", ["variant=hk"], "会议在会场里面", "會議在會場裏面"),
        ("zh-Hant", "zh", [], "東協秘書處表示：乾隆皇帝的頭髮很乾。", "东盟秘书处表示：乾隆皇帝的头发很干。"),
    ],
)
def test_between_the_two_the_conversion_alone_is_the_translation(
    source: str, target: str, rows: list[str], text: str, wanted: str, tmp_path: Path
) -> None:
    document = read_text(text + "\n", id="a.md", lang=source, format="markdown")
    with Translator(glossary=BOOK, day=DAY, style=Style.of(rows), model="no/model") as translator:
        (hint,) = translator.hints(source, [target])
        done = translator.translate(document, target)
    assert as_article(done).decode() == wanted + "\n"
    assert hint == f"{source}-{target}: characters converted by OpenCC {Characters().info.revision}, without a model"
    (unit,) = done.units
    (hop,) = unit.trail
    assert (unit.origin, hop.model, hop.score) == (Origin.MACHINE, Characters().info.label, None)
    assert (unit.issues, unit.estimate, valid(unit)) == ((), None, None)
    assert f"|models:{hop.model}|" in str(done.signature)
    write_po(done, tmp_path / "a.po")
    assert po.read(tmp_path / "a.po").units[0].trail == unit.trail


@hant
def test_the_characters_engine_keeps_what_engines_promise() -> None:
    asked = [Request(text, CONVERSIONS[1]) for text in ("", "  ", "⟦0⟧與⟦1⟧")]
    assert [answer.texts for answer in Characters().translate(asked, Decoding())] == [("",), ("",), ("⟦0⟧与⟦1⟧",)]
    with pytest.raises(EngineError, match="does not convert en-vi"):
        list(Characters().translate([Request("Hi.", Pair("en", "vi"))], Decoding()))


def test_what_cannot_be_converted_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = CONVERSIONS[0]
    with pytest.raises(NoRouteError, match="variant=off"):
        as_models_know(pair, Style.of(["variant=off"]))
    for other in (Pair("zh-Hant", "zh-Hant"), Pair("zh", "zh"), Pair("en", "zh-Hant")):
        assert not converts(other)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(NoRouteError, match=r"no model is needed, but OpenCC.*pip install 'mtkit\[hant\]'"):
        Models().route(pair)

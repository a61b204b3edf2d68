"""docs/formats.md tells of every format, option and number that there is."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from mtkit.captions import reading
from mtkit.formats import read_bytes
from mtkit.formats.fields import load, usual
from mtkit.formats.interface import Mapped
from mtkit.formats.registry import BUILT_IN
from mtkit.lang import LANGUAGES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
HEADINGS = {
    re.sub(r"[^a-z ]", "", line.lstrip("# ").lower()).replace(" ", "-") for line in PAGE.split("\n") if line[:2] == "##"
}


def rows(page: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in page.split("\n") if line.startswith("|")]


def test_the_table_is_the_registry() -> None:
    told = {}
    for row in rows(PAGE):
        if found := re.fullmatch(r"\[(\w+)\]\(#([\w-]+)\)", row[0]):
            told[found[1]] = tuple(re.findall(r"`(\.\w+)`", row[1]))
            assert found[2] in HEADINGS
            assert all(row)
    assert told == {name: fmt.suffixes for name, fmt in BUILT_IN.items()}


def test_the_facts_of_subtitles_are_those_in_use() -> None:
    told = {}
    for row in rows(PAGE):
        for code in row[0].split(", "):
            if code in LANGUAGES:
                told[code] = tuple(map(int, row[1:]))
    facts = {code: reading(code) for code in LANGUAGES}
    assert told == {code: (fact.columns, fact.lines, fact.speed) for code, fact in facts.items()}


def test_the_map_in_the_page_is_one(tmp_path: Path) -> None:
    text = re.search(r"```toml\n(# fields\.toml.*?)```", PAGE, re.DOTALL)
    assert text
    path = tmp_path / "fields.toml"
    path.write_text(text[1], encoding="utf-8")
    own = load(path)
    data = '{"block":{"caption":"三"},"caption":"四","body_cn":"<b>一</b>","internal":{"title":"二"}}'
    document = read_bytes(data.encode(), id="a.json", lang="zh", fields=own)
    assert [block.span.of(document.text) for block in document.blocks] == ["三", "<b>一</b>"]


@pytest.mark.parametrize("name", [name for name, fmt in BUILT_IN.items() if isinstance(fmt, Mapped)])
def test_what_the_page_says_of_the_usual_map_holds(name: str) -> None:
    fields = usual().feed if name == "feed" else usual().json
    taken = ["title", "description", "summary"]
    taken += ["content:encoded", "media:description"] if name == "feed" else ["body_html", "caption", "alt", "headline"]
    assert all(fields.take([field]) for field in taken)
    assert not any(fields.take([field]) for field in ("id", "guid", "url", "link", "published", "category", "author"))


def test_every_list_of_the_usual_map_is_explained_in_it() -> None:
    text = (ROOT / "configs" / "fields.toml").read_text(encoding="utf-8")
    head = text.partition("[json]")[0]
    for table in tomllib.loads(text).values():
        for name in table:
            assert re.search(rf"^#   {name}  ", head, re.MULTILINE), name


def test_the_wheel_carries_the_map() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    carried = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert carried.get("configs/fields.toml") == "mtkit/data/configs/fields.toml"

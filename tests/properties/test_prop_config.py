"""mtkit.toml: whatever is in the file, one line or values; lines are where the keys are."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from mtkit.config import KEYS, read
from mtkit.config.lines import lines_of
from mtkit.errors import ConfigError

SCALARS = st.one_of(st.integers(-5, 5000), st.booleans(), st.text(max_size=12), st.just("zh"), st.just("vi"))
NAMES = st.sampled_from(
    [*KEYS, "style.vi.quotes", "disclosure-text.vi", "profile.radio.to", "profile", "checks", "too"]
)


def spelt(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f") if not isinstance(value, list) else (
        "[" + ", ".join(map(spelt, value)) + "]"
    )  # fmt: skip


@given(st.lists(st.tuples(NAMES, st.one_of(SCALARS, st.lists(SCALARS, max_size=3))), max_size=5))
def test_a_file_is_values_or_lines_that_name_it(rows: list[tuple[str, object]]) -> None:
    text = "\n".join(f"{name} = {spelt(value)}" for name, value in rows)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "mtkit.toml"
        path.write_text(text, encoding="utf-8")
        try:
            config = read(path, environment={})
        except ConfigError as error:
            for line in (str(error), *error.more):
                assert "mtkit.toml:" in line
                assert "\n" not in line
            return
        for name, value in config.values.items():
            if value.in_file:
                key = text.split("\n")[value.line - 1].partition(" = ")[0]
                assert key == name


WORDS = st.text(alphabet="abc-_1", min_size=1, max_size=5)
VALUES = st.recursive(
    st.one_of(st.integers(), st.text(alphabet="a]['\"#=\n\\{", max_size=6)),
    lambda v: st.lists(v, max_size=3),
    max_leaves=4,
)
NOISE = st.sampled_from(["", "  ", "# x = 1", "\t", "#]"])


@given(st.lists(st.tuples(NOISE, WORDS, VALUES), max_size=6, unique_by=lambda row: row[1]), WORDS, st.booleans())
def test_each_key_is_on_the_line_that_it_is_on(rows: list[tuple[str, str, object]], table: str, tabled: bool) -> None:
    lines, wanted = ([f"[{table}]"] if tabled else []), {}
    if tabled:
        wanted[table,] = 1
    for noise, name, value in rows:
        lines.append(noise)
        wanted[(table, name) if tabled else (name,)] = len(lines) + 1
        shown = spelt(value)
        if isinstance(value, str) and "\n" in value and "'" not in value and "\\" not in value:
            shown = f"'''{value}'''"
        lines += f"{name} = {shown} # end".split("\n")
    text = "\n".join(lines)
    tomllib.loads(text)
    assert lines_of(text) == wanted

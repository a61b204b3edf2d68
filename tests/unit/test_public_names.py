"""The flat surface: complete, sorted, documented, and light to import."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import mtkit


def test_every_public_name_can_be_had_and_no_other_is_promised() -> None:
    for name in mtkit.__all__:
        assert getattr(mtkit, name) is not None, name
    homes = {name for names in mtkit._HOMES.values() for name in names}
    assert homes | {"__version__"} == set(mtkit.__all__)
    assert len(set(mtkit.__all__)) == len(mtkit.__all__)


def test_no_public_name_is_shadowed_by_a_room() -> None:
    rooms = {path.stem for path in Path(mtkit.__file__).parent.iterdir()}
    assert not rooms & set(mtkit.__all__)


def test_the_page_names_them_all() -> None:
    page = (Path(mtkit.__file__).parents[1] / "docs" / "library.md").read_text(encoding="utf-8")
    missing = [name for name in mtkit.__all__ if name not in page and not name.endswith("Error")]
    assert missing == ["__version__"]


def test_importing_it_loads_nothing_heavy() -> None:
    code = "import sys, mtkit; print(sorted({'torch','transformers','ctranslate2','numpy','polib'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

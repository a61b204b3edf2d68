"""What the pages say, in English and Chinese."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from types import MappingProxyType

from mtkit.check import CODES
from mtkit.errors import UsageError

__all__ = ["UIS", "Words", "attribute", "words"]

UIS = ("en", "zh")
_TABLE = Path(__file__).parent / "page" / "strings.toml"


@lru_cache
def _tables() -> Mapping[str, tuple[str, str]]:
    read = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    found = {**read["ui"], **read["review"]}
    found |= {f"lang-{code}": names for code, names in read["languages"].items()}
    found |= {f"code-{code}": (line, read["codes"].get(code, ["", line])[1]) for code, line in CODES.items()}
    return MappingProxyType({key: (said[0], said[1]) for key, said in found.items()})


@dataclass(frozen=True, slots=True)
class Words:
    """The page's words in one language; ``ui`` is "en" or "zh"."""

    ui: str

    def text(self, key: str, *values: object) -> str:
        """The words for ``key``, its ``{}`` filled with ``values``; KeyError for a key that there is not."""
        said = _tables()[key][UIS.index(self.ui)]
        for value in values:
            said = said.replace("{}", str(value), 1)
        return said

    def span(self, key: str, *values: object, tag: str = "span", css: str = "") -> str:
        """An HTML element with the words for ``key``, which the page's script can put into the other language."""
        filled = f' data-v="{attribute(json.dumps(values, ensure_ascii=False))}"' if values else ""
        cls = f' class="{css}"' if css else ""
        return f'<{tag}{cls} data-s="{key}"{filled}>{escape(self.text(key, *values), quote=False)}</{tag}>'

    @property
    def all(self) -> dict[str, tuple[str, str]]:
        """Every word in both languages, for the script."""
        return dict(_tables())


def words(ui: str) -> Words:
    """The words of the interface ``ui``. Raises UsageError for another than "en" or "zh"."""
    if ui not in UIS:
        raise UsageError(f"no interface {ui!r}: it is en or zh")
    return Words(ui)


def attribute(text: str) -> str:
    """``text`` as the value of an HTML attribute between double quotes."""
    return escape(text).replace("\n", "&#10;")

"""Write docs/checks.md from docs/checks.frame.md and the explanations of the codes: ``build_checks.py [--check]``."""

from __future__ import annotations

import sys
from pathlib import Path

from mtkit.check.codes import CODES, GROUPS
from mtkit.check.explain import about, explain, markdown

FRAME = Path(__file__).with_name("checks.frame.md")
PAGE = Path(__file__).with_name("checks.md")


def overview() -> str:
    """A table of all codes, each linked to its section."""
    rows = ["| code | severity | finds |", "| --- | --- | --- |"]
    for group, text in GROUPS.items():
        rows.append(f"| **[{group}](#group-{group.lower()})** | | **{text}** |")
        rows += [f"| [{code}](#{code.lower()}) | {_usual(code)} | {CODES[code]} |" for code in _codes_of(group)]
    return "\n".join(rows)


def _codes_of(group: str) -> list[str]:
    return [code for code in CODES if code[0] == group]


def _usual(code: str) -> str:
    """The severities of a code, without when each is given."""
    words = explain(code).severity.replace(";", " ").split()
    return ", ".join(dict.fromkeys(word for word in words if word in {"error", "warning", "info"}))


def sections() -> str:
    """A section for each group and code."""
    parts: list[str] = []
    for group, text in GROUPS.items():
        parts.append(f'<a id="group-{group.lower()}"></a>\n\n## {group}: {text}\n\n{about(group)}\n')
        parts += [
            f'<a id="{code.lower()}"></a>\n\n### {code}: {CODES[code]}\n\n{markdown(code)}' for code in _codes_of(group)
        ]
    return "\n".join(parts)


def page() -> str:
    """The page as it should be."""
    frame = FRAME.read_text(encoding="utf-8").partition("-->\n")[2].lstrip("\n")
    return frame.replace("{overview}", overview()).replace("{sections}", sections().rstrip())


if __name__ == "__main__":
    if "--check" in sys.argv:
        fresh = PAGE.read_text(encoding="utf-8") == page()
        raise SystemExit(0 if fresh else "docs/checks.md is old: run python docs/build_checks.py")
    PAGE.write_text(page(), encoding="utf-8")

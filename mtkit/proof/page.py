"""The proof and review pages as one HTML file each, which loads nothing from anywhere."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import Any

from mtkit.errors import UsageError
from mtkit.proof.body import body
from mtkit.proof.marks import plain
from mtkit.proof.words import words

__all__ = ["page_html", "policy"]

_View = Mapping[str, Any]
_PARTS = Path(__file__).parent / "page"
_SCRIPTS = {"proof": ("page.js",), "review": ("page.js", "render.js", "review.js", "edit.js", "actions.js")}


def page_html(data: _View, *, mode: str = "", ui: str = "en", nonce: str | None = None, sort: str = "article") -> str:
    """The page for ``data`` (see ``model.page_of``), the same bytes for the same data.

    ``mode`` is "proof", to read and send on, or "review", to work on through the server; by default the data's own.
    ``ui`` is the language of the page itself, ``sort`` "article" or "worst". ``nonce`` is repeated on style and script
    for a server whose policy asks for one. Raises UsageError for another mode, ui or order.
    """
    mode = mode or data["mode"]
    if mode not in _SCRIPTS or sort not in {"article", "worst"}:
        raise UsageError("a page is proof or review, its order article or worst")
    said, files = words(ui), data["files"]
    style = _read("page.css")
    script = "".join(_read(name) for name in _SCRIPTS[mode])
    held = {**data, "mode": mode} if mode == "review" else {"mode": mode, "files": [_known(file) for file in files]}
    return Template(_read("page.html")).substitute(
        ui=ui,
        mode=mode,
        policy=policy(style, script, connect=mode == "review"),
        nonce=f' nonce="{plain(nonce)}"' if nonce else "",
        title=plain(data["title"]),
        style=style,
        script=script,
        data=_json({**held, "words": said.all}),
        body=body({**data, "mode": mode}, said, sort),
    )


def policy(style: str, script: str, *, connect: bool) -> str:
    """The content security policy: this style and this script, and nothing else."""
    to = "connect-src 'self'; " if connect else ""
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; {to}"
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _read(name: str) -> str:
    return (_PARTS / name).read_text(encoding="utf-8").rstrip("\n") + "\n"


def _json(value: object) -> str:
    """JSON that can stand in a script element: nothing in it can end the element or begin a comment."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text.encode("utf-8", "backslashreplace").decode()  # halves of characters, as JSON spells them


def _known(file: _View) -> dict[str, Any]:
    """Of a file, what the script of a proof page needs."""
    return {name: file[name] for name in ("id", "name", "source", "target")}

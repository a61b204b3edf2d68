"""A real browser, headless, that may reach nothing but this machine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium from the PATH, or the one of MTKIT_TEST_CHROMIUM; skips where there is none."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    found = os.environ.get("MTKIT_TEST_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        pytest.skip("no chromium on the PATH")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """``open_page(url, width=1280)``: a page of a fresh profile; at the end it must have said and asked nothing amiss.

    No error in the console, none thrown, no request to anything but loopback. ``page.amiss`` collects what was.
    """
    contexts: list[Any] = []
    amiss: list[str] = []
    allowed: list[str] = []

    def open_one(url: str, *, width: int = 1280, height: int = 900, expect: tuple[str, ...] = (), **more: Any) -> Any:
        allowed.extend(expect)
        context = browser.new_context(viewport={"width": width, "height": height}, **more)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: amiss.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: amiss.append(str(error)))
        page.on("request", lambda request: _on_loopback(request.url, amiss))
        page.goto(url)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert [line for line in amiss if not any(word in line for word in allowed)] == []


def _on_loopback(url: str, amiss: list[str]) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"data", "blob", "about"} and parts.hostname not in {"127.0.0.1", "localhost", "::1"}:
        amiss.append(f"asked for {url}")

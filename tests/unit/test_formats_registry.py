"""The table of formats: mtkit's own, and those of packages that are really installed, good and bad."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from mtkit import formats
from mtkit.errors import DocumentError, UsageError
from mtkit.formats import registry
from mtkit.pipeline import segments_of

TICKER = """
    from mtkit.formats.text import PlainText

    class Ticker(PlainText):
        name = "ticker"
        suffixes = (".tick",)
        has_codes = True

        def parse(self, text, lang):
            if "BOOM" in text:
                raise KeyError("no headline in line 3")
            return super().parse(text, lang)
"""


Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Puts a distribution on ``sys.path``: a module, and a dist-info with its entry points."""
    site = tmp_path / "site"
    monkeypatch.syspath_prepend(str(site))

    def put(package: str, entry: str, code: str, *, name: str = "ticker") -> None:
        info = site / f"{package.replace('-', '_')}-1.0.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n", encoding="utf-8")
        (info / "entry_points.txt").write_text(f"[mtkit.formats]\n{name} = {entry}\n", encoding="utf-8")
        (site / f"{entry.partition(':')[0]}.py").write_text(dedent(code), encoding="utf-8")
        importlib.invalidate_caches()
        registry.plugins.cache_clear()

    site.mkdir()
    yield put
    registry.plugins.cache_clear()
    for module in ("tick_one", "tick_two"):
        sys.modules.pop(module, None)


def test_a_package_brings_a_format(install: Install, tmp_path: Path) -> None:
    install("tick-one", "tick_one:Ticker", TICKER)
    file = tmp_path / "news.TICK"
    file.write_text("老挝国会通过新法。\n{泰国}代表团访问金边。\n", encoding="utf-8")
    document = formats.read(file, lang="zh")
    assert document.format == "ticker"
    assert "ticker" in formats.FORMATS
    assert formats.format_for(".tick").name == "ticker"
    first, second = segments_of(document)
    assert second.text == "{{泰国}}代表团访问金边。"
    written = formats.write(document, {first.id: "Dewan meluluskan undang-undang."}, (first, second), lang="ms")
    assert written.decode() == "Dewan meluluskan undang-undang.\n{泰国}代表团访问金边。\n"


def test_its_own_formats_do_not_look_for_packages(install: Install, tmp_path: Path) -> None:
    install("tick-one", "tick_one:Ticker", "raise SystemError('must not be imported')")
    assert formats.format_for("a/b.md").name == "markdown"
    assert formats.format_for("html").name == "html"
    assert "tick_one" not in sys.modules


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import no_such_module_at_all", "ModuleNotFoundError: No module named 'no_such_module_at_all'"),
        ("class Other: pass", "AttributeError: module 'tick_one' has no attribute 'Ticker'"),
        ("class Ticker: name = 'tape'", "it calls itself 'tape'"),
        ("class Ticker: name = 'ticker'", "it has no tuple of suffixes"),
        ("class Ticker: name, suffixes = 'ticker', ('tick',)", "'tick' is no suffix in small letters with its dot"),
        ("class Ticker: name, suffixes = 'ticker', ('.tick',)", "has_codes must be True"),
        ("class Ticker: name, suffixes, has_codes = 'ticker', ('.tick',), True", "it has no parse()"),
        ("def Ticker(:", "SyntaxError"),
    ],
)
def test_a_broken_package_is_one_line_and_breaks_no_other(install: Install, code: str, said: str) -> None:
    install("tick-one", "tick_one:Ticker", code)
    with pytest.raises(UsageError) as caught:
        formats.format_for("ticker")
    line = str(caught.value)
    assert line.startswith("the format 'ticker' of the package tick-one cannot be used: ")
    assert said in line
    assert "\n" not in line
    with pytest.raises(DocumentError, match=r"no format takes \.tick .*tick-one cannot be used"):
        formats.format_for("film.tick")
    assert formats.format_for("film.md").name == "markdown"
    assert registry.faults() == (line,)


def test_two_packages_that_take_one_suffix_are_both_named(install: Install) -> None:
    install("tick-one", "tick_one:Ticker", TICKER)
    install("tick-two", "tick_two:Tape", TICKER.replace("Ticker", "Tape").replace('"ticker"', '"tape"'), name="tape")
    with pytest.raises(UsageError, match=r"^film\.tick: tape \(tick-two\) and ticker \(tick-one\) both take .*--input"):
        formats.format_for("film.tick")
    assert formats.format_for("tape").name == "tape"


def test_two_packages_with_one_name_are_both_refused(install: Install) -> None:
    install("tick-one", "tick_one:Ticker", TICKER)
    install("tick-two", "tick_two:Ticker", TICKER)
    with pytest.raises(UsageError, match=r"packages tick-one and tick-two both offer a format 'ticker'"):
        formats.format_for("ticker")


def test_a_package_cannot_replace_a_format_of_mtkit(install: Install) -> None:
    install("tick-one", "tick_one:Ticker", TICKER.replace('"ticker"', '"html"'), name="html")
    assert formats.format_for("html") is registry.BUILT_IN["html"]
    assert registry.faults() == ("the package tick-one offers a format 'html', which mtkit has itself",)


def test_a_package_that_fails_on_a_file_fails_for_that_file(install: Install, tmp_path: Path) -> None:
    install("tick-one", "tick_one:Ticker", TICKER)
    with pytest.raises(DocumentError) as caught:
        formats.read_text("BOOM", id="a.tick", lang="zh", format="ticker")
    said = "a.tick: the format 'ticker' of the package tick-one failed: KeyError: 'no headline in line 3'"
    assert str(caught.value) == said


def test_a_package_whose_blocks_overlap_is_told(install: Install) -> None:
    code = TICKER + "            return (super().parse(text, lang)[0] * 2, {})\n"
    install("tick-one", "tick_one:Ticker", code.replace("return super().parse(text, lang)\n", "pass\n"))
    with pytest.raises(DocumentError, match="failed: ValueError: its blocks overlap"):
        formats.read_text("老挝国会通过新法。", id="a.tick", lang="zh", format="ticker")


def test_the_command_line_takes_it_and_folders_find_it(install: Install, tmp_path: Path) -> None:
    install("tick-one", "tick_one:Ticker", TICKER)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "news.tick").write_text("老挝国会通过新法。\n", encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "mtkit", "segment", str(tmp_path / "in"), "--from", "zh"],
        capture_output=True, encoding="utf-8", env={"PYTHONPATH": str(tmp_path / "site"), "PATH": ""}, check=False,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert "老挝国会通过新法。" in run.stdout


def test_no_two_formats_of_mtkit_take_one_suffix() -> None:
    suffixes = [suffix for fmt in registry.BUILT_IN.values() for suffix in fmt.suffixes]
    assert len(suffixes) == len(set(suffixes))
    assert all(name == fmt.name for name, fmt in registry.BUILT_IN.items())

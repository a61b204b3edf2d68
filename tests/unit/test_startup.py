"""What each verb loads: start-up is held down by what is not imported; benchmarks/startup.py has the times."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

# too slow to load for a call that does not use them, or an extra that need not be there
HEAVY = frozenset(
    {
        "aiohttp", "fsspec", "httpx", "huggingface_hub", "matplotlib", "openpyxl", "playwright", "pycrfsuite",
        "pypinyin", "pythainlp", "ray", "requests", "sacrebleu", "safetensors", "scipy", "starlette", "tokenizers",
        "torch", "transformers", "uvicorn",
    }
)  # fmt: skip
ENGINE = frozenset({"ctranslate2", "numpy", "sentencepiece"})
REPORT = (
    "import sys\n"
    "from mtkit.cli.app import main\n"
    "code = 0\n"
    "try:\n"
    "    main()\n"
    "except SystemExit as stop:\n"
    "    code = stop.code or 0\n"
    "print('loaded', code, len(sys.modules), *{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)\n"
    "print('ours', *(name for name in sys.modules if name.startswith('mtkit.')), file=sys.stderr)\n"
)

PO = (
    'msgid ""\nmsgstr ""\n"Language: vi\\n"\n"X-Source-Language: zh\\n"\n"MIME-Version: 1.0\\n"\n'
    '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n\n'
    'msgid "论坛9月17日在南宁开幕。"\nmsgstr "Diễn đàn khai mạc tại Nam Ninh ngày 17/9."\n'
)


class Loaded:
    """The modules of a finished call."""

    def __init__(self, arguments: list[str], folder: Path) -> None:
        done = subprocess.run(
            [sys.executable, "-c", REPORT, *arguments],
            capture_output=True,
            encoding="utf-8",
            cwd=folder,
            env={"MTKIT_HOME": str(folder / "home"), "PATH": "", "PYTHONUTF8": "1", "SYSTEMROOT": ""},
            check=False,
        )
        lines = done.stderr.splitlines()
        assert len(lines) >= 2 and lines[-2].startswith("loaded "), done.stderr
        _, code, count, *packages = lines[-2].split()
        self.code, self.count, self.packages = int(code), int(count), frozenset(packages)
        self.ours = frozenset(lines[-1].split()[1:])
        self.out = done.stdout


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "news.txt").write_text("论坛9月17日在南宁开幕。\n", encoding="utf-8")
    (tmp_path / "news.vi.po").write_text(PO, encoding="utf-8")
    return tmp_path


CALLS = {
    "--help": ["--help"],
    "--version": ["--version"],
    "translate --help": ["translate", "--help"],
    "check": ["check", "news.vi.po"],
    "status": ["status", "news.vi.po"],
    "merge": ["merge", "news.txt", "news.vi.po", "-o", "-"],
    "glossary": ["glossary", "find", "东盟秘书处", "--from", "zh"],
    "segment": ["segment", "news.txt", "--from", "zh"],
    "cache": ["cache", "path"],
    "models": ["models", "list"],
}


@pytest.mark.parametrize("call", CALLS)
def test_no_verb_loads_what_it_does_not_use(call: str, folder: Path) -> None:
    loaded = Loaded(CALLS[call], folder)
    assert loaded.code in {0, 1}, loaded.out  # 1: check has found something
    assert loaded.packages & (HEAVY | ENGINE) == frozenset()


def test_the_model_in_the_box_needs_no_torch(folder: Path) -> None:
    loaded = Loaded(
        ["translate", "news.txt", "--from", "zh", "--to", "vi", "--beam", "1", "--allow-low-quality", "-o", "-"], folder
    )
    assert loaded.code == 0 and "msgstr" in loaded.out
    assert loaded.packages & HEAVY == frozenset()
    assert loaded.packages >= {"ctranslate2", "sentencepiece"}


def test_help_reads_no_glossary_and_no_format(folder: Path) -> None:
    ours = Loaded(["--help"], folder).ours
    rooms = {"glossary", "formats", "check", "checking", "engine", "enforce", "memory", "review", "proof", "segment"}
    assert {name.split(".")[1] for name in ours} & rooms == set()


@pytest.mark.parametrize(("call", "most"), [("--help", 230), ("check", 560), ("glossary", 420)])
def test_the_number_of_modules_stays_small(call: str, most: int, folder: Path) -> None:
    assert Loaded(CALLS[call], folder).count <= most

"""The command as a user runs it: a subprocess, with a home of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from command import Mtkit, Result


@pytest.fixture
def mtkit(tmp_path: Path) -> Mtkit:
    """``mtkit("check", "a.po")`` runs the command in an empty folder; no traceback is ever allowed."""

    def run(*args: str | Path, stdin: bytes = b"", env: dict[str, str] | None = None, python: str = "") -> Result:
        command = [sys.executable, "-m", "mtkit"] if not python else [sys.executable, "-c", python]
        full = {**os.environ, "PYTHONUTF8": "1", "PYTHONWARNINGS": "error", "HF_HUB_OFFLINE": "1", **(env or {})}
        done = subprocess.run(
            [*command, *map(str, args)],
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            env=full,
            timeout=300,
            check=False,
        )
        result = Result(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert "Traceback" not in result.err, result.err
        assert result.code in {0, 1, 2, 3, 4, 130}, result
        return result

    return run

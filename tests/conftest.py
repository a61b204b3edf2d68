"""What all tests share: a closed network and a clean environment."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator

import pytest

os.environ["HF_HUB_OFFLINE"] = "1"


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No MTKIT_ settings of the machine, a model store of the test's own, and no connection but to loopback."""
    for name in [name for name in os.environ if name.startswith("MTKIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("MTKIT_HOME", str(tmp_path_factory.mktemp("mtkit-home")))
    real_connect = socket.socket.connect

    def connect(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if self.family in {socket.AF_INET, socket.AF_INET6} and host not in {"127.0.0.1", "::1", "localhost"}:
            pytest.fail(f"a test tried to reach {host}")
        real_connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", connect)
    yield

"""A review server, as a person starts it or in a thread of the test, and a small client for its calls."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Client:
    """Calls to a server at ``url``."""

    url: str
    token: str = field(init=False)
    port: int = field(init=False)

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        self.port = parts.port or 80
        self.token = parse_qs(parts.query)["token"][0]

    def send(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
        *,
        token: bool = True,
    ) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        own = {"X-Mtkit-Token": self.token} if token else {}
        if body is not None:
            own["Content-Type"] = "application/json"
        connection.request(method, path, body, {**own, **(headers or {})})
        answer = connection.getresponse()
        told = Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        connection.close()
        return told

    def get(self, path: str) -> Any:
        answer = self.send("GET", path)
        assert answer.status == 200, answer.body
        return answer.json

    def post(self, call: str, **said: Any) -> Answer:
        return self.send("POST", f"/api/{call}", json.dumps(said).encode())

    def unit(self, text: str, file: int = 0) -> dict[str, Any]:
        """The unit whose source holds ``text``, as the page has it now."""
        return next(unit for unit in self.get("/api/page")["files"][file]["units"] if text in unit["source"])


@dataclass
class Server(Client):
    """A server in a process of its own."""

    process: subprocess.Popen[str]
    err: str = ""
    code: int | None = None

    def stop(self) -> None:
        if self.code is None:
            self.process.send_signal(signal.SIGINT)
            self.err += self.process.communicate(timeout=30)[1]
            self.code = self.process.returncode


@contextmanager
def serving(folder: Path, *names: str) -> Iterator[Client]:
    """The files under review in a thread of this process, which takes a second less than the command."""
    from mtkit.glossary import Glossary
    from mtkit.review.edit_session import Session
    from mtkit.serve.desk import Desk
    from mtkit.serve.guard import Guard, host_names
    from mtkit.serve.review import application
    from mtkit.serve.run import address, bind, server_of

    session = Session([folder / name for name in names], who="Desk <desk@example.org>")
    listener = bind("127.0.0.1", 0)
    token = Guard.new_token()
    faults: list[str] = []
    port = listener.getsockname()[1]
    desk = Desk(session, glossary=Glossary.bundled())
    app = application(desk, token=token, port=port, names=host_names("127.0.0.1"), complain=faults.append)
    server = server_of(app)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield Client(f"{address(listener, '127.0.0.1')}/?token={token}")
    finally:
        server.should_exit = True
        thread.join(timeout=30)
        listener.close()
        assert faults == []


@contextmanager
def review(folder: Path, *args: str | Path) -> Iterator[Server]:
    """``mtkit review ARGS`` running in ``folder``; stopped by Ctrl-C at the end."""
    command = [sys.executable, "-m", "mtkit", "review", "--no-open", "--as", "Desk <desk@example.org>", *map(str, args)]
    environment = {**os.environ, "PYTHONUTF8": "1", "PYTHONWARNINGS": "error", "OMP_NUM_THREADS": "1"}
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stdout is not None
    url = process.stdout.readline().strip()
    if not url.startswith("http://"):
        raise AssertionError(f"no address: {process.communicate(timeout=30)}")
    server = Server(url, process)
    try:
        yield server
    finally:
        server.stop()
        assert "Traceback" not in server.err, server.err

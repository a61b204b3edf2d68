"""A translation server in a thread of the test, over tables that the test writes down or the model in the box."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mtkit.engine.card import Card
from mtkit.engine.interface import Answer
from mtkit.engine.route import Leg as RouteLeg
from mtkit.engine.route import Route
from mtkit.engine.table import TableEngine
from mtkit.errors import NoRouteError
from mtkit.glossary import Glossary
from mtkit.lang import Pair
from mtkit.pipeline import Leg

MARKS = tuple(f"⟦{n}⟧" for n in range(8))
TABLE = {
    ("zh", "vi"): {
        "⟦0⟧发布公报。": ("⟦0⟧ ra thông cáo.", "⟦0⟧ công bố thông cáo.", "⟦0⟧ phát hành thông cáo."),
        "会议结束。": ("Hội nghị kết thúc.", "Cuộc họp kết thúc.", "Hội nghị bế mạc."),
    },
    ("zh", "en"): {"⟦0⟧发布公报。": "⟦0⟧ issued a communique.", "会议结束。": "The meeting ended."},
    ("en", "zh"): {"The meeting ended.": "会议结束。"},
    ("en", "fil"): {"The meeting ended.": "Natapos ang pulong."},
    ("id", "zh"): {},
}


@dataclass
class SlowEngine(TableEngine):
    """A table that takes its time, waits for a gate, or fails; it counts what it is asked at once."""

    def __init__(self, rows: Mapping[str, Any], pair: Pair, *, gate: threading.Event | None, asked: list[int]) -> None:
        super().__init__(rows, pair, marks=MARKS)
        self.gate, self.asked = gate, asked

    def translate(self, requests: Any, decoding: Any) -> Iterator[Answer]:
        wanted = list(requests)
        self.asked.append(len(wanted))
        if self.gate is not None:
            self.gate.wait(20)
        if any("坏" in request.text for request in wanted):
            raise RuntimeError("the table broke at 坏")
        return super().translate(wanted, decoding)


@dataclass
class TableModels:
    """Routes and engines of a table."""

    table: Mapping[tuple[str, str], Mapping[str, Any]] = field(default_factory=lambda: TABLE)
    gate: threading.Event | None = None
    asked: list[int] = field(default_factory=list)
    _engines: dict[Pair, TableEngine] = field(default_factory=dict)

    def route(self, pair: Pair) -> Route:
        if (pair.source, pair.target) not in self.table:
            raise NoRouteError(f"no way from {pair.source} to {pair.target}")
        return Route(pair, (RouteLeg(pair, "table", Path(), Card("table", "1", pairs=(pair,))),))

    def legs(self, pair: Pair) -> list[Leg]:
        self.route(pair)
        if pair not in self._engines:
            rows = self.table[pair.source, pair.target]
            self._engines[pair] = SlowEngine(rows, pair, gate=self.gate, asked=self.asked)
        return [Leg(pair, self._engines[pair])]


@dataclass
class Told:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> str:
        said = self.json["error"]
        assert isinstance(said, str) and "\n" not in said
        return said


@dataclass
class ApiClient:
    port: int
    faults: list[str]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def send(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None, **json_: Any
    ) -> Told:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        own: dict[str, str] = {}
        if json_:
            body, own = json.dumps(json_).encode(), {"Content-Type": "application/json"}
        connection.request(method, path, body, {**own, **(headers or {})})
        answer = connection.getresponse()
        told = Told(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        connection.close()
        return told

    def get(self, path: str, **headers: str) -> Told:
        return self.send("GET", path, headers=headers)

    def post(self, path: str, headers: Mapping[str, str] | None = None, **said: Any) -> Told:
        return self.send("POST", path, headers=headers, **said)

    def upload(self, name: str, data: bytes, **fields: str) -> Told:
        boundary = "-----gaoling"
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in fields.items()
        ]
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        parts.append(head.encode() + b"Content-Type: application/octet-stream\r\n\r\n" + data + b"\r\n")
        body = b"".join([*parts, f"--{boundary}--\r\n".encode()])
        kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        return self.send("POST", "/translate_file", body, kind)

    def counter(self, name: str) -> float:
        """A number of /metrics, all labels together."""
        lines = self.get("/metrics").body.decode().splitlines()
        return sum(float(line.rpartition(" ")[2]) for line in lines if line.partition("{")[0].partition(" ")[0] == name)


@contextmanager
def api(
    models: Any = None,
    *,
    limits: Any = None,
    batching: Any = None,
    keys: Path | None = None,
    glossary: Glossary | None = None,
    origins: frozenset[str] = frozenset(),
    faults: int = 0,
    proxied: bool = False,
) -> Iterator[ApiClient]:
    """A server at a free port of this machine; at the end, ``faults`` are those it may have complained of."""
    from mtkit.serve.api import Options, application
    from mtkit.serve.batching import Batching
    from mtkit.serve.connection import connection_class
    from mtkit.serve.fence import Access
    from mtkit.serve.guard import host_names
    from mtkit.serve.keys import Keys
    from mtkit.serve.limits import Limits
    from mtkit.serve.room import Room
    from mtkit.serve.run import bind, server_of

    limits = limits or Limits()
    listener = bind("127.0.0.1", 0)
    port = listener.getsockname()[1]
    access = Access(host_names("127.0.0.1"), port, origins=origins, proxied=proxied)
    room = Room(models or TableModels(), glossary=glossary or Glossary.bundled())
    said: list[str] = []
    options = Options(access, limits, batching or Batching(), Keys(keys) if keys else None)
    served = application(room, options, complain=said.append)
    server = server_of(served.app, grace=10, http=connection_class(limits), connections=limits.connections)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    client = ApiClient(port, said)
    try:
        yield client
        assert client.get("/health").json == {"status": "ok"}
    finally:
        server.should_exit = True
        thread.join(timeout=30)
        served.close()
        listener.close()
    assert len(said) == faults, said

"""A model hub on loopback: the part of the hub's HTTP protocol that a pull uses, with a log and faults on demand."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

COMMIT = "0123456789abcdef0123456789abcdef01234567"
LARGE = (".safetensors", ".bin", ".spm", ".h5")


@dataclass
class Hub:
    """What the server serves: ``models`` maps an id to its folder; ``log`` holds (method, path, Range)."""

    models: dict[str, Path]
    log: list[tuple[str, str, str]] = field(default_factory=list)
    break_once: set[str] = field(default_factory=set)  # files whose next download is cut in the middle
    spoil: set[str] = field(default_factory=set)  # files that arrive with a wrong byte
    gated: set[str] = field(default_factory=set)
    url: str = ""

    def fetched(self) -> list[str]:
        """The names of the files that were downloaded, in order."""
        return [path.rpartition("/")[2] for method, path, _ in self.log if method == "GET" and "/resolve/" in path]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: Hub

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Quiet."""

    def _answer(self, *, body: bool) -> None:
        path = unquote(urlsplit(self.path).path)
        self.hub.log.append((self.command, path, self.headers.get("Range", "")))
        api = re.fullmatch(r"/api/models/([^/]+/[^/]+)(?:/(revision|tree)/([^/]+))?(?:/.*)?", path)
        file = re.fullmatch(r"/([^/]+/[^/]+)/resolve/([^/]+)/(.+)", path)
        model, revision = (api[1], api[3] or "main") if api else (file[1], file[2]) if file else ("", "")
        if model in self.hub.gated:
            self._error(403, "GatedRepo", "the model is gated")
        elif model not in self.hub.models:
            self._error(404, "RepoNotFound", "Repository not found")
        elif revision not in {"main", "v1", COMMIT}:
            self._error(404, "RevisionNotFound", "Revision not found")
        elif api:
            self._json(self._tree(model) if api[2] == "tree" else self._info(model))
        elif file:
            self._file(self.hub.models[model] / file[3], file[3], body=body)

    def _error(self, status: int, code: str, message: str) -> None:
        self._send(status, b"{}", {"X-Error-Code": code, "X-Error-Message": message})

    def _json(self, value: object) -> None:
        self._send(200, json.dumps(value).encode(), {"Content-Type": "application/json"})

    def _send(self, status: int, content: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _info(self, model: str) -> dict:
        siblings = [
            {
                "rfilename": entry["path"],
                "size": entry["size"],
                "blobId": entry["oid"],
                **({"lfs": {**entry["lfs"], "sha256": entry["lfs"]["oid"]}} if "lfs" in entry else {}),
            }
            for entry in self._tree(model)
        ]
        return {
            "_id": "1", "id": model, "modelId": model, "sha": COMMIT, "private": False, "tags": [], "downloads": 0,
            "cardData": {"license": "cc-by-4.0"}, "siblings": siblings,
        }  # fmt: skip

    def _tree(self, model: str) -> list[dict]:
        entries = []
        for path in sorted(self.hub.models[model].iterdir()):
            content = path.read_bytes()
            entry: dict = {
                "type": "file",
                "path": path.name,
                "size": len(content),
                "oid": hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest(),
            }
            if path.name.endswith(LARGE):
                entry["lfs"] = {"oid": hashlib.sha256(content).hexdigest(), "size": len(content), "pointerSize": 130}
            entries.append(entry)
        return entries

    def _file(self, path: Path, name: str, *, body: bool) -> None:
        if not path.is_file():
            self._error(404, "EntryNotFound", "Entry not found")
            return
        content = path.read_bytes()
        etag = hashlib.sha256(content).hexdigest()
        if name in self.hub.spoil:
            content = content[:-1] + bytes([content[-1] ^ 1])
        start = 0
        wanted = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        if wanted:
            start = int(wanted[1])
        part = content[start:]
        self.send_response(206 if wanted else 200)
        self.send_header("ETag", f'"{etag}"')
        self.send_header("X-Repo-Commit", COMMIT)
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(len(part)))
        if wanted:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.end_headers()
        if body and name in self.hub.break_once:
            self.hub.break_once.discard(name)
            self.wfile.write(part[: len(part) // 2])
            self.wfile.flush()
            self.close_connection = True
        elif body:
            self.wfile.write(part)


@contextmanager
def serve(models: dict[str, Path]) -> Iterator[Hub]:
    """Run a hub for ``models`` while the block lasts."""
    hub = Hub(models)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("BoundHandler", (Handler,), {"hub": hub}))
    hub.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

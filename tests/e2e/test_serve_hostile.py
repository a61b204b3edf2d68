"""A server among strangers: what is refused, what is cut off, and that it stays up through all of it.

Every server here answers /health at its end, and has complained of nothing (``api`` sees to that).
"""

from __future__ import annotations

import http.client
import io
import json
import socket
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from api_server import ApiClient, TableModels, api

from mtkit.serve.batching import Batching
from mtkit.serve.keys import add_key, remove_key
from mtkit.serve.limits import Limits

ASK = {"q": "会议结束。", "source": "zh", "target": "vi"}


@pytest.fixture(scope="module")
def server() -> Iterator[ApiClient]:
    with api() as started:
        yield started


def raw(port: int, data: bytes, *, wait: float = 5.0) -> bytes:
    """What comes back for these very bytes until the server closes, or for ``wait`` seconds."""
    with socket.create_connection(("127.0.0.1", port), timeout=wait) as line:
        line.sendall(data)
        said = b""
        try:
            while part := line.recv(65536):
                said += part
        except (TimeoutError, ConnectionResetError):
            pass
        return said


def test_only_its_own_names(server: ApiClient) -> None:
    for host in ("evil.example", "evil.example:5000", f"127.0.0.1:{server.port + 1}", "127.0.0.1.evil.example", ""):
        told = server.post("/translate", headers={"Host": host}, **ASK)
        assert told.status == 421, host
        assert "--allow-host" in told.error
    for host in (f"localhost:{server.port}", f"[::1]:{server.port}"):
        assert server.post("/translate", headers={"Host": host}, **ASK).status == 200


def test_pages_of_other_sites_are_turned_away(server: ApiClient) -> None:
    for headers in (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ):
        told = server.post("/translate", headers=headers, **ASK)
        assert told.status == 403
        assert "access-control-allow-origin" not in told.headers
    own = {"Origin": f"http://127.0.0.1:{server.port}", "Sec-Fetch-Site": "same-origin"}
    assert server.post("/translate", headers=own, **ASK).status == 200


def test_an_origin_that_is_allowed_may_ask() -> None:
    with api(origins=frozenset({"https://cms.example.org"})) as server:
        page = {"Origin": "https://cms.example.org", "Sec-Fetch-Site": "cross-site"}
        asked = {**page, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
        told = server.send("OPTIONS", "/translate", headers=asked)
        assert told.status == 204
        assert told.headers["access-control-allow-origin"] == "https://cms.example.org"
        assert "POST" in told.headers["access-control-allow-methods"]
        told = server.post("/translate", headers=page, **ASK)
        assert (told.status, told.headers["access-control-allow-origin"]) == (200, "https://cms.example.org")
        assert "access-control-allow-credentials" not in told.headers
        assert server.post("/translate", headers={"Origin": "https://evil.example"}, **ASK).status == 403


def test_every_answer_has_its_headers(server: ApiClient) -> None:
    for told in (server.get("/languages"), server.post("/translate", **ASK), server.get("/x"), server.post("/detect")):
        assert told.headers["x-content-type-options"] == "nosniff"
        assert told.headers["cache-control"] == "no-store"
        assert told.headers["x-frame-options"] == "DENY"
        assert "default-src 'none'" in told.headers["content-security-policy"]
        assert "server" not in told.headers


def test_bodies_are_bounded() -> None:
    with api(limits=Limits(body=10_000, file=20_000)) as server:
        told = server.post("/translate", q="会" * 5000, source="zh", target="vi")
        assert (told.status, "longer than 10000 bytes" in told.error) == (413, True)
        chunked = b"".join(
            [
                f"POST /translate HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n".encode(),
                b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n",
                b"".join(b"1000\r\n" + b" " * 4096 + b"\r\n" for _ in range(8)),
            ]
        )
        assert raw(server.port, chunked).startswith(b"HTTP/1.1 413 ")
        assert server.upload("a.txt", b"x" * 30_000, source="zh", target="vi").status == 413
        lying = f"POST /translate HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Length: 99999999999999\r\n\r\n"
        assert raw(server.port, lying.encode()).startswith(b"HTTP/1.1 413 ")


@pytest.mark.deep
def test_slow_clients_are_cut_off() -> None:
    with api(limits=Limits(slow_headers=0.5, slow_body=0.5)) as server:
        began = time.monotonic()
        head = f"POST /translate HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n".encode()
        assert raw(server.port, b"", wait=8) == b""
        assert raw(server.port, head + b"X-Drip: ", wait=8) == b""
        said = raw(server.port, head + b"Content-Type: application/json\r\nContent-Length: 50\r\n\r\n{", wait=8)
        assert said.startswith(b"HTTP/1.1 408 ")
        assert b"connection: close" in said.lower()
        assert time.monotonic() - began < 7
        # a second request on a connection has no more time than the first
        with socket.create_connection(("127.0.0.1", server.port), timeout=8) as line:
            line.sendall(f"GET /health HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode())
            said = b""
            while b'"ok"}' not in said:
                said += line.recv(65536)
            line.sendall(b"GET /health HTTP/1.1\r\n")
            assert line.recv(65536) == b""


@pytest.mark.deep
def test_who_takes_no_answer_is_cut_off() -> None:
    with api(limits=Limits(slow_reader=0.5)) as server:
        told = server.upload("a.txt", "会议结束。\n".encode() * 900_000, source="zh", target="zh-Hans")
        place = told.json["translatedFileUrl"].partition(str(server.port))[2]
        with socket.socket() as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            line.connect(("127.0.0.1", server.port))
            line.settimeout(8)
            line.sendall(f"GET {place} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode())
            time.sleep(2)
            size = 0
            try:
                while part := line.recv(1 << 20):
                    size += len(part)
            except ConnectionResetError:
                pass
        assert size < 14_000_000
        assert len(server.get(place).body) == 14_400_000


def test_many_idle_connections_keep_nobody_out() -> None:
    with api(limits=Limits(slow_headers=1.0)) as server:
        lines = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(200)]
        try:
            assert server.post("/translate", **ASK).status == 200
        finally:
            for line in lines:
                line.close()


@pytest.mark.deep
def test_nonsense_is_no_request(server: ApiClient) -> None:
    head = f"Host: 127.0.0.1:{server.port}\r\n"
    for data in (
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",  # TLS
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x00" * 1000 + b"\r\n\r\n",
        f"GET / HTTP/1.1\r\n{head}X: {'a' * 100_000}\r\n\r\n".encode(),
        f"POST /translate HTTP/1.1\r\n{head}Content-Length: 5\r\nContent-Length: 6\r\n\r\n12345".encode(),
        f"POST /translate HTTP/1.1\r\n{head}Content-Length: -1\r\n\r\n".encode(),
        f"GET /\u0100 HTTP/1.1\r\n{head}\r\n".encode(),
    ):
        assert raw(server.port, data, wait=3).startswith(b"HTTP/1.1 4"), data[:40]
    said = raw(server.port, f"GET /%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\n{head}Connection: close\r\n\r\n".encode())
    assert said.startswith(b"HTTP/1.1 404 ")
    assert b"Set-Cookie" not in said


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{", "application/json"),
        (b"[]", "application/json"),
        (b"\xff\xfe\x00", "application/json"),
        (b"[" * 50_000, "application/json"),
        (b"q=%ff%fe&source=zh&target=vi", "application/x-www-form-urlencoded"),
        (b"&" * 50_000, "application/x-www-form-urlencoded"),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
        (b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--", "multipart/form-data; boundary=x"),
        (b"", "multipart/form-data"),
        (b"", "multipart/form-data; boundary=" + "x" * 500),
        (b"--x--", "multipart/form-data; boundary=x; charset=zlib"),
        (b"q=1", "text/plain"),
        (b"<a/>", "application/xml"),
        (b"", ""),
    ],
)
def test_bodies_that_are_not_what_they_say(server: ApiClient, body: bytes, kind: str) -> None:
    for path in ("/translate", "/detect", "/translate_file", "/v1/translate"):
        told = server.send("POST", path, body, {"Content-Type": kind} if kind else {})
        assert told.status in {400, 415}, (path, told.body)
        assert told.error


def bomb() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("word/document.xml", b"<w:document>" + b" " * (200 << 20))
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("../../../etc/cron.d/x.txt", "会议结束。".encode()),
        ("..\\..\\x.txt", "会议结束。".encode()),
        ("/etc/passwd.txt", "会议结束。".encode()),
        ("a\x00.txt", "会议结束。".encode()),
        ("x.txt%0d%0aSet-Cookie: a=b.txt", "会议结束。".encode()),
    ],
)
def test_names_of_files_lead_nowhere(server: ApiClient, name: str, data: bytes, tmp_path: Path) -> None:
    told = server.upload(name, data, source="zh", target="vi")
    assert told.status in {200, 400}
    if told.status == 200:
        place = told.json["translatedFileUrl"].partition("/download_file/")[2]
        assert "/" not in place and ".." not in place
        fetched = server.get(f"/download_file/{place}")
        assert fetched.body.decode() == "Hội nghị kết thúc."
        assert set(fetched.headers) >= {"content-disposition"}
        assert "set-cookie" not in fetched.headers
    for path in ("/download_file/../../etc/passwd", "/download_file/..%2f..%2fetc%2fpasswd", "/download_file/%00"):
        assert server.get(path).status == 404


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("bomb.docx", None),
        ("broken.docx", b"PK\x03\x04" + b"\x00" * 400),
        ("deep.html", b"<div>" * 200_000),
        (
            "entities.xlf",
            b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><xliff>&b;</xliff>',
        ),
        ("outside.xml", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'),
        ("binary.txt", bytes(range(256)) * 100),
    ],
)
def test_hostile_files_are_refused_or_come_to_nothing(server: ApiClient, name: str, data: bytes | None) -> None:
    began = time.monotonic()
    told = server.upload(name, bomb() if data is None else data, source="zh", target="vi")
    assert time.monotonic() - began < 20
    assert told.status in {200, 400}, told.body
    if told.status == 200:
        assert name == "deep.html"
    else:
        assert told.error
    assert "root:" not in told.body.decode()


def test_a_full_queue_says_when_to_come_again() -> None:
    gate = threading.Event()
    with api(TableModels(gate=gate), batching=Batching(waiting=4, workers=1, requests=1)) as server:
        told: list[Any] = []

        def ask(n: int) -> None:
            told.append(server.post("/translate", **{**ASK, "q": f"第{n}句。"}))

        threads = [threading.Thread(target=ask, args=(n,)) for n in range(12)]
        for thread in threads:
            thread.start()
        time.sleep(0.5)
        refused = [one for one in told if one.status == 429]
        assert len(refused) >= 6
        assert all(1 <= int(one.headers["retry-after"]) <= 60 for one in refused)
        assert refused[0].error.startswith("Slowdown: ")
        assert server.get("/health").status == 200
        assert server.counter("mtkit_queue_requests") == 4
        gate.set()
        for thread in threads:
            thread.join()
        assert {one.status for one in told} == {200, 429}
        assert server.counter("mtkit_refused_total") == len(refused)


@pytest.mark.deep
def test_what_takes_too_long_is_given_up() -> None:
    gate = threading.Event()
    gate.set()
    with api(TableModels(gate=gate), limits=Limits(timeout=2)) as server:
        assert server.post("/translate", **ASK).status == 200
        gate.clear()
        began = time.monotonic()
        told = server.post("/translate", **{**ASK, "q": "第二次会议结束。"})
        assert (told.status, "no answer within 2 s" in told.error) == (504, True)
        assert 2 <= time.monotonic() - began < 8
        gate.set()
        assert server.post("/translate", **ASK).status == 200
        assert server.counter("mtkit_refused_total") == 1


def test_a_client_that_leaves_frees_its_place() -> None:
    gate = threading.Event()
    with api(TableModels(gate=gate), batching=Batching(waiting=2, workers=1, requests=1)) as server:
        body = json.dumps(ASK).encode()
        lines = []
        for _ in range(3):
            line = http.client.HTTPConnection("127.0.0.1", server.port)
            line.request("POST", "/translate", body, {"Content-Type": "application/json"})
            lines.append(line)
            time.sleep(0.05)
        assert server.post("/translate", **ASK).status == 429
        for line in lines:
            line.close()
        time.sleep(0.3)
        gate.set()
        assert server.post("/translate", **ASK).status == 200


def test_a_fault_of_ours_is_one_line_without_the_text() -> None:
    with api(faults=1) as server:
        told = server.post("/translate", q="坏的句子。", source="zh", target="vi")
        assert (told.status, told.error) == (500, "a fault of mtkit, RuntimeError; please report it")
        assert server.faults == ["a fault of mtkit, RuntimeError, at /translate; please report it"]
        assert server.post("/translate", **ASK).status == 200


def test_a_bad_neighbour_in_the_batch_harms_nobody() -> None:
    gate = threading.Event()
    models = TableModels(gate=gate)
    with api(models, batching=Batching(linger=0.2), faults=1) as server:
        gate.set()
        told: dict[int, Any] = {}

        def ask(n: int) -> None:
            text = "坏的句子。" if n == 3 else "会议结束。"
            told[n] = server.post("/translate", q=text, source="zh", target="vi")

        threads = [threading.Thread(target=ask, args=(n,)) for n in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [told[n].status for n in range(6)] == [200, 200, 200, 500, 200, 200]


def test_keys_and_rates(tmp_path: Path) -> None:
    path = tmp_path / "keys.txt"
    key = add_key(path, "weblate", rate=5)
    with api(keys=path, limits=Limits(rate=100)) as server:
        told = server.post("/translate", **ASK)
        assert (told.status, "API key" in told.error) == (400, True)
        told = server.post("/translate", api_key="mtk_wrong", **ASK)
        assert (told.status, told.error) == (403, "Invalid API key")
        told = server.post("/v1/detect", texts=["a"])
        assert (told.status, told.headers["www-authenticate"]) == (401, "Bearer")
        for body in ({}, {"texts": 3}, {"texts": ["a"], "more": 1}):
            told = server.post("/v1/translate", **body)
            assert (told.status, told.headers["www-authenticate"]) == (401, "Bearer"), "the key is judged first"
            told = server.post("/v1/translate", headers={"Authorization": "Bearer mtk_wrong"}, **body)
            assert (told.status, told.error) == (403, "Invalid API key")
            with_key = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
            assert server.post("/v1/translate", headers=with_key, **body).status == 400
        assert server.get("/metrics").status == 400
        assert server.get("/languages").status == 200
        assert server.get("/frontend/settings").json["keyRequired"] is True
        assert server.post("/translate", api_key=key, **ASK).status == 200
        assert server.post("/translate", headers={"Authorization": f"Bearer {key}"}, **ASK).status == 200
        assert server.post("/translate", headers={"X-Api-Key": key}, **{**ASK, "q": ["会议结束。"] * 3}).status == 200
        told = server.post("/translate", api_key=key, **ASK)
        assert (told.status, told.error) == (429, "Slowdown: 5 requests a minute are allowed")
        assert 1 <= int(told.headers["retry-after"]) <= 60
        remove_key(path, "weblate")
        time.sleep(1.05)
        assert server.post("/translate", api_key=key, **ASK).status == 403


def test_rates_of_addresses_believe_a_proxy_only_where_told() -> None:
    with api(limits=Limits(rate=2)) as server:
        seen = [server.post("/translate", {"X-Forwarded-For": f"203.0.113.{n}"}, **ASK).status for n in range(3)]
        assert seen == [200, 200, 429]
    with api(limits=Limits(rate=2), proxied=True) as server:
        seen = [server.post("/translate", {"X-Forwarded-For": f"x, 203.0.113.{n}"}, **ASK).status for n in range(3)]
        assert seen == [200, 200, 200]


def test_metrics_count_and_tell_nothing(server: ApiClient) -> None:
    before = server.counter("mtkit_http_requests_total")
    secret = "绝密的第九次会谈在南宁举行"
    assert server.post("/translate", q=f"{secret}。", source="zh", target="vi").status == 200
    server.get("/%E7%BB%9D%E5%AF%86")
    said = server.get("/metrics").body.decode()
    assert server.counter("mtkit_http_requests_total") >= before + 3
    assert "mtkit_batch_requests_bucket" in said
    assert 'endpoint="other"' in said
    for word in (secret, "绝密", "127.0.0.1"):
        assert word not in said

"""``mtkit review`` over HTTP: every call, what is turned away, and other programs at the same files."""

from __future__ import annotations

import json
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import Mtkit
from po_articles import KM_HEADER, VI_HEADER, gettext, khmer, vietnamese
from review_server import Client, review, serving

from mtkit.formats import po
from mtkit.unit import State


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    po.write(vietnamese(), tmp_path / "forum.vi.po", VI_HEADER)
    po.write(khmer(), tmp_path / "mekong.km.po", KM_HEADER)
    return tmp_path


@pytest.fixture
def server(folder: Path) -> Iterator[Client]:
    with serving(folder, "forum.vi.po", "mekong.km.po") as started:
        yield started


def target(path: Path, text: str) -> str:
    return next(entry.msgstr for entry in po.read(path).entries if text in entry.msgid)


def test_a_session_from_page_to_file(server: Client, folder: Path) -> None:
    page = server.get("/api/page")
    assert page["mode"] == "review"
    assert [file["id"] for file in page["files"]] == ["f0", "f1"]
    assert [file["name"] for file in page["files"]] == ["forum.vi.po", "mekong.km.po"]
    assert str(folder) not in json.dumps(page)

    unit = server.unit("会议将于下周")
    text = "Hội nghị sẽ diễn ra tại Jakarta vào tuần tới."
    told = server.post("unit", file="f0", key=unit["key"], version=unit["version"], target=text).json
    assert [(u["key"], u["state"], u["target"]) for u in told["units"]] == [(unit["key"], "edited", text)]
    assert target(folder / "forum.vi.po", "会议将于下周") == text

    version = told["units"][0]["version"]
    told = server.post("unit", file="f0", key=unit["key"], version=version, state="approved").json
    assert told["units"][0]["state"] == "approved"
    assert (told["kind"], told["undo"], told["redo"]) == ("approve", 2, 0)
    assert po.read(folder / "forum.vi.po").header["Last-Translator"] == "Desk <desk@example.org>"

    told = server.post("undo").json
    assert told["units"][0]["state"] == "edited"
    assert "会议将于下周" in told["what"]
    told = server.post("undo").json
    assert told["units"][0]["state"] == "untranslated"
    assert server.post("undo").status == 400
    assert server.post("redo").json["units"][0]["target"] == text


def test_the_command_ends_with_a_line_on_what_was_done(folder: Path) -> None:
    with review(folder, "forum.vi.po") as server:
        for text in ("会议将于下周", "（完）"):
            unit = server.unit(text)
            server.post("unit", file="f0", key=unit["key"], version=unit["version"], target="Một.", state="approved")
        server.post("undo")
        server.stop()
        assert server.code == 0
    assert server.err.splitlines()[-1] == (
        "mtkit: the review has ended; sentences changed: 1, approved of these: 1, files: 1"
    )
    assert "Một" not in server.err


def test_units_that_share_an_entry_change_together(server: Client) -> None:
    unit = server.unit("他说。")
    told = server.post("unit", file="f0", key=unit["key"], version=unit["version"], target="Ông ấy nói.").json
    assert {view["id"] for view in told["units"]} >= {"p2.2", "p3.2"}


def test_findings_are_live_and_saved_ones_follow(server: Client) -> None:
    unit = server.unit("中国商务部")
    text = "Bộ Thương mại Trung Quốc {1}hôm thứ Sáu{/1} cho biết kim ngạch đạt 9,9 nghìn tỷ nhân dân tệ, tăng 8,6%."
    live = server.post("check", file="f0", key=unit["key"], target=text).json
    assert any(issue["code"].startswith("N") for issue in live["issues"])
    assert server.unit("中国商务部")["target"] == unit["target"]
    good = text.replace("9,9", "5,67")
    assert not [
        i for i in server.post("check", file="f0", key=unit["key"], target=good).json["issues"] if i["code"][0] == "N"
    ]
    told = server.post("unit", file="f0", key=unit["key"], version=unit["version"], target=text).json
    saved = next(view for view in told["units"] if view["key"] == unit["key"])
    assert saved["issues"] == live["issues"]


def test_a_silenced_finding_is_gone_and_comes_back(server: Client, folder: Path) -> None:
    unit = server.unit("中国商务部")
    code = next(issue["code"] for issue in unit["issues"])
    said = {"file": "f0", "key": unit["key"], "version": unit["version"], "code": code}
    told = server.post("silence", **said, on=True).json
    view = next(view for view in told["units"] if view["key"] == unit["key"])
    assert code in view["silenced"]
    assert code not in [issue["code"] for issue in view["issues"]]
    assert f"# mtkit-ignore: {code}" in (folder / "forum.vi.po").read_text(encoding="utf-8")
    told = server.post("silence", **said, on=False).json
    assert code in [issue["code"] for issue in told["units"][0]["issues"]]


def test_my_fix_goes_to_the_same_phrase_elsewhere(server: Client, folder: Path) -> None:
    unit = server.unit("中国与东盟")
    said = {"file": "f0", "key": unit["key"], "old": "Ông", "new": "Bà"}
    shown = server.post("replace", **said, apply=False).json
    assert len(shown["places"]) == 2
    assert all("Bà" in place["after"] for place in shown["places"])
    assert "Bà" not in (folder / "forum.vi.po").read_text(encoding="utf-8")
    told = server.post("replace", **said, apply=True).json
    assert len(told["places"]) == 2
    assert {view["state"] for view in told["units"] if "Bà" in view["target"]} == {"edited"}
    assert target(folder / "forum.vi.po", "他说。") == "Bà nói."
    assert server.post("undo").json["what"].endswith("(+1)")
    assert target(folder / "forum.vi.po", "他说。") == "Ông nói."


def test_a_stale_version_is_a_conflict_with_the_text_as_it_is(server: Client, folder: Path) -> None:
    path = folder / "forum.vi.po"
    unit = server.unit("（完）")
    change(path, "(Hết)", "(Hết tin)")
    answer = server.post("unit", file="f0", key=unit["key"], version=unit["version"], target="Hết bài.")
    assert answer.status == 409
    assert answer.json["unit"]["target"] == "(Hết tin)"
    assert answer.json["error"].count("\n") == 0
    assert target(path, "（完）") == "(Hết tin)"
    again = answer.json["unit"]["version"]
    assert server.post("unit", file="f0", key=unit["key"], version=again, target="Hết bài.").status == 200


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    rest(path)


def rest(path: Path) -> None:
    """Make the file one that nobody is writing any more."""
    past = time.time() - 60
    os.utime(path, (past, past))


def test_changes_by_other_programs_are_told(server: Client, folder: Path) -> None:
    path = folder / "forum.vi.po"
    first = server.get("/api/changes?since=0")
    assert len(first["units"]) == 12
    assert server.get(f"/api/changes?since={first['revision']}")["units"] == []
    change(path, "(Hết)", "(Hết tin)")
    told = server.get(f"/api/changes?since={first['revision']}")
    assert [view["target"] for view in told["units"]] == ["(Hết tin)"]
    assert told["revision"] > first["revision"]
    assert not told["reload"]
    assert told["files"][0]["states"]["raw"] == 2


def test_a_rewrap_by_gettext_changes_nothing_and_loses_nothing(server: Client, folder: Path) -> None:
    path = folder / "forum.vi.po"
    since = server.get("/api/changes?since=0")["revision"]
    assert gettext("msgcat", "--width=40", "-o", path, path).returncode == 0
    change(path, "双方同意", "双方同意")
    assert server.get(f"/api/changes?since={since}")["units"] == []
    unit = server.unit("（完）")
    assert server.post("unit", file="f0", key=unit["key"], version=unit["version"], target="Hết bài.").status == 200
    assert target(path, "（完）") == "Hết bài."


def test_sentences_that_came_or_went_ask_for_a_reload(server: Client, folder: Path) -> None:
    path = folder / "forum.vi.po"
    since = server.get("/api/changes?since=0")["revision"]
    change(path, 'msgid "会议将于下周', 'msgid "新的一句。"\nmsgstr ""\n\nmsgid "会议将于下周')
    told = server.get(f"/api/changes?since={since}")
    assert told["reload"]
    assert server.unit("新的一句")["state"] == "untranslated"


@pytest.mark.deep
def test_a_text_written_over_is_offered_again_after_a_restart(folder: Path) -> None:
    path = folder / "forum.vi.po"
    old = path.read_bytes()
    with review(folder, "forum.vi.po") as server:
        unit = server.unit("（完）")
        assert server.post("unit", file="f0", key=unit["key"], version=unit["version"], target="Hết bài.").status == 200
        path.write_bytes(old)
        rest(path)
        assert server.unit("（完）")["ours"] == {"target": "Hết bài.", "approved": False}
    assert "forum.vi.po.kept" in {file.name for file in folder.iterdir()}
    with review(folder, "forum.vi.po") as server:
        unit = server.unit("（完）")
        assert unit["ours"]["target"] == "Hết bài."
        told = server.post("forget", file="f0", key=unit["key"]).json
        assert "ours" not in told["units"][0]
    assert "forum.vi.po.kept" not in {file.name for file in folder.iterdir()}
    assert path.read_bytes() == old


def test_a_file_damaged_meanwhile_blocks_writing_with_one_line(server: Client, folder: Path) -> None:
    path = folder / "forum.vi.po"
    unit = server.unit("（完）")
    good = path.read_bytes()
    path.write_bytes(good + b"<<<<<<< HEAD\n")
    rest(path)
    answer = server.post("unit", file="f0", key=unit["key"], version=unit["version"], target="Hết bài.")
    assert answer.status == 503
    assert "merge conflict mark" in answer.json["error"]
    assert "conflict" in server.get("/api/changes?since=0")["files"][0]["trouble"]
    path.write_bytes(good)
    time.sleep(0.3)
    assert server.post("unit", file="f0", key=unit["key"], version=unit["version"], target="Hết bài.").status == 200


def test_many_clients_at_once_lose_nothing(server: Client, folder: Path) -> None:
    units = [unit for unit in server.get("/api/page")["files"][0]["units"] if unit["id"] not in {"p2.2", "p3.2"}]
    statuses: list[int] = []

    def work(unit: dict[str, str]) -> None:
        version = unit["version"]
        for n in range(4):
            answer = server.post("unit", file="f0", key=unit["key"], version=version, target=f"Lần {n}: {unit['id']}")
            statuses.append(answer.status)
            version = next(view["version"] for view in answer.json["units"] if view["id"] == unit["id"])

    threads = [threading.Thread(target=work, args=(unit,)) for unit in units]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * (4 * len(units))
    found = {unit.segment.id: unit.target for unit in po.read(folder / "forum.vi.po").units}
    assert all(found[unit["id"]] == f"Lần 3: {unit['id']}" for unit in units)


def test_two_people_at_one_sentence_one_of_them_hears_of_it(server: Client) -> None:
    unit = server.unit("（完）")
    statuses: list[int] = []

    def work(name: str) -> None:
        statuses.append(server.post("unit", file="f0", key=unit["key"], version=unit["version"], target=name).status)

    threads = [threading.Thread(target=work, args=(name,)) for name in ("Một", "Hai", "Ba")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, 409, 409]


# what is turned away

BODIES = [
    (b"", "not JSON"),
    (b"{", "not JSON"),
    (b"[" * 100_000, "not JSON"),
    (b"[]", "an object"),
    (b"null", "an object"),
    (b'{"file": "f0"}', "is missing"),
    (b'{"file": 0, "key": "k", "version": "v", "target": "t"}', "must be a string"),
    (b'{"file": "f0", "key": "k", "version": "v", "target": null}', "must be a string"),
    (b'{"file": "f0", "key": "k", "version": "v"}', "target, state or both"),
    (b'{"file": "f0", "key": "k", "version": "v", "state": "raw"}', "state must be one of"),
    (b'{"file": "f0", "key": "k", "version": "v", "target": "t", "path": "/etc/passwd"}', "unknown field"),
    (b'{"file": "f0", "key": "k", "version": "v", "target": "t", "since": true}', "must be a number"),
]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """One server for all that must not change anything."""
    folder = tmp_path_factory.mktemp("review")
    po.write(vietnamese(), folder / "forum.vi.po", VI_HEADER)
    before = (folder / "forum.vi.po").read_bytes()
    with review(folder, "forum.vi.po") as started:
        yield started
        assert (folder / "forum.vi.po").read_bytes() == before
        started.stop()
        assert "nothing was changed" in started.err
        assert "Hết" not in started.err


@pytest.mark.parametrize(
    ("body", "why"), BODIES, ids=[why.replace(" ", "-") + str(n) for n, (_, why) in enumerate(BODIES)]
)
def test_a_call_that_is_not_as_the_page_makes_it_gets_one_line(shared: Client, body: bytes, why: str) -> None:
    answer = shared.send("POST", "/api/unit", body)
    assert answer.status == 400
    assert why in answer.json["error"]
    assert "\n" not in answer.json["error"]


def test_texts_that_a_po_cannot_hold_are_refused(shared: Client) -> None:
    unit = shared.unit("（完）")
    for text in ("a\x00b", "\x1b[2J", "\ud83d"):
        answer = shared.post("unit", file="f0", key=unit["key"], version=unit["version"], target=text)
        assert answer.status == 400
        assert "control character" in answer.json["error"]


@pytest.mark.parametrize(
    "name", ["../forum.vi.po", "/etc/passwd", "f9", "", "f0/../f0", "forum.vi.po", "%2e%2e", "f0\x00"]
)
def test_no_file_is_reached_but_those_that_were_opened(shared: Client, name: str) -> None:
    unit = shared.unit("（完）")
    answer = shared.post("unit", file=name, key=unit["key"], version=unit["version"], target="x")
    assert answer.status == 404
    assert answer.json["error"].startswith("there is no such file")


@pytest.mark.parametrize(
    "path", ["/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/forum.vi.po", "/api/", "/api/page/", "//etc/passwd"]
)
def test_no_path_leads_to_the_disk(shared: Client, path: str) -> None:
    answer = shared.send("GET", path)
    assert answer.status in {404, 403}
    assert b"root:" not in answer.body


def test_the_token_is_needed_for_everything(shared: Client) -> None:
    unit = shared.unit("（完）")
    body = json.dumps({"file": "f0", "key": unit["key"], "version": unit["version"], "target": "x"}).encode()
    for headers in ({}, {"X-Mtkit-Token": "wrong"}, {"X-Mtkit-Token": ""}, {"X-Mtkit-Token": shared.token + "x"}):
        for method, path, sent in (
            ("GET", "/api/page", None),
            ("GET", "/api/changes?since=0", None),
            ("POST", "/api/unit", body),
            ("POST", "/api/undo", b"{}"),
        ):
            answer = shared.send(method, path, sent, headers, token=False)
            assert (answer.status, "token" in answer.json["error"]) == (403, True)
    for query in ("", "?token=", "?token=wrong", f"?token={shared.token[:-1]}"):
        answer = shared.send("GET", f"/{query}", token=False)
        assert answer.status == 403
        assert "Hết".encode() not in answer.body
    assert shared.send("GET", f"/api/page?token={shared.token}", token=False).status == 403


def test_another_name_for_this_server_is_turned_away(shared: Client) -> None:
    for host in ("evil.example", f"evil.example:{shared.port}", "127.0.0.1", f"127.0.0.1:{shared.port + 1}", "", "["):
        answer = shared.send("GET", "/api/page", headers={"Host": host})
        assert answer.status == 421, host
    for host in (f"localhost:{shared.port}", f"127.0.0.1:{shared.port}", f"LOCALHOST:{shared.port}"):
        assert shared.send("GET", "/api/page", headers={"Host": host}).status == 200


def test_another_site_is_turned_away(shared: Client) -> None:
    for headers in (
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": f"https://127.0.0.1:{shared.port}"},
        {"Origin": f"http://127.0.0.1:{shared.port + 1}"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ):
        assert shared.send("POST", "/api/undo", b"{}", headers).status == 403, headers
    own = {"Origin": f"http://127.0.0.1:{shared.port}", "Sec-Fetch-Site": "same-origin"}
    assert shared.send("POST", "/api/undo", b"{}", own).status == 400  # nothing to undo


def test_a_form_cannot_call(shared: Client) -> None:
    for kind in ("application/x-www-form-urlencoded", "text/plain", "multipart/form-data"):
        assert shared.send("POST", "/api/undo", b"{}", {"Content-Type": kind}).status == 415


def test_methods_are_held_to(shared: Client) -> None:
    for method, path in (
        ("POST", "/api/page"),
        ("GET", "/api/unit"),
        ("PUT", "/api/unit"),
        ("DELETE", "/"),
        ("OPTIONS", "/api/unit"),
    ):
        answer = shared.send(method, path)
        assert answer.status == 405
        assert answer.json["error"] == "method not allowed"


def test_long_bodies_are_refused_said_or_not(shared: Client) -> None:
    long = b'{"x": "' + b"a" * (1 << 20) + b'"}'
    assert shared.send("POST", "/api/undo", long).status == 413
    assert shared.send("POST", "/api/undo", b"{}", {"Content-Length": "99999999999999"}).status == 413
    with socket.create_connection(("127.0.0.1", shared.port), timeout=30) as raw:
        head = (
            f"POST /api/undo HTTP/1.1\r\nHost: 127.0.0.1:{shared.port}\r\nX-Mtkit-Token: {shared.token}\r\n"
            "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        raw.sendall(head.encode())
        for _ in range(20):
            raw.sendall(b"10000\r\n" + b"a" * 0x10000 + b"\r\n")
        raw.sendall(b"0\r\n\r\n")
        assert b" 413 " in raw.recv(100)


def test_since_is_a_number(shared: Client) -> None:
    for since in ("x", "-1", "1.5", "%C2%B2", "99999999999"):
        assert shared.send("GET", f"/api/changes?since={since}").status == 400


def test_every_answer_is_locked_down(shared: Client) -> None:
    for answer in (
        shared.send("GET", f"/?token={shared.token}", token=False),
        shared.send("GET", "/", token=False),
        shared.send("GET", "/api/page"),
        shared.send("GET", "/nowhere"),
        shared.send("GET", "/api/page", headers={"Host": "evil.example"}),
    ):
        said = answer.headers
        assert said["cache-control"] == "no-store"
        assert said["referrer-policy"] == "no-referrer"
        assert said["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in said["content-security-policy"]
        assert "frame-ancestors 'none'" in said["content-security-policy"]
        assert "unsafe" not in said["content-security-policy"]
        assert "access-control-allow-origin" not in said
        assert "server" not in said


def test_the_page_has_a_nonce_of_its_own_each_time(shared: Client) -> None:
    answers = [shared.send("GET", f"/?token={shared.token}", token=False) for _ in range(2)]
    nonces = [answer.headers["content-security-policy"].split("'nonce-")[1].split("'")[0] for answer in answers]
    assert nonces[0] != nonces[1]
    for answer, nonce in zip(answers, nonces, strict=True):
        assert answer.status == 200
        assert f'nonce="{nonce}"' in answer.body.decode()


# the command


def test_a_port_in_use_is_said_with_the_mend(mtkit: Mtkit, folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = mtkit("review", "forum.vi.po", "--port", str(port), "--no-open")
    assert result.code == 2
    assert result.errors == [
        f"mtkit: error: port {port} is in use: give another --port, or leave it out for a free one"
    ]


@pytest.mark.deep
def test_what_cannot_be_reviewed_is_said_in_one_line(mtkit: Mtkit, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "bad.po").write_text('msgid "a\n', encoding="utf-8")
    (tmp_path / "other.po").write_text('msgid "a"\nmsgstr "b"\n', encoding="utf-8")
    for args, code, words in (
        (["empty"], 3, "no PO file in this folder"),
        (["nothing.po"], 3, "cannot be read"),
        (["bad.po"], 3, "no closing quote"),
        (["other.po"], 3, "does not name both languages"),
        (["forum.md"], 2, "is not a PO file"),
        (["forum.vi.po", "--host", "no.such.host.invalid"], 2, "no such address"),
    ):
        result = mtkit("review", *args, "--no-open")
        assert (result.code, len(result.errors)) == (code, 1), result
        assert words in result.errors[0]


def test_without_the_extra_the_command_says_what_to_install(mtkit: Mtkit, folder: Path) -> None:
    code = (
        "import sys; sys.modules['uvicorn'] = None; sys.argv = ['mtkit', 'review', 'forum.vi.po'];"
        "from mtkit.cli.app import main; main()"
    )
    result = mtkit(python=code)
    assert result.code == 2
    assert "pip install 'mtkit[serve]'" in result.errors[0]


def test_files_of_one_name_are_told_apart_by_their_folders(folder: Path) -> None:
    for name in ("a", "b"):
        (folder / name).mkdir()
        po.write(vietnamese(), folder / name / "forum.po", VI_HEADER)
    with review(folder, "a", "b", "--no-glossary", "--sort", "worst") as server:
        assert [file["name"] for file in server.get("/api/page")["files"]] == ["a/forum.po", "b/forum.po"]


def test_a_folder_is_reviewed_with_all_its_files(folder: Path) -> None:
    with review(folder, ".", "--no-glossary", "--ui", "zh") as server:
        assert [file["name"] for file in server.get("/api/page")["files"]] == ["forum.vi.po", "mekong.km.po"]


@pytest.mark.deep
def test_a_file_that_does_not_name_its_languages_is_reviewed_when_they_are_given(mtkit: Mtkit, folder: Path) -> None:
    path = folder / "other.po"
    path.write_text('msgid "论坛开幕"\nmsgstr "Diễn đàn khai mạc"\n', encoding="utf-8")
    assert mtkit("review", path, "--from", "zh", "--no-open").code == 2
    with review(folder, path.name, "--from", "zh", "--to", "vi", "--no-glossary") as server:
        unit = server.unit("论坛")
        assert server.get("/api/page")["files"][0]["target"] == "vi"
        answer = server.post("unit", file="f0", key=unit["key"], version=unit["version"], target="Diễn đàn mở")
        assert answer.json["units"][0]["target"] == "Diễn đàn mở"
    assert target(path, "论坛") == "Diễn đàn mở"


def test_a_server_open_to_the_network_warns_and_still_wants_the_token(folder: Path) -> None:
    with review(folder, "forum.vi.po", "--host", "0.0.0.0") as server:
        assert server.url.startswith("http://127.0.0.1:")
        assert server.send("GET", "/api/page", token=False).status == 403
        assert server.send("GET", "/api/page", headers={"Host": f"192.0.2.7:{server.port}"}).status == 200
        assert server.send("GET", "/api/page", headers={"Host": f"evil.example:{server.port}"}).status == 421
    assert "warning: 0.0.0.0 opens the page" in server.err


def test_once_it_has_said_where_it_hears_signals(folder: Path) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        with review(folder, "forum.vi.po", "--no-glossary") as server:
            server.process.send_signal(number)  # at once: nothing was waited for but the address
            server.err += server.process.communicate(timeout=30)[1]
            server.code = server.process.returncode
        assert (server.code, "the review has ended; nothing was changed" in server.err) == (0, True)


def test_states_after_a_session_are_those_of_the_file(server: Client, folder: Path) -> None:
    for text in ("中国与东盟", "中国商务部"):
        unit = server.unit(text)
        server.post("unit", file="f0", key=unit["key"], version=unit["version"], state="approved")
    states = {unit.segment.id: unit.state for unit in po.read(folder / "forum.vi.po").units}
    assert (states["p1.1"], states["p2.1"]) == (State.APPROVED, State.APPROVED)
    assert gettext("msgfmt", "-c", "-o", os.devnull, folder / "forum.vi.po").returncode == 0

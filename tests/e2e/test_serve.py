"""``mtkit serve`` as a person and a service manager use it, with the model in the box."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from command import ROOT, Mtkit
from libretranslatepy import LibreTranslateAPI

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals as a service manager sends them")
SENTENCES = ["东盟秘书处在雅加达发布公报。", "中国和越南将加强铁路合作。", "会议将于下周在南宁举行。"]


class Running:
    def __init__(self, process: subprocess.Popen[str], url: str) -> None:
        self.process, self.url, self.err = process, url, ""

    def post(self, path: str, **said: Any) -> Any:
        request = urllib.request.Request(
            self.url + path, json.dumps(said).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def end(self, number: int = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(number)
        self.err += self.process.communicate(timeout=60)[1]
        return self.process.returncode


@contextmanager
def serving(folder: Path, *args: str) -> Iterator[Running]:
    command = [sys.executable, "-m", "mtkit", "serve", "--port", "0", *args]
    environment = {**os.environ, "PYTHONUTF8": "1", "PYTHONWARNINGS": "error", "OMP_NUM_THREADS": "1"}
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    url = process.stdout.readline().strip()
    if not url:
        raise AssertionError(process.communicate(timeout=60))
    running = Running(process, url)
    try:
        yield running
    finally:
        running.end()
        assert "Traceback" not in running.err, running.err


def test_a_session_from_start_to_sigterm(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        assert server.url.startswith("http://127.0.0.1:")
        client = LibreTranslateAPI(server.url)
        codes = {row["code"] for row in client.languages()}
        assert {"zh", "zh-Hans", "en", "id", "ms", "tl", "vi", "th", "lo", "km", "my", "ta", "pt"} <= codes
        assert "Ban Thư ký ASEAN" in client.translate(SENTENCES[0], "zh", "vi")
        told = server.post("/translate", q=SENTENCES, source="auto", target="th", format="text")
        assert len(told["translatedText"]) == 3
        assert "สำนักเลขาธิการอาเซียน" in told["translatedText"][0]
        told = server.post("/v1/translate", texts=SENTENCES[:1], source="zh", target="km")
        assert told["results"][0]["units"][0]["terms"][0]["concept"] == "asean_sec"
        assert server.end() == 0
    lines = server.err.splitlines()
    assert lines[-1] == "mtkit: the server has ended"
    assert not any(sentence in server.err for sentence in SENTENCES)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.deep
def test_the_calls_of_the_page_work(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "http.md").read_text(encoding="utf-8")
    said = re.findall(r"5000(/\S+) -H 'Content-Type: application/json'[^']*'(\{.*?\})'", page, re.DOTALL)
    forms = re.findall(r"curl -s http://127.0.0.1:5000(/translate) (-d q=.*)", page)
    assert (len(said), len(forms)) == (3, 2)
    with serving(tmp_path) as server:
        for path, body in said:
            told = server.post(path, **json.loads(body))
            assert told.get("translatedText") or told["results"][0]["issues"]
        for path, options in forms:
            fields = [word.removeprefix("-d ").strip("'") for word in re.findall(r"-d (?:'[^']*'|\S+)", options)]
            pairs = [field.strip("'").partition("=") for field in fields]
            body = urllib.parse.urlencode([(name.strip("'"), value) for name, _, value in pairs]).encode()
            with urllib.request.urlopen(server.url + path, body) as answer:
                assert json.load(answer)["translatedText"]


@pytest.mark.deep
def test_answers_do_not_depend_on_their_company(tmp_path: Path) -> None:
    with serving(tmp_path, "--linger", "200") as server:
        alone = [server.post("/translate", q=text, source="zh", target="vi")["translatedText"] for text in SENTENCES]
    with serving(tmp_path, "--linger", "200") as server:
        told: dict[int, str] = {}

        def ask(n: int) -> None:
            told[n] = server.post("/translate", q=SENTENCES[n], source="zh", target="vi")["translatedText"]

        threads = [threading.Thread(target=ask, args=(n,)) for n in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        together = server.post("/translate", q=SENTENCES, source="zh", target="vi")["translatedText"]
    assert [told[n] for n in range(3)] == alone == together


@pytest.mark.deep
def test_what_is_begun_is_finished_and_nothing_is_begun_after(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        server.post("/translate", q=SENTENCES[0], source="zh", target="vi")
        told: list[Any] = []
        text = "".join(f"第{n}批渔民的代表将在{n + 3}号码头参观新的港口。" for n in range(60))
        thread = threading.Thread(
            target=lambda: told.append(server.post("/translate", q=text, source="zh", target="vi"))
        )
        thread.start()
        time.sleep(0.4)
        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.2)
        if thread.is_alive():
            with pytest.raises(urllib.error.URLError):
                server.post("/translate", q="会议结束。", source="zh", target="vi")
        thread.join()
        assert len(told[0]["translatedText"]) > 500
        assert server.process.wait(timeout=60) == 0


@pytest.mark.deep
def test_what_was_approved_before_is_put_in(mtkit: Mtkit, tmp_path: Path) -> None:
    (tmp_path / "desk.tmx").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><tmx version="1.4"><header creationtool="desk" creationtoolversion="1" '
        'segtype="sentence" o-tmf="x" adminlang="en" srclang="zh" datatype="plaintext"/><body><tu>'
        '<tuv xml:lang="zh"><seg>会议结束。</seg></tuv><tuv xml:lang="vi"><seg>Hội nghị đã bế mạc.</seg></tuv>'
        "</tu></body></tmx>",
        encoding="utf-8",
    )
    assert mtkit("memory", "import", "desk.tmx", "--memory", "desk.db").code == 0
    with serving(tmp_path, "--memory", "desk.db") as server:
        told = server.post("/translate", q=["会议结束。", SENTENCES[2]], source="zh", target="vi", alternatives=1)
        assert told["translatedText"][0] == "Hội nghị đã bế mạc."
        (unit,) = server.post("/v1/translate", texts=["会议结束。"], source="zh", target="vi")["results"][0]["units"]
    assert (unit["origin"], unit["state"]) == ("memory", "raw")


def test_ctrl_c_ends_it_too(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        assert server.end(signal.SIGINT) == 0


def test_keys_are_made_listed_and_taken_back(mtkit: Mtkit, tmp_path: Path) -> None:
    path = tmp_path / "keys.txt"
    made = mtkit("serve", "keys", "add", path, "weblate", "--rate", "600")
    assert made.code == 0
    key = made.out.strip()
    assert key.startswith("mtk_")
    assert key not in path.read_text(encoding="utf-8")
    assert mtkit("serve", "keys", "list", path).out.split("\t")[:2] == ["weblate", "600"]
    again = mtkit("serve", "keys", "add", path, "weblate")
    assert (again.code, len(again.errors)) == (2, 1)
    with serving(tmp_path, "--keys", str(path)) as server:
        with pytest.raises(urllib.error.HTTPError) as refused:
            LibreTranslateAPI(server.url).translate("会议结束。", "zh", "en")
        assert refused.value.code == 400
        refused.value.close()
        assert LibreTranslateAPI(server.url, key).translate("会议结束。", "zh", "en")
    assert mtkit("serve", "keys", "remove", path, "weblate").code == 0
    assert mtkit("serve", "keys", "list", path).out == ""


@pytest.mark.deep
@pytest.mark.parametrize(
    ("args", "code", "line"),
    [
        (["--host", "no.such.host.invalid"], 2, "no such address"),
        (["--keys", "missing.txt"], 2, "mtkit serve keys add"),
        (["--cors", "https://cms.example.org/path"], 2, "give the origin alone"),
        (["--model", "nobody/nothing"], 4, "mtkit models pull nobody/nothing"),
        (["--memory", "a.db", "--no-memory"], 2, "exclude each other"),
    ],
)
def test_what_cannot_be_is_one_line(mtkit: Mtkit, args: list[str], code: int, line: str) -> None:
    done = mtkit("serve", "--port", "0", *args)
    assert (done.code, done.out) == (code, "")
    (error,) = done.errors
    assert line in error


def test_a_public_address_is_warned_of(tmp_path: Path) -> None:
    with serving(tmp_path, "--host", "0.0.0.0") as server:
        pass
    assert "warning: 0.0.0.0 opens the server, unencrypted" in server.err
    assert "everybody there may use it" in server.err


@pytest.mark.deep
def test_under_load_nothing_fails_and_memory_is_flat() -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "load.py"), "--seconds", "8", "--clients", "32"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 errors" in done.stdout

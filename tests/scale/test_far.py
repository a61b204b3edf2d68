"""``mtkit translate`` in parts, at URLs and on Ray: the files of a plain local run, byte for byte."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from mtkit.scale import Shard, only

ARTICLES = {
    f"2025/{name}": f"# {title}\n\nNANNING, Sept. {day}, 2025 -- {text}\n\nTrade grew by {day}.2 percent.\n"
    for day, (name, title, text) in enumerate(
        [
            ("rail.md", "Second rail link", "The ministers agreed on Monday to open a second rail link with Laos."),
            ("expo.md", "Expo opens", "The 22nd China-ASEAN Expo opened in **Nanning** on Thursday."),
            ("ports.txt", "Ports", "Vietnam and China will open three more border gates before the Spring Festival."),
            ("fruit.md", "Durian", "Thailand sold 12,000 tonnes of durian to Guangxi in the first half of the year."),
            ("talks.txt", "Talks", "The ASEAN Secretary-General met the State Council Premier in Beijing."),
            ("power.md", "Power grid", "Malaysia, Singapore and the Lao PDR agreed to share electric power."),
            ("film.md", "Film week", "The film week in Jakarta showed 40 works by young directors."),
            ("sea.txt", "Marine day", "Volunteers in Da Nang cleaned eight kilometres of beach."),
        ],
        start=11,
    )
}
OPTIONS = ("--from", "en", "--to", "vi", "--to", "th", "--no-cache", "--allow-low-quality")
ray = pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not installed: pip install 'mtkit[ray]'")


def fill(folder: Path) -> Path:
    for name, text in ARTICLES.items():
        path = folder / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return fill(tmp_path)


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of a plain local run, made once."""
    return plain(fill(tmp_path_factory.mktemp("plain")))


def command(*args: str) -> list[str]:
    return [sys.executable, "-m", "mtkit", "translate", *args]


def environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RAY_")}
    return {**kept, "PYTHONUTF8": "1", "OMP_NUM_THREADS": "1"}


def translate(folder: Path, *args: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        command(*args), cwd=folder, env=environment(), capture_output=True, text=True, timeout=300, check=False
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode == code, done.stderr
    return done


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file() and ".mtkit" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def plain(folder: Path) -> dict[str, bytes]:
    translate(folder, "in", *OPTIONS, "-o", "plain")
    return files(folder / "plain")


@pytest.mark.deep
def test_all_shards_are_the_job_in_one_folder_or_in_several(folder: Path, wanted: dict[str, bytes]) -> None:
    assert len(wanted) == 4 * len(ARTICLES)
    for number in (1, 2):
        translate(folder, "in", *OPTIONS, "-o", "together", "--shard", f"{number}/2")
    assert files(folder / "together") == wanted
    translate(folder, "in", *OPTIONS, "-o", "apart", "--shard", "1/2")
    mine = {name.rpartition(".")[0] for name in only(ARTICLES, Shard(1, 2))}
    apart = {name: data for name, data in wanted.items() if name.split(".")[0] in mine}
    assert files(folder / "apart") == apart and 0 < len(apart) < len(wanted)
    again = translate(folder, "in", *OPTIONS, "-o", "together", "--json")  # the whole job knows what its parts did
    assert json.loads(again.stdout.splitlines()[-1])["skipped"] == 2 * len(ARTICLES)


@pytest.mark.deep
def test_twins_keep_their_names_in_different_shards(tmp_path: Path) -> None:
    for name in ("news.md", "news.txt", "news.html"):
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / name).write_text("Trade grew.\n", encoding="utf-8")
    for number in (1, 2):
        translate(tmp_path, "in", "--from", "en", "--to", "vi", "--no-cache", "-o", "out", "--shard", f"{number}/2")
    assert {name for name in files(tmp_path / "out") if name.endswith(".po")} == {
        "news.md.vi.po", "news.txt.vi.po", "news.html.vi.po"
    }  # fmt: skip


@pytest.mark.deep
def test_shards_run_into_one_folder_at_once(folder: Path, wanted: dict[str, bytes]) -> None:
    running = [
        subprocess.Popen(
            command("in", *OPTIONS, "-o", "out", "--shard", f"{number}/2", "-q"),
            cwd=folder, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )
        for number in (1, 2)
    ]  # fmt: skip
    said = [process.communicate(timeout=300)[1] for process in running]
    assert [process.returncode for process in running] == [0, 0], said
    assert files(folder / "out") == wanted


def test_urls_in_and_out_without_a_cluster(folder: Path, wanted: dict[str, bytes]) -> None:
    translate(folder, f"local://{folder}/in", *OPTIONS, "-o", f"local://{folder}/out")
    assert files(folder / "out") == wanted
    again = translate(folder, f"file://{folder}/in", *OPTIONS, "-o", f"file://{folder}/out", "--json")
    last = json.loads(again.stdout.splitlines()[-1])
    assert (last["event"], last["done"], last["skipped"]) == ("finished", 0, 2 * len(ARTICLES))
    translate(folder, f"file://{folder}/in/2025/rail.md", *OPTIONS, "-o", "one")
    assert files(folder / "one")["rail.vi.po"]


@pytest.mark.deep
def test_a_map_of_fields_goes_where_the_articles_go(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.json").write_text('{"kicker": "Talks end.", "title": "Trade grew."}', encoding="utf-8")
    (tmp_path / "fields.toml").write_text('[json]\ntranslate = ["kicker"]\n', encoding="utf-8")
    options = ("--from", "en", "--to", "vi", "--no-cache", "--allow-low-quality")
    own = (*options, "--fields", "fields.toml")
    translate(tmp_path, "in", *own, "-o", "here")
    translate(tmp_path, f"file://{tmp_path}/in", *own, "-o", "far")
    assert files(tmp_path / "far") == files(tmp_path / "here")
    made = files(tmp_path / "far")["a.vi.po"].decode()
    assert 'msgid "Talks end."' in made and 'msgid "Trade grew."' not in made
    # a job that was begun here goes on there, and the other way round; another map is another job
    for call, again in (
        ((f"file://{tmp_path}/in", *own), 1),
        (("in", *own), 1),
        ((f"file://{tmp_path}/in", *options), 0),
    ):
        said = translate(tmp_path, *call, "-o", "far", "--json").stdout.splitlines()[-1]
        assert json.loads(said)["skipped"] == again


@pytest.mark.deep
def test_a_shard_without_articles_says_so(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "rail.txt").write_text("Work begins in 2026.\n", encoding="utf-8")
    part = next(number for number in (1, 2) if "rail.txt" not in Shard(number, 2))
    for source in ("in", f"file://{tmp_path}/in"):
        call = (source, "--from", "en", "--to", "vi", "--no-cache", "-o", "out", "--shard", f"{part}/2")
        done = translate(tmp_path, *call)
        line = f"mtkit: shard {part}/2 has no article, the only article is of another: nothing to do"
        assert (done.stdout, done.stderr.splitlines()) == ("", [line])
        assert translate(tmp_path, *call, "-q").stderr == ""
        assert json.loads(translate(tmp_path, *call, "--json").stdout.splitlines()[-1])["articles"] == 0


@ray
def test_a_map_of_fields_travels_to_a_worker(tmp_path: Path) -> None:
    from mtkit.formats import fields
    from mtkit.scale.work import Recipe

    path = tmp_path / "fields.toml"
    path.write_text('[json]\ntranslate = ["kicker"]\n', encoding="utf-8")
    recipe = Recipe({}, "en", fields=fields.load(path))
    import ray.cloudpickle as pickle

    assert pickle.loads(pickle.dumps(recipe)) == recipe


@pytest.mark.parametrize(
    ("args", "hint"),
    [
        (("in", "-o", "out", "--shard", "4/3"), "no shard 4 of 3"),
        (("in", "-o", "out", "--workers", "2"), "--workers is for --distributed"),
        (("in", "-o", "out", "--distributed", "dask"), "only ray is known"),
        (("file:///nowhere/at/all", "-o", "out"), "cannot be read"),
        (("in", "-o", "teleport://x"), "Protocol not known"),
        (("in", "-o", "memory://x/a.po"), "URL of a folder"),
        (("memory://empty", "-o", "out"), ""),
    ],
)
def test_what_cannot_be_is_one_line(folder: Path, args: tuple[str, ...], hint: str) -> None:
    done = subprocess.run(
        command(*args, *OPTIONS), cwd=folder, env=environment(), capture_output=True, text=True, timeout=60, check=False
    )
    lines = done.stderr.splitlines()
    assert done.returncode in {2, 3} and len(lines) == 1 and hint in lines[0], done.stderr
    assert not (folder / "out" / "2025").exists()


def test_without_ray_the_command_that_brings_it(folder: Path) -> None:
    code = (
        "import sys, importlib.util\n"
        "find = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda name, *more: None if name == 'ray' else find(name, *more)\n"
        "from mtkit.cli.app import main\n"
        "main()"
    )
    args = ["translate", "in", *OPTIONS, "-o", "out", "--distributed", "ray"]
    done = subprocess.run(
        [sys.executable, "-c", code, *args], cwd=folder, env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == ("mtkit: error: --distributed ray needs Ray: pip install 'mtkit[ray]'")


# --- Ray ---


def descendants(pid: int) -> Iterator[tuple[int, str]]:
    """The processes below ``pid`` with their names."""
    children: dict[int, list[tuple[int, str]]] = {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            fields = (path / "stat").read_text(encoding="utf-8", errors="replace").rsplit(")", 1)[1].split()
            name = (path / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append((int(path.name), name))
    todo = [pid]
    while todo:
        for child, name in children.get(todo.pop(), []):
            todo.append(child)
            yield child, name


def workers_of(pid: int) -> list[int]:
    return [child for child, name in descendants(pid) if name.startswith("ray::MapWorker")]


def start(folder: Path, *args: str) -> subprocess.Popen[str]:
    more = ("--distributed", "ray", "--workers", "2")
    return subprocess.Popen(
        command(*args, *OPTIONS, *more), cwd=folder, env=environment(), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def finish(process: subprocess.Popen[str], code: int = 0) -> str:
    """What it said on stderr; nothing of it is left running."""
    below = [child for child, _ in descendants(process.pid)]
    out, err = process.communicate(timeout=300)
    assert "Traceback" not in err, err
    assert process.returncode == code, (out, err)
    deadline = time.monotonic() + 30
    while any(Path(f"/proc/{child}/cwd").exists() for child in below) and time.monotonic() < deadline:
        time.sleep(0.2)
    return err


@ray
@pytest.mark.deep
def test_ray_gives_the_files_of_a_local_run_and_resumes(folder: Path, wanted: dict[str, bytes]) -> None:
    finish(start(folder, "in", "-o", "out"))
    assert files(folder / "out") == wanted
    # some files go, one article changes: only that is made again, by whichever way of running
    (folder / "out/2025/expo.vi.po").unlink()
    (folder / "in/2025/sea.txt").write_text("Volunteers cleaned a beach.\n", encoding="utf-8")
    again = translate(folder, "in", *OPTIONS, "-o", "out", "--json", "--distributed", "ray", "--workers", "2")
    last = json.loads(again.stdout.splitlines()[-1])
    assert (last["done"], last["skipped"]) == (3, 2 * len(ARTICLES) - 3)
    assert files(folder / "out") == plain(folder)


@ray
@pytest.mark.deep
def test_ray_workers_read_and_write_a_shared_place_themselves(folder: Path, wanted: dict[str, bytes]) -> None:
    finish(start(folder, f"file://{folder}/in", "-o", f"file://{folder}/out"))
    assert files(folder / "out") == wanted


@ray
@pytest.mark.deep
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds the workers in /proc")
def test_a_killed_worker_costs_nothing_but_time(folder: Path, wanted: dict[str, bytes]) -> None:
    process = start(folder, "in", "-o", "out")
    killed: set[int] = set()
    deadline = time.monotonic() + 120
    while len(killed) < 3 and process.poll() is None and time.monotonic() < deadline:
        for worker in workers_of(process.pid):
            if worker not in killed:
                time.sleep(0.3)
                os.kill(worker, signal.SIGKILL)
                killed.add(worker)
        time.sleep(0.05)
    err = finish(process)
    assert len(killed) >= 2, err
    assert files(folder / "out") == wanted


@ray
@pytest.mark.deep
def test_a_worker_that_hangs_is_started_anew(folder: Path, wanted: dict[str, bytes]) -> None:
    stuck = folder / "in/2025/film.md"
    text = stuck.read_bytes()
    stuck.unlink()
    os.mkfifo(stuck)  # whoever opens it waits for a writer that never comes

    def mend() -> None:
        time.sleep(40)
        (folder / "film.md").write_bytes(text)
        (folder / "film.md").replace(stuck)

    threading.Thread(target=mend, daemon=True).start()
    process = start(folder, f"file://{folder}/in", "-o", f"file://{folder}/out", "--worker-timeout", "15")
    finish(process)
    assert files(folder / "out") == wanted


@ray
@pytest.mark.deep
def test_an_article_that_hangs_every_worker_fails_alone(folder: Path, wanted: dict[str, bytes]) -> None:
    stuck = folder / "in/2025/film.md"
    stuck.unlink()
    os.mkfifo(stuck)
    process = start(folder, f"file://{folder}/in", "-o", f"file://{folder}/out", "--worker-timeout", "12")
    err = finish(process, code=4)
    errors = [line for line in err.splitlines() if line.startswith("mtkit: error: ")]
    assert len(errors) == 1 and "2025/film.md: its workers died or hung" in errors[0], err
    assert files(folder / "out") == {name: data for name, data in wanted.items() if "film" not in name}


@ray
@pytest.mark.deep
def test_what_stops_a_job_on_ray_is_one_line_and_its_exit_code(folder: Path) -> None:
    (folder / "in/2025/bad.txt").write_bytes(b"\x00\x01\x02")
    err = finish(start(folder, "in", "-o", "out"), code=3)
    assert [line for line in err.splitlines() if "error: " in line] == [
        line for line in err.splitlines() if line.startswith("mtkit: error: ") and "bad.txt" in line
    ]
    assert len(files(folder / "out")) == 4 * len(ARTICLES)
    process = start(folder, "in", "-o", "out2", "--model", "no-such-model")
    assert finish(process, code=4).splitlines()[-1].startswith("mtkit: error: ")


@ray
@pytest.mark.deep
def test_ctrl_c_ends_ray_and_keeps_what_is_finished(folder: Path, wanted: dict[str, bytes]) -> None:
    process = start(folder, "in", "-o", "out")
    deadline = time.monotonic() + 90
    while not workers_of(process.pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    err = finish(process, code=130)
    assert "interrupted" in err.splitlines()[-1]
    assert files(folder / "out").items() <= wanted.items()

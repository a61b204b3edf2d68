"""Places: the same by path and by URL, whole files or none, one line for whatever fails."""

from __future__ import annotations

import pickle
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

from mtkit.errors import DocumentError, OutputError, UsageError
from mtkit.scale import LocalPlace, Place, RemotePlace, is_url, place_of

NEWS = "南宁论坛闭幕。\nฟอรัมปิดฉากที่หนานหนิง\x00\r\n".encode()


@pytest.fixture(params=["path", "file", "memory", "local"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    return place_of(
        {
            "path": str(tmp_path / "job"),
            "file": f"file://{tmp_path}/job",
            "memory": f"memory://{uuid.uuid4().hex}/job",
            "local": f"local://{tmp_path}/job",  # fsspec's own way to a disk: written aside, then moved
        }[request.param]
    )


def test_what_is_written_is_read(place: Place) -> None:
    assert not place.exists("2025/forum.vi.po")
    place.write("2025/forum.vi.po", NEWS)
    place.write("2025/forum.vi.po", NEWS + NEWS)
    place.write("論壇.th.po", b"")
    assert place.exists("2025/forum.vi.po")
    assert place.read("2025/forum.vi.po") == NEWS + NEWS
    assert place.list() == ["2025/forum.vi.po", "論壇.th.po"]


def test_what_is_not_there_is_one_line(place: Place) -> None:
    place.write("a.po", b"x")
    with pytest.raises(DocumentError, match=r"b\.po: cannot be read: ") as caught:
        place.read("b.po")
    assert "\n" not in str(caught.value)


def test_a_place_that_is_not_there_cannot_be_listed_by_path(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="cannot be read"):
        place_of(str(tmp_path / "none")).list()


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = place_of(f"local://{tmp_path}/job")
    assert isinstance(place, RemotePlace)
    place.write("a.po", b"old")
    fs, _ = place._store()

    def fail(*_: object, **__: object) -> None:
        raise PermissionError("no right to move")

    monkeypatch.setattr(fs, "mv", fail)
    with pytest.raises(OutputError, match=r"a\.po: cannot be written: no right to move"):
        place.write("a.po", b"new")
    assert place.list() == ["a.po"] and place.read("a.po") == b"old"


def test_a_folder_where_a_file_is_to_go_is_refused(tmp_path: Path) -> None:
    for place in (place_of(str(tmp_path)), place_of(f"local://{tmp_path}")):
        place.write("a.po/inside", b"x")
        with pytest.raises(OutputError):
            place.write("a.po", b"y")


def test_a_place_goes_to_another_process_without_its_connection(place: Place) -> None:
    place.write("a.po", NEWS)
    assert pickle.loads(pickle.dumps(place)).read("a.po") == NEWS


def test_which_places_other_machines_have(tmp_path: Path) -> None:
    assert not place_of(str(tmp_path)).shared
    assert place_of(f"file://{tmp_path}").shared
    assert not place_of("memory://articles").shared
    assert place_of(f"file://{tmp_path}") == LocalPlace(tmp_path, shared=True)


@pytest.mark.parametrize("text", ["s3://news/2025", "gs://a", "memory://x", "simplecache::s3://a/b", "file:///srv/a"])
def test_urls(text: str) -> None:
    assert is_url(text)


@pytest.mark.parametrize("text", ["articles", "./s3:/x", "C:\\news", "C:/news", "a/b://c", "-", "", "论坛://x"])
def test_paths(text: str) -> None:
    assert not is_url(text)


def test_an_unknown_kind_of_url_is_one_line_without_its_password() -> None:
    with pytest.raises(UsageError) as caught:
        place_of("teleport://user:secret@host/news?key=hidden")
    line = str(caught.value)
    assert "teleport" in line and "secret" not in line and "hidden" not in line and "\n" not in line


def test_without_fsspec_the_command_that_brings_it() -> None:
    code = (
        "import sys; sys.modules['fsspec'] = None\n"
        "from mtkit.scale import place_of\n"
        "from mtkit.errors import UsageError\n"
        "try: place_of('s3://news/2025')\n"
        "except UsageError as error: print(error)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout == "s3://news/2025: URLs need fsspec: pip install 'mtkit[remote]'\n"


def test_a_store_that_needs_one_more_package_names_it() -> None:
    code = (
        "import sys; sys.modules['gcsfs'] = None\n"
        "from mtkit.scale import place_of\n"
        "from mtkit.errors import UsageError\n"
        "try: place_of('gs://news/2025')\n"
        "except UsageError as error: print(error)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout == "gs://news/2025: this kind of URL needs one more package: pip install gcsfs\n"

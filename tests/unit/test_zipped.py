"""ZIP packages: what is not to be trusted is refused in one line; what is not changed keeps every byte."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from mtkit.errors import DocumentError
from mtkit.formats import zipped
from mtkit.formats.zipped import open_archive

PARTS = {
    "[Content_Types].xml": b"<Types/>",
    "word/document.xml": "<w>论坛在南宁开幕。</w>".encode() * 40,
    "word/media/image1.png": bytes(range(256)) * 8,
    "word/empty.xml": b"",
}


def made(parts: dict[str, bytes] = PARTS, *, method: int = zipfile.ZIP_DEFLATED, comment: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 5, 4, 9, 30, 0)), data, compress_type=method)
        archive.comment = comment
    return out.getvalue()


def streamed(*, wide: bool = False) -> bytes:
    """As programs write that do not know a part's size beforehand: data descriptors, and Zip64 fields."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.data = b""

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]
            self.data += bytes(data)
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[arg-type]
        for name, data in PARTS.items():
            with archive.open(zipfile.ZipInfo(name, (2024, 5, 4, 9, 30, 0)), "w", force_zip64=wide) as part:
                part.write(data)
    return pipe.data


def read(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("data", [made(), made(method=zipfile.ZIP_STORED), made(comment=b"desk 4"), streamed(),
                                  streamed(wide=True)])  # fmt: skip
def test_a_part_is_replaced_and_the_others_keep_their_bytes(data):
    archive = open_archive(data)
    assert {name: archive.read(name) for name in archive.names} == PARTS
    assert archive.with_parts(PARTS) is data
    new = {"word/document.xml": "<w>Diễn đàn khai mạc.</w>".encode()}
    out = archive.with_parts(new)
    assert out == archive.with_parts(new)
    assert read(out) == PARTS | new
    assert list(read(out)) == list(PARTS)
    again = open_archive(out)
    assert again.comment == archive.comment
    for before, after in zip(archive.entries, again.entries, strict=True):
        assert (before.name, before.method, before.head[4:6]) == (after.name, after.method, after.head[4:6])
        if before.name not in new:
            assert data[before.at : before.end] == out[after.at : after.end]
    back = open_archive(again.with_parts({"word/document.xml": PARTS["word/document.xml"]}))
    assert {name: back.read(name) for name in back.names} == PARTS


def test_a_part_that_is_not_there():
    with pytest.raises(DocumentError, match=r"no part word/other\.xml"):
        open_archive(made()).with_parts({"word/other.xml": b""})
    with pytest.raises(DocumentError, match=r"no part word/other\.xml"):
        open_archive(made()).read("word/other.xml")


@pytest.mark.parametrize(
    "name",
    ["../evil.xml", "/etc/passwd", "word/../../x", "a\\b.xml", "C:/x", "word//x", "./x", "a/./b", "x\x01y", ".."],
)
def test_names_that_lead_out_of_the_package(name):
    with pytest.raises(DocumentError, match=r"a part has the name .*lead out of the package"):
        open_archive(made({"[Content_Types].xml": b"", name: b"x"}))


def test_names_that_come_twice():
    with pytest.warns(UserWarning, match="Duplicate name"):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("word/document.xml", "a")
            archive.writestr("word/document.xml", "b")
    with pytest.raises(DocumentError, match=r"two parts named word/document\.xml"):
        open_archive(out.getvalue())
    with pytest.raises(DocumentError, match="two parts named"):
        open_archive(made({"word/Document.xml": b"a", "word/document.xml": b"b"}))


def test_bombs():
    with pytest.raises(DocumentError, match=r"word/document\.xml is packed \d+ times smaller, as in a ZIP bomb"):
        open_archive(made({"word/document.xml": bytes(8 << 20)}))
    many = {f"p{n}": b"" for n in range(zipped.MAX_PARTS + 1)}
    with pytest.raises(DocumentError, match=r"4097 parts, more than the 4096"):
        open_archive(made(many))
    data = made({f"part{n}.bin": b"x" for n in range(20)}, method=zipfile.ZIP_STORED)
    claimed = data.replace(struct.pack("<2I", 1, 1), struct.pack("<2I", 60 << 20, 60 << 20))
    with pytest.raises(DocumentError, match=r"parts come to 1200 MB, more than the 512 MB"):
        open_archive(claimed)


def test_a_part_that_unpacks_to_more_than_it_says():
    data = made({"word/document.xml": bytes(100_000)})
    record = data.index(b"PK\x01\x02")
    lying = bytearray(data)
    for at in (22, record + 24):
        lying[at : at + 4] = struct.pack("<I", 5000)
    with pytest.raises(DocumentError, match=r"damaged \(the data of word/document\.xml\)"):
        open_archive(bytes(lying)).read("word/document.xml")


def test_parts_that_share_bytes():
    data = made({"a": b"x" * 50, "b": b"x" * 50}, method=zipfile.ZIP_STORED)
    second = data.rindex(b"PK\x01\x02")
    shared = data[: second + 42] + struct.pack("<I", 0) + data[second + 46 :]
    with pytest.raises(DocumentError, match=r"damaged|share bytes"):
        open_archive(shared)


def test_encrypted_and_unusual_packing():
    data = bytearray(made())
    record = data.index(b"PK\x01\x02")
    data[record + 8] |= 1
    with pytest.raises(DocumentError, match=r"\[Content_Types\]\.xml is encrypted: save the file without a password"):
        open_archive(bytes(data))
    with pytest.raises(DocumentError, match=r"unusual way \(method 12\)"):
        open_archive(made(method=zipfile.ZIP_BZIP2))


@pytest.mark.parametrize("data", [made(), streamed(), streamed(wide=True)])
def test_a_file_that_is_cut(data):
    for end in range(0, len(data), 7):
        with pytest.raises(DocumentError):
            open_archive(data[:end])


def test_what_stands_before_and_behind():
    with pytest.raises(DocumentError, match="is no ZIP package"):
        open_archive(b"#!/bin/sh\n" + made())
    with pytest.raises(DocumentError, match="damaged"):
        open_archive(made() + b"more")


def test_every_flipped_byte_is_refused_or_read_as_before():
    data = made()
    for at in range(len(data)):
        wrong = bytearray(data)
        wrong[at] ^= 0x20
        try:
            archive = open_archive(bytes(wrong))
            found = {name: archive.read(name) for name in archive.names}
        except DocumentError as error:
            assert "\n" not in str(error)
            continue
        assert sorted(found.values()) == sorted(PARTS.values()), at


def test_the_header_must_say_what_the_directory_says():
    data = made({"word/document.xml": b"a" * 10, "word/footer1.xml": b"b" * 10}, method=zipfile.ZIP_STORED)
    other = data.replace(b"word/document.xml", b"word/dokument.xml", 1)
    with pytest.raises(DocumentError, match="not that of the directory"):
        open_archive(other)

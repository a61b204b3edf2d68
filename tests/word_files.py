"""Word files for the tests, part by part, as different programs write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
_OFFICE = "application/vnd.openxmlformats-officedocument."
_WORD = f"{_OFFICE}wordprocessingml."
_TYPES = {
    "word/document.xml": f"{_WORD}document.main+xml", "word/styles.xml": f"{_WORD}styles+xml",
    "word/settings.xml": f"{_WORD}settings+xml", "word/footnotes.xml": f"{_WORD}footnotes+xml",
    "word/endnotes.xml": f"{_WORD}endnotes+xml", "word/comments.xml": f"{_WORD}comments+xml",
    "word/header1.xml": f"{_WORD}header+xml", "word/footer1.xml": f"{_WORD}footer+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
}  # fmt: skip
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = (
    f'{HEAD}<w:styles {SPACES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" '
    'w:eastAsia="宋体"/><w:kern w:val="2"/><w:sz w:val="21"/><w:szCs w:val="22"/>'
    '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>'
    '<w:rPr><w:b/><w:sz w:val="44"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="desk"><w:name w:val="本报标题"/><w:basedOn w:val="1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="a5"><w:name w:val="caption"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="a6"><w:name w:val="List Paragraph"/></w:style>'
    "</w:styles>"
).encode()
SETTINGS = (
    f'{HEAD}<w:settings {SPACES}><w:zoom w:percent="100"/><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
    "</w:settings>"
).encode()


def core(title: str, language: str = "") -> bytes:
    """The file's properties."""
    said = f"<dc:language>{language}</dc:language>" if language else ""
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title><dc:creator>总编室</dc:creator>{said}'
        "</cp:coreProperties>"
    ).encode()


def run(text: str, properties: str = "", *, rsid: str = "", space: bool = True) -> str:
    """One run with one ``w:t``; ``text`` is XML."""
    inner = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    mark = ' xml:space="preserve"' if space else ""
    who = f' w:rsidR="{rsid}"' if rsid else ""
    return f"<w:r{who}>{inner}<w:t{mark}>{text}</w:t></w:r>"


def paragraph(*inside: str, style: str = "", more: str = "") -> str:
    """One paragraph."""
    kept = (f'<w:pStyle w:val="{style}"/>' if style else "") + more
    return f"<w:p>{f'<w:pPr>{kept}</w:pPr>' if kept else ''}{''.join(inside)}</w:p>"


def part(root: str, inside: str) -> bytes:
    """A part of WordprocessingML, such as ``hdr``."""
    return f"{HEAD}<w:{root} {SPACES}>{inside}</w:{root}>".encode()


def body(*inside: str) -> bytes:
    """The main part."""
    return part("document", f"<w:body>{''.join(inside)}<w:sectPr/></w:body>")


def package(
    parts: Mapping[str, bytes], *, types: Mapping[str, str] | None = None, method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """A package of ``parts`` with their content types in front, and a date that is always the same."""
    kinds = {name: _TYPES[name] for name in parts if name in _TYPES} | dict(types or {})
    said = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    content = (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f"{said}</Types>"
    )
    relations = (
        f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, data in {"[Content_Types].xml": content.encode(), "_rels/.rels": relations.encode(), **parts}.items():
            made.writestr(zipfile.ZipInfo(name, (2024, 5, 4, 9, 30, 0)), data, compress_type=method)
    return out.getvalue()


def word_file(*inside: str, more: Mapping[str, bytes] | None = None) -> bytes:
    """A file with paragraphs, styles and settings."""
    parts = {"word/document.xml": body(*inside), "word/styles.xml": STYLES, "word/settings.xml": SETTINGS}
    return package(parts | dict(more or {}))


def contents(data: bytes) -> dict[str, bytes]:
    """The parts of a package, read by another reader than ours."""
    with zipfile.ZipFile(io.BytesIO(data)) as read:
        assert read.testzip() is None
        return {name: read.read(name) for name in read.namelist()}

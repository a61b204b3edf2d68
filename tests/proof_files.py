"""PO files for tests of the proof and review pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mtkit.formats.po import PoFile, loads
from mtkit.glossary import Concept, Glossary, Term

__all__ = ["DAY", "GLOSSARY", "HOSTILE", "po_file", "po_text"]

DAY = date(2025, 9, 18)
HOSTILE = (
    "</script><script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">\u202egnp\u2028 '&'"
)
_LANGUAGES = {"vi": "vi", "th": "th", "km": "km", "en": "en", "my": "my"}

GLOSSARY = Glossary.of(
    [
        Concept(
            "acc",
            "body",
            (
                Term("acc", "zh", "中国—东盟中心", authority="ASEAN-China Centre (asean-china-center.org)"),
                Term("acc", "vi", "Trung tâm ASEAN-Trung Quốc", authority="https://example.org/names (2024)"),
                Term("acc", "th", "ศูนย์อาเซียน-จีน", authority="usage of Thai media"),
            ),
        )
    ]
)


def po_text(
    target: str, entries: Sequence[tuple[str, str, str]], *, document: str = "forum.md", title: str = "论坛"
) -> str:
    """A PO file from Chinese; an entry is source, translation and the lines that stand before its msgid."""
    title = title.replace("\\", "\\\\").replace('"', '\\"')
    head = (
        'msgid ""\nmsgstr ""\n'
        f'"Project-Id-Version: {title}\\n"\n"Language: {target}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        f'"X-Source-Language: zh_CN\\n"\n"X-Mtkit-Document: {document}\\n"\n'
        '"X-Mtkit-Signature: mtkit:0|as-of:2025-09-18\\n"\n'
    )
    parts = [head]
    for source, said, before in entries:
        spelt = [text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") for text in (source, said)]
        parts.append(f'{before}msgid "{spelt[0]}"\nmsgstr "{spelt[1]}"\n')
    return "\n".join(parts)


def po_file(
    target: str, entries: Sequence[tuple[str, str, str]], *, document: str = "forum.md", title: str = "论坛"
) -> PoFile:
    """The file that ``po_text`` spells."""
    return loads(po_text(target, entries, document=document, title=title))

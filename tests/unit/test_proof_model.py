"""The data of the proof page."""

from __future__ import annotations

import json

import pytest
from proof_files import DAY, GLOSSARY, po_file

from mtkit.errors import BadInputError, UsageError
from mtkit.formats.po_text import digest
from mtkit.proof.diff import changes, pieces
from mtkit.proof.model import page_of
from mtkit.proof.terms import address_of
from mtkit.review.entries import entries_of, entry_key, entry_version, silenced_in

FUZZY = "#, fuzzy\n"
ENTRIES = [
    ("论坛在南宁举行。", "Diễn đàn được tổ chức tại Nam Ninh.", ""),
    ("中国—东盟中心主办论坛，240人出席。", "Trung tâm ASEAN-Trung Quốc tổ chức diễn đàn, 24 người dự.", FUZZY),
    ("下一届论坛在雅加达举行。", "", ""),
]


def units(entries=ENTRIES, **more):
    data = page_of([("forum.vi.po", po_file("vi", entries))], day=DAY, **more)
    return data["files"][0]["units"]


def test_a_page_is_plain_json_with_what_the_contract_names() -> None:
    data = page_of([("forum.vi.po", po_file("vi", ENTRIES))], glossary=GLOSSARY, title="", mode="review", revision=7)
    assert json.loads(json.dumps(data)) == data
    assert (data["mode"], data["title"]) == ("review", "论坛")
    file = data["files"][0]
    assert (file["id"], file["name"], file["document"], file["changed"]) == ("f0", "forum.vi.po", "forum.md", 7)
    assert (file["source"], file["target"], file["target_name"]) == ("zh", "vi", "Vietnamese")
    assert [unit["state"] for unit in file["units"]] == ["approved", "edited", "untranslated"]
    assert [unit["place"] for unit in file["units"]] == [1, 2, 3]
    wanted = {"key", "id", "kind", "source", "target", "origin", "raw", "previous", "score", "pivot", "version",
              "comments", "silenced", "terms", "issues"}  # fmt: skip
    assert wanted <= set(file["units"][0])


def test_names_stand_with_their_places_authority_and_address() -> None:
    term = units(glossary=GLOSSARY)[1]["terms"][0]
    source, target = ENTRIES[1][:2]
    assert [source[start:end] for start, end in term["source"]] == ["中国—东盟中心"]
    assert [target[start:end] for start, end in term["target"]] == ["Trung tâm ASEAN-Trung Quốc"]
    assert (term["form"], term["url"]) == ("Trung tâm ASEAN-Trung Quốc", "https://example.org/names")


def test_names_noted_in_the_file_count_without_a_glossary() -> None:
    noted = "#. mtkit-segment: s1\n#. mtkit-term: acc: 中国—东盟中心 -> Trung tâm (ACC)\n"
    [unit] = units([("中国—东盟中心开会。", "trung tâm họp.", noted)], glossary=None)
    assert unit["terms"][0]["source"] == [[0, 7]]
    assert unit["terms"][0]["target"] == [[0, 9]]


def test_findings_are_live_and_silenced_codes_are_named() -> None:
    assert "N02" in [issue["code"] for issue in units()[1]["issues"]]
    silenced = [(*ENTRIES[1][:2], "# mtkit-ignore: N\n# hỏi lại biên tập\n#, fuzzy\n")]
    [unit] = units(silenced)
    assert not [issue for issue in unit["issues"] if issue["code"].startswith("N")]
    assert (unit["silenced"], unit["comments"]) == (["N"], ["hỏi lại biên tập"])


def test_changed_machine_text_and_an_earlier_source_are_shown_as_changes() -> None:
    mark = digest("Diễn đàn họp ở Hà Nội.")
    edited = f"#. mtkit-segment: s1\n#. mtkit-mt: m pair=zh>vi tier=plain\n#. mtkit-mt-hash: {mark}\n"
    stale = '#, fuzzy\n#| msgid "论坛5日举行。"\n'
    first, second = units(
        [("论坛在河内举行。", "Diễn đàn họp ở Hà Nội.", edited + FUZZY), ("论坛8日举行。", "Ngày 5", stale)]
    )
    assert first["state"] == "raw" and first["diff"]["raw"] is None
    assert second["state"] == "stale"
    assert second["diff"]["previous"] == [[0, "论坛"], [-1, "5"], [1, "8"], [0, "日举行。"]]


def test_a_file_without_its_languages_is_refused() -> None:
    file = po_file("xx", ENTRIES)
    with pytest.raises(BadInputError, match=r"^a\.po: .*Language"):
        page_of([("a.po", file)])
    with pytest.raises(UsageError):
        page_of([])


def test_units_that_share_an_entry_share_its_key() -> None:
    shared = "#. mtkit-segment: a b\n"
    file = po_file("vi", [("南宁", "Nam Ninh", shared), ("河内", "Hà Nội", "#. mtkit-segment: c\n")])
    entries = entries_of(file)
    assert [entry and entry.msgid for entry in entries] == ["南宁", "南宁", "河内"]
    found = page_of([("a.po", file)], day=DAY)["files"][0]["units"]
    assert found[0]["key"] == found[1]["key"] != found[2]["key"]
    assert found[0]["key"] == digest("\x04南宁")


def test_a_key_outlives_an_edit_and_a_version_does_not() -> None:
    before = po_file("vi", [("南宁", "Nam Ninh", "")]).entries[0]
    for said, flags in ((" Nam Ninh", ""), ("Nam Ninh", FUZZY), ("Nam Ninh", '#| msgid "x"\n')):
        after = po_file("vi", [("南宁", said, flags)]).entries[0]
        assert entry_key(after) == entry_key(before)
        assert entry_version(after) != entry_version(before)
    assert silenced_in(po_file("vi", [("南宁", "x", "# mtkit-ignore: T01, Q99 N\n")]).entries[0]) == ("N", "T01")


@pytest.mark.parametrize(
    ("authority", "address"),
    [
        ("ASEAN (asean.org)", "https://asean.org"),
        ("see https://www.mfa.gov.cn/x.", "https://www.mfa.gov.cn/x"),
        ("usage of Thai media", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_an_authority_may_have_an_address(authority: str, address: str) -> None:
    assert address_of(authority) == address


@pytest.mark.parametrize(
    ("lang", "text", "count"),
    [("ta", "இந்தியாவின் பிரதமர்", 3), ("th", "นี้", 1), ("zh", "东盟2025年", 4), ("vi", "Hà Nội", 3)],
)
def test_letters_keep_their_signs_in_a_comparison(lang: str, text: str, count: int) -> None:
    assert len(pieces(text, lang)) == count
    assert "".join(pieces(text, lang)) == text


def test_changes_give_back_both_texts() -> None:
    before, after = "ទីក្រុងភ្នំពេញ ថ្ងៃទី៥", "ទីក្រុងសៀមរាប ថ្ងៃទី៨ ឧសភា"
    runs = changes(before, after, "km") or []
    assert "".join(text for kind, text in runs if kind <= 0) == before
    assert "".join(text for kind, text in runs if kind >= 0) == after
    assert changes(after, after, "km") is None
    assert changes("x" * 5000, "东 " * 3000, "zh") == [[-1, "x" * 5000], [1, "东 " * 3000]]

"""LibreTranslate's interface, as its clients use it: the package, Weblate, OmegaT, a browser's form."""

from __future__ import annotations

import io
import urllib.parse
import urllib.request
import zipfile
from collections.abc import Iterator

import pytest
from api_server import ApiClient, api
from libretranslatepy import LibreTranslateAPI

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def server() -> Iterator[ApiClient]:
    with api() as started:
        yield started


def test_the_python_package_works_unchanged(server: ApiClient) -> None:
    client = LibreTranslateAPI(server.url, api_key="not asked for")
    assert client.translate("东盟秘书处发布公报。", "zh", "vi") == "Ban Thư ký ASEAN ra thông cáo."
    assert client.translate("The meeting ended.", "auto", "tl", timeout=10) == "Natapos ang pulong."
    (best, *_) = client.detect("Hội nghị cấp cao ASEAN đã kết thúc tại Jakarta vào thứ sáu.")
    assert best["language"] == "vi"
    assert 90 < best["confidence"] <= 100
    assert {"code", "name", "targets"} == set(client.languages()[0])


def test_weblate_finds_its_languages_and_sends_a_list(server: ApiClient) -> None:
    # GET languages, then POST translate with json={"api_key", "q": [...], "source", "target"}; an empty key is sent
    listed = {row["code"]: row for row in server.get("/languages").json}
    assert {"zh", "zh-Hans", "zh-Hant", "zt", "fil", "tl", "id", "ms", "vi", "th"} & set(listed) == {
        "zh", "zh-Hans", "zh-Hant", "zt", "fil", "tl", "id", "vi",
    }  # fmt: skip
    assert listed["zh"]["name"] == "Chinese"
    assert {"vi", "en", "zh"} <= set(listed["zh"]["targets"])
    texts = ["东盟秘书处发布公报。", "会议结束。", "42 %", "会议结束。"]
    told = server.post("/translate", api_key="", q=texts, source="zh", target="vi")
    assert told.status == 200
    assert told.json == {
        "translatedText": ["Ban Thư ký ASEAN ra thông cáo.", "Hội nghị kết thúc.", "42 %", "Hội nghị kết thúc."]
    }


def test_weblate_of_old_sends_a_form(server: ApiClient) -> None:
    said = {"api_key": "", "q": "会议结束。", "source": "zh", "target": "vi"}
    told = server.send("POST", "/translate", urllib.parse.urlencode(said).encode(), FORM)
    assert told.json == {"translatedText": "Hội nghị kết thúc."}


def test_curl_sends_letters_as_they_are(server: ApiClient) -> None:
    # curl -d q=会议结束。 encodes nothing
    told = server.send("POST", "/translate", "q=会议结束。&source=zh&target=vi".encode(), FORM)
    assert told.json == {"translatedText": "Hội nghị kết thúc."}
    assert server.send("POST", "/detect", "q=การประชุมสิ้นสุดลงแล้ว".encode(), FORM).json[0]["language"] == "th"
    told = server.send("POST", "/translate", "q=会议&source=zh&target=vi".encode("gbk"), FORM)
    assert (told.status, "UTF-8" in told.error) == (400, True)


def test_a_body_of_the_wrong_kind_is_told_what_to_be(server: ApiClient) -> None:
    said = b'{"q": "x", "source": "zh", "target": "vi"}'
    assert "application/json" in server.send("POST", "/translate", said, FORM).error  # curl -d without -H
    assert "text/plain" in server.send("POST", "/translate", said, {"Content-Type": "text/plain"}).error


def test_omegat_sends_one_segment_as_json(server: ApiClient) -> None:
    kind = {"Content-Type": "application/json; charset=UTF-8", "Accept": "application/json", "User-Agent": "OmegaT"}
    body = '{"q":"会议结束。","source":"zh","target":"vi","format":"text"}'.encode()
    for address in ("/translate", "//translate", "/translate/"):  # the server's address may end in a slash, or not
        assert server.send("POST", address, body, kind).json["translatedText"] == "Hội nghị kết thúc."


def test_a_form_of_the_address_is_read_too(server: ApiClient) -> None:
    query = urllib.parse.urlencode({"q": "会议结束。", "source": "zh-Hans", "target": "vi"})
    assert server.send("POST", f"/translate?{query}").json["translatedText"] == "Hội nghị kết thúc."


def test_alternatives_are_other_answers_with_their_names_right(server: ApiClient) -> None:
    told = server.post("/translate", q="东盟秘书处发布公报。", source="zh", target="vi", alternatives=2).json
    assert told["translatedText"] == "Ban Thư ký ASEAN ra thông cáo."
    assert told["alternatives"] == [
        "Ban Thư ký ASEAN công bố thông cáo.",
        "Ban Thư ký ASEAN phát hành thông cáo.",
    ]
    many = server.post("/translate", q=["会议结束。"] * 2, source="zh", target="vi", alternatives="1").json
    assert many["alternatives"] == [["Cuộc họp kết thúc."]] * 2


def test_html_keeps_its_markup_and_says_what_was_detected(server: ApiClient) -> None:
    told = server.post("/translate", q='<p class="a">会议结束。</p>', source="auto", target="vi", format="html").json
    assert told["translatedText"] == '<p class="a">Hội nghị kết thúc.</p>'
    assert told["detectedLanguage"]["language"] == "zh-Hans"
    assert isinstance(told["detectedLanguage"]["confidence"], float)
    many = server.post("/translate", q=["会议结束。", "42"], source="auto", target="vi").json
    assert [one["language"] for one in many["detectedLanguage"]] == ["zh-Hans", "zh-Hans"]


def test_a_text_in_its_own_language_comes_back_as_it_is(server: ApiClient) -> None:
    assert (
        server.post("/translate", q="会议结束。", source="zt", target="zh-Hant").json["translatedText"] == "会议结束。"
    )
    assert server.post("/translate", q="会议\r\n结束 。 ", source="auto", target="zh").json["translatedText"] == (
        "会议\r\n结束 。 "
    )


def test_line_ends_and_blanks_stay(server: ApiClient) -> None:
    told = server.post("/translate", q="会议结束。\n\n  会议结束。\n", source="zh", target="en").json
    assert told["translatedText"] == "The meeting ended.\n\n  The meeting ended.\n"


@pytest.mark.parametrize(
    ("said", "status", "line"),
    [
        ({"source": "zh", "target": "vi"}, 400, "Invalid request: missing q parameter"),
        ({"q": "", "source": "zh", "target": "vi"}, 400, "Invalid request: missing q parameter"),
        ({"q": "会", "target": "vi"}, 400, "Invalid request: missing source parameter"),
        ({"q": "会", "source": "zh"}, 400, "Invalid request: missing target parameter"),
        ({"q": "会", "source": "zh", "target": "xx"}, 400, "xx is not supported"),
        ({"q": "会", "source": ["zh"], "target": "vi"}, 400, "this language is not supported"),
        ({"q": "x", "source": "vi", "target": "th"}, 400, "Thai (th) is not available as a target language from "
         "Vietnamese (vi)"),
        ({"q": "会", "source": "zh", "target": "vi", "format": "docx"}, 400, "format"),
        ({"q": "会", "source": "zh", "target": "vi", "alternatives": "many"}, 400, "not a number"),
        ({"q": "会", "source": "zh", "target": "vi", "alternatives": 11}, 400, "must be <= 10"),
        ({"q": ["会", 3], "source": "zh", "target": "vi"}, 400, "list of strings"),
        ({"q": ["会"] * 501, "source": "zh", "target": "vi"}, 400, "request (501) exceeds text limit (500)"),
        ({"q": "会" * 100_001, "source": "zh", "target": "vi"}, 400, "request (100001) exceeds text limit (100000)"),
        ({"q": "会\x07", "source": "zh", "target": "vi"}, 400, "control character"),
        ({"q": "会\ud800", "source": "zh", "target": "vi"}, 400, "half a character"),
    ],
)  # fmt: skip
def test_errors_have_their_shape(server: ApiClient, said: dict[str, object], status: int, line: str) -> None:
    told = server.post("/translate", **said)
    assert told.status == status
    assert line in told.error


def test_the_other_endpoints(server: ApiClient) -> None:
    assert server.get("/health").json == {"status": "ok"}
    settings = server.get("/frontend/settings").json
    assert settings["charLimit"] == 100_000
    assert settings["keyRequired"] is False
    assert settings["suggestions"] is False
    assert {".txt", ".md", ".html"} <= set(settings["supportedFilesFormat"])
    told = server.post("/suggest", q="会议结束。", s="Hội nghị bế mạc.", source="zh", target="vi")
    assert (told.status, told.error) == (403, "Suggestions are disabled on this server.")
    spec = server.get("/spec").json
    assert spec["openapi"] == "3.1.0"
    assert {"/translate", "/detect", "/languages", "/v1/translate"} <= set(spec["paths"])
    assert server.get("/").json["name"] == "mtkit"
    told = server.get("/nothing/here")
    assert (told.status, told.headers["content-type"]) == (404, "application/json")
    told = server.get("/translate")
    assert (told.status, told.headers["allow"]) == (405, "POST")


def test_a_file_goes_and_its_translation_is_fetched(server: ApiClient) -> None:
    told = server.upload("会议 公报.md", "# 会议结束。\n\n会议结束。\n".encode(), source="zh", target="vi")
    assert told.status == 200, told.body
    with urllib.request.urlopen(told.json["translatedFileUrl"]) as answer:
        assert answer.read().decode() == "# Hội nghị kết thúc.\n\nHội nghị kết thúc.\n"
        assert answer.headers["Content-Type"] == "application/octet-stream"
        said = answer.headers["Content-Disposition"]
    assert said.startswith("attachment; filename=\"__ __.md\"; filename*=UTF-8''%E4%BC%9A")
    told = server.upload("a.txt", "会议结束。".encode("gb18030"), source="auto", target="en")
    with urllib.request.urlopen(told.json["translatedFileUrl"]) as answer:
        assert b"The meeting ended." in answer.read()
    assert server.get("/download_file/nothing.txt").status == 404


def fetched(server: ApiClient, name: str, data: bytes, source: str = "zh") -> bytes:
    told = server.upload(name, data, source=source, target="vi")
    assert told.status == 200, told.body
    with urllib.request.urlopen(told.json["translatedFileUrl"]) as answer:
        return bytes(answer.read())


def test_files_of_every_kind_go(server: ApiClient) -> None:
    srt = "1\n00:00:01,000 --> 00:00:03,000\n会议结束。\n\n"
    assert fetched(server, "film.srt", srt.encode()).decode() == srt.replace("会议结束。", "Hội nghị kết thúc.")
    made = fetched(server, "film.vtt", b"WEBVTT\n\n00:01.000 --> 00:03.000\n" + "会议结束。\n".encode(), "auto")
    assert "Hội nghị kết thúc.".encode() in made
    page = "<html lang='zh'><body><p class=x>会议结束。</p></body></html>"
    assert b"<p class=x>H\xe1\xbb\x99i ngh\xe1\xbb\x8b" in fetched(server, "page.html", page.encode())
    document = io.BytesIO()
    body = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
    with zipfile.ZipFile(document, "w") as parts:
        parts.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
            'wordprocessingml.document.main+xml"/></Types>',
        )
        parts.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
        )
        parts.writestr("word/document.xml", f"{body}<w:t>会议结束。</w:t></w:r></w:p></w:body></w:document>")
    with zipfile.ZipFile(io.BytesIO(fetched(server, "公报.docx", document.getvalue()))) as parts:
        assert "Hội nghị kết thúc." in parts.read("word/document.xml").decode()


@pytest.mark.parametrize(
    ("name", "data", "fields", "line"),
    [
        ("a.exe", b"MZ", {"source": "zh", "target": "vi"}, "file format not supported"),
        ("a.txt", b"", {"source": "zh", "target": "vi"}, "empty file"),
        ("", b"abc", {"source": "zh", "target": "vi"}, "file"),
        ("a.txt", "会".encode(), {"source": "zh"}, "missing target"),
        ("a.txt", "会".encode(), {"source": "zh", "target": "tlh"}, "not supported"),
        ("a.txt", b"\x00\x01\x02\xff" * 50, {"source": "zh", "target": "vi"}, "a.txt"),
    ],
)
def test_a_file_that_cannot_be_is_told_so(
    server: ApiClient, name: str, data: bytes, fields: dict[str, str], line: str
) -> None:
    told = server.upload(name, data, **fields)
    assert told.status == 400
    assert line in told.error

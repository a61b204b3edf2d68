"""mtkit's own interface: its values, its document, and schemathesis against both."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from api_server import ApiClient, api
from hypothesis import HealthCheck, Phase, settings

SENTENCE = "东盟秘书处发布公报。"


@pytest.fixture(scope="module")
def server() -> Iterator[ApiClient]:
    with api() as started:
        yield started


def test_a_text_comes_back_as_units_with_all_that_is_known_of_them(server: ApiClient) -> None:
    told = server.post("/v1/translate", texts=[f"{SENTENCE}会议结束。"], source="zh", target="vi").json
    (result,) = told["results"]
    assert result["text"] == "Ban Thư ký ASEAN ra thông cáo. Hội nghị kết thúc."
    first, second = result["units"]
    assert first["terms"] == [
        {
            "concept": "asean_sec",
            "source": "东盟秘书处",
            "target": "Ban Thư ký ASEAN",
            "authority": first["terms"][0]["authority"],
        }
    ]
    assert (first["start"], first["end"], first["state"], first["origin"]) == (0, 10, "raw", "machine")
    assert first["trail"][0]["pair"] == "zh-vi"
    assert set(first["estimate"]) == {"value", "how"} and 0 < first["estimate"]["value"] < 1
    assert "chrF2" in first["estimate"]["how"]
    assert first["trail"][0]["tier"] == "marks"
    assert second["source"] == "会议结束。"
    assert "glossary:china-asean@" in result["signature"]


def test_findings_have_their_spans(server: ApiClient) -> None:
    units = [
        {"source": f"{SENTENCE}共3份。", "target": "ASEAN Office issued 4 communiques."},
        {"source": "会议结束。", "target": ""},
    ]
    told = server.post("/v1/check", units=units, source="zh", target="en").json
    first, second = told["results"]
    codes = {issue["code"]: issue for issue in first["issues"]}
    assert {"T01", "N01"} <= set(codes)
    assert codes["N01"]["source_span"] == [11, 12]
    assert codes["N01"]["target_span"] == [20, 21]
    assert second["issues"] == []
    told = server.post("/v1/check", units=units, source="zh", target="en", select=["N"]).json
    assert [issue["code"] for issue in told["results"][0]["issues"]] == ["N01"]
    refused = server.post("/v1/check", units=units, source="zh", target="en", select=["Q99"])
    assert (refused.status, "Q99" in refused.error) == (422, True)


def test_names_are_found_with_the_form_of_the_day(server: ApiClient) -> None:
    told = server.post("/v1/glossary/find", text=SENTENCE, source="zh", target="vi", day="2026-01-31").json
    (hit,) = told["hits"]
    assert (hit["start"], hit["end"], hit["text"], hit["concept"]) == (0, 5, "东盟秘书处", "asean_sec")
    assert hit["approved"] == "Ban Thư ký ASEAN"
    assert hit["approved"] in hit["accepted"]
    assert server.post("/v1/glossary/find", text=SENTENCE, source="zh").json["hits"][0]["approved"] is None


def test_each_text_may_be_in_a_language_of_its_own(server: ApiClient) -> None:
    long = "The meeting of the finance ministers ended in Jakarta on Friday."
    told = server.post("/v1/detect", texts=["会议结束。", long, "Jakarta"]).json
    assert [one["language"] for one in told["results"]] == ["zh", "en", "en"]  # a name alone goes with the rest
    refused = server.post("/v1/translate", texts=[long], source="auto", target="vi")
    assert (refused.status, refused.error) == (422, "no way from en to vi")


def test_lists_of_what_there_is(server: ApiClient) -> None:
    listed = {row["code"]: row for row in server.get("/v1/languages").json["languages"]}
    assert (listed["zh"]["script"], listed["zh"]["targets"]) == ("Hans", ["en", "vi"])
    (route,) = server.get("/v1/routes?source=zh&target=vi").json["routes"]
    assert route["hops"][0]["model"] == "table@1"
    assert {"zh", "fil"} <= {route["target"] for route in server.get("/v1/routes?source=en").json["routes"]}
    assert {"code": "N01", "meaning": "another number stands in the place of the source's"} in (
        server.get("/v1/codes").json["codes"]
    )


@pytest.mark.parametrize(
    ("path", "said", "status", "line"),
    [
        ("/v1/translate", {"texts": [], "source": "zh", "target": "vi"}, 400, "texts must have at least 1 items"),
        ("/v1/translate", {"texts": ["会"], "source": "zh", "target": "xx"}, 400, "target must be one of en, zh"),
        ("/v1/translate", {"texts": ["会"], "source": "zh", "target": "vi", "glosary": 1}, 400, "unknown field"),
        ("/v1/translate", {"texts": ["会"], "source": "zh", "target": "th"}, 422, "no way from zh to th"),
        ("/v1/translate", {"texts": ["会" * 60_000] * 2, "source": "zh", "target": "vi"}, 413, "120000 characters"),
        ("/v1/translate", {"texts": ["会\x00"], "source": "zh", "target": "vi"}, 422, "control character"),
        ("/v1/routes?sauce=zh", {}, 405, "takes GET"),
    ],
)
def test_what_is_wrong_is_said(server: ApiClient, path: str, said: dict[str, Any], status: int, line: str) -> None:
    told = server.post(path, **said)
    assert told.status == status, told.body
    assert line in told.error


def test_only_json_is_json(server: ApiClient) -> None:
    kind = {"Content-Type": "application/json"}
    for body in (b"", b"{", b'{"texts":[NaN]}', b"\xff\xfe", b"[" * 100_000, b'{"a":' + b"9" * 10_000 + b"}"):
        assert server.send("POST", "/v1/translate", body, kind).status == 400
    told = server.send("POST", "/v1/translate", b"{}", {"Content-Type": "text/plain"})
    assert (told.status, told.error) == (415, "send application/json")
    assert server.get("/v1/routes?sauce=zh").status == 400


def _schema(server: ApiClient) -> Any:
    import schemathesis

    document = server.get("/v1/openapi.json").json
    document["paths"].pop("/metrics")  # no JSON, and another test's
    return schemathesis.openapi.from_dict(document)


def _call(server: ApiClient, case: Any) -> None:
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        negative_data_rejection,
        response_schema_conformance,
        status_code_conformance,
        unsupported_method,
    )

    response = case.call(base_url=server.url)
    # 413 is a refusal, too, which the check of schemathesis does not know of
    strict = [negative_data_rejection] if case.path.startswith("/v1/") and response.status_code != 413 else []
    case.validate_response(
        response,
        checks=[
            not_a_server_error,
            content_type_conformance,
            response_schema_conformance,
            status_code_conformance,
            unsupported_method,
            *strict,
        ],
    )


@pytest.mark.parametrize("path", ["/v1/translate", "/v1/check", "/v1/glossary/find", "/v1/detect", "/v1/routes",
                                  "/v1/languages", "/v1/codes", "/translate", "/detect", "/languages",
                                  "/frontend/settings", "/health"])  # fmt: skip
@pytest.mark.parametrize("negative", [False, True])
def test_schemathesis_finds_nothing(server: ApiClient, path: str, negative: bool) -> None:
    from hypothesis import given
    from schemathesis import GenerationMode

    schema = _schema(server)
    method = "POST" if "post" in schema.raw_schema["paths"][path] else "GET"
    operation = schema[path][method]
    mode = GenerationMode.NEGATIVE if negative else GenerationMode.POSITIVE
    if negative and method == "GET" and path != "/v1/routes":
        pytest.skip("there is nothing to get wrong")

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=15,
        deadline=None,
        derandomize=True,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    def every(case: Any) -> None:
        _call(server, case)

    every()

"""Each code is explained, and each example of it is one."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from mtkit.check import CODES, Sample, check, check_together
from mtkit.check.codes import GROUPS
from mtkit.check.explain import Example, about, explain, lines
from mtkit.check.paragraphs import Paragraph
from mtkit.checking.documents import uneven
from mtkit.glossary import Concept, Glossary, Status, Term
from mtkit.lang import lang
from mtkit.text import Kind, Room

ROOT = Path(__file__).parents[2]
EXAMPLES = [(code, n, example) for code in CODES for n, example in enumerate(explain(code).examples)]


def book(example: Example) -> Glossary | None:
    if example.glossary:
        return Glossary.bundled()
    if not example.terms:
        return None
    rows: dict[tuple[str, str], list[Term]] = {}
    for concept, kind, language, form in example.terms:
        terms = rows.setdefault((concept, kind), [])
        again = any(term.lang == language for term in terms)
        status = Status.ADMITTED if again else Status.APPROVED  # the first of a language is the one to write
        terms.append(Term(concept, language, form, status, confidence="high"))
    return Glossary.of(tuple(Concept(name, kind, tuple(terms)) for (name, kind), terms in rows.items()), name="example")


def found(example: Example, targets: tuple[str, ...]) -> set[str]:
    if len(targets) != len(example.source) or example is X03:
        before = [Paragraph(text, Kind.BODY, example.source_lang) for text in example.source]
        after = [Paragraph(text, Kind.BODY, example.target_lang) for text in targets]
        return {issue.code for issue in uneven(before, after)}
    samples = [
        Sample(
            target,
            lang(example.target_lang),
            source,
            lang(example.source_lang),
            kind=Kind(example.kind),
            glossary=book(example),
            day=example.day or date(2026, 1, 1),
            room=Room(*example.room) if example.room else None,
        )
        for source, target in zip(example.source, targets, strict=True)
    ]
    single = {issue.code for sample in samples for issue in check(sample)}
    return single | {issue.code for issues in check_together(samples).values() for issue in issues}


X03 = explain("X03").examples[0]


def test_each_code_has_its_title_and_all_its_words() -> None:
    for code, title in CODES.items():
        one = explain(code)
        assert one.title == title
        for text in (one.severity, one.finds, one.why, one.mend):
            assert text == text.strip()
            assert text and "\n" not in text, code
        assert one.severity.startswith(("error", "warning", "info")), code
        for text in (one.finds, one.why, one.mend):
            assert (text[0].isupper() or text[0].isdigit()) and text[-1] in ".)", (code, text)
    assert all(about(group) for group in GROUPS)
    with pytest.raises(KeyError):
        explain("N99")


def test_each_code_that_checks_find_has_an_example() -> None:
    assert {code for code in CODES if not explain(code).examples} == {code for code in CODES if code[0] == "M"}


@pytest.mark.parametrize(
    ("code", "example"), [(c, e) for c, _, e in EXAMPLES], ids=[f"{c}-{n}" for c, n, _ in EXAMPLES]
)
def test_the_wrong_example_has_the_finding_and_the_right_one_has_not(code: str, example: Example) -> None:
    assert code in found(example, example.bad)
    if example.good:
        assert code not in found(example, example.good)
        assert len(example.good) == len(example.source)


def test_a_code_is_told_in_plain_lines() -> None:
    said = lines("N01")
    assert said[0] == "N01: another number stands in the place of the source's"
    assert "  wrong   Bảo tàng này lưu giữ 1.235 hiện vật." in said
    assert said[-1].startswith("silence: ")
    assert "  wrong   (nothing)" in lines("L03")


def test_the_page_of_the_checks_is_fresh() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "build_checks.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_each_code_has_an_anchor_in_the_page() -> None:
    page = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    for code in CODES:
        assert f'<a id="{code.lower()}"></a>\n\n### {code}: ' in page
    for link in re.findall(r"\]\(#([\w-]+)\)", page):
        assert f'<a id="{link}"></a>' in page, link

"""Names counted by hand: what is there, what is missing, forbidden, doubled, and called by two names."""

from __future__ import annotations

from datetime import date

import pytest

from mtkit.evaluate import Counts, Direction, Example, Fault, Scored, TermReport, as_json, as_text, details, score_terms
from mtkit.evaluate.terms import own_places
from mtkit.glossary import Concept, Glossary, Status, Term
from mtkit.lang import Pair
from mtkit.text import Span

DAY = date(2026, 11, 1)
BUNDLED = Glossary.bundled()


def concept(name: str, zh: str, *en: str, kind: str = "body", forbidden: tuple[str, ...] = ()) -> Concept:
    terms = [Term(name, "zh", zh)]
    terms += [Term(name, "en", form, Status.ADMITTED if n else Status.APPROVED) for n, form in enumerate(en)]
    terms += [Term(name, "en", form, Status.FORBIDDEN) for form in forbidden]
    return Concept(name, kind, tuple(terms))


BOOK = Glossary.of(
    [
        concept("cn", "中国", "China", kind="country"),
        concept("asean", "东盟", "ASEAN"),
        concept("acc", "中国—东盟中心", "ASEAN-China Centre", "ACC", forbidden=("China-ASEAN Center", "ASEAN Centre")),
        concept("acc_sg", "中国—东盟中心秘书长", "Secretary-General of the ASEAN-China Centre", kind="title"),
        concept("mfa", "外交部", "Ministry of Foreign Affairs"),
        concept("mfa_cn", "中国外交部", "Ministry of Foreign Affairs of China", "Ministry of Foreign Affairs"),
        concept("malay", "马来", "Malay", kind="phrase"),
        concept("malaysia", "马来西亚", "Malaysia", kind="country", forbidden=("Malay State",)),
        concept("nameless", "无名局"),
    ]
)


def score(*pairs: tuple[str, str], flagged: bool = False, document: str = "") -> Scored:
    examples = [Example(str(n), document or str(n), a, b, flagged=flagged) for n, (a, b) in enumerate(pairs)]
    return score_terms(examples, Pair("zh", "en"), BOOK, day=DAY)


def test_a_perfect_line_has_all_its_names():
    counts = score(("东盟和中国签字。", "ASEAN and China signed.")).counts
    assert counts == Counts(
        segments=1, with_terms=1, terms=2, surface=2, exclusive=2, passed=2, passed_held=2
    )  # fmt: skip
    assert (counts.surface_rate, counts.exclusive_rate, counts.passed_rate) == (100, 100, 100)


def test_each_occurrence_needs_one_of_its_own():
    scored = score(("东盟不是公司，东盟是联盟。", "ASEAN is no company but an association."))
    assert (scored.counts.terms, scored.counts.surface, scored.counts.exclusive) == (2, 1, 1)
    (failure,) = scored.failures
    assert (failure.fault, failure.concept, failure.named, failure.wanted) == (
        Fault.MISSING,
        "asean",
        "东盟",
        "ASEAN",
    )


def test_a_name_inside_a_longer_one_counts_on_the_surface_alone():
    # the Centre holds both other names, and is what the source calls by its own
    counts = score(("中国、东盟和中国—东盟中心", "the ASEAN-China Centre")).counts
    assert (counts.terms, counts.surface, counts.exclusive) == (3, 3, 1)
    counts = score(("中国—东盟中心秘书长访问中国—东盟中心", "Secretary-General of the ASEAN-China Centre")).counts
    assert (counts.terms, counts.surface, counts.exclusive) == (2, 2, 1)


def test_names_that_overlap_are_not_both_there():
    book = Glossary.of(
        [concept("a", "甲", "Radio Asia Centre"), concept("b", "乙", "Centre for Peace")], name="straddling"
    )
    scored = score_terms([Example("1", "1", "甲与乙", "Radio Asia Centre for Peace")], Pair("zh", "en"), book, day=DAY)
    assert (scored.counts.terms, scored.counts.surface, scored.counts.exclusive) == (2, 2, 1)
    assert [failure.concept for failure in scored.failures] == ["b"]


def test_word_boundaries_and_capitals_count_but_not_on_the_surface():
    counts = score(("马来文", "The Malaysian edition")).counts
    assert (counts.terms, counts.surface, counts.exclusive) == (1, 1, 0)
    counts = score(("东盟", "the asean way")).counts
    assert (counts.surface, counts.exclusive) == (1, 0)


def test_one_place_serves_one_of_two_concepts_that_share_a_form():
    one = score(("中国外交部和外交部", "the Ministry of Foreign Affairs")).counts
    assert (one.terms, one.exclusive) == (2, 1)
    both = score(("中国外交部和外交部", "the Ministry of Foreign Affairs of China and the Ministry of Foreign Affairs"))
    assert (both.counts.terms, both.counts.exclusive, both.counts.doubled) == (2, 2, 0)


def test_places_are_given_so_that_most_are_served():
    a, b = Span(0, 5), Span(9, 14)
    # the greedy way, x to a, would leave y without one
    assert own_places({"x": 1, "y": 1}, {"x": [a, b], "y": [a]}) == {"x": 1, "y": 1}
    assert own_places({"x": 2, "y": 1}, {"x": [a, b], "y": [a]}) == {"x": 2, "y": 0}
    assert own_places({"x": 3}, {}) == {"x": 0}


def test_a_forbidden_form_counts_and_one_inside_an_accepted_form_does_not():
    scored = score(("中国—东盟中心", "the China-ASEAN Center"))
    assert (scored.counts.exclusive, scored.counts.forbidden) == (0, 1)
    assert [(f.fault, f.found) for f in scored.failures] == [
        (Fault.MISSING, ""),
        (Fault.FORBIDDEN, "China-ASEAN Center"),
    ]
    inside = Glossary.of([concept("hall", "会堂", "Malay State Hall", forbidden=("Malay State",))])
    pair = [Example("1", "1", "会堂", "Malay State Hall")]
    assert score_terms(pair, Pair("zh", "en"), inside, day=DAY).counts.forbidden == 0


def test_a_forbidden_form_of_what_the_source_does_not_name_is_another_thing():
    assert score(("外交部发言", "A Malay State and the Ministry of Foreign Affairs")).counts.forbidden == 0


def test_names_said_too_often_are_doubled():
    counts = score(("东盟开会", "ASEAN, ASEAN and ASEAN met")).counts
    assert (counts.exclusive, counts.doubled, counts.doubled_rate) == (1, 2, 200)


def test_a_concept_without_a_form_in_the_target_is_not_covered():
    counts = score(("无名局和东盟", "ASEAN")).counts
    assert (counts.terms, counts.exclusive) == (1, 1)


def test_a_form_that_the_glossary_cannot_choose_is_unsure():
    book = Glossary.of([concept("a", "通讯社", "Wire One"), concept("b", "通讯社", "Wire Two")])
    counts = score_terms([Example("1", "1", "通讯社", "Wire One")], Pair("zh", "en"), book, day=DAY).counts
    assert (counts.terms, counts.unsure) == (0, 1)


def test_what_is_flagged_is_kept_apart():
    counts = score(("东盟和中国", "ASEAN only"), flagged=True).counts
    assert (counts.terms, counts.exclusive, counts.flagged) == (2, 1, 1)
    assert (counts.passed, counts.passed_held, counts.passed_rate) == (0, 0, None)


def test_two_renderings_in_one_document_are_unlike():
    lines = [("中国—东盟中心开门", "The ASEAN-China Centre opened"), ("中国—东盟中心关门", "The ACC closed")]
    scored = score(*lines, document="d")
    assert (scored.counts.repeated, scored.counts.unlike, scored.counts.consistency) == (1, 1, 0)
    assert [(f.row, f.fault, f.found) for f in scored.failures] == [("1", Fault.UNLIKE, "ACC")]
    apart = score(*lines).counts
    assert (apart.repeated, apart.unlike, apart.consistency) == (0, 0, None)
    same = score(lines[0], ("中国—东盟中心关门", "The ASEAN-China Centre closed"), document="d").counts
    assert (same.repeated, same.unlike, same.consistency) == (1, 0, 100)


def test_no_translation_has_no_names():
    counts = score(("东盟和中国", "")).counts
    assert (counts.terms, counts.surface, counts.exclusive) == (2, 0, 0)


@pytest.mark.parametrize(
    ("target", "line", "held"),
    [
        ("th", "โฆษกอาเซียนพบผู้แทนจีน", 2),
        ("th", "โฆษกพบผู้แทนจีน", 1),
        ("km", "អាស៊ាន និងចិនបានចុះហត្ថលេខា", 2),
        ("my", "အာဆီယံနှင့် တရုတ်တို့ လက်မှတ်ထိုးသည်", 2),
        ("ta", "சீனாவும் ஆசியானும் கையெழுத்திட்டன", 2),
        ("lo", "ອາຊຽນ ແລະ ຈີນ ລົງນາມ", 2),
    ],
)
def test_scripts_without_spaces_and_endings_that_are_written_on(target, line, held):
    pair = Pair("zh", target)
    counts = score_terms([Example("1", "1", "东盟和中国签字", line)], pair, BUNDLED, day=DAY).counts
    assert (counts.terms, counts.exclusive) == (2, held)
    assert counts.surface >= counts.exclusive


def report() -> TermReport:
    good = Direction(Pair("zh", "en"), score(("东盟", "ASEAN")), tiers=(("marks", 1),), signature="mtkit:x")
    bad = Direction(Pair("zh", "id"), score(("东盟和中国", "ASEAN")), plain=2, plain_changed=0, time_ratio=1.234)
    return TermReport("news", "0123456789ab", DAY, (good, bad))


def test_the_table_says_every_direction_and_the_details_the_worst_first():
    lines = list(as_text(report()))
    assert lines[0] == "news@0123456789ab, names of 2026-11-01"
    assert lines[1].split()[:5] == ["pair", "rows", "terms", "surface", "exclusive"]
    assert lines[2].split()[:5] == ["zh-en", "1", "1", "100.0", "100.0"]
    assert lines[3].split()[:5] == ["zh-id", "1", "2", "50.0", "50.0"]
    assert lines[3].split()[-3:] == ["2", "0", "1.23x"]
    assert lines[4].split()[:5] == ["all", "2", "3", "66.7", "66.7"]
    assert "zh-en tiers: marks 1" in lines
    assert [str(one.pair) for one in report().worst_first] == ["zh-id", "zh-en"]
    assert list(details(report())) == ["zh-id 0: missing cn: “中国” is “China”"]


def test_what_is_not_quite_all_is_never_shown_as_all():
    scored = Scored(Counts(segments=1, terms=100_000, surface=100_000, exclusive=99_999))
    lines = list(as_text(TermReport("t", "0" * 12, DAY, (Direction(Pair("zh", "en"), scored),))))
    assert lines[2].split()[3:5] == ["100.0", "99.9"]


def test_json_holds_rates_counts_and_failures_where_they_are_wanted():
    first, second = as_json(report(), failures=True)
    assert (first["pair"], first["exclusive_rate"], first["tiers"], first["bare"]) == (
        "zh-en",
        100.0,
        {"marks": 1},
        None,
    )
    assert [failure["concept"] for failure in second["failures"]] == ["cn"]
    assert "failures" not in next(as_json(report()))

"""Estimates of quality: signals, calibrations, the order of work, and what is kept."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from po_articles import VI_HEADER, vietnamese

from mtkit.errors import BadInputError, ConfigError
from mtkit.estimate import agreement, calibrations, estimate, estimated, keep, signals_of, valid, worst_first
from mtkit.estimate.calibration import read_calibrations
from mtkit.formats import po
from mtkit.formats.sidecar import dumps_sidecar, loads_sidecar, read_sidecar, sidecar_path
from mtkit.lang import Pair
from mtkit.outputs import as_json
from mtkit.text import Segment, Span
from mtkit.unit import Estimate, Hop, Issue, Origin, Severity, State, Unit

SOURCE = "第二十八次中国—东盟领导人会议周二在吉隆坡举行，双方同意在年底前完成自贸区升级谈判。"
GOOD = (
    "The 28th China-ASEAN Summit was held in Kuala Lumpur on Tuesday, and the two sides agreed to finish the talks on "
    "upgrading the free trade area by the end of the year."
)
BOX = "mtkit-embedded@8753aa7db59c"


def unit(target: str, *, score: float | None = -1.0, model: str = BOX, tier: str = "plain", **changed: object) -> Unit:
    pair = Pair("zh", "en")
    made = Unit(
        Segment("b-1", Span(0, len(SOURCE)), SOURCE, SOURCE), pair, target,
        trail=(Hop(pair, model, target, score, tier),), raw=target,
    )  # fmt: skip
    return replace(made, **changed)


@given(st.text(max_size=40), st.text(max_size=40))
@example("", "")
@example("东盟", "东盟")
@example("အာဆီယံ ထိပ်သီး", "အာဆီယံ")
def test_agreement_is_sacrebleus_chrf_of_a_sentence(one, two):
    from sacrebleu.metrics.chrf import CHRF

    theirs = CHRF(eps_smoothing=False).sentence_score(one, [two]).score / 100
    assert agreement(one, two) == pytest.approx(theirs, abs=1e-9)
    assert 0 <= agreement(one, two) <= 1


def test_signals_of_a_good_text_and_of_bad_ones():
    good = signals_of(unit(GOOD))
    assert good["logprob"] == -1.0 and good["short"] < 0.3 and good["long"] < 0.3
    assert good["copied"] == good["errors"] == good["forced"] == 0
    assert "back" not in good
    assert signals_of(unit("The summit was held."))["short"] > 1
    assert signals_of(unit(GOOD + GOOD))["repeated"] > 0.4 > signals_of(unit(GOOD))["repeated"]
    assert signals_of(unit(GOOD, tier="marks+prefix"))["forced"] == 1
    assert signals_of(unit(GOOD, tier="marks+numbers"))["forced"] == 0
    assert "logprob" not in signals_of(unit(GOOD, score=None))
    assert signals_of(unit(GOOD), back=SOURCE)["back"] == 1
    copied = Unit(Segment("a", Span(0, 1), "rice farmers met", "rice farmers met"), Pair("en", "id"), "rice petani")
    assert signals_of(copied)["copied"] == 0.5  # of the words of four letters and more


def test_the_weaker_hop_counts():
    trail = (Hop(Pair("id", "en"), BOX, "x", -2.5), Hop(Pair("en", "vi"), BOX, "y", -0.5))
    assert signals_of(unit(GOOD, trail=trail))["logprob"] == -2.5
    broken = (replace(trail[0], score=float("nan")), trail[1])
    assert "logprob" not in signals_of(unit(GOOD, trail=broken))


@given(
    st.text(max_size=60), st.none() | st.floats(-50, 0), st.none() | st.text(max_size=30),
    st.lists(st.sampled_from(Severity), max_size=5),
)  # fmt: skip
def test_an_estimate_is_from_0_to_1_and_always_the_same(target, score, back, severities):
    issues = tuple(Issue("N01", severity, "") for severity in severities)
    one = unit(target, score=score, issues=issues)
    found = estimate(one, back=back)
    assert 0 <= found.value <= 1
    assert found == estimate(one, back=back)


def test_what_is_sure_short_and_whole_is_estimated_better():
    sure, doubtful = estimate(unit(GOOD, score=-0.8)), estimate(unit(GOOD, score=-2.0))
    assert sure.value > doubtful.value
    assert estimate(unit(GOOD)).value > estimate(unit("The summit was held.")).value
    assert estimate(unit(GOOD), back=SOURCE).value > estimate(unit(GOOD), back="别的。").value


def test_how_names_calibration_label_data_and_signals():
    box, other = estimate(unit(GOOD)), estimate(unit(GOOD, model="Helsinki-NLP/opus-mt-zh-en@cf109095479d"))
    assert box.how.startswith("embedded@") and "|expects:chrF2|on:the model in the box" in box.how
    assert "by:logprob+short" in box.how and "pair:not in data" not in box.how
    assert other.how.startswith("text@") and "OPUS-MT" in other.how and "logprob" not in other.how.split("by:")[1]
    assert estimate(unit(GOOD), back="x").how.startswith("embedded-back@")
    assert estimate(unit(GOOD, score=None)).how.startswith("text@")
    tetum = unit(GOOD, pair=Pair("zh", "tet"))
    assert "|pair:not in data" in estimate(tetum).how


def test_the_calibrations_in_the_box_are_whole(tmp_path: Path):
    names = [one.name for one in calibrations()]
    assert names == ["embedded-back", "embedded", "text-back", "text"]
    assert all(one.weights and one.pairs and one.digest for one in calibrations())
    assert calibrations()[1].weights["logprob"][2] > 0 > calibrations()[1].weights["short"][2]
    damaged = tmp_path / "calibration.toml"
    damaged.write_text("[calibration.x]\nmodel = 1\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="no calibration of estimates"):
        read_calibrations(damaged)


def test_only_untouched_machine_text_has_a_valid_estimate():
    assert valid(unit(GOOD)) is not None
    assert valid(unit(GOOD, state=State.APPROVED)) is None
    assert valid(unit(GOOD, state=State.EDITED, origin=Origin.HUMAN)) is None
    assert valid(unit("")) is None
    kept = Estimate(0.25, "x")
    assert valid(unit(GOOD, estimate=kept)) == kept
    assert estimated(unit(GOOD, origin=Origin.MEMORY)).estimate is None
    assert estimated(unit(GOOD)).estimate == estimate(unit(GOOD))


def test_the_lines_of_json_have_what_is_valid():
    made = estimated(unit(GOOD))
    assert as_json(made)["estimate"] == {"value": made.estimate.value, "how": made.estimate.how}
    assert as_json(replace(made, state=State.EDITED))["estimate"] is None
    assert as_json(replace(made, origin=Origin.MEMORY, state=State.APPROVED))["estimate"] is None


def test_findings_go_before_estimates_and_what_is_approved_comes_last():
    units = [
        unit(GOOD), unit("The summit was held.", score=-2.0), unit(GOOD), unit("", state=State.UNTRANSLATED),
        unit(GOOD, state=State.APPROVED), unit(GOOD),
    ]  # fmt: skip
    error, warning = Issue("T01", Severity.ERROR, ""), Issue("N02", Severity.WARNING, "")
    issues = [(), (), (warning, warning), (), (error,), (error,)]
    assert worst_first(units, issues) == [3, 5, 2, 1, 0, 4]


def test_the_sidecar_keeps_estimates():
    units = tuple(estimated(one) for one in vietnamese())
    assert any(one.estimate for one in units)
    text = dumps_sidecar(units, VI_HEADER)
    assert loads_sidecar(text).units == units
    assert dumps_sidecar(loads_sidecar(text).units, VI_HEADER) == text
    with pytest.raises(BadInputError, match="an estimate of 7"):
        loads_sidecar(text.replace('"estimate":{"value":0', '"estimate":{"value":7', 1))


def test_estimates_are_kept_beside_a_po_file(tmp_path: Path):
    path = tmp_path / "a.vi.po"
    units = vietnamese()
    with pytest.raises(BadInputError, match=r"has no a\.vi\.mtkit\.jsonl beside it"):
        keep(path, {})
    po.write(units, path, VI_HEADER)
    before = path.read_bytes(), read_sidecar(sidecar_path(path)).contexts
    guess = Estimate(0.5, "h", (("back", 0.25),))
    first = units[0].segment.id
    assert keep(path, {first: guess, "nobody": guess}) == 1
    found = {one.segment.id: one.estimate for one in po.read(path).units}
    assert found[first] == guess and sum(one is not None for one in found.values()) == 1
    assert (path.read_bytes(), read_sidecar(sidecar_path(path)).contexts) == before


def test_estimates_load_neither_numpy_nor_a_model():
    heavy = ("numpy", "torch", "ctranslate2", "sacrebleu")
    code = f"import sys, mtkit.estimate; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

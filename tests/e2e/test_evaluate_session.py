"""``mtkit evaluate`` and ``mtkit evaluate units`` as users run them."""

from __future__ import annotations

import json
from pathlib import Path

import polib
import pytest
from command import Mtkit

ARTICLE = """东盟与中国领导人会议周二在吉隆坡举行。

双方同意在年底前完成自由贸易区升级谈判。

湄公河沿岸的渔民说，水位比去年低了两米。

卫生部门提醒居民注意登革热。
"""
ENGLISH = [
    "The ASEAN-China leaders' meeting was held in Kuala Lumpur on Tuesday.",
    "The two sides agreed to finish the talks on upgrading the free trade area by the end of the year.",
    "Fishermen along the Mekong said that the water was two metres lower than last year.",
    "The health department reminded residents to beware of dengue fever.",
]


def translated(mtkit: Mtkit, folder: Path) -> Path:
    (folder / "news.txt").write_text(ARTICLE, encoding="utf-8")
    result = mtkit("translate", "news.txt", "--from", "zh", "--to", "en", "--as-of", "2026-11-01", "-q",
                   "--allow-low-quality", "-o", "out")  # fmt: skip
    assert result.code == 0, result.err
    return folder / "out" / "news.en.po"


def approve(path: Path) -> None:
    """An editor puts three sentences right, and leaves the fourth."""
    file = polib.pofile(str(path), wrapwidth=0)
    for entry, text in zip(list(file)[:3], ENGLISH, strict=False):
        entry.msgstr, entry.flags = text, []
    file.save()


@pytest.mark.deep
def test_a_desk_scores_what_it_has_approved(mtkit: Mtkit, tmp_path: Path):
    path = translated(mtkit, tmp_path)
    none = mtkit("evaluate", "out")
    assert none.code == 3 and none.out == "" and "no unit is approved" in none.err
    approve(path)
    result = mtkit("evaluate", "out", "--html", "scores.html", "--as-of", "2026-11-01")
    assert result.code == 0, result.err
    assert "zh-en, 3 segments" in result.out and "recorded" in result.out and "tok:13a" in result.out
    assert "3 segments are few" in result.err and "COMET was not measured" in result.err
    assert "kind to the system that was edited" in result.err
    page = (tmp_path / "scores.html").read_text(encoding="utf-8")
    assert "<svg" in page and "<script" not in page
    compared = mtkit("evaluate", path, "--compare", "recorded", "bare:glossary=off,beam=1", "--json", "-q",
                     "--resamples", "100", "--as-of", "2026-11-01", "--allow-low-quality")  # fmt: skip
    assert compared.code == 0 and compared.err == "", compared.err
    first, second, found = map(json.loads, compared.out.splitlines())
    assert (first["system"], second["system"], found["kind"]) == ("recorded", "bare", "comparison")
    assert "glossary:none" in second["signature"] and "beam:1" in second["signature"]
    assert set(found["differences"]) == {"BLEU", "chrF", "TER", "edits", "terms"}
    assert mtkit("evaluate", path, "--json", "-q", "--as-of", "2026-11-01").out == \
        mtkit("evaluate", "scores", path, "--json", "-q", "--as-of", "2026-11-01").out  # fmt: skip


def test_hypotheses_in_files_are_compared(mtkit: Mtkit, tmp_path: Path):
    (tmp_path / "s.zh.txt").write_text("\n".join(ARTICLE.split("\n\n")).strip() + "\n", encoding="utf-8")
    (tmp_path / "s.en.txt").write_text("\n".join(ENGLISH) + "\n", encoding="utf-8")
    (tmp_path / "old.txt").write_text("\n".join(line[:20] for line in ENGLISH) + "\n", encoding="utf-8")
    result = mtkit("evaluate", "s.zh.txt", "s.en.txt", "--from", "zh", "--to", "en", "--compare", "old.txt",
                   "s.en.txt", "--resamples", "100")  # fmt: skip
    assert result.code == 0, result.err
    assert "s.en.txt against old.txt" in result.out
    assert "paired-bootstrap:100|seed:12345|after:Koehn 2004" in result.out


@pytest.mark.deep
def test_bad_calls_are_one_line(mtkit: Mtkit, tmp_path: Path):
    (tmp_path / "a.txt").write_text("东盟\n", encoding="utf-8")
    for args, code, says in (
        (("a.txt", "--from", "zh", "--to", "en"), 2, "no references"),
        (("a.txt", "a.txt", "--to", "en"), 2, "--to needs --from"),
        (("a.txt", "a.txt", "--from", "zh", "--to", "en", "--compare", "no.txt", "mtkit"), 2, "no system 'no.txt'"),
        (("a.txt", "a.txt", "--from", "zh", "--to", "en", "--metric", "WER"), 2, "known are BLEU, chrF, TER"),
        (("a.txt", "a.txt", "--from", "zh", "--to", "en", "--html", "a.pdf"), 2, "ends in .html"),
        (("a.txt", "a.txt", "--from", "zh", "--to", "en", "--comet", "w", "--system", "a.txt"), 4, "COMET"),
        (("gone.po",), 3, "gone.po"),
        (("term", "a.txt"), 2, "did you mean mtkit evaluate terms?"),
        (("units", "gone.po"), 3, "gone.po"),
    ):
        result = mtkit("evaluate", *args)
        assert result.code == code, (args, result)
        assert result.out == "" and len(result.errors) == 1 and says in result.errors[0], (args, result.err)
    assert not (tmp_path / "a.pdf").exists()


@pytest.mark.deep
def test_units_are_named_worst_first_and_estimates_kept(mtkit: Mtkit, tmp_path: Path):
    path = translated(mtkit, tmp_path)
    beside = path.with_suffix(".mtkit.jsonl")
    records = [json.loads(line) for line in beside.read_text(encoding="utf-8").splitlines()[1:]]
    assert all(0 < record["estimate"]["value"] < 1 for record in records)
    assert all(record["estimate"]["how"].startswith("embedded@") for record in records)
    result = mtkit("evaluate", "units", path, "--json")
    found = [json.loads(line) for line in result.out.splitlines()]
    clean = [one["estimate"] for one in found if not one["findings"]]
    assert len(found) == 4 and clean == sorted(clean)
    back = mtkit("evaluate", "units", path, "--json", "--back-translate", "--keep", "--allow-low-quality")
    assert back.code == 0 and "kept 4 estimates" in back.err, back.err
    values = {one["unit"]: one for one in map(json.loads, back.out.splitlines())}
    assert all(one["back"] and one["how"].startswith("embedded-back@") for one in values.values())
    status = mtkit("status", path, "--worst", "2", "--json")
    (line,) = map(json.loads, status.out.splitlines())
    assert [one["estimate"] for one in line["worst"]] == [values[one["unit"]]["estimate"] for one in line["worst"]]
    proof = mtkit("proof", path, "-o", "proof.html", "--sort", "worst")
    assert proof.code == 0
    assert (tmp_path / "proof.html").read_text(encoding="utf-8").count(" data-q=") == 4
    approve(path)
    after = [json.loads(line) for line in mtkit("evaluate", "units", path, "--json").out.splitlines()]
    assert [one["estimate"] is None for one in after] == [False, True, True, True]


STAND_IN = '''
"""Has the interface of unbabel-comet 2, and scores by length."""
import os
from pathlib import Path
from pickle import UnpicklingError
from types import SimpleNamespace

__version__ = "2.2.7"


class Model:
    def predict(self, data, batch_size, gpus, progress_bar):
        assert gpus == 0 and not progress_bar and os.environ["HF_HUB_OFFLINE"] == "1"
        scores = [len(one["mt"]) / len(one["ref"]) for one in data]
        assert all(one["src"] for one in data)
        return SimpleNamespace(scores=scores, system_score=sum(scores) / len(scores))


def load_from_checkpoint(path, local_files_only=False):
    assert local_files_only and os.environ["TORCH_FORCE_WEIGHTS_ONLY_LOAD"] == "1"
    if Path(path).read_text(encoding="utf-8") != "weights":
        raise UnpicklingError("Weights only load failed.\\nmany lines")
    return Model()
'''


@pytest.mark.deep
def test_comet_is_asked_where_it_is_installed_and_its_weights_are_here(mtkit: Mtkit, tmp_path: Path):
    (tmp_path / "lib" / "comet").mkdir(parents=True)
    (tmp_path / "lib" / "comet" / "__init__.py").write_text(STAND_IN, encoding="utf-8")
    weights = tmp_path / "wmt22" / "checkpoints" / "model.ckpt"
    weights.parent.mkdir(parents=True)
    weights.write_text("weights", encoding="utf-8")
    (tmp_path / "s.txt").write_text("东盟会议。\n贸易增长。\n", encoding="utf-8")
    (tmp_path / "r.txt").write_text("ASEAN met.\nTrade grew.\n", encoding="utf-8")
    (tmp_path / "h.txt").write_text("ASEAN met.\nTrade.\n", encoding="utf-8")
    call = ("evaluate", "s.txt", "r.txt", "--from", "zh", "--to", "en", "--system", "h.txt", "--json", "-q")
    env = {"PYTHONPATH": str(tmp_path / "lib")}
    result = mtkit(*call, "--comet", "wmt22", env=env)
    assert result.code == 0, result.err
    found = json.loads(result.out)["scores"]["COMET"]
    assert round(found["value"], 4) == round((1 + 6 / 11) / 2, 4)
    assert found["signature"].startswith("comet:2.2.7|model:wmt22|bs:1000")
    assert "name its weights with --comet PATH" in str(json.loads(mtkit(*call, env=env).out)["notes"])
    weights.write_text("a pickle", encoding="utf-8")
    for path, says in (("wmt22", "cannot be used as COMET weights: Weights only load failed."), ("lib", "no COMET")):
        refused = mtkit(*call, "--comet", path, env=env)
        assert refused.code == 4 and refused.out == "" and len(refused.errors) == 1 and says in refused.err

"""S: is the target in its own language and script, and whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from mtkit.check.interface import Sample
from mtkit.check.script_data import FUNCTION_WORDS, HANS, HANT, LETTERS, SCRIPT_NAMES, STRAY
from mtkit.check.script_marks import check_invisible, check_marks
from mtkit.lang import Lang, Script
from mtkit.text import Span
from mtkit.unit import Issue, Severity
from mtkit.zawgyi import signs_of_zawgyi

__all__ = ["check_script"]

_NAME = re.compile(
    r"\{/?\d+/?\}|(?:https?://|www\.)[!-~]+|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+|[#@][A-Za-z0-9_]+", re.ASCII
)
_BRACKETED = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]|[“\"「『«《‘][^“”\"「」『』«»《》‘’]{1,60}[”\"」』»》’]")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+(?:['’.-][A-Za-z\u00c0-\u024f\u1e00-\u1eff]+)*")
_LATIN_RUN = re.compile(rf"{_LATIN_WORD.pattern}(?:[ ,]+{_LATIN_WORD.pattern}){{3,}}")
_DAMAGED = re.compile("[\ufffd\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\\?{4,}")
_MOJIBAKE = re.compile("â€|Ã[¡-¿]|[À-ï][¡-©¬-¹¼-¾€‚ƒ„…†‡ˆ‰‹Œ•˜™›œ]")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LEAST_LETTERS = 12


def _expected(lang: Lang) -> str:
    return "Hani" if lang.script.is_han else str(lang.script)


_NAMED = re.compile(r"[{@#]|://|www\.")
_USUAL = ("Latn", "Hani")


@lru_cache(maxsize=16)
def _others(own: str) -> re.Pattern[str]:
    """What finds a letter that is neither of the script ``own`` nor Latin nor Chinese."""
    classes = (runs.pattern[1:-2] for name, runs in LETTERS.items() if name != own and name not in _USUAL)
    return re.compile(f"[{''.join(classes)}]")


def _counts(text: str, own: str) -> dict[str, int]:
    """How many letters of each script a text has."""
    if _others(own).search(text):
        return {name: sum(map(len, runs.findall(text))) for name, runs in LETTERS.items()}
    near = {own, *_USUAL}
    return {name: sum(map(len, runs.findall(text))) if name in near else 0 for name, runs in LETTERS.items()}


def _wrong_script(sample: Sample, text: str, counts: dict[str, int]) -> Iterator[Issue]:
    own = _expected(sample.target_lang)
    weight = {name: n * (3 if name == "Hani" else 1) for name, n in counts.items()}
    total = sum(weight.values())
    if total < _LEAST_LETTERS or weight[own] * 2 >= total:
        return
    other = max(sorted(weight), key=lambda name: weight[name] if name != own else -1)
    if own != "Latn" and other == "Latn" and weight[own] * 5 >= total:
        return  # a sentence made of foreign names
    if own != "Latn" and other == "Latn" and all(w[0].isupper() or len(w) < 3 for w in _LATIN_WORD.findall(text)):
        severity = Severity.WARNING if sample.source is None or total < 40 else Severity.ERROR
    else:
        severity = Severity.ERROR
    share = weight[own] / total
    yield Issue(
        "S01", severity,
        f"target should be {sample.target_lang.name}, but is mostly {SCRIPT_NAMES[other]} "
        f"({share:.0%} {SCRIPT_NAMES[own]})",
    )  # fmt: skip


def _wrong_language(sample: Sample, text: str) -> Iterator[Issue]:
    """Among the languages in Latin letters, by function words."""
    base = {"ms": "id"}.get(sample.target_lang.base, sample.target_lang.base)
    if base not in FUNCTION_WORDS:
        return
    words = [word.lower() for word in _WORD.findall(text)]
    if len(words) < 5:
        return
    hits = {name: sum(map(known.__contains__, words)) for name, known in FUNCTION_WORDS.items()}
    own = hits.pop(base)
    if base in {"pt", "tet"}:
        hits.pop("tet" if base == "pt" else "pt")
    other = max(sorted(hits), key=lambda name: hits[name])
    sure = hits[other] >= 3 and hits[other] > 3 * own and hits[other] * 7 >= len(words)
    if sure or (hits[other] == 2 and own == 0 and len(words) <= 14):
        names = {"en": "English", "id": "Indonesian or Malay", "fil": "Filipino", "vi": "Vietnamese"}
        shown = names.get(other, "Portuguese" if other == "pt" else "Tetum")
        severity = Severity.ERROR if sure else Severity.WARNING
        yield Issue("S01", severity, f"target should be {sample.target_lang.name}, but reads like {shown}")


def _residue(sample: Sample, text: str, counts: dict[str, int]) -> Iterator[Issue]:
    own = _expected(sample.target_lang)
    source = sample.source or ""
    from_han = sample.source_lang is not None and sample.source_lang.script.is_han
    foreign = [name for name in LETTERS if name not in {own, "Latn"} and counts[name]]
    if not foreign and (own == "Latn" or not counts["Latn"]):
        return
    quoted = [match.span() for match in _BRACKETED.finditer(text)]
    for name in foreign:
        runs = LETTERS[name]
        for match in runs.finditer(text):
            if sample.source_lang and name != _expected(sample.source_lang) and match[0] in source:
                continue  # a foreign word that the source quotes, too
            inside = any(a <= match.start() and match.end() <= b for a, b in quoted)
            sign = len(match[0]) == 1 and name != "Hani"
            yield Issue(
                "S02",
                Severity.WARNING if inside or sign or (name == "Hani" and not from_han) else Severity.ERROR,
                f"target has {SCRIPT_NAMES[name]} “{match[0][:30]}” in {sample.target_lang.name} text",
                target=Span(*match.span()),
            )
            break
    if own == "Latn" or not counts["Latn"]:
        return
    for match in _LATIN_RUN.finditer(text):
        words = _LATIN_WORD.findall(match[0])
        small = sum(word[0].islower() for word in words)
        inside = any(a <= match.start() and match.end() <= b for a, b in quoted)
        if small < 2 or (inside and small < 5):
            continue
        yield Issue(
            "S02",
            Severity.ERROR if small >= 4 and not inside and match[0] in source else Severity.WARNING,
            f"target has untranslated words “{match[0][:50]}”",
            target=Span(*match.span()),
        )
        break


def _damage(sample: Sample) -> Iterator[Issue]:
    text, source = sample.target, sample.source or ""
    match = _DAMAGED.search(text)
    if match and match[0] not in source:
        shown = match[0] if match[0].isprintable() else f"U+{ord(match[0][0]):04X}"
        yield Issue("S03", Severity.ERROR, f"target has a damaged character ({shown})", target=Span(*match.span()))
        return
    spoiled = list(_MOJIBAKE.finditer(text))
    if len(spoiled) > 2 * len(_MOJIBAKE.findall(source)):
        yield Issue(
            "S03", Severity.ERROR if len(spoiled) > 2 else Severity.WARNING,
            f"target was read in the wrong encoding: “{spoiled[0][0]}”", target=Span(*spoiled[0].span()),
        )  # fmt: skip


def _variant(sample: Sample) -> Iterator[Issue]:
    """Simplified against Traditional."""
    script = sample.target_lang.script
    if not script.is_han:
        return
    own, other = (HANS, HANT) if script is Script.HANS else (HANT, HANS)
    if other.isdisjoint(sample.target):
        return
    wrong = [place for place, c in enumerate(sample.target) if c in other]
    right = sum(c in own for c in sample.target)
    shown = "".join(dict.fromkeys(sample.target[place] for place in wrong))[:10]
    name = "Traditional" if script is Script.HANS else "Simplified"
    yield Issue(
        "S05",
        Severity.ERROR if len(wrong) > max(1, right) else Severity.WARNING,
        f"target has {name} characters {shown}",
        target=Span(wrong[0], wrong[0] + 1),
    )


def _order(sample: Sample) -> Iterator[Issue]:
    text, script = sample.target, sample.target_lang.script
    if script is Script.BURMESE:
        found = signs_of_zawgyi(text)
        if found:
            yield Issue(
                "S04",
                Severity.ERROR if len(found) >= 2 else Severity.WARNING,
                "target looks like Zawgyi, not Unicode Burmese: convert it",
                target=found[0],
            )
            return
    stray = STRAY.get(script)
    match = stray.search(text) if stray else None
    if match:
        yield Issue(
            "S06", Severity.WARNING,
            f"target has a sign out of order at “{text[max(0, match.start() - 2) : match.end() + 2]}”",
            target=Span(*match.span()),
        )  # fmt: skip


def check_script(sample: Sample) -> Iterator[Issue]:
    """S01 language, S02 left-overs, S03 damage, S04 Zawgyi, S05 Hans and Hant, S06 order, S07 and S08 marks."""
    text = sample.target
    if _NAMED.search(text):
        text = _NAME.sub(lambda match: " " * len(match[0]), text)
    counts = _counts(text, _expected(sample.target_lang))
    bare = list(check_marks(sample))
    yield from bare
    found = list(_wrong_script(sample, text, counts))
    if not found and not (bare and sample.target_lang.base == "vi"):  # without its marks it reads like others
        found = list(_wrong_language(sample, text))
    yield from found
    if not found:
        yield from _residue(sample, text, counts)
    yield from _damage(sample)
    yield from _variant(sample)
    yield from _order(sample)
    yield from check_invisible(sample)

"""P: brackets, quotation marks and the ends of sentences, by class across scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtkit.check.interface import Sample
from mtkit.check.length import english_letters, without_originals
from mtkit.text import Kind, Span
from mtkit.unit import Issue, Severity

__all__ = ["check_punctuation"]

_BRACKETS = {
    **dict.fromkeys("()（）", "()"),
    **{c: pair for pair in ("[]", "【】", "《》", "〈〉", "「」", "『』", "“”", "«»", "〔〕") for c in pair},
}
_BRACKET = re.compile(f"[{re.escape(''.join(_BRACKETS))}]")
_TICK = re.compile(r"(?<!\w)'(?=\w)")
_OPEN = frozenset("(（[【《〈「『“«〔")
_QUOTES = frozenset({"“”", "「」", "『』", "«»"})
_LIST_LABEL = re.compile(r"(?:^|[\s,;，；、])(?:\d{1,2}|[A-Za-z]|[ivx]{1,4})$")
_BRACKETED = re.compile(r"[(（\[【]([^()（）\[\]【】]*)[)）\]】]")
_QUOTED = re.compile('[“「«"„][^“”「」«»"„]+[”」»"“]')
_SENTENCE_END = re.compile('[。！？!?.,，…][”」»"“]$')
_SPEECH = 36.0  # English letters' worth from which a quotation is what somebody said
_ASIDE = 24.0  # and from which words in brackets can be missed by length
_MISSING = 0.8  # of those words
_SHORT = 0.8  # of the expected length
_ANY_DOUBLE = re.compile('["“”「」«»„]')
_NO_MARK = re.compile(r"[:;]-?[)(]|â€.?")  # smileys, and what S03 finds
_CLOSERS = "\"'”’」』»》）)]】〉 \u00a0\u200b\u200c{}/0123456789"
_TAIL = re.compile(r"(?:\{/?\d+/?\}|[\"'”’“‘」』»《》）)\]】〉\s\u200b\u200c])+$")
_END = {
    **dict.fromkeys(".。．។៕။｡॥।", "stop"),
    **dict.fromkeys("?？؟", "question"),
    **dict.fromkeys("!！", "exclamation"),
    **dict.fromkeys(":：៖", "colon"),
    **dict.fromkeys("…⋯", "ellipsis"),
    **dict.fromkeys(";；", "semicolon"),
    **dict.fromkeys(",，、၊", "comma"),
}
_MARKS = {"stop": "a full stop", "question": "a question mark", "exclamation": "an exclamation mark",
          "colon": "a colon", "ellipsis": "an ellipsis", "semicolon": "a semicolon", "comma": "a comma",
          "none": "no mark"}  # fmt: skip
_ABBREVIATED = re.compile(r"(?:\b\w|\.\w+|\b(?:Inc|Jr|Sr|Co|Corp|Ltd|Tbk|Bhd|Sdn|No|St|Dr|Mt))\.$")
_OWN_STOPS = {"zh": "。", "km": "។៕", "my": "။"}
_FULL_WIDTH = re.compile(r"[，。；：？！、．]")
_HAN = "\u3400-\u9fff"
_HALF_WIDTH = re.compile(rf"(?<=[{_HAN}])[,;?!](?=[{_HAN}])|(?<=[{_HAN}])[,;?!]$|(?<=[{_HAN}])\.(?=[{_HAN}]|$)")
_DOUBLED = re.compile(r"([,，。、;；:：។။၊])\s?\1|(?<![.])\.\.(?![./])|\?\?(?!\?)|[,，、]\s?[.。]|[。，][.,]")
_BLANK_BEFORE = re.compile(r"(?<=\w)[ \u00a0](?:[,;](?=\s)|\.(?=\s|$)|[?!](?=\s|$)|\))|\([ \u00a0]")
_NO_END_MARK = frozenset({"th", "lo"})
_NO_QUESTION_MARK = frozenset({"th", "lo", "my", "km"})
_DASH_FOR_COLON = frozenset({"my", "ta"})
_LATIN = frozenset({"en", "id", "ms", "fil", "vi", "pt", "tet"})
_TITLES = frozenset({Kind.HEADLINE, Kind.BYLINE, Kind.CELL, Kind.ITEM, Kind.META, Kind.CAPTION, Kind.CUE})


def _unpaired(text: str) -> list[tuple[int, str]]:
    """Places and classes of brackets that have no partner."""
    stack: list[tuple[int, str]] = []
    lone: list[tuple[int, str]] = []
    for mark in _BRACKET.finditer(text):
        place, c = mark.start(), mark[0]
        kind = _BRACKETS[c]
        if c in _OPEN:
            stack.append((place, kind))
            continue
        match = next((k for k in range(len(stack) - 1, -1, -1) if stack[k][1] == kind), None)
        if match is None:
            lone.append((place, kind))
        else:
            del stack[match]
    return sorted(lone + stack)


def _is_latin(c: str) -> bool:
    return c < "\u0250" or "\u1e00" <= c <= "\u1eff"


def _is_gloss(match: re.Match[str]) -> bool:
    """Whether a bracket holds the original of a name before it, in another script: translators may drop it."""
    inside = [_is_latin(c) for c in match[1] if c.isalpha()]
    before = next((_is_latin(c) for c in reversed(match.string[: match.start()]) if c.isalpha()), None)
    return bool(inside) and before is not None and (2 * sum(inside) > len(inside)) != before


def _pairs(text: str) -> dict[str, int]:
    """How many brackets and quotations a text has; an odd straight quotation mark counts as half."""
    quotes = text.count("“") + text.count("「") + text.count("«") + (text.count('"') + text.count("„")) // 2
    low = (text.count("「") == 0 and text.count("『")) or 0
    single = text.count("‘") + (len(_TICK.findall(text)) if "'" in text else 0)
    double_ticks = text.count("''") // 2
    return {
        "bracket": sum(text.count(c) for c in "(（[【"),
        "quotation": quotes + low,
        "single": single + double_ticks,
    }


def _balance(sample: Sample) -> Iterator[Issue]:
    """P01 and P02; only a hint where the source has the same flaw."""
    target, source = _NO_MARK.sub(lambda m: " " * len(m[0]), sample.target), sample.source or ""
    lone = _unpaired(target)
    odd = target.count('"') % 2
    if not lone and (not odd or re.search(r'\d"', target)):
        return
    flawed = {kind for _, kind in _unpaired(source)}
    if source.count('"') % 2 or flawed & _QUOTES:
        flawed |= _QUOTES
    for place, kind in lone:
        mark = target[place]
        quote = kind in _QUOTES
        if quote and (odd or "„" in target):
            continue  # “ closed by ": a pair after all
        if mark not in _OPEN and sample.source is None and _LIST_LABEL.search(target, 0, place):
            continue  # 1) and a) open a list
        which = "not closed" if mark in _OPEN else "not opened"
        yield Issue(
            "P02" if quote else "P01",
            Severity.INFO if kind in flawed else Severity.WARNING,
            f"{'quotation mark' if quote else 'bracket'} {mark} is {which} in the target",
            target=Span(place, place + 1),
        )
        return
    if odd and not lone:
        extra = _extra(target, source)
        mild = extra is not None or flawed & _QUOTES
        which = "one quotation mark too many" if extra is not None else 'a quotation mark " is without its partner'
        at = extra if extra is not None else target.index('"')
        yield Issue(
            "P02", Severity.INFO if mild else Severity.WARNING, f"{which} in the target", target=Span(at, at + 1)
        )  # fmt: skip


def _extra(target: str, source: str) -> int | None:
    """The place of a straight quotation mark at an end of the target that is one more than the source has marks.

    Nothing that was said has lost its mark then: it is what is left of the quoting in a table of texts.
    """
    if not source or target.count('"') != len(_ANY_DOUBLE.findall(source)) + 1:
        return None
    bare = target.rstrip()
    if target.startswith('"') and not _ANY_DOUBLE.match(source):
        return 0
    return len(bare) - 1 if bare.endswith('"') and not _ANY_DOUBLE.search(source.rstrip()[-2:]) else None


def _lost(sample: Sample, source: str) -> Iterator[Issue]:
    """P03 for brackets and quotations of the source that the target does not have.

    Where a target says in a clause what the source has in brackets, nothing is lost, unless it is also short. Words
    that were set off by quotation marks may go without; what somebody said may not.
    """
    before, after = _pairs(source), _pairs(sample.target)
    asides = [match[1] for match in _BRACKETED.finditer(source) if not _is_gloss(match)]
    if len(asides) > after["bracket"]:
        grave = not after["bracket"] and _seem_missing(sample, source, asides)
        span = next(Span(*match.span()) for match in _BRACKETED.finditer(source) if not _is_gloss(match))
        yield Issue(
            "P03",
            Severity.WARNING if grave else Severity.INFO,
            f"source has {len(asides)} bracketed part(s), target {after['bracket']}",
            span,
        )
    marks = sample.target.count('"') % 2 + sample.target.count("《") + sample.target.count("『")
    quoted = after["quotation"] + after["single"] + marks
    if before["quotation"] > quoted:
        said = [match for match in _QUOTED.finditer(source) if _is_speech(sample, match)]
        grave = not quoted and bool(said) and not re.search("[”」»]", sample.target)
        yield Issue(
            "P03",
            Severity.WARNING if grave else Severity.INFO,
            f"source has {before['quotation']} quotation(s), target {quoted}",
            Span(*said[0].span()) if said else None,
        )


def _is_speech(sample: Sample, match: re.Match[str]) -> bool:
    """Whether a quotation is what somebody said, not a word that was set off: by its length, or by a mark in it."""
    base = sample.source_lang.base if sample.source_lang else "en"
    said = without_originals(match[0], base)
    return bool(_SENTENCE_END.search(said)) or english_letters(said, base) >= _SPEECH


def _seem_missing(sample: Sample, source: str, asides: list[str]) -> bool:
    """Whether the target is so much shorter than its source lets expect that bracketed parts may be missing."""
    base = sample.source_lang.base if sample.source_lang else "en"
    whole = english_letters(source, base)
    aside = sum(english_letters(text, base) for text in asides)
    if aside < _ASIDE:
        return False
    target = english_letters(sample.target, sample.target_lang.base)
    return target < min(whole - _MISSING * aside, _SHORT * whole)


def _end(text: str) -> tuple[str, int]:
    """The class of the mark that ends a text, behind closing quotes, and its place."""
    bare = _TAIL.sub("", text)
    if not bare:
        return "none", len(text)
    if bare.endswith(("...", "。。。")):
        return "ellipsis", len(bare) - 1
    return _END.get(bare[-1], "none"), len(bare) - 1


def _gravity(sample: Sample, wanted: str, got: str, base: str) -> Severity | None:
    """How much it matters that a sentence ends with ``got`` where the source has ``wanted``; None for not at all."""
    both = {wanted, got}
    source = sample.source_lang.base if sample.source_lang is not None else ""
    if both == {"stop", "none"}:
        if base in _NO_END_MARK and got == "none":
            return None
        return Severity.INFO if wanted == "none" or sample.kind in _TITLES else Severity.WARNING
    usage = (
        (source in _NO_END_MARK and wanted == "none")
        or (source in _NO_QUESTION_MARK and wanted in {"stop", "none"} and got in {"question", "exclamation"})
        or (base in _NO_QUESTION_MARK and wanted == "question" and got in {"none", "stop"})
        or (both <= {"stop", "exclamation", "none"} and (base in _NO_END_MARK or got == "stop"))
        or (both <= {"stop", "ellipsis", "none", "colon", "semicolon"} and "stop" in both)
    )
    return Severity.INFO if usage else Severity.WARNING


def _ending(sample: Sample, source: str) -> Iterator[Issue]:
    base = sample.target_lang.base
    wanted, _ = _end(source)
    got, place = _end(sample.target)
    source_base = sample.source_lang.base if sample.source_lang else ""
    if sample.kind is Kind.HEADLINE and (wanted, got) == ("none", "stop"):
        if not _ABBREVIATED.search(sample.target[: place + 1]):
            message = "the headline ends with a full stop, its source does not"
            yield Issue("P08", Severity.WARNING, message, target=Span(place, place + 1))
        return
    if wanted == got or (source_base in _NO_END_MARK and wanted == "none" and got == "stop"):
        return
    if {wanted, got} == {"colon", "none"}:
        bare, its = (source, source_base) if wanted == "none" else (sample.target, base)
        if its in _DASH_FOR_COLON and bare.rstrip().endswith(("-", "–", "—")):
            return
    span = Span(place, place + 1) if got != "none" else None
    severity = _gravity(sample, wanted, got, base)
    if severity is None:
        return
    yield Issue("P04", severity, f"source ends with {_MARKS[wanted]}, target with {_MARKS[got]}", target=span)


def _foreign_marks(sample: Sample) -> Iterator[Issue]:
    base, text = sample.target_lang.base, sample.target
    if base == "zh":
        match = _HALF_WIDTH.search(_TAIL.sub("", text)) or _HALF_WIDTH.search(text)
        if match:
            yield Issue("P05", Severity.WARNING, f"half-width {match[0]} in Chinese text", target=Span(*match.span()))
        return
    match = _FULL_WIDTH.search(text)
    if match and match[0] not in _BRACKETS:
        yield Issue(
            "P05", Severity.WARNING, f"Chinese mark {match[0]} in {sample.target_lang.name} text",
            target=Span(*match.span()),
        )  # fmt: skip
        return
    kind, place = _end(text)
    own = _OWN_STOPS.get(base)
    if kind == "stop" and text[place] not in (own or "."):
        yield Issue(
            "P05", Severity.WARNING if own is None else Severity.INFO,
            f"target ends with {text[place]}, {sample.target_lang.name} uses {(own or '.')[0]}",
            target=Span(place, place + 1),
        )  # fmt: skip


def check_punctuation(sample: Sample) -> Iterator[Issue]:
    """P01, P02 balance; P03 lost pairs; P04 ends; P05 marks of another script; P06, P07 slips of the hand."""
    text, source = sample.target, sample.source
    if not text.strip():
        return
    yield from _balance(sample)
    if source is not None:
        yield from _lost(sample, source)
        yield from _ending(sample, source)
    yield from _foreign_marks(sample)
    match = _DOUBLED.search(text)
    if match and not (source and _DOUBLED.search(source)):
        yield Issue("P06", Severity.WARNING, f"doubled mark “{match[0]}”", target=Span(*match.span()))
    if sample.target_lang.base in _LATIN:
        match = _BLANK_BEFORE.search(text)
        if match and not (source and _BLANK_BEFORE.search(source)):
            yield Issue(
                "P07", Severity.WARNING, f"a blank beside the mark in “{match[0]}”", target=Span(*match.span())
            )  # fmt: skip

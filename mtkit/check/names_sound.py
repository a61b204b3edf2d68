"""Whether a name in Latin letters is heard in a text of another script: by the classes of its consonants, in order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from mtkit.check.names_latin import bare
from mtkit.lang import Script

__all__ = ["distance", "is_known", "weight"]

_B, _P, _D, _T, _K, _S, _M, _N, _L, _R, _W, _H = (1 << n for n in range(12))
# _H: h, y and what else may go unheard; _W: v, w
_KIN = (_B | _P | _W, _D | _T, _M | _N, _L | _R, _T | _S, _K | _H)  # a sound may be spelt as another of its kind
Sound = tuple[int, bool]  # the sounds that a letter may stand for, and whether it may go unwritten or unheard

_LATIN: tuple[tuple[str, int], ...] = (
    ("tch", _S), ("sch", _S), ("ch", _S | _K), ("sh", _S), ("ph", _P), ("th", _T | _S), ("gh", _H), ("kh", _K),
    ("ck", _K), ("qu", _K), ("ts", _S | _T), ("tz", _S | _T), ("dj", _S), ("ng", _N), ("x", _K | _S), ("kn", _N),
    ("b", _B), ("p", _P), ("f", _P), ("v", _W | _B), ("w", _W | _H), ("d", _D), ("t", _T), ("k", _K), ("q", _K),
    ("s", _S), ("z", _S | _D), ("m", _M), ("n", _N), ("l", _L), ("r", _R), ("h", _H), ("y", _H),
)  # fmt: skip
_LETTERS = {
    Script.THAI: {
        _K: "กขฃคฅฆ", _N: "งณน", _S: "จฉชซฌศษส", _D: "ดฎ", _T: "ตถทธฏฐฑฒ", _B: "บ", _P: "ปผฝพฟภ", _M: "ม", _L: "ลฬ",
        _R: "รฤ", _W: "ว", _H: "หฮยญ",
    },
    Script.LAO: {
        _K: "ກຂຄ", _N: "ງນໜ", _S: "ຈຊສ", _D: "ດ", _T: "ຕຖທ", _B: "ບ", _P: "ປຜຝພຟ", _M: "ມໝ", _L | _R: "ຣລຼ", _W: "ວ",
        _H: "ຫຮຍຢ",
    },
    Script.KHMER: {
        _K: "កខគឃ", _N: "ងណន", _S: "ចឆជឈសឝឞ", _D: "ដឌ", _T: "ឋឍតថទធ", _B | _P: "ប", _P: "ផព", _P | _W: "ភ", _M: "ម",
        _L: "លឡ", _R: "រ", _W: "វ", _H: "ហយ", _N | _H: "ញ",
    },
    Script.BURMESE: {
        _K: "ကခဂဃ", _N: "ငဏန", _S: "စဆဇဈ", _S | _T: "သ", _T: "တထဋဌ", _D: "ဒဓဍဎ", _P: "ပဖ", _B: "ဗဘ", _M: "မံ",
        _L: "လဠ", _R | _H | _S: "ရ", _W: "ဝ", _H: "ဟယ", _N | _H: "ညဉ",
    },
    Script.TAMIL: {
        _K | _H: "க", _N: "ஙஞணநன", _S: "சஜஷஸ", _D | _T: "டத", _B | _P: "ப", _M: "ம", _L: "லளழ", _R: "ர", _R | _T: "ற",
        _W: "வ", _H: "ஹய",
    },
}  # fmt: skip
_KILLED = re.compile("[\u0e4c\u103a\u17cd]")  # on a letter that is not spoken, or closes a syllable
_PINYIN = {
    "b": _B, "p": _P, "f": _P | _W, "m": _M, "d": _D, "t": _T, "n": _N, "l": _L | _R, "r": _R | _S, "g": _K | _S,
    "k": _K, "h": _H | _K, "j": _S | _K | _H, "q": _S | _K, "x": _S | _H | _K, "z": _S, "c": _S | _T, "s": _S,
    "w": _W | _H, "y": _H | _S,
}  # fmt: skip
_BREAK: Sound = (0, False)


def is_known(script: Script) -> bool:
    """Whether names can be heard in texts of ``script``."""
    return script in _LETTERS or script.is_han


@cache
def _letters(script: Script) -> dict[str, int]:
    return {letter: mask for mask, letters in _LETTERS[script].items() for letter in letters}


@lru_cache(maxsize=2048)
def _of_name(name: str) -> tuple[Sound, ...]:
    """The sounds of a name in Latin letters; vowels and doubled letters are left out."""
    text, found, n = re.sub(r"([b-df-hj-np-tv-z])\1", r"\1", bare(name)), list[Sound](), 0
    while n < len(text):
        rest = text[n:]
        vowel = len(rest) > 1 and rest[1] in "aeiouy"
        if rest[0] in "cgj":
            soft = len(rest) > 1 and rest[1] in "eiy"
            if rest[:2] in {"ch", "ck", "gh"}:
                pass
            else:
                mask = _S | _H | _K if rest[0] == "j" else _S | _K if soft else _K
                found.append((mask, False))
                n += 1
                continue
        for letters, mask in _LATIN:
            if rest.startswith(letters):
                after = rest[len(letters) : len(letters) + 1]
                closes = not vowel if len(letters) == 1 else after not in set("aeiouy")
                weak = bool(mask & _H) or (closes and n > 0)
                found.append((mask, weak))
                if letters == "x":
                    found[-1:] = [(_K | _S, False), (_S, True)]
                n += len(letters)
                break
        else:
            n += 1
    return tuple(found)


@lru_cache(maxsize=256)
def _of_text(text: str, script: Script) -> tuple[Sound, ...]:
    if script.is_han:
        return _of_han(text)
    table, found = _letters(script), list[Sound]()
    for n, char in enumerate(text):
        mask = table.get(char)
        if mask is not None:
            closes = _KILLED.match(text, n + 1) is not None or (char != " " and bool(mask & _H))
            found.append((mask, closes))
    return tuple(found)


@cache
def _han(char: str) -> tuple[Sound, ...]:
    from pypinyin import Style, pinyin

    syllable = pinyin(char, style=Style.NORMAL, errors="ignore")
    if not syllable or not syllable[0][0]:
        return ()
    spoken = syllable[0][0]
    first = _PINYIN.get(spoken[0])
    sounds: list[Sound] = [(first, bool(first & _H))] if first is not None else []
    if spoken.endswith(("n", "ng")) and len(spoken) > 1:
        sounds.append((_N, True))
    elif spoken == "er":
        sounds.append((_L, True))
    return tuple(sounds)


def _of_han(text: str) -> tuple[Sound, ...]:
    found: list[Sound] = []
    for char in text:
        if "\u4e00" <= char <= "\u9fff":
            found += _han(char)
        elif char not in "·・‧•-":
            found.append(_BREAK)
    return tuple(found)


def weight(name: str) -> int:
    """The number of sounds of ``name`` that are always heard."""
    return sum(not weak for _, weak in _of_name(name))


@cache
def _change(one: int, other: int) -> float:
    if one & other:
        return 0.0
    if not other:
        return 2.0
    return 0.3 if any(one & kin and other & kin for kin in _KIN) else 1.0


def distance(name: str, text: str, script: Script) -> float:
    """How much must be left out of, put into or changed in ``name`` to hear it somewhere in ``text``.

    An edit distance to the nearest stretch of ``text`` over classes of consonants; what may go unheard costs little.
    """
    wanted, given = _of_name(name), _of_text(text, script)
    row: Sequence[float] = [0.0] * (len(given) + 1)
    for mask, weak in wanted:
        lost = 0.25 if weak else 1.0
        fresh = [row[0] + lost]
        for n, (other, closes) in enumerate(given):
            change = row[n] + _change(mask, other)
            extra = fresh[n] + (0.1 if closes else 0.7 if other else 2.0)
            fresh.append(min(change, row[n + 1] + lost, extra))
        row = fresh
    return min(row)

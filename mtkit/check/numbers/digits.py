"""Numbers written with digits: what one token such as ``1.234,5`` or ``9:30`` may mean."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

__all__ = ["TOKEN", "Reading", "clock", "plain_digits", "readings"]

Reading = tuple[Decimal, ...]
"""Values that must all be met for the token to count as met; usually one."""

_ZEROS = (0xFF10, 0x0E50, 0x0ED0, 0x17E0, 0x1040, 0x1090, 0x0BE6, 0x0660, 0x06F0, 0x0966)
_TO_ASCII = {zero + n: str(n) for zero in _ZEROS for n in range(10)}
_TO_ASCII |= {ord("．"): ".", ord("："): ":", ord("／"): "/", ord("％"): "%"}
_NATIVE = re.compile(f"[{''.join(map(chr, _TO_ASCII))}]")
_SPACES = "  \u00a0\u2009\u202f"
_WA_FOR_ZERO = re.compile(r"(?<=[0-9.,])\u101d|\u101d(?=[0-9])")  # Burmese letter wa typed for the digit zero

TOKEN = (
    r"(?<![0-9])(?:"
    r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?![0-9])"
    r"|[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}(?![0-9])"
    r"|[0-9]{1,2}(?P<dash>[-/.])[0-9]{1,2}(?P=dash)(?:[0-9]{4}|[0-9]{2})(?![0-9])"
    r"|[0-9]{1,3}(?:,[0-9]{2,3})*,[0-9]{3}(?:\.[0-9]+)?(?![0-9])"
    r"|[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?(?![0-9])"
    rf"|[0-9]{{1,3}}(?:[{_SPACES}'’][0-9]{{3}})+(?:[.,][0-9]+)?(?![0-9])"
    r"|[0-9]+(?:[.,][0-9]+)?)"
)
"""A regular expression (with a group "dash" of its own) for one token of ASCII digits."""


def plain_digits(text: str) -> str:
    """The text with every script's digits as ASCII ones, in lower case, the same length as before."""
    if not text.isascii() and _NATIVE.search(text):
        text = text.translate(_TO_ASCII)
    if "\u101d" in text:
        text = _WA_FOR_ZERO.sub("0", text)
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def clock(hour: int, rest: list[int]) -> list[Reading]:
    """The readings of a time of day: by 24 hours and by 12; zero minutes are not said."""
    tail = tuple(Decimal(n) for n in rest if n)
    hours = [hour]
    if 12 < hour <= 24:
        hours.append(hour - 12)
    elif hour == 0:
        hours += [12, 24]
    return [(Decimal(h), *tail) for h in hours]


def _separated(token: str, *, dot_groups: bool) -> list[Reading]:
    """The readings of digits with one kind of separator, or with a grouping and a decimal one."""
    first, last = ("," if "," in token else "."), token[-4:-3]
    groups = re.split(r"[.,]", token)
    if "," in token and "." in token:
        decimal = max(token.rfind(","), token.rfind("."))
        return [(Decimal(re.sub(r"[.,]", "", token[:decimal]) + "." + token[decimal + 1 :]),)]
    whole = Decimal("".join(groups))
    if len(groups) > 2:
        return [(whole,)]
    fraction = Decimal(".".join(groups))
    found: list[Reading] = []
    if last == first and len(groups[0]) <= 3 and groups[0] != "0":
        own, other = (".", ",") if dot_groups else (",", ".")
        if first == own:
            found.append((whole,))
            if dot_groups:  # writers of these languages follow English now and then
                found.append((fraction,))
        elif first == other:
            found += [(fraction,), (whole,)] if dot_groups else [(fraction,)]
        return found
    found.append((fraction,))
    a, b = groups
    if len(a) <= 2 and len(b) == 2 and int(a) <= 24 and int(b) < 60:
        found += clock(int(a), [int(b)])
    elif first == "," and not dot_groups:
        found.append((Decimal(a), Decimal(b)))  # a list without blanks
    return found


@lru_cache(maxsize=4096)
def readings(token: str, *, dot_groups: bool) -> tuple[Reading, ...]:
    """What ``token`` may mean, the likeliest first. Never empty.

    ``dot_groups``: the language parts thousands by dots. "1.234" is then 1234 (or 1.234), otherwise only 1.234.
    """
    if ":" in token:
        parts = [int(part) for part in token.split(":")]
        return tuple(clock(parts[0], parts[1:]))
    if re.search(rf"[{_SPACES}'’]", token):
        pieces = re.split(rf"[{_SPACES}'’]", token)
        tail = pieces[-1].replace(",", ".")
        return ((Decimal("".join([*pieces[:-1], tail])),), tuple(Decimal(p) for p in [*pieces[:-1], tail]))
    marks = re.findall(r"[-/.,]", token)
    if len(marks) == 2 and (
        not {"-", "/"}.isdisjoint(marks) or re.fullmatch(r"\d{4}\.\d\d?\.\d\d?|\d\d?\.\d\d?\.\d+", token)
    ):
        parts = [int(part) for part in re.split(r"[-/.]", token)]
        found = [tuple(Decimal(p) for p in parts)]
        if parts[2] < 100 and parts[0] < 100:
            found.append((*found[0][:2], Decimal(2000 + parts[2])))
        return tuple(found)
    if marks:
        return tuple(_separated(token, dot_groups=dot_groups))
    found = [(Decimal(token),)]
    if len(token) == 4 and token[0] == "0":
        found += clock(int(token[:2]), [int(token[2:])])
    return tuple(found)

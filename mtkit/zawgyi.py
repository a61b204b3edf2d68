"""Telling Burmese in the Zawgyi encoding from Burmese in Unicode.

Both use the code points of the Myanmar block, in different roles (Unicode Technical Note 11; UAX 44 for the
categories). Unicode stores the vowel sign E (U+1031) and the medial RA (U+103C) behind their consonant; Zawgyi stores
what is drawn first first. Unicode's virama U+1039 always joins two letters; in Zawgyi the code is the visible asat
that ends a syllable, and so is followed by anything. Text that breaks these rules in Unicode is Zawgyi.
"""

from __future__ import annotations

import re

from mtkit.text import Span

__all__ = ["ZAWGYI_ADVICE", "looks_zawgyi", "signs_of_zawgyi"]

ZAWGYI_ADVICE = (
    "this Burmese text is in Zawgyi encoding, not Unicode: convert it, e.g. with ICU's "
    "`uconv -f utf-8 -t utf-8 -x Zawgyi-my`, and try again"
)
"""The line to show for a text of which ``looks_zawgyi`` holds."""

# Letters and medials that a vowel sign may follow in Unicode, those of Shan, Mon and Karen included.
_LETTER = (
    "\u1000-\u102a\u103f\u104e\u1050-\u1055\u105a-\u105d\u1061\u1065\u1066\u106e-\u1070\u1075-\u1081\u108e"
    "\ua9e0-\ua9e4\ua9e7-\ua9ef\ua9fa-\ua9fe\uaa60-\uaa6f\uaa71-\uaa76\uaa7a"
)
_MEDIAL = "\u103b-\u103e\u105e-\u1060\u1082\ua9bd"
_INVISIBLE = "\u00ad\u200b\u200c\u2060\u25cc"
_AGAINST_UNICODE = re.compile(
    # the vowel sign E, or the medial RA, in front of its consonant
    rf"(?<![{_LETTER}{_MEDIAL}{_INVISIBLE}\u1037\u103a])\u1031(?=[{_LETTER}\u103b])"
    rf"|(?<![{_LETTER}{_MEDIAL}{_INVISIBLE}\u1037\u1039\u103a])[\u103b\u107e-\u1084](?=[\u1000-\u1021])"
    # a virama that joins nothing, or follows a vowel, or NGA without the asat of a kinzi
    rf"|(?<!\u25cc)\u1039(?![{_LETTER}])|[\u1004\u102b-\u1032\u1036\u1038]\u1039"
    # codes that are stacked or shifted letters in Zawgyi, and tone marks of other languages in Unicode
    rf"|\u103a[\u102b\u102c\u1031\u103b]|\u108f[\u102d-\u1030\u1032\u103d]"
    rf"|[\u1000-\u1021][\u1060-\u1063\u1066-\u106d\u1071-\u1074\u1085\u1092\u1096\u1097](?![{_LETTER}\u103a])"
)
_AS_UNICODE = re.compile(
    rf"[{_LETTER}]\u103a(?:[\u1038\u1037]|(?![\u102b-\u1032\u1036-\u1039]))"  # a final with its asat
    rf"|[{_LETTER}{_MEDIAL}]\u1031"
)


def signs_of_zawgyi(text: str) -> tuple[Span, ...]:
    """Where ``text`` breaks rules that all Burmese in Unicode keeps; one such place may be a typing slip."""
    return tuple(Span(*match.span()) for match in _AGAINST_UNICODE.finditer(text))


def looks_zawgyi(text: str) -> bool:
    """Whether the Burmese in ``text`` is encoded for Zawgyi fonts; False for text without Burmese.

    Counts what Unicode forbids against what it does all the time, so that a typing slip in a page of good Unicode
    does not raise the alarm. Text that is mixed, line by line, should be asked about line by line.
    """
    against = len(signs_of_zawgyi(text))
    return bool(against) and against * 2 > sum(1 for _ in _AS_UNICODE.finditer(text))

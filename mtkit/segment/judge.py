"""The judgement whether a sentence ends at one place, from the few words on both sides of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mtkit.segment.facts import Facts

__all__ = ["Judge", "Place"]

_REACH = 48  # code points looked at on either side of a full stop
_OPENERS = "\"'“‘«([（《「『„¿¡"
_LABEL = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[IVXLC]{1,6}|[ivxlc]{1,6}|[^\W\d_])[.)]?")
_ROMAN = re.compile(r"[IVXLC]{1,7}\b")
_INITIALISM = re.compile(r"(?:[^\W\d_]{1,2}[.])+[^\W\d_]{1,5}")
_TOKEN = re.compile(r"[\"'“‘«(\[]{0,4}([^\W\d_][\w’'-]{0,30})")
_VOWELLESS = re.compile(r"[BCDFGHJKLMNPQRSTVWXZÑĐ][bcdfghjklmnpqrstvwxzñđ]{1,4}")
_TAMIL_INITIAL = re.compile(r"[\u0b85-\u0bb9][\u0bbe-\u0bcd\u0bd7]?")
_CLOSING_AHEAD = re.compile(r"(?:[^\W\d_]{1,3}\.){2}")  # another degree: S.H. M.H.
_LATIN_END = re.compile(r"[A-Za-z][!-~\u00c0-\u024f]*$")
_CITATION = re.compile(r"\([^()]{1,40}(?<![.!?])\)\.?")
_MID_PUNCTUATION = frozenset("，、；：,;:")
_CLAUSE_END = "，。：；,.:;！？!?។៖။"
_NAME_LINKS = frozenset(
    ["of", "the", "and", "for", "de", "da", "do", "dos", "das", "e", "bin", "binti", "ng", "sa", "at", "van", "von"]
)


@dataclass(frozen=True, slots=True)
class Place:
    """A run of end marks in a line: all fields but ``text`` are indexes into it.

    ``[mark, mark_end)`` are the end marks, ``after`` is behind the closing marks, ``next`` the next character that
    is not white space, ``limit`` the end of the line, ``quote`` and ``bracket`` where the
    quotation and the bracket that close here were opened (-1: none closes).
    """

    text: str
    sentence: int
    mark: int
    mark_end: int
    after: int
    next: int
    limit: int
    quote: int
    bracket: int = -1

    @property
    def closed(self) -> bool:
        """Whether closing marks follow the end mark."""
        return self.after > self.mark_end

    @property
    def spaced(self) -> bool:
        """Whether white space follows."""
        return self.next > self.after

    @property
    def ahead(self) -> str:
        """The first characters behind the white space."""
        return self.text[self.next : min(self.limit, self.next + _REACH)]


class Judge:
    """Judges places by the facts of one language."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._cased_never = frozenset(word.title() for word in facts.never)
        self._ends = frozenset(facts.ends)
        self._bracket_closers = frozenset(facts.brackets.values())
        verbs = "|".join(sorted(map(re.escape, facts.reporting), key=lambda verb: (-len(verb), verb)))
        # in a script without spaces the clause with the verb of saying is found by its end: "...秘书长史忠俊说。"
        native = bool(verbs) and facts.glued
        clause = rf"[^{_CLAUSE_END}“”「」]{{0,40}}?(?:{verbs})(?:[{_CLAUSE_END}\s]|$)"
        self._clause = re.compile(clause) if native else None

    def ends(self, place: Place) -> bool:
        """Whether a sentence ends at ``place``."""
        if 0 <= place.bracket < place.mark and self._in_passing(place):
            return False
        if place.text[place.mark] in self._ends:
            return self._ends_native(place)
        if not place.spaced:
            return self._ends_glued(place)
        first = place.ahead.lstrip(_OPENERS + "-–— ")[:1]
        if first.islower() or (place.closed and self._goes_on(place)):
            return False
        mark = place.text[place.mark : place.mark_end].replace(" ", "")
        if "!" in mark or "?" in mark or any(sign in mark for sign in "‼⁇⁈⁉"):
            return True
        if len(mark) > 1 or mark == "…":
            return bool(first) and (first.isupper() or first.isdigit() or not first.isascii())
        if place.closed and place.quote >= 0:
            return True
        return self._ends_dot(place)

    def _in_passing(self, place: Place) -> bool:
        """Whether the end mark belongs to a bracket in mid-sentence: a title 《……！》, an abbreviation ``(Purn.)``."""
        text = place.text
        if text[place.after - 1] not in self._bracket_closers:
            return False
        if text[place.bracket] in "《〈":
            return True
        inner = text[place.bracket : place.after]
        return place.bracket > place.sentence and (self._facts.glued or not any(map(str.isspace, inner)))

    def frames(self, place: Place) -> bool:
        """Whether the sentence goes on behind the quotation that closes before ``place``: ``“A. B,” he said``."""
        if place.next >= place.limit:
            return False
        ahead = place.ahead
        if ahead[0] in _MID_PUNCTUATION or ahead.lstrip(_OPENERS + "-–— ")[:1].islower():
            return True
        return self._goes_on(place)

    def _ends_native(self, place: Place) -> bool:
        text = place.text
        if text[place.after] in _MID_PUNCTUATION or self._is_label(place):
            return False
        return not (place.closed and self._goes_on(place))

    def _ends_glued(self, place: Place) -> bool:
        """The same where no space follows: usual in Chinese, Khmer and Burmese, a slip elsewhere."""
        text, char = place.text, place.text[place.after]
        if self._facts.glued and char.isalpha() and not char.isascii():
            return self._ends_glued_native(place)
        if place.closed or place.mark_end - place.mark > 1 or text[place.mark] == "…":
            return False
        before = text[max(place.sentence, place.mark - 3) : place.mark]
        word = _TOKEN.match(text, place.next, place.limit)
        return (
            len(before) == 3 and before.isalpha() and before.islower()
            and word is not None and word.group(1) in self._facts.starters
            and text[word.end() : word.end() + 1] in {" ", ","}
        )  # fmt: skip

    def _ends_glued_native(self, place: Place) -> bool:
        mark = place.text[place.mark : place.mark_end]
        if place.closed and self._goes_on(place):
            return False
        if mark == ".":
            return self._facts.dot_ends_native and self._long_around(place)
        if "…" in mark or mark.startswith(".."):
            return place.mark - place.sentence >= 4 and not place.text.startswith(self._facts.resumes, place.next)
        return True

    def _long_around(self, place: Place) -> bool:
        """Whether more than an abbreviation stands on both sides of a full stop without a space."""
        before = place.text[max(place.sentence, place.mark - 6) : place.mark]
        after = place.text[place.after : min(place.limit, place.after + 4)]
        return len(before) == 6 and len(after) == 4 and not any(c.isascii() for c in before + after)

    def _ends_dot(self, place: Place) -> bool:
        word = self._word_before(place)
        if self._is_label(place) or (not self._facts.dot_ends_native and place.text[place.next] >= "\u0e00"):
            return False
        if not word or word[-1].isdigit() or "@" in word or "://" in word or word.startswith("www."):
            return True
        base = word.rsplit("-", 1)[-1]
        facts = self._facts
        if word in facts.never or base in facts.never or self._shouted(word, place):
            return False
        if _CITATION.fullmatch(place.text, place.next, place.limit):
            return False
        if (word in facts.numeric or base in facts.numeric) and self._number_ahead(place):
            return False
        if len(word) == 1 and word.isalpha():
            return word.isascii() and self._starter_ahead(place)
        if word in facts.closing:
            return not _CLOSING_AHEAD.match(place.text, place.next, place.limit)
        if word in facts.maybe or base in facts.maybe or _INITIALISM.fullmatch(word) or _VOWELLESS.fullmatch(word):
            return self._starter_ahead(place)
        if "\u0b80" <= word[-1] < "\u1e00":  # Tamil, Thai, Lao, Burmese, Khmer
            return facts.dot_ends_native and not _is_native_initial(word)
        return True

    def _word_before(self, place: Place) -> str:
        """The word that the full stop follows, inner full stops included: ``S.Sos``."""
        piece = place.text[max(place.sentence, place.mark - _REACH) : place.mark].split()
        if not piece or place.text[place.mark - 1].isspace():
            return ""
        word = re.split(r"[/—–]", piece[-1])[-1].lstrip(_OPENERS)
        latin = _LATIN_END.search(word) if self._facts.glued and word else None
        return latin.group() if latin else word

    def _is_label(self, place: Place) -> bool:
        """Whether the sentence so far is but the number of a list item: ``1.``, ``IV.``, ``b)``, ``၁။``."""
        return place.mark - place.sentence <= 16 and bool(_LABEL.fullmatch(place.text, place.sentence, place.mark))

    def _shouted(self, word: str, place: Place) -> bool:
        """Whether a title stands in a line of capitals: ``DR. MAHATHIR``."""
        ahead = _TOKEN.match(place.text, place.next, place.limit)
        return (
            len(word) > 1 and word.isupper() and ahead is not None and len(ahead.group(1)) > 1
            and ahead.group(1).isupper() and word.title() in self._cased_never
        )  # fmt: skip

    def _number_ahead(self, place: Place) -> bool:
        token = place.ahead.split(None, 1)[0].lstrip(_OPENERS)
        return any(char.isdigit() for char in token[:16]) or bool(_ROMAN.match(token))

    def _starter_ahead(self, place: Place) -> bool:
        """Whether the next word begins sentences more than it follows abbreviations; an opening quote does."""
        if place.text[place.next] in '"“‘«「':
            return True
        word = _TOKEN.match(place.text, place.next, place.limit)
        if word is None or word.group(1) not in self._facts.starters:
            return False
        return not (place.text.startswith(".", word.end()) and word.group(1) in self._facts.numeric)  # "R.A. No. 5"

    def _goes_on(self, place: Place) -> bool:
        """Whether a sentence goes on behind a closing mark: with ``ဟု``, or with who said it."""
        text = place.text
        if place.next >= place.limit:
            return False
        if text.startswith(self._facts.continues, place.next):
            return True
        if place.quote < 0:
            return False
        if self._clause is not None:
            if place.quote > place.sentence and text[place.quote - 1] not in self._bracket_closers:
                # framed already (not by a dateline in brackets): a short exclamation may be a part of its sentence
                short = place.after - place.quote <= 12 and text[place.mark] != "。"
                return short and not place.spaced and text[place.quote - 1].isalnum() and text[place.next].isalpha()
            return bool(self._clause.match(text, place.next, min(place.limit, place.next + 60)))
        return place.quote <= place.sentence and self._says(place)

    def _says(self, place: Place) -> bool:
        """Whether who said it follows: ``asked Dr. Lim``, ``Minister Fahmi Fadzil asked``."""
        if not self._facts.reporting:
            return False
        for count, token in enumerate(place.text[place.next : min(place.limit, place.next + 90)].split()):
            word = token.strip(",.;:")
            if word.lower() in self._facts.reporting:
                return True
            if count >= 8 or not (word[:1].isupper() or word in _NAME_LINKS):
                return False
        return False


def _is_native_initial(word: str) -> bool:
    """Whether a word in a script without capitals is an initial or dotted: ``மு``, ``டி.எஸ்``, ``ພ.ສ``."""
    parts = word.split(".")
    if len(parts) > 1:
        return all(0 < len(part) <= 5 for part in parts)
    return bool(_TAMIL_INITIAL.fullmatch(word))

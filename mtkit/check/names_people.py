"""Where a Chinese person stands in a target in Latin letters: by the reading of the name, or near it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mtkit.check.names_chinese import Person, candidates, looks_foreign, readings, surname_length, vietnamese
from mtkit.check.names_latin import Token, bare
from mtkit.check.names_words import translated
from mtkit.lang import Lang
from mtkit.text import Span

__all__ = ["Found", "find_person", "misread", "runs"]

_JOIN = re.compile(r"[\s'’‘\u00a0-]+")


@dataclass(frozen=True, slots=True)
class Found:
    """``exact``: the person is there as read, or by the surname alone. Else ``span`` is a form that is nearly so.

    ``expected`` is the form to write; ``doubtful`` says that the name may be read otherwise (a foreigner, another
    romanisation), so that the finding is a hint.
    """

    expected: str
    exact: bool = False
    span: Span | None = None
    doubtful: bool = False


def find_person(name: str, target: str, language: Lang, theirs: Sequence[Token]) -> Found | None:
    """How ``name``, in Chinese, stands in ``target``; None where its reading is not known."""
    if language.base == "vi":
        return _vietnamese(name, target)
    spoken = readings(name)
    if not spoken:
        return None
    expected = " ".join(part.capitalize() for part in spoken[0])
    squeezed = _JOIN.sub("", bare(target))
    if any(a + b in squeezed or b + a in squeezed for a, b in spoken):
        return Found(expected, exact=True)
    near = _near({form for a, b in spoken for form in (a + b, b + a)}, target, theirs, 2 if len(name) > 2 else 1)
    doubtful = looks_foreign(name)
    if near is not None:
        abroad = near.of(target).count(" ") > 1  # "Lim Wei Jie": how Chinese names are written outside China
        return Found(expected, span=near, doubtful=doubtful or abroad)
    words = {bare(token.text) for token in theirs}
    if any(a in words or b in words for a, b in spoken):
        return Found(expected, exact=True)  # by the surname or the given name alone
    return Found(expected, doubtful=doubtful or _others(theirs, language))


def misread(source: str, target: str, theirs: Sequence[Token]) -> Iterator[tuple[Person, str, Span]]:
    """Chinese names of ``source`` that two words of ``target`` spell with a letter or two altered.

    Gives the person, the form to write, and where the other one stands. Only words are looked at that are half a name
    in Hanyu Pinyin: a surname first, or a given name behind.
    """
    options: tuple[Person, ...] | None = None
    for span in runs(theirs):
        words = bare(span.of(target)).split()
        if len(words) != 2 or not (words[0] in _SURNAMES or _GIVEN.fullmatch(words[1])):
            continue
        said = words[0] + _JOIN.sub("", words[1])
        best: tuple[int, Person, str] | None = None
        options = candidates(source) if options is None else options
        for person in options:
            distance, expected = _distance(said, person.name)
            if distance == 0:
                best = None
                break
            if distance < (3 if len(person.name) > 2 else 2) and (best is None or distance < best[0]):
                best = (distance, person, expected)
        if best is not None:
            yield best[1], best[2], span


def _distance(said: str, name: str) -> tuple[int, str]:
    """How far what the target says is from the reading of ``name``, and that reading; 9 where it is far."""
    from rapidfuzz.distance import DamerauLevenshtein as Distance

    nearest = (9, "")
    for family, given in readings(name):
        form = family + given
        if form[0] != said[0] or abs(len(form) - len(said)) > 2:
            continue
        most = 2 if len(form) > 8 else 1
        distance = Distance.distance(said, form, score_cutoff=most)
        if distance <= most and distance < nearest[0]:
            nearest = (distance, f"{family.capitalize()} {given.capitalize()}")
    return nearest


_GIVEN = re.compile(
    r"(?:(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|an|en|in|un|ai|ei|ao|ou|ia|ie|iu|"
    r"ua|ue|ui|uo|er|[aeiou])){1,2}"
)
_SURNAME_LIST = """
wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he gao lin luo zheng liang xie song tang han
feng deng cao peng zeng xiao tian dong yuan pan yu jiang cai du ye cheng su wei lu lyu ding ren shen yao cui zhong
tan fan jin shi liao jia xia fu fang bai zou meng xiong qin qiu hou long tao gu mao hao gong shao wan qian yan lai
dai mo kong xiang wen kang niu ge xing an qi yi qiao pang zhuang nie yue zhai yin zhan ou geng guan lan jiao zuo gan
bao ning shang shu ruan ke ji mei tong ling bi shan pei huo tu miao sheng qu weng ouyang
"""
_SURNAMES = frozenset(_SURNAME_LIST.split())


def _near(forms: set[str], target: str, theirs: Sequence[Token], limit: int) -> Span | None:
    """One to three words of the target that spell one of ``forms`` with a letter or two altered."""
    from rapidfuzz.distance import DamerauLevenshtein as Distance

    best: tuple[int, Span] | None = None
    for span in runs(theirs):
        said = _JOIN.sub("", bare(span.of(target)))
        for form in forms:
            most = min(limit, max(1, len(form) // 4))
            if abs(len(said) - len(form)) <= most and len(form) > 3:
                distance = Distance.distance(said, form, score_cutoff=most)
                if distance <= most and (best is None or distance < best[0]):
                    best = (distance, span)
    return best[1] if best else None


def runs(theirs: Sequence[Token]) -> Iterator[Span]:
    """Stretches of one to three words with a capital that follow each other."""
    for n, token in enumerate(theirs):
        end = token.end
        yield Span(token.start, end)
        for other in theirs[n + 1 : n + 4]:
            if not 0 < other.start - end <= 1:
                break
            end = other.end
            yield Span(token.start, end)


def _others(theirs: Sequence[Token], language: Lang) -> bool:
    """Whether the target has a name that could be the person's in another romanisation."""
    words = translated(language.base)
    return any(
        token.start and token.text.lower() not in words and not token.text.isupper() and token.text[0].isupper()
        for token in theirs
    )


def _vietnamese(name: str, target: str) -> Found | None:
    spoken = vietnamese(name)
    if not spoken:
        return None
    expected = " ".join(parts[0].capitalize() for parts in spoken)
    wanted = [frozenset(parts) for parts in spoken]
    words = [(match[0], match.span()) for match in re.finditer(r"[^\W\d_]+", target)]
    size, cut = len(wanted), surname_length(name)
    near: tuple[int, Span] | None = None
    for n in range(len(words) - size + 1):
        window = words[n : n + size]
        if not window[0][0][0].isupper():
            continue
        same = sum(word.lower() in parts for (word, _), parts in zip(window, wanted, strict=True))
        if same == size:
            return Found(expected, exact=True, span=Span(window[0][1][0], window[-1][1][1]))
        alike = sum(
            word[0].isupper() and _alike(word.lower(), parts) for (word, _), parts in zip(window, wanted, strict=True)
        )
        if alike == size and same >= size - 2 and (near is None or same > near[0]):
            near = (same, Span(window[0][1][0], window[-1][1][1]))
    if near is not None:
        return Found(expected, span=near[1], doubtful=looks_foreign(name) or near[0] == 0)
    given = [word.lower() for word, _ in words if word[0].isupper()]
    if any(given[k : k + size - cut] == [next(iter(p)) for p in wanted[cut:]] for k in range(len(given))):
        return Found(expected, exact=True)
    return Found(expected, doubtful=True)


def _alike(word: str, parts: frozenset[str]) -> bool:
    """Whether a syllable is one of ``parts`` but for a mark or a letter."""
    from rapidfuzz.distance import Levenshtein

    return any(bare(word) == bare(part) or Levenshtein.distance(word, part, score_cutoff=1) <= 1 for part in parts)

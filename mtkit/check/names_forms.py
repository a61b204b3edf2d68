"""E03: the forms that one person of the source has through an article or a batch."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mtkit.check.interface import Sample
from mtkit.check.names_chinese import persons, readings
from mtkit.check.names_latin import Token, bare, is_translated, tokens
from mtkit.check.names_people import find_person
from mtkit.check.names_people import runs as runs_of
from mtkit.lang import Lang, Script
from mtkit.text import Span
from mtkit.unit import Issue, Severity

__all__ = ["people"]

_JOIN = re.compile(r"[\s'’‘\u00a0-]+")
_SOUND = (
    "阿埃艾爱安昂奥澳巴拜班邦包保鲍贝本比彼毕宾波伯博勃布查察昌成楚茨次达大戴丹当道德登邓迪蒂丁东杜敦多恩尔耳法凡范方菲费芬丰冯佛夫弗福富盖甘冈高戈哥格葛根贡"
    "古瓜圭哈海汉豪赫黑亨洪胡华怀惠霍基吉季加贾简江杰金津久卡凯坎康考柯科克肯孔寇库夸奎昆拉莱赖兰朗劳勒雷蕾里理利丽莉莲良列林琳隆卢鲁路伦罗洛马玛迈麦曼芒毛梅门蒙米密"
    "敏明摩莫默姆穆娜纳奈南内尼宁纽农努诺欧帕派潘庞佩彭皮平珀泼普其奇齐契恰乔钦琴青丘瑞萨塞桑瑟森沙山珊尚邵舍申圣施史士舒朔斯丝苏孙索塔台泰坦汤唐陶特腾提田图托瓦"
    "万旺威韦维魏温文翁沃乌吴伍武西希锡夏香肖晓谢欣辛休许雪雅亚延扬耶叶伊易因英永尤于约宰赞泽扎詹张章珍真芝知治朱兹子祖佐爾蘭納達維羅魯萊瑪貝倫頓聖馬烏亞喬諾"
)
_DOTTED = re.compile(f"[{_SOUND}]{{1,6}}(?:[·・‧•][{_SOUND}]{{1,6}}){{1,3}}")
# an honorific or a title, and one or two words after it, in the scripts that are not compared letter by letter
_CALLED = {
    Script.THAI: re.compile(
        "(?:นาย|นางสาว|นาง|ดร\\.|ศาสตราจารย์)\\s?(?P<name>[\u0e01-\u0e4e]{2,}(?: [\u0e01-\u0e4e]{2,12}(?= |$))?)"
    ),
    Script.LAO: re.compile("(?:ທ່ານ|ນາງ|ທ້າວ)\\s?(?P<name>[\u0e81-\u0edf]{2,}(?: [\u0e81-\u0edf]{2,12}(?= |$))?)"),
    Script.KHMER: re.compile("(?:លោកស្រី|លោក|ឯកឧត្តម)\\s(?P<name>[\u1780-\u17d3]{2,}(?: [\u1780-\u17d3]{2,12}(?= |$))?)"),
    Script.BURMESE: re.compile("(?:ဦး|ဒေါ်|မစ္စတာ)(?P<name>[\u1000-\u104f]{3,14})(?= )"),
    Script.TAMIL: re.compile("(?:திரு|திருமதி|டாக்டர்)\\.?\\s(?P<name>[\u0b82-\u0bd7]{3,}(?: [\u0b82-\u0bd7]{3,})?)"),
}  # fmt: skip
_ALIKE = 0.55  # from which two forms behind an honorific may be one name


@dataclass(frozen=True, slots=True)
class _Form:
    """How a person stands in the target of sample ``place``; ``sure``: read there, not guessed."""

    place: int
    text: str
    span: Span
    sure: bool

    @property
    def key(self) -> str:
        return unicodedata.normalize("NFC", " ".join(self.text.split())).casefold()


def people(samples: Sequence[Sample]) -> dict[int, list[Issue]]:
    """E03 by the place of the sample: the same person of the source in another form than elsewhere."""
    forms: dict[tuple[str, str], list[_Form]] = {}
    for place, sample in enumerate(samples):
        if sample.source is None or sample.source_lang is None or not sample.target.strip():
            continue
        for name, form in _forms(place, sample, sample.source, sample.source_lang):
            forms.setdefault((sample.target_lang.code, name), []).append(form)
    found: dict[int, list[Issue]] = {}
    for (_, name), members in forms.items():
        for place, issue in _unlike(name, members):
            found.setdefault(place, []).append(issue)
    return found


def _unlike(name: str, members: Sequence[_Form]) -> Iterator[tuple[int, Issue]]:
    """An issue for each form that is not the usual one, once a sample: the most frequent, then the first."""
    counts = Counter(form.key for form in members)
    if len(counts) < 2:
        return
    usual = max(members, key=lambda form: (counts[form.key], form.sure, -form.place))
    told: set[int] = set()
    for form in members:
        if form.key == usual.key or form.place in told:
            continue
        if not (form.sure and usual.sure) and not _similar(form.key, usual.key):
            continue
        told.add(form.place)
        severity = Severity.WARNING if form.sure and usual.sure else Severity.INFO
        message = f"“{name}” is “{form.text}” here and “{usual.text}” elsewhere: one person, one name"
        yield form.place, Issue("E03", severity, message, target=form.span)


def _similar(one: str, other: str) -> bool:
    from rapidfuzz import fuzz

    return one[:1] == other[:1] and fuzz.ratio(one, other) >= 100 * _ALIKE


def _forms(place: int, sample: Sample, source: str, language: Lang) -> Iterator[tuple[str, _Form]]:
    names = _named(source, language)
    if not names:
        return
    script = sample.target_lang.script
    if script is Script.LATIN:
        theirs = tokens(sample.target)
        for name in names:
            span = _written(name, sample, theirs, chinese=language.script.is_han)
            if span is not None:
                yield name, _Form(place, span.of(sample.target), span, sure=True)
    elif len(names) == 1:
        pattern = _DOTTED if script.is_han else _CALLED.get(script)
        matches = list(pattern.finditer(sample.target)) if pattern is not None else []
        if len(matches) == 1 and not (script.is_han and language.script.is_han):
            group = "name" if "name" in matches[0].groupdict() else 0
            span = Span(*matches[0].span(group))
            yield names[0], _Form(place, span.of(sample.target), span, sure=script.is_han)


def _named(source: str, language: Lang) -> list[str]:
    """The persons of a source by whole name: Chinese ones, or two words or more with a capital that are names."""
    if language.script.is_han:
        return list(dict.fromkeys(person.name for person in persons(source)))
    if language.script is not Script.LATIN:
        return []
    found: dict[str, None] = {}
    run: list[Token] = []
    for token in (*tokens(source), None):
        fits = token is not None and not is_translated(token, language) and not token.text.isupper()
        if fits and token is not None and run and source[run[-1].end : token.start] in {" ", "\u00a0"}:
            run.append(token)
            continue
        if len(run) > 1:
            found[" ".join(part.text for part in run)] = None
        run = [token] if fits and token is not None else []
    return list(found)


def _written(name: str, sample: Sample, theirs: Sequence[Token], *, chinese: bool) -> Span | None:
    """Where the whole name stands in a target in Latin letters, exactly or nearly."""
    if not chinese:
        forms = {_JOIN.sub("", bare(name))}
    elif sample.target_lang.base == "vi":
        found = find_person(name, sample.target, sample.target_lang, theirs)
        return found.span if found is not None else None
    else:
        forms = {form for a, b in readings(name) for form in (a + b, b + a)}
    for span in runs_of(theirs):
        if _JOIN.sub("", bare(span.of(sample.target))) in forms:
            return span
    if not chinese:
        return None  # a misspelling is found against the source itself
    found = find_person(name, sample.target, sample.target_lang, theirs)
    return found.span if found is not None else None

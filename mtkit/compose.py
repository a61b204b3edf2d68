"""Titles that the glossary does not hold whole: country, body, office and person, put together in the target's order.

A Chinese run 老挝文化部部长 names a country, a body and an office; English says "Minister of Culture of Laos". What is
put together comes from approved forms of its parts and from ``mtkit.offices``, which says how an office is written
with its body. Deputies are Vice Ministers in China and Deputy Ministers in ASEAN, by the country of the body. Where a
part is not certain, nothing is composed: the parts stay what they are, and the editor is told. A person's name is
taken from the glossary or left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from types import MappingProxyType

from mtkit.glossary import Article, Concept, Glossary, Hit, Status, Term
from mtkit.glossary.normal import simplified
from mtkit.lang import Pair
from mtkit.offices import CHINESE, Office, Region, ministerial, of_body, region, title_of_country, with_person
from mtkit.text import Span
from mtkit.unit import Issue, Severity

__all__ = ["Composed", "compose"]

_OFFICE_ZH = re.compile("|".join(CHINESE))
_MINISTER_EN = re.compile(r"\b(?P<deputy>Vice|Deputy)?[ -]?Minister (?P<of>of|for) (?=[A-Z])")
_MINISTERIAL = re.compile(r"(?:(?:Vice|Deputy)[ -])?Minister (?:of|for) ")
_HOLDERS = frozenset({"body", "event", "media", "abbr"})
# what ties a title to words before it: a former minister, one of several titles
_TIED = ("前", "原", "兼", "、", "代", "时任", "候任")
_POLITE = ("同志", "先生", "女士", "阁下", "殿下")
_NAME = re.compile(
    r"(?![在表说指强出会介致宣主访率认与和及以将对向于也还已今日分共等的级们办同就该是为从到被由一两])"
    r"[\u4e00-\u9fff]{2,6}?(?:·[\u4e00-\u9fff]{1,8}?)*"
    r"(?=[，。、；：“”（）！？\s]|表示|说|指出|强调|出席|会见|介绍|致辞|宣布|主持|访问|率|认为|在|与|和|等|对|于|向|$)"
)
_NO_PARTS: Mapping[int, tuple[Hit, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Composed:
    """The hits in order, some of them put together.

    ``parts`` has the hits that such a one is made of, by its place in ``hits``; those of ``appositions`` read
    "Name, Title".
    """

    hits: tuple[Hit, ...]
    parts: Mapping[int, tuple[Hit, ...]] = field(default_factory=lambda: _NO_PARTS)
    appositions: frozenset[int] = frozenset()
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class _Desk:
    text: str  # Chinese in Simplified characters, one for one
    raw: str
    pair: Pair
    glossary: Glossary
    day: date
    publisher: str

    @property
    def langs(self) -> tuple[str, ...]:
        """The languages that a route into the target passes; English may be the pivot."""
        return tuple(dict.fromkeys(["en", self.pair.target]))

    def form(self, concept: Concept, lang: str) -> Term | None:
        return concept.approved(lang, self.day, publisher=self.publisher)

    def find(self, text: str) -> tuple[Hit, ...]:
        return self.glossary.find(text, self.pair.source, day=self.day, publisher=self.publisher)

    def unit(
        self, span: Span, parts: tuple[Hit, ...], forms: Mapping[str, str], article: Article = Article.UNKNOWN
    ) -> _Unit | None:
        """A unit of ``parts``, unless the target has no form of it."""
        if not forms.get(self.langs[-1]):
            return None
        name = "+".join(part.concept.id for part in parts)
        terms = tuple(
            Term(name, lang, form, Status.APPROVED, article=article if lang == "en" else Article.UNKNOWN)
            for lang, form in forms.items()
            if form
        )
        return _Unit(Hit(span, Concept(name, "title", terms), terms[-1]), parts)


@dataclass(frozen=True, slots=True)
class _Unit:
    hit: Hit
    parts: tuple[Hit, ...]
    apposition: bool = False


def compose(
    text: str, hits: tuple[Hit, ...], pair: Pair, glossary: Glossary, day: date, publisher: str = ""
) -> Composed:
    """``hits`` with titles put together where that is certain; a hit is taken into a unit whole or not at all."""
    base = pair.source.partition("-")[0]
    if base not in {"zh", "en"} or pair.target.startswith(base):
        return Composed(hits)
    desk = _Desk(simplified(text) if base == "zh" else text, text, pair, glossary, day, publisher)
    issues: list[Issue] = []
    made = [*_of_countries(desk, hits, issues), *_of_bodies(desk, hits, issues)]
    units = _merged([_Unit(hit, (hit,)) for hit in hits], made)
    units = _with_persons(desk, units)
    if base == "zh":
        issues += _strangers(desk, units)
    parts = {n: unit.parts for n, unit in enumerate(units) if len(unit.parts) > 1 or unit.hit not in hits}
    return Composed(
        tuple(unit.hit for unit in units),
        MappingProxyType(parts),
        frozenset(n for n, unit in enumerate(units) if unit.apposition),
        tuple(issues),
    )


def _merged(units: list[_Unit], made: Iterable[_Unit]) -> list[_Unit]:
    """``units`` with each of ``made`` in the place of what it covers, unless it cuts through something."""
    for new in made:
        span = new.hit.span
        over = [unit for unit in units if unit.hit.span.overlaps(span)]
        if all(span.covers(unit.hit.span) and len(unit.parts) == 1 for unit in over):
            units = sorted([*(u for u in units if u not in over), new], key=lambda unit: unit.hit.span)
    return units


def _of_countries(desk: _Desk, hits: tuple[Hit, ...], issues: list[Issue]) -> Iterator[_Unit]:
    """A ministerial title and its country: 老挝 外交部副部长, Vice Minister of Foreign Affairs of China."""
    for one, two in pairwise(hits):
        between = desk.text[one.span.end : two.span.start]
        chinese = desk.pair.source != "en"
        if between == ("" if chinese else "'s "):
            country, title = one, two
        elif not chinese and between in {" of ", " of the "}:
            title, country = one, two
        else:
            continue
        if title.concept.kind != "title" or country.concept.kind != "country":
            continue
        forms, sure = _country_forms(desk, title.concept, country.concept)
        unit = desk.unit(Span(one.span.start, two.span.end), (title, country), forms)
        if unit is not None:
            yield unit
        elif not sure:
            issues.append(_uncertain(Span(one.span.start, two.span.end), desk))


def _country_forms(desk: _Desk, title: Concept, country: Concept) -> tuple[dict[str, str], bool]:
    """The title with its country by language, and whether the title is one that a country has its own usage of."""
    english = desk.form(title, "en")
    where = region(country)
    if english is None or not _MINISTERIAL.match(english.text) or where is Region.OTHER:
        return {}, True
    forms: dict[str, str] = {}
    for lang in desk.langs:
        term, of = desk.form(title, lang), desk.form(country, lang)
        office = _right_office(desk, title, english.text, where) if lang == "en" else term.text if term else ""
        if office and of:
            forms[lang] = title_of_country(lang, office, of)
    # what is not certain in English is not in another language
    return (forms, True) if "en" in forms else ({}, False)


def _right_office(desk: _Desk, title: Concept, english: str, where: Region) -> str:
    """The form of ``title``, of those accepted, that the country's usage asks for."""
    deputy = english.startswith(("Vice", "Deputy"))
    if where is Region.PHILIPPINES or (deputy and where in {Region.CAMBODIA, Region.SINGAPORE}):
        return ""
    wanted = "Minister " if not deputy else "Vice Minister " if where is Region.CHINA else "Deputy Minister "
    wanted += "for " if where is Region.SINGAPORE else "of "
    own = [t for t in title.terms if t.lang == "en" and t.status in {Status.APPROVED, Status.ADMITTED}]
    forms = [english, *(t.text for t in own if t.valid_on(desk.day))]
    return next((form for form in forms if form.startswith(wanted)), "")


def _of_bodies(desk: _Desk, hits: tuple[Hit, ...], issues: list[Issue]) -> Iterator[_Unit]:
    """A body and an office in it: 老挝文化旅游部 部长, Deputy Minister of Culture of Thailand."""
    chinese = desk.pair.source != "en"
    for match in (_OFFICE_ZH if chinese else _MINISTER_EN).finditer(desk.text):
        office = CHINESE[match[0]] if chinese else (Office.DEPUTY if match["deputy"] else Office.MINISTER)
        span = Span(*match.span())
        if any(hit.span.overlaps(span) and hit.span != span and not span.covers(hit.span) for hit in hits):
            continue  # the glossary has the title whole
        found = _body_before(desk, span, office) if chinese else _body_behind(desk, span, match["of"])
        if found is None:
            continue
        body, whole = found
        unit = desk.unit(whole, (body,), _office_forms(desk, body.concept, office))
        if unit is not None:
            yield _Unit(Hit(whole, _renamed(unit.hit.concept, office), unit.hit.term), unit.parts)
        elif not any(hit.span.covers(body.span) for hit in hits) and chinese:
            # the ministry is not placed without its minister: the model is on its own here
            message = f"“{whole.of(desk.raw)}”: the title has no certain form in this language: check it"
            issues.append(Issue("M07", Severity.WARNING, message, whole))


def _renamed(concept: Concept, office: Office) -> Concept:
    name = f"{concept.id}+{office.name.lower()}"
    terms = tuple(Term(name, t.lang, t.text, t.status, article=t.article) for t in concept.terms)
    return Concept(name, concept.kind, terms)


def _body_before(desk: _Desk, office: Span, kind: Office) -> tuple[Hit, Span] | None:
    """The body whose name ends where a Chinese office begins, or one character later: 文化部长 is 文化部's."""
    for end in (office.start, office.start + 1) if kind is Office.MINISTER else (office.start,):
        found = desk.find(desk.text[:end])
        last = found[-1] if found else None
        if last is None or last.span.end != end or last.concept.kind not in _HOLDERS:
            continue
        before = found[-2] if len(found) > 1 else None
        if before is not None and before.concept.kind == "country" and before.span.end == last.span.start:
            return None  # a body of that country, which the glossary does not know by this name
        return last, Span(last.span.start, office.end)
    return None


def _body_behind(desk: _Desk, office: Span, of: str) -> tuple[Hit, Span] | None:
    """The ministry that an English minister is of."""
    asked = f"Ministry {of} "
    found = desk.find(asked + desk.text[office.end :])
    first = found[0] if found else None
    if first is None or first.span.start or first.concept.kind != "body" or first.span.end <= len(asked):
        return None
    end = office.end + first.span.end - len(asked)
    return Hit(Span(office.start, end), first.concept, first.term, first.rivals), Span(office.start, end)


def _office_forms(desk: _Desk, body: Concept, office: Office) -> dict[str, str]:
    forms: dict[str, str] = {}
    where = _where(desk, body) if office.ministerial else Region.OTHER
    for lang in desk.langs:
        term = desk.form(body, lang)
        if term is not None:
            forms[lang] = (
                ministerial(lang, term.text, office, where) if office.ministerial else of_body(lang, term, office)
            )
    return forms


def _where(desk: _Desk, body: Concept) -> Region:
    """Whose usage ``body`` follows: its country's, told by its names; China's where a Chinese name has no country."""
    english = [term.text for term in body.terms if term.lang == "en"]
    chinese = [term.text for term in body.terms if term.lang == "zh"]
    for country in desk.glossary.concepts:
        if country.kind != "country":
            continue
        names = [t.text for t in country.terms if t.status in {Status.APPROVED, Status.ADMITTED}]
        if any(form.endswith((f" of {name}", f" of the {name}")) for form in english for name in names) or any(
            form.startswith(name) for form in chinese for name in names
        ):
            return region(country)
    return Region.CHINA if desk.pair.source != "en" and chinese else Region.OTHER


def _with_persons(desk: _Desk, units: list[_Unit]) -> list[_Unit]:
    """Titles and the persons next to them as one unit each."""
    out: list[_Unit] = []
    for unit in units:
        before = out[-1] if out else None
        both = _person_unit(desk, before, unit) if before is not None else None
        if both is not None:
            out[-1] = both
        else:
            out.append(unit)
    return out


def _person_unit(desk: _Desk, one: _Unit, two: _Unit) -> _Unit | None:
    text, chinese = desk.text, desk.pair.source != "en"
    between = text[one.hit.span.end : two.hit.span.start]
    kinds = (one.hit.concept.kind, two.hit.concept.kind)
    span = Span(one.hit.span.start, two.hit.span.end)
    if kinds == ("title", "person") and between == ("" if chinese else " "):
        title, person = one, two
        tied = text[: span.start].endswith(_TIED) or text.startswith(_POLITE, span.end)
        if chinese and tied:
            return None
    elif kinds == ("person", "title") and between in {", ", ", the "} and not chinese:
        person, title = one, two
        closing = text[span.end : span.end + 1]
        if closing == "," and text[span.end + 1 : span.end + 2] == " ":
            span = Span(span.start, span.end + 1)
        elif closing not in {"", ".", ";", ")"}:
            return None
    else:
        return None
    forms: dict[str, str] = {}
    for lang in desk.langs:
        name, office = desk.form(person.hit.concept, lang), desk.form(title.hit.concept, lang)
        if name is not None and office is not None:
            forms[lang] = with_person(lang, office.text, name.text)
    made = desk.unit(span, (*title.parts, *person.parts), forms, Article.NONE)
    return _Unit(made.hit, made.parts, apposition=True) if made is not None else None


def _strangers(desk: _Desk, units: list[_Unit]) -> Iterator[Issue]:
    """Titles that a name follows which the glossary does not know."""
    starts = {unit.hit.span.start for unit in units}
    for unit in units:
        end = unit.hit.span.end
        if unit.hit.concept.kind != "title" or unit.apposition or end in starts:
            continue
        match = _NAME.match(desk.text, end)
        if match:
            name = Span(*match.span()).of(desk.raw)
            message = f"“{name}” after “{unit.hit.span.of(desk.raw)}” seems to be a person whom the glossary lacks"
            yield Issue("M07", Severity.WARNING, message + ": check the name and its place", Span(*match.span()))


def _uncertain(span: Span, desk: _Desk) -> Issue:
    message = f"“{span.of(desk.raw)}”: what this country calls the office is not certain: check the title"
    return Issue("M07", Severity.WARNING, message, span)

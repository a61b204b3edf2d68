"""From a segment to a job: find what must not be left to the model, and what it must become."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from mtkit.compose import compose
from mtkit.enforce import Job, Outcome
from mtkit.formats.splice import LABEL
from mtkit.glossary import Article, Concept, Glossary, Hit
from mtkit.glossary.normal import simplified
from mtkit.house import dressed
from mtkit.lang import Pair, lang
from mtkit.mask import Code, Literal, Name, Placed, find_literals, fold, render
from mtkit.mentions import FULL, Mention, brief
from mtkit.seams import edited
from mtkit.style import Style
from mtkit.text import Segment, Span
from mtkit.unit import Issue, Severity, TermUse
from mtkit.verify import doubt

__all__ = ["PLAIN", "Placing", "Read", "Sighted", "look", "place", "read", "relabel", "target_text"]

PLAIN = Style()
"""What holds where a desk has settled nothing."""

# kinds that are proper names: where the target has no form, the English one stands
_NAMES = frozenset({"body", "event", "media", "document", "person", "place", "country", "abbr"})

_BEFORE_BREAK = re.compile(r"[\w.!?;:,%”»)\]](?:\{/\d+\})*$")


@dataclass(frozen=True, slots=True)
class Read:
    """What stands in a segment whatever it is to become: plain text, codes by their place in it, addresses, concepts.

    ``hits`` are those of the whole glossary.
    """

    text: str
    codes: tuple[Placed, ...] = ()
    literals: tuple[Placed, ...] = ()
    hits: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True)
class Sighted:
    """What stands in a segment: its plain text, the codes by their place in that, addresses, and concepts.

    ``parts`` holds what a composed hit is made of, by its place in ``hits``; ``appositions`` are "Name, Title".
    """

    text: str
    codes: tuple[Placed, ...] = ()
    literals: tuple[Placed, ...] = ()
    hits: tuple[Hit, ...] = ()
    parts: Mapping[int, tuple[Hit, ...]] = field(default_factory=dict)
    appositions: frozenset[int] = frozenset()
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Placing:
    """A job ready for its first model, the terms it holds, and what the editor should know of them."""

    job: Job
    terms: tuple[TermUse, ...] = ()
    issues: tuple[Issue, ...] = ()


def read(
    segment: Segment, source: str, glossary: Glossary | None, day: date, *, has_codes: bool, publisher: str = ""
) -> Read:
    """What is in ``segment``, for all languages alike."""
    text, codes = _plain(segment.text, spaced=lang(source).spaced) if has_codes else (segment.text, ())
    hits = glossary.find(text, source, day=day, publisher=publisher) if glossary is not None else ()
    return Read(text, codes, find_literals(text), tuple(hits))


def look(
    segment: Segment,
    pair: Pair,
    glossary: Glossary | None,
    day: date,
    *,
    has_codes: bool,
    publisher: str = "",
    known: Read | None = None,
) -> Sighted:
    """What is in ``segment`` for a translation from ``pair.source`` to ``pair.target``; ``known`` is its ``read``."""
    one = known or read(segment, pair.source, glossary, day, has_codes=has_codes, publisher=publisher)
    if glossary is None:
        return Sighted(one.text, one.codes, one.literals)
    hits = tuple(
        hit
        for hit in _hits(one, pair, glossary, day, publisher)
        if not any(hit.span.overlaps(literal.span) for literal in one.literals)
    )
    made = compose(one.text, hits, pair, glossary, day, publisher)
    return Sighted(one.text, one.codes, one.literals, made.hits, made.parts, made.appositions, made.issues)


def place(
    segment: Segment,
    pair: Pair,
    glossary: Glossary | None,
    day: date,
    *,
    has_codes: bool,
    publisher: str = "",
    sighted: Sighted | None = None,
    mentions: Sequence[Mention] = (),
) -> Placing:
    """What ``segment`` holds for the models of the route from ``pair.source`` to ``pair.target``.

    A concept without an approved form in the target language keeps its English name if it is a proper name, and the
    unit says so; phrases are left to the model. So is what the glossary cannot decide: the checks flag it. ``mentions``
    says of each hit of ``sighted`` (by default, of ``look``) whether it is written in full.
    """
    seen = sighted or look(segment, pair, glossary, day, has_codes=has_codes, publisher=publisher)
    names: list[Placed] = []
    terms: list[TermUse] = []
    issues: list[Issue] = list(seen.issues)
    for n, hit in enumerate(seen.hits):
        if n and _is_abbreviation_of(seen.hits[n - 1], hit, seen.text):
            approved = hit.concept.approved(pair.target, day, publisher=publisher)
            short = (approved.abbreviation if approved else "") or hit.span.of(seen.text)
            names.append(Placed(hit.span, Literal(short)))
            continue
        mention = mentions[n] if n < len(mentions) else FULL
        name, issue = _name(hit, pair.target, day, publisher, mention)
        if name:
            names.append(Placed(hit.span, replace(name, apposition=n in seen.appositions)))
        form = _written(hit.concept, pair.target, day, publisher, short=mention.short)[0] if name else ""
        terms += _uses(hit, seen, n, form or (name.form if name else ""), pair, day, publisher)
        if issue:
            issues.append(issue)
    held = sorted([*seen.literals, *names], key=lambda p: p.span)
    placed = _weave(held, seen.codes)
    # character by character: what models were trained on
    text = simplified(seen.text) if pair.source == "zh-Hant" and pair.target != "zh" else seen.text
    return Placing(Job(text, fold(placed)), tuple(terms), tuple(dict.fromkeys(issues)))


def _uses(hit: Hit, seen: Sighted, n: int, form: str, pair: Pair, day: date, publisher: str) -> list[TermUse]:
    """What is noted of a hit; of a composed one, of its title, and of each other part that is in it in its own form."""
    approved = hit.concept.approved(pair.target, day, publisher=publisher) or hit.concept.approved("en", day)
    authority = approved.authority if approved and form else ""
    parts = seen.parts.get(n, ())
    if not parts:
        return [TermUse(hit.concept.id, hit.span.of(seen.text), form, authority)]
    known = parts[0].concept.id if len(parts) > 1 else hit.concept.id
    uses = [TermUse(known, hit.span.of(seen.text), form, parts[0].term.authority)]
    for part in parts[1:]:
        own = part.concept.approved(pair.target, day, publisher=publisher)
        if own and own.text in form:
            uses.append(TermUse(part.concept.id, part.span.of(seen.text), own.text, own.authority))
    return uses


def _hits(one: Read, pair: Pair, glossary: Glossary, day: date, publisher: str) -> tuple[Hit, ...]:
    """The concepts in a text; of a title that has no form in the target, the office and the body it is made of.

    A body is not taken apart: the State Council inside the name of another state's department is another thing.
    """
    unknown = {
        hit.concept.id
        for hit in one.hits
        if hit.concept.kind == "title" and hit.concept.approved(pair.target, day, publisher=publisher) is None
    }
    if not unknown:
        return one.hits
    return tuple(glossary.find(one.text, pair.source, day=day, publisher=publisher, without=unknown))


def _is_abbreviation_of(first: Hit, second: Hit, text: str) -> bool:
    """Whether ``second`` is the bracket in "China International Communications Group (CICG)"."""
    between, after = text[first.span.end : second.span.start], text[second.span.end : second.span.end + 1]
    return first.concept.id == second.concept.id and between.strip() in {"(", "（"} and after in {")", "）"}


def relabel(job: Job, target: str, day: date, *, publisher: str = "", last: bool = True) -> Job:
    """``job`` for a hop into ``target``: its names in the form that language writes.

    Before the ``last`` hop every name is in full.
    """
    placed = []
    for found in job.placed:
        what = found.what
        if isinstance(what, Name):
            form, article = _written(what.concept, target, day, publisher, short=what.short and last)
            article = Article.NONE if what.apposition and form else article
            what = replace(what, form=form or what.form, article=article)
        placed.append(Placed(found.span, what))
    return Job(job.text, tuple(placed))


def target_text(
    outcome: Outcome,
    target: str,
    *,
    has_codes: bool,
    day: date = date.max,
    publisher: str = "",
    style: Style = PLAIN,
    glossary: Glossary | None = None,
) -> str:
    """The text for the editor: labels written out, literal braces doubled where the format has labels.

    It is in the house's style; a first mention gets its abbreviation in brackets, an apposition its closing comma. What
    is held stays as it is, but for the characters of its language: ``glossary`` knows names in Traditional Chinese.
    """

    def double(text: str) -> str:
        return text.replace("{", "{{").replace("}", "}}")

    def form_of(name: Name) -> str:
        return _written(name.concept, target, day, publisher, short=name.short)[0]

    text, placed = dressed(
        outcome.text.replace("\n", " "), outcome.placed, target, style,
        form_of=form_of, glossary=glossary, day=day, publisher=publisher,
    )  # fmt: skip
    text, placed = edited(text, placed, _after_names(text, placed, target, day, publisher))
    return render(text, placed, escape=double if has_codes else str).strip()


def _after_names(
    text: str, placed: Sequence[Placed], target: str, day: date, publisher: str
) -> list[tuple[int, int, str]]:
    """What is written behind names once the sentence stands."""
    edits = []
    for found in placed:
        what, end = found.what, found.span.end
        if not isinstance(what, Name):
            continue
        follows = text[end:].lstrip()
        term = what.concept.approved(target, day, publisher=publisher) if what.introduce else None
        if term is not None and term.abbreviation and not follows.startswith(("(", "（")):
            opening, closing = ("（", "）") if lang(target).script.is_han else (" (", ")")
            edits.append((end, end, opening + term.abbreviation + closing))
        if what.apposition and target == "en" and text[end : end + 1] == " " and follows[:1].isalnum():
            edits.append((end, end, ","))
    return edits


def _glued(text: str, match: re.Match[str]) -> bool:
    """Whether nothing but the code that ``match`` found parts two words, or a sentence from the next."""
    before, behind = text[: match.start()], text[match.end() : match.end() + 1]
    return behind.isalnum() and _BEFORE_BREAK.search(before) is not None


def _plain(text: str, *, spaced: bool) -> tuple[str, tuple[Placed, ...]]:
    """A segment's text without labels and with single braces, and its codes by their place in that."""
    parts: list[str] = []
    codes: list[Placed] = []
    at = length = 0
    for match in LABEL.finditer(text):
        parts.append(text[at : match.start()])
        length += len(parts[-1])
        if match.group() in {"{{", "}}"}:
            parts.append(match.group()[0])
            length += 1
        else:
            codes.append(Placed(Span(length, length), Code(match.group())))
            if match.group().endswith("/}") and spaced and _glued(text, match):
                parts.append(" ")  # a break of the line: what it parts are two words to a model, too
                length += 1
        at = match.end()
    return "".join([*parts, text[at:]]), tuple(codes)


def _written(concept: Concept, target: str, day: date, publisher: str, *, short: bool) -> tuple[str, Article]:
    """The form of a concept in ``target`` and the article it takes; ("", UNKNOWN) where it has none."""
    term = concept.approved(target, day, publisher=publisher)
    if term is None:
        return "", Article.UNKNOWN
    if not short or not brief(term):
        return term.text, term.article
    said = brief(term)
    if target == "en" and said.lower().startswith("the "):
        return said[4:], Article.THE
    return said, Article.UNKNOWN


def _name(hit: Hit, target: str, day: date, publisher: str, mention: Mention) -> tuple[Name | None, Issue | None]:
    concept = hit.concept
    if doubt(hit, lang(target), day, publisher):
        return None, None
    form, article = _written(concept, target, day, publisher, short=False)
    if form:
        return Name(concept, form, article, short=mention.short, introduce=mention.introduce), None
    if concept.kind not in _NAMES:
        return None, None
    if doubt(hit, lang("en"), day, publisher):
        known = ", ".join(one.id for one in (concept, *hit.rivals))
        message = f"{known}: the glossary cannot tell which is meant: left to the model"
        return None, Issue("M04", Severity.WARNING, message, source=hit.span)
    english, _ = _written(concept, "en", day, publisher, short=False)
    language = lang(target).name
    if not english:
        if any(term.lang == target for term in concept.terms):
            return None, None  # not in force: the checks flag it
        message = f"{concept.id}: the glossary has no approved {language} form and no English one: left to the model"
        return None, Issue("M04", Severity.WARNING, message, source=hit.span)
    message = f"{concept.id}: the glossary has no approved {language} form; its English name stands: {english}"
    return Name(concept, english), Issue("M04", Severity.WARNING, message, source=hit.span)


def _weave(held: Sequence[Placed], codes: Sequence[Placed]) -> tuple[Placed, ...]:
    """Names, literals and codes in one order; a code inside a name moves to the edge it is nearer to."""
    moved: list[Placed] = []
    for code in codes:
        at = code.span.start
        around = next((p.span for p in held if p.span.start < at < p.span.end), None)
        if around is not None:
            at = around.start if isinstance(code.what, Code) and "/" not in code.what.form else around.end
        moved.append(Placed(Span(at, at), code.what))
    # sorted() keeps a code before the name that begins where it stands
    return tuple(sorted([*_nested(moved), *held], key=lambda p: (p.span.start, not p.is_code)))


def _nested(codes: Sequence[Placed]) -> list[Placed]:
    """``codes`` by their places; those of one place so that pairs close in the order in which they must."""
    done: list[Placed] = []
    open_: list[str] = []
    for at in sorted({code.span.start for code in codes}):
        here = [code for code in codes if code.span.start == at]
        while here:
            code = next((code for code in here if _fits(code.what.form, open_)), here[0])
            here.remove(code)
            done.append(code)
            label = code.what.form
            if "/" not in label:
                open_.append(label)
            elif label.startswith("{/") and "{" + label[2:] in open_:
                open_.remove("{" + label[2:])
    return done


def _fits(label: str, open_: Sequence[str]) -> bool:
    """Whether a code may stand here: a closing one ends the innermost pair, or one that an earlier sentence began."""
    opener = "{" + label[2:]
    return not label.startswith("{/") or opener not in open_ or open_[-1] == opener

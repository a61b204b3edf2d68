"""From a segment to a job: find what must not be left to the model, and what it must become."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from mtkit.enforce import Job, Outcome
from mtkit.formats.splice import LABEL
from mtkit.glossary import Article, Concept, Glossary, Hit
from mtkit.glossary.normal import simplified
from mtkit.lang import Pair, lang
from mtkit.mask import Code, Literal, Name, Placed, find_literals, fold, render
from mtkit.seams import chinese_marks
from mtkit.text import Segment, Span
from mtkit.unit import Issue, Severity, TermUse

__all__ = ["Placing", "place", "relabel", "target_text"]

_ENGLISH_WILL_DO = frozenset({"body", "event", "media", "document"})


@dataclass(frozen=True, slots=True)
class Placing:
    """A job ready for its first model, the terms it holds, and what the editor should know of them."""

    job: Job
    terms: tuple[TermUse, ...] = ()
    issues: tuple[Issue, ...] = ()


def place(segment: Segment, pair: Pair, glossary: Glossary | None, day: date, *, has_codes: bool) -> Placing:
    """What ``segment`` holds for the models of the route from ``pair.source`` to ``pair.target``.

    A concept without an approved form in the target language is left to the model, unless it is a body, an event, a
    medium or a document: those keep their English name, and the unit says so.
    """
    text, codes = _plain(segment.text) if has_codes else (segment.text, ())
    literals = find_literals(text)
    hits = _hits(text, pair, glossary, day) if glossary is not None else ()
    hits = tuple(hit for hit in hits if not any(hit.span.overlaps(literal.span) for literal in literals))
    names: list[Placed] = []
    terms: list[TermUse] = []
    issues: list[Issue] = []
    for n, hit in enumerate(hits):
        if n and _is_abbreviation_of(hits[n - 1], hit, text):
            approved = hit.concept.approved(pair.target, day)
            short = (approved.abbreviation if approved else "") or hit.span.of(text)
            names.append(Placed(hit.span, Literal(short)))
            continue
        name, issue = _name(hit, pair.target, day)
        form = name.form if name else ""
        approved = hit.concept.approved(pair.target, day) or hit.concept.approved("en", day)
        authority = approved.authority if approved and form else ""
        terms.append(TermUse(hit.concept.id, hit.span.of(text), form, authority))
        if name:
            names.append(Placed(hit.span, name))
        if issue:
            issues.append(issue)
    held = sorted([*literals, *names], key=lambda p: p.span)
    placed = _weave(held, codes)
    if pair.source == "zh-Hant":
        text = simplified(text)  # character by character: what models were trained on
    return Placing(Job(text, fold(placed)), tuple(terms), tuple(dict.fromkeys(issues)))


def _hits(text: str, pair: Pair, glossary: Glossary, day: date) -> tuple[Hit, ...]:
    """The concepts in ``text``; of a title that has no form in the target, the office and the body it is made of.

    A body is not taken apart: the State Council inside the name of another state's department is another thing.
    """
    hits = glossary.find(text, pair.source, day=day)
    unknown = {
        hit.concept.id for hit in hits if hit.concept.kind == "title" and not _form(hit.concept, pair.target, day)[0]
    }
    return glossary.find(text, pair.source, day=day, without=unknown) if unknown else hits


def _is_abbreviation_of(first: Hit, second: Hit, text: str) -> bool:
    """Whether ``second`` is the bracket in "China International Communications Group (CICG)"."""
    between, after = text[first.span.end : second.span.start], text[second.span.end : second.span.end + 1]
    return first.concept.id == second.concept.id and between.strip() in {"(", "（"} and after in {")", "）"}


def relabel(job: Job, target: str, day: date) -> Job:
    """``job`` for a hop into ``target``: its names in the form that language writes."""
    placed = []
    for found in job.placed:
        what = found.what
        if isinstance(what, Name):
            form, article = _form(what.concept, target, day)
            what = replace(what, form=form or what.form, article=article)
        placed.append(Placed(found.span, what))
    return Job(job.text, tuple(placed))


def target_text(outcome: Outcome, target: str, *, has_codes: bool) -> str:
    """The text for the editor: labels written out, literal braces doubled where the format has labels.

    Chinese gets full-width marks.
    """

    def double(text: str) -> str:
        return text.replace("{", "{{").replace("}", "}}")

    text = render(outcome.text, outcome.placed, escape=double if has_codes else str)
    text = " ".join(text.split("\n")).strip()
    return chinese_marks(text) if lang(target).script.is_han else text


def _plain(text: str) -> tuple[str, tuple[Placed, ...]]:
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
        at = match.end()
    return "".join([*parts, text[at:]]), tuple(codes)


def _form(concept: Concept, target: str, day: date) -> tuple[str, Article]:
    term = concept.approved(target, day)
    return (term.text, term.article) if term else ("", Article.UNKNOWN)


def _name(hit: Hit, target: str, day: date) -> tuple[Name | None, Issue | None]:
    concept = hit.concept
    form, article = _form(concept, target, day)
    if form:
        return Name(concept, form, article), None
    english, _ = _form(concept, "en", day)
    if concept.kind not in _ENGLISH_WILL_DO or not english:
        return None, None
    language = lang(target).name
    message = f"{concept.id}: the glossary has no approved {language} form; its English name stands: {english}"
    return Name(concept, english), Issue("M04", Severity.WARNING, message, source=hit.span)


def _weave(held: Sequence[Placed], codes: Sequence[Placed]) -> tuple[Placed, ...]:
    """Names, literals and codes in one order; a code inside a name moves to the edge it is nearer to."""
    moved: list[tuple[int, int, int, Placed]] = [(p.span.start, 2, n, p) for n, p in enumerate(held)]
    for n, code in enumerate(codes):
        at = code.span.start
        around = next((p.span for p in held if p.span.start < at < p.span.end), None)
        if around is not None:
            at = around.start if isinstance(code.what, Code) and "/" not in code.what.form else around.end
        opens = "/" not in code.what.form
        ends_here = any(p.span.end == at for p in held)
        # closing labels stand before what follows them, opening ones hug what they open
        rank = 1 if opens or not ends_here else 0
        moved.append((at, rank, n, Placed(Span(at, at), code.what)))
    return tuple(item[3] for item in sorted(moved, key=lambda item: item[:3]))

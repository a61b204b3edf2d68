"""Training data: read, filter, hold out, mix. Every draw follows from the seed alone.

The data folder holds ``train/en-XX.tsv.xz`` (corpus, English, target; one pair a line), and ``eval/`` with the test
sets, whose lines are kept out of training. Text of our own kind (``{patterns,plain,slots}.NAME.jsonl``) lies where the
recipe's ``domain`` says, or in ``domain/`` of the data folder.
"""

from __future__ import annotations

import hashlib
import lzma
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from mtkit.figures import figures
from mtkit.train.config import Mixture, Recipe
from mtkit.train.domain import Domain, Row, fill, guest_list
from mtkit.train.marks import Terms, mark_pair
from mtkit.train.rows import DataError, clean, fold, read_aligned, read_domain, read_test_lines

SYNTHETIC = "<synth>"
_ODD = re.compile(r"[<>{}\[\]|\\`=_@#$^*~]")
# The script a target must be written in, as a share of its letters.
_SCRIPTS = {
    "zh": "[㐀-鿿]", "th": "[฀-๿]", "lo": "[຀-໿]", "km": "[ក-៿]", "my": "[က-႟]", "ta": "[஀-௿]",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    """One sentence in two languages, and the corpus it is from."""

    source: str
    target: str
    corpus: str


@dataclass(frozen=True, slots=True)
class Example:
    """What the model is shown: its direction, its texts, whether the target is machine-made, whether it is a list."""

    direction: tuple[str, str]
    source: str
    target: str
    synthetic: bool = False
    long: bool = False


def held_out(text: str, share: float) -> bool:
    """Say whether the English text belongs to the held-out share: by its hash, so for ever and in every language."""
    digest = hashlib.sha256(fold(text).encode()).digest()
    return int.from_bytes(digest[:4], "big") < share * 2**32


def acceptable(pair: Pair, target_lang: str, *, most: int = 400) -> bool:
    """Say whether a pair (English, ``target_lang``) is worth training on.

    Refused: an empty, very long (over ``most`` characters) or untranslated side, code rather than prose, lengths far
    apart, a target that is not in its own script.
    """
    source, target = pair.source, pair.target
    if not source or not target or len(source) > most or len(target) > most or fold(source) == fold(target):
        return False
    if not any(char.isalpha() for char in source) or len(_ODD.findall(source)) > 0.05 * len(source) + 1:
        return False
    a, b = len(source.encode()), len(target.encode())
    ratio = b / a / (2.2 if target_lang in _SCRIPTS and target_lang != "zh" else 1.0)
    if a > 30 and not 0.3 < ratio < 3.0:
        return False
    script = _SCRIPTS.get(target_lang)
    if script:
        letters = sum(char.isalpha() for char in target)
        return len(re.findall(script, target)) >= 0.4 * letters
    return all(char < "Ā" or not char.isalpha() or _is_latin(char) for char in target)


def _is_latin(char: str) -> bool:
    return unicodedata.name(char, "").startswith("LATIN")


def read_corpora(path: Path, lang: str, mixture: Mixture, *, banned: frozenset[str]) -> list[Pair]:
    """Read ``en-XX.tsv.xz``: the pairs of the corpora that the mixture weighs, without bad, double or test lines.

    Where a corpus has a cap, the lines with the lowest hash stay. Raises :class:`DataError` for a broken line.
    """
    seen: set[str] = set()
    by_corpus: defaultdict[str, list[Pair]] = defaultdict(list)
    with lzma.open(path, "rt", encoding="utf-8") as stream:
        for count, line in enumerate(stream, 1):
            fields = line.rstrip("\n").split("\t")
            if len(fields) != 3:
                raise DataError(f"{path}:{count}: {len(fields)} fields instead of corpus, English, target")
            pair = Pair(clean(fields[1]), clean(fields[2]), fields[0])
            if mixture.corpora.get(pair.corpus, 0.0) <= 0 or not acceptable(pair, lang):
                continue
            a, b = fold(pair.source), fold(pair.target)
            if a in banned or b in banned or a + "\t" + b in seen:
                continue
            seen.add(a + "\t" + b)
            by_corpus[pair.corpus].append(pair)
    kept: list[Pair] = []
    for corpus in sorted(by_corpus):
        pairs, cap = by_corpus[corpus], mixture.caps.get(corpus)
        if cap is not None and len(pairs) > cap:
            pairs = sorted(pairs, key=lambda pair: (_hash(pair.source), pair.source, pair.target))[:cap]
        kept += pairs
    return kept


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def join_on_english(left: Sequence[Pair], right: Sequence[Pair]) -> list[Pair]:
    """Pair the targets of two English corpora where the same corpus has the same English -> (left, right) pairs."""
    first = {(pair.corpus, pair.source): pair.target for pair in left}
    return [
        Pair(first[pair.corpus, pair.source], pair.target, pair.corpus)
        for pair in right
        if (pair.corpus, pair.source) in first
    ]


@dataclass(frozen=True, slots=True)
class Source:
    """What one direction draws from: rows of our own kind, and corpus pairs with their running weights.

    Each pattern comes with the set whose fillers it takes; ``lists`` are the sets that guest lists can be made of.
    """

    patterns: tuple[tuple[Domain, Row], ...]
    plain: tuple[Row, ...]
    lists: tuple[Domain, ...]
    pairs: tuple[Pair, ...]
    weights: tuple[float, ...]
    terms: Terms


@dataclass(frozen=True, slots=True)
class Corpus:
    """All training data by direction, and the held-out rows."""

    mixture: Mixture
    sources: Mapping[tuple[str, str], Source]
    held_out: tuple[Domain, ...]


def _split(domain: Domain, share: float, *, keep: bool) -> Domain:
    def part(rows: Iterable[Row]) -> tuple[Row, ...]:
        return tuple(row for row in rows if held_out(row.texts["en"], share) != keep)

    return Domain(domain.languages, part(domain.patterns), part(domain.plain), domain.fillers)


def load(folder: Path, recipe: Recipe) -> Corpus:
    """Read all that the recipe's directions need. Raises :class:`DataError` for broken or absent data."""
    mixture = recipe.mixture
    banned = read_test_lines(folder, map(Path, recipe.exclude))
    domains = read_domain(Path(recipe.domain) if recipe.domain else folder / "domain", banned=banned)
    domains += [read_aligned(folder / stem, banned=banned) for stem in mixture.aligned]
    trained = [_split(domain, mixture.held_out, keep=True) for domain in domains]
    tested = tuple(_split(domain, mixture.held_out, keep=False) for domain in domains)
    english: dict[str, list[Pair]] = {}
    for lang in sorted({lang for pair in recipe.pairs for lang in pair} - {"en"}):
        path = folder / "train" / f"en-{lang}.tsv.xz"
        english[lang] = read_corpora(path, lang, mixture, banned=banned) if path.exists() else []
    sources: dict[tuple[str, str], Source] = {}
    for source, target in recipe.pairs:
        if source == "en":
            pairs = english[target]
        elif target == "en":
            pairs = [Pair(pair.target, pair.source, pair.corpus) for pair in english[source]]
        else:
            pairs = join_on_english(english[source], english[target])
        covering = [domain for domain in trained if domain.covers(source, target)]
        if not pairs and not covering:
            raise DataError(f"{folder}: nothing to train {source}-{target} on")
        sources[source, target] = Source(
            tuple((domain, row) for domain in covering for row in domain.patterns),
            tuple(row for domain in covering for row in domain.plain),
            tuple(domain for domain in covering if domain.patterns),
            tuple(pairs),
            _running(mixture.corpora[pair.corpus] for pair in pairs),
            Terms(_terms(covering, source, target) + _words(pairs, mixture)),
        )
    return Corpus(mixture, sources, tested)


def _running(weights: Iterable[float]) -> tuple[float, ...]:
    total, running = 0.0, []
    for weight in weights:
        total += weight
        running.append(total)
    return tuple(running)


def _terms(domains: Sequence[Domain], source: str, target: str) -> tuple[tuple[str, str], ...]:
    """List the names of places, countries, bodies and events that a mark may stand for in running text."""
    found: set[tuple[str, str]] = set()
    for domain in domains:
        for slot in ("COUNTRY", "PLACE", "BODY", "EVENT"):
            for row in domain.fillers.get(slot, ()):
                a, b = _bare(row.texts[source], source), _bare(row.texts[target], target)
                if len(a) > 1 and len(b) > 1:
                    found.add((a, b))
    return tuple(sorted(found))


def _words(pairs: Sequence[Pair], mixture: Mixture) -> tuple[tuple[str, str], ...]:
    """List the words of the dictionaries that a mark may stand for: too short ones are other words' parts too often."""

    def long(text: str) -> bool:
        return len(text) >= (4 if text.isascii() else 2)

    return tuple(
        (pair.source, pair.target)
        for pair in pairs
        if pair.corpus in mixture.dictionaries and long(pair.source) and long(pair.target)
    )


def _bare(text: str, lang: str) -> str:
    if lang == "en":
        return text.removeprefix("the ")
    return re.sub(r"^(?:o|a|os|as) ", "", text) if lang == "pt" else text


def draw_examples(corpus: Corpus, *, seed: int, pool: int, count: int) -> list[Example]:
    """Draw the ``count`` examples of pool number ``pool``: the same for the same seed, whatever was drawn before."""
    rng = Random(f"{seed}:{pool}")
    directions = sorted(corpus.sources)
    weights = [corpus.mixture.directions["-".join(direction)] for direction in directions]
    chosen = rng.choices(directions, weights, k=count)
    return [_echo(_draw(corpus, direction, rng), rng, corpus.mixture.echo) for direction in chosen]


def _echo(example: Example, rng: Random, share: float) -> Example:
    """Turn a ``share`` of examples into copies of their target text: a small model learns from them to look and copy.

    See Currey et al. 2017, "Copied Monolingual Data Improves Low-Resource Neural Machine Translation".
    """
    if rng.random() >= share:
        return example
    lang = example.direction[1]
    return replace(example, direction=(lang, lang), source=example.target)


def _draw(corpus: Corpus, direction: tuple[str, str], rng: Random) -> Example:
    source, target = direction
    pool, mixture = corpus.sources[direction], corpus.mixture
    having = {"pattern": pool.patterns, "plain": pool.plain, "list": pool.lists, "corpus": pool.pairs}
    kinds = [kind for kind, rows in having.items() if rows]
    kind = rng.choices(kinds, [mixture.shares.get(kind, 0.0) + 1e-9 for kind in kinds])[0]
    if kind == "corpus":
        pair = rng.choices(pool.pairs, cum_weights=pool.weights)[0]
        a, b = pair.source, pair.target
        if rng.random() < mixture.mark_share:
            a, b = mark_pair(a, b, rng, terms=_terms_in(pool, a, direction))
        return Example(direction, _vary(a, source, rng), b, pair.corpus in mixture.synthetic and target != "en")
    if kind == "list":
        a, b = guest_list(rng.choice(pool.lists), rng, source=source, target=target, mark_share=mixture.mark_share)
        return Example(direction, a, b, long=True)
    if kind == "plain":
        row = rng.choice(pool.plain)
        a, b = row.texts[source], row.texts[target]
        if rng.random() < mixture.mark_share:
            a, b = mark_pair(a, b, rng, terms=_terms_in(pool, a, direction))
        return Example(direction, _vary(a, source, rng), b)
    domain, row = rng.choice(pool.patterns)
    a, b = fill(row, domain, rng, source=source, target=target, mark_share=mixture.mark_share)
    return Example(direction, _vary(a, source, rng), b, long=True)


def _terms_in(pool: Source, text: str, direction: tuple[str, str]) -> list[tuple[str, str]]:
    """List what a mark may stand for in a source text: known terms, and numbers as the target writes them."""
    numbers = [(figure.span.of(text), figure.form) for figure in figures(text, *direction)]
    return pool.terms.near(text) + numbers


def _vary(text: str, lang: str, rng: Random) -> str:
    """Write straight quotation marks as curly ones at times, on the source side: articles come with either."""
    if lang in ("zh", "th") or rng.random() > 0.3 or ('"' not in text and "'" not in text):
        return text
    text = re.sub(r'"([^"]*)"', r"“\1”", text)
    return re.sub(r"(?<=\w)'(?=\w)", "’", text)


def development(corpus: Corpus, direction: tuple[str, str], *, seed: int, count: int) -> list[Example]:
    """Draw up to ``count`` held-out examples of a direction: patterns, some with marks, and plain lines, in turn."""
    source, target = direction
    rng = Random(f"{seed}:development:{source}-{target}")
    found: list[Example] = []
    for domain in corpus.held_out:
        if not domain.covers(source, target):
            continue
        plain = [Example(direction, row.texts[source], row.texts[target]) for row in domain.plain]
        filled = [fill(row, domain, rng, source=source, target=target) for row in domain.patterns]
        found += plain + [Example(direction, a, b) for a, b in filled]
    rng.shuffle(found)
    return found[:count]


def texts_by_language(corpus: Corpus) -> Iterator[tuple[str, list[str]]]:
    """Give each language's training texts once, domain text first, corpora in the order of their hash."""
    texts: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for (source, target), pool in sorted(corpus.sources.items()):
        rng = Random(f"vocabulary:{source}-{target}")
        drawn = [fill(row, domain, rng, source=source, target=target, mark_share=0.0) for domain, row in pool.patterns]
        drawn += [(row.texts[source], row.texts[target]) for row in pool.plain]
        for a, b in drawn:
            texts[source][a] = texts[target][b] = None
    for (source, target), pool in sorted(corpus.sources.items()):
        for pair in sorted(pool.pairs, key=lambda pair: _hash(pair.source + pair.target)):
            texts[source][pair.source] = texts[target][pair.target] = None
    for lang in sorted(texts):
        yield lang, list(texts[lang])

"""News articles to measure with: real length, real layout, as many as are wanted, the same ones on every machine.

    python benchmarks/articles.py 100 OUT_DIR [--from zh]

Their sentences are those of configs/train/domain (CC0, written for mtkit): plain ones, patterns filled with people,
offices, bodies, places and figures, and guest lists with titles. An article has 20 to 30 sentences in paragraphs, a
headline, some subheadings, and now and then a table, a list, a quotation or a link. Number N is the same article
however many are made. A plain sentence that was used before comes back as what somebody says, with a name and a place,
so that an archive does not repeat itself more than a real one does: only the closing line and some heads recur.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from mtkit.train.data import read_domain
from mtkit.train.domain import Domain, Row, fill, guest_list

DOMAIN = Path(__file__).resolve().parent.parent / "configs" / "train" / "domain"
LANGUAGES = ("zh", "en")
_PLAIN, _PATTERN = 0.55, 0.93  # of the sentences: plain ones, patterns up to the second, guest lists the rest


@dataclass(frozen=True, slots=True)
class _Phrases:
    """What stands around sentences in the layout of an article, in one language."""

    gap: str
    stop: str
    said: tuple[str, ...]
    heads: tuple[str, ...]
    table: tuple[str, ...]
    link: str
    closing: str


_PHRASES = {
    "zh": _Phrases(
        "",
        "。",
        ("{who}在{where}表示，{what}", "{who}日前在{where}指出：{what}", "{who}对记者说，{what}"),
        ("与会嘉宾", "主要成果", "各方评论", "背景", "下一步"),
        ("机构", "国家", "项目数"),
        "详情见[{what}](https://news.example.org/{n})。",
        "（完）",
    ),
    "en": _Phrases(
        " ",
        ".",
        ("{who} said in {where}: {what}", "Speaking in {where}, {who} noted: {what}", "{who} told reporters: {what}"),
        ("Guests", "What was agreed", "Voices", "Background", "Next steps"),
        ("Body", "Country", "Projects"),
        "For more, see [{what}](https://news.example.org/{n}).",
        "(End)",
    ),
}


@dataclass(frozen=True, slots=True)
class _Stock:
    """The sentences of one language, shuffled once."""

    domains: tuple[Domain, ...]
    plain: tuple[str, ...]
    patterns: tuple[tuple[Domain, Row], ...]
    phrases: _Phrases


@cache
def _stock(lang: str) -> _Stock:
    if lang not in LANGUAGES:
        raise SystemExit(f"no articles in {lang}: there are some in {', '.join(LANGUAGES)}")
    # what a guest list has between its guests is not written for every slot file, so all draw from the great one
    domains = tuple(domain for domain in read_domain(DOMAIN) if domain.patterns and domain.covers("en", lang))
    plain = list(dict.fromkeys(row.texts[lang] for domain in domains for row in domain.plain))
    patterns = [(domain, row) for domain in domains for row in domain.patterns]
    rng = Random(1)
    rng.shuffle(plain)
    rng.shuffle(patterns)
    return _Stock(domains, tuple(plain), tuple(patterns), _PHRASES[lang])


def article(number: int, lang: str) -> str:
    """Article ``number`` (from 0) as Markdown."""
    stock, rng = _stock(lang), Random(number)
    other = "en" if lang != "en" else "zh"
    gap = stock.phrases.gap
    # each article has the plain sentences behind those of the one before it: none comes twice in a round of the deck
    at = number * 16

    def drawn(kind: str, domain: Domain) -> str:
        return rng.choice(domain.fillers[kind]).texts[lang]

    def sentence() -> str:
        nonlocal at
        lot = rng.random()
        if lot < _PLAIN:
            text, round_ = stock.plain[at % len(stock.plain)], at // len(stock.plain)
            at += 1
            if not round_:
                return text
            domain = rng.choice(stock.domains)
            form = rng.choice(stock.phrases.said)
            return form.format(who=drawn("PERSON", domain), where=drawn("PLACE", domain), what=text)
        if lot < _PATTERN:
            domain, row = rng.choice(stock.patterns)
            return fill(row, domain, rng, source=lang, target=other, mark_share=0)[0]
        text = guest_list(rng.choice(stock.domains), rng, source=lang, target=other, mark_share=0)[0]
        return text if text[-1] in ".。" else text + stock.phrases.stop

    domain, head = rng.choice(stock.patterns)
    title = fill(head, domain, rng, source=lang, target=other, mark_share=0)[0].rstrip("。.")
    day = f"{rng.randint(2015, 2025)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    lines = ["---", f'title: "{title.replace(chr(34), chr(39))}"', f"date: {day}", "---", "", f"# {title}", ""]
    left = rng.randint(20, 30)
    while left > 0:
        size = min(rng.randint(2, 5), left)
        left -= size
        if rng.random() < 0.2:
            lines += [f"## {rng.choice(stock.phrases.heads)}", ""]
        lot = rng.random()
        if lot < 0.06:
            lines += [f"- {sentence()}" for _ in range(size)]
        elif lot < 0.1:
            lines += [f"> {sentence()}"]
            left += size - 1
        else:
            lines += [gap.join(sentence() for _ in range(size))]
        lines.append("")
        if rng.random() < 0.03:
            great = stock.domains[0]
            lines += _table(stock.phrases, [(drawn("BODY", great), drawn("COUNTRY", great)) for _ in range(3)], rng)
    if rng.random() < 0.3:
        lines += [stock.phrases.link.format(what=drawn("EVENT", stock.domains[0]), n=number), ""]
    return "\n".join([*lines, stock.phrases.closing, ""])


def _table(phrases: _Phrases, rows: list[tuple[str, str]], rng: Random) -> list[str]:
    lines = ["| " + " | ".join(phrases.table) + " |", "| --- | --- | ---: |"]
    return [*lines, *(f"| {body} | {country} | {rng.randint(1, 40)} |" for body, country in rows), ""]


def changed(text: str) -> str:
    """``text`` with one sentence changed: a figure is added to its last paragraph but one."""
    lines = text.split("\n")
    at = max(n for n, line in enumerate(lines) if len(line) > 20 and not line.startswith(("|", ">", "-", "#")))
    lines[at] += "今年新增47个项目。" if "。" in lines[at] else " There are 47 new projects this year."
    return "\n".join(lines)


def write(count: int, folder: Path, lang: str) -> list[Path]:
    """``count`` articles in ``folder``, a hundred to a folder within it."""
    paths = []
    for number in range(count):
        path = folder / f"{number // 100:03}" / f"news-{number:05}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(article(number, lang), encoding="utf-8", newline="\n")
        paths.append(path)
    return paths


def main() -> None:
    """Write them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int)
    parser.add_argument("out", type=Path)
    parser.add_argument("--from", dest="source", default="zh", choices=LANGUAGES)
    options = parser.parse_args()
    print(f"{len(write(options.count, options.out, options.source))} articles in {options.out}")


if __name__ == "__main__":
    main()

"""How fast the translation memory is, and whether fuzzy look-up finds what a look at every row would find.

    python benchmarks/memory.py                        # 10,000 and 100,000 rows of Chinese, English and Thai
    python benchmarks/memory.py --rows 1000000 --langs zh
    python benchmarks/memory.py --tsv corpus.tsv --langs zh   # first column in place of made sentences

Sentences are made of words drawn as in running text (Zipf), so that common grams are common. Queries are rows with a
tenth of their words changed. Rates are by seconds of one processor (``process_time``), so that other work on the
machine does not count. ``found`` is the share of queries for which the best match is as good as the best of all
rows, by the same score.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from mtkit.lang import LANGUAGES, Pair
from mtkit.memory import Entry, Memory
from mtkit.memory.similar import score, similarity
from mtkit.memory.tmx_read import read
from mtkit.memory.tmx_write import write

LETTERS = {
    "zh": (
        "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都"
        "两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想"
        "已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造"
        "百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集"
        "温传土许步群广石记需段研界拉林律叫且究观越织装"
    ),
    "th": "กขคงจชซดตถทนบปผพฟมยรลวสหอ",
    "en": "etaoinshrdlucmfwypvbgkjqxz",
}  # fmt: skip
VOWELS = {"th": "ะาิีึืุูเแโใไ", "en": "aeiou"}


def sentences(lang: str, rows: int, draw: random.Random) -> Iterator[str]:
    """``rows`` made sentences."""
    letters = LETTERS.get(lang, LETTERS["en"])
    words = []
    for _ in range(20_000):
        if lang == "zh":
            words.append("".join(draw.choice(letters) for _ in range(draw.choice((1, 2, 2, 2, 3)))))
        else:
            vowels = VOWELS.get(lang, VOWELS["en"])
            words.append(
                "".join(draw.choice(letters) + draw.choice(vowels) for _ in range(draw.choice((1, 2, 2, 3, 4))))
            )
    weights = [1 / (rank + 2.7) for rank in range(len(words))]
    gap = " " if LANGUAGES[lang].spaced else ""
    for _ in range(rows):
        yield gap.join(draw.choices(words, weights, k=draw.randint(6, 24)))


def changed(text: str, others: list[str], lang: str, draw: random.Random) -> str:
    """``text`` with about a tenth of it replaced from another sentence."""
    parts = text.split(" ") if LANGUAGES[lang].spaced else list(text)
    other = draw.choice(others)
    pool = other.split(" ") if LANGUAGES[lang].spaced else list(other)
    for _ in range(max(1, len(parts) // 10)):
        parts[draw.randrange(len(parts))] = draw.choice(pool)
    return (" " if LANGUAGES[lang].spaced else "").join(parts)


def best_of_all(query: str, texts: list[str], lang: str) -> float:
    """The highest score of any row, by looking at all."""
    near = sorted(((similarity(query, text, lang), text) for text in texts if text != query), reverse=True)[:20]
    return max((score(query, text, lang)[0] for like, text in near if like >= 75), default=0.0)


def measure(lang: str, texts: list[str], queries: int, checked: int) -> str:
    """One row of the table."""
    draw = random.Random(7)
    pair = Pair(lang, "vi")
    with tempfile.TemporaryDirectory() as folder:
        path, tmx = Path(folder) / "memory.sqlite", Path(folder) / "all.tmx"
        when = "2026-01-01T00:00:00Z"
        entries = [Entry(text, f"{n}", pair, created=when, changed=when) for n, text in enumerate(texts)]
        write(entries, tmx, pair=pair)
        begun = time.process_time()
        with Memory.open(path) as memory:
            memory.add(one for one in read(tmx) if isinstance(one, Entry))
        imported = time.process_time() - begun
        size = path.stat().st_size / 1e6
        begun = time.process_time()
        with Memory.open(path) as memory:
            opened = time.process_time() - begun
            asked = draw.sample(texts, queries)
            begun = time.process_time()
            for text in asked:
                memory.exact(text, pair)
            exact = time.process_time() - begun
            like = [changed(text, texts, lang, draw) for text in asked]
            begun = time.process_time()
            found = [memory.fuzzy(text, pair) for text in like]
            fuzzy = time.process_time() - begun
        good = total = 0
        for query, mine in list(zip(like, found, strict=True))[:checked]:
            best = best_of_all(query, texts, lang)
            if best:
                total += 1
                good += bool(mine) and mine[0].score >= best - 1e-9
    return (
        f"| {lang} | {len(texts):,} | {len(texts) / imported:,.0f} | {size:,.0f} | {opened * 1000:.1f} "
        f"| {queries / exact:,.0f} | {queries / fuzzy:,.0f} | {good}/{total} |"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--langs", nargs="+", default=["zh", "en", "th"])
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--checked", type=int, default=30)
    parser.add_argument("--tsv", type=Path)
    args = parser.parse_args()
    print("| source | rows | import of TMX, rows/s | MB | open, ms | exact/s | fuzzy/s | found |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for lang in args.langs:
        for rows in args.rows:
            if args.tsv:
                with args.tsv.open(encoding="utf-8") as stream:
                    lines = dict.fromkeys(line.split("\t")[0].strip() for line in stream)
                texts = [line for line in lines if line][:rows]
            else:
                draw = random.Random(11)
                texts = list(dict.fromkeys(sentences(lang, rows, draw)))
            print(measure(lang, texts, args.queries, args.checked), flush=True)


if __name__ == "__main__":
    main()

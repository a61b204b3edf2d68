"""How often the language of a sentence is told right.

    python benchmarks/languages.py FOLDER [SPLIT]      # files SPLIT.CODE, a sentence a line, such as devtest.vi

A code is spelt as mtkit has it (zh_Hant counts as zh-Hant). Printed per language: the share told right, and what the
others were taken for; the share of those told with confidence 60 or more, and how many of these were right; and the
time. Five sentences together stand for a short article.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

from mtkit.lang import LANGUAGES
from mtkit.serve.detect import detect


def main() -> int:
    """Print the table; 2 where there is nothing to read."""
    if len(sys.argv) < 2:
        print(__doc__)
        return 2
    folder, split = Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "devtest"
    right = lines = 0
    seconds = 0.0
    for code in LANGUAGES:
        path = folder / f"{split}.{code.replace('-', '_')}"
        if not path.is_file():
            continue
        texts = path.read_text(encoding="utf-8").splitlines()
        began = time.perf_counter()
        told = [detect(text)[0] for text in texts]
        seconds += time.perf_counter() - began
        good = [one.language == code for one in told]
        sure = [hit for hit, one in zip(good, told, strict=True) if one.confidence >= 60]
        fives = [texts[n : n + 5] for n in range(0, len(texts), 5)]
        together = sum(detect(five)[0].language == code for five in fives) / len(fives)
        wrong = Counter(one.language for one in told if one.language != code)
        print(
            f"{code:8} {sum(good) / len(texts):7.1%} right; of {len(sure) / len(texts):.1%} told for sure "
            f"{sum(sure) / max(1, len(sure)):.1%}; five together {together:.1%}; taken for {dict(wrong.most_common(3))}"
        )
        right, lines = right + sum(good), lines + len(texts)
    if not lines:
        print(f"{folder}: no file {split}.CODE")
        return 2
    print(f"all      {right / lines:7.1%} of {lines}; {1e6 * seconds / lines:.0f} us a sentence")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Guided alignment: a lexicon from co-occurrence, and the reward for looking at the right source pieces."""

from __future__ import annotations

from random import Random

import pytest

from mtkit.train.align import by_languages, guide, lexicon

np = pytest.importorskip("numpy", reason="the lexicon needs numpy")

# Words 10 to 19 translate 20 to 29, in any order; 1 and 2 are in every sentence, as punctuation is.
WORDS = {10 + n: 20 + n for n in range(10)}


def sentences(count: int):
    rng = Random(4)
    for _ in range(count):
        words = rng.sample(sorted(WORDS), 4)
        yield [*words, 1], [*(WORDS[word] for word in reversed(words)), 2]


def test_words_that_translate_each_other_are_found_and_frequent_pieces_are_not():
    table = lexicon([list(sentences(300))], 32, dice=0.5, lift=2.0)
    for left, right in WORDS.items():
        assert table[right, left]
        assert table[left, right]
    assert table[np.arange(32), np.arange(32)].all()
    assert table.sum() == 32 + 2 * len(WORDS)


def test_blocked_pieces_go_with_nothing_and_no_data_gives_the_diagonal():
    table = lexicon([[]], 8, never=(3, 7))
    assert table.sum() == 6
    assert not table[3].any()
    assert not table[:, 7].any()


def test_both_directions_of_a_pair_are_one_group_without_the_target_token():
    groups = by_languages([("en", "zh"), ("zh", "en"), ("en", "id")], [([0, 5], [6]), ([0, 6, 7], [5]), ([0, 1], [1])])
    assert groups == [[([1], [1])], [([5], [6]), ([5], [6, 7])]]


def test_guidance_rewards_a_look_at_the_next_piece_and_at_the_one_before():
    torch = pytest.importorskip("torch", reason="guidance is part of the loss")
    table = torch.from_numpy(lexicon([], 8, never=(7,)))
    source, shifted, target = torch.tensor([[3, 4, 5]]), torch.tensor([[7, 3, 1]]), torch.tensor([[3, 1, 5]])
    even = torch.full((1, 1, 3, 3), 1 / 3)

    def loss(first, last):
        return guide([first, last], table, source, shifted, target, space=1).item()

    def looking(*places):
        look = torch.full((1, 1, 3, 3), 0.1)
        for step, place in enumerate(places):
            look[0, 0, step, place] = 0.8
        return look

    assert loss(even, even) == pytest.approx(2 * np.log(3), abs=1e-5)
    # the pieces to come are at 0 and 2; the one before is at 0, and stays so across the space
    assert loss(even, looking(0, 1, 2)) == pytest.approx(np.log(3) - np.log(0.8), abs=1e-5)
    assert loss(looking(1, 0, 0), even) == pytest.approx(np.log(3) - np.log(0.8), abs=1e-5)
    assert loss(looking(1, 0, 2), even) > loss(looking(2, 0, 0), even)

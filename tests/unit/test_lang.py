"""Language codes in the spellings people use."""

from __future__ import annotations

import pytest

from mtkit.errors import UnknownLanguageError
from mtkit.lang import LANGUAGES, Pair, lang


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("zh", "zh"), ("zh_CN", "zh"), ("ZH-Hans", "zh"), ("zh-TW", "zh-Hant"), ("zh_hant", "zh-Hant"), ("tl", "fil"),
        ("FIL", "fil"), ("pt-BR", "pt"), ("tdt", "tet"), (" vi ", "vi"), ("in", "id"), ("en_US", "en"),
        ("vi-VN", "vi"), ("id_ID", "id"), ("ms-BN", "ms"), ("en-SG", "en"),
    ],
)  # fmt: skip
def test_common_spellings_are_understood(given: str, code: str) -> None:
    assert lang(given).code == code


def test_an_unknown_code_names_the_nearest() -> None:
    with pytest.raises(UnknownLanguageError, match="did you mean 'vi'") as caught:
        lang("vii")
    assert caught.value.exit_code == 2
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("given", ["es-419", "ms-Arab", "zh-Hant-XX", "vi-", "-VN", "xx-VN", ""])
def test_a_region_makes_no_language(given: str) -> None:
    with pytest.raises(UnknownLanguageError):
        lang(given)


def test_several_codes_in_one_word_are_told_how() -> None:
    with pytest.raises(UnknownLanguageError, match="repeat the option"):
        lang("vi,th")


def test_every_language_has_what_a_po_header_needs() -> None:
    assert len(LANGUAGES) == 14
    for code, entry in LANGUAGES.items():
        assert entry.code == code
        assert entry.plural.startswith("nplurals=")
        assert "-" not in entry.gettext


def test_a_pair_is_written_as_models_are_named() -> None:
    assert str(Pair.of("zh_CN", "tl")) == "zh-fil"

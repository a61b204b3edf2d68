"""Well-known names, by kind and language, that stand in for official ones: any model has met them in its training.

The article class is part of the kind of anchor: "the World Bank" takes one, "UNESCO" takes none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mtkit.glossary import Article

__all__ = ["ANCHORS", "Anchor", "anchors_for"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """A name in every language, without its article. ``kinds`` are the kinds of concept that it may stand for."""

    kinds: tuple[str, ...]
    article: Article
    names: Mapping[str, str]


def _anchor(kinds: str, article: Article, names: str) -> Anchor:
    codes = ("en", "zh", "id", "ms", "fil", "vi", "th", "lo", "km", "my", "ta", "pt")
    return Anchor(
        tuple(kinds.split()), article, MappingProxyType(dict(zip(codes, map(str.strip, names.split("|")), strict=True)))
    )


ANCHORS: tuple[Anchor, ...] = (
    _anchor(
        "body event document",
        Article.THE,
        "World Bank|世界银行|Bank Dunia|Bank Dunia|World Bank|Ngân hàng Thế giới|ธนาคารโลก|ທະນາຄານໂລກ"
        "|ធនាគារពិភពលោក|ကမ္ဘာ့ဘဏ်|உலக வங்கி|Banco Mundial",
    ),
    _anchor(
        "body event document",
        Article.THE,
        "United Nations|联合国|Perserikatan Bangsa-Bangsa|Pertubuhan Bangsa-Bangsa Bersatu|United Nations|Liên Hợp Quốc"
        "|สหประชาชาติ|ສະຫະປະຊາຊາດ|អង្គការសហប្រជាជាតិ|ကုလသမဂ္ဂ|ஐக்கிய நாடுகள் சபை|Nações Unidas",
    ),
    _anchor(
        "body media abbr",
        Article.NONE,
        "UNESCO|联合国教科文组织|UNESCO|UNESCO|UNESCO|UNESCO|ยูเนสโก|ອົງການຢູເນສໂກ|យូណេស្កូ|ယူနက်စကို|யுனெஸ்கோ|UNESCO",
    ),
    _anchor(
        "media",
        Article.NONE,
        "Reuters|路透社|Reuters|Reuters|Reuters|Reuters|รอยเตอร์|ຣອຍເຕີ|រ៉យទ័រ|ရိုက်တာ|ராய்ட்டர்ஸ்|Reuters",
    ),
    _anchor(
        "country abbr",
        Article.NONE,
        "France|法国|Prancis|Perancis|France|Pháp|ฝรั่งเศส|ຝຣັ່ງ|បារាំង|ပြင်သစ်|பிரான்ஸ்|França",
    ),
    _anchor(
        "country abbr",
        Article.NONE,
        "Germany|德国|Jerman|Jerman|Germany|Đức|เยอรมนี|ເຢຍລະມັນ|អាល្លឺម៉ង់|ဂျာမနီ|ஜெர்மனி|Alemanha",
    ),
    _anchor("place", Article.NONE, "London|伦敦|London|London|London|London|ลอนดอน|ລອນດອນ|ឡុងដ៍|လန်ဒန်|லண்டன்|Londres"),
    _anchor("place", Article.NONE, "Paris|巴黎|Paris|Paris|Paris|Paris|ปารีส|ປາຣີ|ប៉ារីស|ပါရီ|பாரிஸ்|Paris"),
)


def anchors_for(kind: str, article: Article) -> tuple[Anchor, ...]:
    """The anchors that may stand for a concept of ``kind`` whose English name takes ``article``."""
    return tuple(anchor for anchor in ANCHORS if kind in anchor.kinds and article in {anchor.article, Article.UNKNOWN})

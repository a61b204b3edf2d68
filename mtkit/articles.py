"""What English puts round a name, and what a name or a sum does to the text before and after it."""

from __future__ import annotations

import re

from mtkit.glossary import Article
from mtkit.lang import Lang

__all__ = ["capital", "counted", "possessive", "with_article"]

_DETERMINERS = frozenset({
    "the", "this", "that", "these", "those", "its", "his", "her", "their", "our", "my", "your", "whose", "each",
    "every", "any", "no", "some", "both",
})  # fmt: skip
# what may stand between an article and a name without being a name itself
_PLAIN = "new|newly established|former|old|joint|local|national|official|annual|whole|entire|latest|current"
_MAYBE = "then|same|present|first|second|third"  # adverbs, too: modifiers only behind a determiner
_PEOPLES = (
    "Chinese|Lao|Laotian|Thai|Vietnamese|Cambodian|Malaysian|Indonesian|Philippine|Filipino|Singaporean|Bruneian"
    "|Burmese|Timorese|Japanese|Korean|Indian|Russian|British|French|German|American"
)
_COMMON = re.compile(rf"(?i:{_PLAIN})\b")
_MODIFIERS = re.compile(rf"\b(?:(?:{_PEOPLES}|(?i:{_PLAIN}|{_MAYBE}))[ \u00a0]+)+$")
_ADVERB = re.compile(rf"\b(?i:{_MAYBE})\b")
_LAST_WORD = re.compile(r"([^\W\d_]+(?:['’]s|['’])?)\s+$")
_NO_ARTICLE_AFTER = ("-", "/", "\u2013", "(", "（", "[")
# what a counting word ends with, the nouns behind it, and what comes between
_LINKERS = {
    "pt": (
        re.compile(r"\b(?:milhão|milhões|bilião|biliões)$"),
        re.compile(
            r"(?:dólar(?:es)?|euros?|yuans?|ienes?|bahts?|rupias|ringgits?|pesos?|kips?|dongs?|kyats?|riels|pessoas|habitantes"
            r"|toneladas|passageiros|turistas|visitantes|utilizadores|famílias|hectares|metros|barris|veículos|casos)\b"
        ),
        " de",
    ),
    "fil": (
        re.compile(r"\b(?:mil|bil|tril)yon$"),
        re.compile(
            r"(?:(?:US )?d[oó]l[yl]ar|dollars?|piso|euro|yuan|yen|baht|ringgit|rupiah|tao|katao|tonelada|turista"
            r"|pasahero|bisita|pamilya|ektarya|metro|bariles|sasakyan|kaso)\b"
        ),
        "g",
    ),
}
_POSSESSIVE = re.compile(r"^\s?(['’])s(?!\w)")


def with_article(text: str, article: Article, target: Lang) -> str:
    """``text``, about to be followed by an English name, with the article that the name takes.

    None stands behind a possessive, another determiner or an opening bracket. A modifier of the name (new, Chinese)
    stays between the two.
    """
    if target.code != "en" or article is Article.UNKNOWN or text.endswith(_NO_ARTICLE_AFTER):
        return text
    run = _MODIFIERS.search(text)
    head, tail = (text[: run.start()], text[run.start() :]) if run else (text, "")
    match = _LAST_WORD.search(head)
    word = match[1] if match else ""
    if article is Article.NONE:
        return head[: match.start()] if match and word.lower() == "the" and not tail else text
    if match and word.lower() in {"a", "an"}:
        return text if tail else head[: match.start()] + ("The " if word[0].isupper() else "the ")
    if word.lower() in _DETERMINERS or word.endswith(("'s", "’s", "s'", "s’")):
        return text
    if _ADVERB.match(tail):
        head, tail = text, ""
    joint = " " if head and head[-1].isalnum() else ""
    if not _at_start(head):
        return head + joint + "the " + tail
    # a common word had its capital from the start of the sentence; a people keeps it
    return head + joint + "The " + (tail[:1].lower() + tail[1:] if _COMMON.match(tail) else tail)


def possessive(form: str, after: str, target: Lang) -> str:
    """``after``, what follows ``form``, with the possessive that the name takes: ASEAN's, the United Nations'."""
    if target.code != "en":
        return after
    return _POSSESSIVE.sub(r"\1" if form.endswith("s") else r"\1s", after)


def counted(text: str, following: str, target: Lang) -> str:
    """``text``, with the linker that a counting word at its end takes before the noun that is ``following``.

    5,6 milhões de pessoas, 5.6 milyong tao. For nouns that the news counts in millions: of other words one cannot know.
    """
    end, noun, linker = _LINKERS.get(target.code, (None, None, ""))
    bare = text.rstrip(" \u00a0")
    if end is None or noun is None or not end.search(bare) or not noun.match(following.lstrip(" \u00a0")):
        return text
    return bare + linker + text[len(bare) :]


def _at_start(text: str) -> bool:
    before = text.rstrip(" \u200b“‘\"'(¿¡「『《")
    return not before or before.endswith((".", "!", "?", "。", "！", "？"))


def capital(text: str, form: str, target: Lang) -> str:
    """``form``, with a capital if it begins a sentence; a name that mixes case, such as iQIYI, stays."""
    first_word = form.partition(" ")[0]
    return form[:1].upper() + form[1:] if target.cased and first_word.islower() and _at_start(text) else form

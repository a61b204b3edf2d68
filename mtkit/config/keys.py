"""Every key of ``mtkit.toml``: what it holds, what it is by default, and which options of which verbs it is for.

This table is the one place where a key meets an option. A key has the long name of its option wherever one option
has it alone; what goes together stands in a table of its own (``[checks]``, ``[style]``, ``[serve]``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

__all__ = ["DEFAULTS", "KEYS", "PROFILE", "SECTIONS", "Key", "Kind"]

PROFILE = "profile"
"""The table in which each profile is a table of its own."""


class Kind(StrEnum):
    """What a key holds."""

    TEXT = "text"
    LANG = "a language code"
    LANGS = "language codes"
    PATH = "a path"
    PATHS = "paths"
    PLACE = "a path or a word"
    MODEL = "a model folder or id"
    CHOICE = "one of its words"
    COUNT = "a whole number"
    SWITCH = "true or false"
    CODES = "check codes"


@dataclass(frozen=True, slots=True)
class Key:
    """One key. ``options`` says which parameter of which verb it is the default of, by the verb's words; ``everywhere``
    is a parameter that means the same in every verb that has it.

    ``default`` is what holds where nobody says anything, as the verbs have it. ``words`` are the words that a choice
    can be, or that stand beside paths. ``env`` names the variable that comes before the file. ``tabled``: the key is
    a table, of values of this kind by what ``tabled`` names ("language" or "text"). ``spread``: the key may also stand
    in a table for one language (``[style.vi]``). ``off`` is the switch whose use on the command line sets it aside.
    """

    name: str
    kind: Kind
    doc: str
    default: object = None
    options: Mapping[str, str] = field(default_factory=dict)
    everywhere: str = ""
    words: tuple[str, ...] = ()
    least: int = 0
    most: int = 0
    env: str = ""
    tabled: str = ""
    spread: bool = False
    off: str = ""
    example: str = ""

    def param(self, verb: str, params: Collection[str]) -> str:
        """The parameter of ``verb``, which has ``params``, that it is the default of; "" for none."""
        return self.options.get(verb, "") or (self.everywhere if self.everywhere in params else "")

    @property
    def section(self) -> str:
        """The table in which it stands; "" for the top."""
        return self.name.rpartition(".")[0]

    @property
    def bare(self) -> str:
        """Its name without the table's."""
        return self.name.rpartition(".")[2]


def _same(param: str, *verbs: str) -> Mapping[str, str]:
    return MappingProxyType(dict.fromkeys(verbs, param))


_TOP = (
    Key(
        "from",
        Kind.LANG,
        "The language that the desk's articles are in.",
        options=_same("source", "translate"),
        example='"zh"',
    ),
    Key(
        "to",
        Kind.LANGS,
        "The languages that they are translated into.",
        options=_same("to", "translate"),
        example='["vi", "th"]',
    ),
    Key(
        "output",
        Kind.PATH,
        "The folder for what `mtkit translate` writes; text from stdin still goes to stdout.",
        options=_same("output", "translate"),
        off="in_place",
        example='"out"',
    ),
    Key(
        "glossary",
        Kind.PATHS,
        "The glossaries; what a later one says counts before an earlier one. `china-asean` is the one in the box.",
        default=("china-asean",),
        words=("china-asean",),
        everywhere="glossary",
        off="no_glossary",
        example='["china-asean", "glossaries/desk.csv"]',
    ),
    Key(
        "fields",
        Kind.PATH,
        "Which fields of JSON files and feeds are text: a map as in formats.md.",
        options=_same("fields", "translate", "update", "merge"),
        example='"desk/fields.toml"',
    ),
    Key(
        "publisher",
        Kind.TEXT,
        "The house whose usage counts, by its name in the glossary, where houses differ.",
        default="",
        everywhere="publisher",
        example='"Indonesia"',
    ),
    Key(
        "mentions",
        Kind.CHOICE,
        "When a later mention of a body is short: where the source is, where the glossary has a short form, never.",
        default="source",
        words=("source", "glossary", "full"),
        everywhere="mentions",
        example='"glossary"',
    ),
    Key(
        "engine",
        Kind.CHOICE,
        "What models run on.",
        default="ctranslate",
        words=("ctranslate", "marian"),
        options=_same("engine", "translate", "update", "serve", "evaluate terms"),
        example='"marian"',
    ),
    Key(
        "model",
        Kind.MODEL,
        "A model in place of the route's own: an id, or a folder that is there.",
        options=_same("model", "translate", "update", "serve", "evaluate terms"),
        example='"models/desk-zh-vi"',
    ),
    Key(
        "device",
        Kind.CHOICE,
        "Where models run; auto takes a GPU where one can be used.",
        default="auto",
        words=("auto", "cpu", "cuda"),
        options=_same("device", "translate", "serve"),
        example='"cpu"',
    ),
    Key(
        "beam",
        Kind.COUNT,
        "Hypotheses kept in the search.",
        default=4,
        least=1,
        most=32,
        options=_same("beam", "translate", "update", "serve", "evaluate terms"),
        example="6",
    ),
    Key(
        "threads",
        Kind.COUNT,
        "Cores to decode on; by default all.",
        least=1,
        most=1024,
        env="MTKIT_THREADS",
        options=_same("threads", "translate", "serve"),
        example="4",
    ),
    Key(
        "allow-low-quality",
        Kind.SWITCH,
        "Use a model even where it is measured as too weak.",
        default=False,
        options=_same("allow_low_quality", "translate", "update", "serve"),
        example="true",
    ),
    Key(
        "memory",
        Kind.PLACE,
        "The translation memory; `default` is the usual one. It need not be there yet.",
        words=("default",),
        env="MTKIT_MEMORY",
        everywhere="memory",
        off="no_memory",
        example='"desk.sqlite"',
    ),
    Key(
        "memory-threshold",
        Kind.COUNT,
        "From how many percent on a text that is alike is shown.",
        default=75,
        least=1,
        most=100,
        options=_same("memory_threshold", "translate"),
        example="80",
    ),
    Key(
        "memory-approved",
        Kind.SWITCH,
        "Take a text that was approved behind the same sentence as approved, not fuzzy.",
        default=False,
        options=_same("memory_approved", "translate"),
        example="true",
    ),
    Key(
        "cache",
        Kind.PLACE,
        "Where what models said is kept; `off` keeps nothing.",
        words=("off",),
        env="MTKIT_CACHE",
        everywhere="cache",
        off="no_cache",
        example='"off"',
    ),
    Key(
        "disclosure",
        Kind.SWITCH,
        "Whether `mtkit merge` adds a last line that says how the article was translated.",
        default=False,
        options=_same("disclosure", "merge"),
        example="true",
    ),
    Key(
        "disclosure-text",
        Kind.TEXT,
        "The house's own words for that line, by target language.",
        tabled="language",
        options=_same("disclosure_text", "merge"),
        example='"Bài viết được dịch bằng máy và đã được biên tập."',
    ),
    Key(
        "ui",
        Kind.CHOICE,
        "The language of the pages themselves.",
        default="en",
        words=("en", "zh"),
        options=_same("ui", "proof", "review"),
        example='"zh"',
    ),
    Key(
        "sort",
        Kind.CHOICE,
        "The order of units on a page at first.",
        default="article",
        words=("article", "worst"),
        options=_same("sort", "proof", "review"),
        example='"worst"',
    ),
    Key(
        "rate",
        Kind.COUNT,
        "Source words an hour that the desk's editors do, for the time left in `mtkit status`.",
        least=1,
        most=100_000,
        options=_same("rate", "status"),
        example="900",
    ),
)

_CHECKS = (
    Key(
        "checks.select",
        Kind.CODES,
        "Look for these codes or groups alone.",
        options=_same("select", "check"),
        example='["T", "N", "E"]',
    ),
    Key(
        "checks.ignore",
        Kind.CODES,
        "Codes or groups to leave out.",
        options=_same("ignore", "check", "status"),
        example='["P08"]',
    ),
    Key(
        "checks.fail-on",
        Kind.CHOICE,
        "The least severity that makes the exit code of `mtkit check` 1.",
        default="error",
        words=("info", "warning", "error"),
        options=_same("fail_on", "check"),
        example='"warning"',
    ),
    Key(
        "checks.silenced",
        Kind.CODES,
        "Codes that the desk has looked at for a text of the source, and accepts wherever it stands.",
        tabled="text",
        everywhere="silence",
        example='["N01"]',
    ),
)


def _style(name: str, doc: str, *words: str, example: str = "") -> Key:
    shown = example or f'"{words[0]}"'
    return Key(f"style.{name}", Kind.CHOICE, doc, words=words, everywhere="style", spread=True, example=shown)


_STYLE = (
    _style("quotes", "Quotation marks, nested ones too.", "off", "desk", "straight", "curly", "corner", "angle",
           example='"curly"'),
    _style("dates", "Numerals in dates: `desk` is how the language writes them.", "off", "desk", example='"desk"'),
    _style("digits", "Digits of the script or ASCII.", "off", "native", "ascii", example='"native"'),
    _style("latin", "The space between the script and Latin words or numbers.", "off", "spaced", "tight",
           example='"tight"'),
    _style("percent", "The space before a percent sign.", "off", "spaced", "tight", example='"tight"'),
    _style("ellipsis", "Three dots or the sign.", "off", "dots", "sign", "double", example='"sign"'),
    _style("width", "Full-width marks between Chinese characters.", "off", "full", example='"full"'),
    _style("variant", "The characters of Traditional Chinese: as such, of Taiwan (with its words, too), of Hong Kong.",
           "hant", "tw", "tw-words", "hk", "off", example='"tw"'),
)  # fmt: skip

_SERVE = (
    Key(
        "serve.host",
        Kind.TEXT,
        "The address that `mtkit serve` listens at; any but loopback is open to others.",
        default="127.0.0.1",
        options=_same("host", "serve"),
        example='"127.0.0.1"',
    ),
    Key(
        "serve.port",
        Kind.COUNT,
        "Its port.",
        default=5000,
        least=0,
        most=65535,
        options=_same("port", "serve"),
        example="5000",
    ),
    Key(
        "serve.keys",
        Kind.PATH,
        "The file of hashes of those who may ask (`mtkit serve keys add`); the keys themselves stand nowhere.",
        options=_same("keys", "serve"),
        example='"keys.txt"',
    ),
)

KEYS: Mapping[str, Key] = MappingProxyType({key.name: key for key in (*_TOP, *_CHECKS, *_STYLE, *_SERVE)})
"""All keys by their names, in the order in which they are told of."""

SECTIONS = tuple(dict.fromkeys(key.section for key in KEYS.values() if key.section))

DEFAULTS: Mapping[str, object] = MappingProxyType(
    {name: key.default for name, key in KEYS.items() if not key.tabled and not key.spread}
)

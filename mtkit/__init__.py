"""mtkit: machine translation and localisation for joint media content between China and ASEAN.

Every public name is here; docs/library.md says what each is for. Importing mtkit loads no model and no engine.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mtkit.check import Sample
    from mtkit.check import check as issues
    from mtkit.checking import (
        Finding,
        check_batch,
        check_documents,
        check_file,
        check_lines,
        check_po,
        check_text,
        check_units,
    )
    from mtkit.engine import Decoding, Engine, Store, TableEngine
    from mtkit.errors import (
        BadInputError,
        ConfigError,
        DocumentError,
        EngineError,
        GlossaryError,
        LowQualityError,
        ModelNotFoundError,
        MtkitError,
        NoRouteError,
        OutputError,
        PoSyntaxError,
        UnknownLanguageError,
        UsageError,
    )
    from mtkit.formats import read, read_text
    from mtkit.formats.po import PoFile
    from mtkit.formats.po import read as read_po
    from mtkit.glossary import Concept, Glossary, Hit, Term
    from mtkit.lang import LANGUAGES, Lang, Pair
    from mtkit.memory import Memory
    from mtkit.mentions import Mentions
    from mtkit.outputs import as_article, write_po
    from mtkit.pipeline import Leg, Pipeline, Translation, segments_of
    from mtkit.progress import Progress
    from mtkit.proof.model import page_of
    from mtkit.proof.page import page_html
    from mtkit.review.merge import Merged, merge
    from mtkit.review.status import Status, status_of
    from mtkit.review.update import Update, update, write_update
    from mtkit.text import Block, Document, Segment, Span
    from mtkit.translator import Translator, sentences, translate
    from mtkit.unit import Estimate, Hop, Issue, MemoryMatch, Origin, Severity, Signature, State, TermUse, Unit

__all__ = [
    "LANGUAGES",
    "BadInputError",
    "Block",
    "Concept",
    "ConfigError",
    "Decoding",
    "Document",
    "DocumentError",
    "Engine",
    "EngineError",
    "Estimate",
    "Finding",
    "Glossary",
    "GlossaryError",
    "Hit",
    "Hop",
    "Issue",
    "Lang",
    "Leg",
    "LowQualityError",
    "Memory",
    "MemoryMatch",
    "Mentions",
    "Merged",
    "ModelNotFoundError",
    "MtkitError",
    "NoRouteError",
    "Origin",
    "OutputError",
    "Pair",
    "Pipeline",
    "PoFile",
    "PoSyntaxError",
    "Progress",
    "Sample",
    "Segment",
    "Severity",
    "Signature",
    "Span",
    "State",
    "Status",
    "Store",
    "TableEngine",
    "Term",
    "TermUse",
    "Translation",
    "Translator",
    "Unit",
    "UnknownLanguageError",
    "Update",
    "UsageError",
    "__version__",
    "as_article",
    "check_batch",
    "check_documents",
    "check_file",
    "check_lines",
    "check_po",
    "check_text",
    "check_units",
    "issues",
    "merge",
    "page_html",
    "page_of",
    "read",
    "read_po",
    "read_text",
    "segments_of",
    "sentences",
    "status_of",
    "translate",
    "update",
    "write_po",
    "write_update",
]

__version__ = "0.1.0"

_HOMES = {
    "check": ("Sample", "issues"),
    "checking": (
        "Finding",
        "check_batch",
        "check_documents",
        "check_file",
        "check_lines",
        "check_po",
        "check_text",
        "check_units",
    ),
    "engine": ("Decoding", "Engine", "Store", "TableEngine"),
    "errors": (
        "BadInputError",
        "ConfigError",
        "DocumentError",
        "EngineError",
        "GlossaryError",
        "ModelNotFoundError",
        "MtkitError",
        "LowQualityError",
        "NoRouteError",
        "OutputError",
        "PoSyntaxError",
        "UnknownLanguageError",
        "UsageError",
    ),
    "formats": ("read", "read_text"),
    "formats.po": ("PoFile", "read_po"),
    "glossary": ("Concept", "Glossary", "Hit", "Term"),
    "memory": ("Memory",),
    "mentions": ("Mentions",),
    "lang": ("LANGUAGES", "Lang", "Pair"),
    "outputs": ("as_article", "write_po"),
    "pipeline": ("Leg", "Pipeline", "Translation", "segments_of"),
    "progress": ("Progress",),
    "proof.model": ("page_of",),
    "proof.page": ("page_html",),
    "review.merge": ("Merged", "merge"),
    "review.status": ("Status", "status_of"),
    "review.update": ("Update", "update", "write_update"),
    "text": ("Block", "Document", "Segment", "Span"),
    "translator": ("Translator", "sentences", "translate"),
    "unit": ("Estimate", "Hop", "Issue", "MemoryMatch", "Origin", "Severity", "Signature", "State", "TermUse", "Unit"),
}
_OTHER_NAMES = {"read_po": "read", "issues": "check"}


def __getattr__(name: str) -> object:
    for module, names in _HOMES.items():
        if name in names:
            value = getattr(import_module(f"mtkit.{module}"), _OTHER_NAMES.get(name, name))
            globals()[name] = value
            return value
    raise AttributeError(f"module 'mtkit' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__

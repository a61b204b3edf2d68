"""The errors of mtkit, and what a command exits with for each.

    MtkitError                     (1)
      UsageError                   2   options that contradict each other, an unknown name
        UnknownLanguageError
        ConfigError                    a wrong key or value in mtkit.toml or a file of configs/
      BadInputError                3   a document, PO file or glossary that cannot be read
        DocumentError
        GlossaryError
        PoSyntaxError
      OutputError                  3   a place where nothing can be written
      EngineError                  4   a model that is missing, damaged or fails
        ModelNotFoundError
        NoRouteError                   no model leads from the source to the target language
          LowQualityError              one does, but it is measured as too weak

Every message is one line: what is wrong, where, and the mend. A part of a larger job that fails is a value
(an ``Issue``, a ``Skipped``), not an exception. Exit codes: 0 done, 1 findings, 2 usage, 3 bad input,
4 engine or model, 130 interrupted.
"""

from __future__ import annotations

__all__ = [
    "BadInputError",
    "ConfigError",
    "DocumentError",
    "EngineError",
    "GlossaryError",
    "LowQualityError",
    "ModelNotFoundError",
    "MtkitError",
    "NoRouteError",
    "OutputError",
    "PoSyntaxError",
    "UnknownLanguageError",
    "UsageError",
]


class MtkitError(Exception):
    """Any failure that mtkit foresees; ``str(error)`` is the one line to show."""

    exit_code = 1


class UsageError(MtkitError):
    """The call itself is wrong."""

    exit_code = 2


class UnknownLanguageError(UsageError):
    """A language code that mtkit has no facts for."""


class ConfigError(UsageError):
    """A configuration file with an unknown key or a wrong value. ``more`` are lines for what else is wrong."""

    def __init__(self, message: str, *, more: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.more = more


class BadInputError(MtkitError):
    """Input that cannot be read, with its place and the mend.

    ``where`` is a path, or a path with ``:line``; it leads the message when given.
    """

    exit_code = 3

    def __init__(self, message: str, *, where: str = "") -> None:
        super().__init__(f"{where}: {message}" if where else message)
        self.where = where


class DocumentError(BadInputError):
    """An article that is binary, in no known encoding, too large or damaged."""


class GlossaryError(BadInputError):
    """A glossary row that cannot be used."""


class PoSyntaxError(BadInputError):
    """A PO file that gettext would refuse, too. ``more`` are the lines to show for what else is wrong in it."""

    def __init__(self, message: str, *, where: str = "", more: tuple[str, ...] = ()) -> None:
        super().__init__(message, where=where)
        self.more = more


class OutputError(MtkitError):
    """A file or folder that cannot be written; what was there before is unchanged."""

    exit_code = 3


class EngineError(MtkitError):
    """A model failed to load or to answer."""

    exit_code = 4


class ModelNotFoundError(EngineError):
    """A model that is neither in the store nor a usable directory."""


class NoRouteError(EngineError):
    """No model, direct or by pivot, leads from the source to the target language."""


class LowQualityError(NoRouteError):
    """The only models at hand score under the floor for their pair, and the caller did not allow that."""

"""How verbs take their defaults from ``mtkit.toml``: one class of command for all of them.

An option on the command line always wins, then a variable of the environment, then the file. No verb knows of it:
``mtkit.config.KEYS`` says which key is the default of which option.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from mtkit.cli.output import say

if TYPE_CHECKING:
    from mtkit.config import Config

__all__ = ["Call", "Configured", "ConfiguredGroup", "Profile", "config_of", "configured", "verb_of"]

Profile = Annotated[
    str | None,
    typer.Option("--profile", metavar="NAME", help="The profile of mtkit.toml to use; MTKIT_PROFILE names one, too."),
]


@dataclass(frozen=True, slots=True)
class Call:
    """What was said in front of the verb."""

    profile: str | None = None


class _FromFile:
    """What options have their defaults from ``mtkit.toml``, in the profile that ``--profile`` names."""

    params: list[Any]
    make_parser: Any

    _profile: Any = None

    @property
    def _names(self) -> frozenset[str]:
        """The names of its options."""
        return frozenset(param.name for param in self.params if param.param_type_name == "option" and param.name)

    def get_params(self, ctx: Any) -> list[Any]:
        """The verb's parameters, ``--profile`` among them where it has defaults in the file."""
        params: list[Any] = super().get_params(ctx)  # type: ignore[misc]
        if not _takes_defaults(verb_of(ctx), self._names):
            return params
        if self._profile is None:  # one object: click compares them
            self._profile = _profile_option()
        return [*params[:-1], self._profile, *params[-1:]]  # --help is the last

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments, what nobody typed from the file."""
        verb = verb_of(ctx)
        if not ctx.resilient_parsing and _takes_defaults(verb, self._names):
            typed, _, _ = self.make_parser(ctx).parse_args(list(args))
            if not typed.get("help"):
                config = config_of(ctx, typed.get("profile"))
                ctx.default_map = _defaults(config, verb, self._names, typed)
        rest: list[str] = super().parse_args(ctx, args)  # type: ignore[misc]
        _add_rows(ctx, verb, self._names)
        return rest


class Configured(_FromFile, TyperCommand):
    """A verb with defaults from the file."""


class ConfiguredGroup(_FromFile, TyperGroup):
    """A group of verbs that is a verb itself, with defaults from the file."""


def configured(app: typer.Typer) -> None:
    """Let every command of ``app`` and of its groups take its defaults from ``mtkit.toml``."""
    for command in app.registered_commands:
        command.cls = Configured
    for group in app.registered_groups:
        own = group.typer_instance.info.cls if group.typer_instance is not None else None
        group.cls = own if isinstance(own, type) and issubclass(own, ConfiguredGroup) else ConfiguredGroup
        if group.typer_instance is not None:
            configured(group.typer_instance)


def config_of(ctx: Any, profile: str | None = None) -> Config:
    """What counts here, with the profile that was named before the verb or behind it. Raises ConfigError."""
    from mtkit.config import load

    before = ctx.find_root().obj
    return load(profile=profile or (before.profile if isinstance(before, Call) else None))


def verb_of(ctx: Any) -> str:
    """The words of a verb: ``memory add``."""
    words: list[str] = []
    while ctx is not None and ctx.parent is not None:
        words.insert(0, ctx.info_name or "")
        ctx = ctx.parent
    return " ".join(words)


def _takes_defaults(verb: str, params: Collection[str]) -> bool:
    from mtkit.config.keys import KEYS

    return any(key.param(verb, params) for key in KEYS.values())


def _profile_option() -> Any:
    probe = typer.Typer(add_completion=False)

    @probe.command()
    def command(profile: Profile = None) -> None:
        """Hold the option."""

    option = typer.main.get_command(probe).params[0]
    option.expose_value = False
    return option


def _defaults(config: Config, verb: str, params: Collection[str], typed: Mapping[str, Any]) -> dict[str, object]:
    """What the file says for a verb, without what the command line sets aside."""
    from mtkit.cli.fill import are_bilingual
    from mtkit.config.keys import KEYS

    found = config.defaults(verb, params)
    for key in KEYS.values():
        if key.off and typed.get(key.off):
            found.pop(key.param(verb, params), None)
    if "output" in found and list(typed.get("paths") or ()) == ["-"]:
        del found["output"]  # what came from stdin goes to stdout
    if verb == "translate" and "source" in found and are_bilingual(typed.get("paths") or ()):
        del found["source"]  # such files say themselves what they are made of
    if verb in {"translate", "update", "serve"} and "memory" in found and "memory" not in typed:
        _let_memory_wait(config, found, quiet=bool(typed.get("quiet")))
    return found


def _add_rows(ctx: Any, verb: str, params: Collection[str]) -> None:
    """Put the rows of the file's tables before those that were typed: a row on the command line sets aside its own."""
    from mtkit.config.keys import KEYS

    for key in KEYS.values():
        param = key.param(verb, params)
        rows = (ctx.default_map or {}).get(param)
        if (key.tabled or key.spread) and rows and ctx.params.get(param) is not None:
            ctx.params[param] = list(dict.fromkeys([*rows, *ctx.params[param]]))


def _let_memory_wait(config: Config, found: dict[str, object], *, quiet: bool) -> None:
    """Take the memory of the file out if it is not there yet, and say so: the first approvals make it."""
    from mtkit.memory import path_of

    path = path_of(str(found["memory"]))
    if path is not None and not path.exists():
        del found["memory"]
        say(f"mtkit: {path}: no memory here yet ({config.origin('memory')}): nothing to reuse", quiet=quiet)

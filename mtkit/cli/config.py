"""``mtkit config``: what counts here, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mtkit.cli.configured import Call, Profile
from mtkit.cli.output import emit, emit_json, say
from mtkit.errors import ConfigError, MtkitError

if TYPE_CHECKING:
    from mtkit.config import Config, Key

__all__ = ["app"]

app = typer.Typer(help="What this desk has settled in mtkit.toml: what counts here, and why.", no_args_is_help=True)


@app.command("show")
def show_command(
    ctx: typer.Context,
    profile: Profile = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object: file, profile, values, origins.")] = False,
) -> None:
    """Say what counts here: every value, and where it is from (default, file and line, variable of the environment).

    \b
    Example:
      mtkit config show --profile radio
    """
    config = _load(ctx, profile)
    if as_json:
        emit_json(
            {
                "file": str(config.path.absolute()) if config.path else None,
                "profile": config.profile or None,
                "profiles": list(config.profiles),
                "values": {name: {"value": v.value, "origin": v.origin} for name, v in config.values.items()},
            }
        )
        return
    names = {name: _spelt(name) for name in config.values}
    left = max(map(len, names.values()))
    for name, value in config.values.items():
        emit(f"{names[name]:<{left}}  {_shown(value.value)}  ({value.origin})")
    if config.profile:
        say(f"mtkit: profile {config.profile} ({config.profile_origin})")
    elif config.profiles:
        say(f"mtkit: no profile; there are {', '.join(config.profiles)}")


@app.command("path")
def path_command() -> None:
    """Print which mtkit.toml counts here; exit code 1 if none does."""
    from mtkit.config import FILE, find

    path = find()
    if path is None:
        say(f"mtkit: no {FILE} from here upwards (or MTKIT_CONFIG says off): mtkit init makes one")
        raise typer.Exit(1)
    emit(str(path))


@app.command("check")
def check_command(
    path: Annotated[Path | None, typer.Argument(metavar="FILE", help="By default the one that counts here.")] = None,
) -> None:
    """Look through mtkit.toml: keys, values, every profile, and whether what it names is there and can be read."""
    from mtkit.config import FILE, find, read

    where = path or find()
    if where is None:
        raise ConfigError(f"no {FILE} from here upwards: mtkit init makes one")
    top = read(where, environment={})
    faults: dict[str, None] = {}
    for config in (top, *(read(where, profile=name, environment={}) for name in top.profiles)):
        faults.update(dict.fromkeys(_faults(config)))
    if faults:
        first, *rest = faults
        raise ConfigError(first, more=tuple(rest))
    own = sum(value.in_file for value in top.values.values())
    say(f"mtkit: {where}: {own} values, {len(top.profiles)} profiles: nothing is wrong")


def _load(ctx: typer.Context, profile: str | None) -> Config:
    from mtkit.config import load

    before = ctx.find_root().obj
    return load(profile=profile or (before.profile if isinstance(before, Call) else None))


def _faults(config: Config) -> list[str]:
    """What is wrong with what the file names: glossaries, models, places, check codes."""
    from mtkit.config import KEYS

    found = []
    for key in KEYS.values():
        names = [n for n in config.values if n == key.name or (key.tabled and n.startswith(f"{key.name}."))]
        for name in names:
            value = config.values[name]
            if not value.in_file:
                continue
            try:
                _demand(key, value.value)
            except MtkitError as error:
                found.append(f"{value.origin}: {key.name}: {error}")
    return found


def _demand(key: Key, value: object) -> None:
    """Raise MtkitError if what ``value`` names is not there, or is not what it should be."""
    from mtkit.cli import inputs
    from mtkit.config import Kind

    if key.kind is Kind.CODES and isinstance(value, tuple):
        from mtkit.check import known

        known(value)
    elif key.kind is Kind.PATHS and isinstance(value, tuple):
        inputs.glossary_of(value)
    elif key.kind is Kind.PLACE and str(value) not in key.words and Path(str(value)).is_dir():
        raise ConfigError(f"{value} is a folder: name a file")
    elif key.name == "output" and Path(str(value)).is_file():
        raise ConfigError(f"{value} is a file: name a folder")
    elif key.kind is Kind.PATH and key.name != "output" and not Path(str(value)).is_file():
        raise ConfigError(f"{value} is not there: name a file")
    elif key.kind is Kind.MODEL and str(value).startswith((".", "/", "~")) and not Path(str(value)).is_dir():
        raise ConfigError(f"{value} is not there: name a folder that holds a model, or an id")


def _spelt(name: str) -> str:
    return " ".join(name.split())


def _shown(value: object) -> str:
    """A value as the file would say it; ``-`` for none."""
    if value is None or value == "":
        return "-"
    if isinstance(value, bool):
        return "true" if value else "false"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)

"""The ``mtkit`` command."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
import threading
from typing import Annotated, NoReturn

import typer

from mtkit import __version__
from mtkit.cli import (
    cache,
    check,
    config,
    evaluate,
    export,
    glossary,
    import_,
    init,
    memory,
    merge,
    models,
    proof,
    review,
    segment,
    serve,
    show,
    status,
    train,
    translate,
    update,
)
from mtkit.cli.configured import Call, Profile, configured
from mtkit.cli.output import ReaderGoneError, open_streams, say
from mtkit.errors import MtkitError

__all__ = ["app", "main"]

app = typer.Typer(
    name="mtkit",
    help="Machine translation and localisation for joint media content between China and ASEAN.",
    epilog="Exit codes: 0 done, 1 findings, 2 usage, 3 bad input, 4 engine or model, 130 interrupted.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("translate")(translate.command)
app.command("check")(check.command)
app.command("merge")(merge.command)
app.command("proof")(proof.command)
app.command("review")(review.command)
app.add_typer(serve.app, name="serve")
app.command("update")(update.command)
app.command("status")(status.command)
app.command("export")(export.command)
app.command("import")(import_.command)
app.command("segment")(segment.command)
app.command("show")(show.command)
app.add_typer(glossary.app, name="glossary")
app.add_typer(memory.app, name="memory")
app.add_typer(cache.app, name="cache")
app.add_typer(models.app, name="models")
app.add_typer(config.app, name="config")
app.command("init")(init.command)
app.command("train")(train.command)
app.add_typer(evaluate.app, name="evaluate")

configured(app)


def _version(value: bool) -> None:  # noqa: FBT001 (typer calls it so)
    if value:
        sys.stdout.write(f"mtkit {__version__}\n")
        raise typer.Exit


@app.callback()
def options(
    ctx: typer.Context,
    profile: Profile = None,
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Machine translation and localisation for joint media content between China and ASEAN."""
    del version  # its callback has seen to it
    ctx.obj = Call(profile)


def main() -> NoReturn:
    """Run the command line; every foreseen failure is one line on stderr and its exit code."""
    # a tenth of the time of a short call is a collector that looks for rings and finds none; it still comes by
    gc.set_threshold(20_000, 20, 20)
    open_streams()
    try:
        code = app(standalone_mode=False) or 0
        sys.stdout.flush()
    except typer.TyperException as error:
        # what the library that reads the values puts before a word that is none of an option's
        error.message = error.message.removeprefix("Value error, ")
        show_error = getattr(error, "show", None)
        if show_error:
            show_error()
        else:
            _complain(str(error))
        code = error.exit_code
    except MtkitError as error:
        _complain(str(error))
        for line in getattr(error, "more", ()):  # what else is wrong in a PO file
            _complain(line)
        code = error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        code = _interrupted()
    except (ReaderGoneError, BrokenPipeError):
        # whoever read our output has enough; keep Python from complaining at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        _complain(f"{where}{error.strerror or error}")
        code = 3
    except Exception as error:
        code = _interrupted() if _stems_from_interrupt(error) else _unforeseen(error)
    _leave(code)


def _interrupted() -> int:
    _complain("interrupted; files already written are whole")
    return 130


def _stems_from_interrupt(error: BaseException | None) -> bool:
    """Whether Ctrl-C is behind ``error``: a compiled module that is just being loaded makes an ImportError of it."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


def _unforeseen(error: Exception) -> int:
    """The last fence: what nobody foresaw is still one line, and a report we want."""
    if os.environ.get("MTKIT_DEBUG"):
        raise error
    what = " ".join(str(error).split()) or "no message"
    _complain(f"a fault of mtkit, {type(error).__name__}: {what[:200]}; please report it with MTKIT_DEBUG=1")
    return 70


def _leave(code: int) -> NoReturn:
    """The end of the process; at once where threads still work on what nobody waits for any more."""
    if code == 130 or any(thread.name.startswith("mtkit") for thread in threading.enumerate()):
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
        os._exit(code)
    sys.exit(code)


def _complain(message: str) -> None:
    say(f"mtkit: error: {message}")

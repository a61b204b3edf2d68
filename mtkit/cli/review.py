"""``mtkit review``."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Annotated

import typer

from mtkit.cli import inputs
from mtkit.cli.output import emit, say
from mtkit.cli.proof import Order, Ui
from mtkit.errors import BadInputError, UsageError
from mtkit.lang import Pair

if TYPE_CHECKING:
    from mtkit.review.edit_session import Session

__all__ = ["command", "own_names"]


def command(
    paths: Annotated[list[Path], typer.Argument(metavar="PO", help="PO files, or folders that hold some.")],
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen at; 0 takes a free one.")] = 0,
    host: Annotated[str, typer.Option(help="The address to listen at; any but loopback opens the page to others.")] = (
        "127.0.0.1"
    ),
    who: Annotated[
        str | None,
        typer.Option("--as", metavar="NAME", help='Who reviews, "Name <mail>"; by default the user that git knows.'),
    ] = None,
    source: Annotated[
        str | None, typer.Option("--from", "-f", metavar="LANG", help="With --to: for files that do not name theirs.")
    ] = None,
    target: Annotated[str | None, typer.Option("--to", "-t", metavar="LANG", help="See --from.")] = None,
    glossary: inputs.Glossaries = None,
    as_of: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="The day whose names count; by default the one a file is of, else today."),
    ] = None,
    publisher: inputs.Publisher = "",
    ui: Annotated[Ui, typer.Option(help="The page's own language; a reader can change it.")] = Ui.EN,
    sort: Annotated[Order, typer.Option(help="The order of units at first.")] = Order.ARTICLE,
    *,
    no_glossary: Annotated[bool, typer.Option("--no-glossary", help="Check no names.")] = False,
    open_page: Annotated[
        bool | None, typer.Option("--open/--no-open", help="Open the page in a browser; by default where there is one.")
    ] = None,
) -> None:
    """Review PO files in a browser: the worst first, edit, accept, undo; each change is in the file at once.

    The page is served to this machine alone, at an address that holds a secret; it goes on until Ctrl-C. Other
    programs may write the files meanwhile: what they change is taken over, and nothing of theirs is overwritten.

    \b
    Examples:
      mtkit review out/forum.vi.po
      mtkit review out --sort worst --as "Desk <desk@example.org>" --ui zh
    """
    from mtkit.serve.guard import Guard, host_names, is_loopback
    from mtkit.serve.run import address, bind, demand_extra, run, server_of

    demand_extra()
    if bool(source) != bool(target):
        raise UsageError("--from and --to go together: mtkit review --from zh --to vi PO")
    day = inputs.parse_day(as_of)
    found = _po_files(paths)

    from mtkit.review.edit_session import Session
    from mtkit.serve.desk import Desk
    from mtkit.serve.review import application

    pair = Pair.of(source, target) if source and target else None
    session = Session(found, who=_signer(who, found[0].parent), pair=pair)
    for file in session.files:
        for note in file.po.notes:
            say(f"mtkit: {file.path}: {note}")
    book = inputs.glossary_of(glossary, none=no_glossary)
    desk = Desk(session, glossary=book, day=day, publisher=publisher)
    listener = bind(host, port)
    token = Guard.new_token()
    shared = not is_loopback(host)
    app = application(
        desk,
        token=token,
        port=listener.getsockname()[1],
        names=host_names(host, own_names() if shared else ()),
        any_address=shared,
        ui=ui.value,
        sort=sort.value,
        complain=lambda line: say(f"mtkit: {line}"),
    )
    url = f"{address(listener, host)}/?token={token}"
    if shared:
        say(f"mtkit: warning: {host} opens the page, unencrypted, to all who reach this machine and have the address")

    def ready() -> None:
        emit(url)
        sys.stdout.flush()
        say("mtkit: open this address in a browser on this machine; Ctrl-C ends the review")
        if open_page or (open_page is None and _has_browser()):
            import webbrowser

            # a browser may keep the call until it is closed, and the server must answer it meanwhile
            Thread(target=webbrowser.open, args=(url,), daemon=True).start()

    run(server_of(app, ready=ready), listener)
    say(_summary(session))


def _po_files(paths: Sequence[Path]) -> list[Path]:
    """The PO files that the arguments name, each once, those of folders in sorted order."""
    found: dict[str, Path] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(path.rglob("*.po"))
            if not inside:
                raise BadInputError("no PO file in this folder: make one with mtkit translate", where=str(path))
        elif path.suffix.lower() == ".po":
            inside = [path]
        else:
            raise UsageError(f"{path} is not a PO file: make one with mtkit translate")
        for file in inside:
            found.setdefault(os.path.realpath(file), file)
    return list(found.values())


def _signer(given: str | None, folder: Path) -> str:
    """``Name <mail>`` for the headers: what was given, else what git knows in ``folder``, else nobody."""
    if given is not None:
        return given.strip()
    name, mail = (_git(folder, key) for key in ("user.name", "user.email"))
    return f"{name} <{mail}>" if name and mail else name


def _git(folder: Path, key: str) -> str:
    try:
        done = subprocess.run(["git", "config", "--get", key], cwd=folder, capture_output=True, timeout=5, check=False)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else ""


def own_names() -> list[str]:
    """The names by which others know this machine."""
    import socket

    name = socket.gethostname()
    return [name, f"{name}.local"]


def _has_browser() -> bool:
    """Whether a browser with a window can be expected, and a person in front of it."""
    if not sys.stderr.isatty():
        return False
    return sys.platform in {"win32", "darwin"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _summary(session: Session) -> str:
    touched = session.touched
    if not touched and not session.lost:
        return "mtkit: the review has ended; nothing was changed"
    approved = sum(not entry.fuzzy and bool(entry.msgstr) for entry in touched.values())
    files = len({file for file, _ in touched})
    line = f"mtkit: the review has ended; sentences changed: {len(touched)}, approved of these: {approved}"
    line += f", files: {files}"
    if session.lost:
        line += f"; {len(session.lost)} texts that another program wrote over are kept in .po.kept beside the file"
    return line

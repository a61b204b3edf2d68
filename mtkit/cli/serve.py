"""``mtkit serve``."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mtkit.cli import inputs
from mtkit.cli.output import emit, say
from mtkit.cli.review import own_names
from mtkit.cli.translate import Device
from mtkit.errors import UsageError
from mtkit.lang import Pair
from mtkit.mentions import Mentions

if TYPE_CHECKING:
    import socket

    from mtkit.serve.api import Options
    from mtkit.serve.fence import Access
    from mtkit.serve.room import Room

__all__ = ["app"]

app = typer.Typer(invoke_without_command=True)
keys_app = typer.Typer(help="Keys of those who may use the server; a file holds their hashes.", no_args_is_help=True)
app.add_typer(keys_app, name="keys")

KeyFile = Annotated[Path, typer.Argument(metavar="FILE", help="The file of hashes.")]
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?/?|https?://\[[0-9A-Fa-f:]+\](:\d{1,5})?/?")
Name = Annotated[str, typer.Argument(metavar="NAME", help="Whose key it is.")]


@app.callback()
def command(
    context: typer.Context,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen at; 0 takes a free one.")] = 5000,
    host: Annotated[
        str, typer.Option(help="The address to listen at; any but loopback opens the server to others.")
    ] = "127.0.0.1",
    keys: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Only who has a key may ask: mtkit serve keys add FILE NAME.")
    ] = None,
    glossary: inputs.Glossaries = None,
    publisher: inputs.Publisher = "",
    as_of: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="The day whose names count where a text has no date; by default today."),
    ] = None,
    mentions: Annotated[
        Mentions,
        typer.Option(
            help="When a later mention of a body is short: source, where the source is; glossary, where the glossary "
            "has a short form; full, never."
        ),
    ] = Mentions.SOURCE,
    style: inputs.StyleRows = None,
    beam: inputs.Beam = 4,
    engine: inputs.EngineName = None,
    model: inputs.Model = None,
    device: Annotated[
        Device, typer.Option(help="Where models run; auto takes a GPU where one can be used.")
    ] = Device.AUTO,
    threads: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Cores that decode; by default all that there are.")
    ] = None,
    memory: Annotated[
        str | None, typer.Option(metavar="FILE", help="A translation memory that is asked before the models.")
    ] = None,
    batch: Annotated[int, typer.Option(min=1, max=1024, help="The most requests that go together; 1: none do.")] = 128,
    linger: Annotated[
        float,
        typer.Option(
            min=0, max=1000, metavar="MS", help="How long a batch waits for one more request; ten times that in all."
        ),
    ] = 5.0,
    workers: Annotated[int, typer.Option(min=1, max=16, help="Batches that are worked on at once.")] = 2,
    queue: Annotated[
        int, typer.Option(min=1, max=100_000, help="The most requests that wait; more are told to come again (429).")
    ] = 256,
    rate: Annotated[
        int, typer.Option(min=0, help="Requests a minute of one key or address; 0: as many as they like.")
    ] = 0,
    timeout: Annotated[
        float, typer.Option(min=0.1, max=3600, metavar="SECONDS", help="The longest that an answer may take.")
    ] = 60.0,
    characters: Annotated[
        int, typer.Option(min=1, max=10_000_000, help="The most characters of the texts of one request.")
    ] = 100_000,
    cors: Annotated[
        list[str] | None,
        typer.Option(metavar="ORIGIN", help="Let pages of this web site ask (https://cms.example.org); repeatable."),
    ] = None,
    allow_host: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A name by which clients reach the server; repeatable.")
    ] = None,
    *,
    behind_proxy: Annotated[
        bool, typer.Option("--behind-proxy", help="Believe the X-Forwarded headers: a proxy on this machine sets them.")
    ] = False,
    allow_low_quality: inputs.AllowLowQuality = False,
    no_glossary: Annotated[bool, typer.Option("--no-glossary", help="Leave names to the model.")] = False,
    no_memory: inputs.NoMemory = False,
) -> None:
    """Serve translation over HTTP until Ctrl-C or SIGTERM: what is begun is finished first.

    Clients of LibreTranslate (Weblate, OmegaT, libretranslatepy) work as they are; /v1/ has mtkit's own values and
    /spec describes all (docs/http.md). It listens to this machine alone unless --host says otherwise, writes nothing to
    the disk, and logs no text.

    \b
    Examples:
      mtkit serve
      mtkit serve --port 8080 --glossary my-terms.csv --glossary china-asean
      mtkit serve keys add keys.txt weblate && mtkit serve --keys keys.txt --host 0.0.0.0
    """
    if context.invoked_subcommand is not None:
        return
    from mtkit.serve.run import bind, demand_extra, until_told

    demand_extra("mtkit serve", "prometheus_client", "python_multipart")

    from mtkit.memory import Memory, path_of
    from mtkit.memory.lookup import Lookup
    from mtkit.schedule import flights_for
    from mtkit.serve.api import Options
    from mtkit.serve.batching import Batching
    from mtkit.serve.keys import Keys
    from mtkit.serve.limits import Limits
    from mtkit.serve.room import Room
    from mtkit.style import Style
    from mtkit.translator import Models

    for origin in cors or ():
        if origin != "*" and not _ORIGIN.fullmatch(origin):
            raise UsageError(f"--cors {origin}: give the origin alone, as in https://cms.example.org")
    if no_memory and memory is not None:
        raise UsageError("--memory and --no-memory exclude each other")
    known = Keys(keys) if keys is not None else None
    limits = Limits(rate=rate, timeout=timeout, characters=characters)
    batching = Batching(linger=linger / 1000, requests=batch, workers=workers, waiting=queue)
    with ExitStack() as rest:
        kept = None if no_memory else path_of(memory)
        said = Memory.open(kept, create=False, frozen=True) if kept and (memory or kept.exists()) else None
        if said is not None:
            rest.callback(said.close)
        room = Room(
            Models(engine=engine, model=model, device=device.value, threads=threads, allow_low=allow_low_quality),
            glossary=inputs.glossary_of(glossary, none=no_glossary),
            beam=beam,
            day=inputs.parse_day(as_of),
            publisher=publisher,
            lookup=Lookup(said) if said else None,
            threads=flights_for(threads) if threads else None,
            mentions=mentions,
            style=Style.of(style or ()),
        )
        if not room.routes:
            room.demand(Pair("zh", "en"))
        listener = bind(host, port)
        with until_told(listener):
            at = listener.getsockname()[1]
            access = _access(host, at, cors or (), allow_host or (), behind_proxy=behind_proxy)
            _serve(room, Options(access, limits, batching, known), listener, host, rest)
    say("mtkit: the server has ended")


def _serve(room: Room, options: Options, listener: socket.socket, host: str, rest: ExitStack) -> None:
    """Say where, and answer until told to end; ``rest`` then lets go of the threads."""
    from mtkit.serve.api import application
    from mtkit.serve.connection import connection_class
    from mtkit.serve.run import address, server_of

    served = application(room, options, complain=lambda line: say(f"mtkit: {line}"))
    rest.callback(served.close)
    limits = options.limits

    def ready() -> None:
        emit(address(listener, host))
        sys.stdout.flush()
        say(f"mtkit: {len(room.routes)} directions; Ctrl-C ends the server")

    server = server_of(
        served.app,
        grace=int(limits.timeout) + 5,
        http=connection_class(limits),
        connections=limits.connections,
        ready=ready,
    )
    _warn(host, keyed=options.keys is not None)
    server.run(sockets=[listener])


def _access(host: str, port: int, origins: Sequence[str], names: Sequence[str], *, behind_proxy: bool) -> Access:
    """Who reaches the server: this machine by its loopback names, others by an address or a name that was allowed."""
    from mtkit.serve.fence import Access
    from mtkit.serve.guard import host_names, is_loopback

    shared = not is_loopback(host)
    return Access(
        names=host_names(host, [*names, *(own_names() if shared else ())]),
        port=None if behind_proxy or names else port,
        any_address=shared,
        origins=frozenset(origin.lower().rstrip("/") for origin in origins),
        proxied=behind_proxy,
    )


def _warn(host: str, *, keyed: bool) -> None:
    """Say what it means that others reach the server."""
    from mtkit.serve.guard import is_loopback

    if is_loopback(host):
        return
    who = "whoever has a key" if keyed else "everybody there"
    say(
        f"mtkit: warning: {host} opens the server, unencrypted, to all who reach this machine: {who} may use it; "
        "put a proxy with TLS in front of it" + ("" if keyed else ", or give keys with --keys")
    )


@keys_app.command("add")
def add(
    path: KeyFile,
    name: Name,
    rate: Annotated[
        int | None, typer.Option(min=1, help="Requests a minute; by default what the server allows everybody.")
    ] = None,
) -> None:
    """Make a key, keep its hash in FILE, and print it: it is shown this once.

    \b
    Example:
      mtkit serve keys add keys.txt weblate --rate 600
    """
    from mtkit.serve.keys import add_key

    emit(add_key(path, name, rate=rate))
    say(f"mtkit: give this key to {name}; {path} holds its hash alone")


@keys_app.command("list")
def list_command(path: KeyFile) -> None:
    """List whose keys there are, with their rates and days."""
    from mtkit.serve.keys import read_keys

    for key in read_keys(path):
        emit(f"{key.name}\t{key.rate or '-'}\t{key.added}")


@keys_app.command("remove")
def remove(path: KeyFile, name: Name) -> None:
    """Take a key back; a running server notices within a second."""
    from mtkit.serve.keys import remove_key

    remove_key(path, name)
    say(f"mtkit: the key of {name} is taken back")

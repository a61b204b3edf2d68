"""``mtkit models``."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mtkit.cli import inputs, models_local
from mtkit.cli.models_local import ModelRow
from mtkit.cli.output import emit, emit_json, emit_table, progress_for, say
from mtkit.errors import BadInputError, EngineError, ModelNotFoundError, UsageError
from mtkit.lang import Pair
from mtkit.lang import lang as language

if TYPE_CHECKING:
    from mtkit.engine import Card, RouteEntry, Store, Stored
    from mtkit.engine.shortlist import Shortlist

__all__ = ["app"]

app = typer.Typer(help="Models: what is here, what a route wants, and how to get it.", no_args_is_help=True)

Model = Annotated[str, typer.Argument(metavar="ID", help="A model's id: owner/name.")]


@app.command("list")
def list_command(
    source: Annotated[str | None, typer.Option("--from", "-f", metavar="LANG", help="Only routes from LANG.")] = None,
    target: Annotated[str | None, typer.Option("--to", "-t", metavar="LANG", help="Only routes to LANG.")] = None,
    *,
    here: Annotated[bool, typer.Option("--here", help="Only the models on this machine.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One object a line.")] = False,
) -> None:
    """List the routes with their models, scores and licences, and which of them are here.

    \b
    Example:
      mtkit models list --from zh
    """
    from mtkit.engine import Store, embedded_card

    store = Store()
    pulled = {stored.model: stored for stored in store.list()}
    card = embedded_card()
    wanted = {"from": source and language(source).code, "to": target and language(target).code}

    def shown(pair_from: str, pair_to: str) -> bool:
        return wanted["from"] in {None, pair_from} and wanted["to"] in {None, pair_to}

    rows = models_local.rows(wanted["from"], wanted["to"])
    if card is not None:
        for pair in card.pairs:
            score = card.scores.get(str(pair))
            if shown(pair.source, pair.target):
                rows.append(ModelRow(str(pair), card.name, str(score or "not measured"), card.licence, "in the box"))
    for entry in store.routes.entries:
        stored = pulled.get(entry.model)
        if not shown(entry.pair.source, entry.pair.target) or (here and not stored):
            continue
        standing = _standing(stored)
        rows.append(ModelRow(str(entry.pair), entry.model or "-", _score(entry), entry.licence, standing))
    if as_json:
        for row in rows:
            emit_json(row.plain)
    else:
        emit_table([row.line for row in rows], least=(8, 10))


def _score(entry: RouteEntry) -> str:
    return "; ".join(part for part in (str(entry.score) if entry.model else "", entry.note) if part)


def _standing(stored: Stored | None) -> str:
    if stored is None:
        return ""
    return "here" if stored.passed else "here (!)"


@app.command("pull")
def pull_command(
    model: Model,
    revision: Annotated[str | None, typer.Option(help="A commit, tag or branch; by default the pinned one.")] = None,
    source: Annotated[
        str | None, typer.Option("--from", "-f", metavar="LANG", help="For a model that no route names: its source.")
    ] = None,
    target: Annotated[str | None, typer.Option("--to", "-t", metavar="LANG", help="Likewise its target.")] = None,
    token: Annotated[str, typer.Option(metavar=">>xxx<<", help="Likewise its target token, if it has several.")] = "",
    *,
    force: Annotated[bool, typer.Option("--force", help="Use it even if it fails its trial.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
) -> None:
    """Get a model: only the files needed, pinned to a commit, hashed, converted to int8, and tried on a few sentences.

    The one command that uses the network. HF_ENDPOINT names another hub than the usual one.

    \b
    Example:
      mtkit models pull Helsinki-NLP/opus-mt-zh-en
    """
    if bool(source) != bool(target):
        raise UsageError("--from and --to go together")
    pairs = {Pair.of(source, target): token} if source and target else None
    stored = _store().pull(model, revision=revision, pairs=pairs, force=force, progress=progress_for(quiet=quiet))
    say(f"mtkit: {stored.model} at {stored.commit[:12]}: {stored.size / 2**20:.0f} MB, {stored.smoke}", quiet=quiet)
    emit(str(stored.folder))
    if not stored.usable:
        raise EngineError(f"{model} failed its trial and will not be used: pull it with --force to use it all the same")


@app.command("show")
def show_command(
    model: Annotated[str, typer.Argument(metavar="ID", help="A model's id: owner/name, or embedded.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="The card as JSON.")] = False,
) -> None:
    """Print a model's card: what it is, what it was trained on, how good it is, what it cannot do.

    \b
    Example:
      mtkit models show embedded
    """
    from mtkit.engine import Store, embedded_card
    from mtkit.engine.embedded import embedded_folder
    from mtkit.engine.local import Locals, is_local_id
    from mtkit.engine.shortlist import read_shortlist
    from mtkit.engine.show import card_markdown

    store = Store()
    card: Card | None
    if is_local_id(model):
        local = Locals(store.home).get(model)
        card, size, folder = local.card, local.size, local.converted
    elif model == "embedded":
        card, folder = embedded_card(), embedded_folder()
        if card is None:
            raise ModelNotFoundError("this installation has no embedded model: install mtkit again, or pull one")
        size = sum(path.stat().st_size for path in folder.iterdir())
    else:
        card, size, folder = store.card(model), store.get(model).size, store.get(model).converted
    shortlist = read_shortlist(folder)
    if as_json:
        value = json.loads(card.as_json())
        if shortlist is not None:
            value["shortlist"] = {"use": list(shortlist.use), "trials": [str(trial) for trial in shortlist.trials]}
        text = json.dumps(value, ensure_ascii=False, indent=2)
    else:
        text = card_markdown(card, store.routes, size=size)
        if shortlist is not None:
            text += "\n## Shortlist\n\n" + "\n".join(f"- {line}" for line in _shortlist_lines(shortlist))
    for line in text.splitlines():
        emit(line)


def _shortlist_lines(shortlist: Shortlist) -> list[str]:
    """What a person wants to know of a shortlist."""
    wide = {1: "greedy searches", 4: "beam searches"}
    used = " and ".join(wide.get(beam, f"beam {beam}") for beam in shortlist.use)
    return [
        f"{shortlist.pair}: used in {used}" if used else f"{shortlist.pair}: tried, not used",
        *map(str, shortlist.trials),
        shortlist.signature,
    ]


@app.command("shortlist")
def shortlist_command(
    model: Annotated[str, typer.Argument(metavar="ID|DIR", help="A pulled model, or the folder of a converted one.")],
    source: Annotated[str, typer.Option("--from", "-f", metavar="LANG", help="Language of the texts.")],
    target: Annotated[str, typer.Option("--to", "-t", metavar="LANG", help="Language to translate into.")],
    text: Annotated[
        Path | None,
        typer.Option("--text", metavar="FILE", help="Sentences, one a line; a .tsv has a translation behind each."),
    ] = None,
    references: Annotated[
        Path | None, typer.Option("--references", metavar="FILE", help="Their translations, line by line.")
    ] = None,
    glossary: inputs.Glossaries = None,
    *,
    always: Annotated[
        bool,
        typer.Option("--always", help="Use it even where whole jobs are slower for it: for texts that come singly."),
    ] = False,
    take_away: Annotated[bool, typer.Option("--remove", help="Take the model's shortlist away.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
) -> None:
    """Make a shortlist: the target pieces that each source piece may need, so that a model scores no others.

    A tenth of the sentences is kept back to measure what it loses and gains; it is used only where that is less than
    0.1 chrF and whole jobs are quicker with it. Names of the glossary stay sayable.

    \b
    Example:
      mtkit models shortlist Helsinki-NLP/opus-mt-zh-en --from zh --to en --text news.zh --references news.en
    """
    from mtkit.engine import shortlist as lists

    pair = Pair.of(source, target)
    folder, card = _converted(model, pair)
    if take_away:
        there = lists.remove(folder)
        say(f"mtkit: {folder}: " + ("the shortlist is gone" if there else "there was no shortlist"), quiet=quiet)
        return
    if text is None:
        raise UsageError("--text is missing: name a file of sentences (or --remove, to take a shortlist away)")
    texts, said = _sentences(text, references)
    from mtkit.engine.shortlist_trial import build_shortlist

    found = build_shortlist(
        folder,
        card,
        pair,
        texts,
        said,
        forms=_forms(glossary, pair.target),
        always=always,
        progress=progress_for(quiet=quiet),
    )
    for line in _shortlist_lines(found):
        emit(line)


def _converted(model: str, pair: Pair) -> tuple[Path, Card]:
    """The folder and card of a model that makes ``pair``."""
    from mtkit.engine import resolve

    leg = resolve(pair, store=_store(), model=model, allow_low=True).legs[0]
    if leg.pair != pair:
        raise UsageError(f"{model} does not translate {pair} by itself")
    if leg.checkpoint:
        raise UsageError(f"{model}: a checkpoint: give the converted model (mtkit models pull, mtkit models path)")
    return leg.folder, leg.card


def _sentences(text: Path, references: Path | None) -> tuple[list[str], list[str] | None]:
    """The sentences and their translations, if there are any; lines without text are left out."""
    lines = _lines(text)
    if references is not None:
        others = _lines(references)
        if len(others) != len(lines):
            raise BadInputError(f"{len(lines)} lines, but {references} has {len(others)}: one each", where=str(text))
        rows = list(zip(lines, others, strict=True))
    elif text.suffix == ".tsv":
        cut = [line.split("\t") for line in lines]
        if (wrong := next((n for n, row in enumerate(cut, 1) if len(row) < 2), None)) is not None:
            raise BadInputError("no tab: write sentence, tab, translation", where=f"{text}:{wrong}")
        rows = [(row[0], row[1]) for row in cut]
    else:
        return [line.strip() for line in lines if line.strip()], None
    kept = [(one.strip(), other.strip()) for one, other in rows if one.strip() and other.strip()]
    return [one for one, _ in kept], [other for _, other in kept]


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    except UnicodeDecodeError as error:
        raise BadInputError("not UTF-8: convert it first", where=str(path)) from error
    except OSError as error:
        raise BadInputError(f"cannot be read: {error.strerror or error}", where=str(path)) from error


def _forms(glossary: list[str] | None, target: str) -> list[str]:
    """What the glossary says in the target language today."""
    terms = (concept.approved(target, date.max) for concept in inputs.glossary_of(glossary) or ())
    return [term.text for term in terms if term is not None]


@app.command("verify")
def verify_command(model: Model) -> None:
    """Hash every file of a pulled model again, and try it again; of an adapted one, hash every file.

    \b
    Example:
      mtkit models verify Helsinki-NLP/opus-mt-zh-en
    """
    from mtkit.engine.local import is_local_id

    if is_local_id(model):
        local = models_local.local_models().verify(model)
        emit(f"{local.model}: {len(local.files)} files as they were made")
        return
    stored = _store().verify(model)
    emit(f"{stored.model}: {len(stored.files)} files as pulled at {stored.commit[:12]}; {stored.smoke}")


@app.command("remove")
def remove_command(model: Model) -> None:
    """Delete a pulled or an adapted model from this machine.

    \b
    Example:
      mtkit models remove Helsinki-NLP/opus-mt-zh-en
    """
    from mtkit.engine.local import is_local_id

    if is_local_id(model):
        models_local.local_models().remove(model)
    else:
        _store().remove(model)
    say(f"mtkit: {model} is removed")


@app.command("path")
def path_command(model: Model) -> None:
    """Print the folder of a pulled model, converted for CTranslate2.

    \b
    Example:
      mtkit models path Helsinki-NLP/opus-mt-zh-en
    """
    from mtkit.engine.local import is_local_id

    found = models_local.local_models().get(model).converted if is_local_id(model) else _store().path(model)
    emit(str(found))


app.command("use")(models_local.use_command)
app.command("forget")(models_local.forget_command)


def _store() -> Store:
    from mtkit.engine import Store

    return Store()

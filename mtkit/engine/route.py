"""Routes: how to get from one language to another with the models that are here.

The order of preference: a model that the caller names; pulled models, direct, then in two hops through the pivot;
the embedded model, direct, then in two hops, with any pulled model for either hop. A local model that is in use for a
pair comes before all pulled ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mtkit.engine.card import Card, read_card
from mtkit.engine.convert import is_marian_folder, read_config
from mtkit.engine.embedded import embedded_card, embedded_folder
from mtkit.engine.interface import Engine
from mtkit.engine.local import Local, Locals, is_local_id
from mtkit.engine.quality import shipped_floors
from mtkit.engine.routes import RouteTable
from mtkit.engine.slim import convert_slim
from mtkit.engine.store import Store, is_model_id, make_card
from mtkit.engine.tokens import target_token
from mtkit.engine.weights import file_digest, weights_file
from mtkit.errors import EngineError, LowQualityError, ModelNotFoundError, NoRouteError, UsageError
from mtkit.lang import Pair, lang

__all__ = ["ENGINES", "EnginePool", "Leg", "Route", "load", "resolve"]

ENGINES = ("ctranslate", "marian")


@dataclass(frozen=True, slots=True)
class Leg:
    """One hop: a pair, and the model that makes it.

    ``folder`` is a CTranslate2 folder, or a checkpoint (``checkpoint``) that ``load`` converts into ``cache`` unless
    the engine is marian. ``card`` names the pairs and target tokens. ``note`` is a warning about its quality or "".
    """

    pair: Pair
    engine: str
    folder: Path
    card: Card
    note: str = ""
    embedded: bool = False
    checkpoint: bool = False
    cache: Path | None = None

    @property
    def token(self) -> str:
        """The target token of the pair, or ""."""
        return self.card.token(self.pair)

    @property
    def label(self) -> str:
        """``model@revision``, short."""
        revision = self.card.revision or self.card.version
        return f"{self.card.name}@{revision[:12]}" if revision else self.card.name

    @property
    def quality(self) -> str:
        """What was measured for the pair, in one line, or "not measured"."""
        score = self.card.scores.get(str(self.pair))
        return str(score) if score is not None else "not measured"


@dataclass(frozen=True, slots=True)
class Route:
    """The hops from ``pair.source`` to ``pair.target``; ``notes`` are warnings, ``hints`` say what would be better."""

    pair: Pair
    legs: tuple[Leg, ...]
    hints: tuple[str, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """The quality notes of the hops, one line each."""
        return tuple(f"{leg.pair}: {leg.card.name}: {leg.note}" for leg in self.legs if leg.note)

    @property
    def pivots(self) -> tuple[str, ...]:
        """The languages between source and target."""
        return tuple(leg.pair.target for leg in self.legs[:-1])

    def __str__(self) -> str:
        return ", ".join(f"{leg.pair} by {leg.label}" for leg in self.legs)


_Finder = Callable[[Pair], Leg | None]


def resolve(
    pair: Pair,
    *,
    store: Store,
    engine: str | None = None,
    model: str | Path | None = None,
    embedded: Path | None = None,
    allow_low: bool = False,
) -> Route:
    """The route for ``pair``; nothing is loaded and nothing is fetched.

    ``engine`` is "ctranslate" (the default) or "marian". ``model`` is a folder (a checkpoint or a converted model) or
    the id of a pulled model; it makes the whole way, or the hop that it can with the usual model for the other.
    ``embedded`` is where the shipped model lies. A hop whose measured score is under its floor (configs/quality.toml)
    is refused unless ``allow_low``. Raises NoRouteError, with what to pull, where no way leads, and LowQualityError,
    one of its kind, where only a weak one does; ModelNotFoundError for a model that is not here; UsageError for an
    unknown engine.
    """
    name = engine or "ctranslate"
    if name not in ENGINES:
        raise UsageError(f"unknown engine {name!r}: known are {', '.join(ENGINES)}")
    if lang(pair.source).base == lang(pair.target).base:
        raise NoRouteError(f"{pair}: one language; no model is needed (convert the script with a tool for that)")
    ways = _Ways(store, name, embedded or embedded_folder())
    route = ways.named(pair, model) if model is not None else _usual(pair, store, ways)
    if not allow_low:
        _refuse_weak(route, store.routes)
    return route


def _usual(pair: Pair, store: Store, ways: _Ways) -> Route:
    pivot = store.routes.pivot
    for direct, first, second in (
        (ways.pulled, ways.pulled, ways.pulled),
        (ways.shipped, ways.any, ways.any),
    ):
        legs = _legs(pair, pivot, direct, first, second)
        if legs:
            return Route(pair, legs, ways.hints(legs))
    raise NoRouteError(_no_route(pair, store.routes, ways.any))


def _refuse_weak(route: Route, routes: RouteTable) -> None:
    """Raise LowQualityError for the first hop whose score is under its floor, with what to pull instead."""
    floors = shipped_floors()
    for leg in route.legs:
        if not floors.passes(leg.pair, leg.card.scores.get(str(leg.pair))):
            better = routes.recommended(leg.pair)
            mend = f"mtkit models pull {better.model} ({better.score}), or " if better is not None else ""
            raise LowQualityError(
                f"{leg.pair}: {leg.label} reaches {leg.quality}, under the floor of chrF {floors.floor(leg.pair):g}: "
                f"{mend}use it all the same with --allow-low-quality"
            )


def _legs(pair: Pair, pivot: str, direct: _Finder, first: _Finder, second: _Finder) -> tuple[Leg, ...]:
    leg = direct(pair)
    if leg is not None:
        return (leg,)
    if not pivot or pivot in {pair.source, pair.target}:
        return ()
    to, on = first(Pair(pair.source, pivot)), second(Pair(pivot, pair.target))
    return (to, on) if to is not None and on is not None else ()


class _Ways:
    """The models at hand, by pair."""

    def __init__(self, store: Store, engine: str, embedded: Path) -> None:
        self.store, self.engine, self.embedded = store, engine, embedded
        self.locals = Locals(store.home)

    def pulled(self, pair: Pair) -> Leg | None:
        """The local model in use for ``pair``, else the best pulled one that passed its trial."""
        if (local := self.locals.of(pair)) is not None:
            return self._local_leg(local)
        for entry in self.store.routes.of(pair):
            found = self.store.find(entry.model)
            if found is not None and found.usable:
                return self._stored_leg(pair, entry.model, entry.note)
        return None

    def shipped(self, pair: Pair) -> Leg | None:
        """The embedded model, if it has ``pair``; transformers cannot run it."""
        card = embedded_card(self.embedded) if self.engine == "ctranslate" else None
        if card is None or pair not in card.pairs:
            return None
        return Leg(pair, self.engine, self.embedded, card, embedded=True)

    def any(self, pair: Pair) -> Leg | None:
        """A pulled model, else the embedded one."""
        return self.pulled(pair) or self.shipped(pair)

    def _stored_leg(self, pair: Pair, model: str, note: str) -> Leg:
        found = self.store.get(model)
        folder = found.source if self.engine == "marian" else found.converted
        return Leg(pair, self.engine, folder, self.store.card(model), note=note)

    def _local_leg(self, local: Local) -> Leg:
        folder = local.source if self.engine == "marian" else local.converted
        return Leg(local.pair, self.engine, folder, local.card)

    def named(self, pair: Pair, model: str | Path) -> Route:
        """The route that uses the model the caller names, for as much of the way as it can."""
        find = self._by_name(model)
        pivot = self.store.routes.pivot
        for first, second in ((find, find), (self.any, find), (find, self.any)):
            legs = _legs(pair, pivot, find, first, second)
            if legs:
                return Route(pair, legs, self.hints(legs))
        raise NoRouteError(f"{model} does not translate {pair}, nor a hop of it: leave --model out, or name another")

    def _by_name(self, model: str | Path) -> _Finder:
        folder = Path(model)
        if folder.is_dir():
            return self._by_folder(folder)
        if not isinstance(model, str) or not is_model_id(model):
            raise ModelNotFoundError(f"{model}: neither a folder nor the id of a model (owner/name)")
        if is_local_id(model):
            local = self.locals.get(model)
            return lambda pair: self._local_leg(local) if pair == local.pair else None
        if self.store.find(model) is None:
            raise ModelNotFoundError(f"{model} is not here: mtkit models pull {model}")
        self.store.path(model)
        card = self.store.card(model)

        def find(pair: Pair) -> Leg | None:
            entry = self.store.routes.entry(pair, model)
            return self._stored_leg(pair, model, entry.note if entry else "") if pair in card.pairs else None

        return find

    def _by_folder(self, folder: Path) -> _Finder:
        checkpoint = is_marian_folder(folder)
        if not checkpoint and not (folder / "model.bin").is_file():
            raise ModelNotFoundError(f"{folder}: no model here: a folder has config.json and vocab.json, or model.bin")
        if self.engine == "marian" and not checkpoint:
            raise EngineError(f"{folder}: a CTranslate2 model, which the marian engine cannot run: leave --engine out")
        card, known = _folder_card(folder, self.store.routes, checkpoint=checkpoint)

        def find(pair: Pair) -> Leg | None:
            if known:
                served = card if pair in card.pairs else None
            else:
                served = card.serving({pair: target_token(folder, pair)})
            if served is None:
                return None
            return Leg(pair, self.engine, folder, served, checkpoint=checkpoint, cache=self.store.conversions)

        return find

    def hints(self, legs: tuple[Leg, ...]) -> tuple[str, ...]:
        """For each hop: by which model, how good it is, and for the embedded one, how to get a better one."""
        hints = []
        for leg in legs:
            better = self.store.routes.recommended(leg.pair) if leg.embedded else None
            kind = "the embedded model " if leg.embedded else ""
            line = f"{leg.pair}: translated by {kind}{leg.label} ({leg.quality})"
            if better is not None:
                line += f"; mtkit models pull {better.model} gets a larger one ({better.score})"
            hints.append(line)
        return tuple(hints)


def _folder_card(folder: Path, routes: RouteTable, *, checkpoint: bool) -> tuple[Card, bool]:
    """The card of a folder and whether its pairs are known: from card.json, or from the routes by the model's name."""
    card = read_card(folder)
    if card is not None and card.pairs:
        return card, True
    names = [folder.resolve().name]
    if checkpoint:
        names.append(str(read_config(folder).get("_name_or_path") or "").rpartition("/")[2])
    for model in routes.models:
        if model.rpartition("/")[2] in names:
            return make_card(model, routes.tokens(model), routes), True
    return card or Card(names[0]), False


def _no_route(pair: Pair, routes: RouteTable, here: _Finder) -> str:
    """What to pull for ``pair``: a direct model, else one for each hop that none here makes; or why there is none."""
    hops = [pair]
    if not routes.of(pair) and routes.pivot and routes.pivot not in {pair.source, pair.target}:
        hops = [Pair(pair.source, routes.pivot), Pair(routes.pivot, pair.target)]
    wanted = []
    for hop in hops:
        entry = routes.recommended(hop)
        if here(hop) is not None:
            continue
        if entry is None:
            reason = routes.note(hop) or "no OPUS-MT model is known"
            return f"no way from {pair.source} to {pair.target}: {hop}: {reason}"
        wanted.append(f"mtkit models pull {entry.model}")
    return f"no model here for {pair}: {' && '.join(wanted)}"


def load(leg: Leg, *, threads: int | None = None, device: str = "auto") -> Engine:
    """The engine of a hop, loaded anew; a checkpoint is converted first, once per content.

    Raises EngineError for a damaged model or a target token that it lacks.
    """
    return EnginePool(threads=threads, device=device).engine(leg)


class EnginePool:
    """Engines by hop; each model is loaded once, however many pairs it serves.

    ``threads`` is how many batches to decode at once on CPU, ``device`` is auto, cpu or cuda.
    """

    def __init__(self, *, threads: int | None = None, device: str = "auto") -> None:
        self._threads, self._device = threads, device
        self._models: dict[Path, object] = {}
        self._engines: dict[tuple[str, Path, tuple[Pair, ...], tuple[tuple[str, str], ...]], Engine] = {}

    def engine(self, leg: Leg) -> Engine:
        """The engine of ``leg``. Raises as ``load`` does."""
        key = (leg.engine, leg.folder, leg.card.pairs, tuple(sorted(leg.card.target_tokens.items())))
        if key not in self._engines:
            self._engines[key] = self._marian(leg) if leg.engine == "marian" else self._ctranslate(leg)
        return self._engines[key]

    def stop(self) -> None:
        """Let whatever waits for an answer, in any thread, end with an EngineError now."""
        from mtkit.engine.ctranslate import CTranslateModel

        for model in self._models.values():
            if isinstance(model, CTranslateModel):
                model.stop()

    def _marian(self, leg: Leg) -> Engine:
        from mtkit.engine.marian import MarianEngine

        return MarianEngine(leg.folder, leg.card, device=self._device)

    def _ctranslate(self, leg: Leg) -> Engine:
        from mtkit.engine.ctranslate import CTranslateEngine, CTranslateModel

        folder = converted(leg.folder, leg.cache, leg.card) if leg.checkpoint and leg.cache is not None else leg.folder
        model = self._models.get(folder)
        if not isinstance(model, CTranslateModel):
            model = CTranslateModel(folder, threads=self._threads, device=self._device)
            self._models[folder] = model
        return CTranslateEngine(model, leg.card)


def converted(folder: Path, cache: Path, card: Card) -> Path:
    """The int8 conversion of the checkpoint in ``folder``, made now if ``cache`` has none for these very files."""
    digest = hashlib.sha256(b"slim\n")
    names = ("config.json", "vocab.json", "target_vocab.json", "source.spm", "target.spm", weights_file(folder).name)
    for name in names:
        if (folder / name).is_file():
            digest.update(f"{name} {file_digest(folder / name)}\n".encode())
    target = cache / digest.hexdigest()[:32]
    if not (target / "model.bin").is_file():
        convert_slim(folder, target, card=card)
    return target

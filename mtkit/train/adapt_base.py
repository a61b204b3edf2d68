"""What is adapted: the checkpoint that a name or a folder stands for, its card, and its engine as it is used today."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mtkit.engine.card import Card
from mtkit.engine.convert import is_marian_folder, read_config
from mtkit.engine.embedded import embedded_card, embedded_folder
from mtkit.engine.interface import Engine
from mtkit.engine.local import Locals, is_local_id
from mtkit.engine.route import EnginePool, Leg, resolve
from mtkit.engine.store import Store
from mtkit.engine.weights import file_digest, weights_file
from mtkit.errors import EngineError, UsageError
from mtkit.lang import Pair
from mtkit.train.restore import restore

__all__ = ["Base", "find_base"]


@dataclass(frozen=True, slots=True)
class Base:
    """The model that is adapted: ``folder`` is its checkpoint, ``leg`` its way of translating today."""

    leg: Leg
    folder: Path
    digest: str

    @property
    def card(self) -> Card:
        """What is known of it."""
        return self.leg.card

    @property
    def label(self) -> str:
        """``model@revision``, short."""
        return self.leg.label

    def engine(self, *, device: str = "cpu") -> Engine:
        """It, loaded as it is used: converted to int8."""
        return EnginePool(device=device).engine(self.leg)


def find_base(name: str, pair: Pair, *, store: Store, room: Path) -> Base:
    """The model that ``name`` stands for: "embedded", the id of a pulled or a local model, or a folder.

    A converted model is read back into a checkpoint in ``room``. Raises EngineError for what is no MarianMT model,
    UsageError for one that does not translate ``pair`` by itself, ModelNotFoundError for one that is not here.
    """
    if name == "embedded":
        card = embedded_card()
        if card is None or pair not in card.pairs:
            raise UsageError(f"the embedded model does not translate {pair}: name another --base")
        leg = Leg(pair, "ctranslate", embedded_folder(), card, embedded=True)
        return _read_back(leg, room)
    folder = Path(name)
    if folder.is_dir() and (folder / "config.json").is_file() and not (folder / "model.bin").is_file():
        read_config(folder)  # says so where it is not Marian's
        if not is_marian_folder(folder):
            raise EngineError(f"{folder}: no vocab.json here: give the whole folder of a MarianMT model")
    legs = resolve(pair, store=store, model=name, allow_low=True).legs
    if len(legs) != 1:
        raise UsageError(f"{name} does not translate {pair} by itself, only {legs[0].pair}: adapt it for that")
    leg = legs[0]
    if leg.checkpoint:
        checkpoint = leg.folder
    elif is_local_id(name):
        checkpoint = Locals(store.home).get(name).source
    elif not folder.is_dir():
        checkpoint = store.get(name).source
    else:
        return _read_back(leg, room)
    return Base(leg, checkpoint, file_digest(weights_file(checkpoint)))


def _read_back(leg: Leg, room: Path) -> Base:
    if not (room / "model.safetensors").is_file():
        restore(leg.folder, room)
    return Base(leg, room, file_digest(leg.folder / "model.bin"))

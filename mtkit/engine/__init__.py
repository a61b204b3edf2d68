"""Engines: what translates, where its model comes from, and which way leads from one language to another.

Importing this room loads no engine; each name below loads its module when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from mtkit.engine.interface import Answer, Decoding, Engine, EngineInfo, Request

if TYPE_CHECKING:
    from mtkit.engine.card import Card, Score
    from mtkit.engine.embedded import embedded_card, load_embedded
    from mtkit.engine.route import EnginePool, Leg, Route, load, resolve
    from mtkit.engine.routes import RouteEntry, RouteTable, load_routes
    from mtkit.engine.smoke import SmokeReport, smoke_test
    from mtkit.engine.store import Store, Stored, default_home
    from mtkit.engine.table import TableEngine

__all__ = [
    "Answer",
    "Card",
    "Decoding",
    "Engine",
    "EngineInfo",
    "EnginePool",
    "Leg",
    "Request",
    "Route",
    "RouteEntry",
    "RouteTable",
    "Score",
    "SmokeReport",
    "Store",
    "Stored",
    "TableEngine",
    "default_home",
    "embedded_card",
    "load",
    "load_embedded",
    "load_routes",
    "resolve",
    "smoke_test",
]

_HOMES = {
    "card": ("Card", "Score"),
    "embedded": ("embedded_card", "load_embedded"),
    "route": ("EnginePool", "Leg", "Route", "load", "resolve"),
    "routes": ("RouteEntry", "RouteTable", "load_routes"),
    "smoke": ("SmokeReport", "smoke_test"),
    "store": ("Store", "Stored", "default_home"),
    "table": ("TableEngine",),
}


def __getattr__(name: str) -> object:
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

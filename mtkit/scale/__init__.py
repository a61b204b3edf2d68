"""Many machines: parts of a job for job arrays, articles and files at URLs, and a pool of workers on Ray."""

from __future__ import annotations

from mtkit.scale.place import LocalPlace, Place, RemotePlace, is_url, place_of
from mtkit.scale.shards import Shard, only, shard_of

__all__ = ["LocalPlace", "Place", "RemotePlace", "Shard", "is_url", "only", "place_of", "shard_of"]

"""How much a server takes on: of one request, of one client, and of all together."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Buckets", "Limits", "network_of"]

_MIB = 1 << 20
_KNOWN = 10_000  # clients that are remembered; who was not seen longest is forgotten first


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of a server. Sizes are in bytes, ``characters`` in code points, times in seconds, rates a minute."""

    body: int = 2 * _MIB
    file: int = 16 * _MIB  # a body that brings a file
    texts: int = 500  # of one request
    characters: int = 100_000  # of all texts of one request
    file_characters: int = 500_000
    alternatives: int = 10
    timeout: float = 60.0  # from the request's last byte to the answer
    slow_headers: float = 10.0  # until the head of a request is whole
    slow_body: float = 30.0  # until its body is
    slow_reader: float = 30.0  # until a client takes what it is sent
    connections: int = 512
    rate: int = 0  # requests of one key or address; 0: as many as they like
    kept_files: int = 64
    kept_bytes: int = 64 * _MIB
    kept_seconds: float = 1800.0


class Buckets:
    """Who may ask how often: a bucket for each client, filled evenly, a minute's worth at most."""

    def __init__(self, *, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, who: str, rate: int, cost: int = 1) -> float:
        """Take ``cost`` from the bucket of ``who``; 0.0 if it was there, else the seconds until it is.

        A cost of more than a minute's worth takes the whole bucket: nobody is shut out for good.
        """
        if rate <= 0:
            return 0.0
        cost = min(cost, rate)
        with self._lock:
            now = self._now()
            level, then = self._levels.pop(who, (float(rate), now))
            level = min(float(rate), level + (now - then) * rate / 60)
            enough = level >= cost
            self._levels[who] = (level - cost if enough else level, now)
            while len(self._levels) > _KNOWN:
                self._levels.popitem(last=False)
        return 0.0 if enough else (cost - level) * 60 / rate


def network_of(address: str) -> str:
    """What stands for a client by its address: the address itself; of IPv6 the 64 bits of the network one party has."""
    try:
        found = ipaddress.ip_address(address.strip("[]").partition("%")[0])
    except ValueError:
        return "?"
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((int(found) >> 64 << 64, 64)))
    return str(found)

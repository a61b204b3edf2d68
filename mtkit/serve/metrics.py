"""What is counted, for Prometheus: how much and how long, never what. No text, no key and no address is in a label."""

from __future__ import annotations

from mtkit.lang import Pair
from mtkit.serve.batching import Observer

__all__ = ["Metrics"]

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_SIZES = (1, 2, 4, 8, 16, 32, 64, 128)


class Metrics(Observer):
    """The counters of one server, in a registry of its own. ``mtkit[serve]`` has what it needs."""

    def __init__(self) -> None:
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

        self._registry = own = CollectorRegistry()
        ProcessCollector(registry=own)
        self._requests = Counter("mtkit_http_requests", "Requests answered.", ["endpoint", "status"], registry=own)
        self._seconds = Histogram(
            "mtkit_http_request_seconds", "Time to the answer.", ["endpoint"], buckets=_SECONDS, registry=own
        )
        self._in_hand = Gauge("mtkit_http_requests_in_hand", "Requests being answered now.", registry=own)
        self._waiting = Gauge("mtkit_queue_requests", "Requests that wait for a model.", registry=own)
        self._waiting_characters = Gauge("mtkit_queue_characters", "Characters that wait for a model.", registry=own)
        self._batch = Histogram("mtkit_batch_requests", "Requests that went together.", buckets=_SIZES, registry=own)
        self._batch_seconds = Histogram(
            "mtkit_batch_seconds", "Time of a batch.", ["pair"], buckets=_SECONDS, registry=own
        )
        self._characters = Counter("mtkit_characters", "Characters of source text translated.", ["pair"], registry=own)
        self._refused = Counter("mtkit_refused", "Requests turned away.", ["reason"], registry=own)

    def began(self) -> None:
        """A request has come."""
        self._in_hand.inc()

    def ended(self, endpoint: str, status: int, seconds: float) -> None:
        """It has been answered; ``endpoint`` is the address as the table of endpoints has it."""
        self._in_hand.dec()
        self._requests.labels(endpoint, str(status)).inc()
        self._seconds.labels(endpoint).observe(seconds)

    def refused(self, reason: str) -> None:
        """A request was turned away: queue, rate, key, timeout, size, slow, host, origin."""
        self._refused.labels(reason).inc()

    def waiting(self, requests: int, characters: int) -> None:
        """How much is queued now."""
        self._waiting.set(requests)
        self._waiting_characters.set(characters)

    def batch(self, pair: Pair, requests: int, characters: int, seconds: float) -> None:
        """A batch went through."""
        self._batch.observe(requests)
        self._batch_seconds.labels(str(pair)).observe(seconds)
        self._characters.labels(str(pair)).inc(characters)

    def text(self) -> tuple[bytes, str]:
        """All of it as Prometheus reads it, and the content type of that."""
        from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

        return generate_latest(self._registry), CONTENT_TYPE_LATEST

"""Pages and interfaces over HTTP, on this machine alone unless told otherwise."""

from __future__ import annotations

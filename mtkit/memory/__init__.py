"""The translation memory: what people approved, found again exactly or nearly."""

from __future__ import annotations

"""Dictionaries that remember which of their keys were read."""

from __future__ import annotations

from typing import Any


class TraceableDict(dict):
    """A dict; `tracer` would have the keys that were read, which is not recorded here."""

    tracer: dict[str, Any] = {}

    @staticmethod
    def convert(d: dict, name: str, parent_key: str | None = None) -> dict:
        """The dictionary itself."""
        return d

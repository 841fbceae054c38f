"""Reports sections to the host, which makes the report of the run from them."""

from __future__ import annotations

import math
from typing import Any

from easypy_runner import host
from pyats.results.result import TestResult

from .base import BaseReporter

#: Deeper values are shown as text: the host refuses what is nested deeper than 100.
_DEEPEST = 50


class HostReporter(BaseReporter):
    """Sections of a task's script, for the host."""

    def begin(self, kind: str, id: str, name: str | None, description: str | None, source: Any) -> None:
        # A script may set names and descriptions to anything.
        name = None if name is None or name == id else str(name)
        host.begin(kind, id, name, None if description is None else str(description), source)

    def end(self, result: TestResult, reason: str | None, details: list[str], ignored: bool) -> None:
        data = None if result.data is None else plain(result.data)
        host.end(result.value, reason, data, details, ignored)


def plain(value: Any, depth: int = 0) -> Any:
    """A value as JSON can carry it; what it cannot is shown as text."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else str(value)
    if depth < _DEEPEST:
        if isinstance(value, dict):
            return {str(key): plain(each, depth + 1) for key, each in value.items()}
        if isinstance(value, (list, tuple, set, frozenset)):
            return [plain(each, depth + 1) for each in value]
    try:
        return str(value)
    except Exception:
        # A user's __str__, or too deep for it.
        return f"<{type(value).__name__}>"

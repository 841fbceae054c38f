"""The time of the clock by which every task has to be over (SPEC 4.4: `set_runtime_deadline` and its company)."""

from __future__ import annotations

import logging
import math
from datetime import UTC, datetime, timedelta
from typing import Any

_GUARD_SECONDS = 1800
_log = logging.getLogger("pyats.easypy.tasks")


class Deadline:
    """None, or a time in UTC with the reason for it."""

    def __init__(self) -> None:
        self.time: datetime | None = None
        self.reason: str | None = None

    def set(self, end_time: Any, reason: str | None, guard_seconds: float | None) -> bool:
        """Takes the time less the guard; whether it could be read. A time without a zone is UTC."""
        end = _parsed(end_time)
        if end is None:
            _log.warning("Could not set task runtime deadline from %r", end_time)
            return False
        left = max(0, (end - _now()).total_seconds())
        guard = _guard(guard_seconds)
        if guard > left:
            _log.warning(
                "Runtime deadline guard seconds %s exceeds the remaining reservation runtime %s; capping the guard",
                guard,
                left,
            )
            guard = left
        self.time = end - timedelta(seconds=guard)
        self.reason = reason or f"runtime deadline {self.time.isoformat()}"
        _log.info("Task runtime deadline set to %s (%s)", self.time.isoformat(), self.reason)
        return True

    def clear(self) -> None:
        self.time = self.reason = None

    def limit(self, max_runtime: float | None) -> tuple[float | None, str | None]:
        """`max_runtime`, or the seconds that are left with the reason, if they are fewer."""
        if self.time is None:
            return max_runtime, None
        left = max(0, (self.time - _now()).total_seconds())
        if max_runtime is not None and max_runtime <= left:
            return max_runtime, None
        return left, self.reason

    def log_before_start(self, taskid: str) -> None:
        if self.time is not None:
            _log.info(
                "Task '%s' runtime deadline before start: %s (effective deadline %s)",
                taskid,
                self.reason,
                self.time.isoformat(),
            )


def _now() -> datetime:
    return datetime.now(UTC)


def _parsed(time: Any) -> datetime | None:
    if isinstance(time, str):
        try:
            time = datetime.fromisoformat(time.strip())
        except ValueError:
            return None
    if not isinstance(time, datetime):
        return None
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)


def _guard(seconds: float | None) -> float:
    if seconds is None:
        return _GUARD_SECONDS
    try:
        seconds = float(seconds)
    except (TypeError, ValueError):
        seconds = math.nan
    if not 0 <= seconds < math.inf:
        _log.warning("Invalid runtime deadline guard seconds %s; using %d", seconds, _GUARD_SECONDS)
        return _GUARD_SECONDS
    return seconds

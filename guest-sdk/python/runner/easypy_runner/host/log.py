"""`log` of the contract, with Python's level numbers."""

from __future__ import annotations

from wit_world.imports import log as _log

from .values import clean, text


class _Level:
    """A level as the bindings read it: they take its `value`, and that of an enum's member costs half a microsecond."""

    __slots__ = ("value",)

    def __init__(self, level: _log.Level):
        self.value = level.value


_LEVELS = {
    0: _Level(_log.Level.DEBUG),
    10: _Level(_log.Level.DEBUG),
    20: _Level(_log.Level.INFO),
    30: _Level(_log.Level.WARNING),
    40: _Level(_log.Level.ERROR),
    50: _Level(_log.Level.CRITICAL),
}
_NUMBERS = {
    _log.Level.DEBUG: 10,
    _log.Level.INFO: 20,
    _log.Level.WARNING: 30,
    _log.Level.ERROR: 40,
    _log.Level.CRITICAL: 50,
}
_write = _log.write


def _level(number: int) -> _Level:
    """The host's level for any of Python's numbers: rounded down, at least DEBUG."""
    level = _LEVELS[max(0, min(int(number), 50)) // 10 * 10]
    if len(_LEVELS) < 200:
        _LEVELS[number] = level
    return level


def write(logger: str, level: int, message: str) -> None:
    """Writes a record into the TaskLog or JobLog. The hot path of `logging`: nothing more is done than must be."""
    _write(
        logger if logger.isascii() else clean(logger),
        _LEVELS.get(level) or _level(level),
        message if message.isascii() else clean(message),
    )


def effective_level(logger: str) -> int:
    """The level below which the host drops the logger's records."""
    return _NUMBERS[_log.effective_level(text(logger))]


def set_level(logger: str, level: int | None) -> None:
    """Sets a logger's level for this guest and the tasks started from now on; None: as its parent."""
    _log.set_level(text(logger), None if level is None else _level(level))


def levels() -> dict[str, int]:
    """The levels that the job has set so far; in a task those at its start."""
    return {logger: _NUMBERS[level] for logger, level in _log.levels()}

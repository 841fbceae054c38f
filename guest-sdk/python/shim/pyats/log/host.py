"""Connects `logging` with the host (SPEC 3.5, 3.6, DIFFERENCES).

Importing this module is the part that the build does once: the root logger's handler and level, and a
`Logger.setLevel` that tells the host. `install()` is what each job and each task does at its start. Nothing
here formats or filters.
"""

from __future__ import annotations

import logging

from easypy_runner import host

from . import managed_handlers, records
from .warnings import enable_warnings_to_log

# The logger of the test harness, and of everything in a testscript that logs by `__name__`.
_AETEST = "pyats.aetest"

_plain_set_level = logging.Logger.setLevel
_connected = False


def _set_level(self: logging.Logger, level: int | str) -> None:
    _plain_set_level(self, level)
    if _connected and (self is logging.root or self.manager.loggerDict.get(self.name) is self):
        _tell(self)


def _tell(logger: logging.Logger) -> None:
    if logger is logging.root:
        # A root logger without a level takes everything; without one the host would take INFO.
        host.set_level("", logger.level or logging.DEBUG)
    else:
        host.set_level(logger.name, logger.level or None)


_set_level.__name__ = "setLevel"
_set_level.__qualname__ = "Logger.setLevel"
_set_level.__doc__ = _plain_set_level.__doc__


def install(role: str) -> None:
    """Takes over the levels that the host knows. `role` is `job` or `task`; call it once, at the start.

    In a task the harness's logger lets INFO through even when the root logger does not, unless the job gave
    it a level itself.
    """
    global _connected
    records.begin()
    levels = host.levels()
    for name, level in levels.items():
        _plain_set_level(logging.getLogger(name) if name else logging.root, level)
    _connected = True
    if role == "task" and _AETEST not in levels:
        logging.getLogger(_AETEST).setLevel(min(logging.INFO, logging.root.level))


logging.Logger.setLevel = _set_level
records.use()
logging.root.addHandler(managed_handlers.tasklog)
_plain_set_level(logging.root, logging.INFO)
enable_warnings_to_log()

"""Logging as jobs and testscripts see it:

`managed_handlers` and the handlers and formatters that they build themselves.

The host writes the TaskLog, the JobLog and the terminal. `managed_handlers.tasklog` is the one handler on the
root logger, and hands it every record; `managed_handlers.screen` is there for what scripts do with it, and
attached to nothing.
"""

from pyats.datastructures import AttrDict

from .cisco import ColouredScreenFormatter, ScreenFormatter, ScreenHandler, TaskLogFormatter, TaskLogHandler
from .managed import HostHandler

__all__ = [
    "ScreenFormatter",
    "ColouredScreenFormatter",
    "TaskLogFormatter",
    "ScreenHandler",
    "TaskLogHandler",
    "managed_handlers",
]

managed_handlers = AttrDict(tasklog=HostHandler(), screen=ScreenHandler())

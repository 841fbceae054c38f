"""Handlers and formatters with the line forms of pyATS logs (SPEC 3.5), for scripts that write log files of
their own.
"""

from __future__ import annotations

import contextlib
import copy
import itertools
import logging
import os
import sys
import time
from typing import TextIO

from easypy_runner import host

from .colour import ColouredLogLevelFormatter

CISCO_MSG_SEV_MAP = {
    "EMERGENCY": 0,
    "ALERT": 1,
    "CRITICAL": 2,
    "ERROR": 3,
    "WARNING": 4,
    "NOTICE": 5,
    "INFO": 6,
    "DEBUG": 7,
}

_sequence = itertools.count()


def _appname(logger: str) -> str:
    """The tag of a logger:

    SCRIPT for testscripts, else the first part of its name, or the second below pyats.
    """
    parts = logger.split(".")
    if parts[:3] == ["pyats", "aetest", "testscript"]:
        return "SCRIPT"
    return (parts[1] if parts[0] in ("pyats", "ats") and len(parts) > 1 else parts[0]).upper()


class CiscoLogTags(dict):
    """`%[pid=1][pname=Task-1]: ` before a message."""

    def __str__(self) -> str:
        return "%" + "".join(f"[{name}={value}]" for name, value in self.items()) + ": " if self else ""

    def copy(self) -> CiscoLogTags:
        return CiscoLogTags(self)


class CiscoLogFormatter(logging.Formatter):
    """Formats each line of a message by itself: every line of the log says when and whence it is."""

    converter = staticmethod(time.localtime)
    numbered = False

    def format(self, record: logging.LogRecord) -> str:
        record = copy.copy(record)
        # The message, the traceback and the stack first, in the way of the library.
        text = _WHOLE.format(record)
        lines = text.splitlines() or [""]
        record.exc_info = record.exc_text = record.stack_info = None
        record.args = None
        record.hostname = host.info().host
        record.cisco_appname = _appname(record.name)
        record.cisco_msgname = record.levelname
        record.cisco_sev = CISCO_MSG_SEV_MAP.get(record.levelname, 6)
        first = None
        formatted = []
        for index, line in enumerate(lines, 1):
            record.msg = line
            record.tags = CiscoLogTags()
            if self.numbered:
                record.seqnum = next(_sequence)
                first = record.seqnum if first is None else first
                if len(lines) > 1:
                    record.tags["part"] = f"{first}.{index}/{len(lines)}"
                record.tags["pid"] = record.process
                record.tags["pname"] = host.taskid() or "MainProcess"
            formatted.append(super().format(record))
        return "\n".join(formatted)


_WHOLE = logging.Formatter("%(message)s")


class ScreenFormatter(CiscoLogFormatter):
    """`2026-11-24T02:13:12: %EASYPY-INFO: text`"""

    MESSAGE_FORMAT = "%(asctime)s: %%%(cisco_appname)s-%(cisco_msgname)s: %(message)s"
    TIMESTAMP_FORMAT = "%Y-%m-%dT%H:%M:%S"

    def __init__(self) -> None:
        super().__init__(self.MESSAGE_FORMAT, self.TIMESTAMP_FORMAT, validate=False)


class ColouredScreenFormatter(ScreenFormatter, ColouredLogLevelFormatter):
    """The same, the text coloured by its level."""

    MESSAGE_FORMAT = "%(asctime)s: %%%(cisco_appname)s-%(cisco_msgname)s: %(coloured_message)s"


class TaskLogFormatter(ScreenFormatter):
    """`3: host: 2026-11-24T02:13:12: %SCRIPT-6-INFO: %[pid=7][pname=Task-1]: text`"""

    MESSAGE_FORMAT = "%(seqnum)s: %(hostname)s: %(asctime)s: %%%(cisco_appname)s-%(cisco_sev)s-%(cisco_msgname)s: %(tags)s%(message)s"
    numbered = True


class ColouredTaskLogFormatter(TaskLogFormatter, ColouredLogLevelFormatter):
    """The same, the text coloured by its level."""

    MESSAGE_FORMAT = TaskLogFormatter.MESSAGE_FORMAT.replace("%(message)s", "%(coloured_message)s")


class ScreenHandler(logging.StreamHandler):
    """Writes to a stream, stdout if none is given, as it is when the record comes."""

    def __init__(self, stream: TextIO | None = None, coloured: bool = True) -> None:
        logging.Handler.__init__(self)
        self._stream = stream
        self.coloured = coloured

    @property
    def stream(self) -> TextIO:
        return sys.stdout if self._stream is None else self._stream

    @stream.setter
    def stream(self, stream: TextIO | None) -> None:
        self._stream = stream

    @property
    def coloured(self) -> bool:
        return self._coloured

    @coloured.setter
    def coloured(self, coloured: bool) -> None:
        self._coloured = coloured
        self.setFormatter(ColouredScreenFormatter() if coloured else ScreenFormatter())

    def __str__(self) -> str:
        return f"< ScreenHandler - {getattr(self.stream, 'name', '')} >"


class TaskLogHandler(logging.StreamHandler):
    """Writes to a log file of the script's own, which is opened when the first record comes."""

    def __init__(
        self, logfile: str, mode: str = "a", encoding: str | None = None, coloured: bool = False
    ) -> None:
        logging.Handler.__init__(self)
        self.logfile = os.path.abspath(logfile)
        self.logdir = os.path.dirname(self.logfile)
        self.history = [self.logfile]
        self.mode = mode
        self.encoding = encoding
        self.stream = None
        self.coloured = coloured

    @property
    def coloured(self) -> bool:
        return self._coloured

    @coloured.setter
    def coloured(self, coloured: bool) -> None:
        self._coloured = coloured
        self.setFormatter(ColouredTaskLogFormatter() if coloured else TaskLogFormatter())

    def _open(self) -> TextIO:
        return open(self.logfile, self.mode, encoding=self.encoding)

    def emit(self, record: logging.LogRecord) -> None:
        if self.stream is None:
            self.stream = self._open()
        super().emit(record)

    def changeFile(self, logfile: str) -> None:
        """Closes the file; the records that follow go into this one."""
        self.close()
        self.logfile = os.path.abspath(logfile)
        self.logdir = os.path.dirname(self.logfile)
        self.history.append(self.logfile)

    def concatenateLog(self, logfile: str, delete: bool = True) -> None:
        """Appends another file's content to this one, and removes the other."""
        if self.stream is None:
            self.stream = self._open()
        with open(logfile, encoding=self.encoding) as other:
            for line in other:
                self.stream.write(line)
        self.flush()
        if delete:
            os.remove(logfile)

    def close(self) -> None:
        if self.stream is not None:
            self.flush()
            self.stream.close()
            self.stream = None
        logging.Handler.close(self)

    # A guest does not fork, so nothing has to be split or put together: the surface without an effect.

    forkRegistered = False

    def enableForked(self, consolidate: bool = False) -> None:
        """No effect: a task has a log of its own already."""

    def disableForked(self) -> None:
        """No effect: a task has a log of its own already."""

    def consolidate_next_forked_logfile(self) -> None:
        """No effect: a task has a log of its own already."""

    @contextlib.contextmanager
    def next_fork_logfile(self, logfile: str, consolidate: bool | None = None):
        """No effect: a task has a log of its own already."""
        yield

    def __repr__(self) -> str:
        return f"<TaskLogHandler {self.logfile} ({logging.getLevelName(self.level)})>"

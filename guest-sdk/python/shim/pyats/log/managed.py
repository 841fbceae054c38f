"""The handler that hands records to the host.

It is on the hot path of every `logging.info`: nothing more is done than must be.
"""

from __future__ import annotations

import logging
import os
import sys

from easypy_runner import host, tracebacks

from . import records
from .cisco import TaskLogHandler

_write = host.write


class _MessageFormatter(logging.Formatter):
    """The message alone, with the traceback below it: time, level and name are the host's to write."""

    def formatException(self, ei) -> str:
        return tracebacks.format_exception(ei[1]).rstrip("\n") if ei[1] is not None else "NoneType: None"


_MESSAGE_ONLY = _MessageFormatter("%(message)s")


class HostHandler(TaskLogHandler):
    """`managed_handlers.tasklog`: gives the records to the host, which writes them into the TaskLog or JobLog
    and to the terminal.

    Level, filters and a formatter that a script sets are obeyed. `changeFile(path)` makes it write into that
    file as well.
    """

    def __init__(self) -> None:
        logging.Handler.__init__(self)
        self.mode = "a"
        self.encoding = None
        self.history: list[str] = []
        self.stream = None
        self._copy: TaskLogHandler | None = None

    @property
    def logfile(self) -> str:
        """The path of the file that the host writes, which a guest cannot read; of the copy, when
        `changeFile` asked for one.
        """
        if self._copy is not None:
            return self._copy.logfile
        # What a guest sees of the runinfo directory is a directory in it.
        directory = os.path.dirname(host.info().directory)
        taskid = host.taskid()
        if taskid is None:
            taskid = os.path.splitext(os.path.basename(host.program()))[0]
            return os.path.join(directory, f"JobLog.{taskid}")
        return os.path.join(directory, f"TaskLog.{taskid}")

    @property
    def logdir(self) -> str:
        return os.path.dirname(self.logfile)

    def handle(self, record: logging.LogRecord):
        # Without the lock of logging.Handler: a guest has one thread, and a record is one call.
        if self.filters:
            kept = self.filter(record)
            if not kept:
                return kept
            if isinstance(kept, logging.LogRecord):
                record = kept
        self.emit(record)
        return record

    def emit(self, record: logging.LogRecord) -> None:
        try:
            if self.formatter is not None:
                text = self.formatter.format(record)
            elif record.exc_info or record.exc_text or record.stack_info:
                text = _MESSAGE_ONLY.format(record)
            else:
                text = record.getMessage()
            _write(record.name, record.levelno, text)
            if self._copy is not None:
                self._copy.handle(record)
        except Exception:
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:
        """Says on stderr what is wrong with a record, and which line of the script made it.

        The library's would show the runner's frames.
        """
        if not logging.raiseExceptions or sys.stderr is None:
            return
        error = sys.exception()
        try:
            caller = records.stack_text(sys._getframe(1), "Call stack:")
            text = "" if error is None else tracebacks.format_exception(error)
            print(
                f"--- Logging error ---\n{text}\n{caller}\nMessage: {record.msg!r}\nArguments: {record.args}",
                file=sys.stderr,
            )
        except Exception as wrong:
            # The arguments may be what cannot be shown.
            print(
                f"--- Logging error --- {error!r}, and {type(wrong).__name__} while showing it",
                file=sys.stderr,
            )

    def changeFile(self, logfile: str) -> None:
        """Writes the records that follow into `logfile` too; with the host's own file the copy ends."""
        logfile = os.path.abspath(logfile)
        if self._copy is not None:
            self._copy.close()
            self._copy = None
        self.history.append(logfile)
        if logfile != self.logfile:
            self._copy = TaskLogHandler(logfile)

    @property
    def coloured(self) -> bool:
        """Never: the host colours what it writes to the terminal."""
        return False

    @coloured.setter
    def coloured(self, coloured: bool) -> None:
        """No effect."""

    def setStream(self, stream):
        """No effect: the host's file is no stream that could be exchanged."""
        return None

    def flush(self) -> None:
        if self._copy is not None:
            self._copy.flush()

    def close(self) -> None:
        if self._copy is not None:
            self._copy.close()
            self._copy = None
        logging.Handler.close(self)

    def __repr__(self) -> str:
        return f"<TaskLogHandler of the host ({logging.getLevelName(self.level)})>"

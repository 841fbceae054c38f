"""Tracebacks as a user wants them: from the user's file on, without frames of runner and shim.

Used wherever a traceback reaches a log, a reason or a report (SPEC 4.1, 8). Lines of the user's files come from
the files themselves, which are mounted.
"""

from __future__ import annotations

import traceback

from .stdlib import RUNNER, SHIM

_HIDDEN = (RUNNER, SHIM, "/world/", "<frozen importlib")
_MOST_LINKS = 100


def hidden(filename: str) -> bool:
    """Whether frames of this file are the runner's or the shim's."""
    return filename.startswith(_HIDDEN)


def format_exception(exc: BaseException) -> str:
    """The traceback of `exc` and of its causes, as Python prints it, without a newline at its end."""
    report = traceback.TracebackException(type(exc), exc, exc.__traceback__, compact=True)
    _strip(report, _MOST_LINKS)
    return "".join(report.format()).rstrip("\n")


def frames(exc: BaseException) -> list[traceback.FrameSummary]:
    """The frames of the user and of libraries, outermost first."""
    return _visible(traceback.extract_tb(exc.__traceback__))


def _strip(report: traceback.TracebackException | None, links: int) -> None:
    """Takes hidden frames out of a report and of what it is chained to."""
    while report is not None and links > 0:
        links -= 1
        # A file that Python cannot read has no frames: what is shown of it is its line.
        unread = hasattr(report, "end_lineno")
        report.stack = _visible(report.stack, unread)
        for inner in report.exceptions or ():
            _strip(inner, links)
        if report.__cause__ is not None:
            report = report.__cause__
        else:
            report = report.__context__


def _visible(stack: traceback.StackSummary, may_be_empty: bool = False) -> traceback.StackSummary:
    """The frames that are not hidden; all of them if the fault is in the runner itself."""
    visible = [frame for frame in stack if not hidden(frame.filename)]
    return traceback.StackSummary.from_list(visible) if visible or may_be_empty else stack

"""Ends a thread that goes on past its time without a pause: a loop that is busy.

Nothing can interrupt code from outside in one stack of control. But the interpreter can call back when a function
begins and when a loop begins anew, and who is called may raise. It costs time in such loops, so it is on only while
a thread runs that has a limit. A single call of a function in C (a regular expression, a sort, a wait for the host) is
not interrupted, and what it takes counts afterwards.
"""

from __future__ import annotations

import os
import sys
import time

#: What is raised: set by `core`.
ended: type[BaseException]

#: Every so many calls the clock is looked at.
_EVERY = 50
#: Seconds until code that goes on all the same is ended for good; and until code of the library is interrupted, which
#: is to keep its things in order.
_AGAIN = 1.0

_now = time.monotonic
# Files whose code is not interrupted, and those whose code is so only after a while.
_NEVER = (os.path.dirname(__file__), "easypy:/runner/", "easypy:/shim/", "<frozen ")
_LIBRARY = ("easypy:/lib/", "/python/")

_limit: float | None = None
# When to raise next, and the calls until the clock is looked at.
_next = 0.0
_left = _EVERY


def limit(time: float | None) -> float | None:
    """From now on, code is ended that still runs when the monotonic clock shows this; the limit until now."""
    global _limit, _next, _left
    before = _limit
    _limit = time
    _left = _EVERY
    if time is not None:
        _next = time
    if (before is None) != (time is None):
        _switch(time is not None)
    return before


def _look(code, at: int = 0, to: int = 0) -> None:
    """A function begins, or a loop begins anew: raises `ended` if the time is over."""
    global _left, _next
    _left -= 1
    if _left > 0:
        return
    _left = _EVERY
    now = _now()
    if _limit is None or now < _next:
        return
    file = code.co_filename
    if file.startswith(_NEVER) or file.startswith(_LIBRARY) and now < _limit + _AGAIN:
        return
    if _next == _limit:
        # Time for its last things.
        _next = now + _AGAIN
    else:
        # It has caught that, and goes on: from here on wherever it is.
        _left = 1
    raise ended


if hasattr(sys, "monitoring"):
    _TOOL = 4

    def _switch(on: bool) -> None:
        monitoring = sys.monitoring
        if not on:
            monitoring.set_events(_TOOL, 0)
            return
        events = monitoring.events
        if monitoring.get_tool(_TOOL) is None:
            monitoring.use_tool_id(_TOOL, "easypy-wasm")
            for event in (events.PY_START, events.JUMP):
                monitoring.register_callback(_TOOL, event, _look)
        monitoring.set_events(_TOOL, events.PY_START | events.JUMP)

else:
    # A Python on which only the unit tests run. Code that catches the exception is not ended for good by it.
    _tracing = None

    def _switch(on: bool) -> None:
        global _tracing
        if on:
            _tracing = sys.gettrace()
            sys.settrace(_trace)
        else:
            sys.settrace(_tracing)

    def _trace(frame, event, argument):
        # A loop within a line has no other events.
        frame.f_trace_opcodes = True
        _look(frame.f_code)
        return _trace

"""`asyncio` on one stack of control: an event loop without sockets of its own.

The usual loop wakes itself from other threads by a pair of sockets, which cannot be made here and is not
needed: there are no other threads. The calls of `run_in_executor` and `to_thread` are made when the loop has nothing
else to do (`threads`).
"""

from __future__ import annotations

import asyncio
import selectors
import time

from . import threads


class _Selector(selectors.SelectSelector):
    """Runs threads, and then sleeps, where there is nothing to select from."""

    loop: Loop

    def select(self, timeout: float | None = None):
        """As every selector's. Threads that were started may be what is waited for: they run now."""
        if timeout != 0:
            # However long they take: the loop's timers are late then, as with any call that blocks it.
            threads.wait(self._ready, None if timeout is None else time.monotonic() + timeout, patience=None)
            timeout = 0
        return super().select(timeout) if self.get_map() else []

    def _ready(self) -> bool:
        return bool(self.loop._ready or self.get_map())


class Loop(asyncio.SelectorEventLoop):
    """The event loop of guests."""

    def __init__(self, selector: selectors.BaseSelector | None = None):
        if selector is None:
            selector = _Selector()
            selector.loop = self
        super().__init__(selector)

    def _make_self_pipe(self) -> None:
        self._ssock = self._csock = None

    def _close_self_pipe(self) -> None:
        pass

    def _write_to_self(self) -> None:
        pass


def install() -> None:
    """Build time: every way to a new event loop gives this one."""
    policy = asyncio.events._get_event_loop_policy() if hasattr(asyncio.events, "_get_event_loop_policy") else None
    if policy is None:
        policy = asyncio.get_event_loop_policy()
    type(policy)._loop_factory = Loop
    asyncio.EventLoop = asyncio.SelectorEventLoop = Loop

"""Exclusive use of devices.

There are leases that a script takes, and one for each device that it talks to by `send` and `expect`: a conversation of
one guest and another's commands in between would be nobody's good. That one is taken by the first `send`, and given
back by the next command that is no part of the conversation, by `disconnect`, or at the guest's end.
"""

from __future__ import annotations

import contextlib
import logging
from collections import Counter
from collections.abc import Iterator
from typing import Any

from easypy_runner import host
from easypy_runner.host import HostError
from easypy_wasm import LeaseLostError
from unicon.core.errors import CommandTimeout, TimeoutError
from unicon.core.refusals import refusal

logger = logging.getLogger("unicon")

#: How often the guest holds a device.
_held: Counter[str] = Counter()
#: Devices that are held for a conversation.
_conversing: set[str] = set()


class Lease:
    """Devices that no other guest can use until `release()`, the end of the `with` block or of the guest.

    `number` is greater than that of any lease before it.
    """

    def __init__(self, names: list[str], timeout: float | None = None) -> None:
        self.devices = list(names)
        for name in self.devices:
            # A conversation's lease would be waited for while it is held.
            settle(name)
        self.number = _acquire(self.devices, timeout)
        self._over = False

    def release(self) -> None:
        """Gives them back. The host brings their sessions home before anyone else gets them."""
        if not self._over:
            self._over = True
            for name in self.devices:
                settle(name)
            _release(self.devices)

    def __enter__(self) -> Lease:
        return self

    def __exit__(self, kind: Any, error: Any, traceback: Any) -> None:
        try:
            self.release()
        except LeaseLostError:
            # What went wrong before says more.
            if error is None:
                raise

    def __repr__(self) -> str:
        return f"<Lease {self.number} on {', '.join(self.devices)}{', over' if self._over else ''}>"


def _acquire(names: list[str], timeout: float | None) -> int:
    what = " and ".join(names)
    try:
        number = host.lease(names, timeout)
    except HostError as error:
        if error.kind == "timeout":
            seconds = error.value[0] if error.value else timeout
            raise TimeoutError(f"the lease on {what} was not got within {seconds:g} seconds") from None
        raise refusal(error, what, "lease") from None
    _held.update(names)
    return number


def _release(names: list[str]) -> None:
    for name in names:
        _held[name] -= 1
        if _held[name] <= 0:
            del _held[name]
    try:
        host.release(names)
    except HostError as error:
        raise refusal(error, " and ".join(names), "release") from None


@contextlib.contextmanager
def conversation(name: str) -> Iterator[None]:
    """Around a `send` or `expect`: the device is leased, if it is not, and stays so. If nothing comes of the first of
    them, because it is not granted for example, the lease ends with it.
    """
    begins = name not in _held
    if begins:
        _acquire([name], None)
        _conversing.add(name)
    try:
        yield
    except CommandTimeout:
        raise
    except BaseException:
        if begins:
            settle(name)
        raise
    if begins:
        logger.info("%s is leased for a conversation, until the next command or disconnect()", name)


def settle(name: str) -> None:
    """Before anything else: a conversation is over."""
    if name in _conversing:
        _conversing.discard(name)
        try:
            _release([name])
        except LeaseLostError:
            logger.warning("the conversation with %s had lost its lease", name)
